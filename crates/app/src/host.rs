//! What the application asks of the desktop around it.
//!
//! The surface grows only when a feature needs something that only a desktop
//! can do. Tests use a host that records.

use frontdesk_domain::{id::ChatId, settings::Settings};

use crate::error::CommandError;

/// A desktop.
pub trait Host: Send + Sync + 'static {
    /// Raises a notification. Blocks until the desktop has taken it.
    fn notify(&self, notice: Notice) -> Result<(), CommandError>;

    /// Shows how many unread messages wait, on tray and taskbar.
    fn show_unread(&self, unread: u32);

    /// Starts the program with the computer, or no longer.
    fn set_autostart(&self, on: bool) -> Result<(), CommandError>;

    /// Acts on the user's choices: told at the start and whenever they change.
    fn follow(&self, settings: &Settings);
}

/// A notification, as plain text: the host escapes it for its desktop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// First line.
    pub title: String,
    /// The rest.
    pub body: String,
    /// What a click opens.
    pub opens: Option<ChatId>,
}
