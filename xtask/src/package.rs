//! The packages that people install.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Result};
use crate::place::Place;
use crate::process;
use crate::setup::{self, Purpose};

/// Builds the packages of this platform and says where they are.
pub(crate) fn run(place: &Place) -> Result<()> {
    setup::prepare(place, Purpose::Build)?;
    let bundles = bundles(std::env::consts::OS);
    // From the top of the repository: the tool looks for tauri.conf.json beside itself.
    let mut build = process::command(&place.root, place.tauri_cli());
    build.args(["build", "--ci", "--bundles", bundles]);
    // The desktop package alone: beside the others its dependencies would get
    // features that are not shipped.
    build.args(["--", "--locked", "--package", "frontdesk"]);
    process::run(&mut build)?;
    let made = packages(&place.target.join("release").join("bundle"))?;
    if made.is_empty() {
        return Err(Failure::Wrong(
            "The build said yes, but there is no package".to_owned(),
        ));
    }
    for package in made {
        println!("{}", package.display());
    }
    Ok(())
}

/// An AppImage would fetch its loader from the network while building.
fn bundles(system: &str) -> &'static str {
    match system {
        "macos" => "app,dmg",
        "windows" => "nsis",
        _ => "deb,rpm",
    }
}

fn packages(bundle: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for kind in ["deb", "rpm", "dmg", "nsis"] {
        let folder = bundle.join(kind);
        if !folder.is_dir() {
            continue;
        }
        let entries =
            fs::read_dir(&folder).map_err(|error| Failure::file("read", &folder, error))?;
        let files = entries.flatten().map(|entry| entry.path());
        found.extend(files.filter(|path| {
            path.extension().is_some_and(|ending| {
                ["deb", "rpm", "dmg", "exe"]
                    .iter()
                    .any(|known| ending == *known)
            })
        }));
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_packages_are_listed_and_not_what_they_were_made_from() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let deb = folder.path().join("deb");
        fs::create_dir_all(deb.join("frontdesk_0.1.0_amd64")).expect("writable");
        fs::write(deb.join("frontdesk_0.1.0_amd64.deb"), "").expect("writable");
        assert_eq!(
            packages(folder.path()).expect("readable"),
            [deb.join("frontdesk_0.1.0_amd64.deb")],
            "the folder beside the package is scratch"
        );
    }

    #[test]
    fn each_system_gets_its_own_kind() {
        assert_eq!(
            bundles("linux"),
            "deb,rpm",
            "no AppImage: it would need the network"
        );
        assert_eq!(bundles("macos"), "app,dmg", "macOS");
        assert_eq!(bundles("windows"), "nsis", "Windows");
    }
}
