//! The application without a window.
//!
//! Commands come in as method calls on [`frontdesk::Frontdesk`]; facts leave
//! through the [`feed`]. What only a desktop can do is asked of the [`host`].
//! Nothing here knows Tauri, the engine or SQL.
#![warn(missing_docs)]

pub mod clock;
pub mod error;
pub mod feed;
pub mod frontdesk;
pub mod host;
pub mod sessions;
pub mod view;

mod encode;
mod inbox;
mod ingest;
mod keys;
mod live;
mod messages;
mod notify;
mod opening;
mod panel;
mod post;
mod settings;
mod slots;
mod stored;
mod system;
mod tasks;
mod thread;
