//! The application as its window and its desktop see it: on a real store, with
//! a keychain in memory, a host that records, and a clock that stands still.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod feed;
mod inbox;
mod settings;
mod start;
mod support;
mod tasks;
mod thread;
