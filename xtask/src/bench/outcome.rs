//! What a benchmark found: figures of candidates, ratios round by round, counts and
//! goals; as a table, and as a file in `bench/results`.

use std::fs;
use std::path::PathBuf;

use serde_json::{Map, Value, json};

use super::figures::Spread;
use crate::failure::{Failure, Result};
use crate::place::Place;
use crate::table::{Align, render};

/// One who was measured, with a value for each round.
#[derive(Debug, Clone, Default)]
pub(super) struct Candidate {
    pub(super) name: String,
    /// What, with its unit in brackets, and the values.
    pub(super) figures: Vec<(String, Vec<f64>)>,
}

/// Something that should be so.
#[derive(Debug, Clone)]
pub(super) struct Goal {
    what: String,
    goal: String,
    measured: f64,
    met: bool,
}

/// All that a benchmark found.
#[derive(Debug, Clone, Default)]
pub(super) struct Outcome {
    pub(super) name: String,
    /// The workload, in a sentence.
    pub(super) about: String,
    pub(super) machine: String,
    /// What else was going on.
    pub(super) disturbance: String,
    pub(super) rounds: usize,
    pub(super) candidates: Vec<Candidate>,
    /// What, and its value in each round.
    pub(super) ratios: Vec<(String, Vec<f64>)>,
    pub(super) counts: Vec<(String, Value)>,
    pub(super) goals: Vec<Goal>,
}

impl Candidate {
    /// The values of a figure.
    pub(super) fn values(&self, figure: &str) -> &[f64] {
        self.figures
            .iter()
            .find(|(name, _)| name == figure)
            .map_or(&[], |(_, values)| values)
    }

    /// Adds the value of one more round.
    pub(super) fn note(&mut self, figure: &str, value: f64) {
        match self.figures.iter_mut().find(|(name, _)| name == figure) {
            Some((_, values)) => values.push(value),
            None => self.figures.push((figure.to_owned(), vec![value])),
        }
    }
}

impl Goal {
    /// The measured value must not be smaller.
    pub(super) fn at_least(what: &str, limit: f64, unit: &str, measured: f64) -> Self {
        Self {
            what: what.to_owned(),
            goal: format!("at least {limit} {unit}"),
            measured,
            met: measured >= limit,
        }
    }

    /// The measured value must not be larger.
    pub(super) fn at_most(what: &str, limit: f64, unit: &str, measured: f64) -> Self {
        Self {
            what: what.to_owned(),
            goal: format!("at most {limit} {unit}"),
            measured,
            met: measured <= limit,
        }
    }
}

impl Outcome {
    pub(super) fn candidate(&self, name: &str) -> Option<&Candidate> {
        self.candidates
            .iter()
            .find(|candidate| candidate.name == name)
    }

    /// Divides a figure of one candidate by that of another, round by round, keeps the
    /// ratio under that name and answers its median.
    pub(super) fn ratio(&mut self, name: &str, figure: &str, of: &str, by: &str) -> Option<f64> {
        let values: Vec<f64> = self
            .candidate(of)?
            .values(figure)
            .iter()
            .zip(self.candidate(by)?.values(figure))
            .map(|(of, by)| of / by)
            .collect();
        let median = Spread::of(values.iter().copied())?.median;
        self.ratios.push((name.to_owned(), values));
        Some(median)
    }

    /// The median of a figure.
    pub(super) fn median(&self, candidate: &str, figure: &str) -> Option<f64> {
        let values = self.candidate(candidate)?.values(figure);
        Some(Spread::of(values.iter().copied())?.median)
    }

    /// Adds a goal, if what it is about was measured at all.
    pub(super) fn expect(&mut self, goal: Option<Goal>) {
        self.goals.extend(goal);
    }

    pub(super) fn all_met(&self) -> bool {
        self.goals.iter().all(|goal| goal.met)
    }

    /// Medians with smallest and largest, ratios, counts, then the goals.
    pub(super) fn text(&self) -> String {
        let head = [
            ("", Align::Left),
            ("candidate", Align::Left),
            ("median", Align::Right),
            ("min", Align::Right),
            ("max", Align::Right),
        ];
        let mut rows = Vec::new();
        let mut row = |what: &str, candidate: &str, values: &[f64]| {
            if let Some(spread) = Spread::of(values.iter().copied()) {
                rows.push(vec![
                    what.to_owned(),
                    candidate.to_owned(),
                    figure(spread.median),
                    figure(spread.min),
                    figure(spread.max),
                ]);
            }
        };
        let mut names: Vec<&String> = Vec::new();
        for (name, _) in self.candidates.iter().flat_map(|one| &one.figures) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        for name in names {
            for candidate in &self.candidates {
                row(name, &candidate.name, candidate.values(name));
            }
        }
        for (name, values) in &self.ratios {
            row(name, "", values);
        }
        let mut text = format!(
            "{}: {}\n{} rounds on {}\n{}\n\n{}\n",
            self.name,
            self.about,
            self.rounds,
            self.machine,
            self.disturbance,
            render(&head, &rows)
        );
        for (name, value) in &self.counts {
            text.push_str(&format!("{name}: {}\n", plain(value)));
        }
        for goal in &self.goals {
            let verdict = if goal.met { "met" } else { "MISSED" };
            text.push_str(&format!(
                "{verdict}: {} {}, measured {}\n",
                goal.what,
                goal.goal,
                figure(goal.measured)
            ));
        }
        text
    }

    /// Writes `bench/results/<name>.json`.
    pub(super) fn keep(&self, place: &Place) -> Result<()> {
        let folder = folder(place);
        fs::create_dir_all(&folder).map_err(|error| Failure::file("create", &folder, error))?;
        let path = folder.join(format!("{}.json", self.name));
        let text = serde_json::to_string_pretty(&self.json()).map_err(|error| {
            Failure::Wrong(format!("The result cannot be written down: {error}"))
        })?;
        fs::write(&path, text + "\n").map_err(|error| Failure::file("write", &path, error))?;
        println!("\nKept in {}", path.display());
        Ok(())
    }

    fn json(&self) -> Value {
        let spread = |values: &[f64]| {
            Spread::of(values.iter().copied()).map_or(Value::Null, |spread| {
                json!({
                    "median": round(spread.median),
                    "min": round(spread.min),
                    "max": round(spread.max),
                })
            })
        };
        let all = |figures: &[(String, Vec<f64>)]| {
            figures
                .iter()
                .map(|(name, values)| (name.clone(), spread(values)))
                .collect::<Map<_, _>>()
        };
        let candidates: Vec<Value> = self
            .candidates
            .iter()
            .map(|one| json!({ "name": one.name, "figures": all(&one.figures) }))
            .collect();
        let goals: Vec<Value> = self
            .goals
            .iter()
            .map(|goal| {
                json!({
                    "what": goal.what,
                    "goal": goal.goal,
                    "measured": round(goal.measured),
                    "met": goal.met,
                })
            })
            .collect();
        json!({
            "name": self.name,
            "about": self.about,
            "machine": self.machine,
            "disturbance": self.disturbance,
            "pairs": self.rounds,
            "candidates": candidates,
            "ratios": all(&self.ratios),
            "counts": self.counts.iter().cloned().collect::<Map<_, _>>(),
            "goals": goals,
        })
    }
}

/// Where results are kept.
pub(super) fn folder(place: &Place) -> PathBuf {
    place.root.join("bench").join("results")
}

/// A figure as people read it: three digits that mean something.
pub(super) fn figure(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 0.1 => format!("{value:.2}"),
        _ => format!("{value:.4}"),
    }
}

/// A count without JSON's quotes.
pub(super) fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn round(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome() -> Outcome {
        let candidate = |name: &str, values: &[f64]| Candidate {
            name: name.to_owned(),
            figures: vec![("rate [1/s]".to_owned(), values.to_vec())],
        };
        Outcome {
            name: "live".to_owned(),
            about: "messages come in".to_owned(),
            machine: "two cores".to_owned(),
            disturbance: "none".to_owned(),
            rounds: 3,
            candidates: vec![
                candidate("ours", &[100.0, 300.0, 90.0]),
                candidate("other", &[10.0, 10.0, 10.0]),
            ],
            ..Outcome::default()
        }
    }

    #[test]
    fn ratios_are_taken_round_by_round_and_compared_with_goals() {
        let mut outcome = outcome();
        let median = outcome.ratio("ours / other", "rate [1/s]", "ours", "other");
        assert_eq!(median, Some(10.0), "of 10, 30 and 9");
        outcome.expect(median.map(|median| Goal::at_least("as fast", 10.0, "×", median)));
        assert!(outcome.all_met(), "the goal itself is met");
        outcome.expect(median.map(|median| Goal::at_most("as large", 9.0, "×", median)));
        assert!(!outcome.all_met(), "one missed goal is a miss");
        assert!(
            outcome.text().ends_with(
                "met: as fast at least 10 ×, measured 10.0\n\
                 MISSED: as large at most 9 ×, measured 10.0\n"
            ),
            "verdicts come last:\n{}",
            outcome.text()
        );
    }

    #[test]
    fn the_file_says_the_same() {
        let mut outcome = outcome();
        outcome.ratio("ours / other", "rate [1/s]", "ours", "other");
        let json = outcome.json();
        assert_eq!(
            json.pointer("/ratios/ours ~1 other/median"),
            Some(&json!(10.0)),
            "{json}"
        );
        assert_eq!(
            json.pointer("/candidates/0/figures/rate [1~1s]/max"),
            Some(&json!(300.0)),
            "{json}"
        );
    }

    #[test]
    fn what_was_not_measured_has_no_ratio_and_no_goal() {
        let mut outcome = outcome();
        assert_eq!(
            outcome.ratio("x", "rate [1/s]", "ours", "nobody"),
            None,
            "there is nothing to divide by"
        );
        assert!(outcome.ratios.is_empty(), "and nothing is told");
    }
}
