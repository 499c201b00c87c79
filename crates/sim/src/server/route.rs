//! Carrying messages: reading what a client submits, refusing it or handing
//! it to every device that has a part in it.

use crate::{
    names::{AccountId, Chat, DeviceAddr},
    net::ConnId,
    wire::{
        Node, NodeBuilder, blob,
        jid::Naming,
        message::{Envelope, Sealed, ack, head},
        read::Read,
    },
    world::{World, log::Note, queue::Class},
};
use std::collections::BTreeMap;
use wa_rs::{Jid, Server};

/// A message on its way through the server.
#[derive(Clone, Debug)]
pub(crate) struct Submission {
    pub(crate) sender: DeviceAddr,
    pub(crate) chat: Chat,
    pub(crate) id: String,
    /// `text`, `media`, `reaction`, `poll`, …
    pub(crate) kind: String,
    pub(crate) edit: Option<String>,
    /// What is encrypted for one device each.
    pub(crate) parts: BTreeMap<DeviceAddr, Vec<Sealed>>,
    /// What is encrypted for the whole group.
    pub(crate) shared: Option<Sealed>,
    /// The sender's proof that it belongs to its account.
    pub(crate) proof: Option<Vec<u8>>,
    /// Between devices of one account, not part of a conversation.
    pub(crate) peer: bool,
    /// Sent again because one device asked for it.
    pub(crate) resend: bool,
}

/// A message as one virtual device gets it.
#[derive(Clone, Debug)]
pub(crate) struct Arrival {
    pub(crate) sender: DeviceAddr,
    pub(crate) chat: Chat,
    pub(crate) id: String,
    pub(crate) sealed: Vec<Sealed>,
}

impl World {
    /// A client submits a message.
    pub(crate) fn client_message(&mut self, conn: ConnId, stanza: &Node) {
        let Some(sender) = self.addr_of(conn) else {
            return;
        };
        let id = stanza.text("id").unwrap_or_default();
        let to = stanza.address("to");
        let chat = to.as_ref().and_then(|to| self.chat_of(sender, to));
        let (Some(to), Some(chat)) = (to.clone(), chat) else {
            return self.message_to_no_chat(conn, sender, &id, to, stanza);
        };
        let submission = self.read_submission(sender, chat, &id, &to, stanza);
        let resend = submission.resend;
        if !resend && !submission.peer {
            let times = self.ledger.submitted(&id, sender, &submission.chat);
            let refusal = self.faults.nack_of(sender.account);
            let refusal = refusal.or_else(|| self.time_lock(&submission));
            if let Some(code) = refusal {
                self.ledger.refused(&id, code);
                let from = self.number_of(sender.account);
                self.note(Note::Refused {
                    id: id.clone(),
                    from,
                    code,
                });
                return self.word_on(conn, &id, Some(to), Some(code), None);
            }
            let accepted = self
                .ledger
                .entry(&id)
                .is_some_and(|entry| entry.accepted.is_some());
            if times > 1 && accepted {
                // Known id: say so again, carry it no second time.
                return self.word_on(conn, &id, Some(to), None, None);
            }
        }
        self.book_counters(&submission);
        let stale = (!resend && !submission.peer)
            .then(|| self.stale_list(&submission, stanza))
            .flatten();
        self.word_on(conn, &id, Some(to), None, stale);
        self.route(submission);
    }

    /// A status post is taken and shown to nobody; in a channel, only those who
    /// run it may post.
    fn message_to_no_chat(
        &mut self,
        conn: ConnId,
        sender: DeviceAddr,
        id: &str,
        to: Option<Jid>,
        stanza: &Node,
    ) {
        let code = match to.as_ref().map(|to| to.server) {
            Some(Server::Broadcast) => {
                let from = self.number_of(sender.account);
                self.note(Note::Posted {
                    id: id.to_owned(),
                    from,
                    to: to.as_ref().map(Jid::to_string).unwrap_or_default(),
                });
                None
            }
            Some(Server::Newsletter) => Some(403),
            Some(_) | None => {
                self.unhandled(stanza);
                Some(400)
            }
        };
        self.word_on(conn, id, to, code, None);
    }

    /// Hands a message to every device that has a part in it.
    pub(crate) fn route(&mut self, submission: Submission) {
        if !submission.peer && !submission.resend {
            self.ledger.accepted(&submission.id, self.now);
            let (from, chat) = (
                self.number_of(submission.sender.account),
                self.chat_name(&submission.chat),
            );
            self.note(Note::Accepted {
                id: submission.id.clone(),
                from,
                device: submission.sender.device,
                chat,
            });
        }
        if submission.resend {
            let from = self.number_of(submission.sender.account);
            let id = submission.id.clone();
            self.note(Note::Resent { id, from });
        }
        for to in self.recipients(&submission) {
            let mut sealed = submission.parts.get(&to).cloned().unwrap_or_default();
            sealed.extend(submission.shared.clone());
            if sealed.is_empty() || self.is_blocked(to.account, submission.sender.account) {
                continue;
            }
            if !submission.peer {
                self.ledger.addressed(&submission.id, to);
            }
            if to.is_phone() {
                self.phone_hears(
                    to.account,
                    Arrival {
                        sender: submission.sender,
                        chat: chat_at(&submission, to),
                        id: submission.id.clone(),
                        sealed,
                    },
                );
            } else if let Some(stanza) = self.stanza_for(&submission, to, &sealed) {
                self.deliver(to, Class::Message, stanza);
            }
        }
    }

    /// The conversation that an address names, from that device's view.
    pub(crate) fn chat_of(&self, own: DeviceAddr, jid: &Jid) -> Option<Chat> {
        if jid.server == Server::Group {
            let group = self.groups.get(jid.user.as_str())?;
            return group
                .members
                .contains_key(&own.account)
                .then(|| Chat::Group(group.id.clone()));
        }
        self.resolve(jid).map(|addr| Chat::Direct(addr.account))
    }

    /// The address of a conversation.
    pub(crate) fn chat_jid(&self, chat: &Chat, naming: Naming) -> Option<Jid> {
        match chat {
            Chat::Direct(account) => Some(self.account(*account)?.jid(naming)),
            Chat::Group(id) => Some(Jid::group(id.as_str())),
        }
    }

    /// How commands and events call a conversation.
    pub(crate) fn chat_name(&self, chat: &Chat) -> String {
        match chat {
            Chat::Direct(account) => self.number_of(*account),
            Chat::Group(id) => format!("{id}@g.us"),
        }
    }

    pub(crate) fn number_of(&self, id: AccountId) -> String {
        self.account(id)
            .map(|account| account.number.clone())
            .unwrap_or_default()
    }

    /// The refusal of a new conversation while the account may begin none.
    fn time_lock(&self, submission: &Submission) -> Option<u16> {
        let Chat::Direct(other) = submission.chat else {
            return None;
        };
        let own = self.account(submission.sender.account)?;
        let locked = self.faults.locked.get(&own.id)? > &self.now;
        let known = own.inbox.iter().any(|message| message.from == other);
        (locked && !known && other != own.id).then_some(463)
    }

    fn is_blocked(&self, by: AccountId, other: AccountId) -> bool {
        self.account(by)
            .is_some_and(|account| account.blocked.contains(&other))
    }

    fn read_submission(
        &self,
        sender: DeviceAddr,
        chat: Chat,
        id: &str,
        to: &Jid,
        stanza: &Node,
    ) -> Submission {
        let mut parts: BTreeMap<DeviceAddr, Vec<Sealed>> = BTreeMap::new();
        let participants = stanza
            .child("participants")
            .map(Read::parts)
            .unwrap_or_default();
        for part in participants.iter().filter(|part| part.tag == "to") {
            if let Some(addr) = part.address("jid").and_then(|jid| self.resolve(&jid)) {
                parts.entry(addr).or_default().extend(sealed_parts(part));
            }
        }
        let mut shared = None;
        let mut resend = false;
        for sealed in sealed_parts(stanza) {
            if sealed.envelope == Envelope::SenderKey {
                shared = Some(sealed);
                continue;
            }
            // One part outside the list goes to one device: an answer to its
            // retry, or a message between own devices.
            let device = stanza
                .address("participant")
                .and_then(|jid| self.resolve(&jid))
                .or_else(|| self.resolve(to));
            if let Some(addr) = device {
                resend |= sealed.retry > 0;
                parts.entry(addr).or_default().push(sealed);
            }
        }
        Submission {
            sender,
            chat,
            id: id.to_owned(),
            kind: stanza.text("type").unwrap_or_else(|| "text".to_owned()),
            edit: stanza.text("edit"),
            parts,
            shared,
            proof: stanza
                .child("device-identity")
                .and_then(Read::payload)
                .map(<[u8]>::to_vec),
            peer: stanza.text("category").as_deref() == Some("peer"),
            resend,
        }
    }

    fn recipients(&self, submission: &Submission) -> Vec<DeviceAddr> {
        let mut all: Vec<_> = submission.parts.keys().copied().collect();
        if submission.shared.is_some()
            && let Chat::Group(id) = &submission.chat
            && let Some(group) = self.groups.get(id)
        {
            for member in group.members.keys() {
                all.extend(self.devices_of(*member));
            }
        }
        all.sort_unstable();
        all.dedup();
        all.retain(|addr| *addr != submission.sender);
        all
    }

    /// All devices of an account, the phone first.
    pub(crate) fn devices_of(&self, id: AccountId) -> Vec<DeviceAddr> {
        let companions = self
            .account(id)
            .into_iter()
            .flat_map(|account| account.companions.keys().copied());
        std::iter::once(0)
            .chain(companions)
            .map(|device| id.device(device))
            .collect()
    }

    /// A message as it stands in the stanza for one companion.
    fn stanza_for(
        &self,
        submission: &Submission,
        to: DeviceAddr,
        sealed: &[Sealed],
    ) -> Option<Node> {
        let receiver = self.account(to.account)?;
        let sender = self.account(submission.sender.account)?;
        let naming = receiver.naming;
        let sender_jid = |naming| sender.device_jid(submission.sender.device, naming);
        let start = |from: Jid| {
            head(
                from,
                &submission.id,
                &submission.kind,
                self.now,
                &sender.name,
            )
        };
        let mut builder = if submission.peer {
            start(sender_jid(Naming::Number)).attr("category", "peer")
        } else if let Chat::Group(id) = &submission.chat {
            let by_lid = self.groups.get(id).is_some_and(|group| group.by_lid);
            let naming = if by_lid { Naming::Lid } else { Naming::Number };
            let builder = start(Jid::group(id.as_str())).attr("participant", sender_jid(naming));
            match (by_lid, sender.lid_known) {
                (true, true) => builder
                    .attr("participant_pn", sender_jid(Naming::Number))
                    .attr("addressing_mode", "lid"),
                (true, false) => builder.attr("addressing_mode", "lid"),
                (false, true) => builder
                    .attr("participant_lid", sender_jid(Naming::Lid))
                    .attr("addressing_mode", "pn"),
                (false, false) => builder.attr("addressing_mode", "pn"),
            }
        } else if to.account == submission.sender.account {
            let peer = self.chat_jid(&submission.chat, naming)?;
            start(sender_jid(naming)).attr("recipient", peer)
        } else {
            let builder = start(sender_jid(naming));
            match (naming, sender.lid_known) {
                (Naming::Number, true) => builder.attr("sender_lid", sender_jid(Naming::Lid)),
                (Naming::Lid, true) => builder
                    .attr("sender_pn", sender_jid(Naming::Number))
                    .attr("addressing_mode", "lid"),
                (Naming::Lid, false) => builder.attr("addressing_mode", "lid"),
                (Naming::Number, false) => builder,
            }
        };
        if let Some(edit) = &submission.edit {
            builder = builder.attr("edit", edit);
        }
        let mut children: Vec<Node> = sealed.iter().map(Sealed::node).collect();
        let first = sealed.iter().any(|part| part.envelope == Envelope::PreKey);
        if first && let Some(proof) = self.proof_of(submission) {
            children.push(blob("device-identity", proof));
        }
        Some(builder.children(children).build())
    }

    fn proof_of(&self, submission: &Submission) -> Option<Vec<u8>> {
        submission.proof.clone().or_else(|| {
            self.companion(submission.sender)
                .map(|companion| companion.device_identity.clone())
        })
    }

    /// The server's word on a submitted message.
    fn word_on(
        &mut self,
        conn: ConnId,
        id: &str,
        to: Option<Jid>,
        error: Option<u16>,
        phash: Option<&'static str>,
    ) {
        let mut builder: NodeBuilder = ack("message", id, to, self.now);
        if let Some(code) = error {
            builder = builder.attr("error", u32::from(code));
        }
        if let Some(phash) = phash {
            builder = builder.attr("phash", phash);
        }
        self.send(conn, builder.build());
    }

    /// A device hash that differs from the client's when the client wrote to
    /// another set of devices than there are.
    fn stale_list(&self, submission: &Submission, stanza: &Node) -> Option<&'static str> {
        stanza.text("phash")?;
        let Chat::Direct(other) = submission.chat else {
            return None;
        };
        let mut there = self.devices_of(other);
        there.extend(self.devices_of(submission.sender.account));
        there.retain(|addr| *addr != submission.sender);
        there.sort_unstable();
        there.dedup();
        let written: Vec<_> = submission.parts.keys().copied().collect();
        (written != there).then_some("2:changed")
    }

    fn book_counters(&mut self, submission: &Submission) {
        let mut alarms = Vec::new();
        for (to, sealed) in &submission.parts {
            for part in sealed {
                alarms.extend(self.ledger.sealed(
                    submission.sender,
                    &to.to_string(),
                    part.envelope,
                    &part.bytes,
                ));
            }
        }
        if let (Some(shared), Chat::Group(group)) = (&submission.shared, &submission.chat) {
            alarms.extend(self.ledger.sealed(
                submission.sender,
                group,
                shared.envelope,
                &shared.bytes,
            ));
        }
        for what in alarms {
            self.note(Note::Alarm { what });
        }
    }
}

/// The conversation from the receiver's view: what others send directly is
/// filed under the sender.
fn chat_at(submission: &Submission, to: DeviceAddr) -> Chat {
    match &submission.chat {
        Chat::Direct(_) if to.account != submission.sender.account => {
            Chat::Direct(submission.sender.account)
        }
        Chat::Direct(_) | Chat::Group(_) => submission.chat.clone(),
    }
}

fn sealed_parts(node: &Node) -> Vec<Sealed> {
    node.parts()
        .iter()
        .filter(|part| part.tag == "enc")
        .filter_map(|part| {
            Some(Sealed {
                envelope: Envelope::parse(&part.text("type")?)?,
                bytes: part.payload()?.to_vec(),
                media: part.text("mediatype"),
                retry: u32::try_from(part.number("count").unwrap_or(0)).unwrap_or(0),
                hide_failure: part.text("decrypt-fail").as_deref() == Some("hide"),
            })
        })
        .collect()
}
