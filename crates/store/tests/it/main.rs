//! The store as the rest of the program meets it, on a real disk.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "helpers of tests are tests; the lints know only functions marked as one"
)]

mod durability;
mod files;
mod kit;
mod links;
mod messages;
mod mounts;
mod opening;
mod secrecy;
mod signal;
mod tables;
mod writing;
