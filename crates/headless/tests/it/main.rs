//! The whole program in a process of its own, on a simulated network in this one.
#![cfg(all(target_os = "linux", feature = "simulated-network"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests; the lints know only functions marked as one"
)]

#[cfg(feature = "torture")]
mod moves;
mod process;
mod reconnects;
