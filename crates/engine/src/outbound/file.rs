//! Messages with a file that lies on the media hosts already.

use frontdesk_domain::network::{MediaFacts, MediaKind, MediaSource, SendError};
use wa_rs::{
    buffa::MessageField,
    waproto::whatsapp::{
        self as wa,
        message::{AudioMessage, DocumentMessage, ImageMessage, StickerMessage, VideoMessage},
    },
};

/// A message that carries it. Nobody could open a file without its key and its
/// place, so such a message is not made.
pub(super) fn message(
    kind: MediaKind,
    caption: &str,
    facts: &MediaFacts,
    forwarded: bool,
) -> Result<wa::Message, SendError> {
    let source = &facts.source;
    let lies_somewhere = !source.path.is_empty() || !source.url.is_empty();
    if !lies_somewhere || source.key.is_empty() || source.encrypted_digest.is_empty() {
        return Err(SendError::Unsendable);
    }
    let mut message = wa::Message::default();
    let context = context(forwarded);
    match kind {
        MediaKind::Image => {
            message.image_message = MessageField::some(image(caption, facts, context));
        }
        MediaKind::Video => {
            message.video_message = MessageField::some(video(caption, facts, context));
        }
        MediaKind::Audio | MediaKind::Voice => {
            let voice = kind == MediaKind::Voice;
            message.audio_message = MessageField::some(audio(voice, facts, context));
        }
        MediaKind::Document => {
            message.document_message = MessageField::some(document(caption, facts, context));
        }
        MediaKind::Sticker => {
            message.sticker_message = MessageField::some(sticker(facts, context));
        }
    }
    Ok(message)
}

fn context(forwarded: bool) -> MessageField<wa::ContextInfo> {
    if !forwarded {
        return MessageField::none();
    }
    MessageField::some(wa::ContextInfo {
        is_forwarded: Some(true),
        forwarding_score: Some(1),
        ..Default::default()
    })
}

fn image(
    caption: &str,
    facts: &MediaFacts,
    context_info: MessageField<wa::ContextInfo>,
) -> ImageMessage {
    let MediaSource {
        path,
        url,
        key,
        digest,
        encrypted_digest,
    } = facts.source.clone();
    ImageMessage {
        caption: text(caption),
        mimetype: text(&facts.mime),
        file_length: Some(facts.size),
        width: number(facts.width),
        height: number(facts.height),
        jpeg_thumbnail: bytes(facts.thumbnail.clone()),
        direct_path: text(&path),
        url: text(&url),
        media_key: bytes(key),
        file_sha256: bytes(digest),
        file_enc_sha256: bytes(encrypted_digest),
        context_info,
        ..Default::default()
    }
}

fn video(
    caption: &str,
    facts: &MediaFacts,
    context_info: MessageField<wa::ContextInfo>,
) -> VideoMessage {
    let MediaSource {
        path,
        url,
        key,
        digest,
        encrypted_digest,
    } = facts.source.clone();
    VideoMessage {
        caption: text(caption),
        mimetype: text(&facts.mime),
        file_length: Some(facts.size),
        width: number(facts.width),
        height: number(facts.height),
        seconds: number(facts.seconds),
        jpeg_thumbnail: bytes(facts.thumbnail.clone()),
        direct_path: text(&path),
        url: text(&url),
        media_key: bytes(key),
        file_sha256: bytes(digest),
        file_enc_sha256: bytes(encrypted_digest),
        context_info,
        ..Default::default()
    }
}

fn audio(
    voice: bool,
    facts: &MediaFacts,
    context_info: MessageField<wa::ContextInfo>,
) -> AudioMessage {
    let MediaSource {
        path,
        url,
        key,
        digest,
        encrypted_digest,
    } = facts.source.clone();
    AudioMessage {
        ptt: Some(voice),
        mimetype: text(&facts.mime),
        file_length: Some(facts.size),
        seconds: number(facts.seconds),
        waveform: bytes(facts.waveform.clone()),
        direct_path: text(&path),
        url: text(&url),
        media_key: bytes(key),
        file_sha256: bytes(digest),
        file_enc_sha256: bytes(encrypted_digest),
        context_info,
        ..Default::default()
    }
}

fn document(
    caption: &str,
    facts: &MediaFacts,
    context_info: MessageField<wa::ContextInfo>,
) -> DocumentMessage {
    let MediaSource {
        path,
        url,
        key,
        digest,
        encrypted_digest,
    } = facts.source.clone();
    DocumentMessage {
        caption: text(caption),
        file_name: text(&facts.file_name),
        title: text(&facts.file_name),
        mimetype: text(&facts.mime),
        file_length: Some(facts.size),
        jpeg_thumbnail: bytes(facts.thumbnail.clone()),
        direct_path: text(&path),
        url: text(&url),
        media_key: bytes(key),
        file_sha256: bytes(digest),
        file_enc_sha256: bytes(encrypted_digest),
        context_info,
        ..Default::default()
    }
}

fn sticker(facts: &MediaFacts, context_info: MessageField<wa::ContextInfo>) -> StickerMessage {
    let MediaSource {
        path,
        url,
        key,
        digest,
        encrypted_digest,
    } = facts.source.clone();
    StickerMessage {
        mimetype: text(&facts.mime),
        file_length: Some(facts.size),
        width: number(facts.width),
        height: number(facts.height),
        direct_path: text(&path),
        url: text(&url),
        media_key: bytes(key),
        file_sha256: bytes(digest),
        file_enc_sha256: bytes(encrypted_digest),
        context_info,
        ..Default::default()
    }
}

fn text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn bytes(bytes: Vec<u8>) -> Option<Vec<u8>> {
    (!bytes.is_empty()).then_some(bytes)
}

fn number(number: u32) -> Option<u32> {
    (number > 0).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inbound;

    fn facts() -> MediaFacts {
        MediaFacts {
            mime: "image/jpeg".to_owned(),
            size: 9,
            file_name: String::new(),
            width: 4,
            height: 3,
            seconds: 0,
            waveform: Vec::new(),
            thumbnail: vec![1],
            source: MediaSource {
                path: "/v/1".to_owned(),
                url: "https://media.example/v/1".to_owned(),
                key: vec![2; 32],
                digest: vec![3; 32],
                encrypted_digest: vec![4; 32],
            },
        }
    }

    #[test]
    fn every_kind_of_file_comes_out_as_it_went_in() {
        let voice = MediaFacts {
            mime: "audio/ogg; codecs=opus".to_owned(),
            width: 0,
            height: 0,
            seconds: 4,
            waveform: vec![0, 50, 100],
            thumbnail: Vec::new(),
            ..facts()
        };
        let video = MediaFacts {
            seconds: 12,
            ..facts()
        };
        let document = MediaFacts {
            file_name: "offer.pdf".to_owned(),
            width: 0,
            height: 0,
            ..facts()
        };
        let sticker = MediaFacts {
            thumbnail: Vec::new(),
            ..facts()
        };
        for (kind, caption, facts) in [
            (MediaKind::Image, "Look", facts()),
            (MediaKind::Video, "", video),
            (MediaKind::Voice, "", voice.clone()),
            (
                MediaKind::Audio,
                "",
                MediaFacts {
                    waveform: Vec::new(),
                    ..voice
                },
            ),
            (MediaKind::Document, "As promised", document),
            (MediaKind::Sticker, "", sticker),
        ] {
            let made = message(kind, caption, &facts, true).unwrap();
            let (read, forwarded) = inbound::file_of(&made);
            assert_eq!(
                read,
                Some((kind, caption.to_owned(), facts)),
                "nothing of {kind:?} is lost"
            );
            assert!(forwarded, "{kind:?} says that it was passed on");
        }
    }

    #[test]
    fn a_file_that_nobody_could_open_is_not_sent() {
        let without = |change: fn(&mut MediaSource)| {
            let mut facts = facts();
            change(&mut facts.source);
            message(MediaKind::Image, "", &facts, false)
        };
        for made in [
            without(|source| source.key.clear()),
            without(|source| source.encrypted_digest.clear()),
            without(|source| {
                source.path.clear();
                source.url.clear();
            }),
        ] {
            assert_eq!(
                made,
                Err(SendError::Unsendable),
                "its recipient would see an error"
            );
        }
        assert!(
            without(|source| source.url.clear()).is_ok(),
            "the path alone is enough"
        );
    }
}
