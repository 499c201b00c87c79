//! Looking into the network's books without changing anything.

use crate::{
    error::SimError,
    names::{AccountId, Chat},
    wire::jid::Naming,
    world::{
        World,
        log::{Event, Passed},
    },
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    /// Everything a phone has read and sent.
    Inbox { account: String },
    /// One conversation, from one side.
    Messages { account: String, chat: String },
    /// Who was told of a message and who confirmed it.
    Receipts { msg: String },
    /// An account's linked devices.
    Devices { phone: String },
    /// The values of a collection of settings.
    AppState { phone: String, collection: String },
    /// All groups.
    Groups,
    /// The files on the media host.
    Files,
    /// Stanzas after that number.
    Stanzas {
        #[serde(default)]
        since: u64,
    },
    /// Events after that number.
    Events {
        #[serde(default)]
        since: u64,
    },
    /// The sums of the ledger.
    Ledger,
}

/// What the books say.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Inspected {
    /// Messages.
    Messages(Vec<MessageView>),
    /// A message's fate.
    Receipts(ReceiptsView),
    /// Linked devices.
    Devices(Vec<DeviceView>),
    /// Settings by index.
    AppState(BTreeMap<String, String>),
    /// Groups.
    Groups(Vec<GroupView>),
    /// Paths of files and their sizes.
    Files(Vec<FileView>),
    /// Stanzas.
    Stanzas(Vec<Passed>),
    /// Events.
    Events(Vec<Event>),
    /// Sums.
    Ledger(LedgerView),
}

/// A message as a phone remembers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MessageView {
    /// Its id.
    pub id: String,
    /// The chat: a number or a group.
    pub chat: String,
    /// The author's number.
    pub from: String,
    /// `text`, `image`, …
    pub kind: String,
    /// The text as it stands now.
    pub text: String,
    /// When it was read or sent.
    pub at_ms: u64,
    /// Whether the text was changed.
    pub edited: bool,
    /// Whether it was taken back.
    pub revoked: bool,
    /// Reactions by number.
    pub reactions: BTreeMap<String, String>,
    /// Votes by number.
    pub votes: BTreeMap<String, Vec<String>>,
}

/// A message's fate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReceiptsView {
    /// The sender's number.
    pub sender: String,
    /// The sending device.
    pub sender_device: u16,
    /// Whether the server accepted it.
    pub accepted: bool,
    /// With which codes the server refused it.
    pub refused: Vec<u16>,
    /// How often its sender submitted it.
    pub submissions: u32,
    /// What happened at each device.
    pub devices: Vec<AtDeviceView>,
}

/// What happened to a message at one device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AtDeviceView {
    /// The account's number.
    pub account: String,
    /// The device.
    pub device: u16,
    /// How often the stanza was sent to it.
    pub sent: u32,
    /// When it confirmed delivery.
    pub delivered_ms: Option<u64>,
    /// When it confirmed reading.
    pub read_ms: Option<u64>,
    /// When it confirmed playing.
    pub played_ms: Option<u64>,
    /// How often it asked again.
    pub retries: u32,
}

/// A linked device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeviceView {
    /// Its number.
    pub device: u16,
    /// What it says it runs on.
    pub platform: String,
    /// Whether it is connected.
    pub online: bool,
    /// Whether it asked for what waits.
    pub active: bool,
    /// Whether somebody looks at it.
    pub available: bool,
    /// How often it logged in.
    pub logins: u32,
    /// How many one-time keys are left.
    pub prekeys_left: usize,
    /// How many stanzas it has not confirmed.
    pub waiting: usize,
    /// When it was linked.
    pub linked_ms: u64,
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GroupView {
    /// Its address.
    pub group: String,
    /// Its name.
    pub subject: String,
    /// Its description.
    pub description: Option<String>,
    /// Its members' ranks by number.
    pub members: BTreeMap<String, String>,
}

/// A file on the media host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileView {
    /// Its path.
    pub path: String,
    /// How many bytes it has, encrypted.
    pub bytes: usize,
    /// The status with which it is refused, if it is.
    pub expired: Option<u16>,
    /// When it was stored.
    pub stored_ms: u64,
}

/// The sums of the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LedgerView {
    /// Messages known.
    pub messages: usize,
    /// Messages accepted.
    pub accepted: usize,
    /// Refusals.
    pub refusals: usize,
    /// Submissions beyond the first of each message.
    pub resubmissions: u32,
    /// Stanzas sent beyond the first to each device.
    pub redeliveries: u32,
    /// Retries asked for.
    pub retries: u32,
    /// Cipher counters seen.
    pub counters: usize,
    /// Alarms raised.
    pub alarms: Vec<String>,
    /// The digest of everything that happened.
    pub trace: String,
}

impl World {
    /// What the books say.
    pub(crate) fn inspect(&self, what: &What) -> Result<Inspected, SimError> {
        Ok(match what {
            What::Inbox { account } => {
                Inspected::Messages(self.messages_of(self.named(account)?, None))
            }
            What::Messages { account, chat } => {
                let id = self.named(account)?;
                let chat = self.chat_named(chat)?;
                Inspected::Messages(self.messages_of(id, Some(&chat)))
            }
            What::Receipts { msg } => Inspected::Receipts(self.receipts_of(msg)?),
            What::Devices { phone } => Inspected::Devices(self.devices_view(self.named(phone)?)),
            What::AppState { phone, collection } => {
                let id = self.named(phone)?;
                let values = self
                    .account(id)
                    .map(|account| account.notebook.values(collection))
                    .unwrap_or_default();
                Inspected::AppState(
                    values
                        .into_iter()
                        .map(|(index, value)| {
                            let json = serde_json::to_string(&value).unwrap_or_default();
                            (index, json)
                        })
                        .collect(),
                )
            }
            What::Groups => Inspected::Groups(self.groups_view()),
            What::Files => Inspected::Files(
                self.shelf
                    .files()
                    .map(|(path, file)| FileView {
                        path: path.clone(),
                        bytes: file.bytes.len(),
                        expired: file.expired,
                        stored_ms: file.stored_at,
                    })
                    .collect(),
            ),
            What::Stanzas { since } => Inspected::Stanzas(self.log.stanzas_since(*since)),
            What::Events { since } => Inspected::Events(self.log.events_since(*since)),
            What::Ledger => Inspected::Ledger(self.ledger_view()),
        })
    }

    /// The account with that number.
    pub(crate) fn named(&self, number: &str) -> Result<AccountId, SimError> {
        self.by_number(number)
            .ok_or_else(|| SimError::UnknownAccount(number.to_owned()))
    }

    /// The conversation called so: a number, or a group's address.
    pub(crate) fn chat_named(&self, name: &str) -> Result<Chat, SimError> {
        let bare = name.split('@').next().unwrap_or(name);
        if self.groups.contains_key(bare) {
            return Ok(Chat::Group(bare.to_owned()));
        }
        self.by_number(bare)
            .map(Chat::Direct)
            .ok_or_else(|| SimError::UnknownChat(name.to_owned()))
    }

    pub(crate) fn receipts_of(&self, msg: &str) -> Result<ReceiptsView, SimError> {
        let entry = self
            .ledger
            .entry(msg)
            .ok_or_else(|| SimError::UnknownMessage(msg.to_owned()))?;
        Ok(ReceiptsView {
            sender: self.number_of(entry.sender.account),
            sender_device: entry.sender.device,
            accepted: entry.accepted.is_some(),
            refused: entry.refused.clone(),
            submissions: entry.submissions,
            devices: entry
                .devices
                .iter()
                .map(|(addr, at)| AtDeviceView {
                    account: self.number_of(addr.account),
                    device: addr.device,
                    sent: at.sent,
                    delivered_ms: at.delivered,
                    read_ms: at.read,
                    played_ms: at.played,
                    retries: at.retries,
                })
                .collect(),
        })
    }

    pub(crate) fn messages_of(&self, id: AccountId, chat: Option<&Chat>) -> Vec<MessageView> {
        let Some(account) = self.account(id) else {
            return Vec::new();
        };
        account
            .inbox
            .iter()
            .filter(|message| chat.is_none_or(|chat| message.chat == *chat))
            .map(|message| MessageView {
                id: message.id.clone(),
                chat: self.chat_name(&message.chat),
                from: self.number_of(message.from),
                kind: message.kind.to_owned(),
                text: message.text.clone(),
                at_ms: message.at,
                edited: message.edited,
                revoked: message.revoked,
                reactions: message
                    .reactions
                    .iter()
                    .map(|(by, emoji)| (self.number_of(*by), emoji.clone()))
                    .collect(),
                votes: message
                    .votes
                    .iter()
                    .map(|(by, chosen)| (self.number_of(*by), chosen.clone()))
                    .collect(),
            })
            .collect()
    }

    pub(crate) fn devices_view(&self, id: AccountId) -> Vec<DeviceView> {
        let Some(account) = self.account(id) else {
            return Vec::new();
        };
        account
            .companions
            .iter()
            .map(|(device, companion)| DeviceView {
                device: *device,
                platform: companion.platform.clone(),
                online: companion.conn.is_some(),
                active: companion
                    .conn
                    .and_then(|conn| self.conns.get(&conn)?.device())
                    .is_some_and(|session| session.active),
                available: companion.available,
                logins: companion.logins,
                prekeys_left: companion.one_time.len(),
                waiting: companion.queue.len(),
                linked_ms: companion.linked_at,
            })
            .collect()
    }

    fn groups_view(&self) -> Vec<GroupView> {
        self.groups
            .values()
            .map(|group| GroupView {
                group: format!("{}@g.us", group.id),
                subject: group.subject.clone(),
                description: group.description.as_ref().map(|(_, text)| text.clone()),
                members: group
                    .members
                    .iter()
                    .map(|(member, rank)| {
                        let rank = rank.wire().unwrap_or("member");
                        (self.number_of(*member), rank.to_owned())
                    })
                    .collect(),
            })
            .collect()
    }

    pub(crate) fn ledger_view(&self) -> LedgerView {
        let mut view = LedgerView {
            counters: self.ledger.counters(),
            alarms: self.log.alarms().to_vec(),
            trace: crate::dice::hex(&self.log.trace()),
            ..LedgerView::default()
        };
        for (_, entry) in self.ledger.entries() {
            view.messages += 1;
            view.accepted += usize::from(entry.accepted.is_some());
            view.refusals += entry.refused.len();
            view.resubmissions += entry.submissions.saturating_sub(1);
            for at in entry.devices.values() {
                view.redeliveries += at.sent.saturating_sub(1);
                view.retries += at.retries;
            }
        }
        view
    }

    /// A device's two addresses.
    pub(crate) fn addresses(&self, addr: crate::names::DeviceAddr) -> (String, String) {
        self.account(addr.account)
            .map(|account| {
                let jid = |naming| account.device_jid(addr.device, naming).to_string();
                (jid(Naming::Number), jid(Naming::Lid))
            })
            .unwrap_or_default()
    }
}
