//! The past as a phone remembers it, in the form in which history is handed over.

use super::give::OwnPast;
use crate::{
    actors::inbox::Received,
    content::read,
    names::{AccountId, Chat},
    wire::{
        jid::Naming,
        proto::{some, wa},
    },
    world::{World, group::Rank},
};
use std::collections::{BTreeMap, BTreeSet};
use wa::web_message_info::{Status, StubType};

/// How many messages of a conversation a new device gets first.
const FIRST: usize = 8;

impl World {
    /// Everything the phone remembers. The conversation in which something was
    /// said last comes first, and so does the last message of each.
    pub(super) fn own_past(&self, phone: AccountId) -> OwnPast {
        let mut past = OwnPast::default();
        let Some(account) = self.account(phone) else {
            return past;
        };
        let mut chats: BTreeMap<&Chat, Vec<&Received>> = BTreeMap::new();
        let mut people = BTreeSet::new();
        for message in account
            .inbox
            .iter()
            .filter(|message| message.stands_alone())
        {
            chats.entry(&message.chat).or_default().push(message);
            people.insert(message.from);
        }
        let mut chats: Vec<_> = chats.into_iter().collect();
        chats.sort_by_key(|(_, messages)| {
            std::cmp::Reverse(messages.last().map(|message| message.at))
        });
        for (chat, messages) in chats {
            if let Chat::Direct(other) = chat {
                people.insert(*other);
            }
            let Some(whole) = self.remembered(phone, chat, &messages) else {
                continue;
            };
            let mut first = whole.clone();
            if first.messages.len() > FIRST {
                first.messages.truncate(FIRST);
                let mut rest = whole;
                rest.messages.drain(..FIRST);
                rest.unread_count = None;
                rest.end_of_history_transfer = Some(true);
                past.rest.push(rest);
            } else {
                first.end_of_history_transfer = Some(true);
            }
            past.first.push(first);
        }
        people.remove(&phone);
        past.people = people.into_iter().collect();
        past
    }

    fn remembered(
        &self,
        phone: AccountId,
        chat: &Chat,
        messages: &[&Received],
    ) -> Option<wa::Conversation> {
        let naming = self.own_naming(phone);
        let jid = self.chat_jid(chat, naming)?.to_string();
        let last = messages.last()?.at / 1000;
        let mut conversation = wa::Conversation {
            id: jid.clone(),
            unread_count: u32::try_from(self.unread(phone, messages)).ok(),
            conversation_timestamp: Some(last),
            last_msg_timestamp: Some(last),
            end_of_history_transfer: Some(false),
            ..Default::default()
        };
        match chat {
            Chat::Direct(other) => {
                let timer = self.timer(phone, *other);
                conversation.ephemeral_expiration = Some(timer.seconds);
                conversation.ephemeral_setting_timestamp = i64::try_from(timer.since / 1000).ok();
                let other = self.account(*other)?;
                let known = other.lid_known;
                conversation.name = Some(other.name.clone());
                conversation.lid_jid =
                    (known && naming == Naming::Number).then(|| other.jid(Naming::Lid).to_string());
                conversation.pn_jid =
                    (known && naming == Naming::Lid).then(|| other.jid(Naming::Number).to_string());
            }
            Chat::Group(id) => {
                let group = self.groups.get(id)?;
                conversation.ephemeral_expiration = Some(group.ephemeral);
                conversation.name = Some(group.subject.clone());
                conversation.description = group.description.as_ref().map(|(_, text)| text.clone());
                conversation.created_at = Some(group.created / 1000);
                conversation.participant = group
                    .members
                    .iter()
                    .filter_map(|(member, rank)| {
                        Some(wa::GroupParticipant {
                            user_jid: self.account(*member)?.jid(naming).to_string(),
                            rank: Some(match rank {
                                Rank::Member => wa::group_participant::Rank::REGULAR,
                                Rank::Admin => wa::group_participant::Rank::ADMIN,
                                Rank::Founder => wa::group_participant::Rank::SUPERADMIN,
                            }),
                            ..Default::default()
                        })
                    })
                    .collect();
            }
        }
        conversation.messages = messages
            .iter()
            .enumerate()
            .rev()
            .map(|(place, message)| wa::HistorySyncMsg {
                message: some(self.in_history(phone, &jid, naming, message)),
                msg_order_id: u64::try_from(place + 1).ok(),
            })
            .collect();
        Some(conversation)
    }

    /// One message as the phone remembers it, in the form in which it hands it to
    /// a linked device that could not read it. Phones name people by number there.
    pub(crate) fn recalled(&self, phone: AccountId, id: &str) -> Option<wa::WebMessageInfo> {
        let account = self.account(phone)?;
        let message = account.inbox.iter().find(|message| message.id == id)?;
        let naming = Naming::Number;
        let jid = self.chat_jid(&message.chat, naming)?.to_string();
        Some(self.in_history(phone, &jid, naming, message))
    }

    fn in_history(
        &self,
        phone: AccountId,
        jid: &str,
        naming: Naming,
        message: &Received,
    ) -> wa::WebMessageInfo {
        let own = message.from == phone;
        let name_of = |id| Some(self.account(id)?.jid(naming).to_string());
        let group = matches!(message.chat, Chat::Group(_));
        let participant = name_of(message.from).filter(|_| group && !own);
        let key = |from_me, participant| wa::MessageKey {
            remote_jid: Some(jid.to_owned()),
            from_me: Some(from_me),
            id: Some(message.id.clone()),
            participant,
        };
        let mut content = message.message.clone();
        if message.edited && content.conversation.is_some() {
            content.conversation = Some(message.text.clone());
        }
        let context = read::context(&message.message);
        wa::WebMessageInfo {
            key: some(key(own, participant.clone())),
            message: if message.revoked {
                None.into()
            } else {
                some(content)
            },
            message_timestamp: Some(message.at / 1000),
            status: Some(self.status_of(message, own)),
            participant,
            push_name: self
                .account(message.from)
                .filter(|_| !own)
                .map(|author| author.name.clone()),
            message_stub_type: message.revoked.then_some(StubType::REVOKE),
            ephemeral_duration: context
                .and_then(|context| context.expiration)
                .filter(|seconds| *seconds > 0),
            reactions: message
                .reactions
                .iter()
                .map(|(by, emoji)| wa::Reaction {
                    key: some(key(*by == phone, name_of(*by).filter(|_| group))),
                    text: Some(emoji.clone()),
                    sender_timestamp_ms: i64::try_from(message.at).ok(),
                    ..Default::default()
                })
                .collect(),
            ..Default::default()
        }
    }

    /// How far an own message has come, judged by the slowest account.
    fn status_of(&self, message: &Received, own: bool) -> Status {
        let entry = self.ledger.entry(&message.id).filter(|_| own);
        let Some(entry) = entry else {
            return Status::DELIVERY_ACK;
        };
        let mut others = entry
            .devices
            .iter()
            .filter(|(addr, _)| addr.account != message.from)
            .map(|(_, at)| at)
            .peekable();
        if others.peek().is_none() {
            return Status::SERVER_ACK;
        }
        let all: Vec<_> = others.collect();
        if all.iter().all(|at| at.read.is_some()) {
            Status::READ
        } else if all.iter().all(|at| at.delivered.is_some()) {
            Status::DELIVERY_ACK
        } else {
            Status::SERVER_ACK
        }
    }

    /// How many messages at the end of a conversation the account has not read.
    fn unread(&self, phone: AccountId, messages: &[&Received]) -> usize {
        messages
            .iter()
            .rev()
            .take_while(|message| message.from != phone && !self.has_read(phone, &message.id))
            .count()
    }

    /// Whether some device of an account has read a message.
    pub(crate) fn has_read(&self, phone: AccountId, id: &str) -> bool {
        self.ledger.entry(id).is_some_and(|entry| {
            entry
                .devices
                .iter()
                .any(|(addr, at)| addr.account == phone && at.read.is_some())
        })
    }
}
