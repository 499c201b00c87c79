//! A throwaway profile and a small fictitious world in it.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use frontdesk_domain::{
    address::{Address, Lid, PhoneNumber},
    id::{AccountId, ChatId, ContactId, WireId},
    message::{Direction, MessageKind},
    secret::{Secret, StoreKey},
    time::Timestamp,
};
use frontdesk_store::{
    NewAccount, NewChat, NewContact, NewMessage, Peer, Place, Store, StoreError,
};
use sha2::{Digest as _, Sha256};

pub(crate) const NOW: Timestamp = Timestamp(1_760_000_000_000);

pub(crate) struct Profile {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) place: Place,
}

impl Profile {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::in_dir(&folder.path().join("profile"));
        Self { folder, place }
    }

    pub(crate) fn create(&self) -> Store {
        Store::create(&self.place, &key(), NOW).unwrap()
    }

    pub(crate) fn open(&self) -> Result<Store, StoreError> {
        Store::open(&self.place, &key(), NOW, &mut |_| {})
    }

    pub(crate) fn dir(&self) -> PathBuf {
        self.folder.path().join("profile")
    }
}

pub(crate) fn key() -> StoreKey {
    Secret::new([7; 32])
}

/// Every file below `folder` and a hash of what it holds.
pub(crate) fn fingerprint(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let hash = Sha256::digest(fs::read(&path).unwrap());
                found.insert(path, hash.iter().map(|b| format!("{b:02x}")).collect());
            }
        }
    }
    found
}

pub(crate) fn phone(number: &str) -> PhoneNumber {
    PhoneNumber::parse(number).unwrap()
}

pub(crate) fn shop(store: &Store) -> AccountId {
    store
        .write(|tx| {
            tx.insert_account(
                &NewAccount {
                    address: Address {
                        phone: Some(phone("+1 555 000 1111")),
                        lid: None,
                    },
                    display_name: "Corner Shop".to_owned(),
                    linked_at: Some(NOW),
                },
                NOW,
            )
        })
        .wait()
        .unwrap()
}

pub(crate) fn person(store: &Store, name: &str, number: &str) -> ContactId {
    let new = NewContact {
        name: name.to_owned(),
        notes: String::new(),
        address: Address {
            phone: Some(phone(number)),
            lid: Some(Lid(format!("lid-{name}"))),
        },
    };
    store
        .write(move |tx| tx.insert_contact(&new, NOW))
        .wait()
        .unwrap()
}

pub(crate) fn chat(store: &Store, account: AccountId, contact: ContactId) -> ChatId {
    store
        .write(move |tx| {
            tx.insert_chat(
                &NewChat {
                    account,
                    peer: Peer::Contact(contact),
                    title: String::new(),
                },
                NOW,
            )
        })
        .wait()
        .unwrap()
}

/// A chat of a fresh account with a fresh person.
pub(crate) fn one_chat(store: &Store) -> ChatId {
    let account = shop(store);
    let contact = person(store, "Ada", "+1 555 000 2222");
    chat(store, account, contact)
}

pub(crate) fn incoming(chat: ChatId, at: i64, wire: &str, text: &str) -> NewMessage {
    NewMessage {
        sender: Some(ContactId(1)),
        body: text.to_owned(),
        unread: true,
        ..NewMessage::new(
            chat,
            Timestamp(at),
            WireId(wire.to_owned()),
            Direction::Incoming,
            MessageKind::Text,
        )
    }
}

pub(crate) fn outgoing(chat: ChatId, at: i64, wire: &str, text: &str) -> NewMessage {
    NewMessage {
        body: text.to_owned(),
        ..NewMessage::new(
            chat,
            Timestamp(at),
            WireId(wire.to_owned()),
            Direction::Outgoing,
            MessageKind::Text,
        )
    }
}
