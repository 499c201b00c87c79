//! The content of the store as a person would tell it: conversations with
//! their messages in order, what happened to them, and what waits to be sent.
//!
//! Rows are named by what they are, never by the number they got. The time of a
//! message is the one that its sender gave it, in seconds; no other time is told.

use std::collections::BTreeMap;

use frontdesk_domain::{
    address::Address,
    id::{AccountId, ChatId, ContactId},
    outbox::QueueState,
};
use frontdesk_store::{ChangeKind, Message, Peer, ReadTx, Sending, StoreError};
use serde_json::{Value, json};

/// Messages that are read in one go.
const PAGE: usize = 500;

/// Everything.
pub(crate) fn book(tx: &ReadTx<'_>) -> Result<Value, StoreError> {
    let mut chats = Vec::new();
    for id in tx.chat_ids()? {
        let Some(chat) = tx.chat(id)? else { continue };
        let messages = messages(tx, id)?
            .iter()
            .map(|message| told(tx, message))
            .collect::<Result<Vec<_>, _>>()?;
        chats.push(json!({
            "account": account(tx, chat.account)?,
            "with": with(tx, &chat.peer)?,
            "title": chat.title,
            "hidden": chat.hidden,
            "unread": chat.unread,
            "messages": messages,
        }));
    }
    Ok(json!({ "chats": chats, "outbox": outbox(tx)? }))
}

/// What waits to be sent, in order.
pub(crate) fn outbox(tx: &ReadTx<'_>) -> Result<Vec<Value>, StoreError> {
    let mut waiting = Vec::new();
    for stored in tx.accounts()? {
        for chat in tx.chat_ids()? {
            let Some(row) = tx.chat(chat)?.filter(|row| row.account == stored.id) else {
                continue;
            };
            for message in messages(tx, chat)? {
                for one in tx.outgoing_of(message.id)? {
                    waiting.push((
                        one.id,
                        json!({
                            "account": account(tx, stored.id)?,
                            "with": with(tx, &row.peer)?,
                            "id": one.wire_id,
                            "about": message.wire_id,
                            "what": what(&one.body),
                            "state": state(one.state),
                            "reason": one.reason,
                            "handed": one.handed,
                        }),
                    ));
                }
            }
        }
    }
    waiting.sort_by_key(|(id, _)| *id);
    Ok(waiting.into_iter().map(|(_, told)| told).collect())
}

fn messages(tx: &ReadTx<'_>, chat: ChatId) -> Result<Vec<Message>, StoreError> {
    let mut all = Vec::new();
    let mut page = tx.messages_before(chat, None, PAGE)?;
    loop {
        let oldest = page.rows.first().map(|row| row.id);
        page.rows.append(&mut all);
        all = page.rows;
        if !page.more_before {
            return Ok(all);
        }
        page = tx.messages_before(chat, oldest, PAGE)?;
    }
}

fn told(tx: &ReadTx<'_>, message: &Message) -> Result<Value, StoreError> {
    let mut edits = Vec::new();
    let mut reactions = BTreeMap::new();
    let mut deleted = false;
    for change in tx.message_changes(&message.key())? {
        let actor = person(tx, change.actor)?;
        match change.kind {
            ChangeKind::Edit => edits.push((change.at, change.value)),
            ChangeKind::Reaction if !change.value.is_empty() => {
                reactions.insert(actor, change.value);
            }
            ChangeKind::Deleted => deleted = true,
            ChangeKind::Reaction
            | ChangeKind::Original
            | ChangeKind::Hidden
            | ChangeKind::Vote
            | ChangeKind::Star => {}
        }
    }
    edits.sort();
    let edits: Vec<String> = edits.into_iter().map(|(_, text)| text).collect();
    let mut receipts = BTreeMap::new();
    for receipt in tx.receipts(message.chat, &message.wire_id)? {
        let step = if receipt.read_at.is_some() {
            "read"
        } else {
            "delivered"
        };
        receipts.insert(person(tx, Some(receipt.contact))?, step);
    }
    Ok(json!({
        "id": message.wire_id,
        "from": person(tx, message.sender)?,
        "kind": message.kind,
        "text": message.body,
        "at": message.at.0.div_euclid(1_000),
        "quoted": message.quoted,
        "delivery": message.delivery,
        "edits": edits,
        "deleted": deleted,
        "reactions": reactions,
        "receipts": receipts,
    }))
}

fn with(tx: &ReadTx<'_>, peer: &Peer) -> Result<String, StoreError> {
    match peer {
        Peer::Contact(contact) => person(tx, Some(*contact)),
        Peer::Group(jid) => Ok(jid.clone()),
    }
}

/// A person by number, else by LID; nobody is the account itself.
fn person(tx: &ReadTx<'_>, contact: Option<ContactId>) -> Result<String, StoreError> {
    let Some(contact) = contact else {
        return Ok("me".to_owned());
    };
    let known = tx.contact(contact)?.map(|contact| contact.address);
    Ok(named(known.as_ref()))
}

fn account(tx: &ReadTx<'_>, id: AccountId) -> Result<String, StoreError> {
    let known = tx.account(id)?.map(|account| account.address);
    Ok(named(known.as_ref()))
}

fn named(address: Option<&Address>) -> String {
    match address {
        Some(Address {
            phone: Some(phone), ..
        }) => phone.digits().to_owned(),
        Some(Address { lid: Some(lid), .. }) => format!("lid {}", lid.0),
        Some(_) | None => "nobody".to_owned(),
    }
}

const fn what(body: &Sending) -> &'static str {
    match body {
        Sending::Message => "message",
        Sending::Poll { .. } => "poll",
        Sending::Edit { .. } => "edit",
        Sending::Delete => "delete",
        Sending::Reaction { .. } => "reaction",
        Sending::Vote { .. } => "vote",
    }
}

const fn state(state: QueueState) -> &'static str {
    match state {
        QueueState::Ready { .. } => "ready",
        QueueState::InFlight { .. } => "in_flight",
        QueueState::Stuck => "stuck",
    }
}
