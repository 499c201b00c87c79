//! Benchmarks of the store alone, carried out by `frontdesk-limits` in a process of its
//! own; here its figures are compared with the goals.

use std::process::Command;

use serde_json::{Map, Value};

use super::Size;
use super::outcome::{Candidate, Goal, Outcome};
use super::stage::Ground;
use crate::failure::{Failure, Result};
use crate::process;

/// B9: a chat of a large store is opened.
pub(super) fn open_chat(ground: &Ground, size: &Size) -> Result<Outcome> {
    let messages = size.of(1_000_000, 1_000_000);
    let mut outcome = measure(ground, "open-chat", messages, size.rounds)?;
    outcome.name = "open-chat".to_owned();
    outcome.about = format!(
        "the newest 50 rows of 2,000 chats drawn at random from {messages} messages, read in one process in turn"
    );
    let p99 = "open a chat, p99 [µs]";
    let ratio = outcome.ratio(
        "frontdesk / plain SQLite, p99",
        p99,
        "frontdesk",
        "plain SQLite",
    );
    outcome.ratio(
        "frontdesk / plain SQLite, p50",
        "open a chat, p50 [µs]",
        "frontdesk",
        "plain SQLite",
    );
    outcome.ratio(
        "frontdesk / bare SQLCipher, p50",
        "open a chat, p50 [µs]",
        "frontdesk",
        "bare SQLCipher",
    );
    outcome.expect(ratio.map(|ratio| Goal::at_most("p99", 1.5, "× plain SQLite", ratio)));
    let median = outcome.median("frontdesk", p99);
    outcome.expect(median.map(|p99| Goal::at_most("p99", 2_000.0, "µs", p99)));
    Ok(outcome)
}

/// B15: what encryption costs.
pub(super) fn tax(ground: &Ground, size: &Size) -> Result<Outcome> {
    let messages = size.of(12_000, 40_000);
    let mut outcome = measure(ground, "tax", messages, size.rounds)?;
    outcome.name = "tax".to_owned();
    outcome.about = format!(
        "the same statements with and without encryption: {messages} rows written in groups of 400, chats opened hot and cold"
    );
    for (figure, limit) in [
        ("write, per row [µs]", 1.25),
        ("open a chat, hot [µs]", 1.1),
        ("open a chat, cold [µs]", 1.5),
        ("the whole mix, processor [s]", 2.0),
    ] {
        let what = figure.split(" [").next().unwrap_or(figure);
        let ratio = outcome.ratio(
            &format!("SQLCipher / plain, {what}"),
            figure,
            "SQLCipher",
            "plain SQLite",
        );
        outcome.expect(ratio.map(|ratio| Goal::at_most(what, limit, "× plain", ratio)));
    }
    Ok(outcome)
}

/// The limit of B7: the store's part of taking a past in.
pub(super) fn past(ground: &Ground, size: &Size) -> Result<Outcome> {
    let messages = size.of(20_000, 200_000);
    let mut outcome = measure(ground, "history", messages, size.rounds)?;
    outcome.name = "past".to_owned();
    outcome.about = format!(
        "{messages} rows of a past in transactions of 300: through the store, and in a bare loop that writes the rows alone"
    );
    let ratio = outcome.ratio(
        "bare loop / store, time per message",
        "per message [µs]",
        "bare SQLCipher",
        "frontdesk's store",
    );
    outcome.expect(ratio.map(|ratio| Goal::at_least("speed", 0.7, "× bare loop", ratio)));
    Ok(outcome)
}

/// What a bare loop does that decrypts `messages` of `people` and stores them, `group`
/// in each durable transaction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Loop {
    pub(super) messages: usize,
    pub(super) people: usize,
    pub(super) group: usize,
}

impl Loop {
    pub(super) const NAME: &str = "bare loop";

    /// One round of it.
    pub(super) fn run(self, ground: &Ground) -> Result<Vec<(String, Vec<f64>)>> {
        let sizes = format!("{},{},{}", self.messages, self.people, self.group);
        let outcome = measured(ground, "receive", &sizes, 1)?;
        Ok(outcome
            .candidates
            .into_iter()
            .next()
            .map(|candidate| candidate.figures)
            .unwrap_or_default())
    }
}

fn measure(ground: &Ground, what: &str, messages: usize, rounds: usize) -> Result<Outcome> {
    measured(ground, what, &messages.to_string(), rounds)
}

fn measured(ground: &Ground, what: &str, sizes: &str, rounds: usize) -> Result<Outcome> {
    let folder = ground.work.join("limits");
    std::fs::create_dir_all(&folder).map_err(|error| Failure::file("create", &folder, error))?;
    let mut command = Command::new("taskset");
    command
        .args(["-c", "1"])
        .arg(ground.program("frontdesk-limits"))
        .arg(what)
        .arg(&folder)
        .args([sizes, &rounds.to_string()]);
    let text = process::read(&mut command)?;
    let value: Value = serde_json::from_str(&text)
        .map_err(|_| Failure::Wrong(format!("The measurement said: {text}")))?;
    let figures = |candidate: &Value| -> Vec<(String, Vec<f64>)> {
        let figures = candidate.get("figures").and_then(Value::as_object);
        figures
            .into_iter()
            .flatten()
            .map(|(name, values)| {
                let values = values.as_array().into_iter().flatten();
                (name.clone(), values.filter_map(Value::as_f64).collect())
            })
            .collect()
    };
    let candidates = value.get("candidates").and_then(Value::as_array);
    Ok(Outcome {
        rounds,
        candidates: candidates
            .into_iter()
            .flatten()
            .map(|candidate| Candidate {
                name: candidate
                    .get("name")
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .to_owned(),
                figures: figures(candidate),
            })
            .collect(),
        counts: value
            .get("counts")
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_else(Map::new)
            .into_iter()
            .collect(),
        ..Outcome::default()
    })
}
