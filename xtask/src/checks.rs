//! `cargo xtask test`: every check there is, in order, timed, with a table at the end.

mod dependencies;
mod parts;
mod report;
mod shipped;

use std::process::ExitCode;

use crate::arguments::Choice;
use crate::clock::Stopwatch;
use crate::failure::{Failure, Result};
use crate::place::Place;
use crate::setup::{self, Purpose};

use report::{Line, Verdict};

pub(crate) use parts::build_window;

/// One check with a name to call it by.
struct Part {
    name: &'static str,
    about: &'static str,
    run: fn(&Place) -> Result<Outcome>,
}

/// How a check that did not fail ended.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    /// All was well; the note says what a reader should know besides.
    Passed(String),
    /// It could not be carried out, and this is why. Never counted as passed.
    NotRun(String),
}

impl Outcome {
    fn passed() -> Self {
        Self::Passed(String::new())
    }
}

const PARTS: [Part; 12] = [
    Part {
        name: "format",
        about: "Rust sources are formatted",
        run: parts::format,
    },
    Part {
        name: "lints",
        about: "clippy has nothing to say, in any target",
        run: parts::lints,
    },
    Part {
        name: "tidy",
        about: "The architecture's invariants hold",
        run: parts::tidy,
    },
    Part {
        name: "licences",
        about: "Licences, sources and banned crates (cargo-deny)",
        run: dependencies::licences,
    },
    Part {
        name: "advisories",
        about: "No dependency with a known vulnerability (cargo-deny)",
        run: dependencies::advisories,
    },
    Part {
        name: "core",
        about: "Rust tests of the crates that link no window",
        run: parts::core,
    },
    Part {
        name: "rust",
        about: "Rust tests of everything else",
        run: parts::rust,
    },
    Part {
        name: "interop",
        about: "Another client library talks through the simulated network",
        run: parts::interop,
    },
    Part {
        name: "docs",
        about: "Documentation builds without a broken link; its examples run",
        run: parts::docs,
    },
    Part {
        name: "ui",
        about: "UI types, lints, tests and build",
        run: parts::ui,
    },
    Part {
        name: "shipped",
        about: "The real binary exports no sqlite3_* symbol and holds no test feature",
        run: shipped::check,
    },
    Part {
        name: "window",
        about: "The real window, driven on a private desktop",
        run: parts::window,
    },
];

/// Runs the chosen parts and prints what each took; the last line counts them.
///
/// # Errors
/// When a part is named that does not exist.
pub(crate) fn run(place: &Place, choice: &Choice) -> Result<ExitCode> {
    if choice.list {
        print!("{}", list());
        return Ok(ExitCode::SUCCESS);
    }
    let chosen = chosen(&choice.only)?;
    let mut lines = vec![timed("set-up", || {
        setup::prepare(place, Purpose::Test)?;
        Ok(Outcome::passed())
    })];
    for part in chosen {
        let stop = !choice.keep_going && lines.iter().any(Line::failed);
        lines.push(if stop {
            Line::skipped(part.name)
        } else {
            timed(part.name, || (part.run)(place))
        });
    }
    print!("\n{}", report::render(&lines));
    Ok(if lines.iter().any(Line::failed) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn timed(name: &'static str, run: impl FnOnce() -> Result<Outcome>) -> Line {
    println!("\n── {name}");
    let since = Stopwatch::start();
    let verdict = match run() {
        Ok(Outcome::Passed(note)) => Verdict::Passed(note),
        Ok(Outcome::NotRun(why)) => {
            println!("{} NOT RUN: {why}", name.to_uppercase());
            Verdict::NotRun(why)
        }
        Err(failure) => {
            println!("\n{failure}");
            Verdict::Failed(failure.to_string())
        }
    };
    Line {
        part: name,
        verdict,
        took: since.elapsed(),
    }
}

fn chosen(only: &[String]) -> Result<Vec<&'static Part>> {
    if let Some(unknown) = only
        .iter()
        .find(|name| PARTS.iter().all(|part| part.name != **name))
    {
        let known: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
        return Err(Failure::Usage(format!(
            "There is no part `{unknown}`; there are: {}",
            known.join(", ")
        )));
    }
    let wanted = |part: &&Part| only.is_empty() || only.iter().any(|name| name == part.name);
    Ok(PARTS.iter().filter(wanted).collect())
}

fn list() -> String {
    PARTS
        .iter()
        .map(|part| format!("{:<12}{}\n", part.name, part.about))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(only: &[&str]) -> Result<Vec<&'static str>> {
        let only: Vec<String> = only.iter().map(|name| (*name).to_owned()).collect();
        Ok(chosen(&only)?.iter().map(|part| part.name).collect())
    }

    #[test]
    fn all_parts_run_unless_some_are_chosen() {
        assert_eq!(
            names(&[]).map(|parts| parts.len()).ok(),
            Some(PARTS.len()),
            "nothing left out"
        );
        assert_eq!(
            names(&["ui", "format"]).ok(),
            Some(vec!["format", "ui"]),
            "chosen parts keep their order"
        );
    }

    #[test]
    fn an_unknown_part_is_refused_instead_of_running_nothing() {
        let words = names(&["unit"])
            .err()
            .map(|failure| failure.to_string())
            .unwrap_or_default();
        assert!(
            words.starts_with("There is no part `unit`; there are: format, lints"),
            "{words}"
        );
    }

    #[test]
    fn a_failing_part_is_told_in_its_line() {
        let line = timed("x", || Err(Failure::Wrong("broken".to_owned())));
        assert!(line.failed(), "an error is a failed part");
        let line = timed("x", || Ok(Outcome::NotRun("no network".to_owned())));
        assert!(
            matches!(line.verdict, Verdict::NotRun(_)),
            "not run is neither passed nor failed"
        );
    }
}
