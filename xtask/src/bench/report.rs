//! What was measured, compared with the goals, as a table and as a file.

use std::fs;

use serde_json::{Value, json};

use super::figures::Spread;
use crate::failure::{Failure, Result};
use crate::place::Place;
use crate::table::{Align, render};

const TIME_GOAL: f64 = 1.3;
const MEMORY_GOAL: f64 = 1.25;

/// One start of one window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Start {
    /// From exec until the still picture stands on the screen.
    pub(super) painted: f64,
    /// From exec until the window stands there with what it holds; a blank
    /// window holds nothing and is filled when it is painted.
    pub(super) filled: f64,
    /// Of all its processes, when nothing moves any more.
    pub(super) mebibytes: f64,
}

/// All starts, in pairs that stood under the same weather.
#[derive(Debug, Clone)]
pub(super) struct Measured {
    /// What the measurement ran on.
    pub(super) machine: String,
    /// What else was going on there, before and after.
    pub(super) disturbance: String,
    /// Frontdesk and blank, one after the other.
    pub(super) pairs: Vec<(Start, Start)>,
}

/// Medians, ratios and goals.
#[derive(Debug)]
pub(super) struct Report {
    machine: String,
    disturbance: String,
    pairs: usize,
    rows: Vec<Row>,
}

/// One quantity of both windows, and its goal.
#[derive(Debug)]
struct Row {
    what: &'static str,
    unit: &'static str,
    frontdesk: Spread,
    blank: Spread,
    /// Frontdesk divided by blank, pair by pair.
    ratio: Spread,
    /// What the ratio must not exceed; without one the figure is only told.
    goal: Option<f64>,
}

impl Row {
    fn met(&self) -> bool {
        self.goal.is_none_or(|goal| self.ratio.median <= goal)
    }
}

impl Report {
    pub(super) fn of(measured: &Measured) -> Self {
        let row = |what, unit, goal, value: fn(&Start) -> f64| {
            let pairs = || measured.pairs.iter();
            Some(Row {
                what,
                unit,
                frontdesk: Spread::of(pairs().map(|(frontdesk, _)| value(frontdesk)))?,
                blank: Spread::of(pairs().map(|(_, blank)| value(blank)))?,
                ratio: Spread::of(
                    pairs().map(|(frontdesk, blank)| value(frontdesk) / value(blank)),
                )?,
                goal,
            })
        };
        let rows = [
            row(
                "warm start to painted window",
                "s",
                Some(TIME_GOAL),
                |start| start.painted,
            ),
            row("warm start to filled window", "s", None, |start| {
                start.filled
            }),
            row(
                "memory of all processes (PSS)",
                "MiB",
                Some(MEMORY_GOAL),
                |start| start.mebibytes,
            ),
        ];
        Self {
            machine: measured.machine.clone(),
            disturbance: measured.disturbance.clone(),
            pairs: measured.pairs.len(),
            rows: rows.into_iter().flatten().collect(),
        }
    }

    pub(super) fn all_met(&self) -> bool {
        !self.rows.is_empty() && self.rows.iter().all(Row::met)
    }

    /// A table of medians with smallest and largest, then the goals.
    pub(super) fn text(&self) -> String {
        let head = [
            ("", Align::Left),
            ("window", Align::Left),
            ("median", Align::Right),
            ("min", Align::Right),
            ("max", Align::Right),
        ];
        let mut rows = Vec::new();
        let mut goals = String::new();
        for row in &self.rows {
            let spreads = [
                ("Frontdesk", &row.frontdesk, row.unit),
                ("blank", &row.blank, row.unit),
                ("ratio", &row.ratio, "×"),
            ];
            for (window, spread, unit) in spreads {
                let what = if window == "Frontdesk" { row.what } else { "" };
                let figure = |value: f64| format!("{value:.2} {unit}");
                rows.push(vec![
                    what.to_owned(),
                    window.to_owned(),
                    figure(spread.median),
                    figure(spread.min),
                    figure(spread.max),
                ]);
            }
            if let Some(goal) = row.goal {
                let verdict = if row.met() { "met" } else { "MISSED" };
                goals.push_str(&format!(
                    "{verdict}: {} at most {goal} × blank, measured {:.3} ×\n",
                    row.what, row.ratio.median
                ));
            }
        }
        format!(
            "{} pairs on {}\n{}\n\n{}\n{goals}",
            self.pairs,
            self.machine,
            self.disturbance,
            render(&head, &rows)
        )
    }

    /// Writes bench/results/start.json.
    pub(super) fn keep(&self, place: &Place) -> Result<()> {
        let folder = place.root.join("bench").join("results");
        fs::create_dir_all(&folder).map_err(|error| Failure::file("create", &folder, error))?;
        let path = folder.join("start.json");
        let text = serde_json::to_string_pretty(&self.json()).map_err(|error| {
            Failure::Wrong(format!("The result cannot be written down: {error}"))
        })?;
        fs::write(&path, text + "\n").map_err(|error| Failure::file("write", &path, error))?;
        println!("\nKept in {}", path.display());
        Ok(())
    }

    fn json(&self) -> Value {
        let spread = |spread: &Spread| {
            let round = |value: f64| (value * 1000.0).round() / 1000.0;
            json!({ "median": round(spread.median), "min": round(spread.min), "max": round(spread.max) })
        };
        let candidate = |name: &str, of: fn(&Row) -> &Spread| {
            let figures = self
                .rows
                .iter()
                .map(|row| (format!("{} [{}]", row.what, row.unit), spread(of(row))));
            json!({ "name": name, "figures": figures.collect::<serde_json::Map<_, _>>() })
        };
        let ratios = self
            .rows
            .iter()
            .map(|row| (row.what.to_owned(), spread(&row.ratio)));
        let goals = self.rows.iter().filter_map(|row| {
            let goal = row.goal?;
            Some(json!({
                "what": row.what,
                "goal": format!("at most {goal} × blank"),
                "measured": spread(&row.ratio).get("median"),
                "met": row.met(),
            }))
        });
        json!({
            "name": "start",
            "machine": self.machine,
            "disturbance": self.disturbance,
            "pairs": self.pairs,
            "candidates": [candidate("frontdesk", |row| &row.frontdesk), candidate("blank", |row| &row.blank)],
            "ratios": ratios.collect::<serde_json::Map<_, _>>(),
            "goals": goals.collect::<Vec<_>>(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(painted: f64, mebibytes: f64) -> Start {
        Start {
            painted,
            filled: painted * 2.0,
            mebibytes,
        }
    }

    fn measured() -> Measured {
        Measured {
            machine: "two cores".to_owned(),
            disturbance: "none".to_owned(),
            pairs: vec![
                (start(0.6, 150.0), start(0.5, 100.0)),
                (start(1.2, 150.0), start(1.0, 100.0)),
                (start(0.9, 150.0), start(0.6, 100.0)),
            ],
        }
    }

    #[test]
    fn ratios_are_taken_pair_by_pair_and_compared_with_the_goals() {
        let report = Report::of(&measured());
        let met: Vec<bool> = report.rows.iter().map(Row::met).collect();
        assert_eq!(
            met,
            [true, true, false],
            "1.2 × is within the goal for time, 1.5 × not within that for memory"
        );
        assert!(!report.all_met(), "one missed goal is a miss");
        assert!(
            report.text().ends_with(
                "met: warm start to painted window at most 1.3 × blank, measured 1.200 ×\n\
                 MISSED: memory of all processes (PSS) at most 1.25 × blank, measured 1.500 ×\n"
            ),
            "goals are told with the verdict first:\n{}",
            report.text()
        );
    }

    #[test]
    fn the_file_says_the_same() {
        let json = Report::of(&measured()).json();
        assert_eq!(
            json.pointer("/goals/1"),
            Some(&json!({
                "what": "memory of all processes (PSS)",
                "goal": "at most 1.25 × blank",
                "measured": 1.5,
                "met": false
            })),
            "a missed goal is written down as missed"
        );
        assert_eq!(
            json.pointer("/candidates/1/name"),
            Some(&json!("blank")),
            "both windows are in it"
        );
    }

    #[test]
    fn nothing_measured_meets_no_goal() {
        let empty = Measured {
            machine: String::new(),
            disturbance: String::new(),
            pairs: Vec::new(),
        };
        assert!(!Report::of(&empty).all_met(), "no figures, no success");
    }
}
