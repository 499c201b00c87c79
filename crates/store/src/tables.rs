//! One file per table: its row, what can be read of it, what can be done to it.

#[cfg(test)]
pub(crate) mod plans;

pub(crate) mod accounts;
pub(crate) mod blobs;
pub(crate) mod chats;
pub(crate) mod contacts;
pub(crate) mod link_events;
pub(crate) mod messages;
pub(crate) mod settings;
pub(crate) mod slots;
