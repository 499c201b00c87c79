//! What stands around a message: quotes, mentions, disappearing, view-once;
//! and the messages about messages: reactions, edits, deletions.

use super::Draft;
use crate::{
    clock::Millis,
    wire::proto::{some, wa},
};
use wa::message::protocol_message::Type;

/// A message that refers to another.
pub(crate) fn reaction(key: wa::MessageKey, emoji: &str, now: Millis) -> Draft {
    let message = wa::Message {
        reaction_message: some(wa::message::ReactionMessage {
            key: some(key),
            text: Some(emoji.to_owned()),
            sender_timestamp_ms: i64::try_from(now).ok(),
            ..Default::default()
        }),
        ..Default::default()
    };
    Draft {
        hide_failure: true,
        ..Draft::of(message, "reaction")
    }
}

/// A message that replaces the text of another.
pub(crate) fn edit(key: wa::MessageKey, text: &str, now: Millis) -> Draft {
    let edited = wa::Message {
        conversation: Some(text.to_owned()),
        ..Default::default()
    };
    let change = wa::message::ProtocolMessage {
        key: some(key),
        r#type: Some(Type::MESSAGE_EDIT),
        edited_message: some(edited),
        timestamp_ms: i64::try_from(now).ok(),
        ..Default::default()
    };
    Draft {
        edit: Some("1"),
        ..Draft::of(protocol(change), "text")
    }
}

/// A message that takes another back.
pub(crate) fn revoke(key: wa::MessageKey, by_admin: bool) -> Draft {
    let change = wa::message::ProtocolMessage {
        key: some(key),
        r#type: Some(Type::REVOKE),
        ..Default::default()
    };
    Draft {
        edit: Some(if by_admin { "8" } else { "7" }),
        ..Draft::of(protocol(change), "text")
    }
}

/// A message that sets after how many seconds a chat's messages disappear.
pub(crate) fn disappearing(seconds: u32, now: Millis) -> Draft {
    let change = wa::message::ProtocolMessage {
        r#type: Some(Type::EPHEMERAL_SETTING),
        ephemeral_expiration: Some(seconds),
        ephemeral_setting_timestamp: i64::try_from(now / 1000).ok(),
        ..Default::default()
    };
    Draft::of(protocol(change), "text")
}

/// A message that holds a protocol message.
pub(crate) fn protocol(change: wa::message::ProtocolMessage) -> wa::Message {
    wa::Message {
        protocol_message: some(change),
        ..Default::default()
    }
}

/// The same message for one look only.
pub(crate) fn view_once(mut draft: Draft) -> Draft {
    let mut inner = std::mem::take(&mut draft.message);
    if let Some(image) = inner.image_message.as_option_mut() {
        image.view_once = Some(true);
    }
    if let Some(video) = inner.video_message.as_option_mut() {
        video.view_once = Some(true);
    }
    if let Some(audio) = inner.audio_message.as_option_mut() {
        audio.view_once = Some(true);
    }
    draft.message = wa::Message {
        view_once_message_v2: some(wa::message::FutureProofMessage {
            message: some(inner),
        }),
        ..Default::default()
    };
    draft
}
