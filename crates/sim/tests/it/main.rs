//! The network against the real engine, over both doors.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    clippy::large_futures,
    reason = "tests say what they expect; a panic is their way of failing"
)]

mod addresses;
mod calls;
mod demo;
mod groups;
mod hears;
mod history;
mod linking;
mod media;
mod messages;
mod offline;
mod posts;
mod profiles;
mod readme;
mod rig;
mod settings;
