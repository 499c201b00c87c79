//! Everything that can happen to a slot's link. The list is closed: what is not
//! here does not move it.

use super::{Mono, Sync};
use crate::{
    address::PhoneNumber,
    disconnect::Close,
    pairing::{Account, PairCodeAnswer, Seat},
};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// The user wants something.
    Ask(Ask),
    /// The client `run` noticed something. Late words of an earlier client are
    /// told apart by the number and change nothing.
    Engine(Run, Notice),
    /// The computer around us changed.
    Environment(Environment),
}

/// Which client speaks; each [`super::Effect::StartClient`] names a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Run(pub u32);

/// What the user can want of a link. Each is answered by a change of phase or
/// by [`super::Effect::Refuse`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Link a phone, or bring the link back up.
    Connect,
    /// Stop pairing; leaves nothing behind.
    Cancel,
    /// Do not wait for the next try.
    RetryNow,
    /// A new series of QR codes after the last one ran out.
    NewCode,
    /// A pairing code for this number.
    PairingCode {
        /// The number the phone has.
        number: PhoneNumber,
        /// Where that number sits now; see [`crate::pairing::seat_of`].
        seat: Seat,
    },
    /// Take back the pairing code that is shown.
    CancelPairingCode,
    /// Answer to [`super::Phase::Conflict`]: this slot takes the number.
    UseHere,
    /// End the link. The history stays.
    Unlink,
}

/// What a client reports. One client is one connection attempt: it never
/// reconnects by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The socket stands.
    Dialled,
    /// The channel is private.
    HandshakeDone,
    /// A QR code is there. The code itself goes straight to the console and
    /// never through here.
    QrCode {
        /// How long it works, in milliseconds.
        valid_for: u64,
    },
    /// The last QR code ran out.
    QrExhausted,
    /// A pairing code is there; its characters bypass this machine too.
    PairCodeIssued {
        /// How long it works, in milliseconds.
        valid_for: u64,
    },
    /// The server gave no pairing code.
    PairCodeRefused {
        /// Its answer.
        answer: PairCodeAnswer,
        /// How long it wants us to wait, in milliseconds, if it said so.
        back_off: Option<u64>,
    },
    /// The phone demands a passkey.
    PasskeyDemanded,
    /// The phone and we could not agree.
    PairFailed,
    /// The phone linked us. The keys are in the store, tied to no account yet.
    PairSucceeded {
        /// The number it linked.
        account: Account,
        /// Where that number sits now.
        seat: Seat,
    },
    /// The server let us in.
    Connected,
    /// So much is fetched.
    SyncProgress {
        /// Of what.
        sync: Sync,
        /// Items done.
        done: u32,
        /// Items known so far, 0 when unknown.
        total: u32,
    },
    /// No more of it comes.
    SyncFinished {
        /// Of what.
        sync: Sync,
        /// Whether everything announced arrived.
        complete: bool,
    },
    /// Something that the server answers was handed to the socket.
    Sent,
    /// The server answered what we asked at `asked_at`.
    RoundTrip {
        /// When the question left.
        asked_at: Mono,
    },
    /// The answer to [`super::Effect::LogOut`], good or bad.
    LogoutDone {
        /// Whether the server took it.
        told: bool,
    },
    /// The connection ended, or never came to be. Comes at most once.
    Ended(Close),
    /// The client is gone: nothing of it writes to the store any more.
    Stopped,
}

/// What changes around the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// The system reports a network, or another one than before.
    NetworkUp,
    /// The system reports no network. A hint: tries go on.
    NetworkDown,
    /// The computer woke up.
    Resumed,
    /// The wall clock was set. Every step notices by itself; this one makes it
    /// be noticed at once.
    ClockJumped,
    /// The time of [`super::Session::alarm`] has come. Firing early or twice is
    /// harmless.
    TimerFired,
}
