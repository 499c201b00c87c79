// Unmodified Baileys against the simulated network, scenario by scenario.
//
// SIM_READY holds the network's ready line. With ENGINE_PEER, the number of an
// account whose linked device is our engine, the two also talk to each other.
// Prints one JSON line per scenario; exits with 1 if one failed.
import { downloadMediaMessage } from '@whiskeysockets/baileys'
import { Control } from './control.mjs'
import { Device, redirectDownloads, trust } from './device.mjs'

// The library's cipher sessions talk on the console; only results belong there.
console.info = () => {}

const ready = JSON.parse(process.env.SIM_READY)
trust(ready.root_public_key)
const control = new Control(ready.control)
redirectDownloads(ready.media)

const CAFE = '15550101000'
const LENA = '15550101001'
const OMAR = '15550101002'
const CODE = '15550101003'
const jid = (number) => `${number}@s.whatsapp.net`
const text = (message) => message.message?.conversation
  ?? message.message?.extendedTextMessage?.text

let failures = 0
async function scenario(name, work) {
  const started = Date.now()
  let error
  try {
    await work()
  } catch (failed) {
    error = String(failed?.message ?? failed)
    failures += 1
  }
  console.log(JSON.stringify({ scenario: name, ok: !error, ms: Date.now() - started, error }))
}

async function linked(phone) {
  const device = new Device(ready.ws)
  device.start()
  const qr = await device.qr()
  const reply = await control.run('phone_scan_qr', { phone, qr })
  device.number = reply.device
  await device.open()
  await control.until('online', { phone, device: device.number })
  return device
}

await control.run('create_phone', { number: CAFE, name: 'Café' })
for (const [number, name] of [[LENA, 'Lena'], [OMAR, 'Omar']]) {
  await control.run('create_contact', { number, name, in_address_book: [CAFE] })
}

let device
await scenario('link by QR', async () => {
  device = await linked(CAFE)
})

await scenario('link by code', async () => {
  await control.run('create_phone', { number: CODE, name: 'Code' })
  const other = new Device(ready.ws)
  other.start()
  await other.qr()
  const code = await other.sock.requestPairingCode(CODE)
  // The library does not wait for the server's answer to its request.
  await control.until('code_asked', { phone: CODE })
  await control.run('phone_enter_code', { phone: CODE, code })
  await other.open()
  other.stop()
})

await scenario('text from a contact, confirmed', async () => {
  const { msg } = await control.run('contact_send', { contact: LENA, to: CAFE, text: 'A table for two?' })
  const got = await device.message('the text', (m) => m.key.id === msg)
  if (text(got) !== 'A table for two?') throw new Error(`read as ${JSON.stringify(got.message)}`)
  await control.until('delivered', { msg, by: CAFE, device: device.number })
  await device.sock.readMessages([got.key])
  await control.until('read', { msg, by: CAFE })
})

let sent
await scenario('text to a contact, delivered and read', async () => {
  sent = await device.sock.sendMessage(jid(LENA), { text: 'At seven' })
  await control.received(LENA, 'At seven')
  await device.update('the delivery', (u) =>
    u.key.id === sent.key.id && ((u.update?.status ?? 0) >= 3 || u.receipt?.receiptTimestamp))
  await control.run('contact_read', { contact: LENA, msg: sent.key.id })
  await device.update('the reading', (u) =>
    u.key.id === sent.key.id && ((u.update?.status ?? 0) >= 4 || u.receipt?.readTimestamp))
})

await scenario('picture from a contact', async () => {
  const { msg } = await control.run('contact_send', { contact: LENA, to: CAFE, image: { caption: 'The cake' } })
  const got = await device.message('the picture', (m) => m.key.id === msg)
  const bytes = await downloadMediaMessage(got, 'buffer', {})
  if (bytes.subarray(1, 4).toString() !== 'PNG') throw new Error('the bytes are not the picture')
})

await scenario('picture to a contact', async () => {
  const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
  await device.sock.sendMessage(jid(LENA), { image: pixel, caption: 'Menu', jpegThumbnail: 'eA==' })
  await control.received(LENA, 'Menu', 'image')
})

await scenario('reaction both ways', async () => {
  await control.run('contact_react', { contact: LENA, msg: sent.key.id, emoji: '🎉' })
  await device.until('the reaction', (name, value) =>
    name === 'messages.reaction' && value.some((r) => r.key.id === sent.key.id && r.reaction.text === '🎉'))
  const { msg } = await control.run('contact_send', { contact: LENA, to: CAFE, text: 'React to me' })
  const got = await device.message('the text', (m) => m.key.id === msg)
  await device.sock.sendMessage(jid(LENA), { react: { text: '👏', key: got.key } })
  await control.received(LENA, '👏', 'reaction')
})

await scenario('edit and delete', async () => {
  const { msg } = await control.run('contact_send', { contact: LENA, to: CAFE, text: 'At eigth' })
  await device.message('the text', (m) => m.key.id === msg)
  await control.run('contact_edit', { msg, text: 'At eight' })
  await device.until('the edit', (name, value) =>
    name === 'messages.update' && value.some((u) => u.key.id === msg
      && JSON.stringify(u.update).includes('At eight')))
  await control.run('contact_delete', { msg })
  await device.until('the deletion', (name, value) =>
    name === 'messages.update' && value.some((u) => u.key.id === msg && u.update.message === null))
})

await scenario('typing and presence', async () => {
  await device.sock.presenceSubscribe(jid(LENA))
  const from = device.events.length
  await control.run('contact_presence', { contact: LENA, online: true })
  await device.until('the presence', (name) => name === 'presence.update', from)
  const later = device.events.length
  await control.run('contact_typing', { contact: LENA, chat: CAFE, state: 'composing' })
  await device.until('typing', (name, value) =>
    name === 'presence.update' && JSON.stringify(value).includes('composing'), later)
})

await scenario('group both ways', async () => {
  const { group } = await control.run('create_group', { subject: 'Staff', creator: LENA, members: [CAFE, OMAR] })
  for (const [contact, words] of [[LENA, 'Shifts?'], [OMAR, 'Friday'], [LENA, 'Thanks']]) {
    const { msg } = await control.run('contact_send', { contact, to: group, text: words })
    const got = await device.message(words, (m) => m.key.id === msg && m.message)
    if (text(got) !== words) throw new Error(`read as ${JSON.stringify(got.message)}`)
  }
  await device.sock.sendMessage(group, { text: 'Saturday for me' })
  await control.received(LENA, 'Saturday for me')
  await control.received(OMAR, 'Saturday for me')
  const metadata = await device.sock.groupMetadata(group)
  if (metadata.subject !== 'Staff' || metadata.participants.length !== 3) {
    throw new Error(`metadata: ${JSON.stringify(metadata)}`)
  }
})

await scenario('settings both ways', async () => {
  await control.run('phone_pin', { phone: CAFE, chat: LENA })
  await device.until('the pin', (name, value) =>
    name === 'chats.update' && value.some((chat) => chat.id.startsWith(LENA) && chat.pinned))
  const last = await device.message('a message', (m) => m.key.remoteJid === jid(LENA))
  await device.sock.chatModify({ archive: true, lastMessages: [last] }, jid(LENA))
  await control.until('setting', { phone: CAFE, collection: 'regular_low', index: 'archive' })
})

await scenario('history inline and as a file', async () => {
  for (const inline of [true, false]) {
    const from = device.events.length
    // Another seed is another past: the library drops messages it knows.
    const seed = inline ? 1 : 2
    await control.run('push_history', { phone: CAFE, chats: 4, messages_per_chat: 6, kind: 'recent', inline, seed })
    const seen = new Set()
    await device.until('the past', (name, value) => {
      if (name === 'messaging-history.set') for (const m of value.messages) seen.add(m.key.id)
      return seen.size >= 24
    }, from)
  }
})

await scenario('drop and redelivery', async () => {
  const from = device.events.length
  const { msgs } = await control.run('queue_offline', { from: OMAR, to: CAFE, count: 12 })
  const seen = []
  await device.until('all of them', (name, value) => {
    if (name === 'messages.upsert') {
      for (const m of value.messages) if (msgs.includes(m.key.id)) seen.push(m.key.id)
    }
    return new Set(seen).size === msgs.length
  }, from)
  if (JSON.stringify(seen) !== JSON.stringify(msgs)) throw new Error('twice, or out of order')
  await control.until('settled', { phone: CAFE, device: device.number })
})

if (process.env.ENGINE_PEER) {
  await scenario('conversation with our engine on another account', async () => {
    const peer = process.env.ENGINE_PEER
    const out = await device.sock.sendMessage(jid(peer), { text: 'Hello engine' })
    const answer = await device.message('the answer', (m) => text(m) === 'Engine heard: Hello engine')
    await device.sock.readMessages([answer.key])
    await control.until('delivered', { msg: out.key.id, by: peer })
    await control.until('read', { msg: answer.key.id, by: CAFE })
  })
}

await scenario('logout by the phone', async () => {
  const from = device.events.length
  await control.run('phone_unlink', { phone: CAFE, device: device.number })
  await device.until('the logout', (name, value) =>
    name === 'connection.update' && value.connection === 'close'
      && value.lastDisconnect?.error?.output?.statusCode === 401, from)
})

await scenario('nothing was misunderstood', async () => {
  const { unhandled } = await control.run('unhandled')
  if (unhandled.length) throw new Error(unhandled.join(' | '))
  const { ledger } = await control.run('inspect', { what: 'ledger' })
  if (ledger.alarms.length) throw new Error(ledger.alarms.join(' | '))
})

process.exit(failures ? 1 : 0)
