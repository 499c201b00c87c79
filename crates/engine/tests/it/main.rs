//! The engine's side of the program, on real files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests; the lints know only functions marked as one"
)]

mod client;
mod conformance;
mod crash;
mod damage;
mod device;
mod failure;
mod flushes;
mod handover;
mod http;
mod isolation;
mod kit;
mod race;
mod sequences;
mod transport;
