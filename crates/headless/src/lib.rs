//! The whole program without a window.
//!
//! It builds the same application as the desktop shell does (feature for
//! feature: the same store, vault, engine and supervisors), on a profile folder
//! and against a simulated network in another process. It reads one command per
//! line from its standard input and writes one line of JSON for every answer
//! and every event. Torture, benchmarks and tests drive it; people never see it.
//!
//! Nothing here decides anything that the application decides. Nothing here is
//! part of the program that people get: the key of the store lies in a plain
//! file beside the profile, see `keychain`.
#![cfg(feature = "simulated-network")]
#![warn(missing_docs)]

pub mod arguments;
#[cfg(target_os = "linux")]
mod barriers;
mod book;
mod command;
mod desk;
mod figures;
mod haste;
pub mod keychain;
mod line;
mod overheard;
mod program;
mod watch;
mod work;

pub use program::run;
