//! Messages that came and are on no way into the history yet.
//!
//! The engine decrypts a message, which moves its ratchet, and only then hands
//! the message over to be kept. Between the two, a write on behalf of somebody
//! else can carry the moved ratchet to the disk. Killed there, the message can
//! never be decrypted again, and the engine, to which the server repeats it,
//! takes it for one that was kept long ago.
//!
//! So each message is noted before the engine sees it, and what was noted is
//! written in the same transaction as whatever the engine writes next: no ratchet
//! reaches the disk without the name of the message that moved it. Most notes are
//! crossed out before anything is written, for the next write is the message
//! itself. A note that the engine meets again is a message that was lost.

use std::{
    collections::BTreeSet,
    mem,
    sync::{Mutex, MutexGuard, PoisonError},
};

use frontdesk_store::{Signal, SignalMut, StoreError};
use wa_rs::wacore::time::now_secs;

/// A note lies among the messages on their way in, at a place that no
/// conversation has.
const NOWHERE: &str = "";

#[derive(Default)]
pub(super) struct Heard {
    notes: Mutex<Notes>,
}

#[derive(Default)]
struct Notes {
    /// Not written yet.
    fresh: Vec<String>,
    /// Met again.
    lost: BTreeSet<String>,
}

impl Heard {
    pub(super) fn came(&self, message: &str) {
        self.notes().fresh.push(message.to_owned());
    }

    /// What is to be noted with the next write.
    pub(super) fn take(&self) -> Vec<String> {
        mem::take(&mut self.notes().fresh)
    }

    /// These are on their way into the history.
    pub(super) fn cross_out<'m>(&self, messages: impl Iterator<Item = &'m str>) {
        let mut notes = self.notes();
        if !notes.fresh.is_empty() {
            let kept: BTreeSet<&str> = messages.collect();
            notes.fresh.retain(|note| !kept.contains(note.as_str()));
        }
    }

    pub(super) fn lost(&self, message: &str) {
        self.notes().lost.insert(message.to_owned());
    }

    pub(super) fn is_lost(&self, message: &str) -> bool {
        self.notes().lost.contains(message)
    }

    fn notes(&self) -> MutexGuard<'_, Notes> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes notes.
pub(super) fn note(signal: &mut SignalMut<'_, '_>, messages: &[String]) -> Result<(), StoreError> {
    let now = now_secs();
    messages
        .iter()
        .try_for_each(|id| signal.put_pending_inbound(NOWHERE, NOWHERE, id, &[], now))
}

/// Whether a message was noted, and nothing came after.
pub(super) fn is_noted(signal: &Signal<'_, '_>, message: &str) -> Result<bool, StoreError> {
    Ok(signal.pending_inbound(NOWHERE, NOWHERE, message)?.is_some())
}

/// Forgets the note of a message that is in the history.
pub(super) fn forget(signal: &mut SignalMut<'_, '_>, message: &str) -> Result<(), StoreError> {
    signal.delete_pending_inbound(NOWHERE, NOWHERE, message)
}
