//! Driving the network: one list of commands, offered as typed methods, as
//! JSON over HTTP, and as lines on a console.

pub(crate) mod cmd;
pub(crate) mod console;
pub(crate) mod handle;
pub(crate) mod http;
pub(crate) mod inspect;
mod linking;
pub(crate) mod methods;
pub(crate) mod run;
pub(crate) mod wait;
