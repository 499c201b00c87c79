//! Starting the application: the demo world, its pictures, and the real thing.

use std::path::Path;
use std::time::Duration;

use crate::checks::build_window;
use crate::failure::{Failure, Result};
use crate::place::Place;
use crate::process;
use crate::redated::compile;
use crate::session::Session;
use crate::setup::{self, Purpose};

/// All views in light and dark take about a minute.
const PICTURES_LIMIT: Duration = Duration::from_secs(10 * 60);

/// Opens the window on the demo world.
pub(crate) fn demo(place: &Place) -> Result<()> {
    needs_display()?;
    setup::prepare(place, Purpose::Build)?;
    let binary = build_window(place)?;
    process::run(process::command(&place.root, binary).arg("--demo"))
}

/// Photographs the demo world's main views on a private desktop.
pub(crate) fn screenshots(place: &Place, folder: &Path) -> Result<()> {
    let folder =
        std::path::absolute(folder).map_err(|error| Failure::file("find", folder, error))?;
    std::fs::create_dir_all(&folder).map_err(|error| Failure::file("create", &folder, error))?;
    setup::prepare(place, Purpose::Test)?;
    let binary = build_window(place)?;
    let session = Session::start(place)?;
    let mut pictures = session.command(place, "npm");
    pictures
        .arg("--prefix")
        .arg(place.e2e())
        .args(["run", "--silent", "screenshots", "--"])
        .arg(&folder)
        .env("npm_config_loglevel", "error")
        .env("FRONTDESK_BINARY", binary)
        .env("FRONTDESK_SIM", place.binary("debug", "frontdesk-sim"))
        .env("TAURI_WEBVIEW_AUTOMATION", "true");
    process::run_within(&mut pictures, PICTURES_LIMIT)?;
    println!("The pictures are in {}", folder.display());
    Ok(())
}

/// Starts the application on the person's own data.
pub(crate) fn run(place: &Place) -> Result<()> {
    needs_display()?;
    setup::prepare(place, Purpose::Build)?;
    setup::build_ui(place)?;
    let mut build = process::cargo(&place.root);
    build.args([
        "build",
        "--locked",
        "-p",
        "frontdesk",
        "--features",
        "custom-protocol",
    ]);
    compile(place, &mut build)?;
    process::run(&mut process::command(
        &place.root,
        place.binary("debug", "frontdesk"),
    ))
}

fn needs_display() -> Result<()> {
    if has_display(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty())) {
        return Ok(());
    }
    Err(Failure::Missing {
        what: "There is no display here to open a window on.".to_owned(),
        how: "Start this in a desktop session, or take pictures instead:\n\n  cargo xtask demo --screenshots pictures".to_owned(),
    })
}

fn has_display(is_set: impl Fn(&str) -> bool) -> bool {
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn either_kind_of_display_will_do() {
        assert!(has_display(|name| name == "DISPLAY"), "X11");
        assert!(has_display(|name| name == "WAYLAND_DISPLAY"), "Wayland");
        assert!(!has_display(|_| false), "none");
    }
}
