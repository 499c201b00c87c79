//! The parts that call cargo and npm.

use std::time::Duration;

use super::Outcome;
use crate::failure::{Failure, Result};
use crate::place::Place;
use crate::redated::compile;
use crate::session::Session;
use crate::{process, setup, tidy as invariants};

/// The crates that link no window: their tests are green within seconds, so they come first.
const CORE: [&str; 4] = [
    "frontdesk-domain",
    "frontdesk-store",
    "frontdesk-vault",
    "frontdesk-app",
];
/// What the window under test is built with: the UI inside the binary, and the demo world.
const WINDOW_FEATURES: &str = "frontdesk/custom-protocol,frontdesk/demo";
/// Installing the other library and talking through it takes about a minute.
const INTEROP: Duration = Duration::from_secs(10 * 60);
/// The real-window tests take minutes; a hang must not take the night.
const WINDOW_LIMIT: Duration = Duration::from_secs(20 * 60);

pub(super) fn format(place: &Place) -> Result<Outcome> {
    process::run(process::cargo(&place.root).args(["fmt", "--all", "--check"]))?;
    Ok(Outcome::Passed(
        "the UI's formatting is among its lints".to_owned(),
    ))
}

pub(super) fn lints(place: &Place) -> Result<Outcome> {
    // After the dashes, not through RUSTFLAGS: those would rebuild every dependency.
    let deny = ["--", "-D", "warnings"];
    let mut all = process::cargo(&place.root);
    compile(
        place,
        all.args(["clippy", "--locked", "--workspace", "--all-targets"])
            .args(deny),
    )?;
    let mut demo = process::cargo(&place.root);
    demo.args([
        "clippy",
        "--locked",
        "-p",
        "frontdesk",
        "--all-targets",
        "--features",
        "demo",
    ]);
    compile(place, demo.args(deny))?;
    // Empty without its features, so the first call has not seen it.
    let mut headless = process::cargo(&place.root);
    headless.args([
        "clippy",
        "--locked",
        "-p",
        "frontdesk-headless",
        "--all-targets",
        "--features",
        "frontdesk-headless/torture",
    ]);
    compile(place, headless.args(deny))?;
    Ok(Outcome::passed())
}

pub(super) fn tidy(place: &Place) -> Result<Outcome> {
    match invariants::check(place)? {
        0 => Ok(Outcome::Passed(format!(
            "{} rules",
            invariants::RULES.len()
        ))),
        findings => Err(Failure::Wrong(format!("{findings} places break a rule"))),
    }
}

pub(super) fn core(place: &Place) -> Result<Outcome> {
    let packages = CORE.iter().flat_map(|name| ["-p", name]);
    rust_tests(place, &packages.collect::<Vec<_>>())
}

pub(super) fn rust(place: &Place) -> Result<Outcome> {
    rust_tests(place, &others())?;
    // Empty without its features, so the first call has not seen it.
    rust_tests(
        place,
        &[
            "-p",
            "frontdesk-headless",
            "--features",
            "frontdesk-headless/torture",
        ],
    )?;
    // By itself, as the shipped binary and the window under test are built: together with
    // other crates its dependencies would get other features, and be compiled once more.
    setup::build_ui(place)?;
    rust_tests(place, &["-p", "frontdesk", "--features", WINDOW_FEATURES])
}

/// Built as the tests of the same crates are, so that nothing is compiled anew.
pub(super) fn interop(place: &Place) -> Result<Outcome> {
    let mut build = process::cargo(&place.root);
    build
        .args(["build", "--locked", "--example", "interop"])
        .args(others());
    process::run(&mut build)?;
    let example = place.binary("debug", "examples/interop");
    process::run_within(&mut process::command(&place.root, example), INTEROP)?;
    Ok(Outcome::passed())
}

/// The crates that neither `core` nor the shell's own tests cover.
fn others() -> Vec<&'static str> {
    let apart = CORE.iter().chain(&["frontdesk", "frontdesk-blank"]);
    let mut selection = vec!["--workspace"];
    selection.extend(apart.flat_map(|name| ["--exclude", *name]));
    selection
}

pub(super) fn docs(place: &Place) -> Result<Outcome> {
    let mut build = process::cargo(&place.root);
    build
        .args([
            "doc",
            "--locked",
            "--workspace",
            "--no-deps",
            "--exclude",
            "frontdesk-blank",
        ])
        // Concerns rustdoc alone; nothing is compiled anew for it.
        .env("RUSTDOCFLAGS", "-D warnings");
    process::run(&mut build)?;
    let mut examples = process::cargo(&place.root);
    examples.args(["test", "--locked", "--quiet", "--doc"]);
    process::run(examples.args(CORE.iter().flat_map(|name| ["-p", name])))?;
    Ok(Outcome::passed())
}

pub(super) fn ui(place: &Place) -> Result<Outcome> {
    for script in ["check", "lint", "test"] {
        setup::npm_script(&place.ui(), script, &[])?;
    }
    setup::build_ui(place)?;
    Ok(Outcome::passed())
}

pub(super) fn window(place: &Place) -> Result<Outcome> {
    if !cfg!(target_os = "linux") {
        return Ok(Outcome::NotRun(
            "the private desktop exists on Linux only".to_owned(),
        ));
    }
    let binary = build_window(place)?;
    let session = Session::start(place)?;
    let mut tests = session.command(place, "npm");
    tests
        .args(["test", "--silent", "--prefix"])
        .arg(place.e2e())
        .env("npm_config_loglevel", "error")
        .env("FRONTDESK_BINARY", binary)
        .env("FRONTDESK_SIM", place.binary("debug", "frontdesk-sim"))
        // Without it the first call of the WebDriver waits for ever.
        .env("TAURI_WEBVIEW_AUTOMATION", "true");
    process::run_within(&mut tests, WINDOW_LIMIT)?;
    Ok(Outcome::passed())
}

/// Builds the window with the UI inside and the demo world, and the network that its stories
/// link numbers on; says where the window is.
pub(crate) fn build_window(place: &Place) -> Result<std::path::PathBuf> {
    setup::build_ui(place)?;
    let mut build = process::cargo(&place.root);
    build.args([
        "build",
        "--locked",
        "-p",
        "frontdesk",
        "-p",
        "frontdesk-sim",
        "--features",
        WINDOW_FEATURES,
    ]);
    compile(place, &mut build)?;
    Ok(place.binary("debug", "frontdesk"))
}

fn rust_tests(place: &Place, selection: &[&str]) -> Result<Outcome> {
    let mut tests = process::cargo(&place.root);
    if setup::has_nextest(place) {
        compile(
            place,
            tests
                .args(["nextest", "run", "--locked", "--no-fail-fast"])
                .args(selection),
        )?;
        return Ok(Outcome::passed());
    }
    process::run(
        tests
            .args(["test", "--locked", "--no-fail-fast", "--all-targets"])
            .args(selection),
    )?;
    Ok(Outcome::Passed(
        "with cargo test; cargo-nextest is faster and bounds each test".to_owned(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_core_crates_link_no_window() {
        let place = Place::find().expect("the repository");
        for name in CORE {
            let mut tree = process::cargo(&place.root);
            tree.args([
                "tree",
                "--prefix",
                "none",
                "-p",
                name,
                "--edges",
                "normal,dev",
            ]);
            let packages = process::read(&mut tree).expect("a package of the workspace");
            assert!(
                !packages
                    .lines()
                    .any(|line| line.starts_with("tauri ") || line.starts_with("webkit2gtk ")),
                "{name} must be testable in seconds, without a window"
            );
        }
    }
}
