//! A simulated WhatsApp network that unmodified client libraries accept.
//!
//! Start one with [`Sim::start`], drive it through its [`SimHandle`], and point
//! clients at its doors: a `ws://` listener, or an in-process transport. The
//! world of [`demo`] is ready-made. See
//! README.md for the commands and for what this crate cannot show.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod actors;
mod clock;
mod config;
mod content;
mod control;
pub mod demo;
mod dice;
mod error;
mod faults;
mod history;
mod ledger;
mod media;
mod names;
mod net;
mod server;
mod signal;
mod wire;
mod world;

pub use actors::behaviour::Behaviour;
pub use clock::{Clock, MANUAL_START, Millis};
pub use config::SimConfig;
pub use content::{
    Content, Manner,
    files::FileSpec,
    poll::PollSpec,
    things::{Card, Place},
};
pub use control::{
    cmd::{
        Cmd,
        parts::{DeviceKeys, NetAct, NewAccount, Seeded, StreamFault},
        reply::Reply,
    },
    console::json_of_line,
    handle::{Sim, SimHandle},
    inspect::{
        AtDeviceView, DeviceView, FileView, GroupView, Inspected, LedgerView, MessageView,
        ReceiptsView, What,
    },
    wait::Condition,
};
pub use error::{LinkRefusal, SimError};
pub use faults::script::ScriptPlan;
pub use history::give::{HistoryGiven, HistoryKind, HistoryPlan};
pub use media::{rewrite::PlainMedia, shelf::MediaFaults, tls::SecureDoor};
pub use net::inproc::InProcess;
pub use server::presence::Typing;
pub use world::{
    account::Business,
    conn::Line,
    log::{Event, Note, Passed},
};
