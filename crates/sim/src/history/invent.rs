//! Handing over a past that never was: planned, or asked for by a device.

use super::{
    generate::{Thread, messages},
    give::{HistoryGiven, HistoryKind, HistoryPlan},
    people::person,
};
use crate::{
    actors::people::Newcomer,
    clock::Millis,
    content::Studio,
    dice::Dice,
    error::SimError,
    names::{AccountId, DeviceAddr},
    wire::{jid::Naming, proto::wa},
    world::World,
};
use wa::{
    history_sync::HistorySyncType as Kept,
    message::peer_data_operation_request_message::HistorySyncOnDemandRequest,
};

/// How far back a phone remembers.
const MEMORY_MS: Millis = 3 * 365 * 86_400_000;

/// One conversation's past.
struct Past {
    tongue: usize,
    messages: usize,
    media_per_mille: u64,
    before: Millis,
    unread: u32,
}

impl World {
    /// Invents people and conversations from a seed and hands them over.
    pub(super) fn give_invented(
        &mut self,
        phone: AccountId,
        plan: &HistoryPlan,
        to: &[DeviceAddr],
        given: &mut HistoryGiven,
    ) -> Result<(), SimError> {
        let seed = plan.seed.unwrap_or(self.config.seed);
        let mut dice = Dice::fork(seed, "history");
        let mut conversations = Vec::new();
        let mut names = Vec::new();
        let mut mappings = Vec::new();
        for ordinal in 0..plan.chats {
            let somebody = person(&mut dice, ordinal);
            let account = self.acquaintance(&somebody.number, &somebody.name)?;
            let newest = self.now.saturating_sub(dice.between(0, 86_400_000));
            let conversation = self.conversation(
                phone,
                account,
                &Past {
                    tongue: somebody.tongue,
                    messages: plan.messages_per_chat,
                    media_per_mille: plan.media_per_mille,
                    before: newest,
                    unread: u32::try_from(dice.between(0, 3)).unwrap_or(0),
                },
                &mut dice,
            )?;
            given.chats += 1;
            names.push(wa::Pushname {
                id: Some(conversation.id.clone()),
                pushname: Some(somebody.name.clone()),
            });
            mappings.extend(self.mapping(account));
            conversations.push(conversation);
        }
        let kept = match plan.kind {
            HistoryKind::Bootstrap => Kept::INITIAL_BOOTSTRAP,
            HistoryKind::Recent => Kept::RECENT,
            HistoryKind::Full => Kept::FULL,
        };
        let how = (plan.chunk, plan.inline);
        self.give_chunks(kept, conversations, mappings, how, to, given);
        self.give_names(names, to);
        Ok(())
    }

    /// Answers a device's wish for older messages of one conversation.
    pub(crate) fn give_history_on_demand(
        &mut self,
        to: DeviceAddr,
        wanted: &HistorySyncOnDemandRequest,
    ) {
        let jid = wanted
            .chat_jid
            .as_deref()
            .and_then(|jid| jid.parse::<wa_rs::Jid>().ok());
        let Some(other) = jid.and_then(|jid| self.resolve(&jid)) else {
            return;
        };
        let oldest = wanted.oldest_msg_timestamp_ms.unwrap_or(0);
        // Some clients send seconds here although the name says milliseconds.
        let oldest = u64::try_from(oldest).unwrap_or(0);
        let oldest = if oldest < 100_000_000_000 {
            oldest * 1000
        } else {
            oldest
        };
        let purpose = wanted.oldest_msg_id.clone().unwrap_or_default();
        let mut dice = Dice::fork(self.config.seed, &purpose);
        let remembered = oldest > self.now.saturating_sub(MEMORY_MS);
        let count = wanted.on_demand_msg_count.unwrap_or(50).clamp(0, 500);
        let past = Past {
            tongue: 0,
            messages: if remembered {
                usize::try_from(count).unwrap_or(50)
            } else {
                0
            },
            media_per_mille: 40,
            before: oldest,
            unread: 0,
        };
        let conversation = self.conversation(to.account, other.account, &past, &mut dice);
        if let Ok(conversation) = conversation {
            let history = wa::HistorySync {
                sync_type: Kept::ON_DEMAND,
                conversations: vec![conversation],
                chunk_order: Some(1),
                progress: Some(100),
                ..Default::default()
            };
            self.hand_over(to, &history, false, Some(purpose));
        }
    }

    fn conversation(
        &mut self,
        phone: AccountId,
        other: AccountId,
        past: &Past,
        dice: &mut Dice,
    ) -> Result<wa::Conversation, SimError> {
        let naming = self.own_naming(phone);
        let account = self
            .account(other)
            .ok_or_else(|| SimError::UnknownAccount(String::new()))?;
        let jid = account.jid(naming).to_string();
        let (name, lid) = (account.name.clone(), account.jid(Naming::Lid).to_string());
        let number = account.jid(Naming::Number).to_string();
        let known = account.lid_known;
        let thread = Thread {
            jid: jid.clone(),
            tongue: past.tongue,
            messages: past.messages,
            media_per_mille: past.media_per_mille,
            before: past.before,
        };
        let mut studio = Studio {
            dice,
            shelf: &mut self.shelf,
            now: self.now,
        };
        let messages = messages(&thread, &mut studio);
        Ok(wa::Conversation {
            id: jid,
            messages,
            unread_count: Some(past.unread),
            conversation_timestamp: Some(past.before / 1000),
            last_msg_timestamp: Some(past.before / 1000),
            name: Some(name),
            lid_jid: (known && naming == Naming::Number).then_some(lid),
            pn_jid: (known && naming == Naming::Lid).then_some(number),
            end_of_history_transfer: Some(past.messages == 0),
            ..Default::default()
        })
    }

    /// The account with that number, invented if there is none.
    fn acquaintance(&mut self, number: &str, name: &str) -> Result<AccountId, SimError> {
        if let Some(known) = self.by_number(number) {
            return Ok(known);
        }
        self.create_account(Newcomer {
            number: number.to_owned(),
            name: name.to_owned(),
            lid_known: true,
            ..Newcomer::default()
        })
    }
}
