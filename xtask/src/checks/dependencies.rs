//! What cargo-deny says about the dependencies, as configured in deny.toml.

use std::time::Duration;

use super::Outcome;
use crate::failure::Result;
use crate::place::Place;
use crate::{process, setup};

/// Reaching the advisory database takes seconds, or it is out of reach.
const FETCH_LIMIT: Duration = Duration::from_secs(60);

pub(super) fn licences(place: &Place) -> Result<Outcome> {
    let deny = setup::cargo_deny(place)?;
    // All platforms' crates, because their licences count as well.
    process::run(process::cargo(&place.root).args(["fetch", "--locked"]))?;
    let mut check = process::command(&place.root, deny);
    process::run(check.args(["--offline", "check", "licenses", "bans", "sources"]))?;
    Ok(Outcome::passed())
}

pub(super) fn advisories(place: &Place) -> Result<Outcome> {
    let deny = setup::cargo_deny(place)?;
    let mut fetch = process::command(&place.root, &deny);
    // Out of reach must be said at once, not asked about.
    fetch.args(["fetch", "db"]).env("GIT_TERMINAL_PROMPT", "0");
    let fresh = process::run_within(&mut fetch, FETCH_LIMIT);
    let mut check = process::command(&place.root, &deny);
    check.args(["--offline", "check", "advisories"]);
    if fresh.is_ok() {
        process::run(&mut check)?;
        return Ok(Outcome::passed());
    }
    if !is_cached() {
        return Ok(Outcome::NotRun(
            "advisories NOT checked: no advisory database (out of reach, and none is cached)"
                .to_owned(),
        ));
    }
    process::run(&mut check)?;
    Ok(Outcome::Passed(
        "with the cached database; a newer one is out of reach".to_owned(),
    ))
}

/// Whether an earlier run has left a database where cargo-deny keeps it.
fn is_cached() -> bool {
    let cargo_home = std::env::var_os("CARGO_HOME")
        .map(std::path::PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let databases = cargo_home.map(|home| home.join("advisory-dbs"));
    let entries = databases
        .and_then(|folder| std::fs::read_dir(folder).ok())
        .into_iter()
        .flatten();
    // A lock file and an empty repository are left behind by a fetch that failed.
    entries
        .flatten()
        .any(|entry| entry.path().join("crates").is_dir())
}
