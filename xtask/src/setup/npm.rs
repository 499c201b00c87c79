//! npm packages and the built UI; both only when their inputs changed.

use std::fs;
use std::path::Path;

use crate::failure::{Failure, Result};
use crate::place::Place;
use crate::{process, stamp};

/// Everything the built UI is made from.
const UI_INPUTS: [&str; 8] = [
    "src",
    "public",
    "index.html",
    "package.json",
    "package-lock.json",
    "vite.config.ts",
    "tsconfig.json",
    "tsconfig.node.json",
];

/// Brings `folder/node_modules` to what the lock file says; nothing where nothing is asked for.
pub(super) fn install(folder: &Path) -> Result<()> {
    let package = read_package(folder)?;
    if ["dependencies", "devDependencies"]
        .iter()
        .all(|kind| package.get(kind).is_none())
    {
        return Ok(());
    }
    let lock = folder.join("package-lock.json");
    if !lock.is_file() {
        return Err(Failure::Wrong(format!(
            "{} is missing: it belongs into the repository",
            lock.display()
        )));
    }
    let wanted = stamp::fingerprint(folder, &["package.json", "package-lock.json"])?;
    let done = folder.join("node_modules").join(".frontdesk-installed");
    if stamp::is_current(&done, &wanted) {
        return Ok(());
    }
    process::run(process::npm(folder).args(["ci", "--no-audit", "--no-fund"]))?;
    stamp::write(&done, &wanted)
}

/// Builds `ui/dist` unless it was built from exactly these sources.
pub(crate) fn build_ui(place: &Place) -> Result<()> {
    let ui = place.ui();
    let wanted = stamp::fingerprint(&ui, &UI_INPUTS)?;
    // Not inside dist: what lies there becomes part of the application.
    let done = ui.join("node_modules").join(".frontdesk-ui-built");
    if stamp::is_current(&done, &wanted) && ui.join("dist").join("index.html").is_file() {
        return Ok(());
    }
    script(&ui, "build", &[])?;
    stamp::write(&done, &wanted)
}

/// Runs a script of `folder/package.json`; a script that is not there is a failure.
pub(crate) fn script(folder: &Path, name: &str, arguments: &[&str]) -> Result<()> {
    if !has_script(folder, name)? {
        let file = folder.join("package.json");
        return Err(Failure::Wrong(format!(
            "{} has no script `{name}`",
            file.display()
        )));
    }
    let mut command = process::npm(folder);
    command.args(["run", "--silent", name]);
    if !arguments.is_empty() {
        command.arg("--").args(arguments);
    }
    process::run(&mut command)
}

fn has_script(folder: &Path, name: &str) -> Result<bool> {
    let package = read_package(folder)?;
    Ok(package
        .get("scripts")
        .is_some_and(|scripts| scripts.get(name).is_some()))
}

fn read_package(folder: &Path) -> Result<serde_json::Value> {
    let file = folder.join("package.json");
    let text = fs::read_to_string(&file).map_err(|error| Failure::file("read", &file, error))?;
    serde_json::from_str(&text)
        .map_err(|error| Failure::Wrong(format!("{} is not readable: {error}", file.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_that_is_not_there_is_a_failure_and_not_a_silent_pass() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(
            folder.path().join("package.json"),
            r#"{"scripts": {"test": "true"}}"#,
        )
        .expect("writable");
        assert!(
            has_script(folder.path(), "test").expect("readable"),
            "this one is there"
        );
        let failure = script(folder.path(), "lint", &[])
            .err()
            .map(|failure| failure.to_string());
        assert!(
            failure.is_some_and(|words| words.ends_with("has no script `lint`")),
            "a missing check must be said"
        );
    }

    #[test]
    fn a_folder_without_lock_file_is_not_installed_by_guess() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let package = folder.path().join("package.json");
        fs::write(&package, "{}").expect("writable");
        assert!(
            install(folder.path()).is_ok(),
            "who asks for nothing gets nothing"
        );
        fs::write(&package, r#"{"dependencies": {"x": "*"}}"#).expect("writable");
        assert!(
            install(folder.path()).is_err(),
            "without a lock file nothing is reproducible"
        );
    }
}
