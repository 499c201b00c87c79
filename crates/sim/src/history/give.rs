//! Handing history to a linked device: in order, in chunks, inline or as files.

use crate::{
    error::SimError,
    media::cipher::{Kind, lock},
    names::{AccountId, DeviceAddr},
    wire::{
        jid::Naming,
        proto::{encode, some, wa},
    },
    world::World,
};
use flate2::{Compression, write::ZlibEncoder};
use serde::{Deserialize, Serialize};
use std::io::Write;
use wa::{
    history_sync::HistorySyncType as Kept,
    message::{HistorySyncNotification, HistorySyncType, ProtocolMessage, protocol_message::Type},
};

/// Which part of the past is handed over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HistoryKind {
    /// What a new device gets first.
    #[default]
    Bootstrap,
    /// The last months.
    Recent,
    /// Everything.
    Full,
}

/// A past to invent and hand over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HistoryPlan {
    /// How many conversations.
    pub chats: usize,
    /// How many messages in each.
    pub messages_per_chat: usize,
    /// How many messages in a thousand carry a file.
    pub media_per_mille: u64,
    /// Which part of the past it claims to be.
    pub kind: HistoryKind,
    /// How many conversations are in one chunk; 0 puts all into one.
    pub chunk: usize,
    /// Whether chunks travel inside the message instead of as files.
    pub inline: bool,
    /// Decides people and messages; the network's own seed if absent.
    pub seed: Option<u64>,
    /// Whether the phone also hands over what it really remembers: the newest
    /// messages of all its conversations first, the rest after them.
    pub remembered: bool,
}

/// What a phone remembers, in two helpings.
#[derive(Debug, Default)]
pub(super) struct OwnPast {
    /// The newest messages of each conversation.
    pub(super) first: Vec<wa::Conversation>,
    /// What is older.
    pub(super) rest: Vec<wa::Conversation>,
    /// Everybody who has part in it.
    pub(super) people: Vec<AccountId>,
}

impl Default for HistoryPlan {
    fn default() -> Self {
        Self {
            chats: 12,
            messages_per_chat: 20,
            media_per_mille: 60,
            kind: HistoryKind::Bootstrap,
            chunk: 0,
            inline: false,
            seed: None,
            remembered: false,
        }
    }
}

/// What was handed over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct HistoryGiven {
    /// How many conversations.
    pub chats: usize,
    /// How many messages.
    pub messages: usize,
    /// In how many chunks.
    pub chunks: usize,
}

impl World {
    /// Gives a newly linked device the history planned for its account.
    pub(crate) fn give_first_history(&mut self, to: DeviceAddr) {
        let plan = self
            .account(to.account)
            .and_then(|account| account.history.clone());
        if let Some(plan) = plan
            && let Err(failed) = self.give_history(to.account, &plan, &[to])
        {
            tracing::warn!(%failed, "the planned history could not be given");
        }
    }

    /// Invents a past and hands it to linked devices.
    pub(crate) fn give_history(
        &mut self,
        phone: AccountId,
        plan: &HistoryPlan,
        to: &[DeviceAddr],
    ) -> Result<HistoryGiven, SimError> {
        let mut given = HistoryGiven::default();
        if plan.remembered {
            self.give_own_past(phone, plan, to, &mut given);
        }
        if plan.chats > 0 {
            self.give_invented(phone, plan, to, &mut given)?;
        }
        Ok(given)
    }

    fn give_own_past(
        &mut self,
        phone: AccountId,
        plan: &HistoryPlan,
        to: &[DeviceAddr],
        given: &mut HistoryGiven,
    ) {
        let past = self.own_past(phone);
        let names = past.people.iter().filter_map(|person| {
            let account = self.account(*person)?;
            Some(wa::Pushname {
                id: Some(account.jid(self.own_naming(phone)).to_string()),
                pushname: Some(account.name.clone()),
            })
        });
        let names: Vec<_> = names.collect();
        let mappings = past
            .people
            .iter()
            .filter_map(|person| self.mapping(*person));
        let mappings = mappings.collect();
        given.chats += past.first.len();
        self.give_chunks(
            Kept::INITIAL_BOOTSTRAP,
            past.first,
            mappings,
            (0, true),
            to,
            given,
        );
        self.give_names(names, to);
        if !past.rest.is_empty() {
            let how = (plan.chunk, plan.inline);
            self.give_chunks(Kept::RECENT, past.rest, Vec::new(), how, to, given);
        }
    }

    /// Hands conversations over, `chunk` of them together (0: all), inside the
    /// message if `inline`.
    pub(super) fn give_chunks(
        &mut self,
        kept: Kept,
        conversations: Vec<wa::Conversation>,
        mut mappings: Vec<wa::PhoneNumberToLIDMapping>,
        (chunk, inline): (usize, bool),
        to: &[DeviceAddr],
        given: &mut HistoryGiven,
    ) {
        let size = if chunk == 0 {
            conversations.len().max(1)
        } else {
            chunk
        };
        let total = conversations.len().div_ceil(size).max(1);
        let mut rest = conversations;
        for order in 0..total {
            let tail = rest.split_off(size.min(rest.len()));
            let chunk = std::mem::replace(&mut rest, tail);
            given.messages += chunk.iter().map(|chat| chat.messages.len()).sum::<usize>();
            let progress = u32::try_from((order + 1) * 100 / total).unwrap_or(100);
            let history = wa::HistorySync {
                sync_type: kept,
                conversations: chunk,
                chunk_order: u32::try_from(order + 1).ok(),
                progress: Some(progress),
                phone_number_to_lid_mappings: std::mem::take(&mut mappings),
                ..Default::default()
            };
            given.chunks += 1;
            for device in to {
                self.hand_over(*device, &history, inline, None);
            }
        }
    }

    pub(super) fn give_names(&mut self, names: Vec<wa::Pushname>, to: &[DeviceAddr]) {
        let names = wa::HistorySync {
            sync_type: Kept::PUSH_NAME,
            pushnames: names,
            ..Default::default()
        };
        for device in to {
            self.hand_over(*device, &names, true, None);
        }
    }

    pub(super) fn mapping(&self, id: AccountId) -> Option<wa::PhoneNumberToLIDMapping> {
        let account = self.account(id).filter(|account| account.lid_known)?;
        Some(wa::PhoneNumberToLIDMapping {
            pn_jid: Some(account.jid(Naming::Number).to_string()),
            lid_jid: Some(account.jid(Naming::Lid).to_string()),
        })
    }

    pub(super) fn hand_over(
        &mut self,
        to: DeviceAddr,
        history: &wa::HistorySync,
        inline: bool,
        asked: Option<String>,
    ) {
        let plain = zipped(&encode(history));
        let kind = match history.sync_type {
            Kept::INITIAL_BOOTSTRAP => HistorySyncType::INITIAL_BOOTSTRAP,
            Kept::INITIAL_STATUS_V3 => HistorySyncType::INITIAL_STATUS_V3,
            Kept::FULL => HistorySyncType::FULL,
            Kept::RECENT => HistorySyncType::RECENT,
            Kept::PUSH_NAME => HistorySyncType::PUSH_NAME,
            Kept::NON_BLOCKING_DATA => HistorySyncType::NON_BLOCKING_DATA,
            Kept::ON_DEMAND => HistorySyncType::ON_DEMAND,
        };
        let mut notification = HistorySyncNotification {
            sync_type: Some(kind),
            chunk_order: history.chunk_order,
            progress: history.progress,
            peer_data_request_session_id: asked,
            ..Default::default()
        };
        if inline {
            notification.initial_hist_bootstrap_inline_payload = Some(plain);
        } else {
            let key = self.dice.bytes::<32>();
            let locked = lock(&plain, Kind::History, &key);
            notification.file_length = u64::try_from(plain.len()).ok();
            notification.media_key = Some(key.to_vec());
            notification.file_sha256 = Some(locked.sha256);
            notification.file_enc_sha256 = Some(locked.enc_sha256);
            notification.direct_path = Some(self.shelf.store(
                Kind::History.folder(),
                locked.bytes,
                self.now,
            ));
        }
        self.tell_own(
            to,
            ProtocolMessage {
                r#type: Some(Type::HISTORY_SYNC_NOTIFICATION),
                history_sync_notification: some(notification),
                ..Default::default()
            },
        );
    }
}

fn zipped(plain: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing into memory does not fail.
    encoder
        .write_all(plain)
        .and_then(|()| encoder.finish())
        .unwrap_or_default()
}
