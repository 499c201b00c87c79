//! `cargo xtask bench`: how fast Frontdesk is, beside what a person could use instead.
//!
//! Each benchmark measures its candidates in turn, forwards and backwards, in the same
//! run on the same machine, prints a table, keeps it in `bench/results` and brings
//! `docs/benchmarks.md` up to date. bench/README.md says how each is made.

#[cfg(target_os = "linux")]
mod build;
#[cfg(target_os = "linux")]
mod driven;
#[cfg(target_os = "linux")]
mod figures;
#[cfg(target_os = "linux")]
mod idle;
#[cfg(target_os = "linux")]
mod instructions;
#[cfg(target_os = "linux")]
mod limits;
#[cfg(target_os = "linux")]
mod links;
#[cfg(target_os = "linux")]
mod machine;
#[cfg(target_os = "linux")]
mod outcome;
#[cfg(target_os = "linux")]
mod paper;
#[cfg(target_os = "linux")]
mod report;
#[cfg(target_os = "linux")]
mod scenes;
#[cfg(target_os = "linux")]
mod stage;
#[cfg(target_os = "linux")]
mod starts;

use std::process::ExitCode;

use crate::arguments::BenchChoice;
use crate::failure::Result;
use crate::place::Place;

/// Runs what was chosen. The exit code says whether every goal was met.
///
/// # Errors
/// When a candidate cannot be built or does not do its work.
#[cfg(target_os = "linux")]
pub(crate) fn run(place: &Place, choice: &BenchChoice) -> Result<ExitCode> {
    suite::run(place, choice)
}

/// Says that this system cannot measure.
#[cfg(not(target_os = "linux"))]
pub(crate) fn run(_place: &Place, _choice: &BenchChoice) -> Result<ExitCode> {
    Err(crate::failure::Failure::Wrong(
        "NOT RUN: the measurements read /proc and need the private desktop of Linux".to_owned(),
    ))
}

#[cfg(target_os = "linux")]
use suite::Size;

#[cfg(target_os = "linux")]
mod suite {
    //! The list of benchmarks, and carrying it out.

    use std::process::ExitCode;

    use super::outcome::Outcome;
    use super::stage::Ground;
    use super::{build, idle, instructions, limits, links, machine, paper, report, scenes, starts};
    use crate::arguments::BenchChoice;
    use crate::failure::{Failure, Result};
    use crate::place::Place;

    /// How much is measured.
    #[derive(Debug, Clone, Copy)]
    pub(crate) struct Size {
        full: bool,
        pub(super) rounds: usize,
    }

    impl Size {
        /// One size for every day, one for a night.
        pub(super) const fn of(&self, usual: usize, full: usize) -> usize {
            if self.full { full } else { usual }
        }
    }

    /// A benchmark that builds on the stage or the store.
    struct Bench {
        name: &'static str,
        /// Rounds unless told otherwise.
        rounds: usize,
        run: fn(&Ground, &Size) -> Result<Outcome>,
    }

    /// The window's start has a stage of its own.
    const START: &str = "start";
    const PAIRS_OF_STARTS: usize = 11;

    const BENCHES: [Bench; 12] = [
        Bench {
            name: "open-chat",
            rounds: 11,
            run: limits::open_chat,
        },
        Bench {
            name: "tax",
            rounds: 11,
            run: limits::tax,
        },
        Bench {
            name: "past",
            rounds: 5,
            run: limits::past,
        },
        Bench {
            name: "live",
            rounds: 3,
            run: scenes::live,
        },
        Bench {
            name: "drain",
            rounds: 3,
            run: scenes::drain,
        },
        Bench {
            name: "first",
            rounds: 3,
            run: scenes::first,
        },
        Bench {
            name: "send",
            rounds: 3,
            run: scenes::send,
        },
        Bench {
            name: "history",
            rounds: 3,
            run: scenes::history,
        },
        Bench {
            name: "counts",
            rounds: 1,
            run: instructions::counts,
        },
        Bench {
            name: "idle",
            rounds: 1,
            run: idle::idle,
        },
        Bench {
            name: "restart",
            rounds: 11,
            run: links::restart,
        },
        Bench {
            name: "reconnects",
            rounds: 1,
            run: links::reconnects,
        },
    ];

    pub(super) fn run(place: &Place, choice: &BenchChoice) -> Result<ExitCode> {
        if let Some(unknown) = choice.names.iter().find(|name| !is_known(name)) {
            let known: Vec<&str> = BENCHES.iter().map(|bench| bench.name).collect();
            return Err(Failure::Usage(format!(
                "There is no benchmark `{unknown}`; there are: {START}, {}",
                known.join(", ")
            )));
        }
        let wanted =
            |name: &str| choice.names.is_empty() || choice.names.iter().any(|one| one == name);
        let chosen: Vec<&Bench> = BENCHES.iter().filter(|bench| wanted(bench.name)).collect();
        let mut all_met = true;
        if !chosen.is_empty() {
            build::all(place)?;
            let ground = Ground::new(place)?;
            for bench in chosen {
                println!("\n── {}", bench.name);
                let size = Size {
                    full: choice.full,
                    rounds: choice.pairs.unwrap_or(bench.rounds),
                };
                let before = machine::load();
                let mut outcome = (bench.run)(&ground, &size)?;
                outcome.machine = machine::machine();
                outcome.disturbance = format!("before: {before}; after: {}", machine::load());
                print!("\n{}", outcome.text());
                outcome.keep(place)?;
                all_met &= outcome.all_met();
            }
        }
        if wanted(START) {
            println!("\n── {START}");
            let measured = starts::measure(place, choice.pairs.unwrap_or(PAIRS_OF_STARTS))?;
            let report = report::Report::of(&measured);
            print!("\n{}", report.text());
            report.keep(place)?;
            all_met &= report.all_met();
        }
        paper::write(place)?;
        Ok(if all_met {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }

    fn is_known(name: &str) -> bool {
        name == START || BENCHES.iter().any(|bench| bench.name == name)
    }
}
