//! Cargo's helpers: what is used when it is there, and what is installed.

use std::fs;
use std::path::PathBuf;

use crate::failure::{Failure, Result};
use crate::place::Place;
use crate::process;

const CARGO_DENY: &str = "0.20.2";

/// Whether the faster test runner is there; plain `cargo test` does otherwise.
pub(crate) fn has_nextest(place: &Place) -> bool {
    process::succeeds(process::cargo(&place.root).args(["nextest", "--version"]))
}

/// The path of cargo-deny in the version this repository is checked with.
///
/// Built from source into the cache when missing, which takes minutes once.
pub(crate) fn cargo_deny(place: &Place) -> Result<PathBuf> {
    let tools = place.cache.join("tools");
    let own = tools
        .join("bin")
        .join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    for candidate in [own.clone(), PathBuf::from("cargo-deny")] {
        let answer = process::answer(process::command(&place.root, &candidate).arg("--version"));
        if answer.is_some_and(|answer| is_version(&answer, CARGO_DENY)) {
            return Ok(candidate);
        }
    }
    println!(
        "Building cargo-deny {CARGO_DENY} once into {}; this takes some minutes",
        tools.display()
    );
    fs::create_dir_all(&tools).map_err(|error| Failure::file("create", &tools, error))?;
    let scratch = tools.join("build");
    let mut install = process::cargo(&place.root);
    install
        .args([
            "install",
            "cargo-deny",
            "--locked",
            "--force",
            "--version",
            CARGO_DENY,
            "--root",
        ])
        .arg(&tools)
        .env("CARGO_TARGET_DIR", &scratch)
        // Link-time optimisation would double the wait for a tool that runs for a second.
        .env("CARGO_PROFILE_RELEASE_LTO", "false")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    process::run(&mut install)?;
    fs::remove_dir_all(&scratch).map_err(|error| Failure::file("remove", &scratch, error))?;
    Ok(own)
}

fn is_version(answer: &str, wanted: &str) -> bool {
    answer.split_whitespace().nth(1) == Some(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_pinned_version_counts() {
        assert!(
            is_version("cargo-deny 0.20.2", CARGO_DENY),
            "the pinned one"
        );
        assert!(
            !is_version("cargo-deny 0.20.21", CARGO_DENY),
            "another one that begins alike"
        );
        assert!(!is_version("", CARGO_DENY), "no answer");
    }
}
