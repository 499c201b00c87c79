//! Messages with a file: what it is, and how to get it.

use frontdesk_domain::network::{Content, MediaFacts, MediaKind, MediaSource};
use wa_rs::waproto::whatsapp::{
    self as wa,
    message::{AudioMessage, DocumentMessage, ImageMessage, StickerMessage, VideoMessage},
};

/// A message with a file.
pub(super) fn of(message: &wa::Message) -> Option<Content> {
    let film = message.video_message.as_option();
    // A round film note is a film.
    let film = film.or_else(|| message.ptv_message.as_option());
    let found = [
        message.image_message.as_option().map(image),
        film.map(video),
        message.audio_message.as_option().map(audio),
        message.document_message.as_option().map(document),
        message.sticker_message.as_option().map(sticker),
    ];
    found.into_iter().flatten().next()
}

fn image(image: &ImageMessage) -> Content {
    media(
        MediaKind::Image,
        image.caption.as_ref(),
        MediaFacts {
            mime: text(image.mimetype.as_ref()),
            size: image.file_length.unwrap_or(0),
            width: image.width.unwrap_or(0),
            height: image.height.unwrap_or(0),
            thumbnail: bytes(image.jpeg_thumbnail.as_ref()),
            source: MediaSource {
                path: text(image.direct_path.as_ref()),
                url: text(image.url.as_ref()),
                key: bytes(image.media_key.as_ref()),
                digest: bytes(image.file_sha256.as_ref()),
                encrypted_digest: bytes(image.file_enc_sha256.as_ref()),
            },
            ..MediaFacts::default()
        },
    )
}

fn video(video: &VideoMessage) -> Content {
    media(
        MediaKind::Video,
        video.caption.as_ref(),
        MediaFacts {
            mime: text(video.mimetype.as_ref()),
            size: video.file_length.unwrap_or(0),
            width: video.width.unwrap_or(0),
            height: video.height.unwrap_or(0),
            seconds: video.seconds.unwrap_or(0),
            thumbnail: bytes(video.jpeg_thumbnail.as_ref()),
            source: MediaSource {
                path: text(video.direct_path.as_ref()),
                url: text(video.url.as_ref()),
                key: bytes(video.media_key.as_ref()),
                digest: bytes(video.file_sha256.as_ref()),
                encrypted_digest: bytes(video.file_enc_sha256.as_ref()),
            },
            ..MediaFacts::default()
        },
    )
}

fn audio(audio: &AudioMessage) -> Content {
    let kind = if audio.ptt == Some(true) {
        MediaKind::Voice
    } else {
        MediaKind::Audio
    };
    media(
        kind,
        None,
        MediaFacts {
            mime: text(audio.mimetype.as_ref()),
            size: audio.file_length.unwrap_or(0),
            seconds: audio.seconds.unwrap_or(0),
            waveform: bytes(audio.waveform.as_ref()),
            source: MediaSource {
                path: text(audio.direct_path.as_ref()),
                url: text(audio.url.as_ref()),
                key: bytes(audio.media_key.as_ref()),
                digest: bytes(audio.file_sha256.as_ref()),
                encrypted_digest: bytes(audio.file_enc_sha256.as_ref()),
            },
            ..MediaFacts::default()
        },
    )
}

fn document(document: &DocumentMessage) -> Content {
    let name = document.file_name.as_ref().or(document.title.as_ref());
    media(
        MediaKind::Document,
        document.caption.as_ref(),
        MediaFacts {
            mime: text(document.mimetype.as_ref()),
            size: document.file_length.unwrap_or(0),
            file_name: text(name),
            thumbnail: bytes(document.jpeg_thumbnail.as_ref()),
            source: MediaSource {
                path: text(document.direct_path.as_ref()),
                url: text(document.url.as_ref()),
                key: bytes(document.media_key.as_ref()),
                digest: bytes(document.file_sha256.as_ref()),
                encrypted_digest: bytes(document.file_enc_sha256.as_ref()),
            },
            ..MediaFacts::default()
        },
    )
}

fn sticker(sticker: &StickerMessage) -> Content {
    media(
        MediaKind::Sticker,
        None,
        MediaFacts {
            mime: text(sticker.mimetype.as_ref()),
            size: sticker.file_length.unwrap_or(0),
            width: sticker.width.unwrap_or(0),
            height: sticker.height.unwrap_or(0),
            // Its own small picture is a PNG file, and thumbnails are JPEGs.
            source: MediaSource {
                path: text(sticker.direct_path.as_ref()),
                url: text(sticker.url.as_ref()),
                key: bytes(sticker.media_key.as_ref()),
                digest: bytes(sticker.file_sha256.as_ref()),
                encrypted_digest: bytes(sticker.file_enc_sha256.as_ref()),
            },
            ..MediaFacts::default()
        },
    )
}

fn media(kind: MediaKind, caption: Option<&String>, facts: MediaFacts) -> Content {
    Content::Media {
        kind,
        caption: text(caption),
        facts: Box::new(facts),
    }
}

fn text(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}

fn bytes(bytes: Option<&Vec<u8>>) -> Vec<u8> {
    bytes.cloned().unwrap_or_default()
}
