//! A desktop that shows nothing and counts what it was asked to show.

use std::sync::atomic::{AtomicU64, Ordering};

use frontdesk_app::{
    error::CommandError,
    host::{Host, LinkHealth, Notice, SlotCall},
};
use frontdesk_domain::settings::Settings;

/// The desktop.
#[derive(Debug, Default)]
pub(crate) struct Desk {
    notices: AtomicU64,
}

impl Desk {
    /// How many notifications were raised.
    pub(crate) fn notices(&self) -> u64 {
        self.notices.load(Ordering::Relaxed)
    }
}

impl Host for Desk {
    fn notify(&self, _: Notice) -> Result<(), CommandError> {
        self.notices.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    fn show_unread(&self, _: u32) {}

    fn call_to_slot(&self, _: SlotCall) -> Result<(), CommandError> {
        Ok(())
    }

    fn show_links(&self, _: LinkHealth) {}

    fn set_autostart(&self, _: bool) -> Result<(), CommandError> {
        Ok(())
    }

    fn follow(&self, _: &Settings) {}
}
