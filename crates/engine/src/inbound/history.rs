//! Stretches of the past, as the phone packs them.
//!
//! A chunk is unpacked twice: what it says about people comes last in it, and is
//! handed on first, so that conversations find their people.

use std::collections::BTreeSet;

use frontdesk_domain::{
    address::Address,
    id::WireId,
    network::{
        Change, ChatChange, Content, FOREVER, GroupChange, Inbound, Key, Origin, Receipt,
        ReceiptKind, WireChat,
    },
    pairing::Account,
    receipt::Delivery,
    time::Timestamp,
};
use wa_rs::{
    wacore::history_sync::{HistorySyncStream, MAX_DECOMPRESSED},
    waproto::whatsapp::{
        self as wa, CallLogRecord, Conversation, WebMessageInfo,
        call_log_record::CallResult,
        conversation::EndOfHistoryTransferType,
        history_sync::HistorySyncType,
        web_message_info::{Status, StubType},
    },
};

use super::{
    Own, change,
    message::{self, Envelope},
};
use crate::jid;

/// So many pieces of news are handed on at once.
const PIECE: usize = 300;

/// Unpacks a chunk and hands it on piece by piece until `each` answers false.
/// False when it cannot be read.
pub(crate) fn unpack(
    own: &Account,
    chunk: &[u8],
    each: &mut dyn FnMut(Vec<Inbound>) -> bool,
) -> bool {
    let me = Own {
        address: Address {
            phone: Some(own.phone.clone()),
            lid: own.lid.clone(),
        },
    };
    let Some(rest) = rest(chunk) else {
        return false;
    };
    let mut piece = people(&rest);
    // Only the first chunk tells what is unread now.
    let counts = rest.sync_type == HistorySyncType::INITIAL_BOOTSTRAP;
    let asked = rest.sync_type == HistorySyncType::ON_DEMAND;
    piece.extend(
        rest.call_log_records
            .iter()
            .filter_map(|call| called(&me, call)),
    );
    let mut stream = HistorySyncStream::new(chunk, MAX_DECOMPRESSED);
    let mut conversation = Conversation::default();
    loop {
        match stream.next_conversation_into(&mut conversation) {
            Ok(true) => {
                piece.extend(conversation_news(&me, &conversation, counts));
                piece.extend(reached(&conversation, asked));
            }
            Ok(false) => break,
            Err(_) => return false,
        }
        while piece.len() >= PIECE {
            let later = piece.split_off(PIECE);
            if !each(std::mem::replace(&mut piece, later)) {
                return true;
            }
        }
    }
    if stream.skipped_conversations() > 0 {
        tracing::warn!(
            count = stream.skipped_conversations(),
            "Conversations of the past could not be read"
        );
    }
    if !piece.is_empty() {
        each(piece);
    }
    true
}

/// Everything in a chunk besides its conversations.
fn rest(chunk: &[u8]) -> Option<wa::HistorySync> {
    let mut stream = HistorySyncStream::new(chunk, MAX_DECOMPRESSED);
    while stream.next_conversation_bytes().ok()?.is_some() {}
    stream.remainder().ok()
}

fn people(rest: &wa::HistorySync) -> Vec<Inbound> {
    let same = rest.phone_number_to_lid_mappings.iter().filter_map(|pair| {
        both(pair.pn_jid.as_deref(), pair.lid_jid.as_deref()).map(Inbound::SamePerson)
    });
    let names = rest.pushnames.iter().filter_map(|entry| {
        let name = entry.pushname.clone().filter(|name| !name.is_empty())?;
        Some(Inbound::Named {
            who: jid::parse(entry.id.as_deref()?)?,
            name,
            saved: false,
        })
    });
    same.chain(names).collect()
}

/// A person known by number and by LID.
fn both(number: Option<&str>, lid: Option<&str>) -> Option<Address> {
    let known = [number?.parse().ok()?, lid?.parse().ok()?];
    jid::address(&known).filter(|known| known.phone.is_some() && known.lid.is_some())
}

/// How far back a stretch leads. It comes behind the stretch itself.
fn reached(conversation: &Conversation, asked: bool) -> Option<Inbound> {
    let told = conversation.end_of_history_transfer_type;
    // Older phones only say that they are through with it.
    let nothing_more = told
        == Some(EndOfHistoryTransferType::COMPLETE_AND_NO_MORE_MESSAGE_REMAIN_ON_PRIMARY)
        || (asked && told.is_none() && conversation.messages.is_empty());
    if !asked && !nothing_more {
        return None;
    }
    Some(Inbound::Past {
        chat: place(conversation)?,
        asked,
        complete: nothing_more,
    })
}

/// Which conversation it is.
fn place(conversation: &Conversation) -> Option<WireChat> {
    let jid = conversation.id.parse().ok()?;
    let other = conversation
        .pn_jid
        .as_deref()
        .or(conversation.lid_jid.as_deref())
        .and_then(|other| other.parse().ok());
    jid::chat(&jid, other.as_ref())
}

fn conversation_news(me: &Own, conversation: &Conversation, counts: bool) -> Vec<Inbound> {
    let Some(chat) = place(conversation) else {
        return Vec::new();
    };
    let mut news = about(&chat, conversation);
    let unread = if counts {
        unread(conversation)
    } else {
        BTreeSet::new()
    };
    for (index, entry) in conversation.messages.iter().enumerate() {
        if let Some(past) = entry.message.as_option() {
            let read = !unread.contains(&index);
            news.extend(past_message(
                me,
                &chat,
                past,
                read,
                conversation.ephemeral_expiration,
            ));
        }
    }
    news
}

/// What the phone knows of a conversation besides its messages.
fn about(chat: &WireChat, conversation: &Conversation) -> Vec<Inbound> {
    let mut news = Vec::new();
    let name = conversation
        .name
        .clone()
        .or_else(|| conversation.display_name.clone())
        .filter(|name| !name.is_empty());
    match chat {
        WireChat::Person(who) => {
            if who.phone.is_some() && who.lid.is_some() {
                news.push(Inbound::SamePerson(who.clone()));
            }
            news.extend(name.map(|name| Inbound::Named {
                who: who.clone(),
                name,
                saved: conversation.name.is_some(),
            }));
        }
        WireChat::Group(group) => {
            let of = |change| Inbound::Group {
                group: group.clone(),
                change,
            };
            news.extend(name.map(|name| of(GroupChange::Subject(name))));
            let members: Vec<Address> = conversation
                .participant
                .iter()
                .filter_map(|member| jid::parse(&member.user_jid))
                .collect();
            if !members.is_empty() {
                news.push(of(GroupChange::Members(members)));
            }
        }
    }
    let at = seconds(conversation.conversation_timestamp.unwrap_or(0));
    let settings = [
        conversation
            .pinned
            .filter(|pinned| *pinned > 0)
            .map(|_| ChatChange::Pinned(true)),
        conversation
            .archived
            .filter(|archived| *archived)
            .map(ChatChange::Archived),
        conversation
            .mute_end_time
            .filter(|end| *end > 0)
            .map(|end| ChatChange::Muted(Some(muted_until(end)))),
        conversation
            .marked_as_unread
            .filter(|unread| *unread)
            .map(|_| ChatChange::Read(false)),
    ];
    news.extend(settings.into_iter().flatten().map(|change| Inbound::Chat {
        chat: chat.clone(),
        change,
        at,
    }));
    news
}

/// The phone counts in milliseconds here, and says "never" with a huge number.
fn muted_until(end: u64) -> Timestamp {
    i64::try_from(end)
        .ok()
        .map(Timestamp)
        .filter(|end| *end < FOREVER)
        .unwrap_or(FOREVER)
}

/// Which of a conversation's messages are unread: its newest ones of others.
fn unread(conversation: &Conversation) -> BTreeSet<usize> {
    let count = conversation.unread_count.unwrap_or(0);
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    let mut theirs: Vec<(u64, usize)> = conversation
        .messages
        .iter()
        .enumerate()
        .filter_map(|(index, entry)| {
            let past = entry.message.as_option()?;
            let theirs = past.key.from_me != Some(true) && past.message.is_set();
            theirs.then(|| (past.message_timestamp.unwrap_or(0), index))
        })
        .collect();
    theirs.sort_unstable_by(|a, b| b.cmp(a));
    theirs
        .into_iter()
        .take(count)
        .map(|(_, index)| index)
        .collect()
}

/// One message of the past, with everything that happened to it since.
fn past_message(
    me: &Own,
    chat: &WireChat,
    past: &WebMessageInfo,
    read: bool,
    disappears_after: Option<u32>,
) -> Vec<Inbound> {
    let Some(key) = key(me, chat, past) else {
        return Vec::new();
    };
    let ours = key.sender.is_none();
    let envelope = Envelope {
        key: key.clone(),
        at: seconds(past.message_timestamp.unwrap_or(0)),
        origin: Origin::History,
        sender_name: past.push_name.clone().filter(|name| !name.is_empty()),
        disappears_after: past.ephemeral_duration.or(disappears_after),
        read: read || ours,
        delivery: past.status.filter(|_| ours).and_then(delivery),
    };
    let at = envelope.at;
    let mut news = match past.message.as_option() {
        Some(message) => message::news(me, envelope, message, None),
        None => entry(envelope, past).into_iter().collect(),
    };
    news.extend(happened(me, &key, past, at));
    if ours {
        news.extend(receipts(&key, past));
    }
    news
}

fn key(me: &Own, chat: &WireChat, past: &WebMessageInfo) -> Option<Key> {
    let named = past.key.as_option()?;
    let id = named.id.clone().filter(|id| !id.is_empty())?;
    let sender = if named.from_me == Some(true) {
        None
    } else {
        let author = past.participant.as_deref().or(named.participant.as_deref());
        match (author.and_then(jid::parse), chat) {
            (Some(author), _) => me.other(author),
            (None, WireChat::Person(other)) => me.other(other.clone()),
            // Whose it is cannot be told, and it is certainly not ours.
            (None, WireChat::Group(_)) => return None,
        }
    };
    Some(Key {
        chat: chat.clone(),
        sender,
        id: WireId(id),
    })
}

/// An entry without a message: something that happened to the group or chat.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "two hundred kinds of notes about encryption, business accounts and payments"
)]
fn entry(envelope: Envelope, past: &WebMessageInfo) -> Option<Inbound> {
    let kind = past.message_stub_type?;
    let values = &past.message_stub_parameters;
    let people = || values.iter().filter_map(|one| jid::parse(one)).collect();
    let event = |what: &str| Content::Event {
        what: what.to_owned(),
        who: Vec::new(),
        value: values.first().cloned().unwrap_or_default(),
    };
    let about = |what: &str| Content::Event {
        what: what.to_owned(),
        who: people(),
        value: String::new(),
    };
    let missed = |video| Content::Call {
        video,
        missed: true,
        seconds: None,
    };
    let content = match kind {
        StubType::REVOKE => Content::Deleted,
        StubType::CIPHERTEXT => Content::Undecryptable,
        StubType::GROUP_CREATE => event("create"),
        StubType::GROUP_DELETE => event("delete"),
        StubType::GROUP_CHANGE_SUBJECT => event("subject"),
        StubType::GROUP_CHANGE_DESCRIPTION => event("description"),
        StubType::GROUP_PARTICIPANT_ADD => about("add"),
        StubType::GROUP_PARTICIPANT_REMOVE => about("remove"),
        StubType::GROUP_PARTICIPANT_LEAVE => about("leave"),
        StubType::GROUP_PARTICIPANT_PROMOTE => about("promote"),
        StubType::GROUP_PARTICIPANT_DEMOTE => about("demote"),
        StubType::GROUP_PARTICIPANT_INVITE => about("joinedByLink"),
        StubType::GROUP_PARTICIPANT_CHANGE_NUMBER | StubType::INDIVIDUAL_CHANGE_NUMBER => {
            about("numberChanged")
        }
        StubType::CHANGE_EPHEMERAL_SETTING => event("ephemeral"),
        StubType::CALL_MISSED_VOICE | StubType::CALL_MISSED_GROUP_VOICE => missed(false),
        StubType::CALL_MISSED_VIDEO | StubType::CALL_MISSED_GROUP_VIDEO => missed(true),
        _ => return None,
    };
    Some(message::bare(envelope, content))
}

/// What happened to a message until the phone packed it.
fn happened(me: &Own, key: &Key, past: &WebMessageInfo, at: Timestamp) -> Vec<Inbound> {
    let done = |by: Key, time: Option<i64>, change| Inbound::Changed {
        target: key.clone(),
        by,
        at: time.filter(|time| *time > 0).map_or(at, Timestamp),
        change,
    };
    let reactions = past.reactions.iter().filter_map(|reaction| {
        let by = author(me, &key.chat, reaction.key.as_option()?)?;
        let emoji = reaction.text.clone()?;
        Some(done(
            by,
            reaction.sender_timestamp_ms,
            Change::Reacted { emoji },
        ))
    });
    let votes = past.poll_updates.iter().filter_map(|update| {
        let by = author(me, &key.chat, update.poll_update_message_key.as_option()?)?;
        let choices = update.vote.as_option()?.selected_options.clone();
        Some(done(
            by,
            update.sender_timestamp_ms,
            Change::Voted { choices },
        ))
    });
    let star = (past.starred == Some(true)).then(|| {
        let by = Key {
            sender: None,
            ..key.clone()
        };
        done(by, None, Change::Starred(true))
    });
    reactions.chain(votes).chain(star).collect()
}

/// Whose reaction or vote it is. These names are written from the account's own
/// side.
fn author(me: &Own, chat: &WireChat, named: &wa::MessageKey) -> Option<Key> {
    let ours = Key {
        chat: chat.clone(),
        sender: None,
        id: WireId(String::new()),
    };
    change::named(me, &ours, named)
}

fn receipts(key: &Key, past: &WebMessageInfo) -> Vec<Inbound> {
    past.user_receipt
        .iter()
        .flat_map(|receipt| {
            let who = jid::parse(&receipt.user_jid);
            let times = [
                (receipt.receipt_timestamp, ReceiptKind::Delivered),
                (receipt.read_timestamp, ReceiptKind::Read),
                (receipt.played_timestamp, ReceiptKind::Played),
            ];
            times.into_iter().filter_map(move |(time, kind)| {
                let time = u64::try_from(time?).ok().filter(|time| *time > 0)?;
                Some(Inbound::Receipt(Receipt {
                    chat: key.chat.clone(),
                    who: who.clone()?,
                    ids: vec![key.id.clone()],
                    kind,
                    at: seconds(time),
                }))
            })
        })
        .collect()
}

const fn delivery(status: Status) -> Option<Delivery> {
    match status {
        Status::SERVER_ACK => Some(Delivery::Sent),
        Status::DELIVERY_ACK => Some(Delivery::Delivered),
        Status::READ => Some(Delivery::Read),
        Status::PLAYED => Some(Delivery::Played),
        // It never left the phone, or is stuck there.
        Status::ERROR | Status::PENDING => None,
    }
}

/// A call of the past.
fn called(me: &Own, call: &CallLogRecord) -> Option<Inbound> {
    let creator = call.call_creator_jid.as_deref().and_then(jid::parse);
    let incoming = call.is_incoming == Some(true);
    let chat = match call.group_jid.as_deref().and_then(jid::parse_chat) {
        Some(group) => group,
        None if incoming => WireChat::Person(creator.clone()?),
        None => {
            let called = call.participants.first()?.user_jid.as_deref()?;
            WireChat::Person(jid::parse(called)?)
        }
    };
    let missed = matches!(
        call.call_result,
        Some(CallResult::MISSED | CallResult::UNAVAILABLE | CallResult::CANCELLED)
    );
    let envelope = Envelope {
        key: Key {
            chat,
            sender: creator.filter(|_| incoming).and_then(|one| me.other(one)),
            id: WireId(call.call_id.clone()?),
        },
        at: millis_or_seconds(call.start_time.unwrap_or(0)),
        origin: Origin::History,
        sender_name: None,
        disappears_after: None,
        read: true,
        delivery: None,
    };
    let content = Content::Call {
        video: call.is_video == Some(true),
        missed: missed && incoming,
        seconds: call
            .duration
            .and_then(|seconds| u32::try_from(seconds).ok())
            .filter(|seconds| *seconds > 0),
    };
    Some(message::bare(envelope, content))
}

fn seconds(seconds: u64) -> Timestamp {
    Timestamp(i64::try_from(seconds.saturating_mul(1_000)).unwrap_or(i64::MAX))
}

/// Phones of different kinds count the beginning of calls differently.
const fn millis_or_seconds(time: i64) -> Timestamp {
    const YEAR_2286_IN_SECONDS: i64 = 10_000_000_000;
    if time < YEAR_2286_IN_SECONDS {
        Timestamp(time.saturating_mul(1_000))
    } else {
        Timestamp(time)
    }
}
