//! An account: a person or a shop with a phone and perhaps linked devices.

use super::companion::Companion;
use crate::{
    actors::{
        behaviour::Behaviour,
        inbox::{Received, Sent},
        notebook::Notebook,
    },
    clock::Millis,
    dice::Dice,
    error::SimError,
    history::give::HistoryPlan,
    names::{AccountId, Chat, DeviceAddr},
    server::{route::Arrival, state::StateStore},
    signal::Peer,
    wire::{
        jid::{self, Naming},
        proto::wa,
    },
};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use wa_rs::Jid;

/// A profile picture.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    pub(crate) id: String,
    pub(crate) path: String,
}

/// A business profile.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Business {
    /// What the business says about itself.
    pub description: String,
    /// Its category.
    pub category: String,
    /// Its address.
    pub address: String,
    /// Its mail address.
    pub email: String,
    /// Its site.
    pub website: String,
}

/// One account.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) id: AccountId,
    pub(crate) number: String,
    pub(crate) lid: String,
    pub(crate) name: String,
    pub(crate) about: String,
    pub(crate) picture: Option<Picture>,
    pub(crate) business: Option<Business>,
    /// How this account's own devices see everybody addressed.
    pub(crate) naming: Naming,
    /// Whether others are told that number and LID are one person.
    pub(crate) lid_known: bool,
    pub(crate) peer: Peer,
    /// Stays the same for life; a new one means "reinstalled".
    pub(crate) raw_id: u32,
    pub(crate) companions: BTreeMap<u16, Companion>,
    pub(crate) last_device: u16,
    pub(crate) behaviour: Behaviour,
    /// How many of its answers in turn it has given.
    pub(crate) answers_given: usize,
    /// Until when an answer is under way, for each conversation.
    pub(crate) answers_at: BTreeMap<Chat, Millis>,
    pub(crate) blocked: BTreeSet<AccountId>,
    pub(crate) privacy: BTreeMap<String, String>,
    /// What the server stores of the synchronised settings.
    pub(crate) state: StateStore,
    /// What the phone knows of them.
    pub(crate) notebook: Notebook,
    pub(crate) inbox: Vec<Received>,
    /// What its linked devices were told lately about the account itself, by id.
    pub(crate) told_own: VecDeque<(String, wa::Message)>,
    /// What arrived while the phone had no network.
    pub(crate) missed: Vec<Arrival>,
    pub(crate) online: bool,
    pub(crate) last_seen: Option<Millis>,
    /// Whether the phone demands a passkey before it links a device.
    pub(crate) wants_passkey: bool,
    /// The past that each newly linked device is given.
    pub(crate) history: Option<HistoryPlan>,
    /// When the list of devices last changed.
    pub(crate) key_list_at: Millis,
    /// Which devices were given this phone's key of which group.
    pub(crate) told_groups: BTreeSet<(String, DeviceAddr)>,
    /// What this phone sent, so that it can be sent again.
    pub(crate) sent: BTreeMap<String, Sent>,
}

impl Account {
    pub(crate) fn new(
        id: AccountId,
        number: String,
        name: String,
        now: Millis,
        dice: &mut Dice,
    ) -> Result<Self, SimError> {
        let peer = Peer::new(now, dice).map_err(|_| SimError::Keys)?;
        let raw_id = u32::try_from(dice.between(1, u64::from(u32::MAX >> 1))).unwrap_or(1);
        let privacy = [
            "readreceipts",
            "last",
            "online",
            "profile",
            "status",
            "groupadd",
            "calladd",
        ]
        .into_iter()
        .map(|category| (category.to_owned(), "all".to_owned()))
        .collect();
        Ok(Self {
            id,
            number,
            lid: dice.digits(15),
            name,
            about: String::new(),
            picture: None,
            business: None,
            naming: Naming::Number,
            lid_known: true,
            peer,
            raw_id,
            companions: BTreeMap::new(),
            last_device: 0,
            behaviour: Behaviour::default(),
            answers_given: 0,
            answers_at: BTreeMap::new(),
            blocked: BTreeSet::new(),
            privacy,
            state: StateStore::default(),
            notebook: Notebook::new(dice),
            inbox: Vec::new(),
            told_own: VecDeque::new(),
            missed: Vec::new(),
            online: false,
            last_seen: None,
            wants_passkey: false,
            history: None,
            key_list_at: now,
            told_groups: BTreeSet::new(),
            sent: BTreeMap::new(),
        })
    }

    /// The account's address.
    pub(crate) fn jid(&self, naming: Naming) -> Jid {
        jid::user(&self.number, &self.lid, naming)
    }

    /// One of its devices' addresses.
    pub(crate) fn device_jid(&self, device: u16, naming: Naming) -> Jid {
        jid::device(&self.number, &self.lid, device, naming)
    }
}
