//! One file per table: its row, what can be read of it, what can be done to it.

#[cfg(test)]
pub(crate) mod plans;

pub(crate) mod accounts;
pub(crate) mod arrivals;
pub(crate) mod blobs;
pub(crate) mod blocked;
pub(crate) mod changes;
pub(crate) mod chats;
pub(crate) mod contacts;
pub(crate) mod history;
pub(crate) mod identity;
pub(crate) mod link_events;
pub(crate) mod marks;
pub(crate) mod media;
pub(crate) mod members;
pub(crate) mod merging;
pub(crate) mod messages;
pub(crate) mod outbox;
pub(crate) mod past;
pub(crate) mod receipts;
pub(crate) mod settings;
pub(crate) mod slots;
