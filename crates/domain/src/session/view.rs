//! What a card shows of a session, and the one thing it offers to do.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Ask, LogoutReason, Phase, Session, Stage, Tie};
use crate::{
    disconnect::Cause,
    link::LinkState,
    pairing::{Conflict, PhoneCode},
};

/// The one thing a card offers. `None` where nothing is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum NextAction {
    /// Link a phone.
    Connect,
    /// Try now instead of later.
    RetryNow,
    /// Ask for a new series of codes.
    ShowNewCode,
    /// Stop what is going on.
    Cancel,
    /// Take the link back from where it was opened.
    UseHere,
    /// Say whether this slot takes the number.
    Decide,
    /// Install a newer Frontdesk, then try again.
    UpdateApp,
    /// Open WhatsApp on the phone, settle the matter there, then try again.
    OpenOnPhone,
}

impl NextAction {
    /// The ask that carries it out, once what the user has to do is done.
    pub const fn ask(self) -> Ask {
        match self {
            Self::Connect => Ask::Connect,
            Self::RetryNow | Self::UpdateApp | Self::OpenOnPhone => Ask::RetryNow,
            Self::ShowNewCode => Ask::NewCode,
            Self::Cancel => Ask::Cancel,
            // Taking the link back is logging in again with the same keys.
            Self::UseHere => Ask::RetryNow,
            Self::Decide => Ask::UseHere,
        }
    }
}

impl Session {
    /// What the card shows.
    pub fn link_state(&self) -> LinkState {
        match &self.phase {
            Phase::Empty => LinkState::Empty,
            Phase::Connecting { attempt, cause, .. } => LinkState::Connecting {
                attempt: *attempt,
                cause: *cause,
            },
            Phase::Waiting {
                attempt,
                cause,
                next_try,
            } => LinkState::WaitingForNetwork {
                attempt: *attempt,
                cause: *cause,
                next_try_at: next_try.shown,
            },
            Phase::Pairing(pairing) => match (pairing.code, pairing.qr) {
                (PhoneCode::Shown { expires }, _) => LinkState::PairingCode {
                    expires_at: expires.shown,
                },
                (PhoneCode::None | PhoneCode::Asked { .. }, Some(qr)) => LinkState::QrReady {
                    expires_at: qr.expires.shown,
                    number: qr.number,
                    of: qr.of,
                },
                // Only until the server answers the ask for a pairing code.
                (PhoneCode::None | PhoneCode::Asked { .. }, None) => LinkState::Connecting {
                    attempt: 1,
                    cause: None,
                },
            },
            Phase::PairingOver {
                cause: Cause::Outdated,
            }
            | Phase::Outdated => LinkState::Outdated,
            Phase::PairingOver { cause } => LinkState::PairingOver { cause: *cause },
            Phase::NeedsPasskey => LinkState::NeedsPasskey,
            Phase::Conflict { account, conflict } => LinkState::NumberConflict {
                phone: account.phone.clone(),
                other: match conflict {
                    Conflict::InOtherSlot(slot) => Some(*slot),
                    Conflict::OverAnother => None,
                },
            },
            Phase::Authenticated { .. } => LinkState::Authenticated,
            Phase::Syncing { done, total, .. } => LinkState::Syncing {
                done: *done,
                total: *total,
            },
            Phase::Online { .. } => LinkState::Online,
            Phase::Unlinking { .. } => LinkState::Unlinking,
            Phase::Replaced => LinkState::Replaced,
            Phase::Banned { until, over } => LinkState::Banned {
                until: until.map(|until| until.shown),
                over: *over,
            },
            Phase::Locked => LinkState::Locked,
            Phase::LoggedOut { reason } => LinkState::LoggedOut { reason: *reason },
            Phase::Failed { cause } => LinkState::Failed { cause: *cause },
        }
    }

    /// Why the link stands where it stands, where there is a why.
    pub const fn cause(&self) -> Option<Cause> {
        match &self.phase {
            Phase::Connecting { cause, .. } => *cause,
            Phase::Waiting { cause, .. }
            | Phase::PairingOver { cause }
            | Phase::Failed { cause } => Some(*cause),
            Phase::NeedsPasskey => Some(Cause::PasskeyNeeded),
            Phase::Replaced => Some(Cause::Replaced),
            Phase::Outdated => Some(Cause::Outdated),
            Phase::Banned { over: false, .. } => Some(Cause::Banned),
            Phase::Banned { over: true, .. } => Some(Cause::BanOver),
            Phase::Locked => Some(Cause::Locked),
            Phase::LoggedOut { .. } => Some(Cause::LoggedOut),
            Phase::Empty
            | Phase::Pairing(_)
            | Phase::Conflict { .. }
            | Phase::Authenticated { .. }
            | Phase::Syncing { .. }
            | Phase::Online { .. }
            | Phase::Unlinking { .. } => None,
        }
    }

    /// The one thing the card offers. Every phase that needs the user has one,
    /// and following it leaves the phase; only a build without an engine has
    /// nothing that would help.
    pub const fn next_action(&self) -> Option<NextAction> {
        match &self.phase {
            Phase::Empty | Phase::LoggedOut { .. } | Phase::NeedsPasskey => {
                Some(NextAction::Connect)
            }
            Phase::PairingOver { .. } => Some(NextAction::ShowNewCode),
            Phase::Connecting { .. } if self.linked().is_none() => Some(NextAction::Cancel),
            Phase::Pairing(_) => Some(NextAction::Cancel),
            // Nothing that could be tried is in this build.
            Phase::Failed {
                cause: Cause::NoEngine,
            } => None,
            Phase::Waiting { .. } | Phase::Failed { .. } => Some(NextAction::RetryNow),
            Phase::Banned { over: true, .. } => Some(NextAction::RetryNow),
            Phase::Conflict { .. } => Some(NextAction::Decide),
            Phase::Replaced => Some(NextAction::UseHere),
            Phase::Outdated => Some(NextAction::UpdateApp),
            Phase::Banned { over: false, .. } | Phase::Locked => Some(NextAction::OpenOnPhone),
            Phase::Connecting { .. }
            | Phase::Authenticated { .. }
            | Phase::Syncing { .. }
            | Phase::Online { .. }
            | Phase::Unlinking { .. } => None,
        }
    }

    /// Whether a pairing is waiting for its first code, in which case the
    /// console shows its skeleton and, with [`Session::cause`], why.
    pub const fn awaits_first_code(&self) -> bool {
        self.pairing_since.is_some()
            && matches!(self.phase, Phase::Connecting { .. } | Phase::Waiting { .. })
    }

    /// Why the link ended, if it did.
    pub const fn logout_reason(&self) -> Option<LogoutReason> {
        match &self.tie {
            Tie::Unlinked { was } => *was,
            Tie::Linked(_) => None,
        }
    }

    /// How far the present attempt got, for the status line of the console.
    pub const fn stage(&self) -> Option<Stage> {
        self.phase.stage()
    }
}
