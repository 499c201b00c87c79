//! The application as its window and its desktop see it: on a real store, with
//! a keychain in memory, a host that records, and a clock that stands still.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a story names the one case it is about"
)]

mod feed;
mod inbox;
mod messages;
mod sessions;
mod settings;
mod start;
mod support;
mod tasks;
mod thread;
