//! What comes from the network and is kept.
//!
//! Everything here may come twice, late, or before what it refers to; whoever
//! keeps it must come to the same result in every order.

use crate::{
    address::{Address, PhoneNumber},
    id::WireId,
    time::Timestamp,
};

/// One piece of news to be kept.
#[derive(Clone, Debug, PartialEq)]
pub enum Inbound {
    /// A message, of another or of the account's own other devices.
    Arrived(Box<Arrival>),
    /// Something happened to a message that may not be here yet.
    Changed {
        /// The message it happened to.
        target: Key,
        /// The message that brought it.
        by: Key,
        /// When.
        at: Timestamp,
        /// What.
        change: Change,
    },
    /// A message that turns out to be none: it says nothing to anybody. What held
    /// its place while it could not be read can go.
    Nothing(Key),
    /// How far messages of ours got.
    Receipt(Receipt),
    /// The server has taken a message of ours, or refused it.
    Acknowledged {
        /// Which.
        id: WireId,
        /// Its refusal, if it is one.
        refused: Option<u16>,
        /// When.
        at: Timestamp,
    },
    /// Two addresses turn out to be one person.
    SamePerson(Address),
    /// A person has another number from now on.
    NumberChanged {
        /// Before.
        from: Address,
        /// From now on.
        to: Address,
    },
    /// What a person is called.
    Named {
        /// Who.
        who: Address,
        /// The name.
        name: String,
        /// Whether the account's user chose the name in the phone's address
        /// book, which counts more than what the person calls themselves.
        saved: bool,
    },
    /// A group's name or members changed, or were learnt.
    Group {
        /// Its address on the network.
        group: String,
        /// What is so now.
        change: GroupChange,
    },
    /// A chat was changed on the phone or another device.
    Chat {
        /// Which.
        chat: WireChat,
        /// What is so now.
        change: ChatChange,
        /// When.
        at: Timestamp,
    },
    /// A stretch of the past, sent by the phone.
    History {
        /// The chunk as it came, compressed; decoded by [`Inbound::Arrived`] and
        /// the others later.
        chunk: Vec<u8>,
        /// Its number among its kind.
        order: u32,
        /// What the phone calls its kind.
        kind: u8,
        /// How far the whole is, in percent, if the phone said.
        progress: Option<u8>,
    },
    /// The phone says that a stretch of the past is coming. It is kept before the
    /// server is told that it arrived, so that a stretch that never comes is
    /// missed.
    HistoryAnnounced {
        /// The message that says so.
        id: WireId,
    },
    /// A stretch of the past of one conversation was unpacked.
    Past {
        /// Which conversation.
        chat: WireChat,
        /// Whether it was asked for.
        asked: bool,
        /// Whether the phone has nothing older.
        complete: bool,
    },
    /// Everybody the account blocks, and nobody else.
    Blocked(Vec<Address>),
}

/// Where a conversation takes place, as the network names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum WireChat {
    /// With one person; also the account's notes to itself.
    Person(Address),
    /// In a group.
    Group(String),
}

/// What names one message on the network.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Where.
    pub chat: WireChat,
    /// Who wrote it; `None` is the account itself.
    pub sender: Option<Address>,
    /// Its id, unique for chat and sender only.
    pub id: WireId,
}

/// How news came here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// As it happened.
    Live,
    /// From the server's queue, after this computer was away.
    Backlog,
    /// From the phone, out of the past.
    History,
}

/// A message.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrival {
    /// What names it.
    pub key: Key,
    /// When it was sent.
    pub at: Timestamp,
    /// How it came here.
    pub origin: Origin,
    /// What its sender calls themselves.
    pub sender_name: Option<String>,
    /// What it carries.
    pub content: Content,
    /// The message it answers.
    pub quoted: Option<Quoted>,
    /// Who is mentioned in it.
    pub mentions: Vec<Address>,
    /// Whether it was passed on from another chat.
    pub forwarded: bool,
    /// Seconds after which it disappears, if it does.
    pub disappears_after: Option<u32>,
    /// Whether it may be looked at only once.
    pub view_once: bool,
    /// The message as it came, decrypted, so that a later version can read more
    /// of it. Empty when there was nothing to keep.
    pub payload: Vec<u8>,
    /// Whether it was read already, on the phone.
    pub read: bool,
    /// How far it got, if it is the account's own out of the past.
    pub delivery: Option<crate::receipt::Delivery>,
}

/// A message that could not be read when it came, as it was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// What names it.
    pub key: Key,
    /// When it was sent.
    pub at: Timestamp,
    /// Seconds after which it disappears, if it does.
    pub disappears_after: Option<u32>,
    /// The message as it came, decrypted.
    pub payload: Vec<u8>,
}

/// What a message carries.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Text, with WhatsApp's formatting marks.
    Text(String),
    /// A file of some kind.
    Media {
        /// Which kind.
        kind: MediaKind,
        /// Words under it.
        caption: String,
        /// What is known of it, and how to get it.
        facts: Box<MediaFacts>,
    },
    /// A place.
    Location {
        /// Degrees north.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
        /// Its name.
        name: String,
        /// Its postal address.
        address: String,
        /// Whether it is followed for a while.
        live: bool,
    },
    /// Address cards.
    Cards(Vec<Card>),
    /// A poll.
    Poll {
        /// The question.
        question: String,
        /// What can be chosen.
        options: Vec<PollOption>,
        /// How many may be chosen; 0 is any number.
        choices: u32,
    },
    /// A call.
    Call {
        /// Whether there was a picture.
        video: bool,
        /// Whether nobody answered.
        missed: bool,
        /// How long it lasted, in seconds.
        seconds: Option<u32>,
    },
    /// Something that happened to the group or the chat, in words for reading.
    Event {
        /// What, as a stable word of the engine's translation.
        what: String,
        /// Whom it concerns.
        who: Vec<Address>,
        /// The new name, number or setting, if there is one.
        value: String,
    },
    /// It came and could not be decrypted, or was lost on its way to the disk; it
    /// can be asked for again.
    Undecryptable,
    /// Deleted for everyone before it came here.
    Deleted,
    /// Something this version cannot read; the payload is kept.
    Unsupported {
        /// What the network calls it.
        what: String,
    },
}

/// Kinds of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaKind {
    /// A picture.
    Image,
    /// A moving picture.
    Video,
    /// A sound file.
    Audio,
    /// A voice note.
    Voice,
    /// A file of any type.
    Document,
    /// A sticker.
    Sticker,
}

/// What a message tells about its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MediaFacts {
    /// Its type.
    pub mime: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its name, for documents.
    pub file_name: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// How long it plays.
    pub seconds: u32,
    /// Loudness along a voice note, 0 to 100.
    pub waveform: Vec<u8>,
    /// A small picture of it, as a JPEG file.
    pub thumbnail: Vec<u8>,
    /// How to get it.
    pub source: MediaSource,
}

/// Where a file lies and what opens it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct MediaSource {
    /// Path on the media hosts.
    pub path: String,
    /// Whole address, where the path is missing.
    pub url: String,
    /// The key.
    pub key: Vec<u8>,
    /// Digest of the file.
    pub digest: Vec<u8>,
    /// Digest of the file as it is encrypted.
    pub encrypted_digest: Vec<u8>,
}

impl std::fmt::Debug for MediaSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MediaSource").finish_non_exhaustive()
    }
}

/// An address card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Whose.
    pub name: String,
    /// Their numbers, as written on it.
    pub phones: Vec<String>,
}

/// One choice of a poll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PollOption {
    /// Its words.
    pub name: String,
    /// The digest by which votes name it.
    pub digest: Vec<u8>,
}

/// The message that another one answers, as far as the answer tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// Its id.
    pub id: WireId,
    /// Who wrote it; `None` is the account itself.
    pub sender: Option<Address>,
    /// Its words, shortened.
    pub preview: String,
}

/// What happened to a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Its words are others now.
    Edited {
        /// The new words.
        text: String,
        /// The message that brought them, as it came.
        payload: Vec<u8>,
    },
    /// Its sender or an admin deleted it for everyone.
    Deleted,
    /// It was deleted for the account alone, on another device.
    DeletedForMe,
    /// Somebody reacted; an empty text takes the reaction back.
    Reacted {
        /// The reaction.
        emoji: String,
    },
    /// Somebody voted; replaces their earlier vote.
    Voted {
        /// The digests of what they chose.
        choices: Vec<Vec<u8>>,
    },
    /// It was marked with a star, or no longer.
    Starred(bool),
}

/// A receipt for messages of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Where.
    pub chat: WireChat,
    /// Whose receipt it is.
    pub who: Address,
    /// For which messages.
    pub ids: Vec<WireId>,
    /// Which.
    pub kind: ReceiptKind,
    /// When.
    pub at: Timestamp,
}

/// What a receipt says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptKind {
    /// It reached a device.
    Delivered,
    /// It was read.
    Read,
    /// It was played.
    Played,
    /// The account itself read messages of others, on another device.
    ReadHere,
}

/// What became of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupChange {
    /// Its name.
    Subject(String),
    /// All its members.
    Members(Vec<Address>),
}

/// The end of a silence that has none; a time that every clock can show.
pub const FOREVER: Timestamp = Timestamp(253_402_300_799_000);

/// What became of a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChatChange {
    /// Pinned, or no longer.
    Pinned(bool),
    /// Silent until then, which may be [`FOREVER`], or no longer.
    Muted(Option<Timestamp>),
    /// Put away, or taken back.
    Archived(bool),
    /// Read, or marked as unread.
    Read(bool),
    /// Emptied.
    Cleared,
    /// Deleted.
    Deleted,
}

/// What becomes of a message for the account alone, on all its devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageMark {
    /// It has a star, or no longer.
    Starred(bool),
    /// It is deleted.
    Deleted,
}

/// A message at an end of what is known of a chat, by which others find the
/// place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    /// Which.
    pub key: Key,
    /// When it was sent.
    pub at: Timestamp,
}

impl WireChat {
    /// A chat with whoever has this number.
    pub const fn phone(phone: PhoneNumber) -> Self {
        Self::Person(Address {
            phone: Some(phone),
            lid: None,
        })
    }
}
