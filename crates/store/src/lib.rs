//! The encrypted store: one SQLCipher database with one writer, and encrypted
//! files beside it.
//!
//! It knows SQL and the domain's nouns, and nothing else: no network, no window,
//! no runtime, no clock. Nobody else in the program knows SQL.
//!
//! - [`Store::write`] queues a closure for the one thread that writes. Writes that
//!   wait together share one flush of the disk; each fails alone.
//! - [`Store::read`] runs a closure on one unchanging view.
//! - [`Store::subscribe`] tells, after each commit, what it changed: ids, never
//!   content.
//! - [`Store::blobs`] streams files that are too large for a row.
//!
//! What can be read and written stands in `tables`, one file per table, as
//! methods of [`ReadTx`] and [`WriteTx`]; what the protocol engine keeps, in
//! `signal`.
#![warn(missing_docs)]

mod backup;
mod blobs;
mod change;
mod check;
mod cipher;
mod codes;
mod dump;
mod error;
#[cfg(feature = "faulty-disk")]
pub mod faulty_disk;
mod job;
mod migrate;
mod open;
mod pending;
mod place;
mod reader;
mod signal;
mod store;
mod tables;
mod tx;
mod writer;

pub use blobs::{BlobReader, BlobWriter, Blobs, NewBlob};
pub use change::{Change, Committed};
pub use check::{CheckProgress, CheckReport};
pub use error::{Cause, StoreError};
pub use migrate::MigrationProgress;
pub use pending::Pending;
pub use place::Place;
pub use signal::{
    DeviceRow, LidMappingRow, LinkedDevice, RetryQuestion, Signal, SignalMut, TokenRow,
    account_while_linking,
};
pub use store::{Store, StoreFacts};
pub use tables::{
    accounts::{Account, NewAccount},
    arrivals::{Taken, undecryptable},
    changes::{ChangeKind, MessageChange, MessageKey},
    chats::{Chat, ChatList, ChatPage, ChatPosition, NewChat, Peer},
    contacts::{Contact, NewContact},
    history::{ChatCoverage, HistoryChunk},
    link_events::LinkEventRow,
    marks::ChatMark,
    media::Media,
    messages::{Inserted, Message, MessagePage, NewMessage},
    outbox::{Outgoing, Sending, Telling},
    receipts::RecipientReceipt,
    slots::Slot,
};
pub use tx::{ReadTx, WriteTx};
