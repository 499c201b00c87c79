//! The versions of Rust and Node, and the parts of Rust that the checks need.

use super::Purpose;
use crate::failure::{Failure, Result};
use crate::place::Place;
use crate::process;

/// Keep equal to `rust-version` in Cargo.toml; cargo itself refuses older ones.
const RUST: Version = Version(1, 95);
const NODE: Version = Version(20, 0);

/// Major and minor; nothing here depends on a patch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Version(u32, u32);

/// Checks Rust and Node, and adds the formatter and the linter where they are missing.
pub(super) fn check(place: &Place, purpose: Purpose) -> Result<()> {
    at_least(
        place,
        "rustc",
        RUST,
        "Run: rustup update stable (https://rustup.rs)",
    )?;
    at_least(
        place,
        "node",
        NODE,
        "Install Node.js 20 or newer: https://nodejs.org, or your package manager",
    )?;
    if purpose == Purpose::Test {
        component(place, "fmt", "rustfmt")?;
        component(place, "clippy", "clippy")?;
    }
    Ok(())
}

fn at_least(place: &Place, program: &str, wanted: Version, how: &str) -> Result<()> {
    let answer = process::answer(process::command(&place.root, program).arg("--version"));
    let found = answer.as_deref().and_then(version);
    if found.is_some_and(|found| found >= wanted) {
        return Ok(());
    }
    let Version(major, minor) = wanted;
    let found = answer.unwrap_or_else(|| "nothing".to_owned());
    Err(Failure::Missing {
        what: format!("{program} {major}.{minor} or newer is needed; found: {found}"),
        how: how.to_owned(),
    })
}

fn component(place: &Place, subcommand: &str, name: &str) -> Result<()> {
    if process::succeeds(process::cargo(&place.root).args([subcommand, "--version"])) {
        return Ok(());
    }
    process::run(process::command(&place.root, "rustup").args(["component", "add", name]))
}

/// The first `major.minor` in an answer such as `rustc 1.95.0 (…)` or `v20.20.2`.
fn version(answer: &str) -> Option<Version> {
    answer.split_whitespace().find_map(|word| {
        let mut numbers = word.trim_start_matches('v').split('.');
        let major = numbers.next()?.parse().ok()?;
        let minor = numbers.next()?.parse().ok()?;
        Some(Version(major, minor))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_in_what_programs_say_about_themselves() {
        assert_eq!(
            version("rustc 1.95.0 (59807616e 2026-04-14)"),
            Some(Version(1, 95)),
            "rustc"
        );
        assert_eq!(version("v20.20.2"), Some(Version(20, 20)), "node");
        assert_eq!(
            version("command not found"),
            None,
            "no version is no version"
        );
    }

    #[test]
    fn the_number_and_not_the_text_is_compared() {
        assert!(
            version("rustc 1.100.0") > Some(RUST),
            "1.100 is newer than 1.95"
        );
        assert!(version("v9.11.2") < Some(NODE), "9 is older than 20");
    }

    #[test]
    fn the_workspace_asks_for_the_same_rust() {
        let Version(major, minor) = RUST;
        assert!(
            include_str!("../../../Cargo.toml")
                .contains(&format!("rust-version = \"{major}.{minor}\"")),
            "Cargo.toml and the set-up must ask for the same Rust"
        );
    }
}
