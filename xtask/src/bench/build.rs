//! Building what is measured, and installing what it is measured against.

use crate::failure::Result;
use crate::place::Place;
use crate::process;

/// Everything but the window, as optimised as the product is.
pub(super) fn all(place: &Place) -> Result<()> {
    let mut build = process::cargo(&place.root);
    build.args([
        "build",
        "--locked",
        "--release",
        "-p",
        "frontdesk-headless",
        "-p",
        "frontdesk-bench-network",
        "-p",
        "frontdesk-limits",
        "--features",
        // The network is no other than the simulated one, and it is no debug build.
        "frontdesk-headless/measurements",
    ]);
    process::run(&mut build)?;
    baileys(place)
}

/// The other library and its SQLite, which is compiled here: nobody offers it built.
fn baileys(place: &Place) -> Result<()> {
    let folder = place.root.join("bench").join("baileys");
    let built = folder.join("node_modules/better-sqlite3/build/Release/better_sqlite3.node");
    if built.is_file() {
        return Ok(());
    }
    process::run(process::npm(&folder).args([
        "ci",
        "--ignore-scripts",
        "--omit=peer",
        "--no-audit",
        "--no-fund",
    ]))?;
    process::run(process::npm(&folder).args(["rebuild", "better-sqlite3"]))?;
    Ok(())
}
