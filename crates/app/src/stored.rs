//! What a message's row keeps beyond its text: the JSON in its `meta`.
//!
//! People stand here by their addresses, never by contact: contacts are merged.
//! A field, once shipped, keeps its name and meaning.

use frontdesk_domain::{
    address::{Address, Lid, PhoneNumber},
    id::{ContactId, WireId},
    message::MessageKind,
    network::{Arrival, Card, Content, MediaFacts, MediaKind, MediaSource, PollOption},
};
use frontdesk_store::{Media, Message, ReadTx, StoreError, undecryptable};
use serde::{Deserialize, Serialize};

use crate::encode::{hex, unhex};

/// Everything a row keeps beyond its text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Extra {
    /// The message it answers, as far as the answer tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) quote: Option<StoredQuote>,
    /// Who is mentioned in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) mentions: Vec<Who>,
    /// Passed on from another chat.
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) forwarded: bool,
    /// May be looked at once.
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) view_once: bool,
    /// What its kind knows.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub(crate) body: Option<Body>,
}

/// The message that another one answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct StoredQuote {
    /// Who wrote it; nobody is the account itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sender: Option<Who>,
    /// Its words, shortened.
    pub(crate) preview: String,
}

/// An address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Who {
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<PhoneNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lid: Option<Lid>,
}

/// What a kind of message knows beyond its text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Body {
    Location {
        latitude: f64,
        longitude: f64,
        address: String,
        live: bool,
    },
    Cards(Vec<StoredCard>),
    Poll {
        options: Vec<StoredOption>,
        choices: u32,
    },
    Call {
        video: bool,
        missed: bool,
        seconds: Option<u32>,
    },
    Event {
        what: String,
        who: Vec<Who>,
        value: String,
    },
    Unsupported {
        what: String,
    },
    Undecryptable(bool),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct StoredCard {
    pub(crate) name: String,
    pub(crate) phones: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct StoredOption {
    pub(crate) name: String,
    /// In hexadecimal.
    pub(crate) digest: String,
}

/// The parts of a row that follow from what a message carries.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub(crate) kind: Option<MessageKind>,
    pub(crate) text: String,
    pub(crate) extra: Extra,
    pub(crate) media: Option<Box<Media>>,
}

impl Who {
    pub(crate) fn of(address: &Address) -> Self {
        Self {
            phone: address.phone.clone(),
            lid: address.lid.clone(),
        }
    }

    pub(crate) fn address(&self) -> Address {
        Address {
            phone: self.phone.clone(),
            lid: self.lid.clone(),
        }
    }

    /// The person, if anything is known about them.
    pub(crate) fn contact(&self, tx: &ReadTx<'_>) -> Result<Option<ContactId>, StoreError> {
        tx.contact_by_address(&self.address())
    }

    /// How a text names them.
    pub(crate) fn tokens(&self) -> impl Iterator<Item = String> {
        let phone = self.phone.as_ref().map(|phone| phone.digits().to_owned());
        let lid = self.lid.as_ref().map(|lid| lid.0.clone());
        phone.into_iter().chain(lid).map(|user| format!("@{user}"))
    }
}

impl Extra {
    /// What a row holds; nothing where it holds what this version cannot read.
    pub(crate) fn of(message: &Message) -> Self {
        message
            .meta
            .as_ref()
            .and_then(|meta| serde_json::from_value(meta.clone()).ok())
            .unwrap_or_default()
    }

    /// For the row; `None` when there is nothing to keep.
    pub(crate) fn to_meta(&self) -> Option<serde_json::Value> {
        if *self == Self::default() {
            return None;
        }
        if let Some(Body::Undecryptable(_)) = self.body {
            return Some(undecryptable());
        }
        serde_json::to_value(self).ok()
    }
}

impl Parts {
    /// What an arrival becomes.
    pub(crate) fn of(arrival: &Arrival) -> Self {
        let mut parts = Self::of_content(&arrival.content);
        parts.extra.quote = arrival.quoted.as_ref().map(|quoted| StoredQuote {
            sender: quoted.sender.as_ref().map(Who::of),
            preview: quoted.preview.clone(),
        });
        parts.extra.mentions = arrival.mentions.iter().map(Who::of).collect();
        parts.extra.forwarded = arrival.forwarded;
        parts.extra.view_once = arrival.view_once;
        parts
    }

    fn of_content(content: &Content) -> Self {
        let plain = |kind, text: &str| Self {
            kind: Some(kind),
            text: text.to_owned(),
            ..Self::default()
        };
        let with = |kind, text: &str, body| Self {
            kind: Some(kind),
            text: text.to_owned(),
            extra: Extra {
                body: Some(body),
                ..Extra::default()
            },
            media: None,
        };
        match content {
            Content::Text(text) => plain(MessageKind::Text, text),
            Content::Media {
                kind,
                caption,
                facts,
            } => Self {
                media: Some(Box::new(media(*kind, facts))),
                ..plain(kind_of(*kind), caption)
            },
            Content::Location {
                latitude,
                longitude,
                name,
                address,
                live,
            } => with(
                MessageKind::Location,
                name,
                Body::Location {
                    latitude: *latitude,
                    longitude: *longitude,
                    address: address.clone(),
                    live: *live,
                },
            ),
            Content::Cards(cards) => {
                let names: Vec<&str> = cards.iter().map(|card| card.name.as_str()).collect();
                let stored = cards.iter().map(stored_card).collect();
                with(MessageKind::Contact, &names.join(", "), Body::Cards(stored))
            }
            Content::Poll {
                question,
                options,
                choices,
            } => with(
                MessageKind::Poll,
                question,
                Body::Poll {
                    options: options.iter().map(stored_option).collect(),
                    choices: *choices,
                },
            ),
            Content::Call {
                video,
                missed,
                seconds,
            } => with(
                MessageKind::Call,
                "",
                Body::Call {
                    video: *video,
                    missed: *missed,
                    seconds: *seconds,
                },
            ),
            Content::Event { what, who, value } => with(
                MessageKind::GroupEvent,
                "",
                Body::Event {
                    what: what.clone(),
                    who: who.iter().map(Who::of).collect(),
                    value: value.clone(),
                },
            ),
            Content::Undecryptable => with(MessageKind::Unsupported, "", Body::Undecryptable(true)),
            Content::Deleted => plain(MessageKind::Deleted, ""),
            Content::Unsupported { what } => with(
                MessageKind::Unsupported,
                "",
                Body::Unsupported { what: what.clone() },
            ),
        }
    }
}

const fn kind_of(kind: MediaKind) -> MessageKind {
    match kind {
        MediaKind::Image => MessageKind::Image,
        MediaKind::Video => MessageKind::Video,
        MediaKind::Audio | MediaKind::Voice => MessageKind::Audio,
        MediaKind::Document => MessageKind::Document,
        MediaKind::Sticker => MessageKind::Sticker,
    }
}

fn media(kind: MediaKind, facts: &MediaFacts) -> Media {
    Media {
        voice: kind == MediaKind::Voice,
        mime: facts.mime.clone(),
        size: facts.size,
        file_name: facts.file_name.clone(),
        width: facts.width,
        height: facts.height,
        seconds: facts.seconds,
        waveform: facts.waveform.clone(),
        thumbnail: facts.thumbnail.clone(),
        path: facts.source.path.clone(),
        url: facts.source.url.clone(),
        key: facts.source.key.clone(),
        digest: facts.source.digest.clone(),
        encrypted_digest: facts.source.encrypted_digest.clone(),
    }
}

/// What a message tells of its file, as the network wants it.
pub(crate) fn facts(media: &Media) -> MediaFacts {
    MediaFacts {
        mime: media.mime.clone(),
        size: media.size,
        file_name: media.file_name.clone(),
        width: media.width,
        height: media.height,
        seconds: media.seconds,
        waveform: media.waveform.clone(),
        thumbnail: media.thumbnail.clone(),
        source: MediaSource {
            path: media.path.clone(),
            url: media.url.clone(),
            key: media.key.clone(),
            digest: media.digest.clone(),
            encrypted_digest: media.encrypted_digest.clone(),
        },
    }
}

/// Which kind of file it is; nothing for a message that is none.
pub(crate) const fn kind_of_file(kind: MessageKind, media: &Media) -> Option<MediaKind> {
    match kind {
        MessageKind::Image => Some(MediaKind::Image),
        MessageKind::Video => Some(MediaKind::Video),
        MessageKind::Audio if media.voice => Some(MediaKind::Voice),
        MessageKind::Audio => Some(MediaKind::Audio),
        MessageKind::Document => Some(MediaKind::Document),
        MessageKind::Sticker => Some(MediaKind::Sticker),
        MessageKind::Text
        | MessageKind::Location
        | MessageKind::Contact
        | MessageKind::Poll
        | MessageKind::Call
        | MessageKind::GroupEvent
        | MessageKind::Deleted
        | MessageKind::Unsupported => None,
    }
}

/// Whether somebody who gets what is known of a file can fetch and open it.
pub(crate) const fn can_be_opened(media: &Media) -> bool {
    let lies_somewhere = !media.path.is_empty() || !media.url.is_empty();
    lies_somewhere && !media.key.is_empty() && !media.encrypted_digest.is_empty()
}

fn stored_card(card: &Card) -> StoredCard {
    StoredCard {
        name: card.name.clone(),
        phones: card.phones.clone(),
    }
}

pub(crate) fn stored_option(option: &PollOption) -> StoredOption {
    StoredOption {
        name: option.name.clone(),
        digest: hex(&option.digest),
    }
}

impl StoredOption {
    /// As the network wants it.
    pub(crate) fn to_option(&self) -> PollOption {
        PollOption {
            name: self.name.clone(),
            digest: unhex(&self.digest),
        }
    }
}

/// A vote, as its change keeps it: the digests of what was chosen, in order.
pub(crate) fn vote(choices: &[Vec<u8>]) -> String {
    let mut digests: Vec<String> = choices.iter().map(|digest| hex(digest)).collect();
    digests.sort();
    digests.join(" ")
}

/// The digests of a vote, in hexadecimal.
pub(crate) fn voted(value: &str) -> impl Iterator<Item = &str> {
    value.split_ascii_whitespace()
}

/// No message brought it, or which one did not matter.
pub(crate) const fn nobodys() -> WireId {
    WireId(String::new())
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the attribute that names it wants a reference"
)]
const fn is_false(value: &bool) -> bool {
    !*value
}
