// One Baileys device on the simulated network: its socket, its memory of what
// happened, and waiting for things to happen.
import makeWASocket, { initAuthCreds, WA_CERT_DETAILS } from '@whiskeysockets/baileys'

const SILENT = {
  level: 'silent',
  child() { return this },
  trace() {}, debug() {}, info() {}, warn() {}, error() {}, fatal() {},
}

// The library verifies the server's certificate chain against this key.
export function trust(rootPublicKey) {
  WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(rootPublicKey, 'hex')
}

// History and settings files carry no host: the library asks the real one.
export function redirectDownloads(mediaUrl) {
  const original = globalThis.fetch
  globalThis.fetch = (input, init) => {
    const url = String(input?.url ?? input)
    const turned = url.replace(/^https:\/\/[^/]+/, mediaUrl)
    return original(url.startsWith('https://') ? turned : input, init)
  }
}

function memoryKeys() {
  const store = {}
  return {
    async get(type, ids) {
      const found = {}
      for (const id of ids) {
        const value = store[type]?.[id]
        if (value) found[id] = value
      }
      return found
    },
    async set(data) {
      for (const type in data) {
        store[type] ??= {}
        for (const id in data[type]) {
          if (data[type][id]) store[type][id] = data[type][id]
          else delete store[type][id]
        }
      }
    },
  }
}

export class Device {
  constructor(url) {
    this.url = url
    this.auth = { creds: initAuthCreds(), keys: memoryKeys() }
    this.events = []
    this.waiting = new Set()
    this.reconnect = true
  }

  start() {
    const sock = makeWASocket({
      auth: this.auth,
      waWebSocketUrl: this.url,
      logger: SILENT,
      syncFullHistory: true,
      shouldSyncHistoryMessage: () => true,
      getMessage: async () => undefined,
    })
    this.sock = sock
    sock.ev.process((batch) => {
      for (const [name, value] of Object.entries(batch)) {
        if (name === 'creds.update') Object.assign(this.auth.creds, value)
        this.events.push({ name, value })
        if (name === 'connection.update' && value.connection === 'close') this.closed(value)
      }
      for (const look of [...this.waiting]) look()
    })
  }

  closed(update) {
    const code = update.lastDisconnect?.error?.output?.statusCode
    if (this.reconnect && code !== 401) this.start()
  }

  stop() {
    this.reconnect = false
    this.sock?.end(undefined)
  }

  // The first thing that `look` makes of an event from number `from` on.
  until(what, look, from = 0) {
    let next = from
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(attempt)
        const names = this.events.slice(-12).map((event) => event.name).join(', ')
        reject(new Error(`${what} did not happen; last events: ${names}`))
      }, 40_000)
      const attempt = () => {
        while (next < this.events.length) {
          const event = this.events[next++]
          const found = look(event.name, event.value)
          if (found !== undefined && found !== false) {
            clearTimeout(timer)
            this.waiting.delete(attempt)
            resolve(found)
            return
          }
        }
      }
      this.waiting.add(attempt)
      attempt()
    })
  }

  qr() {
    return this.until('a QR code', (name, value) => name === 'connection.update' && value.qr)
  }

  open(from = 0) {
    return this.until('the connection', (name, value) =>
      name === 'connection.update' && value.connection === 'open', from)
  }

  message(what, fits, from = 0) {
    return this.until(what, (name, value) =>
      name === 'messages.upsert' ? value.messages.find(fits) : undefined, from)
  }

  update(what, fits, from = 0) {
    return this.until(what, (name, value) =>
      name === 'messages.update' || name === 'message-receipt.update'
        ? value.find(fits) : undefined, from)
  }
}
