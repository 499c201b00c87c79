//! News in every order, twice and too early, on a real store.

mod orders;
mod stories;

use frontdesk_domain::{
    address::{Address, Lid, PhoneNumber},
    id::{AccountId, ChatId, WireId},
    network::{
        Arrival, Change, Content, Inbound, Key, Origin, Quoted, Receipt, ReceiptKind, WireChat,
    },
    secret::Secret,
    slot::SlotNumber,
    time::Timestamp,
};
use frontdesk_store::{NewAccount, Peer, Place, Store};
use tempfile::TempDir;

use super::{Kept, keep};
use crate::{
    thread::{Names, row},
    view::message::{Content as Shown, MessageRow},
};

/// Saturday, 14 March 2026, 10:00 UTC.
const NOW: Timestamp = Timestamp(1_773_482_400_000);
const GROUP: &str = "120363000000@g.us";

/// A store with one linked account.
struct Desk {
    folder: TempDir,
    store: Store,
    own: AccountId,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store =
            Store::create(&Place::in_dir(folder.path()), &Secret::new([7; 32]), NOW).unwrap();
        let own = store
            .write(|tx| {
                let account = tx.insert_account(
                    &NewAccount {
                        address: both("15550001111", "9001"),
                        display_name: "Corner Shop".to_owned(),
                        linked_at: Some(NOW),
                    },
                    NOW,
                )?;
                tx.set_slot_account(SlotNumber::ALL[0], Some(account))?;
                Ok(account)
            })
            .wait()
            .unwrap();
        Self { folder, store, own }
    }

    /// As after a crash of the program: what was not committed is gone.
    fn reopen(self) -> Self {
        let Self { folder, store, own } = self;
        drop(store);
        let store = Store::open(
            &Place::in_dir(folder.path()),
            &Secret::new([7; 32]),
            NOW,
            &mut |_| {},
        )
        .unwrap();
        Self { folder, store, own }
    }

    fn keep(&self, news: Vec<Inbound>) -> Kept {
        self.keep_at(news, NOW)
    }

    fn keep_at(&self, news: Vec<Inbound>, now: Timestamp) -> Kept {
        let own = self.own;
        self.store
            .write(move |tx| keep(tx, own, &news, now))
            .wait()
            .unwrap()
    }

    fn chat(&self, chat: &WireChat) -> ChatId {
        let (own, chat) = (self.own, chat.clone());
        self.store
            .read(move |tx| {
                let peer = match chat {
                    WireChat::Person(address) => {
                        Peer::Contact(tx.contact_by_address(&address)?.expect("somebody"))
                    }
                    WireChat::Group(jid) => Peer::Group(jid),
                };
                Ok(tx.chat_with(own, &peer)?.expect("a conversation"))
            })
            .unwrap()
    }

    /// What a person would see of a conversation.
    fn thread(&self, chat: &WireChat) -> String {
        let id = self.chat(chat);
        self.store
            .read(|tx| {
                let mut text = String::new();
                let page = tx.messages_before(id, None, 1_000)?;
                let first_unread = tx.first_unread(id)?;
                let mut names = Names::new(tx);
                for message in page.rows {
                    if first_unread == Some(message.id) {
                        text.push_str("--- unread ---\n");
                    }
                    let row = row(&mut names, message)?;
                    text.push_str(&line(&row));
                    text.push('\n');
                }
                Ok(text)
            })
            .unwrap()
    }

    fn unread(&self, chat: &WireChat) -> u32 {
        let id = self.chat(chat);
        self.store
            .read(|tx| Ok(tx.chat(id)?.expect("a conversation").unread))
            .unwrap()
    }
}

fn line(row: &MessageRow) -> String {
    let who = row.sender.as_ref().map_or("Me", |sender| &sender.name);
    let mut text = format!("{who}: ");
    if let Some(quote) = &row.quote {
        text.push_str(&format!(
            "[{}: {}] ",
            quote.sender.as_deref().unwrap_or("Me"),
            quote.preview
        ));
    }
    match &row.content {
        Shown::Text => text.push_str(&row.text),
        Shown::Media {
            voice,
            mime,
            file_name,
            seconds,
            thumbnail,
            ..
        } => {
            text.push_str(&format!("<{:?} {mime} {file_name}", row.kind));
            if *voice {
                text.push_str(&format!(" voice {seconds}s"));
            }
            if thumbnail.is_some() {
                text.push_str(" thumbnail");
            }
            text.push_str(&format!("> {}", row.text));
        }
        Shown::Poll {
            question, options, ..
        } => {
            text.push_str(&format!("<poll> {question}"));
            for option in options {
                let mine = if option.mine { " mine" } else { "" };
                text.push_str(&format!(
                    " | {} {}{mine} {}",
                    option.name,
                    option.votes,
                    option.who.join("+")
                ));
            }
        }
        Shown::Deleted { by, .. } => {
            text.push_str("<deleted>");
            if let Some(by) = by {
                text.push_str(&format!(" by {by}"));
            }
        }
        other @ (Shown::Location { .. }
        | Shown::Cards { .. }
        | Shown::Call { .. }
        | Shown::Event { .. }
        | Shown::Undecryptable
        | Shown::Unsupported { .. }) => text.push_str(&format!("<{other:?}>")),
    }
    if row.edited_at.is_some() {
        text.push_str(&format!(" (edited, {} before)", row.earlier_versions));
    }
    for reaction in &row.reactions {
        let mine = if reaction.mine { "me" } else { "" };
        text.push_str(&format!(
            " {{{} {}{mine}}}",
            reaction.emoji,
            reaction.who.join("+")
        ));
    }
    if row.starred {
        text.push_str(" ★");
    }
    if let Some(delivery) = row.delivery {
        text.push_str(&format!(" {delivery:?}"));
    }
    text
}

fn phone(digits: &str) -> Address {
    Address {
        phone: Some(PhoneNumber::parse(digits).unwrap()),
        lid: None,
    }
}

fn lid(lid: &str) -> Address {
    Address {
        phone: None,
        lid: Some(Lid(lid.to_owned())),
    }
}

fn both(digits: &str, name: &str) -> Address {
    Address {
        phone: phone(digits).phone,
        lid: lid(name).lid,
    }
}

fn with(address: Address) -> WireChat {
    WireChat::Person(address)
}

fn group() -> WireChat {
    WireChat::Group(GROUP.to_owned())
}

fn key(chat: WireChat, sender: Option<Address>, id: &str) -> Key {
    Key {
        chat,
        sender,
        id: WireId(id.to_owned()),
    }
}

/// Seconds before now.
fn ago(seconds: i64) -> Timestamp {
    Timestamp(NOW.0 - seconds * 1_000)
}

fn arrival(key: Key, at: Timestamp, content: Content) -> Arrival {
    Arrival {
        key,
        at,
        origin: Origin::Live,
        sender_name: None,
        content,
        quoted: None,
        mentions: Vec::new(),
        forwarded: false,
        disappears_after: None,
        view_once: false,
        payload: b"as it came".to_vec(),
        read: false,
        delivery: None,
    }
}

fn says(key: Key, at: Timestamp, text: &str) -> Inbound {
    Inbound::Arrived(Box::new(arrival(key, at, Content::Text(text.to_owned()))))
}

fn happens(target: Key, by: Key, at: Timestamp, change: Change) -> Inbound {
    Inbound::Changed {
        target,
        by,
        at,
        change,
    }
}

fn receipt(
    chat: WireChat,
    who: Address,
    ids: &[&str],
    kind: ReceiptKind,
    at: Timestamp,
) -> Inbound {
    Inbound::Receipt(Receipt {
        chat,
        who,
        ids: ids.iter().map(|id| WireId((*id).to_owned())).collect(),
        kind,
        at,
    })
}

fn quoting(id: &str, sender: Option<Address>, preview: &str) -> Option<Quoted> {
    Some(Quoted {
        id: WireId(id.to_owned()),
        sender,
        preview: preview.to_owned(),
    })
}
