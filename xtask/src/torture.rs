//! `cargo xtask torture`: the program is killed wherever it hurts, over and
//! over, and nothing may ever be lost or sent twice.
//!
//! The real program without a window talks through a simulated network in
//! another process. It is killed at every place that the sources name, at the
//! first, the second and the last time it is reached, and from outside at
//! random moments. A series is many such crashes on one profile; in its end
//! everything comes to rest, and what was said, the store and the network's
//! books are compared.

mod defects;
mod dice;
mod model;
mod names;
mod report;
mod series;
mod talker;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use crate::clock::Stopwatch;
use crate::failure::{Failure, Result};
use crate::place::Place;
use crate::process;

use dice::Dice;
use names::Names;
use report::Report;
use series::{Kill, Outcome, Phase, Plan, Programs};

/// Trials unless told otherwise.
const EVERY_TIME: usize = 2_000;
/// Crashes on one profile.
const PER_SERIES: usize = 25;
/// A last hit beyond this is told apart from others by nothing.
const LAST_HIT: u64 = 400;
/// Passes that look for places which the plan did not get to.
const PASSES: usize = 4;

/// What the person asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TortureChoice {
    /// How many crashes to recover from.
    pub(crate) trials: usize,
    /// Decides everything.
    pub(crate) seed: u64,
    /// Only this: a place, a fault, or `series-N`.
    pub(crate) only: Option<String>,
    /// The deliberate faults instead of the program as it is.
    pub(crate) defects: bool,
}

impl Default for TortureChoice {
    fn default() -> Self {
        Self {
            trials: EVERY_TIME,
            seed: 1,
            only: None,
            defects: false,
        }
    }
}

/// Runs what was chosen and prints a summary.
///
/// # Errors
/// When the programs cannot be built or run.
pub(crate) fn run(place: &Place, choice: &TortureChoice) -> Result<ExitCode> {
    let is_well = if choice.defects {
        defects::run(place, choice)?
    } else {
        trials(place, choice)?.is_well()
    };
    Ok(if is_well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn trials(place: &Place, choice: &TortureChoice) -> Result<Report> {
    let programs = build(place)?;
    let names = Names::read(place)?;
    let since = Stopwatch::start();
    let reached = calibrate(&programs, choice.seed)?;
    let mut report = Report::new(choice, names.points.clone());
    let plans = plans(choice, &names.points, &reached);
    println!(
        "{} places in the sources, {} reached without a crash; {} series",
        names.points.len(),
        reached
            .keys()
            .map(|(_, point)| point)
            .collect::<BTreeSet<_>>()
            .len(),
        plans.len(),
    );
    for (number, outcome) in side_by_side(&programs, &plans)? {
        report.add(number, plans.get(number), outcome);
    }
    if choice.only.is_none() {
        for pass in 0..PASSES {
            let missing = report.missing();
            if missing.is_empty() || !report.is_clean() {
                break;
            }
            let plans = second_chances(choice, pass, &missing, &reached);
            for (number, outcome) in side_by_side(&programs, &plans)? {
                report.add(number, plans.get(number), outcome);
            }
        }
    }
    report.took(since.elapsed());
    print!("\n{}", report.shown());
    Ok(report)
}

/// Builds the two programs, the one that is to survive with its places armed.
fn build(place: &Place) -> Result<Programs> {
    let mut build = process::cargo(&place.root);
    build.args([
        "build",
        "--locked",
        "-p",
        "frontdesk-headless",
        "-p",
        "frontdesk-sim",
        "--features",
        "frontdesk-headless/torture",
    ]);
    process::run(&mut build)?;
    Ok(Programs {
        root: place.root.clone(),
        network: place.binary("debug", "frontdesk-sim"),
        core: place.binary("debug", "frontdesk-headless"),
    })
}

type Reached = BTreeMap<(Phase, String), u64>;

/// How often each place is reached when nothing is killed.
fn calibrate(programs: &Programs, seed: u64) -> Result<Reached> {
    let calm = |phase| Kill::Outside { after: 600, phase };
    let plan = Plan {
        seed,
        accounts: 1,
        rough: false,
        spoilt: false,
        kills: vec![
            calm(Phase::Traffic),
            calm(Phase::Traffic),
            calm(Phase::Quit),
        ],
        defect: None,
        calibrate: true,
    };
    let outcome = series::run(programs, &plan)?;
    match outcome.findings.first() {
        None => Ok(outcome.reached),
        Some(finding) => Err(Failure::Wrong(format!(
            "A promise is broken without any crash: {}",
            finding.words
        ))),
    }
}

fn plans(choice: &TortureChoice, points: &BTreeSet<String>, reached: &Reached) -> Vec<Plan> {
    let mut dice = Dice::new(choice.seed);
    let mut wanted = targets(points, reached);
    if let Some(only) = &choice.only {
        if points.contains(only) {
            wanted.retain(|kill| matches!(kill, Kill::At { point, .. } if point == only));
        }
        if wanted.is_empty() {
            wanted = first_hits(only);
        }
    }
    let (mut links, mut talks): (Vec<Kill>, Vec<Kill>) = wanted
        .into_iter()
        .partition(|kill| kill.phase() == Phase::Link);
    dice.shuffle(&mut links);
    dice.shuffle(&mut talks);
    let known = talks.clone();
    let mut talks = VecDeque::from(talks);
    let mut links = VecDeque::from(links);
    let mut plans = Vec::new();
    let mut left = choice.trials;
    while left > 0 {
        let mut kills = Vec::new();
        if let Some(link) = links.pop_front() {
            links.push_back(link.clone());
            kills.push(link);
        }
        while kills.len() < PER_SERIES.min(left.max(1)) {
            kills.push(if let Some(kill) = talks.pop_front() {
                kill
            } else if !known.is_empty() && dice.chance(60) {
                dice.pick(&known).cloned().unwrap_or(at_random(&mut dice))
            } else {
                at_random(&mut dice)
            });
        }
        left = left.saturating_sub(kills.len());
        let number = plans.len();
        plans.push(Plan {
            seed: choice.seed.wrapping_mul(100_000) + u64::try_from(number).unwrap_or(0),
            accounts: match number % 6 {
                0 => 2,
                3 if number % 12 == 3 => 3,
                _ => 1,
            },
            rough: number % 4 == 1,
            spoilt: number % 4 == 2,
            kills,
            defect: None,
            calibrate: false,
        });
    }
    if let Some(number) = choice
        .only
        .as_deref()
        .and_then(|only| only.strip_prefix("series-"))
        && let Ok(number) = number.parse::<usize>()
        && number < plans.len()
    {
        // What stood before it does not matter: a series shares nothing.
        return vec![plans.swap_remove(number)];
    }
    plans
}

/// Every place in every phase that reaches it: the first time, the second, the
/// last.
fn targets(points: &BTreeSet<String>, reached: &Reached) -> Vec<Kill> {
    let mut kills = BTreeSet::new();
    for ((phase, point), count) in reached {
        if !points.contains(point) {
            continue;
        }
        for hit in [1, 2, *count] {
            if hit <= (*count).min(LAST_HIT) {
                kills.insert(Kill::At {
                    point: point.clone(),
                    hit,
                    phase: *phase,
                });
            }
        }
    }
    kills.into_iter().collect()
}

/// A place that nobody knows the way to, tried in every phase.
fn first_hits(point: &str) -> Vec<Kill> {
    Phase::ALL
        .into_iter()
        .map(|phase| Kill::At {
            point: point.to_owned(),
            hit: 1,
            phase,
        })
        .collect()
}

fn at_random(dice: &mut Dice) -> Kill {
    let (most, phase) = match dice.below(10) {
        0..4 => (350, Phase::Start),
        _ => (400, Phase::Traffic),
    };
    let after = u64::try_from(dice.below(most)).unwrap_or(0);
    Kill::Outside { after, phase }
}

/// More tries for places at which nothing died yet, in the phase in which they
/// are reached, if one is known.
fn second_chances(
    choice: &TortureChoice,
    pass: usize,
    missing: &BTreeSet<String>,
    reached: &Reached,
) -> Vec<Plan> {
    missing
        .iter()
        .enumerate()
        .map(|(number, point)| {
            let known: Vec<Kill> = first_hits(point)
                .into_iter()
                .filter(|kill| reached.contains_key(&(kill.phase(), point.clone())))
                .collect();
            let kills = if known.is_empty() {
                first_hits(point)
            } else {
                known
            };
            let number = u64::try_from(number + 1_000 * (pass + 1)).unwrap_or(0);
            Plan {
                seed: choice.seed.wrapping_mul(100_000) + number,
                accounts: 1,
                rough: false,
                spoilt: true,
                kills: kills
                    .iter()
                    .cycle()
                    .take(kills.len() * 3)
                    .cloned()
                    .collect(),
                defect: None,
                calibrate: false,
            }
        })
        .collect()
}

/// Runs series beside each other: most of a trial is waiting.
fn side_by_side(programs: &Programs, plans: &[Plan]) -> Result<Vec<(usize, Outcome)>> {
    let processors = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let queue: Mutex<VecDeque<usize>> = Mutex::new((0..plans.len()).collect());
    let results = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..(2 * processors).min(plans.len()) {
            scope.spawn(|| {
                loop {
                    let next = lock(&queue).pop_front();
                    let Some((number, plan)) = next.and_then(|n| Some((n, plans.get(n)?))) else {
                        return;
                    };
                    let outcome = series::run(programs, plan);
                    lock(&results).push((number, outcome));
                }
            });
        }
    });
    let results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut outcomes = results
        .into_iter()
        .map(|(number, outcome)| Ok((number, outcome?)))
        .collect::<Result<Vec<_>>>()?;
    outcomes.sort_by_key(|(number, _)| *number);
    Ok(outcomes)
}

// Nothing panics while holding one, and a queue that lost its user is a queue.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached() -> Reached {
        [
            ((Phase::Traffic, "a".to_owned()), 9),
            ((Phase::Start, "a".to_owned()), 1),
            ((Phase::Link, "b".to_owned()), 2),
            ((Phase::Link, "gone from the sources".to_owned()), 2),
        ]
        .into()
    }

    fn points() -> BTreeSet<String> {
        ["a", "b"].map(str::to_owned).into()
    }

    #[test]
    fn each_place_is_hit_the_first_the_second_and_the_last_time() {
        let hits: Vec<u64> = targets(&points(), &reached())
            .into_iter()
            .filter_map(|kill| match kill {
                Kill::At {
                    point,
                    hit,
                    phase: Phase::Traffic,
                } if point == "a" => Some(hit),
                Kill::At { .. } | Kill::Outside { .. } => None,
            })
            .collect();
        assert_eq!(hits, [1, 2, 9], "in the phase with nine");
        assert_eq!(
            targets(&points(), &reached()).len(),
            6,
            "only what the sources name"
        );
    }

    #[test]
    fn every_target_is_in_the_plan_before_chance_decides() {
        let choice = TortureChoice {
            trials: 100,
            ..TortureChoice::default()
        };
        let plans = plans(&choice, &points(), &reached());
        let planned: BTreeSet<Kill> = plans.iter().flat_map(|plan| plan.kills.clone()).collect();
        for target in targets(&points(), &reached()) {
            assert!(planned.contains(&target), "{target:?} was left to chance");
        }
        let trials: usize = plans.iter().map(|plan| plan.kills.len()).sum();
        assert_eq!(trials, 100, "as many as asked for");
    }

    #[test]
    fn one_series_can_be_run_again_alone() {
        let choice = TortureChoice {
            only: Some("series-2".to_owned()),
            trials: 100,
            ..TortureChoice::default()
        };
        let again = plans(&choice, &points(), &reached());
        assert_eq!(again.len(), 1, "nothing beside it");
        assert_eq!(
            again.first().map(|plan| plan.seed),
            Some(100_002),
            "the very same"
        );
    }
}
