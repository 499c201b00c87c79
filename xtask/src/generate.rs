//! Writing anew what is generated and committed: bindings, schema snapshot, icons.

mod licences;

use std::fs;

use crate::failure::{Failure, Result};
use crate::place::Place;
use crate::process;
use crate::setup::{self, Purpose};

pub(crate) use licences::licences;

/// The sizes that tauri.conf.json and the tray use. The generator makes many more.
const ICONS: [&str; 6] = [
    "32x32.png",
    "128x128.png",
    "128x128@2x.png",
    "icon.png",
    "icon.ico",
    "icon.icns",
];

/// Writes the TypeScript bindings; the test that compares them does it.
pub(crate) fn bindings(place: &Place) -> Result<()> {
    setup::prepare(place, Purpose::Build)?;
    let mut test = process::cargo(&place.root);
    test.args([
        "test",
        "--locked",
        "-p",
        "frontdesk",
        "--test",
        "shell",
        "bindings",
    ]);
    process::run(test.env("UPDATE_BINDINGS", "1"))
}

/// Writes the schema snapshot; the test that compares it does it.
pub(crate) fn schema(place: &Place) -> Result<()> {
    let mut test = process::cargo(&place.root);
    test.args(["test", "--locked", "-p", "frontdesk-store", "schema"]);
    process::run(test.env("UPDATE_SCHEMA", "1"))
}

/// Writes the icon sizes from the drawing.
pub(crate) fn icons(place: &Place) -> Result<()> {
    setup::prepare(place, Purpose::Build)?;
    let folder = place.root.join("icons");
    let scratch = tempfile::tempdir()
        .map_err(|error| Failure::file("create", &std::env::temp_dir(), error))?;
    let mut generator = process::command(&place.root, place.tauri_cli());
    generator
        .arg("icon")
        .arg(folder.join("source.svg"))
        .arg("--output")
        .arg(scratch.path());
    process::run(&mut generator)?;
    for name in ICONS {
        let to = folder.join(name);
        fs::copy(scratch.path().join(name), &to)
            .map_err(|error| Failure::file("write", &to, error))?;
    }
    println!("{} sizes written into {}", ICONS.len(), folder.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_is_committed_and_nothing_besides() {
        let folder = Place::find().expect("the repository").root.join("icons");
        let entries = fs::read_dir(&folder).expect("the icons are committed");
        let mut found: Vec<String> = entries
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        let mut wanted: Vec<String> = ICONS.iter().map(|name| (*name).to_owned()).collect();
        wanted.push("source.svg".to_owned());
        found.sort();
        wanted.sort();
        assert_eq!(found, wanted, "`cargo xtask icons` writes exactly these");
    }
}
