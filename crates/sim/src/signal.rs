//! End-to-end encryption of the virtual devices: real Signal sessions.
//!
//! `peer` is one device's cryptographic self. Sessions are kept per account
//! and device and never per address text, because clients switch between a
//! person's number and LID at any time.

pub(crate) mod bundle;
pub(crate) mod padding;
pub(crate) mod peer;
mod stores;

pub(crate) use bundle::{Bundle, SignedKey};
pub(crate) use peer::{Peer, SignalFailed};
