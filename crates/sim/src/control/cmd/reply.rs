//! What commands bring.

use super::parts::Seeded;
use crate::{control::inspect::Inspected, history::give::HistoryGiven};
use serde::Serialize;

/// What a command brings.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Reply {
    /// Nothing but success.
    Done {},
    /// An account.
    Account {
        /// Its number.
        account: String,
        /// Its LID.
        lid: String,
    },
    /// A linked device.
    Device {
        /// The device's number.
        device: u16,
    },
    /// What a seeded device must store.
    Seeded(Seeded),
    /// A message.
    Message {
        /// Its id.
        msg: String,
    },
    /// A call.
    Call {
        /// Its id.
        call: String,
    },
    /// Several messages.
    Messages {
        /// Their ids.
        msgs: Vec<String>,
    },
    /// A group.
    Group {
        /// Its address.
        group: String,
    },
    /// A channel.
    Channel {
        /// Its address.
        channel: String,
    },
    /// The version of a collection.
    Version {
        /// The version.
        version: u64,
    },
    /// What history was handed over.
    History(HistoryGiven),
    /// A script of mishaps.
    Script {
        /// Its steps, in words.
        steps: Vec<String>,
    },
    /// What the books say.
    Inspected(Inspected),
    /// What was not understood.
    Unhandled {
        /// Stanza heads.
        unhandled: Vec<String>,
    },
}
