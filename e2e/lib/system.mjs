// Doubles of the services that tell when the computer slept and when its network changed. They speak on the bus of the
// desk, which the app takes for the system's. D-Bus itself is spoken here, as no tool of the desktop sends a signal under
// a name of its own.

import { once } from "node:events";
import { connect } from "node:net";

const CALL = 1;
const SIGNAL = 4;
const FIELDS = { path: [1, "o"], interface: [2, "s"], member: [3, "s"], destination: [6, "s"], signature: [8, "g"] };

/** Takes the place of logind and NetworkManager on the bus of a desk. */
export async function openSystem(story, desk) {
  const login = await openService(story, desk, "org.freedesktop.login1");
  const network = await openService(story, desk, "org.freedesktop.NetworkManager");
  return {
    /** Told before the computer sleeps, and after it woke. */
    sleeps: (isGoing) =>
      login.tell("/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep", "b", isGoing ? 1 : 0),
    /** Told when there is a way out, and when there is none. */
    network: (isThere) =>
      network.tell("/org/freedesktop/NetworkManager", "org.freedesktop.NetworkManager", "StateChanged", "u", isThere ? 70 : 20),
  };
}

async function openService(story, desk, name) {
  const socket = connect(/unix:path=([^,]+)/.exec(desk.bus)[1]);
  story.defer(() => socket.destroy());
  await once(socket, "connect");
  const user = Buffer.from(String(process.getuid())).toString("hex");
  socket.write(`\0AUTH EXTERNAL ${user}\r\n`);
  const [answer] = await once(socket, "data");
  if (!answer.toString().startsWith("OK")) throw new Error(`The bus refused: ${answer}`);
  socket.write("BEGIN\r\n");
  // What the bus answers is of no interest, and must not stand in its way.
  socket.resume();
  let serial = 0;
  const send = (type, fields, ...body) => socket.write(message(type, (serial += 1), fields, body));
  const bus = { destination: "org.freedesktop.DBus", path: "/org/freedesktop/DBus", interface: "org.freedesktop.DBus" };
  send(CALL, { ...bus, member: "Hello" });
  send(CALL, { ...bus, member: "RequestName", signature: "su" }, text(name), number(0));
  await desk.named(name);
  return {
    tell: (path, of, member, signature, value) => send(SIGNAL, { path, interface: of, member, signature }, number(value)),
  };
}

/** Everything here begins where it may: the one text of a body comes first, and numbers follow texts that are padded. */
function message(type, serial, fields, parts) {
  const body = Buffer.concat(parts.flatMap((part) => [part, part.padded ? Buffer.alloc(-part.length & 3) : Buffer.alloc(0)]));
  let told = Buffer.alloc(0);
  for (const [name, value] of Object.entries(fields)) {
    const [code, kind] = FIELDS[name];
    const what = kind === "g" ? signature(value) : text(value);
    told = Buffer.concat([told, Buffer.alloc(-told.length & 7), Buffer.from([code, 1, kind.charCodeAt(0), 0]), what]);
  }
  const head = Buffer.concat([Buffer.from([0x6c, type, 0, 1]), number(body.length), number(serial), number(told.length), told]);
  return Buffer.concat([head, Buffer.alloc(-head.length & 7), body]);
}

function number(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function text(words) {
  const bytes = Buffer.concat([number(Buffer.byteLength(words)), Buffer.from(`${words}\0`)]);
  return Object.assign(bytes, { padded: true });
}

function signature(kinds) {
  return Buffer.concat([Buffer.from([kinds.length]), Buffer.from(`${kinds}\0`)]);
}
