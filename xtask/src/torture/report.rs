//! What torture tells in the end.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::Duration;

use super::TortureChoice;
use super::model::{Broken, Finding};
use super::series::{Outcome, Plan};

/// Findings that are shown word by word; the others are counted.
const SHOWN: usize = 40;

/// The sum of all series.
#[derive(Debug)]
pub(super) struct Report {
    choice: TortureChoice,
    points: BTreeSet<String>,
    trials: usize,
    messages: usize,
    outside: usize,
    deaths: BTreeMap<String, usize>,
    findings: Vec<(String, Finding)>,
    seconds: u64,
}

impl Report {
    pub(super) fn new(choice: &TortureChoice, points: BTreeSet<String>) -> Self {
        Self {
            choice: choice.clone(),
            points,
            trials: 0,
            messages: 0,
            outside: 0,
            deaths: BTreeMap::new(),
            findings: Vec::new(),
            seconds: 0,
        }
    }

    pub(super) fn add(&mut self, number: usize, plan: Option<&Plan>, outcome: Outcome) {
        self.trials += outcome.trials;
        self.messages += outcome.messages;
        self.outside += outcome.outside;
        for (point, deaths) in outcome.deaths {
            *self.deaths.entry(point).or_default() += deaths;
        }
        let remains = outcome
            .remains
            .map(|path| format!("; its remains are in {}", path.display()))
            .unwrap_or_default();
        let seed = plan.map_or(0, |plan| plan.seed);
        for finding in outcome.findings {
            let place = format!("series-{number}, seed {seed}{remains}");
            self.findings.push((place, finding));
        }
    }

    pub(super) const fn took(&mut self, time: Duration) {
        self.seconds = time.as_secs();
    }

    /// Places at which nothing died.
    pub(super) fn missing(&self) -> BTreeSet<String> {
        let died = |point: &&String| !self.deaths.contains_key(*point);
        self.points.iter().filter(died).cloned().collect()
    }

    /// No promise was broken.
    pub(super) const fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    /// No promise was broken, and every place was tried.
    pub(super) fn is_well(&self) -> bool {
        self.is_clean() && (self.choice.only.is_some() || self.missing().is_empty())
    }

    /// One line.
    pub(super) fn verdict(&self) -> String {
        let count = |broken| {
            let is_it = |found: &&(String, Finding)| found.1.broken == broken;
            self.findings.iter().filter(is_it).count()
        };
        let mut line = format!(
            "{} trials, {} messages, {} of {} places",
            self.trials,
            self.messages,
            self.points.len() - self.missing().len(),
            self.points.len(),
        );
        for broken in Broken::ALL {
            let always = matches!(broken, Broken::Lost | Broken::SecondId | Broken::ReusedKey);
            if always || count(broken) > 0 {
                // Writing into a String cannot fail.
                let _ = write!(line, ", {} {}", count(broken), broken.name());
            }
        }
        let _ = write!(line, ", {} s", self.seconds);
        line
    }

    /// All of it.
    pub(super) fn shown(&self) -> String {
        let mut text = String::new();
        let by_place: usize = self.deaths.values().sum();
        let _ = writeln!(
            text,
            "Killed {by_place} times at places and {} times from outside.",
            self.outside
        );
        let mut most: Vec<_> = self.deaths.iter().collect();
        most.sort_by_key(|(point, deaths)| (**deaths, (*point).clone()));
        for (point, deaths) in most {
            let _ = writeln!(text, "  {deaths:>5}  {point}");
        }
        if self.choice.only.is_none() {
            for point in self.missing() {
                let _ = writeln!(text, "NEVER REACHED: {point}");
            }
        }
        for (place, finding) in self.findings.iter().take(SHOWN) {
            let _ = writeln!(
                text,
                "BROKEN ({}): {}\n  {place}",
                finding.broken.name(),
                finding.words
            );
        }
        if self.findings.len() > SHOWN {
            let _ = writeln!(text, "and {} more", self.findings.len() - SHOWN);
        }
        if let Some((place, _)) = self.findings.first()
            && let Some((series, _)) = place.split_once(',')
        {
            let _ = writeln!(
                text,
                "Again: cargo xtask torture --seed {} --trials {} --only {series}",
                self.choice.seed, self.choice.trials
            );
        }
        let _ = writeln!(text, "{}", self.verdict());
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        let points = ["a", "b"].map(str::to_owned).into();
        Report::new(&TortureChoice::default(), points)
    }

    #[test]
    fn a_place_that_nothing_died_at_fails_the_run() {
        let mut report = report();
        let deaths = BTreeMap::from([("a".to_owned(), 3)]);
        report.add(
            0,
            None,
            Outcome {
                trials: 3,
                deaths,
                ..Outcome::default()
            },
        );
        assert!(!report.is_well(), "b was never tried");
        assert!(
            report.shown().contains("NEVER REACHED: b"),
            "{}",
            report.shown()
        );
        let deaths = BTreeMap::from([("b".to_owned(), 1)]);
        report.add(
            1,
            None,
            Outcome {
                trials: 1,
                deaths,
                ..Outcome::default()
            },
        );
        assert!(report.is_well(), "now both were");
        assert_eq!(
            report.verdict(),
            "4 trials, 0 messages, 2 of 2 places, 0 lost, 0 second ids, 0 reused keys, 0 s",
            "the three that must be zero are always said"
        );
    }

    #[test]
    fn a_broken_promise_says_how_to_see_it_again() {
        let mut report = report();
        let findings = vec![Finding {
            broken: Broken::Lost,
            words: "i7 is not there".to_owned(),
        }];
        report.add(
            4,
            None,
            Outcome {
                findings,
                ..Outcome::default()
            },
        );
        assert!(!report.is_clean(), "a loss is a loss");
        let shown = report.shown();
        assert!(shown.contains("i7 is not there"), "{shown}");
        assert!(
            shown.contains("Again: cargo xtask torture --seed 1 --trials 2000 --only series-4"),
            "{shown}"
        );
    }
}
