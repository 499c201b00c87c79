//! A script of mishaps from a seed: the same seed, the same bad day.

use super::{IqFate, IqFault, LoginFailure};
use crate::{
    clock::Millis,
    dice::Dice,
    names::DeviceAddr,
    wire::stream,
    world::{World, agenda::Task, conn::Line, log::Note},
};
use serde::{Deserialize, Serialize};

/// What a script of mishaps is made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ScriptPlan {
    /// Decides what happens when; the network's own seed if absent.
    pub seed: Option<u64>,
    /// How many mishaps.
    pub steps: usize,
    /// The longest pause between two of them, in milliseconds.
    pub within_ms: u64,
}

impl Default for ScriptPlan {
    fn default() -> Self {
        Self {
            seed: None,
            steps: 10,
            within_ms: 5_000,
        }
    }
}

/// One mishap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mishap {
    Drop,
    Reset,
    Stall {
        ms: Millis,
    },
    Slow {
        latency_ms: u64,
    },
    Duplicates,
    Shuffled,
    Split,
    Clear,
    Busy,
    Restart,
    /// Too much: 429.
    TooMuch,
    Narrow {
        kbps: u64,
    },
    /// Phone and devices have no network for a while.
    Away {
        ms: Millis,
    },
    /// The next login is refused for now.
    LoginFails {
        reason: u16,
    },
    /// The next ping is not answered.
    Deaf,
}

/// A running script: what happens to which device, step by step.
#[derive(Clone, Debug)]
pub(crate) struct Script {
    pub(crate) device: DeviceAddr,
    pub(crate) steps: Vec<(Millis, Mishap)>,
}

/// The script of a seed.
pub(crate) fn write(plan: &ScriptPlan, seed: u64) -> Vec<(Millis, Mishap)> {
    let mut dice = Dice::fork(plan.seed.unwrap_or(seed), "script");
    (0..plan.steps)
        .map(|_| {
            let pause = dice.between(1, plan.within_ms);
            let mishap = match dice.between(0, 14) {
                0 => Mishap::Drop,
                1 => Mishap::Reset,
                2 => Mishap::Stall {
                    ms: dice.between(50, 2_000),
                },
                3 => Mishap::Slow {
                    latency_ms: dice.between(5, 400),
                },
                4 => Mishap::Duplicates,
                5 => Mishap::Shuffled,
                6 => Mishap::Split,
                7 => Mishap::Busy,
                8 => Mishap::Restart,
                9 => Mishap::TooMuch,
                10 => Mishap::Narrow {
                    kbps: dice.between(8, 256),
                },
                11 => Mishap::Away {
                    ms: dice.between(100, 5_000),
                },
                12 => Mishap::LoginFails {
                    reason: if dice.chance(500) { 500 } else { 503 },
                },
                13 => Mishap::Deaf,
                _ => Mishap::Clear,
            };
            (pause, mishap)
        })
        .collect()
}

impl World {
    /// Begins a script of mishaps for one device.
    pub(crate) fn begin_script(&mut self, device: DeviceAddr, plan: &ScriptPlan) -> Vec<String> {
        let steps = write(plan, self.config.seed);
        let told = steps
            .iter()
            .map(|(pause, mishap)| format!("+{pause} ms {mishap:?}"))
            .collect();
        let mut at = 0;
        for (step, (pause, _)) in steps.iter().enumerate() {
            at += pause;
            self.later(at, Task::Mischief { step });
        }
        self.faults.script = Some(Script { device, steps });
        told
    }

    /// The next step of the script.
    pub(crate) fn mischief(&mut self, step: usize) {
        let Some(script) = &self.faults.script else {
            return;
        };
        let device = script.device;
        let Some((_, mishap)) = script.steps.get(step).copied() else {
            return;
        };
        self.note(Note::Mishap {
            device: device.to_string(),
            what: format!("{mishap:?}"),
        });
        let conn = self.companion(device).and_then(|companion| companion.conn);
        let mut line = self.faults.line_of(device);
        match mishap {
            Mishap::Drop => {
                if let Some(conn) = conn {
                    self.close(conn);
                }
                return;
            }
            Mishap::Reset => {
                if let Some(conn) = conn {
                    self.reset(conn);
                }
                return;
            }
            Mishap::Busy => return self.end_stream(conn, 503),
            Mishap::Restart => return self.end_stream(conn, 515),
            Mishap::TooMuch => return self.end_stream(conn, 429),
            Mishap::Away { ms } => {
                self.set_reachable(device.account, false);
                let account = device.account;
                return self.later(ms, Task::Return { account });
            }
            Mishap::LoginFails { reason } => {
                let failure = LoginFailure {
                    reason,
                    code: None,
                    expire: None,
                    left: 1,
                };
                self.faults.logins.insert(device, failure);
                return self.end_stream(conn, 515);
            }
            Mishap::Deaf => {
                self.faults.iqs.push(IqFault {
                    xmlns: "w:p".to_owned(),
                    fate: IqFate::Ignore,
                    left: 1,
                });
                return;
            }
            Mishap::Stall { ms } => {
                if let Some(conn) = conn {
                    let stalled = Line {
                        stalled: true,
                        ..line
                    };
                    self.set_line(conn, stalled);
                    self.later(ms, Task::Resume { conn });
                }
                return;
            }
            Mishap::Slow { latency_ms } => line.latency_ms = latency_ms,
            Mishap::Narrow { kbps } => line.kbps = kbps,
            Mishap::Duplicates => line.duplicate_per_mille = 200,
            Mishap::Shuffled => line.reorder = 3,
            Mishap::Split => line.split = 7,
            Mishap::Clear => line = Line::default(),
        }
        self.faults.lines.insert(device, line);
        if let Some(conn) = conn {
            self.set_line(conn, line);
        }
    }

    fn end_stream(&mut self, conn: Option<crate::net::ConnId>, code: u16) {
        if let Some(conn) = conn {
            self.dismiss(conn, stream::error(code));
        }
    }

    /// A stalled line moves again.
    pub(crate) fn resume(&mut self, conn: crate::net::ConnId) {
        let Some(line) = self.conns.get(&conn).map(|conn| conn.line) else {
            return;
        };
        self.set_line(
            conn,
            Line {
                stalled: false,
                ..line
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_script_knows_every_mishap() {
        let plan = ScriptPlan {
            steps: 400,
            ..ScriptPlan::default()
        };
        let mut kinds: Vec<_> = write(&plan, 3)
            .into_iter()
            .map(|(_, mishap)| {
                let words = format!("{mishap:?}");
                words.split(' ').next().unwrap_or_default().to_owned()
            })
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        assert_eq!(kinds.len(), 15, "{kinds:?}");
    }

    #[test]
    fn a_seed_always_writes_the_same_script() {
        let plan = ScriptPlan::default();
        assert_eq!(write(&plan, 7), write(&plan, 7));
        assert_ne!(
            write(&plan, 7),
            write(&plan, 8),
            "another seed is another day"
        );
    }
}
