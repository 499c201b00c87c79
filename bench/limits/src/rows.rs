//! The rows that all candidates store: invented, and the same from the same seed.

use std::path::Path;

use frontdesk_domain::{
    address::{Address, PhoneNumber},
    id::{ChatId, ContactId, WireId},
    message::{Direction, MessageKind},
    secret::Secret,
    time::Timestamp,
};
use frontdesk_store::{NewAccount, NewChat, NewContact, NewMessage, Peer, Pending, Place, Store};

use crate::{
    bare::KEY,
    failure::{Failure, Result},
};

/// How many conversations share the rows of a large store.
pub(crate) const CHATS: usize = 3_000;
/// When the oldest message was sent.
const BEGINNING: i64 = 1_700_000_000_000;
/// One message a minute and a half in each conversation.
const PACE: i64 = 90_000;

/// A generator whose numbers are the same everywhere (SplitMix64).
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.roll() % limit).unwrap_or(0)
    }
}

/// One message of a conversation with one person, 120 bytes of text.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Place of its conversation, from 0.
    pub(crate) chat: usize,
    /// Place in its conversation, from 0.
    pub(crate) place: usize,
    pub(crate) text: String,
    pub(crate) wire_id: String,
}

impl Row {
    pub(crate) fn new(chat: usize, place: usize) -> Self {
        let mut text = format!("Message {place} of conversation {chat}. ");
        while text.len() < 120 {
            text.push_str("The rain in the hills fills the river. ");
        }
        text.truncate(120);
        let mut dice = Dice::new(u64::try_from(chat * 1_000_003 + place).unwrap_or(0));
        Self {
            chat,
            place,
            text,
            wire_id: format!("3EB0{:016X}{:02X}", dice.roll(), dice.below(256)),
        }
    }

    pub(crate) fn at(&self) -> i64 {
        let place = i64::try_from(self.place).unwrap_or(0);
        let chat = i64::try_from(self.chat).unwrap_or(0);
        BEGINNING + place * PACE + chat
    }

    pub(crate) fn is_incoming(&self) -> bool {
        !self.place.is_multiple_of(3)
    }

    /// As the store takes it.
    pub(crate) fn message(&self, chat: ChatId) -> NewMessage {
        let direction = if self.is_incoming() {
            Direction::Incoming
        } else {
            Direction::Outgoing
        };
        let mut message = NewMessage::new(
            chat,
            Timestamp(self.at()),
            WireId(self.wire_id.clone()),
            direction,
            MessageKind::Text,
        );
        message.sender = self.is_incoming().then_some(ContactId(chat.0));
        message.body.clone_from(&self.text);
        message
    }
}

/// A past as phones hand it over, conversation by conversation, and then a tenth
/// more as life brings it, in all conversations at once.
pub(crate) fn a_life(messages: usize) -> impl Iterator<Item = Row> {
    let past = messages / 10 * 9;
    let each = (past / CHATS).max(1);
    let told = (0..CHATS).flat_map(move |chat| (0..each).map(move |place| Row::new(chat, place)));
    let mut dice = Dice::new(9);
    let mut next = vec![each; CHATS];
    let lived = std::iter::repeat_with(move || {
        let chat = dice.below(CHATS);
        let place = next.get_mut(chat).map_or(0, |next| {
            *next += 1;
            *next
        });
        Row::new(chat, place)
    });
    told.chain(lived).take(messages)
}

/// So many rows share a transaction.
pub(crate) const GROUP: usize = 400;

/// A store in `folder` with one account, `chats` conversations and these rows.
/// Conversations have the numbers from 1.
pub(crate) fn a_store(
    folder: &Path,
    rows: impl Iterator<Item = Row>,
    chats: usize,
) -> Result<Store> {
    let store = an_empty_store(folder, chats)?;
    let mut rows = rows.peekable();
    while rows.peek().is_some() {
        let group: Vec<Row> = rows.by_ref().take(GROUP * 50).collect();
        insert(&store, group)?;
    }
    Ok(store)
}

pub(crate) fn an_empty_store(folder: &Path, chats: usize) -> Result<Store> {
    let store = Store::create(&Place::in_dir(folder), &Secret::new(KEY), Timestamp(0))?;
    wait(store.write(move |tx| {
        let account = tx.insert_account(
            &NewAccount {
                address: address(0),
                display_name: String::new(),
                linked_at: None,
            },
            Timestamp(0),
        )?;
        for chat in 0..chats {
            let contact = tx.insert_contact(
                &NewContact {
                    address: address(chat + 1),
                    ..NewContact::default()
                },
                Timestamp(0),
            )?;
            let new = NewChat {
                account,
                peer: Peer::Contact(contact),
                title: String::new(),
            };
            tx.insert_chat(&new, Timestamp(0))?;
        }
        Ok(())
    }))?;
    Ok(store)
}

/// Stores rows in one transaction, as they are.
fn insert(store: &Store, rows: Vec<Row>) -> Result<()> {
    wait(store.write(move |tx| {
        for row in &rows {
            tx.insert_message(&row.message(chat_id(row.chat)))?;
        }
        Ok(())
    }))
}

pub(crate) fn chat_id(chat: usize) -> ChatId {
    ChatId(i64::try_from(chat + 1).unwrap_or(0))
}

/// The writer answers on another thread; nobody else is waited for here.
pub(crate) fn wait<T>(pending: Pending<T>) -> Result<T> {
    pending.wait().map_err(Failure::from)
}

fn address(number: usize) -> Address {
    Address {
        phone: PhoneNumber::parse(&format!("1555{number:07}")).ok(),
        lid: None,
    }
}
