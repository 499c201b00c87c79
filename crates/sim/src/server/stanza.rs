//! The first look at a received stanza: what is it, and who deals with it.

use crate::{
    net::ConnId,
    server::{delivery::batch_size, gate},
    wire::{Node, read::Read},
    world::{World, conn::Session, log::Note, queue::Class},
};

/// Telemetry and hints in an `<ib>` that a server may ignore.
const IGNORED_INFO: [&str; 4] = [
    "unified_session",
    "offline_batch",
    "client_expiration",
    "props",
];

impl World {
    /// A stanza from a client.
    pub(crate) fn stanza(&mut self, id: ConnId, stanza: &Node) {
        match self.conns.get(&id).map(|conn| &conn.session) {
            Some(Session::Unlinked(_)) => self.unlinked_stanza(id, stanza),
            Some(Session::Device(_)) => self.device_stanza(id, stanza),
            Some(Session::Greeting | Session::Ending) | None => {}
        }
    }

    /// Something arrived that nobody here understands.
    pub(crate) fn unhandled(&mut self, stanza: &Node) {
        self.note(Note::Unhandled {
            what: gate::head(stanza),
        });
    }

    fn unlinked_stanza(&mut self, id: ConnId, stanza: &Node) {
        match stanza.tag.as_ref() {
            "iq" => self.unlinked_iq(id, stanza),
            "ack" | "presence" => {}
            "ib" => self.info(id, stanza),
            "xmlstreamend" => self.close(id),
            _ => self.unhandled(stanza),
        }
    }

    fn device_stanza(&mut self, id: ConnId, stanza: &Node) {
        match stanza.tag.as_ref() {
            "iq" => self.device_iq(id, stanza),
            "message" => self.client_message(id, stanza),
            "receipt" => self.client_receipt(id, stanza),
            "ack" => self.client_ack(id, stanza),
            "presence" => self.client_presence(id, stanza),
            "chatstate" => self.client_typing(id, stanza),
            "call" => self.client_call(id, stanza),
            "ib" => self.info(id, stanza),
            "xmlstreamend" => self.close(id),
            _ => self.unhandled(stanza),
        }
    }

    fn info(&mut self, id: ConnId, stanza: &Node) {
        if let Some(count) = batch_size(stanza) {
            self.grant_batch(id, count);
        }
        let known = stanza
            .parts()
            .iter()
            .all(|part| IGNORED_INFO.contains(&part.tag.as_ref()));
        if !known {
            self.unhandled(stanza);
        }
    }

    /// The client confirms a stanza of the server's.
    fn client_ack(&mut self, id: ConnId, stanza: &Node) {
        let Some(addr) = self.addr_of(id) else {
            return;
        };
        let class = match stanza.text("class").as_deref() {
            Some("message") => Class::Message,
            Some("receipt") => Class::Receipt,
            Some("notification") => Class::Notification,
            Some("call") => Class::Call,
            _ => return self.unhandled(stanza),
        };
        let stanza_id = stanza.text("id").unwrap_or_default();
        let kind = stanza.text("type");
        let member = stanza.text("participant");
        let confirmed = self.confirmed(addr, class, &stanza_id, kind.as_deref(), member.as_deref());
        let refused = stanza.text("error");
        if class == Class::Message
            && let (Some(_), Some(error)) = (confirmed, refused)
        {
            self.note(Note::Alarm {
                what: format!("Device {addr} gave message {stanza_id} up with error {error}"),
            });
        }
    }
}
