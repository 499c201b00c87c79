//! Nouns and decisions of Frontdesk.
//!
//! Everything here is plain data or a pure function: no I/O, no runtime, no
//! clock. Time arrives as a [`time::Timestamp`] argument, randomness as bytes.
//!
//! Nouns: [`address`], [`chat`], [`id`], [`message`], [`receipt`], [`secret`],
//! [`settings`], [`slot`], [`time`] and [`link`], what a slot card shows.
//!
//! Decisions: [`session`], the machine that says what a slot's link does next,
//! with its parts [`disconnect`] (the table of closings), [`backoff`] (how long
//! to wait) and [`pairing`] (codes, their limits, colliding numbers);
//! [`outbox`], which says what leaves next; [`attention`], which says what is
//! told on the desktop; and [`past`], when a phone may be asked for more.
//!
//! The way out: [`network`], the port that an engine implements.
#![warn(missing_docs)]

pub mod address;
pub mod attention;
pub mod backoff;
pub mod chat;
pub mod disconnect;
pub mod id;
pub mod link;
pub mod message;
pub mod network;
pub mod outbox;
pub mod pairing;
pub mod past;
pub mod receipt;
pub mod secret;
pub mod session;
pub mod settings;
pub mod slot;
pub mod time;
