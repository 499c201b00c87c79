//! What is handed to the network.

use super::{Key, MediaFacts, MediaKind, PollOption, WireChat};
use crate::{address::Address, id::WireId};

/// A message to be sent under an id that was made before, once for its life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// Its id.
    pub id: WireId,
    /// Where to.
    pub chat: WireChat,
    /// What it carries.
    pub body: OutgoingBody,
}

/// What a message of ours carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutgoingBody {
    /// Text.
    Text {
        /// The words, with WhatsApp's formatting marks.
        text: String,
        /// The message it answers.
        quote: Option<OutgoingQuote>,
        /// Who is mentioned in it.
        mentions: Vec<Address>,
        /// Whether it was passed on from another chat.
        forwarded: bool,
    },
    /// A file that lies on the media hosts already: nothing is uploaded.
    File {
        /// Of which kind.
        kind: MediaKind,
        /// Words under it.
        caption: String,
        /// What is known of it, and how its recipient gets and opens it.
        facts: Box<MediaFacts>,
        /// Whether it was passed on from another chat.
        forwarded: bool,
    },
    /// Other words for a message that was sent before.
    Edit {
        /// Which.
        target: Key,
        /// The new words.
        text: String,
    },
    /// Deletes a message for everyone.
    Delete {
        /// Which.
        target: Key,
    },
    /// Reacts to a message; an empty text takes the reaction back.
    Reaction {
        /// To which.
        target: Key,
        /// The reaction.
        emoji: String,
    },
    /// Asks a question.
    Poll {
        /// The question.
        question: String,
        /// What can be chosen.
        options: Vec<String>,
        /// How many may be chosen; 0 is any number.
        choices: u32,
        /// The secret that votes are encrypted with, made with the id.
        secret: [u8; 32],
    },
    /// Votes in a poll.
    Vote {
        /// In which.
        target: Key,
        /// What is chosen.
        choices: Vec<PollOption>,
    },
}

/// The message that one of ours answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingQuote {
    /// What names it.
    pub key: Key,
    /// Its words.
    pub text: String,
    /// The message as it came, if that was kept.
    pub payload: Option<Vec<u8>>,
}

/// What the account shows of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Somebody sits here: others see it, and the phone stays quiet.
    Here,
    /// Nobody looks: the phone rings.
    Away,
}

/// Why something could not be handed over. Nothing of it left.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// There is no connection.
    #[error("There is no connection")]
    NotConnected,
    /// The recipient is not on WhatsApp, or has no device to encrypt for.
    #[error("Nobody can be reached there")]
    NobodyThere,
    /// The keys could not be stored, so nothing was encrypted with them.
    #[error("The keys could not be stored")]
    NotStored,
    /// The engine refused; it would again.
    #[error("The message cannot be sent like this")]
    Unsendable,
    /// It is not known whether it left. The same id may be tried again.
    #[error("It is not known whether the message left")]
    Unknown,
}
