// The network's control door.
export class Control {
  constructor(url) {
    this.url = url
  }

  async run(cmd, args = {}) {
    const answer = await fetch(`${this.url}/ctl`, {
      method: 'POST',
      body: JSON.stringify({ cmd, ...args }),
    })
    const reply = await answer.json()
    if (!reply.ok) throw new Error(`${cmd}: ${reply.error}`)
    return reply
  }

  until(until, args) {
    return this.run('wait', { until, timeout_ms: 40_000, ...args })
  }

  received(by, text, kind) {
    return this.until('received', { by, text, kind })
  }
}
