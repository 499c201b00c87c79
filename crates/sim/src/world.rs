//! The whole network as one value: every account, device, connection, queue.
//!
//! A `World` does no input or output and never asks for the time: bytes are
//! handed in, commands are handed in, the time is handed in, and what has to
//! leave is taken out. That makes it deterministic, fuzzable, and as fast as
//! the machine allows. Behaviour lives in `server` (what WhatsApp's servers
//! do) and `actors` (what phones and people do); this room only says what
//! there is.

pub(crate) mod account;
pub(crate) mod agenda;
pub(crate) mod companion;
pub(crate) mod conn;
pub(crate) mod group;
pub(crate) mod log;
pub(crate) mod queue;

#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod puppet;
#[cfg(test)]
mod replay;

use crate::{
    actors::{calls::Call, chatter::Chatter, vanish::Timer},
    clock::Millis,
    config::SimConfig,
    dice::Dice,
    error::SimError,
    faults::Faults,
    ledger::Ledger,
    media::shelf::Shelf,
    names::{AccountId, DeviceAddr},
    net::{ConnId, Out, cert::ServerIdentity},
    server::channels::Channel,
};
use account::Account;
use agenda::{Agenda, Task};
use companion::Companion;
use conn::Conn;
use group::Group;
use log::{Log, Note};
use std::collections::BTreeMap;
use wa_rs::{Jid, Server};

/// The state of one simulated network.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) now: Millis,
    pub(crate) dice: Dice,
    pub(crate) config: SimConfig,
    pub(crate) server: ServerIdentity,
    pub(crate) accounts: BTreeMap<AccountId, Account>,
    pub(crate) groups: BTreeMap<String, Group>,
    pub(crate) conns: BTreeMap<ConnId, Conn>,
    pub(crate) agenda: Agenda,
    pub(crate) shelf: Shelf,
    pub(crate) faults: Faults,
    pub(crate) channels: BTreeMap<String, Channel>,
    pub(crate) calls: BTreeMap<String, Call>,
    /// After how long the messages of conversations of two disappear.
    pub(crate) timers: BTreeMap<(AccountId, AccountId), Timer>,
    /// Those who do things by themselves, if anybody does.
    pub(crate) chatter: Option<Chatter>,
    pub(crate) ledger: Ledger,
    pub(crate) log: Log,
    out: Vec<(ConnId, Out)>,
    last_conn: u64,
    last_id: u64,
}

impl World {
    pub(crate) fn new(config: SimConfig, now: Millis) -> Result<Self, SimError> {
        let mut dice = Dice::new(config.seed);
        let server = ServerIdentity::new(&mut Dice::fork(config.seed, "authority"))
            .map_err(|_| SimError::Keys)?;
        let shelf = Shelf::new(dice.hex::<16>());
        Ok(Self {
            now,
            dice,
            config,
            server,
            accounts: BTreeMap::new(),
            groups: BTreeMap::new(),
            conns: BTreeMap::new(),
            agenda: Agenda::default(),
            shelf,
            faults: Faults::default(),
            channels: BTreeMap::new(),
            calls: BTreeMap::new(),
            timers: BTreeMap::new(),
            chatter: None,
            ledger: Ledger::default(),
            log: Log::default(),
            out: Vec::new(),
            last_conn: 0,
            last_id: 0,
        })
    }

    /// Moves the time on and does everything that falls due on the way, each
    /// at its own moment.
    pub(crate) fn set_now(&mut self, now: Millis) {
        while let Some((due, task)) = self.agenda.pop_due(now) {
            self.now = self.now.max(due);
            self.perform(task);
        }
        self.now = self.now.max(now);
    }

    /// When the next thing falls due.
    pub(crate) fn next_due(&self) -> Option<Millis> {
        self.agenda.next_due()
    }

    /// Does `task` in `delay` milliseconds.
    pub(crate) fn later(&mut self, delay: Millis, task: Task) {
        self.agenda.put(self.now.saturating_add(delay), task);
    }

    /// What the doors have to do now.
    pub(crate) fn take_out(&mut self) -> Vec<(ConnId, Out)> {
        std::mem::take(&mut self.out)
    }

    pub(crate) fn put_out(&mut self, conn: ConnId, out: Out) {
        self.out.push((conn, out));
    }

    pub(crate) fn next_conn(&mut self) -> ConnId {
        self.last_conn += 1;
        ConnId(self.last_conn)
    }

    /// An id for a stanza that the server itself makes.
    pub(crate) fn stanza_id(&mut self) -> String {
        self.last_id += 1;
        format!("sim-{}", self.last_id)
    }

    pub(crate) fn note(&mut self, note: Note) {
        self.log.note(self.now, note);
    }

    pub(crate) fn account(&self, id: AccountId) -> Option<&Account> {
        self.accounts.get(&id)
    }

    pub(crate) fn companion(&self, addr: DeviceAddr) -> Option<&Companion> {
        self.accounts
            .get(&addr.account)?
            .companions
            .get(&addr.device)
    }

    pub(crate) fn companion_mut(&mut self, addr: DeviceAddr) -> Option<&mut Companion> {
        self.accounts
            .get_mut(&addr.account)?
            .companions
            .get_mut(&addr.device)
    }

    /// The account that an address names, by number or by LID.
    pub(crate) fn resolve(&self, jid: &Jid) -> Option<DeviceAddr> {
        let account = match jid.server {
            Server::Pn | Server::Legacy => self.by_number(jid.user_base())?,
            Server::Lid => self.by_lid(jid.user_base())?,
            Server::Group
            | Server::Broadcast
            | Server::Newsletter
            | Server::Hosted
            | Server::HostedLid
            | Server::Messenger
            | Server::Interop
            | Server::Bot
            | Server::Call => return None,
        };
        Some(account.device(jid.device))
    }

    pub(crate) fn by_number(&self, number: &str) -> Option<AccountId> {
        self.accounts
            .values()
            .find(|account| account.number == number)
            .map(|account| account.id)
    }

    fn by_lid(&self, lid: &str) -> Option<AccountId> {
        self.accounts
            .values()
            .find(|account| account.lid == lid)
            .map(|account| account.id)
    }
}
