//! Writing a world into a store.

use frontdesk_domain::{
    address::{Address, PhoneNumber},
    id::{AccountId, ContactId, WireId},
    message::Direction,
    slot::SlotNumber,
    time::Timestamp,
};
use frontdesk_store::{
    DeviceRow, NewAccount, NewChat, NewContact, NewMessage, Peer, Pending, Store, StoreError,
    WriteTx,
};

use super::{Chat, Person, Shop, With, World};

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
const FOREVER: Timestamp = Timestamp(i64::MAX >> 12);

impl World {
    /// Stores everything, as if it had happened until `now`, in one
    /// transaction. A store that holds a part of it already refuses.
    pub fn fill(&self, store: &Store, now: Timestamp) -> Pending<()> {
        let world = self.clone();
        store.write(move |tx| {
            let accounts = world
                .shops
                .iter()
                .zip(SlotNumber::ALL)
                .map(|(shop, slot)| open_shop(tx, shop, slot, now))
                .collect::<Result<Vec<_>, _>>()?;
            if world.linked {
                for (shop, &account) in world.shops.iter().zip(&accounts) {
                    hand_keys(tx, shop, account)?;
                }
            }
            let contacts = world
                .people
                .iter()
                .map(|person| meet(tx, person, now))
                .collect::<Result<Vec<_>, _>>()?;
            for (number, chat) in world.chats.iter().enumerate() {
                let telling = Telling {
                    accounts: &accounts,
                    contacts: &contacts,
                    number,
                    now,
                };
                telling.tell(tx, chat)?;
            }
            Ok(())
        })
    }
}

fn open_shop(
    tx: &mut WriteTx<'_>,
    shop: &Shop,
    slot: SlotNumber,
    now: Timestamp,
) -> Result<AccountId, StoreError> {
    let account = tx.insert_account(
        &NewAccount {
            address: reached_at(&shop.phone),
            display_name: shop.name.clone(),
            linked_at: Some(now.plus_millis(-200 * DAY)),
        },
        now,
    )?;
    tx.set_slot_account(slot, Some(account))?;
    tx.set_slot_label(slot, &shop.label)?;
    Ok(account)
}

/// Keys that open nothing: a scripted network only looks whether there are any.
fn hand_keys(tx: &mut WriteTx<'_>, shop: &Shop, account: AccountId) -> Result<(), StoreError> {
    tx.signal_mut(account).put_device(&DeviceRow {
        format: 1,
        device: b"{}".to_vec(),
        phone_jid: Some(format!("{}:7@s.whatsapp.net", shop.phone.digits())),
        lid_jid: None,
    })
}

fn meet(tx: &mut WriteTx<'_>, person: &Person, now: Timestamp) -> Result<ContactId, StoreError> {
    let address = reached_at(&person.phone);
    tx.insert_contact(
        &NewContact {
            name: person.name.clone(),
            notes: String::new(),
            address,
        },
        now,
    )
}

fn reached_at(phone: &PhoneNumber) -> Address {
    Address {
        phone: Some(phone.clone()),
        lid: None,
    }
}

/// Who is who while a conversation is told.
struct Telling<'a> {
    accounts: &'a [AccountId],
    contacts: &'a [ContactId],
    number: usize,
    now: Timestamp,
}

impl Telling<'_> {
    fn tell(&self, tx: &mut WriteTx<'_>, chat: &Chat) -> Result<(), StoreError> {
        let Some(&account) = self.accounts.get(chat.shop) else {
            return Ok(());
        };
        let (peer, title, speakers) = match &chat.with {
            With::Person(person) => {
                let Some(&contact) = self.contacts.get(*person) else {
                    return Ok(());
                };
                (Peer::Contact(contact), String::new(), vec![contact])
            }
            With::Group { subject, members } => {
                let speakers: Vec<ContactId> = members
                    .iter()
                    .filter_map(|&m| self.contacts.get(m).copied())
                    .collect();
                let jid = format!("1203630000{:04}@g.us", self.number);
                (Peer::Group(jid), subject.clone(), speakers)
            }
        };
        let began = self.now.plus_millis(-200 * DAY);
        let id = tx.insert_chat(
            &NewChat {
                account,
                peer,
                title,
            },
            began,
        )?;

        let length: i64 = chat.lines.iter().map(|line| line.after).sum();
        let mut at = self.now.plus_millis(-(chat.age + length) * MINUTE);
        let mut wire_ids: Vec<WireId> = Vec::with_capacity(chat.lines.len());
        for (place, line) in chat.lines.iter().enumerate() {
            at = at.plus_millis(line.after * MINUTE);
            let wire_id = WireId(format!("3EB0{:06X}{place:06X}", self.number));
            let mut message = NewMessage::new(id, at, wire_id.clone(), line.direction, line.kind);
            message.body.clone_from(&line.text);
            message.quoted = line
                .answers
                .and_then(|back| wire_ids.iter().rev().nth(back - 1).cloned());
            message.edited_at = line.edited.then(|| at.plus_millis(MINUTE));
            match line.direction {
                Direction::Incoming => {
                    let turn = place % speakers.len().max(1);
                    message.sender = speakers.get(turn).copied();
                    message.unread = place + chat.unread >= chat.lines.len();
                }
                Direction::Outgoing => message.delivery = Some(line.delivery),
            }
            tx.insert_message(&message)?;
            wire_ids.push(wire_id);
        }
        if chat.pinned {
            tx.set_chat_pinned(id, Some(self.now))?;
        }
        if chat.muted {
            tx.set_chat_muted(id, Some(FOREVER))?;
        }
        if chat.archived {
            tx.set_chat_archived(id, true)?;
        }
        Ok(())
    }
}
