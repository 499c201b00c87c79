//! Connections: opening, hearing, speaking, ending, and the line's faults.

use crate::{
    net::{
        ConnId, Out,
        link::{Broken, Heard},
    },
    wire::{Node, read::Read},
    world::{
        World,
        agenda::Task,
        conn::{Conn, Line, Session},
        log::Note,
    },
};
use wa_rs::wacore_binary::{NodeContent, marshal};

/// How long an ended connection stays open so that its last stanza is read.
const LAST_WORDS_MS: u64 = 200;

/// How often a stanza is sent at most, on a line that repeats.
const MOST_COPIES: u32 = 4;

impl World {
    /// A client knocks; `None` when nobody is let in.
    pub(crate) fn open(&mut self) -> Option<ConnId> {
        if self.faults.refuse_connect {
            return None;
        }
        let id = self.next_conn();
        self.conns.insert(id, Conn::new(self.faults.line));
        self.note(Note::Connected { conn: id.0 });
        Some(id)
    }

    /// Bytes from a client.
    pub(crate) fn heard(&mut self, id: ConnId, bytes: &[u8]) {
        let Some(conn) = self.conns.get_mut(&id) else {
            return;
        };
        if conn.line.stalled {
            conn.held_in.extend_from_slice(bytes);
            return;
        }
        let (mut heard, mut reply) = (Vec::new(), Vec::new());
        let outcome = conn
            .link
            .feed(bytes, &self.server, &mut self.dice, &mut heard, &mut reply);
        if !reply.is_empty() {
            self.emit(id, Out::Bytes(reply));
        }
        for item in heard {
            match item {
                Heard::Hello(caller) => self.caller(id, *caller),
                Heard::Stanza(stanza) => {
                    self.log_stanza(id, true, &stanza);
                    self.stanza(id, &stanza);
                }
            }
        }
        if let Err(broken) = outcome {
            self.broken(id, &broken);
        }
    }

    /// The client's side of a connection is gone.
    pub(crate) fn gone(&mut self, id: ConnId) {
        let Some(conn) = self.conns.remove(&id) else {
            return;
        };
        self.note(Note::Disconnected { conn: id.0 });
        if let Session::Device(session) = conn.session {
            self.device_gone(session.addr, id);
        }
    }

    /// Says something to a client, subject to the line's faults.
    pub(crate) fn send(&mut self, id: ConnId, stanza: Node) {
        let Some(conn) = self.conns.get_mut(&id) else {
            return;
        };
        if conn.line.reorder > 1 && matches!(conn.session, Session::Device(_)) {
            conn.shuffle.push(stanza);
            let full = conn.shuffle.len() >= conn.line.reorder;
            if full {
                self.release(id);
            } else {
                self.later(40, Task::Release { conn: id });
            }
            return;
        }
        self.send_now(id, &stanza);
    }

    /// Lets go of stanzas held back for reordering.
    pub(crate) fn release(&mut self, id: ConnId) {
        let Some(conn) = self.conns.get_mut(&id) else {
            return;
        };
        let mut held = std::mem::take(&mut conn.shuffle);
        while !held.is_empty() {
            let last = u64::try_from(held.len()).unwrap_or(1) - 1;
            let place = usize::try_from(self.dice.between(0, last)).unwrap_or(0);
            let stanza = held.remove(place);
            self.send_now(id, &stanza);
        }
    }

    /// Ends a connection after its last words were read.
    pub(crate) fn dismiss(&mut self, id: ConnId, last_words: Node) {
        self.send_now(id, &last_words);
        self.silence(id);
        self.later(LAST_WORDS_MS, Task::Close { conn: id });
    }

    /// Ends a connection in order.
    pub(crate) fn close(&mut self, id: ConnId) {
        if self.conns.contains_key(&id) {
            self.silence(id);
            self.emit(id, Out::Close);
            self.gone(id);
        }
    }

    /// Tears a connection down at once.
    pub(crate) fn reset(&mut self, id: ConnId) {
        if self.conns.contains_key(&id) {
            self.put_out(id, Out::Reset);
            self.gone(id);
        }
    }

    /// Changes how good a line is; what was held while it stood still moves on.
    pub(crate) fn set_line(&mut self, id: ConnId, line: Line) {
        let Some(conn) = self.conns.get_mut(&id) else {
            return;
        };
        let resumed = conn.line.stalled && !line.stalled;
        conn.line = line;
        if !resumed {
            return;
        }
        let outs = std::mem::take(&mut conn.held_out);
        let bytes = std::mem::take(&mut conn.held_in);
        for out in outs {
            self.emit(id, out);
        }
        if !bytes.is_empty() {
            self.heard(id, &bytes);
        }
    }

    fn broken(&mut self, id: ConnId, why: &Broken) {
        self.note(Note::Broken {
            conn: id.0,
            why: why.to_string(),
        });
        self.close(id);
    }

    /// Nothing more is heard from or said to this connection; what it left
    /// unconfirmed waits for the next one.
    fn silence(&mut self, id: ConnId) {
        let Some(conn) = self.conns.get_mut(&id) else {
            return;
        };
        let before = std::mem::replace(&mut conn.session, Session::Ending);
        if let Session::Device(session) = before {
            self.device_gone(session.addr, id);
        }
    }

    fn send_now(&mut self, id: ConnId, stanza: &Node) {
        let Some(conn) = self.conns.get_mut(&id) else {
            return;
        };
        let per_mille = match conn.session {
            Session::Device(_) => conn.line.duplicate_per_mille,
            Session::Greeting | Session::Unlinked(_) | Session::Ending => 0,
        };
        let mut copies = 1;
        while per_mille > 0 && copies < MOST_COPIES && self.dice.chance(per_mille) {
            copies += 1;
        }
        for _ in 0..copies {
            self.log_stanza(id, false, stanza);
            let sealed = match self.conns.get_mut(&id) {
                Some(conn) => conn.link.seal(stanza),
                None => return,
            };
            match sealed {
                Ok(Some(bytes)) => self.emit(id, Out::Bytes(bytes)),
                Ok(None) => {}
                Err(broken) => return self.broken(id, &broken),
            }
        }
    }

    /// Sends bytes out in the time that the line takes for them.
    fn emit(&mut self, id: ConnId, out: Out) {
        let now = self.now;
        let Some(conn) = self.conns.get_mut(&id) else {
            return;
        };
        if conn.line.stalled {
            conn.held_out.push(out);
            return;
        }
        let size = if let Out::Bytes(bytes) = &out {
            u64::try_from(bytes.len()).unwrap_or(u64::MAX)
        } else {
            0
        };
        let on_the_wire = size
            .saturating_mul(8)
            .checked_div(conn.line.kbps)
            .unwrap_or(0);
        let free = conn.free_at.max(now).saturating_add(on_the_wire);
        conn.free_at = free;
        let arrival = free.saturating_add(conn.line.latency_ms);
        let in_flight = conn.in_flight > 0;
        let pieces = cut(out, conn.line.split);
        for out in pieces {
            // Bytes already on their way must not be overtaken.
            if arrival <= now && !in_flight {
                self.put_out(id, out);
            } else {
                if let Some(conn) = self.conns.get_mut(&id) {
                    conn.in_flight += 1;
                }
                self.later(arrival.saturating_sub(now), Task::Emit { conn: id, out });
            }
        }
    }

    /// Bytes that were on their way have arrived.
    pub(crate) fn arrived(&mut self, id: ConnId, out: Out) {
        if let Some(conn) = self.conns.get_mut(&id) {
            conn.in_flight = conn.in_flight.saturating_sub(1);
            if conn.line.stalled {
                conn.held_out.push(out);
                return;
            }
        }
        self.put_out(id, out);
    }

    fn log_stanza(&mut self, id: ConnId, inbound: bool, stanza: &Node) {
        let bytes = marshal(stanza).unwrap_or_default();
        self.log
            .passed(self.now, id.0, inbound, describe(stanza), &bytes);
    }
}

fn cut(out: Out, size: usize) -> Vec<Out> {
    match out {
        Out::Bytes(bytes) if size > 0 => bytes
            .chunks(size)
            .map(|piece| Out::Bytes(piece.to_vec()))
            .collect(),
        Out::Bytes(_) | Out::Close | Out::Reset => vec![out],
    }
}

/// A stanza as one line of text; bytes are named by their count.
pub(crate) fn describe(stanza: &Node) -> String {
    let mut text = String::new();
    write_node(&mut text, stanza, 0);
    text
}

/// A stanza's head only: its tag and attributes.
pub(crate) fn head(stanza: &Node) -> String {
    let mut text = format!("<{}", stanza.tag);
    for (key, value) in &stanza.attrs {
        text.push_str(&format!(" {key}={value:?}", value = value.as_str()));
    }
    for part in stanza.parts().iter().take(4) {
        text.push_str(&format!(" <{}>", part.tag));
    }
    text.push('>');
    text
}

fn write_node(text: &mut String, stanza: &Node, depth: usize) {
    text.push_str(&format!("<{}", stanza.tag));
    for (key, value) in &stanza.attrs {
        text.push_str(&format!(" {key}={value:?}", value = value.as_str()));
    }
    match &stanza.content {
        None => text.push_str("/>"),
        Some(NodeContent::Bytes(bytes)) => {
            text.push_str(&format!(">{} bytes</{}>", bytes.len(), stanza.tag));
        }
        Some(NodeContent::String(string)) => {
            text.push_str(&format!(">{string}</{}>", stanza.tag));
        }
        Some(NodeContent::Nodes(parts)) => {
            text.push('>');
            if depth > 6 {
                text.push('…');
            } else {
                for part in parts.iter().take(24) {
                    write_node(text, part, depth + 1);
                }
                if parts.len() > 24 {
                    text.push_str(&format!("… {} more", parts.len() - 24));
                }
            }
            text.push_str(&format!("</{}>", stanza.tag));
        }
    }
}
