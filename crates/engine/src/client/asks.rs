//! What the application asks of the server besides sending messages.

use std::{sync::Arc, time::Duration};

use frontdesk_domain::{
    address::PhoneNumber,
    network::{Behind, ChatChange, FOREVER, Key, MessageMark, SendError, WireChat},
    pairing::PairCodeAnswer,
    session::Notice,
    time::Timestamp,
};
use wa_rs::{
    Client as Engine, Jid, NodeBuilder,
    chrono::DateTime,
    features::{SyncActionMessageRange, message_range},
    pair_code::PairCodeOptions,
    request::IqError,
    types::message::{MessageInfo, MessageSource},
    wacore::iq::{devices::RemoveCompanionDeviceSpec, keepalive::KeepaliveSpec},
};

use super::{sends, shared::Shared};
use crate::{
    jid,
    outbound::{error, key},
};

/// Longer than the supervisor waits for an answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(45);

/// As many ids as fit into one receipt.
const IDS_PER_RECEIPT: usize = 256;

/// Asks the server for a sign of life.
pub(super) async fn probe(shared: Arc<Shared>) {
    let Some(engine) = shared.engine() else {
        return;
    };
    let asked_at = shared.parts.mono();
    let answer = engine
        .execute(KeepaliveSpec::with_timeout(ANSWER_WITHIN))
        .await;
    // A refusal is an answer too.
    if matches!(answer, Ok(()) | Err(IqError::ServerError { .. })) {
        shared.teller.round_trip(asked_at);
    }
}

/// Tells the server that the link ends. It may confirm by throwing us out.
pub(super) async fn log_out(shared: Arc<Shared>) {
    shared.logout_asked();
    let told = match shared.engine() {
        Some(engine) => tokio::select! {
            told = leave(&engine) => told,
            () = shared.ended() => false,
        },
        None => false,
    };
    shared.logout_done(told);
}

async fn leave(engine: &Engine) -> bool {
    let Some(me) = engine.pn() else { return false };
    engine
        .execute(RemoveCompanionDeviceSpec::new(&me))
        .await
        .is_ok()
}

/// Asks for a pairing code, in the place of the one that may be out.
pub(super) async fn pairing_code(shared: Arc<Shared>, number: PhoneNumber) {
    let Some(engine) = shared.engine() else {
        let answer = PairCodeAnswer::Fault;
        shared.teller.notice(Notice::PairCodeRefused {
            answer,
            back_off: None,
        });
        return;
    };
    engine.cancel_pair_code().await;
    let options = PairCodeOptions {
        phone_number: number.digits().to_owned(),
        ..PairCodeOptions::default()
    };
    // Both outcomes come as events.
    if engine.pair_with_code(options).await.is_err() {
        tracing::debug!("No pairing code came");
    }
}

pub(super) async fn cancel_pairing_code(shared: Arc<Shared>) {
    if let Some(engine) = shared.engine() {
        engine.cancel_pair_code().await;
    }
}

/// Sends receipts for messages of others, one per sender and chat.
pub(super) async fn mark_read(
    shared: &Shared,
    keys: Vec<Key>,
    quietly: bool,
) -> Result<(), SendError> {
    let engine = shared.online()?;
    let mut piles: Vec<(Jid, Option<Jid>, Vec<String>)> = Vec::new();
    for key in keys {
        let Some(sender) = key.sender else { continue };
        let chat = jid::of_chat(&key.chat).ok_or(SendError::Unsendable)?;
        let author = match key.chat {
            WireChat::Group(_) => Some(key::member(&engine, &chat, &sender).await?),
            WireChat::Person(_) => None,
        };
        let pile = piles
            .iter_mut()
            .find(|(to, by, _)| *to == chat && *by == author);
        match pile {
            Some((_, _, ids)) => ids.push(key.id.0),
            None => piles.push((chat, author, vec![key.id.0])),
        }
    }
    for (chat, author, ids) in piles {
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        if quietly {
            read_quietly(shared, &engine, &chat, author.as_ref(), &ids).await?;
        } else {
            engine
                .mark_as_read(&chat, author.as_ref(), &ids)
                .await
                .map_err(|cause| error::of_anything(&cause))?;
        }
        frontdesk_failpoint::failpoint!("engine.read.told");
    }
    Ok(())
}

/// The receipt that only the account's own devices get to see.
async fn read_quietly(
    shared: &Shared,
    engine: &Engine,
    chat: &Jid,
    author: Option<&Jid>,
    ids: &[&str],
) -> Result<(), SendError> {
    let seconds = shared.parts.wall().0.div_euclid(1_000).to_string();
    for ids in ids.chunks(IDS_PER_RECEIPT) {
        let Some((first, more)) = ids.split_first() else {
            continue;
        };
        let mut receipt = NodeBuilder::new("receipt")
            .attr("to", chat)
            .attr("type", "read-self")
            .attr("id", *first)
            .attr("t", seconds.as_str());
        if let Some(author) = author {
            receipt = receipt.attr("participant", author);
        }
        if !more.is_empty() {
            let items: Vec<_> = more
                .iter()
                .map(|id| NodeBuilder::new("item").attr("id", *id).build())
                .collect();
            receipt = receipt.children([NodeBuilder::new("list").children(items).build()]);
        }
        engine
            .send_node(receipt.build())
            .await
            .map_err(|cause| error::of_client(&cause))?;
    }
    Ok(())
}

/// Changes a chat on the account's other devices.
pub(super) async fn change_chat(
    shared: &Shared,
    chat: WireChat,
    change: ChatChange,
    last: Option<Behind>,
) -> Result<(), SendError> {
    let engine = shared.online()?;
    let jid = jid::of_chat(&chat).ok_or(SendError::Unsendable)?;
    let range = match last {
        Some(last) => Some(range(&engine, &jid, &last).await?),
        None => None,
    };
    let actions = engine.chat_actions();
    let done = match change {
        ChatChange::Pinned(true) => actions.pin_chat(&jid).await,
        ChatChange::Pinned(false) => actions.unpin_chat(&jid).await,
        ChatChange::Muted(None) => actions.unmute_chat(&jid).await,
        ChatChange::Muted(Some(until)) if until >= FOREVER => actions.mute_chat(&jid).await,
        ChatChange::Muted(Some(until)) => actions.mute_chat_until(&jid, until.0).await,
        ChatChange::Archived(true) => actions.archive_chat(&jid, range).await,
        ChatChange::Archived(false) => actions.unarchive_chat(&jid, range).await,
        ChatChange::Read(read) => actions.mark_chat_as_read(&jid, read, range).await,
        ChatChange::Cleared => actions.clear_chat(&jid, true, true, range).await,
        ChatChange::Deleted => actions.delete_chat(&jid, true, range).await,
    };
    done.map_err(|cause| error::of_app_state(&cause))
}

/// What the account's other devices compare to see who changed a chat last.
async fn range(
    engine: &Engine,
    chat: &Jid,
    last: &Behind,
) -> Result<SyncActionMessageRange, SendError> {
    let seconds = last.at.0.div_euclid(1_000);
    let key = key::of_message(engine, chat, &last.key).await?;
    Ok(message_range(seconds, None, vec![(key, seconds)]))
}

/// Marks a message on the account's other devices.
pub(super) async fn mark_message(
    shared: &Shared,
    key: Key,
    at: Timestamp,
    mark: MessageMark,
) -> Result<(), SendError> {
    let engine = shared.online()?;
    let chat = jid::of_chat(&key.chat).ok_or(SendError::Unsendable)?;
    let ours = key.sender.is_none();
    let author = match (&key.chat, &key.sender) {
        (WireChat::Group(_), Some(sender)) => Some(key::member(&engine, &chat, sender).await?),
        (WireChat::Group(_) | WireChat::Person(_), _) => None,
    };
    let (author, id) = (author.as_ref(), key.id.0.as_str());
    let actions = engine.chat_actions();
    let done = match mark {
        MessageMark::Starred(true) => actions.star_message(&chat, author, id, ours).await,
        MessageMark::Starred(false) => actions.unstar_message(&chat, author, id, ours).await,
        MessageMark::Deleted => {
            let seconds = at.0.div_euclid(1_000);
            actions
                .delete_message_for_me(&chat, author, id, ours, true, Some(seconds))
                .await
        }
    };
    done.map_err(|cause| error::of_app_state(&cause))
}

/// Asks the phone for what is older than the oldest message known of a chat.
pub(super) async fn past(
    shared: &Shared,
    chat: WireChat,
    oldest: Behind,
    count: u32,
) -> Result<(), SendError> {
    let engine = shared.online()?;
    let chat = jid::of_chat(&chat).ok_or(SendError::Unsendable)?;
    let ours = oldest.key.sender.is_none();
    let count = i32::try_from(count).unwrap_or(i32::MAX);
    sends::settle_keys(shared, &engine).await?;
    engine
        .fetch_message_history(&chat, &oldest.key.id.0, ours, oldest.at.0, count)
        .await
        .map(drop)
        .map_err(|cause| error::of_anything(&cause))
}

/// Asks the phone for a message that could not be read here.
pub(super) async fn again(shared: &Shared, key: Key, at: Timestamp) -> Result<(), SendError> {
    let engine = shared.online()?;
    let chat = jid::of_chat(&key.chat).ok_or(SendError::Unsendable)?;
    let info = MessageInfo {
        source: MessageSource {
            sender: key::author(&engine, &chat, &key).await?,
            is_from_me: key.sender.is_none(),
            is_group: matches!(key.chat, WireChat::Group(_)),
            chat,
            ..MessageSource::default()
        },
        id: key.id.0,
        timestamp: DateTime::from_timestamp_millis(at.0).ok_or(SendError::Unsendable)?,
        ..MessageInfo::default()
    };
    sends::settle_keys(shared, &engine).await?;
    engine
        .send_pdo_placeholder_resend_request(&Arc::new(info))
        .await
        .map_err(|cause| error::of_anything(&cause))
}
