//! A received message in two words: what kind it is, and its text.

use crate::wire::proto::{MessageField, wa};

/// The gist of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Gist {
    pub(crate) kind: &'static str,
    pub(crate) text: String,
}

/// The message inside wrappers such as view-once and disappearing.
pub(crate) fn unwrapped(message: &wa::Message) -> (&wa::Message, bool) {
    for (wrapper, once) in [
        (&message.view_once_message, true),
        (&message.view_once_message_v2, true),
        (&message.view_once_message_v2_extension, true),
        (&message.ephemeral_message, false),
        (&message.document_with_caption_message, false),
    ] {
        if let Some(inner) = wrapper
            .as_option()
            .and_then(|wrapper| wrapper.message.as_option())
        {
            let (innermost, inner_once) = unwrapped(inner);
            return (innermost, once || inner_once);
        }
    }
    (message, false)
}

/// What stands around a message's content: a quote, mentions, its time.
pub(crate) fn context(message: &wa::Message) -> Option<&wa::ContextInfo> {
    let (message, _) = unwrapped(message);
    let text = message.extended_text_message.as_option();
    let image = message.image_message.as_option();
    let video = message.video_message.as_option();
    let audio = message.audio_message.as_option();
    let document = message.document_message.as_option();
    let sticker = message.sticker_message.as_option();
    let place = message.location_message.as_option();
    let card = message.contact_message.as_option();
    [
        text.map(|part| &part.context_info),
        image.map(|part| &part.context_info),
        video.map(|part| &part.context_info),
        audio.map(|part| &part.context_info),
        document.map(|part| &part.context_info),
        sticker.map(|part| &part.context_info),
        place.map(|part| &part.context_info),
        card.map(|part| &part.context_info),
    ]
    .into_iter()
    .flatten()
    .find_map(MessageField::as_option)
}

/// The file that a message names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FileRef {
    pub(crate) key: Vec<u8>,
    pub(crate) path: String,
}

/// The file of a message, if it has one.
pub(crate) fn file(message: &wa::Message) -> Option<FileRef> {
    let (message, _) = unwrapped(message);
    let image = message.image_message.as_option();
    let video = message.video_message.as_option();
    let audio = message.audio_message.as_option();
    let document = message.document_message.as_option();
    let sticker = message.sticker_message.as_option();
    let (key, path) = [
        image.map(|part| (&part.media_key, &part.direct_path)),
        video.map(|part| (&part.media_key, &part.direct_path)),
        audio.map(|part| (&part.media_key, &part.direct_path)),
        document.map(|part| (&part.media_key, &part.direct_path)),
        sticker.map(|part| (&part.media_key, &part.direct_path)),
    ]
    .into_iter()
    .flatten()
    .next()?;
    Some(FileRef {
        key: key.clone()?,
        path: path.clone()?,
    })
}

/// What a message is and says.
pub(crate) fn gist(message: &wa::Message) -> Gist {
    let (message, once) = unwrapped(message);
    let Gist { kind, text } = plain_gist(message);
    Gist {
        kind: if once { "view_once" } else { kind },
        text,
    }
}

fn plain_gist(message: &wa::Message) -> Gist {
    let of = |kind, text: Option<&String>| Gist {
        kind,
        text: text.cloned().unwrap_or_default(),
    };
    if message.conversation.is_some() {
        return of("text", message.conversation.as_ref());
    }
    if let Some(text) = message.extended_text_message.as_option() {
        return of("text", text.text.as_ref());
    }
    if let Some(image) = message.image_message.as_option() {
        return of("image", image.caption.as_ref());
    }
    if let Some(video) = message.video_message.as_option() {
        return of("video", video.caption.as_ref());
    }
    if let Some(audio) = message.audio_message.as_option() {
        let voice = audio.ptt == Some(true);
        return of(if voice { "voice" } else { "audio" }, None);
    }
    if let Some(document) = message.document_message.as_option() {
        return of(
            "document",
            document.caption.as_ref().or(document.file_name.as_ref()),
        );
    }
    if message.sticker_message.is_set() {
        return of("sticker", None);
    }
    if let Some(place) = message.location_message.as_option() {
        return of("location", place.name.as_ref());
    }
    if let Some(card) = message.contact_message.as_option() {
        return of("card", card.display_name.as_ref());
    }
    if let Some(poll) = message
        .poll_creation_message
        .as_option()
        .or(message.poll_creation_message_v3.as_option())
        .or(message.poll_creation_message_v2.as_option())
    {
        return of("poll", poll.name.as_ref());
    }
    if message.poll_update_message.is_set() {
        return of("vote", None);
    }
    if let Some(reaction) = message.reaction_message.as_option() {
        return of("reaction", reaction.text.as_ref());
    }
    if message.protocol_message.is_set() {
        return of("protocol", None);
    }
    if message.sender_key_distribution_message.is_set() {
        return of("group_key", None);
    }
    of("unknown", None)
}
