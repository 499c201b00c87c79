//! Messages that carry a file: picture, film, sound, document, sticker.

use super::{
    Draft, Studio,
    samples::{self, Landscape, TwoColours},
};
use crate::{
    media::cipher::{Kind, lock},
    wire::proto::{some, wa},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde::{Deserialize, Serialize};
use wa::message::{AudioMessage, DocumentMessage, ImageMessage, StickerMessage, VideoMessage};

/// A file to send. Without bytes the network makes one of its own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FileSpec {
    /// The file's bytes in base64.
    pub base64: Option<String>,
    /// How large the network's own file should be, in bytes.
    pub size: Option<usize>,
    /// The words under it.
    pub caption: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Its media type.
    pub mime: Option<String>,
    /// How long it plays.
    pub seconds: Option<u32>,
    /// Whether the network's own picture is large enough to look at.
    pub scene: bool,
}

/// How large a picture to look at is, and the small one before it is loaded.
const SCENE: (u16, u16) = (480, 320);
const SMALL_SCENE: (u16, u16) = (72, 48);
/// How large any other picture is, and the small one before it is loaded.
const SIDE: u16 = 96;
const SMALL_SIDE: u16 = 16;
/// How large a film is, and the small picture before it is loaded.
const FILM: (u16, u16) = (640, 360);
const SMALL_FILM: (u16, u16) = (64, 36);

/// A stored file and what a message says about it.
struct Stored {
    url: String,
    path: String,
    key: Vec<u8>,
    sha256: Vec<u8>,
    enc_sha256: Vec<u8>,
    length: u64,
    at: i64,
}

pub(super) fn image(
    spec: &FileSpec,
    context: Option<wa::ContextInfo>,
    studio: &mut Studio<'_>,
) -> Draft {
    let (plain, thumbnail, (width, height)) = if spec.scene && spec.base64.is_none() {
        let view = Landscape(studio.dice.between(0, u64::MAX));
        let plain = view.png(SCENE.0, SCENE.1);
        (plain, view.jpeg(SMALL_SCENE.0, SMALL_SCENE.1), SCENE)
    } else {
        let colours = TwoColours::new(studio.dice);
        let plain = bytes_of(spec, studio, |_, _| colours.png(SIDE));
        (plain, colours.jpeg(SMALL_SIDE), (SIDE, SIDE))
    };
    let file = store(plain, Kind::Image, studio);
    let message = wa::Message {
        image_message: some(ImageMessage {
            url: Some(file.url),
            direct_path: Some(file.path),
            media_key: Some(file.key),
            media_key_timestamp: Some(file.at),
            file_sha256: Some(file.sha256),
            file_enc_sha256: Some(file.enc_sha256),
            file_length: Some(file.length),
            mimetype: Some(mime(spec, "image/png")),
            caption: spec.caption.clone(),
            width: Some(width.into()),
            height: Some(height.into()),
            jpeg_thumbnail: Some(thumbnail),
            context_info: context.into(),
            ..Default::default()
        }),
        ..Default::default()
    };
    Draft::file(message, "image")
}

pub(super) fn video(
    spec: &FileSpec,
    context: Option<wa::ContextInfo>,
    studio: &mut Studio<'_>,
) -> Draft {
    let plain = bytes_of(spec, studio, samples::film);
    let view = Landscape(studio.dice.between(0, u64::MAX));
    let file = store(plain, Kind::Video, studio);
    let message = wa::Message {
        video_message: some(VideoMessage {
            url: Some(file.url),
            direct_path: Some(file.path),
            media_key: Some(file.key),
            media_key_timestamp: Some(file.at),
            file_sha256: Some(file.sha256),
            file_enc_sha256: Some(file.enc_sha256),
            file_length: Some(file.length),
            mimetype: Some(mime(spec, "video/mp4")),
            caption: spec.caption.clone(),
            seconds: Some(spec.seconds.unwrap_or(12)),
            width: Some(FILM.0.into()),
            height: Some(FILM.1.into()),
            jpeg_thumbnail: Some(view.jpeg(SMALL_FILM.0, SMALL_FILM.1)),
            context_info: context.into(),
            ..Default::default()
        }),
        ..Default::default()
    };
    Draft::file(message, "video")
}

pub(super) fn audio(
    spec: &FileSpec,
    voice: bool,
    context: Option<wa::ContextInfo>,
    studio: &mut Studio<'_>,
) -> Draft {
    let seconds = spec.seconds.unwrap_or(4);
    let plain = bytes_of(spec, studio, |_, _| samples::silence(seconds));
    let waveform = voice.then(|| {
        (0..64)
            .map(|_| u8::try_from(studio.dice.between(0, 100)).unwrap_or(0))
            .collect()
    });
    let file = store(plain, Kind::Audio, studio);
    let message = wa::Message {
        audio_message: some(AudioMessage {
            url: Some(file.url),
            direct_path: Some(file.path),
            media_key: Some(file.key),
            media_key_timestamp: Some(file.at),
            file_sha256: Some(file.sha256),
            file_enc_sha256: Some(file.enc_sha256),
            file_length: Some(file.length),
            mimetype: Some(mime(spec, "audio/ogg; codecs=opus")),
            seconds: Some(seconds),
            ptt: Some(voice),
            waveform,
            context_info: context.into(),
            ..Default::default()
        }),
        ..Default::default()
    };
    Draft::file(message, if voice { "ptt" } else { "audio" })
}

pub(super) fn document(
    spec: &FileSpec,
    context: Option<wa::ContextInfo>,
    studio: &mut Studio<'_>,
) -> Draft {
    let plain = bytes_of(spec, studio, samples::document);
    let file = store(plain, Kind::Document, studio);
    let name = spec.name.clone().unwrap_or_else(|| "offer.pdf".to_owned());
    let message = wa::Message {
        document_message: some(DocumentMessage {
            url: Some(file.url),
            direct_path: Some(file.path),
            media_key: Some(file.key),
            media_key_timestamp: Some(file.at),
            file_sha256: Some(file.sha256),
            file_enc_sha256: Some(file.enc_sha256),
            file_length: Some(file.length),
            mimetype: Some(mime(spec, "application/pdf")),
            title: Some(name.clone()),
            file_name: Some(name),
            caption: spec.caption.clone(),
            context_info: context.into(),
            ..Default::default()
        }),
        ..Default::default()
    };
    Draft::file(message, "document")
}

pub(super) fn sticker(
    spec: &FileSpec,
    context: Option<wa::ContextInfo>,
    studio: &mut Studio<'_>,
) -> Draft {
    let plain = bytes_of(spec, studio, |_, _| samples::STICKER.to_vec());
    let file = store(plain, Kind::Image, studio);
    let message = wa::Message {
        sticker_message: some(StickerMessage {
            url: Some(file.url),
            direct_path: Some(file.path),
            media_key: Some(file.key),
            media_key_timestamp: Some(file.at),
            file_sha256: Some(file.sha256),
            file_enc_sha256: Some(file.enc_sha256),
            file_length: Some(file.length),
            mimetype: Some(mime(spec, "image/webp")),
            width: Some(1),
            height: Some(1),
            is_animated: Some(false),
            context_info: context.into(),
            ..Default::default()
        }),
        ..Default::default()
    };
    Draft::file(message, "sticker")
}

fn bytes_of(
    spec: &FileSpec,
    studio: &mut Studio<'_>,
    own: impl FnOnce(&mut crate::dice::Dice, usize) -> Vec<u8>,
) -> Vec<u8> {
    let given = spec
        .base64
        .as_deref()
        .and_then(|text| BASE64_STANDARD.decode(text).ok());
    let mut bytes = given.unwrap_or_else(|| own(studio.dice, spec.size.unwrap_or(4_000)));
    if let (None, Some(size)) = (&spec.base64, spec.size) {
        bytes.resize(size.max(bytes.len()), 0);
    }
    bytes
}

fn store(plain: Vec<u8>, kind: Kind, studio: &mut Studio<'_>) -> Stored {
    let key = studio.dice.bytes::<32>();
    let length = u64::try_from(plain.len()).unwrap_or(u64::MAX);
    let locked = lock(&plain, kind, &key);
    let path = studio.shelf.store(kind.folder(), locked.bytes, studio.now);
    let host = studio.shelf.host.clone().unwrap_or_default();
    Stored {
        url: format!("https://{host}{path}"),
        path,
        key: key.to_vec(),
        sha256: locked.sha256,
        enc_sha256: locked.enc_sha256,
        length,
        at: i64::try_from(studio.now / 1000).unwrap_or(0),
    }
}

fn mime(spec: &FileSpec, usual: &str) -> String {
    spec.mime.clone().unwrap_or_else(|| usual.to_owned())
}
