//! Every deliberate fault must be noticed, by the check that is there for it.

use std::collections::BTreeSet;

use crate::clock::Stopwatch;
use crate::failure::{Failure, Result};
use crate::place::Place;
use crate::process;

use super::model::Broken;
use super::names::Names;
use super::series::{Kill, Phase, Plan};
use super::{TortureChoice, build, side_by_side};

/// A fault and how it shows.
struct Case {
    defect: &'static str,
    /// The promises of which one must be seen to be broken.
    shows_as: &'static [Broken],
    /// Where the program dies, in turn.
    points: &'static [&'static str],
    rough: bool,
}

/// Crashes that a fault may take to show.
const TRIES: usize = 10;

/// Faults that only a power cut or a full disk shows for certain, and the tests
/// of the engine that notice them: the whole core on a disk that fails.
const ON_A_BAD_DISK: [(&str, &str); 3] = [
    ("normal-instead-of-full", "power::"),
    ("speaks-before-flush", "power::"),
    ("ack-before-commit", "full::nothing"),
];

const CASES: [Case; 17] = [
    Case {
        defect: "partial-batch",
        shows_as: &[Broken::Lost, Broken::Unsent, Broken::Ticks],
        points: &["app.heard"],
        rough: false,
    },
    Case {
        defect: "no-pending-row",
        shows_as: &[Broken::Lost, Broken::Content],
        points: &["engine.sessions.after", "app.keep.before"],
        rough: false,
    },
    Case {
        defect: "ratchet-not-kept",
        shows_as: &[Broken::ReusedKey, Broken::Content],
        points: &["app.line.handed"],
        rough: false,
    },
    Case {
        defect: "sender-key-not-kept",
        shows_as: &[Broken::ReusedKey],
        points: &["app.line.handed"],
        rough: false,
    },
    Case {
        defect: "new-id-on-retry",
        shows_as: &[Broken::SecondId],
        points: &["engine.ack.heard"],
        rough: false,
    },
    Case {
        defect: "no-token",
        shows_as: &[Broken::SecondId],
        points: &["app.send.written", "store.commit.after"],
        rough: false,
    },
    Case {
        defect: "sent-on-ok",
        shows_as: &[Broken::Unsent],
        points: &["app.line.refused"],
        rough: false,
    },
    Case {
        defect: "leaves-in-flight",
        shows_as: &[Broken::Unsent],
        points: &["app.line.taken"],
        rough: false,
    },
    Case {
        defect: "no-retry-body",
        shows_as: &[Broken::Unsent],
        points: &["engine.sent_message.taken"],
        rough: false,
    },
    Case {
        defect: "cancel-in-flight",
        shows_as: &[Broken::Cancelled],
        points: &["app.heard"],
        rough: false,
    },
    Case {
        defect: "forgets-it-left",
        shows_as: &[Broken::Cancelled],
        points: &["app.line.handed"],
        rough: false,
    },
    Case {
        defect: "outbox-overtakes",
        shows_as: &[Broken::Order],
        points: &["app.line.taken"],
        rough: false,
    },
    Case {
        defect: "receipt-downgrades",
        shows_as: &[Broken::Ticks],
        points: &["app.line.handed"],
        rough: true,
    },
    Case {
        defect: "edit-needs-row",
        shows_as: &[Broken::Content],
        points: &["app.heard"],
        rough: true,
    },
    Case {
        defect: "drops-unknown",
        shows_as: &[Broken::Lost],
        points: &["app.heard"],
        rough: false,
    },
    Case {
        defect: "no-own-echo",
        shows_as: &[Broken::Lost],
        points: &["app.heard"],
        rough: false,
    },
    Case {
        defect: "order-by-arrival",
        shows_as: &[Broken::Content],
        points: &["app.keep.before"],
        rough: false,
    },
];

/// Gives the program one fault after the other. False when one was not noticed.
pub(super) fn run(place: &Place, choice: &TortureChoice) -> Result<bool> {
    let names = Names::read(place)?;
    all_are_known(&names.defects)?;
    let programs = build(place)?;
    let since = Stopwatch::start();
    let cases: Vec<&Case> = CASES
        .iter()
        .filter(|case| {
            choice
                .only
                .as_deref()
                .is_none_or(|only| only == case.defect)
        })
        .collect();
    let plans: Vec<Plan> = cases
        .iter()
        .enumerate()
        .map(|(number, case)| plan(case, choice.seed + u64::try_from(number).unwrap_or(0)))
        .collect();
    let mut survivors = 0;
    for (number, outcome) in side_by_side(&programs, &plans)? {
        let Some(case) = cases.get(number) else {
            continue;
        };
        let noticed = outcome
            .findings
            .iter()
            .find(|finding| case.shows_as.contains(&finding.broken));
        match noticed {
            Some(finding) => println!(
                "  {:<24} {}: {}",
                case.defect,
                finding.broken.name(),
                finding.words
            ),
            None => {
                survivors += 1;
                println!(
                    "  {:<24} NOT NOTICED after {} crashes; found instead: {:?}",
                    case.defect, outcome.trials, outcome.findings
                );
            }
        }
    }
    let (tried, unnoticed) = on_a_bad_disk(place, choice)?;
    survivors += unnoticed;
    let all = cases.len() + tried;
    println!(
        "{} of {all} deliberate faults noticed, {} s",
        all - survivors,
        since.elapsed().as_secs()
    );
    Ok(survivors == 0)
}

/// Gives the engine's tests on a bad disk one fault after the other. How many
/// were tried, and how many of them no test noticed.
fn on_a_bad_disk(place: &Place, choice: &TortureChoice) -> Result<(usize, usize)> {
    let tests = |more: &[&str]| {
        let mut tests = process::cargo(&place.root);
        tests
            .args([
                "test",
                "--locked",
                "-p",
                "frontdesk-engine",
                "--test",
                "disk",
            ])
            .args(["--features", "frontdesk-failpoint/armed"])
            .args(more);
        tests
    };
    let wanted = |defect: &str| choice.only.as_deref().is_none_or(|only| only == defect);
    let cases: Vec<_> = ON_A_BAD_DISK
        .into_iter()
        .filter(|(defect, _)| wanted(defect))
        .collect();
    if cases.is_empty() {
        return Ok((0, 0));
    }
    // Tests that are not built would look like tests that notice everything.
    process::run(&mut tests(&["--no-run"]))?;
    let mut survivors = 0;
    for (defect, filter) in &cases {
        let is_noticed = !process::succeeds(tests(&[filter]).env("FRONTDESK_DEFECT", defect));
        survivors += usize::from(!is_noticed);
        let words = if is_noticed { "noticed" } else { "NOT NOTICED" };
        println!("  {defect:<24} {words} by the engine's tests disk {filter}");
    }
    Ok((cases.len(), survivors))
}

/// A fault that is added to the sources needs its check, and the other way round.
fn all_are_known(defects: &BTreeSet<String>) -> Result<()> {
    let expected: BTreeSet<&str> = CASES
        .iter()
        .map(|case| case.defect)
        .chain(ON_A_BAD_DISK.map(|(defect, _)| defect))
        .collect();
    let named: BTreeSet<&str> = defects.iter().map(String::as_str).collect();
    let odd: Vec<_> = expected.symmetric_difference(&named).collect();
    if odd.is_empty() {
        return Ok(());
    }
    Err(Failure::Wrong(format!(
        "Deliberate faults in the sources and in xtask/src/torture/defects.rs differ: {odd:?}"
    )))
}

fn plan(case: &Case, seed: u64) -> Plan {
    let kills = case
        .points
        .iter()
        .cycle()
        .enumerate()
        .map(|(number, point)| Kill::At {
            point: (*point).to_owned(),
            hit: 1 + u64::try_from(number % 3).unwrap_or(0),
            phase: Phase::Traffic,
        });
    Plan {
        seed,
        accounts: 1,
        rough: case.rough,
        spoilt: false,
        kills: kills.take(TRIES).collect(),
        defect: Some(case.defect.to_owned()),
        calibrate: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_in_the_sources_has_a_check_that_is_to_notice_it() {
        let names = Names::read(&Place::find().expect("the repository")).expect("readable");
        all_are_known(&names.defects).expect("none without a check, no check without a fault");
        assert!(CASES.len() >= 12, "as many as are asked for");
    }

    #[test]
    fn each_case_dies_at_places_that_exist() {
        let names = Names::read(&Place::find().expect("the repository")).expect("readable");
        for point in CASES.iter().flat_map(|case| case.points) {
            assert!(names.points.contains(*point), "{point} is in the sources");
        }
    }
}
