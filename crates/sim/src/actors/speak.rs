//! A phone says something: encrypting for every device, and saying it again
//! to one that could not read it.

use super::{
    inbox::{Received, Sent},
    vanish::Timer,
};
use crate::{
    content::{Content, Draft, Manner, Studio, context, read},
    error::SimError,
    names::{AccountId, Chat, DeviceAddr},
    server::route::Submission,
    wire::{
        jid::Naming,
        message::{Envelope, Sealed},
        proto::{encode, some, wa},
    },
    world::World,
};
use std::collections::BTreeMap;
use wa_rs::wacore::libsignal::protocol::PreKeySignalMessage;

/// So many messages to its own devices a phone can say again.
const MOST_TOLD: usize = 64;

impl World {
    /// Somebody says something in a conversation. Returns the message's id.
    pub(crate) fn say(
        &mut self,
        by: AccountId,
        chat: &Chat,
        content: &Content,
        manner: &Manner,
    ) -> Result<String, SimError> {
        let context = self.context_for(by, chat, manner)?;
        let mut studio = Studio {
            dice: &mut self.dice,
            shelf: &mut self.shelf,
            now: self.now,
        };
        let mut draft = content.draft(context, &mut studio);
        if manner.view_once {
            draft = context::view_once(draft);
        }
        self.speak(by, chat, draft)
    }

    /// Sends a message from a phone.
    pub(crate) fn speak(
        &mut self,
        by: AccountId,
        chat: &Chat,
        draft: Draft,
    ) -> Result<String, SimError> {
        let id = self.dice.message_id();
        let mut parts = BTreeMap::new();
        let shared = match chat {
            Chat::Direct(other) => {
                let mut to = self.devices_of(*other);
                to.extend(self.devices_of(by));
                to.sort_unstable();
                to.dedup();
                to.retain(|addr| *addr != by.phone());
                for addr in to {
                    let plain = self.plain_for(by, addr, chat, &draft.message);
                    let sealed = self.seal_for(by, addr, plain, &draft)?;
                    parts.insert(addr, vec![sealed]);
                }
                None
            }
            Chat::Group(group) => {
                self.hand_out_group_key(by, group, &mut parts)?;
                Some(self.seal_for_group(by, group, &draft)?)
            }
        };
        self.ledger.submitted(&id, by.phone(), chat);
        self.remember(by, chat, &id, draft.clone());
        self.route(Submission {
            sender: by.phone(),
            chat: chat.clone(),
            id: id.clone(),
            kind: draft.kind.to_owned(),
            edit: draft.edit.map(str::to_owned),
            parts,
            shared,
            proof: None,
            peer: false,
            resend: false,
        });
        Ok(id)
    }

    /// Sends an earlier message again to one device, under the same id.
    pub(crate) fn send_again(&mut self, by: AccountId, id: &str, to: DeviceAddr) {
        let Some(sent) = self
            .account(by)
            .and_then(|account| account.sent.get(id))
            .cloned()
        else {
            return;
        };
        let retries = self
            .ledger
            .entry(id)
            .and_then(|entry| entry.devices.get(&to))
            .map_or(1, |at| at.retries.max(1));
        let mut message = sent.draft.message.clone();
        if let Chat::Group(group) = &sent.chat
            && let Ok(key) = self.group_key_message(by, group)
        {
            message.sender_key_distribution_message = some(key);
        }
        let plain = self.plain_for(by, to, &sent.chat, &message);
        if let Some(account) = self.accounts.get_mut(&by) {
            account.peer.forget_session(to);
        }
        let Ok(mut sealed) = self.seal_for(by, to, plain, &sent.draft) else {
            return;
        };
        sealed.retry = retries;
        self.route(Submission {
            sender: by.phone(),
            chat: sent.chat,
            id: id.to_owned(),
            kind: sent.draft.kind.to_owned(),
            edit: sent.draft.edit.map(str::to_owned),
            parts: BTreeMap::from([(to, vec![sealed])]),
            shared: None,
            proof: None,
            peer: false,
            resend: true,
        });
    }

    /// Sends a message from a phone to one of its own linked devices.
    pub(crate) fn speak_to_own(
        &mut self,
        to: DeviceAddr,
        message: &wa::Message,
    ) -> Result<String, SimError> {
        let id = self.dice.message_id();
        self.say_to_own(to, &id, message, 0)?;
        if let Some(account) = self.accounts.get_mut(&to.account) {
            account.told_own.push_back((id.clone(), message.clone()));
            if account.told_own.len() > MOST_TOLD {
                account.told_own.pop_front();
            }
        }
        Ok(id)
    }

    /// Says something about the account again to a linked device that could not
    /// read it, in a session made anew. False for what was no such message.
    pub(crate) fn tell_own_again(&mut self, to: DeviceAddr, id: &str, count: u32) -> bool {
        let Some(account) = self.accounts.get_mut(&to.account) else {
            return false;
        };
        let told = account.told_own.iter().find(|(told, _)| told == id);
        let Some(message) = told.map(|(_, message)| message.clone()) else {
            return false;
        };
        account.peer.forget_session(to);
        if let Err(failed) = self.say_to_own(to, id, &message, count) {
            tracing::warn!(%failed, device = %to, "a linked device could not be told again");
        }
        true
    }

    fn say_to_own(
        &mut self,
        to: DeviceAddr,
        id: &str,
        message: &wa::Message,
        retry: u32,
    ) -> Result<(), SimError> {
        let by = to.account;
        let mut sealed = self.seal_for(by, to, encode(message), &Draft::default())?;
        sealed.retry = retry;
        self.route(Submission {
            sender: by.phone(),
            chat: Chat::Direct(by),
            id: id.to_owned(),
            kind: "text".to_owned(),
            edit: None,
            parts: BTreeMap::from([(to, vec![sealed])]),
            shared: None,
            proof: None,
            peer: true,
            resend: retry > 0,
        });
        Ok(())
    }

    /// Sends bytes that no receiver can decrypt.
    pub(crate) fn speak_garbage(
        &mut self,
        by: AccountId,
        chat: &Chat,
        draft: Draft,
    ) -> Result<String, SimError> {
        let Chat::Direct(other) = chat else {
            return Err(SimError::BadArgument {
                name: "to",
                why: "only messages to one account can be spoilt".to_owned(),
            });
        };
        let id = self.dice.message_id();
        let mut parts = BTreeMap::new();
        for addr in self.devices_of(*other) {
            let plain = self.plain_for(by, addr, chat, &draft.message);
            let mut sealed = self.seal_for(by, addr, plain, &draft)?;
            spoil(&mut sealed);
            parts.insert(addr, vec![sealed]);
        }
        self.ledger.submitted(&id, by.phone(), chat);
        self.remember(by, chat, &id, draft.clone());
        self.route(Submission {
            sender: by.phone(),
            chat: chat.clone(),
            id: id.clone(),
            kind: draft.kind.to_owned(),
            edit: None,
            parts,
            shared: None,
            proof: None,
            peer: false,
            resend: false,
        });
        Ok(id)
    }

    /// A contact answers by itself.
    pub(crate) fn reply_by_itself(&mut self, by: AccountId, chat: &Chat, text: &str) {
        let content = Content::Text(text.to_owned());
        if let Err(failed) = self.say(by, chat, &content, &Manner::default()) {
            tracing::warn!(%failed, "a contact could not answer");
        }
    }

    /// The key that names a message from somebody's point of view.
    pub(crate) fn key_of(&self, by: AccountId, id: &str) -> Result<wa::MessageKey, SimError> {
        let unknown = || SimError::UnknownMessage(id.to_owned());
        let entry = self.ledger.entry(id).ok_or_else(unknown)?;
        let author = entry.sender.account;
        let naming = Naming::Number;
        let chat = match &entry.chat {
            // Filed under the other side, whoever wrote it.
            Chat::Direct(other) if author == by => Chat::Direct(*other),
            Chat::Direct(_) => Chat::Direct(author),
            Chat::Group(group) => Chat::Group(group.clone()),
        };
        let group = matches!(chat, Chat::Group(_));
        let participant = self
            .account(author)
            .filter(|_| group && author != by)
            .map(|account| account.jid(naming).to_string());
        Ok(wa::MessageKey {
            remote_jid: self.chat_jid(&chat, naming).map(|jid| jid.to_string()),
            from_me: Some(author == by),
            id: Some(id.to_owned()),
            participant,
        })
    }

    pub(crate) fn context_for(
        &self,
        by: AccountId,
        chat: &Chat,
        manner: &Manner,
    ) -> Result<Option<wa::ContextInfo>, SimError> {
        let mut context = wa::ContextInfo::default();
        if let Some(quoted) = &manner.quote {
            let entry = self
                .ledger
                .entry(quoted)
                .ok_or_else(|| SimError::UnknownMessage(quoted.clone()))?;
            let author = self.account(entry.sender.account);
            context.stanza_id = Some(quoted.clone());
            context.participant = author.map(|account| account.jid(Naming::Number).to_string());
            context.quoted_message = self.message_known_to(by, quoted).into();
        }
        for number in &manner.mentions {
            let account = self
                .by_number(number)
                .and_then(|account| self.account(account))
                .ok_or_else(|| SimError::UnknownAccount(number.clone()))?;
            context
                .mentioned_jid
                .push(account.jid(Naming::Number).to_string());
        }
        if manner.expires > 0 {
            context.expiration = Some(manner.expires);
        }
        if manner.forwarded > 0 {
            context.is_forwarded = Some(true);
            context.forwarding_score = Some(manner.forwarded);
        }
        if manner.expires == 0 {
            self.expire_as_agreed(by, chat, &mut context);
        }
        Ok((context != wa::ContextInfo::default()).then_some(context))
    }

    /// Gives a message the time that its conversation's timer says.
    fn expire_as_agreed(&self, by: AccountId, chat: &Chat, context: &mut wa::ContextInfo) {
        let timer = match chat {
            Chat::Direct(other) => self.timer(by, *other),
            Chat::Group(group) => self
                .groups
                .get(group)
                .map(|group| Timer {
                    seconds: group.ephemeral,
                    since: group.created,
                })
                .unwrap_or_default(),
        };
        if timer.seconds > 0 {
            context.expiration = Some(timer.seconds);
            context.ephemeral_setting_timestamp = i64::try_from(timer.since / 1000).ok();
        }
    }

    fn message_known_to(&self, by: AccountId, id: &str) -> Option<wa::Message> {
        let account = self.account(by)?;
        let sent = account.sent.get(id).map(|sent| sent.draft.message.clone());
        sent.or_else(|| {
            let received = account.inbox.iter().find(|received| received.id == id)?;
            Some(received.message.clone())
        })
    }

    fn remember(&mut self, by: AccountId, chat: &Chat, id: &str, draft: Draft) {
        let gist = read::gist(&draft.message);
        let at = self.now;
        let Some(account) = self.accounts.get_mut(&by) else {
            return;
        };
        account.inbox.push(Received {
            id: id.to_owned(),
            chat: chat.clone(),
            from: by,
            kind: gist.kind,
            text: gist.text,
            at,
            edited: false,
            revoked: false,
            reactions: BTreeMap::new(),
            votes: BTreeMap::new(),
            message: draft.message.clone(),
        });
        let message = draft.message.clone();
        account.sent.insert(
            id.to_owned(),
            Sent {
                chat: chat.clone(),
                draft,
            },
        );
        self.keep_for_its_time(by, chat, id, &message);
    }
}

/// Breaks the message's own checksum, and nothing around it.
fn spoil(sealed: &mut Sealed) {
    let end = if sealed.envelope == Envelope::PreKey {
        PreKeySignalMessage::try_from(&sealed.bytes[..])
            .ok()
            .and_then(|outer| {
                let inner = outer.message().serialized();
                let at = sealed
                    .bytes
                    .windows(inner.len())
                    .position(|window| window == inner)?;
                Some(at + inner.len())
            })
    } else {
        Some(sealed.bytes.len())
    };
    let last = end.and_then(|end| sealed.bytes.get_mut(end.checked_sub(1)?));
    if let Some(byte) = last {
        *byte ^= 0xff;
    }
}
