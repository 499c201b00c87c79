//! The protocol engine behind the rest of the program: the only product crate
//! that names `wa_rs`.
//!
//! - [`Engine`] is the domain's `Network`: one client per connection attempt.
//! - [`backend`] keeps the engine's state in our store.
//! - [`http`] gives its HTTP calls limits of time, of which it sets none itself.
//! - [`transport`] watches its dials, of which it tells nothing itself.
//!
//! Nothing here decides what a person sees, and no SQL stands here.
//!
//! **Logs.** Nothing personal is logged here above `DEBUG`: no number, name, id
//! or text. The engine underneath writes its lines through the `log` crate and
//! names addresses and whole stanzas in them, some of them at `warn`. A filter
//! must therefore keep the targets of [`NOISY_TARGETS`] at `off` in everything
//! that leaves the computer.
#![warn(missing_docs)]

#[cfg(all(
    feature = "simulated-network",
    not(feature = "simulated-network-in-release"),
    not(debug_assertions)
))]
compile_error!(
    "A build for people must check WhatsApp's certificate: leave `simulated-network` out, or name \
     `simulated-network-in-release` for a build that only measures"
);

pub mod backend;
mod client;
mod engine;
pub mod http;
mod inbound;
mod jid;
mod outbound;
mod secrets;
pub mod transport;
mod versions;

pub use engine::{Engine, MonoClock, Options, WallClock};

/// What the engine underneath calls itself in log lines. They quote addresses
/// and stanzas, so a log filter names them one by one when a fault is looked
/// for, and never by default.
pub const NOISY_TARGETS: &[&str] = &[
    "whatsapp_rust",
    "whatsapp_rust_tokio_transport",
    "whatsapp_rust_ureq_http_client",
    "wacore",
    "wacore_appstate",
    "wacore_binary",
    "wacore_libsignal",
    "wacore_noise",
    "Bot",
    "Client",
];
