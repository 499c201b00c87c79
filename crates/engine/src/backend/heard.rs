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
//! itself. A message that was noted for an earlier client, and that the engine now
//! takes for a repetition, was lost.
//!
//! The server repeats what it was not told to have arrived, so the latest messages
//! that are in the history are remembered, through restarts: those are not noted.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    mem,
    sync::{Mutex, MutexGuard, PoisonError},
};

use frontdesk_store::{SignalMut, StoreError};
use wa_rs::wacore::time::now_secs;

/// Repetitions come soon: so many messages are remembered for them.
const MOST_KEPT: usize = 1_024;

#[derive(Default)]
pub(super) struct Heard {
    notes: Mutex<Notes>,
}

#[derive(Default)]
struct Notes {
    /// Not written yet.
    fresh: Vec<String>,
    /// Written for this client for the first time: what the engine takes for a
    /// repetition of these is one.
    ours: BTreeSet<String>,
    /// Noted for an earlier client, and met again.
    lost: BTreeSet<String>,
    /// How often each came to this client, of those that are not in the history.
    copies: BTreeMap<String, u32>,
    /// In the history, the latest last: their repetitions need no note.
    kept: VecDeque<String>,
}

impl Heard {
    pub(super) fn came(&self, message: &str) {
        let mut notes = self.notes();
        if !notes.kept.iter().any(|kept| kept == message) {
            notes.fresh.push(message.to_owned());
            let copies = notes.copies.entry(message.to_owned()).or_default();
            *copies = copies.saturating_add(1);
        }
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

    /// Writes notes.
    pub(super) fn note(
        &self,
        signal: &mut SignalMut<'_, '_>,
        messages: Vec<String>,
    ) -> Result<(), StoreError> {
        let now = now_secs();
        for message in messages {
            if signal.note_inbound(&message, now)? {
                self.notes().ours.insert(message);
            }
        }
        Ok(())
    }

    /// Forgets the note of a message that is in the history.
    pub(super) fn forget(
        &self,
        signal: &mut SignalMut<'_, '_>,
        message: &str,
    ) -> Result<(), StoreError> {
        self.notes().ours.remove(message);
        signal.forget_inbound_note(message)
    }

    /// Takes up what an earlier client remembered.
    pub(super) fn recall(&self, kept: Vec<String>) {
        self.notes().kept = kept.into();
    }

    /// These are in the history. Answers which of them are to be remembered, and
    /// what need not be any longer.
    pub(super) fn kept<'m>(
        &self,
        messages: impl Iterator<Item = &'m str> + Clone,
    ) -> (Vec<String>, Vec<String>) {
        self.cross_out(messages.clone());
        let mut notes = self.notes();
        // What never came from the server is not repeated by it.
        let new: Vec<String> = messages
            .filter(|message| notes.copies.remove(*message).is_some())
            .map(str::to_owned)
            .collect();
        notes.kept.extend(new.iter().cloned());
        let surplus = notes.kept.len().saturating_sub(MOST_KEPT);
        (new, notes.kept.drain(..surplus).collect())
    }

    /// Whether a note of this message was first written for this client.
    pub(super) fn is_ours(&self, message: &str) -> bool {
        self.notes().ours.contains(message)
    }

    /// Whether a repetition says nothing about an earlier client, because the
    /// message came to this one more than once and may be under way from the first
    /// time.
    pub(super) fn is_unclear(&self, message: &str) -> bool {
        let notes = self.notes();
        notes.copies.get(message).is_some_and(|copies| *copies > 1) && !notes.lost.contains(message)
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
