//! What happened: events for whoever watches, stanzas for whoever debugs, and
//! the list of everything that was not understood.

use crate::clock::Millis;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::VecDeque;

/// How many events and stanzas are remembered.
const REMEMBERED: usize = 20_000;

/// How many complaints of each kind are remembered.
const COMPLAINTS: usize = 1_000;

/// Something worth telling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Note {
    /// A connection was opened.
    Connected {
        /// The connection.
        conn: u64,
    },
    /// A connection ended.
    Disconnected {
        /// The connection.
        conn: u64,
    },
    /// A connection was given up because of what came over it.
    Broken {
        /// The connection.
        conn: u64,
        /// What was wrong.
        why: String,
    },
    /// An unlinked device waits for a scan or a code.
    Waiting {
        /// The connection.
        conn: u64,
    },
    /// A phone would not link a device.
    LinkRefused {
        /// The account's number.
        phone: String,
        /// The refusal's short name.
        why: String,
    },
    /// A phone and its devices lost their network, or have it again.
    Reachable {
        /// The account's number.
        phone: String,
        /// Whether they have it.
        reachable: bool,
    },
    /// A device with a passkey asked a phone to be linked.
    PasskeyReady {
        /// The account's number.
        phone: String,
    },
    /// A device was linked.
    Linked {
        /// The account's number.
        phone: String,
        /// The new device.
        device: u16,
    },
    /// A device was unlinked.
    Unlinked {
        /// The account's number.
        phone: String,
        /// The device.
        device: u16,
        /// Who did it: `phone` or `device`.
        by: String,
    },
    /// A device logged in.
    LoggedIn {
        /// The account's number.
        phone: String,
        /// The device.
        device: u16,
        /// Whether it resumed by Noise IK.
        resumed: bool,
    },
    /// A login was refused.
    LoginRefused {
        /// The reason given.
        reason: u16,
    },
    /// A device asked for what waits.
    Active {
        /// The account's number.
        phone: String,
        /// The device.
        device: u16,
        /// How many stanzas waited.
        waiting: usize,
    },
    /// A device uploaded keys.
    KeysUploaded {
        /// The account's number.
        phone: String,
        /// The device.
        device: u16,
        /// How many one-time keys there are now.
        left: usize,
    },
    /// The server took a message.
    Accepted {
        /// The message.
        id: String,
        /// The sender's number.
        from: String,
        /// The sending device.
        device: u16,
        /// The chat: a number or a group.
        chat: String,
    },
    /// A sender sent a message again because one device asked for it.
    Resent {
        /// The message.
        id: String,
        /// The sender's number.
        from: String,
    },
    /// The server refused a message.
    Refused {
        /// The message.
        id: String,
        /// The sender's number.
        from: String,
        /// The code.
        code: u16,
    },
    /// A stanza that was not confirmed was sent again.
    Redelivered {
        /// The message.
        id: String,
        /// The receiving device.
        device: String,
        /// Which attempt this is.
        attempt: u32,
    },
    /// A virtual device read a message's content.
    Received {
        /// The message.
        id: String,
        /// Whose virtual device.
        by: String,
        /// The sender's number.
        from: String,
        /// The chat: a number or a group.
        chat: String,
        /// What kind of content.
        kind: String,
        /// The text, if it has one.
        text: String,
    },
    /// A virtual device could not read a message.
    Unreadable {
        /// The message.
        id: String,
        /// Whose virtual device.
        by: String,
        /// Why.
        why: String,
    },
    /// A client confirmed messages.
    Receipt {
        /// The messages.
        ids: Vec<String>,
        /// The confirming account's number.
        by: String,
        /// The confirming device.
        device: u16,
        /// The receipt's type; `delivered` when it has none.
        kind: String,
    },
    /// A client shows whether it is there.
    Presence {
        /// The account's number.
        phone: String,
        /// The device.
        device: u16,
        /// Whether it is available.
        available: bool,
    },
    /// A client shows what it is doing in a chat.
    Typing {
        /// The account's number.
        phone: String,
        /// The chat: a number or a group.
        chat: String,
        /// `composing`, `recording` or `paused`.
        state: String,
    },
    /// A client changed synchronised settings.
    StateChanged {
        /// The account's number.
        phone: String,
        /// The collection.
        collection: String,
        /// The version it now has.
        version: u64,
        /// The changed settings' indexes.
        indexes: Vec<String>,
    },
    /// A client's change of settings was refused.
    StateRefused {
        /// The account's number.
        phone: String,
        /// The collection.
        collection: String,
        /// Why.
        why: String,
    },
    /// A message disappeared at somebody, because its time was over.
    Vanished {
        /// The message.
        id: String,
        /// Whose virtual device.
        by: String,
    },
    /// Something was posted that belongs to no conversation.
    Posted {
        /// The message.
        id: String,
        /// The author's number, or the channel.
        from: String,
        /// Where: the address of status posts, or the channel's.
        to: String,
    },
    /// Something happened to a call.
    Call {
        /// The call.
        call: String,
        /// The caller's number.
        from: String,
        /// The called number.
        to: String,
        /// `rings`, `answered`, `declined`, `hung_up` or `rang_out`.
        what: String,
    },
    /// A group was founded or changed.
    GroupChanged {
        /// The group's address.
        group: String,
        /// What changed.
        what: String,
    },
    /// Something arrived that the network does not understand.
    Unhandled {
        /// The stanza, without content.
        what: String,
    },
    /// A rule of the protocol was broken in a way that loses or repeats data.
    Alarm {
        /// What happened.
        what: String,
    },
    /// A script of mishaps took a step.
    Mishap {
        /// The device.
        device: String,
        /// What happens to it.
        what: String,
    },
    /// A command was carried out.
    Done {
        /// The command's name.
        command: String,
    },
    /// A media file was stored or fetched.
    Media {
        /// `upload` or `download`.
        action: String,
        /// The path.
        path: String,
        /// The answer's status.
        status: u16,
    },
}

impl Note {
    /// The name by which events are told apart.
    pub(crate) fn name(&self) -> String {
        serde_json::to_value(self)
            .ok()
            .and_then(|value| Some(value.get("event")?.as_str()?.to_owned()))
            .unwrap_or_default()
    }
}

/// A note with its place in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// Counts up from 1.
    pub seq: u64,
    /// When it happened, in the network's time.
    pub at_ms: Millis,
    /// What happened.
    #[serde(flatten)]
    pub note: Note,
}

/// A stanza that passed a door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Passed {
    /// Counts up from 1.
    pub seq: u64,
    /// When it passed, in the network's time.
    pub at_ms: Millis,
    /// The connection.
    pub conn: u64,
    /// True from the client, false to it.
    pub inbound: bool,
    /// The stanza as text.
    pub stanza: String,
}

/// The network's memory of what happened.
#[derive(Debug, Default)]
pub(crate) struct Log {
    events: VecDeque<Event>,
    stanzas: VecDeque<Passed>,
    unhandled: Vec<String>,
    alarms: Vec<String>,
    events_seen: u64,
    stanzas_seen: u64,
    trace: [u8; 32],
}

impl Log {
    pub(crate) fn note(&mut self, now: Millis, note: Note) {
        tracing::debug!(?note);
        if let Note::Unhandled { what } = &note {
            keep_first(&mut self.unhandled, what);
        }
        if let Note::Alarm { what } = &note {
            keep_first(&mut self.alarms, what);
        }
        self.events_seen += 1;
        self.mix(&[&now.to_be_bytes(), format!("{note:?}").as_bytes()]);
        keep(
            &mut self.events,
            Event {
                seq: self.events_seen,
                at_ms: now,
                note,
            },
        );
    }

    pub(crate) fn passed(
        &mut self,
        now: Millis,
        conn: u64,
        inbound: bool,
        stanza: String,
        bytes: &[u8],
    ) {
        tracing::trace!(conn, inbound, %stanza);
        self.stanzas_seen += 1;
        self.mix(&[
            &now.to_be_bytes(),
            &conn.to_be_bytes(),
            &[u8::from(inbound)],
            bytes,
        ]);
        keep(
            &mut self.stanzas,
            Passed {
                seq: self.stanzas_seen,
                at_ms: now,
                conn,
                inbound,
                stanza,
            },
        );
    }

    /// Events after that sequence number.
    pub(crate) fn events_since(&self, seq: u64) -> Vec<Event> {
        let new = self.events.iter().rev().take_while(|event| event.seq > seq);
        let mut new: Vec<_> = new.cloned().collect();
        new.reverse();
        new
    }

    /// Everything that is remembered, the newest first.
    pub(crate) fn newest_first(&self) -> impl Iterator<Item = &Event> {
        self.events.iter().rev()
    }

    pub(crate) fn last_event(&self) -> u64 {
        self.events_seen
    }

    /// Stanzas after that sequence number.
    pub(crate) fn stanzas_since(&self, seq: u64) -> Vec<Passed> {
        let new = self
            .stanzas
            .iter()
            .rev()
            .take_while(|passed| passed.seq > seq);
        let mut new: Vec<_> = new.cloned().collect();
        new.reverse();
        new
    }

    /// A digest of everything that happened so far, byte for byte and
    /// millisecond for millisecond.
    pub(crate) fn trace(&self) -> [u8; 32] {
        self.trace
    }

    /// Grows with everything that happens.
    pub(crate) fn activity(&self) -> u64 {
        self.events_seen + self.stanzas_seen
    }

    /// Everything that was not understood, in order.
    pub(crate) fn unhandled(&self) -> &[String] {
        &self.unhandled
    }

    /// Every alarm, in order.
    pub(crate) fn alarms(&self) -> &[String] {
        &self.alarms
    }

    fn mix(&mut self, parts: &[&[u8]]) {
        let mut digest = Sha256::new();
        digest.update(self.trace);
        for part in parts {
            digest.update(part);
        }
        self.trace = digest.finalize().into();
    }
}

/// The first ones tell what is wrong; a flood of them would only fill memory.
fn keep_first(list: &mut Vec<String>, what: &str) {
    if list.len() < COMPLAINTS {
        list.push(what.to_owned());
    }
}

fn keep<T>(list: &mut VecDeque<T>, item: T) {
    if list.len() == REMEMBERED {
        list.pop_front();
    }
    list.push_back(item);
}
