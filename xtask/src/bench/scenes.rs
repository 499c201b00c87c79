//! Benchmarks on the simulated network: Frontdesk's core and Baileys on the same
//! workload, in turn.

use serde_json::{Value, json};

use super::Size;
use super::driven::number;
use super::limits::Loop;
use super::outcome::{Candidate, Goal, Outcome};
use super::stage::{Ground, Kind, Stage, rounds};
use crate::failure::{Failure, Result};

const RATE: &str = "messages a second [1/s]";
const BUSY: &str = "processor per message [µs]";
const BARRIERS: &str = "flushes of the disk per message";
const MISSING: &str = "confirmed, but not in the store after kill -9";
const MEMORY: &str = "most memory, resident [MiB]";

/// What a workload does to a candidate that is linked; answers seconds and messages.
type Workload = fn(&mut Stage, &Size) -> Result<Done>;

struct Done {
    seconds: f64,
    messages: usize,
    barriers: Option<f64>,
    busy: Option<f64>,
}

/// B1: messages of known people come in while the program runs.
pub(super) fn live(ground: &Ground, size: &Size) -> Result<Outcome> {
    let limit = Loop {
        messages: size.of(2_000, 20_000),
        people: 200,
        group: 64,
    };
    let mut outcome = measure(ground, size, Some(limit), |stage, size| {
        let people = 200;
        stage.people(people, 0)?;
        // Everybody has written once: what follows needs no new session.
        stage.live(0, people, people)?;
        let messages = size.of(2_000, 20_000);
        used(stage, messages, |stage| stage.live(0, people, messages))
    })?;
    outcome.name = "live".to_owned();
    outcome.about = format!(
        "{} texts of 120 characters from 200 people, at most 64 of them unconfirmed",
        size.of(2_000, 20_000)
    );
    faster(&mut outcome, 10.0, Some(20.0));
    near(&mut outcome, Some(0.5));
    let barriers = outcome.median(Kind::Frontdesk.name(), BARRIERS);
    outcome.expect(barriers.map(|count| Goal::at_most(BARRIERS, 1.0, "", count)));
    Ok(outcome)
}

/// B2: messages waited while the program was away.
pub(super) fn drain(ground: &Ground, size: &Size) -> Result<Outcome> {
    let limit = Loop {
        messages: size.of(2_000, 10_000),
        people: 240,
        group: 400,
    };
    let mut outcome = measure(ground, size, Some(limit), |stage, size| {
        let (people, groups) = (240, 60);
        stage.people(people, groups)?;
        stage.live(0, people, people)?;
        let messages = size.of(2_000, 10_000);
        // The program that is measured starts anew, and with it what it counts.
        let seconds = stage.drain(people, groups, messages, 200)?;
        let barriers = stage.figures()?.get("barriers").and_then(Value::as_f64);
        let busy = stage.candidate.busy();
        Ok(Done {
            seconds,
            messages,
            barriers,
            busy: Some(busy),
        })
    })?;
    let messages = size.of(2_000, 10_000);
    outcome.name = "drain".to_owned();
    outcome.about = format!(
        "{messages} texts waited, of 240 people and in 60 groups, one in five in a group; \
         from login to the last confirmation (processor and flushes: from the start of the program)"
    );
    faster(&mut outcome, 15.0, Some(15.0));
    near(&mut outcome, None);
    let rows = outcome.median(Kind::Frontdesk.name(), BARRIERS);
    #[expect(clippy::cast_precision_loss, reason = "small counts")]
    let all = rows.map(|each| each * messages as f64);
    // 35 for 10,000 messages: one for each 400, and what the start needs.
    outcome.expect(all.map(|all| Goal::at_most("flushes in all", 35.0, "", all)));
    Ok(outcome)
}

/// B3: people who never wrote before write all at once.
pub(super) fn first(ground: &Ground, size: &Size) -> Result<Outcome> {
    let limit = Loop {
        messages: size.of(500, 2_000),
        people: size.of(500, 2_000),
        group: 64,
    };
    let mut outcome = measure(ground, size, Some(limit), |stage, size| {
        let people = size.of(500, 2_000);
        stage.people(people, 0)?;
        used(stage, people, |stage| stage.live(0, people, people))
    })?;
    outcome.name = "first".to_owned();
    outcome.about = format!(
        "the first message of each of {} people, at most 64 unconfirmed",
        size.of(500, 2_000)
    );
    faster(&mut outcome, 15.0, None);
    near(&mut outcome, Some(0.35));
    Ok(outcome)
}

/// B5: one message after the other goes out.
pub(super) fn send(ground: &Ground, size: &Size) -> Result<Outcome> {
    let mut outcome = measure(ground, size, None, |stage, size| {
        let people = 10;
        stage.people(people, 0)?;
        stage.live(0, people, people)?;
        for number in 0..people {
            stage.send(number, number)?;
        }
        let messages = size.of(200, 1_000);
        used(stage, messages, |stage| {
            let since = crate::clock::Stopwatch::start();
            for number in 0..messages {
                stage.send(number % people, people + number)?;
            }
            Ok(since.elapsed().as_secs_f64())
        })
    })?;
    outcome.name = "send".to_owned();
    outcome.about = format!(
        "{} texts to 10 people, each sent when the server has taken the one before",
        size.of(200, 1_000)
    );
    faster(&mut outcome, 5.0, None);
    let barriers = outcome.median(Kind::Frontdesk.name(), BARRIERS);
    outcome.expect(barriers.map(|count| Goal::at_most(BARRIERS, 1.0 + 1.0 / 64.0, "", count)));
    Ok(outcome)
}

/// B7: a phone hands its past over.
pub(super) fn history(ground: &Ground, size: &Size) -> Result<Outcome> {
    let mut outcome = measure(ground, size, None, |stage, size| {
        let (chats, each) = (size.of(200, 2_000), size.of(100, 500));
        used(stage, chats * each, |stage| {
            stage.history(chats, each, size.of(10, 50))
        })
    })?;
    outcome.name = "history".to_owned();
    outcome.about = format!(
        "{} messages of {} conversations in {} chunks",
        size.of(20_000, 1_000_000),
        size.of(200, 2_000),
        size.of(10, 50)
    );
    faster(&mut outcome, 4.0, Some(4.0));
    let memory = outcome.median(Kind::Frontdesk.name(), MEMORY);
    outcome.expect(memory.map(|most| Goal::at_most(MEMORY, 150.0, "MiB", most)));
    Ok(outcome)
}

pub(super) fn candidates() -> Vec<Candidate> {
    Kind::ALL
        .iter()
        .map(|kind| Candidate {
            name: kind.name().to_owned(),
            figures: Vec::new(),
        })
        .collect()
}

fn measure(
    ground: &Ground,
    size: &Size,
    limit: Option<Loop>,
    workload: Workload,
) -> Result<Outcome> {
    let mut outcome = Outcome {
        rounds: size.rounds,
        candidates: candidates(),
        ..Outcome::default()
    };
    if limit.is_some() {
        outcome.candidates.push(Candidate {
            name: Loop::NAME.to_owned(),
            ..Candidate::default()
        });
    }
    for (round, order) in rounds(size.rounds).enumerate() {
        if let (Some(limit), Some(bare)) = (limit, outcome.candidates.last_mut()) {
            for (figure, values) in limit.run(ground)? {
                values
                    .into_iter()
                    .for_each(|value| bare.note(&figure, value));
            }
        }
        for kind in order {
            let mut stage = Stage::set(ground, kind)?;
            let done = workload(&mut stage, size)?;
            let most = number(&stage.figures()?, "rss_most_kib")? / 1024.0;
            let missing = if kind.stores() {
                Some(stage.missing_after_kill()?)
            } else {
                None
            };
            if kind == Kind::Frontdesk && missing.is_some_and(|missing| missing != 0.0) {
                return Err(Failure::Wrong(format!(
                    "Frontdesk confirmed messages that are not in its store: {missing:?}"
                )));
            }
            let Some(candidate) = outcome
                .candidates
                .iter_mut()
                .find(|candidate| candidate.name == kind.name())
            else {
                continue;
            };
            #[expect(clippy::cast_precision_loss, reason = "small counts")]
            let messages = done.messages as f64;
            candidate.note(RATE, messages / done.seconds);
            if let Some(busy) = done.busy {
                candidate.note(BUSY, busy * 1e6 / messages);
            }
            if let Some(barriers) = done.barriers {
                candidate.note(BARRIERS, barriers / messages);
            }
            candidate.note(MEMORY, most);
            if let Some(missing) = missing {
                candidate.note(MISSING, missing);
            }
            println!(
                "{:>3}  {:<16} {:>9.0} messages a second",
                round + 1,
                kind.name(),
                messages / done.seconds
            );
        }
    }
    outcome.counts.push((
        "profile".to_owned(),
        json!("release, with the feature that believes the simulated network"),
    ));
    Ok(outcome)
}

/// Runs `work` and notes what it used.
fn used(
    stage: &mut Stage,
    messages: usize,
    work: impl FnOnce(&mut Stage) -> Result<f64>,
) -> Result<Done> {
    let barriers = |stage: &mut Stage| -> Result<Option<f64>> {
        Ok(stage.figures()?.get("barriers").and_then(Value::as_f64))
    };
    let before = (barriers(stage)?, stage.candidate.busy());
    let seconds = work(stage)?;
    let busy = stage.candidate.busy() - before.1;
    let barriers = barriers(stage)?
        .zip(before.0)
        .map(|(after, before)| after - before);
    Ok(Done {
        seconds,
        messages,
        barriers,
        busy: Some(busy),
    })
}

/// The ratios to both peers, with goals.
fn faster(outcome: &mut Outcome, than_baileys: f64, than_durable: Option<f64>) {
    let ours = Kind::Frontdesk.name();
    let goals = [
        (Kind::Baileys, Some(than_baileys)),
        (Kind::DurableBaileys, than_durable),
    ];
    for (peer, limit) in goals {
        let what = format!("frontdesk / {}, messages a second", peer.name());
        let median = outcome.ratio(&what, RATE, ours, peer.name());
        let goal = median
            .zip(limit)
            .map(|(median, limit)| Goal::at_least(&what, limit, "×", median));
        outcome.expect(goal);
    }
}

/// The ratio to the bare loop.
fn near(outcome: &mut Outcome, limit: Option<f64>) {
    let what = "frontdesk / bare loop, messages a second";
    let median = outcome.ratio(what, RATE, Kind::Frontdesk.name(), Loop::NAME);
    let goal = median
        .zip(limit)
        .map(|(median, limit)| Goal::at_least(what, limit, "×", median));
    outcome.expect(goal);
}
