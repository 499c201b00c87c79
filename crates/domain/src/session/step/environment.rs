//! What follows when the computer around the link changes.

use super::super::{Environment, Phase, Stage};
use super::{ended::may_hurry, turn::Turn};
use crate::disconnect::Cause;

/// After a change of the network, an attempt under way gets this long to move.
const HURRIED: u64 = 5_000;

impl Turn {
    pub(super) fn environment(&mut self, environment: Environment) {
        match environment {
            Environment::NetworkUp => {
                self.session.network_down = false;
                self.hurry();
            }
            // Only a hint, and often a wrong one: what is open has to prove
            // itself, what is waited for stays.
            Environment::NetworkDown => {
                self.session.network_down = true;
                self.doubt();
            }
            Environment::Resumed => {
                // The codes were drawn for a connection that slept.
                if let Phase::Pairing(_) = self.session.phase {
                    let cause = Cause::Asleep;
                    self.end_pairing(Phase::PairingOver { cause }, cause, None);
                }
                self.hurry();
            }
            // The engine's own watchdog reads the wall clock and may have given
            // the socket up.
            Environment::ClockJumped => self.doubt(),
            // What was due has happened before the input is looked at.
            Environment::TimerFired => {}
        }
    }

    /// The reason to wait may be gone, and so may the socket.
    fn hurry(&mut self) {
        self.doubt();
        if let Phase::Waiting { cause, .. } = self.session.phase
            && may_hurry(cause)
        {
            self.connect(Some(cause));
        }
        let soon = self.now.mono.plus(HURRIED);
        match self.session.phase.stage_mut() {
            Some(Stage::Dialling { by } | Stage::Handshaking { by } | Stage::LoggingIn { by }) => {
                *by = soon.min(*by)
            }
            Some(Stage::Planned { .. } | Stage::Restarting { .. } | Stage::LoggingOut) | None => {}
        }
    }
}
