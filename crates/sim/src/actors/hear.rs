//! A phone gets a message: decrypting it, understanding it, reacting to it.

use super::{behaviour::Behaviour, inbox::Received};
use crate::{
    clock::Millis,
    content::{poll, read},
    names::{AccountId, Chat, DeviceAddr},
    server::route::Arrival,
    signal::SignalFailed,
    wire::{
        NodeBuilder, blob,
        message::{Envelope, Sealed},
        proto::{decode, wa},
    },
    world::{
        World,
        agenda::{Confirmation, Task},
        log::Note,
        queue::Class,
    },
};
use std::collections::BTreeMap;
use wa::message::protocol_message::Type;

/// How long before reading somebody is seen online, and how long after answering.
const COMES_BEFORE_MS: Millis = 500;
const STAYS_MS: Millis = 6_000;

impl World {
    /// A message reaches a phone, or waits until it has network again.
    pub(crate) fn phone_hears(&mut self, id: AccountId, arrival: Arrival) {
        if self.faults.unreachable.contains(&id) {
            if let Some(account) = self.accounts.get_mut(&id) {
                account.missed.push(arrival);
            }
            return;
        }
        for sealed in &arrival.sealed {
            let message = self
                .unlock(id, &arrival, sealed)
                .map_err(|failed| failed.to_string())
                .and_then(|plain| {
                    decode::<wa::Message>(&plain).map_err(|_| "Not a message".to_owned())
                });
            match message {
                Ok(message) => self.understand(id, &arrival, message),
                Err(why) => self.cannot_read(id, &arrival, sealed.retry, why),
            }
        }
    }

    fn unlock(
        &mut self,
        id: AccountId,
        arrival: &Arrival,
        sealed: &Sealed,
    ) -> Result<Vec<u8>, SignalFailed> {
        let Some(account) = self.accounts.get_mut(&id) else {
            return Err(SignalFailed::Padding);
        };
        if sealed.envelope == Envelope::SenderKey {
            let Chat::Group(group) = &arrival.chat else {
                return Err(SignalFailed::Padding);
            };
            return account
                .peer
                .open_group(group, arrival.sender, &sealed.bytes);
        }
        let opened = account.peer.open(
            arrival.sender,
            sealed.envelope,
            &sealed.bytes,
            &mut self.dice,
        )?;
        if opened.new_identity {
            tracing::debug!(sender = %arrival.sender, "a sender has a new identity");
        }
        Ok(opened.plain)
    }

    /// Asks the sender for the message again.
    fn cannot_read(&mut self, id: AccountId, arrival: &Arrival, retries: u32, why: String) {
        let by = self.number_of(id);
        self.note(Note::Unreadable {
            id: arrival.id.clone(),
            by,
            why,
        });
        self.ledger.retried(&arrival.id, id.phone());
        if retries < 5 {
            self.ask_again(id, arrival.sender, &arrival.chat, &arrival.id, retries + 1);
        }
    }

    /// A retry receipt from a phone to a companion that sent something.
    pub(crate) fn ask_again(
        &mut self,
        id: AccountId,
        sender: DeviceAddr,
        chat: &Chat,
        message: &str,
        count: u32,
    ) {
        if sender.is_phone() {
            return self.send_again(sender.account, message, id.phone());
        }
        let now = self.now;
        let Some(naming) = self.account(sender.account).map(|account| account.naming) else {
            return;
        };
        let group = match chat {
            Chat::Group(_) => self.chat_jid(chat, naming),
            Chat::Direct(_) => None,
        };
        let Some(account) = self.accounts.get_mut(&id) else {
            return;
        };
        account.peer.forget_session(sender);
        let bundle = account.peer.bundle(&mut self.dice);
        let own = account.jid(naming);
        let mut builder = NodeBuilder::new("receipt")
            .attr("id", message)
            .attr("type", "retry")
            .attr("t", now / 1000);
        builder = match group {
            Some(group) => builder.attr("from", group).attr("participant", own),
            None => builder.attr("from", own),
        };
        let mut keys = bundle.nodes();
        keys.retain(|node| node.tag != "registration");
        let stanza = builder
            .children([
                NodeBuilder::new("retry")
                    .attr("v", "1")
                    .attr("count", count)
                    .attr("id", message)
                    .attr("t", now / 1000)
                    .build(),
                blob("registration", bundle.registration.to_be_bytes()),
                NodeBuilder::new("keys").children(keys).build(),
            ])
            .build();
        self.deliver(sender, Class::Receipt, stanza);
    }

    /// A decrypted message.
    fn understand(&mut self, id: AccountId, arrival: &Arrival, mut message: wa::Message) {
        if let Some(key) = message.sender_key_distribution_message.take() {
            let bytes = key
                .axolotl_sender_key_distribution_message
                .unwrap_or_default();
            let group = group_of(key.group_id.as_deref(), &arrival.chat);
            if let (Some(group), Some(account)) = (group, self.accounts.get_mut(&id))
                && let Err(failed) = account.peer.learn_group_key(&group, arrival.sender, &bytes)
            {
                tracing::warn!(%failed, "a group key could not be learnt");
            }
            if message == wa::Message::default() || only_context(&message) {
                return;
            }
        }
        if let Some(mut own) = message.device_sent_message.take() {
            message = own.message.take().unwrap_or_default();
        }
        if let Some(protocol) = message.protocol_message.as_option()
            && self.is_between_own_devices(id, arrival.sender, protocol)
        {
            let protocol = protocol.clone();
            return self.peer_request(arrival.sender, &arrival.id, &protocol);
        }
        self.file(id, arrival, message);
    }

    /// Puts a message into the phone's memory and lets its owner react.
    fn file(&mut self, id: AccountId, arrival: &Arrival, message: wa::Message) {
        let gist = read::gist(&message);
        let sender = arrival.sender.account;
        let known = self
            .account(id)
            .is_some_and(|account| account.inbox.iter().any(|known| known.id == arrival.id));
        if sender == id {
            self.ledger.delivered(&arrival.id, id.phone(), self.now);
        }
        if known {
            return;
        }
        self.change_earlier(id, sender, &message);
        let (by, from, chat) = (
            self.number_of(id),
            self.number_of(sender),
            self.chat_name(&arrival.chat),
        );
        self.note(Note::Received {
            id: arrival.id.clone(),
            by,
            from,
            chat,
            kind: gist.kind.to_owned(),
            text: gist.text.clone(),
        });
        self.keep_for_its_time(id, &arrival.chat, &arrival.id, &message);
        let at = self.now;
        if let Some(account) = self.accounts.get_mut(&id) {
            account.inbox.push(Received {
                id: arrival.id.clone(),
                chat: arrival.chat.clone(),
                from: sender,
                kind: gist.kind,
                text: gist.text.clone(),
                at,
                edited: false,
                revoked: false,
                reactions: BTreeMap::new(),
                votes: BTreeMap::new(),
                message,
            });
        }
        if sender != id {
            self.behave(id, arrival, gist.kind, &gist.text);
        }
    }

    /// Edits, deletions, reactions and votes change an earlier message.
    fn change_earlier(&mut self, id: AccountId, sender: AccountId, message: &wa::Message) {
        let own = self.number_of(id);
        let voter = self.number_of(sender);
        let Some(account) = self.accounts.get_mut(&id) else {
            return;
        };
        let inbox = &mut account.inbox;
        if let Some(reaction) = message.reaction_message.as_option() {
            if let Some(known) = earlier(inbox, reaction.key.id.as_ref()) {
                match reaction.text.as_deref() {
                    None | Some("") => known.reactions.remove(&sender),
                    Some(emoji) => known.reactions.insert(sender, emoji.to_owned()),
                };
            }
        } else if let Some(update) = message.poll_update_message.as_option() {
            let poll_id = update.poll_creation_message_key.id.as_ref();
            if let Some(known) = earlier(inbox, poll_id) {
                let (creator, voter) = (
                    format!("{own}@s.whatsapp.net"),
                    format!("{voter}@s.whatsapp.net"),
                );
                if let Some(chosen) =
                    poll::votes(&known.message, &known.id, &creator, &voter, &update.vote)
                {
                    known.votes.insert(sender, chosen);
                }
            }
        } else if let Some(change) = message.protocol_message.as_option()
            && let Some(known) = earlier(inbox, change.key.id.as_ref())
            && known.from == sender
        {
            if change.r#type == Some(Type::REVOKE) {
                known.revoked = true;
            } else if let Some(edited) = change.edited_message.as_option() {
                known.edited = true;
                known.text = read::gist(edited).text;
            }
        }
    }

    /// What the phone and its owner do about a message.
    fn behave(&mut self, id: AccountId, arrival: &Arrival, kind: &str, text: &str) {
        let Some(habits) = self.account(id).map(|account| account.behaviour.clone()) else {
            return;
        };
        let floor = self.config.receipt_delay_ms;
        let confirm = |kind| Task::Confirm {
            by: id,
            ids: vec![arrival.id.clone()],
            kind,
        };
        let Some(deliver) = habits.deliver_after else {
            return;
        };
        let deliver = deliver.max(floor);
        self.later(deliver, confirm(Confirmation::Delivered));
        let Some(read) = habits.read_after else {
            return;
        };
        let read = read.max(deliver);
        self.later(read, confirm(Confirmation::Read));
        let due = read.saturating_add(habits.typing);
        let talk = !matches!(kind, "reaction" | "protocol" | "vote");
        let answer = talk.then(|| self.answer_of(id, &habits, &arrival.chat, text, due));
        let answer = answer.flatten();
        if habits.comes_online {
            self.later(
                deliver.max(read.saturating_sub(COMES_BEFORE_MS)),
                Task::Presence {
                    by: id,
                    online: true,
                },
            );
            self.later(
                due.saturating_add(STAYS_MS),
                Task::Presence {
                    by: id,
                    online: false,
                },
            );
        }
        let Some(text) = answer else {
            return;
        };
        let chat = arrival.chat.clone();
        if habits.typing > 0 {
            for (delay, on) in [(read, true), (due, false)] {
                let chat = chat.clone();
                self.later(delay, Task::Typing { by: id, chat, on });
            }
        }
        self.later(due, Task::Reply { by: id, chat, text });
    }

    /// What somebody with such habits answers, if anything.
    fn answer_of(
        &mut self,
        id: AccountId,
        habits: &Behaviour,
        chat: &Chat,
        text: &str,
        due: Millis,
    ) -> Option<String> {
        if let Some(reply) = &habits.reply {
            return Some(reply.replace("{}", text));
        }
        // In a group, everybody would answer everybody for ever.
        if habits.replies.is_empty() || matches!(chat, Chat::Group(_)) {
            return None;
        }
        let now = self.now;
        let account = self.accounts.get_mut(&id)?;
        let under_way = account.answers_at.get(chat);
        if under_way.is_some_and(|until| *until > now) {
            return None;
        }
        account
            .answers_at
            .insert(chat.clone(), now.saturating_add(due));
        let turn = account.answers_given % habits.replies.len();
        account.answers_given += 1;
        habits.replies.get(turn).cloned()
    }

    fn is_between_own_devices(
        &self,
        id: AccountId,
        sender: DeviceAddr,
        protocol: &wa::message::ProtocolMessage,
    ) -> bool {
        sender.account == id
            && matches!(
                protocol.r#type,
                Some(
                    Type::APP_STATE_SYNC_KEY_REQUEST
                        | Type::PEER_DATA_OPERATION_REQUEST_MESSAGE
                        | Type::APP_STATE_FATAL_EXCEPTION_NOTIFICATION
                )
            )
    }
}

fn earlier<'a>(inbox: &'a mut [Received], target: Option<&String>) -> Option<&'a mut Received> {
    let target = target?;
    inbox.iter_mut().find(|known| known.id == *target)
}

/// Whether nothing but context is left of a message.
fn only_context(message: &wa::Message) -> bool {
    let mut bare = message.clone();
    bare.message_context_info = None.into();
    bare == wa::Message::default()
}

fn group_of(named: Option<&str>, chat: &Chat) -> Option<String> {
    match (named, chat) {
        (Some(named), _) => Some(named.split('@').next().unwrap_or(named).to_owned()),
        (None, Chat::Group(group)) => Some(group.clone()),
        (None, Chat::Direct(_)) => None,
    }
}
