//! What the application asks of the desktop around it.
//!
//! The surface grows only when a feature needs something that only a desktop
//! can do. Tests use a host that records.

use frontdesk_domain::{disconnect::Cause, id::ChatId, settings::Settings, slot::SlotNumber};

use crate::{error::CommandError, view::feed::Destination};

/// A desktop.
pub trait Host: Send + Sync + 'static {
    /// Raises a notification. Blocks until the desktop has taken it.
    fn notify(&self, notice: Notice) -> Result<(), CommandError>;

    /// Takes back the notifications of a conversation: it was read.
    fn withdraw(&self, _chat: ChatId) {}

    /// Shows how many unread messages wait, on tray and taskbar.
    fn show_unread(&self, unread: u32);

    /// Tells the user that a slot needs them. Words are the desktop's, for it
    /// knows the language. Blocks until the desktop has taken it.
    fn call_to_slot(&self, call: SlotCall) -> Result<(), CommandError>;

    /// Shows how the worst of all links stands, on tray and taskbar.
    fn show_links(&self, worst: LinkHealth);

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
    pub opens: Option<Destination>,
}

/// A slot that needs the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotCall {
    /// Which.
    pub slot: SlotNumber,
    /// What it is called: the user's name for it, else the account's, else the
    /// number; empty when nothing is known.
    pub name: String,
    /// Why.
    pub cause: Cause,
}

/// How a link stands, as little as a tray can show. Ordered: the worst is the
/// greatest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkHealth {
    /// No link is meant to be there.
    #[default]
    None,
    /// Up.
    Up,
    /// On its way.
    Coming,
    /// Down; tries go on.
    Down,
    /// Nothing more happens without the user.
    NeedsUser,
}
