//! The engine on a simulated network, in one process: links, ends, messages.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    clippy::large_futures,
    reason = "helpers of tests are tests; the lints know only functions marked as one"
)]

mod asking;
mod backlog;
mod changes;
mod ear;
mod ends;
mod groups;
mod linking;
mod messages;
mod pairing;
mod rig;
mod sending;
mod settings;
mod stopping;
