//! What this desktop can do: the application's host on a real desktop.

pub mod arguments;
pub mod desktop;
pub mod environment;
pub mod logging;
mod look;
pub mod notifications;
pub mod tray;
pub mod window;
mod words;
