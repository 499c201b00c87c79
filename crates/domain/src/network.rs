//! The port to WhatsApp: what the application asks of an engine, and what an
//! engine tells it.
//!
//! A [`Network`] makes one [`Client`] per connection attempt. A client tells its
//! [`Ear`] two kinds of things. [`Ear::told`] is quick and in order: what moves
//! the link, and what lives only in memory. [`Ear::keep`] is for what must be
//! durable: the engine acknowledges it to the server only after the answer.

mod inbound;
mod outbound;

use std::{fmt, future::Future, pin::Pin, sync::Arc};

use crate::{
    address::{Address, PhoneNumber},
    id::{AccountId, WireId},
    pairing::{Account, CodeText},
    secret::Secret,
    session::{Notice, Purpose},
    time::Timestamp,
};

pub use inbound::{
    Arrival, Behind, Card, Change, ChatChange, Content, FOREVER, GroupChange, Inbound, Key,
    MediaFacts, MediaKind, MediaSource, MessageMark, Origin, PollOption, Quoted, Receipt,
    ReceiptKind, Unread, WireChat,
};
pub use outbound::{Outgoing, OutgoingBody, OutgoingQuote, Presence, SendError};

/// Something that is answered later, without a word about the runtime.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// An engine with its way to WhatsApp, or to the simulated network.
pub trait Network: Send + Sync + 'static {
    /// Makes a client on the protocol state kept for `state` and begins its one
    /// connection attempt. It never reconnects by itself and ends with
    /// [`Notice::Ended`], unless it is stopped first; all else that goes wrong is
    /// told the same way. Its last word is always [`Notice::Stopped`].
    fn start(&self, state: AccountId, purpose: Purpose, ear: Arc<dyn Ear>) -> Arc<dyn Client>;

    /// Makes an id for a message to be sent. Each is unlike any other.
    fn new_wire_id(&self) -> WireId;

    /// Unpacks a stretch of history of `own` and hands it on piece by piece, a
    /// few hundred messages each, until `each` answers false. Takes as long as it
    /// takes: not for a thread that others wait for. False when the chunk cannot
    /// be read.
    fn unpack_history(
        &self,
        own: &Account,
        chunk: &[u8],
        each: &mut dyn FnMut(Vec<Inbound>) -> bool,
    ) -> bool;

    /// The number of this engine's translation of messages. It rises whenever
    /// the translation learns to read what it could not read before.
    fn translation(&self) -> u32;

    /// Reads a message of `own` again that an earlier translation could not
    /// read. Answers what its arrival would bring today: the same placeholder
    /// if it still cannot, a change if it turns out to be one, nothing if it
    /// says nothing to anybody.
    fn read_again(&self, own: &Account, unread: &Unread) -> Vec<Inbound>;
}

/// One connection attempt and the connection it may become.
pub trait Client: Send + Sync + 'static {
    /// Ends the connection with all its flushes. When it is answered, nothing of
    /// the client writes to the store any more. Asking twice is harmless.
    fn stop(&self) -> Answer<'_, ()>;

    /// Drops everything at once, flushed or not.
    fn abort(&self);

    /// Asks the server for a sign of life; answered by [`Notice::RoundTrip`].
    fn probe(&self);

    /// Tells the server that the link ends; answered by [`Notice::LogoutDone`].
    fn log_out(&self);

    /// Asks for a pairing code; answered by [`Told::PairingCode`] or
    /// [`Notice::PairCodeRefused`].
    fn ask_pairing_code(&self, number: PhoneNumber);

    /// Withdraws the pairing code that was asked for.
    fn cancel_pairing_code(&self);

    /// Holds back every access of the client to its protocol state, so that the
    /// state can be handed over to another account in the same transaction that
    /// seats the account. Accesses wait until the answer is used or dropped.
    fn hold_state(&self) -> Answer<'_, Box<dyn HeldState>>;

    /// What the account shows of itself, and whether the phone may stay quiet.
    fn set_presence(&self, presence: Presence);

    /// Shows a chat that somebody types here, or no longer.
    fn set_typing(&self, chat: WireChat, typing: bool);

    /// Hands one message to the connection. `Ok` means that it was handed over;
    /// only [`Inbound::Acknowledged`] says that the server has it. The same id
    /// may be sent again and counts once.
    fn send(&self, message: Outgoing) -> Answer<'_, Result<(), SendError>>;

    /// Tells senders that their messages were read, or only the account's other
    /// devices if `quietly`.
    fn mark_read(&self, keys: Vec<Key>, quietly: bool) -> Answer<'_, Result<(), SendError>>;

    /// Changes a chat on the account's other devices too.
    fn change_chat(
        &self,
        chat: WireChat,
        change: ChatChange,
        last: Option<Behind>,
    ) -> Answer<'_, Result<(), SendError>>;

    /// Marks a message, sent at `at`, on the account's other devices too.
    fn mark_message(
        &self,
        key: Key,
        at: Timestamp,
        mark: MessageMark,
    ) -> Answer<'_, Result<(), SendError>>;

    /// Blocks a person, or no longer. Told afterwards: [`Inbound::Blocked`].
    fn set_blocked(&self, who: Address, blocked: bool) -> Answer<'_, Result<(), SendError>>;

    /// Asks the phone for up to `count` messages before the oldest that is known
    /// of a chat. `Ok` means that it was asked; what it has comes as history, and
    /// a phone that is off never answers.
    fn ask_past(
        &self,
        chat: WireChat,
        oldest: Behind,
        count: u32,
    ) -> Answer<'_, Result<(), SendError>>;

    /// Asks the phone for a message, sent at `at`, that could not be read here.
    /// `Ok` means that it was asked; what it has comes as [`Inbound::Arrived`].
    fn ask_again(&self, key: Key, at: Timestamp) -> Answer<'_, Result<(), SendError>>;
}

/// A client whose protocol state stands still. Dropped, it goes on as before.
pub trait HeldState: Send {
    /// Goes on with the state of `account`, which was just handed over.
    fn go_on_as(self: Box<Self>, account: AccountId);
}

/// Who a client talks to.
pub trait Ear: Send + Sync + 'static {
    /// Told in order; must not wait.
    fn told(&self, told: Told);

    /// Makes news durable, all or nothing, in order. The engine acknowledges to
    /// the server only after `Ok`; the same news may come again.
    fn keep(&self, news: Vec<Inbound>) -> Answer<'_, Result<(), NotKept>>;
}

/// News could not be made durable; the server will send it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The news could not be stored")]
pub struct NotKept;

/// What is told without being kept.
pub enum Told {
    /// Something that moves the link.
    Notice(Notice),
    /// A QR code, to be drawn and never logged. No [`Notice::QrCode`] comes
    /// beside it: whoever hears this makes that one of it.
    QrCode {
        /// What the phone reads.
        text: Secret<String>,
        /// How long it works, in milliseconds.
        valid_for: u64,
    },
    /// A pairing code, to be typed into the phone. No
    /// [`Notice::PairCodeIssued`] comes beside it either.
    PairingCode {
        /// Its characters.
        code: CodeText,
        /// How long it works, in milliseconds.
        valid_for: u64,
    },
    /// A phone linked this computer to an account, and the keys are on the disk.
    /// No [`Notice::PairSucceeded`] comes beside it: only the hearer knows where
    /// the number sits.
    Linked {
        /// Which.
        account: Account,
        /// The name of its business, if it has one.
        business: Option<String>,
    },
    /// The name the account shows to others.
    OwnName(String),
    /// The picture the account shows to others, as its file.
    OwnPicture(Vec<u8>),
    /// Somebody types or records in a chat, or stopped.
    Typing {
        /// Where.
        chat: WireChat,
        /// Who.
        who: Address,
        /// Whether they still do.
        typing: bool,
    },
    /// The account's phone gave a sign of life.
    PhoneSeen(Timestamp),
}

impl fmt::Debug for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Notice(notice) => return notice.fmt(f),
            Self::QrCode { .. } => "QrCode",
            Self::PairingCode { .. } => "PairingCode",
            Self::Linked { .. } => "Linked",
            Self::OwnName(_) => "OwnName",
            Self::OwnPicture(_) => "OwnPicture",
            Self::Typing { .. } => "Typing",
            Self::PhoneSeen(_) => "PhoneSeen",
        };
        f.write_str(name)
    }
}
