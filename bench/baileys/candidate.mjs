// Unmodified Baileys as a candidate of the benchmarks, driven line by line as
// frontdesk-headless is: one JSON command per line in, one JSON line per answer
// and event out.
//
//   node candidate.mjs --profile=FOLDER --simulated-network=WS,MEDIA_TLS,MEDIA
//        --root=HEX [--durable] [--accounts=N]
//
// Its keys lie in the library's own file store behind the library's own cache,
// as its example does it. With --durable every message is also stored in SQLite,
// synchronous = FULL, one transaction for each event that brings messages.
import fs from 'node:fs'
import path from 'node:path'
import readline from 'node:readline'
import makeWASocket, {
  WA_CERT_DETAILS,
  makeCacheableSignalKeyStore,
  useMultiFileAuthState,
} from '@whiskeysockets/baileys'

const options = Object.fromEntries(process.argv.slice(2).map((argument) => {
  const [name, ...value] = argument.replace(/^--/, '').split('=')
  return [name, value.join('=') || true]
}))
const [ws, , media] = options['simulated-network'].split(',')

// The library's cipher sessions talk on the console; only answers belong there.
console.info = console.log = console.warn = console.error = () => {}
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`)

const SILENT = {
  level: 'silent',
  child() { return this },
  trace() {}, debug() {}, info() {}, warn() {}, error() {}, fatal() {},
}

// The library verifies the server's certificate chain against this key.
WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(options.root, 'hex')

// History files carry no host: the library asks the real one.
const original = globalThis.fetch
globalThis.fetch = (input, init) => {
  const url = String(input?.url ?? input)
  const turned = url.replace(/^https:\/\/[^/]+/, media)
  return original(url.startsWith('https://') ? turned : input, init)
}

fs.mkdirSync(options.profile, { recursive: true })

class NoStore {
  seen = new Set()
  keep(messages) {
    for (const { key } of messages) this.seen.add(`${key.remoteJid} ${key.id} ${key.participant}`)
  }
  count() { return this.seen.size }
}

class Sqlite {
  static async open(file) {
    const { default: Database } = await import('better-sqlite3')
    const store = new Sqlite()
    store.db = new Database(file)
    store.db.pragma('journal_mode = WAL')
    store.db.pragma('synchronous = FULL')
    store.db.exec(`CREATE TABLE IF NOT EXISTS messages (
      chat TEXT NOT NULL, at INTEGER NOT NULL, id TEXT NOT NULL, sender TEXT NOT NULL,
      text TEXT, content TEXT NOT NULL, PRIMARY KEY (chat, id, sender)) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS messages_by_time ON messages (chat, at)`)
    store.insert = store.db.prepare('INSERT OR IGNORE INTO messages VALUES (?, ?, ?, ?, ?, ?)')
    store.rows = store.db.prepare('SELECT count(*) AS n FROM messages').get().n
    store.all = store.db.transaction((messages) => {
      for (const { key, message, messageTimestamp } of messages) {
        const text = message?.conversation ?? message?.extendedTextMessage?.text ?? null
        const done = store.insert.run(key.remoteJid, Number(messageTimestamp ?? 0), key.id,
          key.participant ?? '', text, JSON.stringify(message ?? null))
        store.rows += done.changes
      }
    })
    return store
  }
  keep(messages) { if (messages.length) this.all(messages) }
  count() { return this.rows }
}

const store = options.durable ? await Sqlite.open(path.join(options.profile, 'messages.db')) : new NoStore()

class Slot {
  online = false
  acked = new Set()
  constructor(number) { this.number = number }

  get folder() { return path.join(options.profile, `auth-${this.number}`) }
  get linked() { return fs.existsSync(path.join(this.folder, 'creds.json')) }

  async start() {
    const { state, saveCreds } = await useMultiFileAuthState(this.folder)
    const sock = makeWASocket({
      auth: { creds: state.creds, keys: makeCacheableSignalKeyStore(state.keys, SILENT) },
      waWebSocketUrl: ws,
      logger: SILENT,
      syncFullHistory: true,
      shouldSyncHistoryMessage: () => true,
      getMessage: async () => undefined,
    })
    this.sock = sock
    sock.ev.on('creds.update', saveCreds)
    sock.ws.on('CB:ack,class:message', ({ attrs }) => {
      this.acked.add(attrs.id)
      look()
    })
    sock.ev.process((events) => {
      for (const name of ['messages.upsert', 'messaging-history.set']) {
        // What devices tell each other is no message of a person.
        if (events[name]) store.keep(events[name].messages.filter((m) => !m.message?.protocolMessage))
      }
      const link = events['connection.update']
      if (link?.qr) say({ event: 'code', slot: this.number, text: link.qr })
      if (link?.connection === 'open') this.online = true
      if (link?.connection === 'close') {
        this.online = false
        if (link.lastDisconnect?.error?.output?.statusCode !== 401) this.start()
      }
      look()
    })
  }
}

const slots = new Map()
const slot = (number) => {
  if (!slots.has(number)) slots.set(number, new Slot(number))
  return slots.get(number)
}

// What is waited for is looked for after every event.
const waiting = new Set()
const look = () => { for (const attempt of [...waiting]) attempt() }
const until = (holds, limit) => new Promise((resolve, reject) => {
  const timer = setTimeout(() => {
    waiting.delete(attempt)
    reject(new Error(`Not in time; ${store.count()} messages`))
  }, limit)
  const attempt = () => {
    if (!holds()) return
    clearTimeout(timer)
    waiting.delete(attempt)
    resolve()
  }
  waiting.add(attempt)
  attempt()
})

let last
const commands = {
  async connect({ slot: number }) { await slot(number).start() },
  async send({ slot: number, to, text }) {
    const sent = await slot(number).sock.sendMessage(`${to}@s.whatsapp.net`, { text })
    last = { slot: slot(number), id: sent.key.id }
    return { id: sent.key.id }
  },
  async wait({ until: what, slot: number, count, timeout_ms: limit = 30_000 }) {
    if (what === 'online') await until(() => slot(number).online, limit)
    else if (what === 'messages') await until(() => store.count() >= count, limit)
    else if (what === 'sent') await until(() => !last || last.slot.acked.has(last.id), limit)
    else throw new Error(`${what} cannot be waited for`)
  },
  async figures() {
    const status = fs.readFileSync('/proc/self/status', 'utf8')
    const rollup = fs.readFileSync('/proc/self/smaps_rollup', 'utf8')
    const field = (text, name) => Number(text.match(new RegExp(`^${name}:\\s+(\\d+)`, 'm'))?.[1])
    return {
      messages: store.count(),
      rss_kib: field(status, 'VmRSS'),
      rss_most_kib: field(status, 'VmHWM'),
      pss_kib: field(rollup, 'Pss'),
    }
  },
}

for (let number = 1; number <= 3; number += 1) {
  if (slot(number).linked) slot(number).start()
}
say({ event: 'ready', messages: store.count() })
for await (const line of readline.createInterface({ input: process.stdin })) {
  const { n, cmd, ...rest } = JSON.parse(line)
  if (cmd === 'quit') process.exit(0)
  commands[cmd](rest).then(
    (answer) => say({ re: n, ok: true, ...answer }),
    (failed) => say({ re: n, ok: false, error: String(failed?.message ?? failed) }),
  )
}
process.exit(0)
