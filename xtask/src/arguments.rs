//! The command line: which commands exist, what they take, and the help text.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt as _};

use crate::failure::{Failure, Result};
use crate::torture::TortureChoice;

/// What the person asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Command {
    /// Show the help text.
    Help,
    /// Install what building and testing need.
    Setup,
    /// Open the demo world, or photograph it into a folder.
    Demo {
        /// Where pictures go; without it a real window opens.
        screenshots: Option<PathBuf>,
    },
    /// Start the real application.
    Run,
    /// Run the checks.
    Test(Choice),
    /// Run the invariants alone.
    Tidy,
    /// Build the installable packages.
    Package,
    /// Write the TypeScript bindings anew.
    Bindings,
    /// Write the schema snapshot anew.
    Schema,
    /// Write the icon sizes anew.
    Icons,
    /// Write the list of licences anew.
    Licences,
    /// Measure beside others.
    Bench(BenchChoice),
    /// Kill the program wherever it hurts.
    Torture(TortureChoice),
}

/// What to measure and how much of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct BenchChoice {
    /// Names of benchmarks; empty means all.
    pub(crate) names: Vec<String>,
    /// How many rounds; each benchmark has a number of its own.
    pub(crate) pairs: Option<usize>,
    /// The sizes for a night instead of those for every day.
    pub(crate) full: bool,
}

/// Which checks to run and how.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Choice {
    /// Names of the parts to run; empty means all.
    pub(crate) only: Vec<String>,
    /// Go on after a failing part.
    pub(crate) keep_going: bool,
    /// Only say which parts there are.
    pub(crate) list: bool,
}

const COMMANDS: [(&str, &str); 20] = [
    ("demo", "Set up, then open the window on a fictitious world"),
    (
        "demo --screenshots DIR",
        "The same without a display: save pictures of the main views in DIR",
    ),
    ("run", "Set up, then start Frontdesk on your own data"),
    (
        "test",
        "Set up, then run every check there is; stops at the first part that fails",
    ),
    (
        "test --only PART",
        "Run one part alone; may be given more than once",
    ),
    ("test --keep-going", "Run all parts even when one fails"),
    ("test --list", "Name the parts and what each checks"),
    (
        "tidy",
        "Check the invariants of the architecture (one of the parts of test)",
    ),
    (
        "setup",
        "Install what building and testing need, and nothing else",
    ),
    (
        "package",
        "Build the installable packages (.deb and .rpm on Linux)",
    ),
    (
        "bindings",
        "Write ui/src/ipc/bindings.ts anew from the commands in Rust",
    ),
    (
        "schema",
        "Write the schema snapshot anew from the migrations",
    ),
    ("icons", "Write the icon sizes anew from icons/source.svg"),
    (
        "licences",
        "Write the list of other people's work in the about view anew",
    ),
    (
        "bench [NAME]",
        "Measure speed, memory and counts beside others",
    ),
    ("bench --full", "The same with the sizes for a night"),
    ("bench --pairs N", "The same with that many rounds of each"),
    (
        "torture [--trials N] [--seed N]",
        "Kill the program at every place that hurts, and compare what is left",
    ),
    (
        "torture --defects",
        "Give the program deliberate faults; each must be noticed",
    ),
    (
        "torture --only NAME",
        "One place, one fault (with --defects), or one series again",
    ),
];

/// Reads the command line without the program's own name.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command> {
    let mut parser = Parser::from_args(arguments);
    let Some(first) = parser.next().map_err(usage)? else {
        return Ok(Command::Help);
    };
    let name = match first {
        Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
        Arg::Value(name) => name.string().map_err(usage)?,
        other @ (Arg::Short(_) | Arg::Long(_)) => return Err(usage(other.unexpected())),
    };
    let command = match name.as_str() {
        "help" => Command::Help,
        "setup" => Command::Setup,
        "demo" => return demo(parser),
        "run" => Command::Run,
        "test" => return test(parser),
        "tidy" => Command::Tidy,
        "package" => Command::Package,
        "bindings" => Command::Bindings,
        "schema" => Command::Schema,
        "icons" => Command::Icons,
        "licences" => Command::Licences,
        "bench" => return bench(parser),
        "torture" => return torture(parser),
        unknown => return Err(Failure::Usage(format!("There is no command `{unknown}`"))),
    };
    nothing_more(parser, command)
}

/// The help text: one line for each command.
pub(crate) fn help() -> String {
    let width = COMMANDS
        .iter()
        .map(|(usage, _)| usage.len())
        .max()
        .unwrap_or(0);
    let mut text = String::from("cargo xtask <command>\n\n");
    for (usage, about) in COMMANDS {
        // Writing into a String cannot fail.
        let _ = writeln!(text, "  {usage:<width$}  {about}");
    }
    text
}

fn demo(mut parser: Parser) -> Result<Command> {
    let mut screenshots = None;
    while let Some(argument) = parser.next().map_err(usage)? {
        match argument {
            Arg::Long("screenshots") => {
                screenshots = Some(PathBuf::from(parser.value().map_err(usage)?));
            }
            other @ (Arg::Short(_) | Arg::Long(_) | Arg::Value(_)) => {
                return Err(usage(other.unexpected()));
            }
        }
    }
    Ok(Command::Demo { screenshots })
}

fn test(mut parser: Parser) -> Result<Command> {
    let mut choice = Choice::default();
    while let Some(argument) = parser.next().map_err(usage)? {
        match argument {
            Arg::Long("only") => {
                let part = parser.value().map_err(usage)?.string().map_err(usage)?;
                choice.only.push(part);
            }
            Arg::Long("keep-going") => choice.keep_going = true,
            Arg::Long("list") => choice.list = true,
            other @ (Arg::Short(_) | Arg::Long(_) | Arg::Value(_)) => {
                return Err(usage(other.unexpected()));
            }
        }
    }
    Ok(Command::Test(choice))
}

fn bench(mut parser: Parser) -> Result<Command> {
    let mut choice = BenchChoice::default();
    while let Some(argument) = parser.next().map_err(usage)? {
        match argument {
            Arg::Long("pairs") => {
                let pairs = parser.value().map_err(usage)?.parse().map_err(usage)?;
                if pairs == 0 {
                    return Err(Failure::Usage("`--pairs` must be at least 1".to_owned()));
                }
                choice.pairs = Some(pairs);
            }
            Arg::Long("full") => choice.full = true,
            Arg::Value(name) => choice.names.push(name.string().map_err(usage)?),
            other @ (Arg::Short(_) | Arg::Long(_)) => return Err(usage(other.unexpected())),
        }
    }
    Ok(Command::Bench(choice))
}

fn torture(mut parser: Parser) -> Result<Command> {
    let mut choice = TortureChoice::default();
    while let Some(argument) = parser.next().map_err(usage)? {
        match argument {
            Arg::Long("trials") => {
                choice.trials = parser.value().map_err(usage)?.parse().map_err(usage)?;
            }
            Arg::Long("seed") => {
                choice.seed = parser.value().map_err(usage)?.parse().map_err(usage)?;
            }
            Arg::Long("only") => {
                let name = parser.value().map_err(usage)?.string().map_err(usage)?;
                choice.only = Some(name);
            }
            Arg::Long("defects") => choice.defects = true,
            other @ (Arg::Short(_) | Arg::Long(_) | Arg::Value(_)) => {
                return Err(usage(other.unexpected()));
            }
        }
    }
    Ok(Command::Torture(choice))
}

fn nothing_more(mut parser: Parser, command: Command) -> Result<Command> {
    match parser.next().map_err(usage)? {
        None => Ok(command),
        Some(Arg::Short('h') | Arg::Long("help")) => Ok(Command::Help),
        Some(other) => Err(usage(other.unexpected())),
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "used as a function in map_err"
)]
fn usage(error: lexopt::Error) -> Failure {
    Failure::Usage(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Result<Command> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn every_documented_command_is_understood() {
        for (usage, _) in COMMANDS {
            let line = usage.replace("DIR", "pictures").replace("PART", "tidy");
            let line = line.replace("[NAME]", "live").replace(['[', ']'], "");
            let line = line
                .replace("NAME", "store.commit.before")
                .replace(" N", " 3");
            assert!(
                words(&line).is_ok(),
                "help promises `{usage}`, so it must parse"
            );
        }
    }

    #[test]
    fn no_command_shows_the_help() {
        assert_eq!(
            words("").ok(),
            Some(Command::Help),
            "a bare call must teach, not fail"
        );
        assert_eq!(
            words("tidy --help").ok(),
            Some(Command::Help),
            "help is asked for anywhere"
        );
    }

    #[test]
    fn options_reach_their_command() {
        assert_eq!(
            words("test --only tidy --only ui --keep-going").ok(),
            Some(Command::Test(Choice {
                only: vec!["tidy".to_owned(), "ui".to_owned()],
                keep_going: true,
                list: false,
            })),
            "each --only adds a part"
        );
        assert_eq!(
            words("bench live start --pairs 5 --full").ok(),
            Some(Command::Bench(BenchChoice {
                names: vec!["live".to_owned(), "start".to_owned()],
                pairs: Some(5),
                full: true,
            })),
            "names and sizes in any order"
        );
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for line in [
            "tests",
            "demo --picture x",
            "run now",
            "bench start --pairs 0",
            "bench --fast",
            "torture --trials many",
            "torture everything",
            "--fast",
        ] {
            assert!(
                matches!(words(line), Err(Failure::Usage(_))),
                "`{line}` must not run something else in silence"
            );
        }
    }

    #[test]
    fn the_help_has_one_short_line_for_each_command() {
        for line in help().lines() {
            assert!(line.len() <= 110, "too long for a terminal: {line}");
        }
    }
}
