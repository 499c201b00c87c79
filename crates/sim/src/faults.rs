//! What is going to go wrong, and for whom.
//!
//! Only the standing orders live here; each is carried out where the thing
//! that goes wrong is done.

use crate::{
    clock::Millis,
    names::{AccountId, DeviceAddr},
    world::conn::Line,
};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

pub(crate) mod script;

/// A login that is going to be refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LoginFailure {
    pub(crate) reason: u16,
    /// The kind of a temporary ban (reason 402).
    pub(crate) code: Option<u32>,
    /// How long a temporary ban lasts, in seconds (reason 402).
    pub(crate) expire: Option<u64>,
    pub(crate) left: u32,
}

/// What happens to an iq instead of its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IqFate {
    /// It is refused with that code.
    Error(u16),
    /// It is never answered.
    Ignore,
}

/// A standing order for iqs of one namespace.
#[derive(Clone, Debug)]
pub(crate) struct IqFault {
    pub(crate) xmlns: String,
    pub(crate) fate: IqFate,
    pub(crate) left: u32,
}

/// All standing orders.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    pub(crate) refuse_connect: bool,
    /// The line of every connection that has none of its own.
    pub(crate) line: Line,
    pub(crate) lines: BTreeMap<DeviceAddr, Line>,
    pub(crate) logins: BTreeMap<DeviceAddr, LoginFailure>,
    pub(crate) nacks: BTreeMap<AccountId, VecDeque<u16>>,
    pub(crate) iqs: Vec<IqFault>,
    /// Until when accounts may not write to people who never wrote to them.
    pub(crate) locked: BTreeMap<AccountId, Millis>,
    /// Devices that are kept waiting: connected, but nothing is delivered.
    pub(crate) held: BTreeSet<DeviceAddr>,
    /// Accounts without network: neither their phones nor their devices get through.
    pub(crate) unreachable: BTreeSet<AccountId>,
    /// Messages whose files their phones no longer have.
    pub(crate) lost_files: BTreeSet<String>,
    pub(crate) script: Option<script::Script>,
}

impl Faults {
    /// The fate of the next iq of that namespace, counted down.
    pub(crate) fn fate_of(&mut self, xmlns: &str) -> Option<IqFate> {
        let fault = self
            .iqs
            .iter_mut()
            .find(|fault| fault.xmlns == xmlns && fault.left > 0)?;
        fault.left -= 1;
        Some(fault.fate)
    }

    /// The refusal of the next login of that device, counted down.
    pub(crate) fn login_of(&mut self, addr: DeviceAddr) -> Option<LoginFailure> {
        let failure = self.logins.get_mut(&addr)?;
        if failure.left == 0 {
            return None;
        }
        failure.left -= 1;
        Some(failure.clone())
    }

    /// The refusal of that account's next message.
    pub(crate) fn nack_of(&mut self, sender: AccountId) -> Option<u16> {
        self.nacks.get_mut(&sender)?.pop_front()
    }

    pub(crate) fn line_of(&self, addr: DeviceAddr) -> Line {
        self.lines.get(&addr).copied().unwrap_or(self.line)
    }
}
