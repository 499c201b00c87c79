//! What is queued, in the form in which the network takes it.

use frontdesk_domain::{
    address::Address,
    id::{AccountId, ChatId, MessageId},
    message::MessageKind,
    network::{self, Behind, ChatChange, Key, MessageMark, OutgoingBody, OutgoingQuote, WireChat},
    outbox::{DELETABLE_FOR, EDITABLE_FOR, Stuck},
    time::Timestamp,
};
use frontdesk_store::{Message, Outgoing, Peer, ReadTx, Sending, StoreError, undecryptable};

use super::{Named, Tell};
use crate::stored::{Body, Extra, StoredOption, Who, facts, kind_of_file};

/// How long after its time an edit may still wait for a connection.
const GRACE: i64 = 60_000;

/// What a telling asks of the client.
pub(super) enum Act {
    Read {
        keys: Vec<Key>,
        quietly: bool,
    },
    Change {
        chat: WireChat,
        change: ChatChange,
        last: Option<Behind>,
    },
    Block {
        chat: ChatId,
        who: Address,
        on: bool,
    },
    Mark {
        key: Key,
        at: Timestamp,
        mark: MessageMark,
    },
}

/// Writes a letter, or says why there can be none.
pub(super) fn write(
    tx: &ReadTx<'_>,
    outgoing: &Outgoing,
    now: Timestamp,
) -> Result<Result<network::Outgoing, Stuck>, StoreError> {
    let Some(message) = tx.message(outgoing.message)? else {
        return Ok(Err(Stuck::TargetGone));
    };
    let Some(chat) = wire_chat(tx, message.chat)? else {
        return Ok(Err(Stuck::NobodyThere));
    };
    let is_late = |allowed: i64| now > message.at.plus_millis(allowed + GRACE);
    let body = match &outgoing.body {
        Sending::Message if message.kind != MessageKind::Text => match file(tx, &message)? {
            Some(file) => file,
            None => return Ok(Err(Stuck::Unsendable)),
        },
        Sending::Message => text(tx, &message)?,
        Sending::Poll { secret } => match poll_of(&message) {
            Some((options, choices)) => OutgoingBody::Poll {
                question: message.body.clone(),
                options: options.into_iter().map(|option| option.name).collect(),
                choices,
                secret: *secret,
            },
            None => return Ok(Err(Stuck::Unsendable)),
        },
        Sending::Edit { .. } if is_late(EDITABLE_FOR) => return Ok(Err(Stuck::TooLate)),
        Sending::Delete if is_late(DELETABLE_FOR) => return Ok(Err(Stuck::TooLate)),
        Sending::Edit { text } => OutgoingBody::Edit {
            target: key(tx, &message, &chat)?,
            text: text.clone(),
        },
        Sending::Delete => OutgoingBody::Delete {
            target: key(tx, &message, &chat)?,
        },
        Sending::Reaction { emoji } => OutgoingBody::Reaction {
            target: key(tx, &message, &chat)?,
            emoji: emoji.clone(),
        },
        Sending::Vote { choices } => match poll_of(&message) {
            Some((options, _)) => OutgoingBody::Vote {
                target: key(tx, &message, &chat)?,
                choices: choices
                    .iter()
                    .filter_map(|place| options.get(usize::try_from(*place).ok()?))
                    .map(StoredOption::to_option)
                    .collect(),
            },
            None => return Ok(Err(Stuck::Unsendable)),
        },
    };
    Ok(Ok(network::Outgoing {
        id: outgoing.wire_id.clone(),
        chat,
        body,
    }))
}

/// What is still to be told, and how. Without a way, what it was about is gone.
pub(super) fn tellings(
    tx: &ReadTx<'_>,
    account: AccountId,
) -> Result<Vec<(i64, Option<Act>)>, StoreError> {
    let quietly = !tx.settings()?.read_receipts;
    tx.tellings::<Tell>(account)?
        .into_iter()
        .map(|telling| Ok((telling.id, act(tx, telling.chat, telling.what, quietly)?)))
        .collect()
}

fn act(
    tx: &ReadTx<'_>,
    chat: ChatId,
    what: Tell,
    quietly: bool,
) -> Result<Option<Act>, StoreError> {
    let Some(wire) = wire_chat(tx, chat)? else {
        return Ok(None);
    };
    let change = match what {
        Tell::Read { messages } => {
            let keys = messages
                .into_iter()
                .map(|id: MessageId| match tx.message(id)? {
                    // The server would take the receipt of what could not be
                    // decrypted for its delivery, and not send it again.
                    Some(message) if message.meta == Some(undecryptable()) => Ok(None),
                    Some(message) => key(tx, &message, &wire).map(Some),
                    None => Ok(None),
                })
                .collect::<Result<Vec<_>, StoreError>>()?;
            let keys: Vec<Key> = keys.into_iter().flatten().collect();
            return Ok((!keys.is_empty()).then_some(Act::Read { keys, quietly }));
        }
        Tell::MarkedRead { read } => ChatChange::Read(read),
        Tell::Pinned { on } => ChatChange::Pinned(on),
        Tell::Muted { until } => ChatChange::Muted(until),
        Tell::Archived { on } => ChatChange::Archived(on),
        Tell::Blocked { on } => {
            return Ok(match wire {
                WireChat::Person(who) => Some(Act::Block { chat, who, on }),
                WireChat::Group(_) => None,
            });
        }
        Tell::Starred { message, on } => {
            return Ok(Some(mark(wire, message, MessageMark::Starred(on))));
        }
        Tell::DeletedForMe { message } => {
            return Ok(Some(mark(wire, message, MessageMark::Deleted)));
        }
    };
    let newest = match tx.chat(chat)?.and_then(|chat| chat.last_message) {
        Some(id) => tx.message(id)?,
        None => None,
    };
    let last = match newest {
        Some(message) => Some(Behind {
            key: key(tx, &message, &wire)?,
            at: message.at,
        }),
        None => None,
    };
    Ok(Some(Act::Change {
        chat: wire,
        change,
        last,
    }))
}

fn mark(chat: WireChat, message: Named, mark: MessageMark) -> Act {
    Act::Mark {
        key: Key {
            chat,
            sender: message.sender.as_ref().map(Who::address),
            id: message.id,
        },
        at: message.at,
        mark,
    }
}

/// A conversation as the network names it; nothing where no address is known.
pub(crate) fn wire_chat(tx: &ReadTx<'_>, chat: ChatId) -> Result<Option<WireChat>, StoreError> {
    Ok(match tx.chat(chat)?.map(|chat| chat.peer) {
        Some(Peer::Group(jid)) => Some(WireChat::Group(jid)),
        Some(Peer::Contact(contact)) => tx
            .contact(contact)?
            .map(|contact| contact.address)
            .filter(|address| address.phone.is_some() || address.lid.is_some())
            .map(WireChat::Person),
        None => None,
    })
}

pub(crate) fn key(tx: &ReadTx<'_>, message: &Message, chat: &WireChat) -> Result<Key, StoreError> {
    let sender = match message.sender {
        Some(contact) => tx.contact(contact)?.map(|contact| contact.address),
        None => None,
    };
    Ok(Key {
        chat: chat.clone(),
        sender,
        id: message.wire_id.clone(),
    })
}

fn text(tx: &ReadTx<'_>, message: &Message) -> Result<OutgoingBody, StoreError> {
    let extra = Extra::of(message);
    Ok(OutgoingBody::Text {
        text: message.body.clone(),
        quote: quote(tx, message, &extra)?,
        mentions: extra.mentions.iter().map(Who::address).collect(),
        forwarded: extra.forwarded,
    })
}

/// A file that was passed on: nothing of it is here but what its message told.
fn file(tx: &ReadTx<'_>, message: &Message) -> Result<Option<OutgoingBody>, StoreError> {
    let Some(media) = tx.media(message.id)? else {
        return Ok(None);
    };
    Ok(
        kind_of_file(message.kind, &media).map(|kind| OutgoingBody::File {
            kind,
            caption: message.body.clone(),
            facts: Box::new(facts(&media)),
            forwarded: Extra::of(message).forwarded,
        }),
    )
}

fn quote(
    tx: &ReadTx<'_>,
    message: &Message,
    extra: &Extra,
) -> Result<Option<OutgoingQuote>, StoreError> {
    let Some(wire_id) = &message.quoted else {
        return Ok(None);
    };
    let Some(chat) = wire_chat(tx, message.chat)? else {
        return Ok(None);
    };
    if let Some(quoted) = tx.message_by_wire_id(message.chat, wire_id)? {
        return Ok(Some(OutgoingQuote {
            key: key(tx, &quoted, &chat)?,
            payload: tx.message_payload(quoted.id)?,
            text: quoted.body,
        }));
    }
    // It was deleted here meanwhile; what the row remembers has to do.
    Ok(extra.quote.as_ref().map(|told| OutgoingQuote {
        key: Key {
            chat,
            sender: told.sender.as_ref().map(Who::address),
            id: wire_id.clone(),
        },
        text: told.preview.clone(),
        payload: None,
    }))
}

fn poll_of(message: &Message) -> Option<(Vec<StoredOption>, u32)> {
    match Extra::of(message).body {
        Some(Body::Poll { options, choices }) => Some((options, choices)),
        Some(_) | None => None,
    }
}
