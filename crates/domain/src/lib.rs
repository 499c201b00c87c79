//! Nouns and decisions of Frontdesk.
//!
//! Everything here is plain data or a pure function: no I/O, no runtime, no
//! clock. Time arrives as a [`time::Timestamp`] argument, randomness as bytes.
#![warn(missing_docs)]

pub mod address;
pub mod chat;
pub mod id;
pub mod link;
pub mod message;
pub mod receipt;
pub mod secret;
pub mod settings;
pub mod slot;
pub mod time;
