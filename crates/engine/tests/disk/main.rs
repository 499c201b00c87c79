//! The whole core in one process, without a window: application, store, engine
//! and simulated network, on a disk that counts, fails and forgets.
//!
//! `world` is the network with its people, `life` one run of the program on one
//! state of the disk. Nothing here knows how the core does what it does.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    clippy::large_futures,
    clippy::print_stdout,
    reason = "helpers of tests are tests; the lints know only functions marked as one"
)]

mod barriers;
mod full;
mod life;
mod power;
mod refusing;
mod shuffle;
mod stories;
mod tap;
mod trials;
mod world;
