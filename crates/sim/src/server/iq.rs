//! The table of questions: which iq is answered where.

use crate::{
    faults::IqFate,
    names::DeviceAddr,
    net::ConnId,
    wire::{Node, iq, read::Read},
    world::World,
};
use wa_rs::Jid;

/// What is answered to an iq.
#[derive(Debug)]
pub(crate) enum Answer {
    /// Yes, with this content.
    Result(Vec<Node>),
    /// Yes, in the name of somebody else than the server.
    From(Jid, Vec<Node>),
    /// No, with this code.
    Error(u16),
    /// The network has no such feature.
    Unknown,
}

impl Answer {
    /// Yes, with one part.
    pub(crate) fn one(node: Node) -> Self {
        Self::Result(vec![node])
    }

    /// Yes, with nothing to say.
    pub(crate) const fn done() -> Self {
        Self::Result(Vec::new())
    }
}

/// One question, as the answering functions see it.
pub(crate) struct Asked<'a> {
    pub(crate) by: DeviceAddr,
    pub(crate) stanza: &'a Node,
    pub(crate) set: bool,
}

impl Asked<'_> {
    /// The first child: what the question is about.
    pub(crate) fn part(&self) -> Option<&Node> {
        self.stanza.parts().first()
    }

    /// The tag of the first child.
    pub(crate) fn about(&self) -> &str {
        self.part().map_or("", |part| part.tag.as_ref())
    }
}

impl World {
    /// An iq from a device that is not linked yet.
    pub(crate) fn unlinked_iq(&mut self, id: ConnId, stanza: &Node) {
        let kind = stanza.text("type").unwrap_or_default();
        if kind == "result" {
            return self.signed(id, stanza);
        }
        let request = stanza.text("id").unwrap_or_default();
        let xmlns = stanza.text("xmlns").unwrap_or_default();
        if kind == "error" || self.spoiled(id, &xmlns, &request) {
            return;
        }
        if let Some(part) = stanza.parts().first()
            && xmlns == "md"
            && self.passkey_iq(id, &request, part)
        {
            return;
        }
        let stage = stanza.child("link_code_companion_reg");
        match stage.and_then(|part| Some((part, part.text("stage")?))) {
            Some((part, stage)) if stage == "companion_hello" => {
                self.code_hello(id, &request, part);
            }
            Some((part, stage)) if stage == "companion_finish" => {
                self.code_finish(id, &request, part);
            }
            Some(_) => self.send(id, iq::error(&request, None, 400, iq::words(400))),
            None if xmlns == "w:p" => self.send(id, iq::result(&request, None, Vec::new())),
            None => {
                self.unhandled(stanza);
                self.send(id, iq::error(&request, None, 501, iq::words(501)));
            }
        }
    }

    /// An iq from a linked device.
    pub(crate) fn device_iq(&mut self, id: ConnId, stanza: &Node) {
        let kind = stanza.text("type").unwrap_or_default();
        if kind == "result" || kind == "error" {
            return;
        }
        let Some(by) = self.addr_of(id) else {
            return;
        };
        let request = stanza.text("id").unwrap_or_default();
        let xmlns = stanza.text("xmlns").unwrap_or_default();
        if self.spoiled(id, &xmlns, &request) {
            return;
        }
        let asked = Asked {
            by,
            stanza,
            set: kind == "set",
        };
        match self.answer(&xmlns, &asked) {
            Answer::Result(nodes) => self.send(id, iq::result(&request, None, nodes)),
            Answer::From(from, nodes) => self.send(id, iq::result(&request, Some(from), nodes)),
            Answer::Error(code) => {
                let from = stanza.address("to");
                self.send(id, iq::error(&request, from, code, iq::words(code)));
            }
            Answer::Unknown => {
                self.unhandled(stanza);
                self.send(id, iq::error(&request, None, 501, iq::words(501)));
            }
        }
        if xmlns == "passive" {
            self.passive(id, &asked);
        }
    }

    fn answer(&mut self, xmlns: &str, asked: &Asked<'_>) -> Answer {
        match xmlns {
            "encrypt" => self.answer_keys(asked),
            "usync" => self.answer_usync(asked),
            "w:g2" => self.answer_group(asked),
            "w:sync:app:state" => self.answer_state(asked),
            "w:m" => self.answer_media(asked),
            "md" => self.answer_devices(asked),
            "abt" | "w" => self.answer_props(asked),
            "blocklist" => self.answer_blocklist(asked),
            "privacy" => self.answer_privacy(asked),
            "w:profile:picture" => self.answer_picture(asked),
            "w:biz" => self.answer_business(asked),
            "status" => self.answer_about(asked),
            "newsletter" => self.answer_channel(asked),
            "w:mex" => self.answer_mex(asked),
            "w:p"
            | "passive"
            | "disappearing_mode"
            | "w:stats"
            | "tos"
            | "urn:xmpp:whatsapp:dirty" => Answer::done(),
            _ => Answer::Unknown,
        }
    }

    /// Whether a standing order takes the place of the answer.
    fn spoiled(&mut self, id: ConnId, xmlns: &str, request: &str) -> bool {
        match self.faults.fate_of(xmlns) {
            Some(IqFate::Error(code)) => {
                self.send(id, iq::error(request, None, code, iq::words(code)));
                true
            }
            Some(IqFate::Ignore) => true,
            None => false,
        }
    }

    fn passive(&mut self, id: ConnId, asked: &Asked<'_>) {
        if asked.about() == "active" {
            self.activate(id);
        }
    }
}
