//! Receipts: what clients confirm, and telling senders about it.

use crate::{
    names::{AccountId, Chat, DeviceAddr},
    net::ConnId,
    wire::{
        Node,
        jid::Naming,
        message::{ack, receipt},
        read::Read,
    },
    world::{World, agenda::Confirmation, log::Note, queue::Class},
};

impl World {
    /// A client confirms messages, or asks for one again.
    pub(crate) fn client_receipt(&mut self, conn: ConnId, stanza: &Node) {
        let Some(by) = self.addr_of(conn) else {
            return;
        };
        let id = stanza.text("id").unwrap_or_default();
        let kind = stanza.text("type");
        let mut word = ack("receipt", &id, stanza.address("to"), self.now);
        if let Some(kind) = &kind {
            word = word.attr("type", kind);
        }
        if let Some(participant) = stanza.address("participant") {
            word = word.attr("participant", participant);
        }
        self.send(conn, word.build());
        if stanza.child("offer").is_some() {
            // It rings there; the call itself is confirmed by an ack.
            return;
        }
        if kind.as_deref() == Some("server-error") {
            // The phone of an account that has no network is asked in vain.
            if stanza.child("rmr").is_some() && self.check_reachable(by.account).is_ok() {
                self.asked_to_upload_again(by, &id, stanza);
            }
            return;
        }

        let ids = ids_of(stanza, &id);
        for id in &ids {
            self.confirmed(by, Class::Message, id, None, None);
        }
        let phone = self.number_of(by.account);
        self.note(Note::Receipt {
            ids: ids.clone(),
            by: phone,
            device: by.device,
            kind: kind.clone().unwrap_or_else(|| "delivered".to_owned()),
        });
        let confirmation = match kind.as_deref() {
            None | Some("inactive" | "delivery" | "sender") => Confirmation::Delivered,
            Some("read" | "read-self") => Confirmation::Read,
            Some("played" | "played-self") => Confirmation::Played,
            Some("retry") => return self.client_retry(by, &id, stanza),
            Some("peer_msg" | "hist_sync" | "enc_rekey_retry") => return,
            Some(_) => return self.unhandled(stanza),
        };
        let private = kind.as_deref().is_some_and(|kind| kind.ends_with("-self"));
        self.confirm(by, &ids, confirmation, private);
    }

    /// Books confirmations and tells the messages' senders, and for reading
    /// also the reader's other devices.
    pub(crate) fn confirm(
        &mut self,
        by: DeviceAddr,
        ids: &[String],
        confirmation: Confirmation,
        private: bool,
    ) {
        if by.is_phone() {
            let kind = confirmation.wire().unwrap_or("delivered");
            self.note(Note::Receipt {
                ids: ids.to_vec(),
                by: self.number_of(by.account),
                device: 0,
                kind: kind.to_owned(),
            });
        }
        let mut groups: Vec<(AccountId, Chat, Vec<String>)> = Vec::new();
        for id in ids {
            let Some(entry) = self.ledger.entry(id) else {
                continue;
            };
            let (sender, chat) = (entry.sender.account, entry.chat.clone());
            let news = !entry
                .devices
                .iter()
                .any(|(addr, at)| addr.account == by.account && reached(at, confirmation));
            match confirmation {
                Confirmation::Delivered => self.ledger.delivered(id, by, self.now),
                Confirmation::Read => self.ledger.read(id, by, self.now),
                Confirmation::Played => self.ledger.played(id, by, self.now),
            }
            // A sender learns of each account once, whichever device was first.
            if sender == by.account || !news {
                continue;
            }
            match groups
                .iter_mut()
                .find(|(known, in_chat, _)| *known == sender && *in_chat == chat)
            {
                Some((_, _, ids)) => ids.push(id.clone()),
                None => groups.push((sender, chat, vec![id.clone()])),
            }
        }
        for (sender, chat, ids) in groups {
            if !private {
                self.tell_sender(by.account, sender, &chat, &ids, confirmation);
            }
            if confirmation == Confirmation::Read {
                self.tell_own_readers(by, sender, &chat, &ids);
            }
        }
    }

    fn tell_sender(
        &mut self,
        by: AccountId,
        sender: AccountId,
        chat: &Chat,
        ids: &[String],
        confirmation: Confirmation,
    ) {
        let Some((naming, devices)) = self.companions_of(sender) else {
            return;
        };
        let reader = self.account(by).map(|account| account.jid(naming));
        let (from, participant) = match chat {
            Chat::Direct(_) => (reader, None),
            Chat::Group(_) => (self.chat_jid(chat, naming), reader),
        };
        let Some(from) = from else {
            return;
        };
        for device in devices {
            let stanza = receipt(
                from.clone(),
                participant.clone(),
                ids,
                confirmation.wire(),
                self.now,
            );
            if let Some(stanza) = stanza {
                self.deliver(sender.device(device), Class::Receipt, stanza);
            }
        }
    }

    fn tell_own_readers(&mut self, by: DeviceAddr, sender: AccountId, chat: &Chat, ids: &[String]) {
        let Some((naming, devices)) = self.companions_of(by.account) else {
            return;
        };
        let writer = self.account(sender).map(|account| account.jid(naming));
        let (from, participant) = match chat {
            Chat::Direct(_) => (writer, None),
            Chat::Group(_) => (self.chat_jid(chat, naming), writer),
        };
        let Some(from) = from else {
            return;
        };
        for device in devices.into_iter().filter(|device| *device != by.device) {
            let stanza = receipt(
                from.clone(),
                participant.clone(),
                ids,
                Some("read-self"),
                self.now,
            );
            if let Some(stanza) = stanza {
                self.deliver(by.account.device(device), Class::Receipt, stanza);
            }
        }
    }

    /// A client could not read a message and asks for it again.
    fn client_retry(&mut self, by: DeviceAddr, id: &str, stanza: &Node) {
        self.ledger.retried(id, by);
        let count = stanza
            .child("retry")
            .and_then(|retry| retry.text("count"))
            .and_then(|count| count.parse().ok())
            .unwrap_or(1);
        if self.tell_own_again(by, id, count) {
            return;
        }
        let Some(sender) = self.ledger.entry(id).map(|entry| entry.sender) else {
            return;
        };
        if sender.is_phone() {
            return self.send_again(sender.account, id, by);
        }
        let Some(naming) = self.account(sender.account).map(|account| account.naming) else {
            return;
        };
        let Some(asking) = self
            .account(by.account)
            .map(|account| account.device_jid(by.device, naming))
        else {
            return;
        };
        let mut forward = stanza.clone();
        let group = stanza
            .address("to")
            .filter(|to| to.server == wa_rs::Server::Group);
        forward.attrs = wa_rs::wacore_binary::Attrs::new();
        match group {
            Some(group) => {
                forward.attrs.insert("from", group);
                forward.attrs.insert("participant", asking);
            }
            None => forward.attrs.insert("from", asking),
        }
        forward.attrs.insert("id", id);
        forward.attrs.insert("type", "retry");
        forward.attrs.insert("t", self.now / 1000);
        self.deliver(sender, Class::Receipt, forward);
    }

    fn companions_of(&self, id: AccountId) -> Option<(Naming, Vec<u16>)> {
        let account = self.account(id)?;
        Some((account.naming, account.companions.keys().copied().collect()))
    }
}

fn reached(at: &crate::ledger::AtDevice, confirmation: Confirmation) -> bool {
    match confirmation {
        Confirmation::Delivered => at.delivered.is_some(),
        Confirmation::Read => at.read.is_some(),
        Confirmation::Played => at.played.is_some(),
    }
}

fn ids_of(stanza: &Node, first: &str) -> Vec<String> {
    let more = stanza.child("list").map(Read::parts).unwrap_or_default();
    std::iter::once(first.to_owned())
        .chain(more.iter().filter_map(|item| item.text("id")))
        .collect()
}
