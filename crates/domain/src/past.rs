//! Asking the phone for older messages: what of it is known, and when it may be
//! asked.
//!
//! A phone is asked about one conversation at a time, never twice at once, and
//! never in a loop: requests keep a distance, and a phone that stays silent is
//! asked again only when a person wants it or a new connection is made.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{id::ChatId, time::Timestamp};

/// How many messages are asked for at once.
pub const STRETCH: u32 = 50;

/// How long a phone may take, in milliseconds.
pub const ANSWER_WITHIN: i64 = 30_000;

/// The distance between two questions to one phone.
pub const DISTANCE: i64 = 2_000;

/// The distance between two questions that nobody waits for.
pub const QUIET_DISTANCE: i64 = 15_000;

/// What is known of the messages before the oldest one of a conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Past {
    /// The phone may have more.
    #[default]
    Open,
    /// The phone is being asked.
    Asking,
    /// The phone was asked and did not answer.
    NoAnswer,
    /// There is no connection over which to ask.
    Offline,
    /// There is nothing older.
    Beginning,
}

/// The questions to one phone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Questions {
    /// What is being asked, and since when.
    open: Option<(ChatId, Timestamp)>,
    /// When something was asked last.
    last: Option<Timestamp>,
}

/// Whether a phone may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum May {
    /// Yes.
    Ask,
    /// This is what it is being asked.
    Asked,
    /// Not before then.
    NotBefore(Timestamp),
}

impl Questions {
    /// Whether the phone may be asked about this conversation. `distance` is one
    /// of [`DISTANCE`] and [`QUIET_DISTANCE`].
    pub fn may(&self, chat: ChatId, distance: i64, now: Timestamp) -> May {
        if let Some((open, since)) = self.open {
            if open == chat {
                return May::Asked;
            }
            return May::NotBefore(since.plus_millis(ANSWER_WITHIN));
        }
        match self.last.map(|last| last.plus_millis(distance)) {
            Some(due) if now < due => May::NotBefore(due),
            Some(_) | None => May::Ask,
        }
    }

    /// It was asked.
    pub const fn asked(&mut self, chat: ChatId, now: Timestamp) {
        self.open = Some((chat, now));
        self.last = Some(now);
    }

    /// It answered about this conversation, or could not be asked after all.
    pub fn answered(&mut self, chat: ChatId) {
        if self.open.is_some_and(|(open, _)| open == chat) {
            self.open = None;
        }
    }

    /// What it did not answer in time; that question is given up.
    pub fn give_up(&mut self, now: Timestamp) -> Option<ChatId> {
        let (chat, since) = self.open?;
        if now < since.plus_millis(ANSWER_WITHIN) {
            return None;
        }
        self.open = None;
        Some(chat)
    }

    /// What it is being asked.
    pub fn open(&self) -> Option<ChatId> {
        self.open.map(|(chat, _)| chat)
    }

    /// When an answer is overdue.
    pub fn overdue_at(&self) -> Option<Timestamp> {
        self.open.map(|(_, since)| since.plus_millis(ANSWER_WITHIN))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: ChatId = ChatId(1);
    const B: ChatId = ChatId(2);

    #[test]
    fn a_phone_is_asked_one_thing_at_a_time() {
        let mut phone = Questions::default();
        assert_eq!(phone.may(A, DISTANCE, Timestamp(0)), May::Ask, "it is idle");
        phone.asked(A, Timestamp(0));
        assert_eq!(
            phone.may(A, DISTANCE, Timestamp(5)),
            May::Asked,
            "never twice at once"
        );
        assert_eq!(
            phone.may(B, DISTANCE, Timestamp(5_000)),
            May::NotBefore(Timestamp(ANSWER_WITHIN)),
            "another conversation waits until the answer is there or overdue"
        );
        phone.answered(B);
        assert_eq!(phone.open(), Some(A), "an answer about B answers nothing");
        phone.answered(A);
        assert_eq!(
            phone.may(B, DISTANCE, Timestamp(1_999)),
            May::NotBefore(Timestamp(DISTANCE)),
            "not at once, however quick the answer"
        );
        assert_eq!(
            phone.may(B, DISTANCE, Timestamp(2_000)),
            May::Ask,
            "after a while"
        );
        assert_eq!(
            phone.may(B, QUIET_DISTANCE, Timestamp(2_000)),
            May::NotBefore(Timestamp(QUIET_DISTANCE)),
            "what nobody waits for has time"
        );
    }

    #[test]
    fn a_silent_phone_is_given_up_once_and_in_time() {
        let mut phone = Questions::default();
        phone.asked(A, Timestamp(100));
        let due = Timestamp(100 + ANSWER_WITHIN);
        assert_eq!(phone.overdue_at(), Some(due), "that long it may take");
        assert_eq!(
            phone.give_up(due.plus_millis(-1)),
            None,
            "it has time until then"
        );
        assert_eq!(phone.give_up(due), Some(A), "it is overdue");
        assert_eq!(phone.give_up(due), None, "and given up once");
        assert_eq!(
            phone.may(A, DISTANCE, due),
            May::Ask,
            "a person may try again at once"
        );
    }
}
