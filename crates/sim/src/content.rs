//! What messages say: one file per family, from a short description to the
//! protobuf that real clients exchange, and back to a line of text.

pub(crate) mod context;
pub(crate) mod files;
pub(crate) mod poll;
pub(crate) mod read;
pub(crate) mod samples;
pub(crate) mod things;

use crate::{
    clock::Millis,
    dice::Dice,
    media::shelf::Shelf,
    wire::proto::{some, wa},
};
use serde::{Deserialize, Serialize};

/// What somebody says in a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// Words.
    Text(String),
    /// A picture.
    Image(files::FileSpec),
    /// A moving picture.
    Video(files::FileSpec),
    /// A voice note.
    Voice(files::FileSpec),
    /// A sound file.
    Audio(files::FileSpec),
    /// Any other file.
    Document(files::FileSpec),
    /// A sticker.
    Sticker(files::FileSpec),
    /// A place.
    Location(things::Place),
    /// A contact card.
    Card(things::Card),
    /// A question with answers to choose from.
    Poll(poll::PollSpec),
    /// Something that today's clients do not know.
    Unknown(u32),
}

/// How a message is said.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Manner {
    /// The id of the message this one answers.
    pub quote: Option<String>,
    /// The numbers that are mentioned.
    pub mentions: Vec<String>,
    /// After how many seconds the message disappears; 0 is never.
    pub expires: u32,
    /// May be opened once.
    pub view_once: bool,
    /// Was forwarded that often.
    pub forwarded: u32,
}

/// A message that is ready to be encrypted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub(crate) message: wa::Message,
    /// The stanza's type.
    pub(crate) kind: &'static str,
    /// The encrypted part's media type.
    pub(crate) media: Option<&'static str>,
    /// The stanza's edit mark.
    pub(crate) edit: Option<&'static str>,
    /// Whether a client that cannot read it should stay silent.
    pub(crate) hide_failure: bool,
}

/// What it takes to make a message.
pub(crate) struct Studio<'a> {
    pub(crate) dice: &'a mut Dice,
    pub(crate) shelf: &'a mut Shelf,
    pub(crate) now: Millis,
}

impl Draft {
    pub(crate) fn of(message: wa::Message, kind: &'static str) -> Self {
        Self {
            message,
            kind,
            ..Self::default()
        }
    }

    fn file(message: wa::Message, media: &'static str) -> Self {
        Self {
            message,
            kind: "media",
            media: Some(media),
            ..Self::default()
        }
    }
}

impl Content {
    /// The message that says this, with that context.
    pub(crate) fn draft(&self, context: Option<wa::ContextInfo>, studio: &mut Studio<'_>) -> Draft {
        match self {
            Self::Text(text) => text_draft(text, context),
            Self::Image(spec) => files::image(spec, context, studio),
            Self::Video(spec) => files::video(spec, context, studio),
            Self::Voice(spec) => files::audio(spec, true, context, studio),
            Self::Audio(spec) => files::audio(spec, false, context, studio),
            Self::Document(spec) => files::document(spec, context, studio),
            Self::Sticker(spec) => files::sticker(spec, context, studio),
            Self::Location(place) => things::location(place, context),
            Self::Card(card) => things::card(card, context),
            Self::Poll(poll) => poll::creation(poll, context, studio),
            Self::Unknown(field) => things::unknown(*field),
        }
    }
}

fn text_draft(text: &str, context: Option<wa::ContextInfo>) -> Draft {
    let message = match context {
        None => wa::Message {
            conversation: Some(text.to_owned()),
            ..Default::default()
        },
        Some(context) => wa::Message {
            extended_text_message: some(wa::message::ExtendedTextMessage {
                text: Some(text.to_owned()),
                context_info: some(context),
                ..Default::default()
            }),
            ..Default::default()
        },
    };
    Draft::of(message, "text")
}
