//! The table at the end of `cargo xtask test` and the line that counts.

use std::time::Duration;

use crate::table::{Align, render as table};

/// What became of one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    Passed(String),
    Failed(String),
    /// Could not be carried out here.
    NotRun(String),
    /// An earlier part had failed.
    Skipped,
}

/// One part with its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) part: &'static str,
    pub(super) verdict: Verdict,
    pub(super) took: Duration,
}

impl Line {
    pub(super) fn skipped(part: &'static str) -> Self {
        Self {
            part,
            verdict: Verdict::Skipped,
            took: Duration::ZERO,
        }
    }

    pub(super) fn failed(&self) -> bool {
        matches!(self.verdict, Verdict::Failed(_))
    }
}

/// The table, then `N passed, N failed` alone on the last line.
///
/// Parts that were not run are in the table with the reason and in neither count.
pub(super) fn render(lines: &[Line]) -> String {
    let head = [
        ("part", Align::Left),
        ("result", Align::Left),
        ("seconds", Align::Right),
        ("note", Align::Left),
    ];
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|line| {
            let (result, note) = match &line.verdict {
                Verdict::Passed(note) => ("passed", note.as_str()),
                Verdict::Failed(why) => ("FAILED", first_line(why)),
                Verdict::NotRun(why) => ("NOT RUN", first_line(why)),
                Verdict::Skipped => ("skipped", "an earlier part failed"),
            };
            let seconds = format!("{:.1}", line.took.as_secs_f64());
            vec![
                line.part.to_owned(),
                result.to_owned(),
                seconds,
                note.to_owned(),
            ]
        })
        .collect();
    let count =
        |wanted: fn(&Verdict) -> bool| lines.iter().filter(|line| wanted(&line.verdict)).count();
    let passed = count(|verdict| matches!(verdict, Verdict::Passed(_)));
    let failed = count(|verdict| matches!(verdict, Verdict::Failed(_)));
    format!(
        "{}\n{passed} passed, {failed} failed\n",
        table(&head, &rows)
    )
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_tells_everything_and_the_last_line_counts() {
        let line = |part, verdict, millis| Line {
            part,
            verdict,
            took: Duration::from_millis(millis),
        };
        let text = render(&[
            line("format", Verdict::Passed(String::new()), 1_240),
            line(
                "advisories",
                Verdict::NotRun("no advisory database".to_owned()),
                300,
            ),
            line(
                "core",
                Verdict::Failed("Failed (exit status: 100): cargo nextest run\nmore".to_owned()),
                61_000,
            ),
            Line::skipped("rust"),
        ]);
        assert_eq!(
            text,
            "part        result   seconds  note\n\
             format      passed       1.2\n\
             advisories  NOT RUN      0.3  no advisory database\n\
             core        FAILED      61.0  Failed (exit status: 100): cargo nextest run\n\
             rust        skipped      0.0  an earlier part failed\n\
             \n\
             1 passed, 1 failed\n",
            "what did not run is neither passed nor failed"
        );
    }
}
