//! System packages on Debian, Ubuntu and their relatives.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use super::Purpose;
use crate::failure::{Failure, Result};
use crate::place::Place;
use crate::process;

/// Needed to compile, and therefore to run from source.
const BUILD: [&str; 11] = [
    "build-essential",
    "cmake",
    "file",
    "libasound2-dev",
    "libayatana-appindicator3-dev",
    "libdbus-1-dev",
    "librsvg2-dev",
    "libssl-dev",
    "libwebkit2gtk-4.1-dev",
    "libxdo-dev",
    "pkg-config",
];

/// Needed besides to run the checks and to take pictures without a display.
const TEST: [&str; 22] = [
    "at-spi2-core",
    "dbus",
    "dbus-x11",
    "dunst",
    "fonts-dejavu-core",
    // Names and messages in Chinese, Japanese and Korean, in two megabytes.
    "fonts-droid-fallback",
    "fonts-noto-color-emoji",
    "gnome-keyring",
    "imagemagick",
    "libglib2.0-bin",
    "libnotify-bin",
    "libsecret-tools",
    "openbox",
    "util-linux",
    "webkit2gtk-driver",
    "wmctrl",
    "x11-apps",
    "x11-utils",
    "xauth",
    "xdotool",
    "xvfb",
    // Reads QR codes off the screen, as a phone does.
    "zbar-tools",
];

/// Whether this system installs with apt and knows dpkg.
pub(super) fn is_this() -> bool {
    fs::read_to_string("/etc/os-release").is_ok_and(|text| is_debian_like(&text))
}

/// Installs what is missing, or says which command does and stops.
pub(super) fn install(place: &Place, purpose: Purpose) -> Result<()> {
    let wanted = wanted(purpose);
    let missing = missing(place, &wanted)?;
    if missing.is_empty() {
        return Ok(());
    }
    let Some(rights) = Rights::find(place) else {
        return Err(Failure::Missing {
            what: format!(
                "{} system packages are missing, and installing them needs root.",
                missing.len()
            ),
            how: format!(
                "Run this, then the same command again:\n\n  sudo apt-get update\n  sudo apt-get install -y --no-install-recommends {}",
                missing.join(" ")
            ),
        });
    };
    println!(
        "Installing {} system packages: {}",
        missing.len(),
        missing.join(" ")
    );
    process::run(rights.apt(place).arg("update"))?;
    let mut command = rights.apt(place);
    command
        .args(["install", "-y", "--no-install-recommends"])
        .args(&missing);
    process::run(&mut command)
}

fn wanted(purpose: Purpose) -> Vec<&'static str> {
    match purpose {
        Purpose::Build => BUILD.to_vec(),
        Purpose::Test => BUILD.iter().chain(&TEST).copied().collect(),
    }
}

fn missing<'a>(place: &Place, wanted: &[&'a str]) -> Result<Vec<&'a str>> {
    let mut query = process::command(&place.root, "dpkg-query");
    query
        .args([
            "--show",
            "--showformat=${binary:Package}\\t${db:Status-Status}\\n",
        ])
        .args(wanted);
    // It exits with 1 as soon as one package is unknown; what it lists counts all the same.
    let output = query.output().map_err(|source| Failure::NotStarted {
        program: "dpkg-query".to_owned(),
        source,
    })?;
    let installed = installed(&String::from_utf8_lossy(&output.stdout));
    Ok(wanted
        .iter()
        .copied()
        .filter(|name| !installed.contains(*name))
        .collect())
}

/// The packages that dpkg-query lists as fully installed, without architecture.
fn installed(listing: &str) -> BTreeSet<String> {
    let lines = listing.lines().filter_map(|line| line.split_once('\t'));
    let there = lines.filter(|(_, status)| status.trim() == "installed");
    there
        .map(|(name, _)| name.split(':').next().unwrap_or(name).to_owned())
        .collect()
}

fn is_debian_like(os_release: &str) -> bool {
    let values = os_release.lines().filter_map(|line| line.split_once('='));
    let mut families = values
        .filter(|(key, _)| matches!(*key, "ID" | "ID_LIKE"))
        .flat_map(|(_, value)| value.trim_matches('"').split_whitespace());
    families.any(|family| matches!(family, "debian" | "ubuntu"))
}

/// How packages may be installed here without asking anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rights {
    Root,
    Sudo,
}

impl Rights {
    fn find(place: &Place) -> Option<Self> {
        let user = process::answer(process::command(&place.root, "id").arg("-u"));
        if user.as_deref() == Some("0") {
            return Some(Self::Root);
        }
        process::succeeds(process::command(&place.root, "sudo").args(["-n", "true"]))
            .then_some(Self::Sudo)
    }

    fn apt(self, place: &Place) -> Command {
        let mut command = match self {
            Self::Root => process::command(&place.root, "env"),
            Self::Sudo => {
                let mut sudo = process::command(&place.root, "sudo");
                sudo.args(["-n", "env"]);
                sudo
            }
        };
        // Waits for another apt instead of failing, and never opens a dialog.
        command.args([
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "-q",
            "-o",
            "DPkg::Lock::Timeout=300",
        ]);
        command
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_fully_installed_packages_count() {
        let listing = "xvfb\tinstalled\nlibssl-dev:amd64\tinstalled\ndunst\tconfig-files\nopenbox\tnot-installed\n";
        let names: Vec<String> = installed(listing).into_iter().collect();
        assert_eq!(
            names,
            ["libssl-dev", "xvfb"],
            "a removed package leaves its configuration behind and still has to be installed"
        );
    }

    #[test]
    fn relatives_of_debian_are_recognised() {
        assert!(is_debian_like("NAME=Debian\nID=debian\n"), "Debian itself");
        assert!(
            is_debian_like("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"),
            "a relative"
        );
        assert!(
            !is_debian_like("ID=fedora\nID_LIKE=\"rhel\"\n"),
            "not a relative"
        );
        assert!(!is_debian_like("NAME=debian\n"), "only the id fields count");
    }

    #[test]
    fn testing_needs_all_that_building_needs() {
        let test = wanted(Purpose::Test);
        assert!(
            wanted(Purpose::Build)
                .iter()
                .all(|name| test.contains(name)),
            "checks compile too"
        );
        let distinct: BTreeSet<_> = test.iter().collect();
        assert_eq!(distinct.len(), test.len(), "no package is named twice");
    }
}
