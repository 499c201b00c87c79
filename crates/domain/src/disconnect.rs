//! The one table of how a connection can end: what it means, when to try again,
//! what leaves the store.
//!
//! A new code of the server is one new arm of [`verdict`]. The numbers are the
//! same in two places with different meanings, so a [`Close`] always says where
//! it was heard.

use serde::{Deserialize, Serialize};
use specta::Type;

/// How a connection ended, or why none came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Close {
    /// The server ended a running stream with a word.
    Stream(StreamWord),
    /// The server refused the login.
    Login {
        /// Its code.
        code: u16,
        /// When a restriction ends, in milliseconds from now, if it said so.
        expires_in: Option<u64>,
    },
    /// No socket came to be.
    Dial(DialFault),
    /// The socket stands, the private channel does not.
    Handshake(HandshakeFault),
    /// The socket is gone without a word.
    Socket(SocketEnd),
    /// This computer ended it, or could not begin.
    Here(LocalFault),
}

/// What a server can say when it ends a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamWord {
    /// A number.
    Code(u16),
    /// Conflict: the same link was opened elsewhere.
    Replaced,
    /// Conflict: the link was removed.
    Removed,
    /// It could not read what we sent.
    NotWellFormed,
    /// It waits for a receipt of ours and will end the stream on its own.
    OwedReceipt,
    /// Nothing we know; the stream goes on.
    Unknown,
}

/// Why no socket came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DialFault {
    /// No route out of this computer, or no answer to the name.
    NoRoute,
    /// Refused, reset or timed out.
    Unreachable,
    /// Something answered that is not WhatsApp: a login page of a network.
    NotTheServer,
    /// The certificate is not trusted.
    BadCertificate,
    /// The certificate is not valid at the time this computer believes in.
    CertificateDate,
    /// The current version of the client could not be learnt.
    NoVersion,
}

/// Why no private channel came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandshakeFault {
    /// The server could not prove who it is.
    BadCertificate,
    /// The server did not answer in time.
    NoAnswer,
    /// The server broke it off.
    BrokenOff,
}

/// How a socket ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SocketEnd {
    /// In good order: the stream's end tag, or a normal closing.
    Clean,
    /// Reset, cut, or closed with an error.
    Broken,
}

/// What ends a connection from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocalFault {
    /// A question stayed unanswered for too long.
    NoAnswer,
    /// The server neither let us in nor refused.
    NotLetIn,
    /// What was announced stopped arriving.
    SyncStalled,
    /// Keys or messages could not be stored.
    Store,
    /// The store has no keys for this account.
    NoKeys,
    /// This build holds no engine.
    NoEngine,
}

/// Why a link stands where it stands, in the words a card can explain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Cause {
    /// This computer has no network.
    NoNetwork,
    /// The network is there, WhatsApp is not.
    Unreachable,
    /// A login page stands between this computer and the internet.
    CaptivePortal,
    /// The server could not prove that it is WhatsApp.
    BadCertificate,
    /// The clock of this computer is wrong.
    ClockWrong,
    /// The current version of the client could not be learnt.
    NoVersion,
    /// The server accepts the connection and then says nothing.
    ServerSilent,
    /// The server is busy.
    ServerBusy,
    /// The server had a fault.
    ServerFault,
    /// The server wants fewer connections.
    SlowDown,
    /// The server refused, with a code that has no meaning here.
    ServerRefused,
    /// The server restarts the stream, which is normal right after pairing.
    Restart,
    /// The server ended the stream in good order.
    Recycled,
    /// The connection broke.
    ConnectionLost,
    /// The connection looked open and was dead.
    NoAnswer,
    /// The computer slept.
    Asleep,
    /// Messages stopped arriving half way.
    SyncStalled,
    /// Keys or messages could not be stored.
    StoreFailed,
    /// The same link was opened elsewhere.
    Replaced,
    /// The server refuses this version of the client.
    Outdated,
    /// The number is restricted.
    Banned,
    /// The restriction of the number has ended.
    BanOver,
    /// The account is locked.
    Locked,
    /// The link was removed.
    LoggedOut,
    /// The store has no keys for this account.
    NoKeys,
    /// This build holds no engine.
    NoEngine,
    /// All codes of the series ran out.
    CodesExpired,
    /// The phone demands a passkey.
    PasskeyNeeded,
    /// The phone and this computer could not agree on a link.
    PairFailed,
    /// The user stopped it.
    Cancelled,
}

/// When a connection that ended is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// It did not end; look whether it still answers.
    StillOpen,
    /// At once, a few times in a row.
    AtOnce,
    /// After the backoff, sooner if the network comes back.
    Backoff,
    /// After the long backoff, whatever the network does.
    Slowly,
    /// Only by the user, who is told when the time the server named is over.
    AfterExpiry,
    /// Only by the user.
    Never,
}

/// What leaves the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wipe {
    /// Nothing.
    Nothing,
    /// The credentials, never the history.
    Credentials,
}

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Why.
    pub cause: Cause,
    /// When to try again.
    pub retry: Retry,
    /// What leaves the store.
    pub wipe: Wipe,
}

/// Looks a closing up in the table.
pub const fn verdict(close: Close) -> Verdict {
    match close {
        Close::Stream(word) => stream_verdict(word),
        Close::Login { code, expires_in } => login_verdict(code, expires_in.is_some()),
        Close::Dial(fault) => match fault {
            DialFault::NoRoute => keep(Cause::NoNetwork, Retry::Backoff),
            DialFault::Unreachable => keep(Cause::Unreachable, Retry::Backoff),
            DialFault::NotTheServer => keep(Cause::CaptivePortal, Retry::Backoff),
            DialFault::BadCertificate => keep(Cause::BadCertificate, Retry::Backoff),
            DialFault::CertificateDate => keep(Cause::ClockWrong, Retry::Backoff),
            DialFault::NoVersion => keep(Cause::NoVersion, Retry::Backoff),
        },
        Close::Handshake(fault) => match fault {
            HandshakeFault::BadCertificate => keep(Cause::BadCertificate, Retry::Backoff),
            HandshakeFault::NoAnswer => keep(Cause::ServerSilent, Retry::Backoff),
            HandshakeFault::BrokenOff => keep(Cause::ConnectionLost, Retry::Backoff),
        },
        Close::Socket(end) => match end {
            SocketEnd::Clean => keep(Cause::Recycled, Retry::Backoff),
            SocketEnd::Broken => keep(Cause::ConnectionLost, Retry::Backoff),
        },
        Close::Here(fault) => match fault {
            LocalFault::NoAnswer => keep(Cause::NoAnswer, Retry::AtOnce),
            LocalFault::NotLetIn => keep(Cause::ServerSilent, Retry::Backoff),
            LocalFault::SyncStalled => keep(Cause::SyncStalled, Retry::AtOnce),
            LocalFault::Store => keep(Cause::StoreFailed, Retry::Slowly),
            LocalFault::NoKeys => keep(Cause::NoKeys, Retry::Never),
            LocalFault::NoEngine => keep(Cause::NoEngine, Retry::Never),
        },
    }
}

const fn stream_verdict(word: StreamWord) -> Verdict {
    match word {
        // 516 is how some servers say that the device was removed.
        StreamWord::Removed | StreamWord::Code(401 | 516) => LOGGED_OUT,
        StreamWord::Replaced | StreamWord::Code(409) => keep(Cause::Replaced, Retry::Never),
        StreamWord::Code(429) => keep(Cause::SlowDown, Retry::Slowly),
        StreamWord::Code(500) => keep(Cause::ServerFault, Retry::Backoff),
        StreamWord::Code(503) => keep(Cause::ServerBusy, Retry::Backoff),
        StreamWord::Code(515) => keep(Cause::Restart, Retry::AtOnce),
        StreamWord::NotWellFormed => keep(Cause::ConnectionLost, Retry::Backoff),
        StreamWord::OwedReceipt | StreamWord::Unknown | StreamWord::Code(_) => {
            keep(Cause::ServerRefused, Retry::StillOpen)
        }
    }
}

const fn login_verdict(code: u16, expires: bool) -> Verdict {
    match code {
        401 => LOGGED_OUT,
        402 if expires => keep(Cause::Banned, Retry::AfterExpiry),
        // 406 is the ban without an end.
        402 | 406 => keep(Cause::Banned, Retry::Never),
        403 => keep(Cause::Locked, Retry::Never),
        // At login, 409 refuses what the client says it is. A newer build is the cure.
        405 | 409 => keep(Cause::Outdated, Retry::Never),
        429 => keep(Cause::SlowDown, Retry::Slowly),
        500 | 501 => keep(Cause::ServerFault, Retry::Backoff),
        503 => keep(Cause::ServerBusy, Retry::Backoff),
        _ => keep(Cause::ServerRefused, Retry::Slowly),
    }
}

/// The only rows that wipe: the server says in so many words that the link is gone.
const LOGGED_OUT: Verdict = Verdict {
    cause: Cause::LoggedOut,
    retry: Retry::Never,
    wipe: Wipe::Credentials,
};

const fn keep(cause: Cause, retry: Retry) -> Verdict {
    Verdict {
        cause,
        retry,
        wipe: Wipe::Nothing,
    }
}

impl Close {
    /// The server's number, for the timeline.
    pub const fn code(self) -> Option<u16> {
        match self {
            Self::Stream(StreamWord::Code(code)) | Self::Login { code, .. } => Some(code),
            Self::Stream(
                StreamWord::Replaced
                | StreamWord::Removed
                | StreamWord::NotWellFormed
                | StreamWord::OwedReceipt
                | StreamWord::Unknown,
            )
            | Self::Dial(_)
            | Self::Handshake(_)
            | Self::Socket(_)
            | Self::Here(_) => None,
        }
    }
}

#[cfg(test)]
mod tests;
