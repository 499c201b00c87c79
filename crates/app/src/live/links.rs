//! How the three links stand. Lives in memory: what a start finds in the store
//! decides anew.

use std::sync::PoisonError;

use frontdesk_domain::{
    link::LinkState,
    session::{LogoutReason, NextAction},
    slot::SlotNumber,
};

use super::Live;
use crate::{host::LinkHealth, view::pairing::PairingView};

/// The links of all slots.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links([LinkNow; 3]);

/// The link of one slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LinkNow {
    pub(crate) state: LinkState,
    pub(crate) action: Option<NextAction>,
    pub(crate) pairing: Option<PairingView>,
}

/// Which parts of a [`LinkNow`] are others than before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moved {
    pub(crate) link: bool,
    pub(crate) pairing: bool,
}

impl Default for LinkNow {
    fn default() -> Self {
        Self {
            state: LinkState::Empty,
            action: Some(NextAction::Connect),
            pairing: None,
        }
    }
}

impl Links {
    /// What the card of a slot shows.
    pub(crate) fn shown(
        &self,
        slot: SlotNumber,
        has_account: bool,
    ) -> (LinkState, Option<NextAction>) {
        let link = self.of(slot);
        // Its account moved to another slot; nothing is left to be over.
        let has_moved = matches!(link.state, LinkState::LoggedOut { .. }) && !has_account;
        let state = if has_moved {
            LinkState::Empty
        } else {
            link.state.clone()
        };
        (state, link.action)
    }

    /// The console of a slot, if it is open.
    pub(crate) fn pairing(&self, slot: SlotNumber) -> Option<&PairingView> {
        self.of(slot).pairing.as_ref()
    }

    /// All consoles that are open.
    pub(crate) fn pairings(&self) -> Vec<PairingView> {
        self.0.iter().filter_map(|l| l.pairing.clone()).collect()
    }

    fn of(&self, slot: SlotNumber) -> &LinkNow {
        let [one, two, three] = &self.0;
        match slot.get() {
            1 => one,
            2 => two,
            _ => three,
        }
    }

    fn of_mut(&mut self, slot: SlotNumber) -> &mut LinkNow {
        let [one, two, three] = &mut self.0;
        match slot.get() {
            1 => one,
            2 => two,
            _ => three,
        }
    }

    fn worst(&self) -> LinkHealth {
        let healths = self.0.iter().map(|link| health(&link.state));
        healths.max().unwrap_or_default()
    }
}

impl Live {
    pub(crate) fn links(&self) -> Links {
        self.now().links.clone()
    }

    /// The link of a slot stands here now.
    pub(crate) fn set_link(&self, slot: SlotNumber, link: LinkNow) -> Moved {
        let moved = {
            let mut now = self.now();
            let old = std::mem::replace(now.links.of_mut(slot), link.clone());
            Moved {
                link: (&old.state, old.action) != (&link.state, link.action),
                pairing: old.pairing != link.pairing,
            }
        };
        if moved.link {
            self.show_worst();
        }
        moved
    }

    /// The lock keeps an older word from reaching the desktop after a newer one.
    fn show_worst(&self) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let worst = self.now().links.worst();
        if worst != *shown {
            *shown = worst;
            self.host.show_links(worst);
        }
    }
}

fn health(link: &LinkState) -> LinkHealth {
    match link {
        LinkState::Empty
        | LinkState::QrReady { .. }
        | LinkState::PairingCode { .. }
        | LinkState::PairingOver { .. }
        | LinkState::NeedsPasskey
        | LinkState::Unlinking
        // The user ended it here and knows.
        | LinkState::LoggedOut {
            reason: LogoutReason::Here,
        } => LinkHealth::None,
        LinkState::Online => LinkHealth::Up,
        LinkState::Connecting { .. } | LinkState::Authenticated | LinkState::Syncing { .. } => {
            LinkHealth::Coming
        }
        LinkState::WaitingForNetwork { .. } => LinkHealth::Down,
        LinkState::NumberConflict { .. }
        | LinkState::Replaced
        | LinkState::Outdated
        | LinkState::Banned { .. }
        | LinkState::Locked
        | LinkState::LoggedOut { .. }
        | LinkState::Failed { .. } => LinkHealth::NeedsUser,
    }
}
