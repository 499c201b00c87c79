//! Read models: what the window shows, as plain data.
//!
//! Every type here crosses the IPC border, so it derives `Serialize` and
//! `specta::Type` and holds no behaviour beyond its construction.

pub mod chat;
pub mod feed;
pub mod message;
pub mod pairing;
pub mod slot;
pub mod stage;
pub mod system;
