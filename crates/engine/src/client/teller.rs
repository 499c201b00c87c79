//! Telling what moves the link, in order and each thing at its place.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use frontdesk_domain::{
    disconnect::Close,
    network::{Ear, Told},
    session::{Mono, Notice},
    time::Timestamp,
};

/// Tells an ear. Two threads that notice something at once tell it one after
/// the other, and nothing is told after the last word.
pub(crate) struct Teller {
    ear: Arc<dyn Ear>,
    said: Mutex<Said>,
}

/// A phone that is in use gives signs of life all the time; that it does is
/// told once in so many milliseconds.
const PHONE_EVERY: i64 = 60_000;

/// What is told once at most, or not again soon.
#[derive(Default)]
struct Said {
    phone: Option<Timestamp>,
    dialled: bool,
    handshake: bool,
    linked: bool,
    out_of_codes: bool,
    ended: bool,
    stopped: bool,
}

impl Teller {
    pub(crate) fn new(ear: Arc<dyn Ear>) -> Self {
        Self {
            ear,
            said: Mutex::default(),
        }
    }

    pub(crate) fn tell(&self, told: Told) {
        self.say(|_| Some(told));
    }

    pub(crate) fn notice(&self, notice: Notice) {
        self.tell(Told::Notice(notice));
    }

    pub(crate) fn dialled(&self) {
        self.once(|said| &mut said.dialled, Notice::Dialled);
    }

    /// Whoever sees first that the channel is private says so, before anything
    /// that came through the channel.
    pub(crate) fn handshake_done(&self) {
        self.once(|said| &mut said.handshake, Notice::HandshakeDone);
    }

    /// The server's last code was shown.
    pub(crate) fn out_of_codes(&self) {
        self.once(|said| &mut said.out_of_codes, Notice::QrExhausted);
    }

    /// A phone linked this computer. Noted before it is told, which waits for
    /// the disk.
    pub(crate) fn note_link(&self) {
        self.lock().linked = true;
    }

    pub(crate) fn is_private(&self) -> bool {
        self.lock().handshake
    }

    pub(crate) fn is_linked(&self) -> bool {
        self.lock().linked
    }

    pub(crate) fn is_out_of_codes(&self) -> bool {
        self.lock().out_of_codes
    }

    pub(crate) fn ended(&self, close: Close) {
        self.once(|said| &mut said.ended, Notice::Ended(close));
    }

    pub(crate) fn round_trip(&self, asked_at: Mono) {
        self.notice(Notice::RoundTrip { asked_at });
    }

    /// The account's phone did something.
    pub(crate) fn phone_seen(&self, at: Timestamp) {
        self.say(|said| {
            let due = said
                .phone
                .is_none_or(|known| at.0 >= known.0.saturating_add(PHONE_EVERY));
            due.then(|| {
                said.phone = Some(at);
                Told::PhoneSeen(at)
            })
        });
    }

    /// The last word.
    pub(crate) fn stopped(&self) {
        self.once(|said| &mut said.stopped, Notice::Stopped);
    }

    fn once(&self, flag: impl FnOnce(&mut Said) -> &mut bool, notice: Notice) {
        self.say(|said| {
            let told = std::mem::replace(flag(said), true);
            (!told).then_some(Told::Notice(notice))
        });
    }

    fn say(&self, what: impl FnOnce(&mut Said) -> Option<Told>) {
        let mut said = self.lock();
        if said.stopped {
            return;
        }
        if let Some(told) = what(&mut said) {
            // Under the lock on purpose: an ear does not wait, and the order in
            // which it hears is the order of the lock.
            self.ear.told(told);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Said> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
