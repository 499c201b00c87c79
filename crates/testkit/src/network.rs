//! A network that does what a test tells it.
//!
//! [`Script`] outlives the program it is plugged into, as the real network
//! does. Each client that is started becomes a [`Puppet`]: what it is asked is
//! written down, what it says is said by the test. Keys are kept in the store
//! as an engine keeps them, so that a program that ends in the middle of
//! something finds afterwards what it would really find.

mod puppet;

use std::{
    collections::BTreeMap,
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use frontdesk_domain::{
    id::{AccountId, WireId},
    network::{Arrival, Client, Content, Ear, Inbound, Network, Origin, Unread},
    pairing::Account,
    session::{Mono, Purpose},
};
use frontdesk_store::Store;

pub use self::puppet::{Call, Puppet};
use crate::clock::HandClock;

/// Everything that was started, by whichever program.
#[derive(Clone)]
pub struct Script {
    inner: Arc<Inner>,
}

struct Inner {
    clock: Arc<HandClock>,
    puppets: Mutex<Vec<Puppet>>,
    ids: AtomicU64,
    /// What a stretch of history holds, piece by piece, by the chunk's bytes.
    history: Mutex<BTreeMap<Vec<u8>, Vec<Vec<Inbound>>>>,
    reading: Mutex<Reading>,
}

/// How well messages are read.
#[derive(Default)]
struct Reading {
    translation: u32,
    /// What a kept message says by now, by its bytes.
    learnt: BTreeMap<Vec<u8>, Option<Content>>,
    /// The bytes that were read again, in order.
    read: Vec<Vec<u8>>,
}

/// One start of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// On whose state.
    pub state: AccountId,
    /// For what.
    pub purpose: Purpose,
    /// When.
    pub at: Mono,
    /// Whether another client on the same state had not stopped yet, which must
    /// never be.
    pub beside_another: bool,
}

/// A [`Script`] plugged into one program.
struct Plugged {
    script: Script,
    store: Store,
}

impl Script {
    /// Nothing was started yet. Times are read from `clock`.
    pub fn new(clock: Arc<HandClock>) -> Self {
        Self {
            inner: Arc::new(Inner {
                clock,
                puppets: Mutex::default(),
                ids: AtomicU64::new(1),
                history: Mutex::default(),
                reading: Mutex::default(),
            }),
        }
    }

    /// The network of a program whose store is `store`.
    pub fn plug(&self, store: &Store) -> Arc<dyn Network> {
        Arc::new(Plugged {
            script: self.clone(),
            store: store.clone(),
        })
    }

    /// All clients in the order in which they were started.
    pub fn puppets(&self) -> Vec<Puppet> {
        self.all().clone()
    }

    /// The latest client on this state that has not stopped.
    pub fn puppet(&self, state: AccountId) -> Option<Puppet> {
        let puppets = self.all();
        let mut latest = puppets.iter().rev();
        latest
            .find(|puppet| puppet.state() == state && puppet.is_alive())
            .cloned()
    }

    /// A chunk of history unpacks to these pieces from now on.
    pub fn holds_history(&self, chunk: &[u8], pieces: Vec<Vec<Inbound>>) {
        self.history().insert(chunk.to_vec(), pieces);
    }

    /// From the next start on, messages with this payload say this, or nothing to
    /// anybody.
    pub fn learns(&self, payload: &[u8], content: Option<Content>) {
        let mut reading = self.reading();
        reading.translation += 1;
        reading.learnt.insert(payload.to_vec(), content);
    }

    /// The payloads that were read again, in order.
    pub fn read_again(&self) -> Vec<Vec<u8>> {
        self.reading().read.clone()
    }

    fn reading(&self) -> MutexGuard<'_, Reading> {
        self.inner
            .reading
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn history(&self) -> MutexGuard<'_, BTreeMap<Vec<u8>, Vec<Vec<Inbound>>>> {
        self.inner
            .history
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Every start so far.
    pub fn starts(&self) -> Vec<Start> {
        self.all().iter().map(Puppet::start).collect()
    }

    /// The program was killed: none of its clients is left.
    pub fn kill(&self) {
        for puppet in self.puppets() {
            puppet.die();
        }
    }

    fn all(&self) -> MutexGuard<'_, Vec<Puppet>> {
        self.inner
            .puppets
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Network for Plugged {
    fn start(&self, state: AccountId, purpose: Purpose, ear: Arc<dyn Ear>) -> Arc<dyn Client> {
        let start = Start {
            state,
            purpose,
            at: self.script.inner.clock.mono(),
            beside_another: self.script.puppet(state).is_some(),
        };
        let puppet = Puppet::begin(start, self.store.clone(), ear);
        self.script.all().push(puppet.clone());
        Arc::new(puppet)
    }

    fn new_wire_id(&self) -> WireId {
        let id = self.script.inner.ids.fetch_add(1, Ordering::Relaxed);
        WireId(format!("3EB0{id:016X}"))
    }

    fn unpack_history(
        &self,
        _: &Account,
        chunk: &[u8],
        each: &mut dyn FnMut(Vec<Inbound>) -> bool,
    ) -> bool {
        let pieces = self.script.history().get(chunk).cloned();
        match pieces {
            Some(pieces) => pieces.into_iter().all(each),
            None => false,
        }
    }

    fn translation(&self) -> u32 {
        self.script.reading().translation
    }

    fn read_again(&self, _: &Account, unread: &Unread) -> Vec<Inbound> {
        let mut reading = self.script.reading();
        reading.read.push(unread.payload.clone());
        let content = match reading.learnt.get(&unread.payload) {
            Some(Some(content)) => content.clone(),
            Some(None) => return Vec::new(),
            None => Content::Unsupported {
                what: "unknown".to_owned(),
            },
        };
        vec![Inbound::Arrived(Box::new(Arrival {
            key: unread.key.clone(),
            at: unread.at,
            origin: Origin::History,
            sender_name: None,
            content,
            quoted: None,
            mentions: Vec::new(),
            forwarded: false,
            disappears_after: unread.disappears_after,
            view_once: false,
            payload: unread.payload.clone(),
            read: false,
            delivery: None,
        }))]
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.starts()).finish()
    }
}
