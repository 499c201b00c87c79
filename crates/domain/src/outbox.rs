//! The way out: what leaves next, and why something does not leave.
//!
//! A message has one id for its whole life. It is queued, then in flight from
//! before it is handed to the connection until the server answers, then gone
//! from here or stuck. Nothing here tries again by itself what the server
//! refused: a person decides, with the reason before them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{
    id::{ChatId, OutboxId},
    network::SendError,
    time::Timestamp,
};

/// How long after its sending a message can be edited, in milliseconds.
pub const EDITABLE_FOR: i64 = 15 * 60_000;
/// How long after its sending a message can be deleted for everyone.
pub const DELETABLE_FOR: i64 = 48 * 3_600_000;

/// One thing in the queue of an account, in the order in which it was queued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Queued {
    /// Its place.
    pub id: OutboxId,
    /// Where it goes.
    pub chat: ChatId,
    /// How far it got.
    pub state: QueueState,
}

/// How far a queued thing got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueState {
    /// It waits, at least until then.
    Ready {
        /// Not before.
        not_before: Timestamp,
    },
    /// It was, or may have been, handed to the connection.
    InFlight {
        /// When.
        since: Timestamp,
    },
    /// A person must decide.
    Stuck,
}

/// What the queue must keep to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many may be in flight at once, over all chats.
    pub in_flight: usize,
    /// How long the server may take to answer before the same id is handed over
    /// again, in milliseconds.
    pub answer_within: i64,
    /// Nothing leaves before then: the server asked for it.
    pub paused_until: Option<Timestamp>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            in_flight: 8,
            answer_within: 60_000,
            paused_until: None,
        }
    }
}

/// What the queue does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Hand this one over.
    Send(OutboxId),
    /// Look again then.
    WaitUntil(Timestamp),
    /// Nothing to do until something changes.
    Idle,
}

/// Says what leaves next. Within a chat nothing overtakes: what is in flight or
/// stuck holds back what was queued after it.
pub fn next(queue: &[Queued], limits: &Limits, now: Timestamp) -> Next {
    if let Some(until) = limits.paused_until
        && now < until
    {
        return if queue.iter().any(|one| one.state != QueueState::Stuck) {
            Next::WaitUntil(until)
        } else {
            Next::Idle
        };
    }
    let under_way = queue
        .iter()
        .filter(|one| matches!(one.state, QueueState::InFlight { .. }))
        .count();
    let mut held = BTreeSet::new();
    let mut look_again: Option<Timestamp> = None;
    for one in queue {
        if !held.insert(one.chat) {
            continue;
        }
        let due = match one.state {
            QueueState::Stuck => continue,
            QueueState::Ready { not_before } => {
                if under_way >= limits.in_flight {
                    continue;
                }
                not_before
            }
            QueueState::InFlight { since } => since.plus_millis(limits.answer_within),
        };
        if due <= now {
            return Next::Send(one.id);
        }
        look_again = Some(look_again.map_or(due, |earlier| earlier.min(due)));
    }
    look_again.map_or(Next::Idle, Next::WaitUntil)
}

/// Why something that was to be sent does not leave by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Stuck {
    /// WhatsApp does not let this number begin conversations for now.
    NewChatsLocked,
    /// This number has begun as many conversations as WhatsApp allows for now.
    NewChatsUsedUp,
    /// The server does not accept the message as it is.
    NotAccepted,
    /// Too many messages in too short a time.
    TooFast,
    /// The server was too busy, again and again.
    ServerBusy,
    /// The recipient is not on WhatsApp, or has no device.
    NobodyThere,
    /// The message cannot be put into the form the network wants.
    Unsendable,
    /// The keys to encrypt it could not be stored here.
    KeysNotStored,
    /// The time in which WhatsApp allows an edit or a deletion ran out.
    TooLate,
    /// The message that it was about is not here any more.
    TargetGone,
    /// The server refused for a reason that this version has no words for.
    Refused {
        /// The server's code.
        code: u16,
    },
}

/// What a person can do about something stuck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum StuckStep {
    /// Try again now.
    Retry,
    /// Wait, then try again: doing it at once makes it worse.
    WaitThenRetry,
    /// Write to this person from the phone first, or wait for them to write.
    UsePhone,
    /// Give it up; trying again would change nothing.
    Discard,
}

/// What to do after an answer that was not the hoped-for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing of it left: queue it again, not before this many milliseconds.
    Again(i64),
    /// It may have left: queue it again under the same id, for a connection that
    /// can tell.
    WhenConnected,
    /// A person must decide; until then nothing else of the account leaves for
    /// this many milliseconds.
    Stuck(Stuck, i64),
}

/// How often a busy server is asked again before a person is.
const BUSY_TRIES: u32 = 5;
const MINUTE: i64 = 60_000;
/// How long something rests after a connection was not there after all.
pub const NEXT_TRY: i64 = 5_000;

/// What a refusal of the server means. `attempt` is how often the message was
/// handed over so far, from 1.
pub fn refused(code: u16, attempt: u32) -> Verdict {
    match code {
        429 => Verdict::Stuck(Stuck::TooFast, 5 * MINUTE),
        463 => Verdict::Stuck(Stuck::NewChatsLocked, 0),
        475 => Verdict::Stuck(Stuck::NewChatsUsedUp, 0),
        479 => Verdict::Stuck(Stuck::NotAccepted, 0),
        500..=599 if attempt < BUSY_TRIES => Verdict::Again(2_000 << attempt.min(8)),
        500..=599 => Verdict::Stuck(Stuck::ServerBusy, 0),
        code => Verdict::Stuck(Stuck::Refused { code }, 0),
    }
}

/// What it means that a message could not be handed over.
pub fn not_handed_over(error: &SendError) -> Verdict {
    match error {
        SendError::NotConnected => Verdict::Again(NEXT_TRY),
        SendError::Unknown => Verdict::WhenConnected,
        SendError::NobodyThere => Verdict::Stuck(Stuck::NobodyThere, 0),
        SendError::NotStored => Verdict::Stuck(Stuck::KeysNotStored, 0),
        SendError::Unsendable => Verdict::Stuck(Stuck::Unsendable, 0),
    }
}

impl Stuck {
    /// What a person can do about it.
    pub const fn step(self) -> StuckStep {
        match self {
            Self::ServerBusy | Self::KeysNotStored => StuckStep::Retry,
            Self::NewChatsUsedUp | Self::TooFast => StuckStep::WaitThenRetry,
            Self::NewChatsLocked => StuckStep::UsePhone,
            Self::NotAccepted
            | Self::NobodyThere
            | Self::Unsendable
            | Self::TooLate
            | Self::TargetGone
            | Self::Refused { .. } => StuckStep::Discard,
        }
    }
}

#[cfg(test)]
mod tests;
