//! What the pairing console of a slot shows. Lives from the user's wish to link
//! a phone until they put it away; the codes in it live nowhere else.

use frontdesk_domain::{
    disconnect::Cause,
    pairing::{CodeText, Pairing, PhoneCode, Refusal},
    session::{Moment, Phase, Session},
    slot::SlotNumber,
    time::Timestamp,
};

use super::qr::Drawn;
use crate::view::pairing::{PairingStep, PairingView, PhoneCodeView, QrView};

/// One console.
pub(super) struct Console {
    since: Timestamp,
    pub(super) qr: Option<Drawn>,
    pub(super) code: Option<CodeText>,
    /// Why the server gave no pairing code when it was last asked.
    pub(super) refused: Option<Refusal>,
    /// A phone accepted a code of this console.
    linked: bool,
    /// And the connection stood since.
    connected: bool,
}

impl Console {
    pub(super) const fn open(since: Timestamp) -> Self {
        Self {
            since,
            qr: None,
            code: None,
            refused: None,
            linked: false,
            connected: false,
        }
    }

    /// Follows the session. False once there is nothing left to show.
    pub(super) fn follow(&mut self, session: &Session) -> bool {
        if session.linked().is_some() {
            self.linked = true;
            self.connected |= session.phase().is_up();
        }
        if !matches!(session.phase(), Phase::Pairing(_)) {
            // Codes are of no more use and stay secret.
            self.qr = None;
            self.code = None;
        }
        let at_rest = matches!(session.phase(), Phase::LoggedOut { .. });
        // Ended by the phone at the first login, which is worth a word.
        let failed_after_linking = at_rest && self.linked && !self.connected;
        let ended = at_rest || matches!(session.phase(), Phase::Empty | Phase::Unlinking { .. });
        session.linked().is_some() || !ended || failed_after_linking
    }

    /// Whether it may be put away: nothing is under way in it any more.
    pub(super) fn is_done(&self, session: &Session) -> bool {
        match self.step(session) {
            PairingStep::Authenticated | PairingStep::Connected | PairingStep::Over => true,
            PairingStep::Connecting | PairingStep::CodeReady | PairingStep::Deciding => false,
        }
    }

    pub(super) fn view(&self, slot: SlotNumber, session: &Session, now: Moment) -> PairingView {
        let step = self.step(session);
        let offer = if let Phase::Pairing(pairing) = session.phase() {
            Some(pairing)
        } else {
            None
        };
        PairingView {
            slot,
            since: self.since,
            step,
            cause: cause(step, session),
            qr: offer.and_then(|offer| self.qr(offer)),
            code: offer.map_or(PhoneCodeView::NotYet, |offer| self.code(offer)),
            codes_blocked_until: session
                .code_limits()
                .blocked_until(now)
                .map(|until| until.shown),
        }
    }

    fn step(&self, session: &Session) -> PairingStep {
        match session.phase() {
            Phase::Connecting { .. } | Phase::Waiting { .. } => {
                if self.connected {
                    PairingStep::Connected
                } else if self.linked {
                    PairingStep::Authenticated
                } else {
                    PairingStep::Connecting
                }
            }
            Phase::Pairing(_) => PairingStep::CodeReady,
            Phase::Conflict { .. } => PairingStep::Deciding,
            Phase::Authenticated { .. } => PairingStep::Authenticated,
            Phase::Syncing { .. } | Phase::Online { .. } => PairingStep::Connected,
            Phase::Empty
            | Phase::PairingOver { .. }
            | Phase::NeedsPasskey
            | Phase::Unlinking { .. }
            | Phase::Replaced
            | Phase::Outdated
            | Phase::Banned { .. }
            | Phase::Locked
            | Phase::LoggedOut { .. }
            | Phase::Failed { .. } => {
                if self.connected {
                    PairingStep::Connected
                } else {
                    PairingStep::Over
                }
            }
        }
    }

    fn qr(&self, offer: &Pairing) -> Option<QrView> {
        let series = offer.qr?;
        let drawn = self.qr.as_ref()?;
        Some(QrView {
            size: drawn.size,
            path: drawn.path.clone(),
            number: series.number,
            of: series.of,
            expires_at: series.expires.shown,
        })
    }

    fn code(&self, offer: &Pairing) -> PhoneCodeView {
        match (offer.code, &self.code, self.refused) {
            (PhoneCode::Shown { expires }, Some(code), _) => PhoneCodeView::Shown {
                text: code.shown(),
                spelled: code.spelled(),
                expires_at: expires.shown,
            },
            (PhoneCode::Shown { .. } | PhoneCode::Asked { .. }, _, _) => PhoneCodeView::Asked,
            (PhoneCode::None, _, Some(refusal)) => PhoneCodeView::Refused {
                refusal: refusal.into(),
            },
            (PhoneCode::None, _, None) if offer.qr.is_some() => PhoneCodeView::Free,
            (PhoneCode::None, _, None) => PhoneCodeView::NotYet,
        }
    }
}

/// A cause is shown as long as something is held up or over by it.
fn cause(step: PairingStep, session: &Session) -> Option<Cause> {
    match step {
        PairingStep::Connecting | PairingStep::Authenticated | PairingStep::Over => session.cause(),
        PairingStep::CodeReady | PairingStep::Deciding | PairingStep::Connected => None,
    }
}
