//! What the phone or another device changed about chats and messages for the
//! account alone.

use frontdesk_domain::{
    id::WireId,
    network::{Change, ChatChange, FOREVER, Inbound, Key},
    time::Timestamp,
};
use wa_rs::{
    Jid, Server,
    chrono::{DateTime, Utc},
    types::events::{DeleteMessageForMeUpdate, Event, MuteUpdate, StarUpdate},
};

use super::{Own, at};
use crate::jid;

/// The news in a changed setting. `None` for everything else.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the engine's list of events is much longer than that of settings"
)]
pub(crate) fn change(me: &Own, event: &Event) -> Option<Inbound> {
    match event {
        Event::PinUpdate(update) => chat(
            &update.jid,
            update.timestamp,
            ChatChange::Pinned(update.action.pinned == Some(true)),
        ),
        Event::MuteUpdate(update) => chat(
            &update.jid,
            update.timestamp,
            ChatChange::Muted(muted_until(update)),
        ),
        Event::ArchiveUpdate(update) => chat(
            &update.jid,
            update.timestamp,
            ChatChange::Archived(update.action.archived == Some(true)),
        ),
        Event::MarkChatAsReadUpdate(update) => chat(
            &update.jid,
            update.timestamp,
            ChatChange::Read(update.action.read == Some(true)),
        ),
        Event::ClearChatUpdate(update) => chat(&update.jid, update.timestamp, ChatChange::Cleared),
        Event::DeleteChatUpdate(update) => chat(&update.jid, update.timestamp, ChatChange::Deleted),
        Event::StarUpdate(update) => starred(me, update),
        Event::DeleteMessageForMeUpdate(update) => deleted_for_me(me, update),
        _ => None,
    }
}

fn chat(jid: &Jid, time: DateTime<Utc>, change: ChatChange) -> Option<Inbound> {
    Some(Inbound::Chat {
        chat: jid::chat(jid, None)?,
        change,
        at: at(time),
    })
}

/// An end of -1 or none is no end.
fn muted_until(update: &MuteUpdate) -> Option<Timestamp> {
    if update.action.muted != Some(true) {
        return None;
    }
    let end = update.action.mute_end_timestamp.filter(|end| *end > 0);
    Some(end.map_or(FOREVER, Timestamp))
}

fn starred(me: &Own, update: &StarUpdate) -> Option<Inbound> {
    let target = target(
        me,
        &update.chat_jid,
        update.participant_jid.as_ref(),
        &update.message_id,
        update.from_me,
    )?;
    let starred = update.action.starred == Some(true);
    Some(done(target, update.timestamp, Change::Starred(starred)))
}

fn deleted_for_me(me: &Own, update: &DeleteMessageForMeUpdate) -> Option<Inbound> {
    let target = target(
        me,
        &update.chat_jid,
        update.participant_jid.as_ref(),
        &update.message_id,
        update.from_me,
    )?;
    Some(done(target, update.timestamp, Change::DeletedForMe))
}

/// No message brought the change; it stands for the account's own doing.
fn done(target: Key, time: DateTime<Utc>, change: Change) -> Inbound {
    Inbound::Changed {
        by: Key {
            sender: None,
            ..target.clone()
        },
        target,
        at: at(time),
        change,
    }
}

fn target(me: &Own, chat: &Jid, participant: Option<&Jid>, id: &str, from_me: bool) -> Option<Key> {
    let author = participant.or_else(|| (chat.server != Server::Group).then_some(chat));
    let sender = if from_me {
        None
    } else {
        me.other(jid::address([author?])?)
    };
    Some(Key {
        chat: jid::chat(chat, None)?,
        sender,
        id: WireId(id.to_owned()),
    })
}
