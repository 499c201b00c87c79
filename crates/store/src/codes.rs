//! The words that stand for the domain's enums in the database. A word, once
//! shipped, is for ever; a new variant gets a new word.

use frontdesk_domain::{
    address::PhoneNumber,
    attention::NotifyRule,
    chat::ChatKind,
    disconnect::Cause,
    message::{Direction, MessageKind},
    receipt::Delivery,
    session::{EventKind, LogoutReason},
    slot::SlotColour,
};
use rusqlite::types::{FromSqlError, FromSqlResult, ValueRef};

/// An enum stored as a word.
pub(crate) trait Code: Copy + PartialEq + Sized + 'static {
    const ALL: &'static [Self];

    fn word(self) -> &'static str;

    fn from_word(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let word = value.as_str()?;
        Self::ALL
            .iter()
            .copied()
            .find(|code| code.word() == word)
            .ok_or_else(|| FromSqlError::Other("A word that this version does not know".into()))
    }
}

impl Code for ChatKind {
    const ALL: &'static [Self] = &[Self::Direct, Self::Group];

    fn word(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Group => "group",
        }
    }
}

impl Code for Direction {
    const ALL: &'static [Self] = &[Self::Incoming, Self::Outgoing];

    fn word(self) -> &'static str {
        match self {
            Self::Incoming => "in",
            Self::Outgoing => "out",
        }
    }
}

impl Code for MessageKind {
    const ALL: &'static [Self] = &Self::ALL;

    fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Image => "image",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::Document => "document",
            Self::Sticker => "sticker",
            Self::Location => "location",
            Self::Contact => "contact",
            Self::Poll => "poll",
            Self::Call => "call",
            Self::GroupEvent => "group_event",
            Self::Deleted => "deleted",
            Self::Unsupported => "unsupported",
        }
    }
}

impl Code for Delivery {
    const ALL: &'static [Self] = &Self::ALL;

    fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::InFlight => "in_flight",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Played => "played",
        }
    }
}

impl Code for SlotColour {
    const ALL: &'static [Self] = &[
        Self::Teal,
        Self::Amber,
        Self::Violet,
        Self::Rose,
        Self::Sky,
        Self::Lime,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Teal => "teal",
            Self::Amber => "amber",
            Self::Violet => "violet",
            Self::Rose => "rose",
            Self::Sky => "sky",
            Self::Lime => "lime",
        }
    }
}

impl Code for NotifyRule {
    const ALL: &'static [Self] = &[Self::All, Self::Addressed, Self::Nothing];

    fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Addressed => "addressed",
            Self::Nothing => "nothing",
        }
    }
}

impl Code for EventKind {
    const ALL: &'static [Self] = &[
        Self::Linked,
        Self::Online,
        Self::Reconnected,
        Self::Lost,
        Self::Stopped,
        Self::SyncIncomplete,
        Self::PairingEnded,
        Self::Unlinked,
        Self::UnlinkedHereOnly,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Linked => "linked",
            Self::Online => "online",
            Self::Reconnected => "reconnected",
            Self::Lost => "lost",
            Self::Stopped => "stopped",
            Self::SyncIncomplete => "syncIncomplete",
            Self::PairingEnded => "pairingEnded",
            Self::Unlinked => "unlinked",
            Self::UnlinkedHereOnly => "unlinkedHereOnly",
        }
    }
}

impl Code for Cause {
    const ALL: &'static [Self] = &[
        Self::NoNetwork,
        Self::Unreachable,
        Self::CaptivePortal,
        Self::BadCertificate,
        Self::ClockWrong,
        Self::NoVersion,
        Self::ServerSilent,
        Self::ServerBusy,
        Self::ServerFault,
        Self::SlowDown,
        Self::ServerRefused,
        Self::Restart,
        Self::Recycled,
        Self::ConnectionLost,
        Self::NoAnswer,
        Self::Asleep,
        Self::SyncStalled,
        Self::StoreFailed,
        Self::Replaced,
        Self::Outdated,
        Self::Banned,
        Self::BanOver,
        Self::Locked,
        Self::LoggedOut,
        Self::NoKeys,
        Self::NoEngine,
        Self::CodesExpired,
        Self::PasskeyNeeded,
        Self::PairFailed,
        Self::Cancelled,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::NoNetwork => "noNetwork",
            Self::Unreachable => "unreachable",
            Self::CaptivePortal => "captivePortal",
            Self::BadCertificate => "badCertificate",
            Self::ClockWrong => "clockWrong",
            Self::NoVersion => "noVersion",
            Self::ServerSilent => "serverSilent",
            Self::ServerBusy => "serverBusy",
            Self::ServerFault => "serverFault",
            Self::SlowDown => "slowDown",
            Self::ServerRefused => "serverRefused",
            Self::Restart => "restart",
            Self::Recycled => "recycled",
            Self::ConnectionLost => "connectionLost",
            Self::NoAnswer => "noAnswer",
            Self::Asleep => "asleep",
            Self::SyncStalled => "syncStalled",
            Self::StoreFailed => "storeFailed",
            Self::Replaced => "replaced",
            Self::Outdated => "outdated",
            Self::Banned => "banned",
            Self::BanOver => "banOver",
            Self::Locked => "locked",
            Self::LoggedOut => "loggedOut",
            Self::NoKeys => "noKeys",
            Self::NoEngine => "noEngine",
            Self::CodesExpired => "codesExpired",
            Self::PasskeyNeeded => "passkeyNeeded",
            Self::PairFailed => "pairFailed",
            Self::Cancelled => "cancelled",
        }
    }
}

impl Code for LogoutReason {
    const ALL: &'static [Self] = &[Self::Here, Self::OnPhone, Self::WhileAway];

    fn word(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::OnPhone => "onPhone",
            Self::WhileAway => "whileAway",
        }
    }
}

/// Reads a column that holds a word.
pub(crate) fn code<T: Code>(
    row: &rusqlite::Row<'_>,
    column: impl rusqlite::RowIndex,
) -> rusqlite::Result<T> {
    let index = column.idx(row.as_ref())?;
    T::from_word(row.get_ref(index)?).map_err(|error| conversion(index, error))
}

/// Reads a column that holds a word or nothing.
pub(crate) fn code_or_null<T: Code>(
    row: &rusqlite::Row<'_>,
    column: impl rusqlite::RowIndex,
) -> rusqlite::Result<Option<T>> {
    let index = column.idx(row.as_ref())?;
    let value = row.get_ref(index)?;
    if value == ValueRef::Null {
        return Ok(None);
    }
    T::from_word(value)
        .map(Some)
        .map_err(|error| conversion(index, error))
}

fn conversion(index: usize, error: FromSqlError) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(index, rusqlite::types::Type::Text, Box::new(error))
}

/// Reads a column that holds the digits of a phone number, or nothing.
pub(crate) fn phone(
    row: &rusqlite::Row<'_>,
    column: &str,
) -> rusqlite::Result<Option<PhoneNumber>> {
    let index = row.as_ref().column_index(column)?;
    row.get::<_, Option<String>>(index)?
        .map(|digits| {
            PhoneNumber::parse(&digits)
                .map_err(|error| conversion(index, FromSqlError::Other(Box::new(error))))
        })
        .transpose()
}
