//! One build script of a dependency that would otherwise run twice.
//!
//! The engine's protocol definitions write a file and name it as their own
//! input. Written while the script runs, it is newer than the run itself, so
//! the next cargo command builds the definitions and everything above them
//! again: minutes, once for each new build folder.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::place::Place;
use crate::process;

const DEPENDENCY: &str = "waproto-";
/// What the script writes and then counts among its inputs.
const WRITTEN: &str = "out/whatsapp.local.desc";
/// Cargo dates this when the script starts, and compares inputs with it.
const STARTED: &str = "output";

/// Runs a cargo command that compiles, and leaves nothing that the next would compile again.
///
/// # Errors
/// When the command fails, or a file's time cannot be read or set.
pub(crate) fn compile(place: &Place, cargo: &mut Command) -> Result<()> {
    process::run(cargo)?;
    settle(&place.target)
}

/// Dates what the script wrote back to when it started, in every profile that was built.
fn settle(target: &Path) -> Result<()> {
    for profile in ["debug", "release"] {
        let folder = target.join(profile).join("build");
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.flatten() {
            if !entry.file_name().to_string_lossy().starts_with(DEPENDENCY) {
                continue;
            }
            let script = entry.path();
            date_back(&script).map_err(|error| Failure::file("date", &script, error))?;
        }
    }
    Ok(())
}

fn date_back(script: &Path) -> io::Result<()> {
    let (written, started) = (script.join(WRITTEN), script.join(STARTED));
    // The folder of the compiled script itself has neither.
    if !written.is_file() || !started.is_file() {
        return Ok(());
    }
    let started = started.metadata()?.modified()?;
    if written.metadata()?.modified()? > started {
        File::options()
            .write(true)
            .open(&written)?
            .set_modified(started)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;

    #[test]
    fn what_the_script_wrote_is_no_newer_than_its_start() {
        let target = tempfile::tempdir().unwrap();
        let script = target.path().join("debug/build/waproto-0123");
        fs::create_dir_all(script.join("out")).unwrap();
        let started = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        let dated = |path: &str, time| {
            let file = File::create(script.join(path)).unwrap();
            file.set_modified(time).unwrap();
        };
        dated(STARTED, started);
        dated(WRITTEN, started + Duration::from_secs(60));

        settle(target.path()).unwrap();

        let now = script.join(WRITTEN).metadata().unwrap().modified().unwrap();
        assert_eq!(now, started, "cargo finds nothing newer than the run");
    }

    #[test]
    fn a_folder_without_builds_needs_nothing() {
        let target = tempfile::tempdir().unwrap();
        assert!(settle(target.path()).is_ok(), "the first build comes later");
    }
}
