//! Systems whose packages are not installed for the person: check, and say how.

use super::Purpose;
use crate::failure::{Failure, Result};
use crate::place::Place;
use crate::process;

/// Something to look for, and the words that bring it.
struct Need {
    what: &'static str,
    probe: Probe,
    how: &'static str,
}

enum Probe {
    /// A library that pkg-config knows.
    Library(&'static str),
    /// A program that answers when called like this.
    Program(&'static str, &'static [&'static str]),
    /// A variable that must be set.
    Variable(&'static str),
}

const LINUX: [Need; 4] = [
    Need {
        what: "WebKitGTK 4.1 with headers",
        probe: Probe::Library("webkit2gtk-4.1"),
        how: "Fedora: webkit2gtk4.1-devel; Arch: webkit2gtk-4.1; openSUSE: webkit2gtk3-devel",
    },
    Need {
        what: "OpenSSL with headers",
        probe: Probe::Library("openssl"),
        how: "Fedora: openssl-devel; Arch: openssl; openSUSE: libopenssl-devel",
    },
    Need {
        what: "librsvg with headers",
        probe: Probe::Library("librsvg-2.0"),
        how: "Fedora: librsvg2-devel; Arch: librsvg; openSUSE: librsvg-devel",
    },
    Need {
        what: "A C compiler",
        probe: Probe::Program("cc", &["--version"]),
        how: "The package gcc, on every distribution",
    },
];

const LINUX_TEST: [Need; 7] = [
    session_part("Xvfb", &["-help"], "Xvfb", "the virtual display"),
    session_part(
        "dbus-daemon",
        &["--version"],
        "dbus-daemon",
        "a private session bus",
    ),
    session_part(
        "gnome-keyring-daemon",
        &["--version"],
        "gnome-keyring-daemon",
        "a real keychain",
    ),
    session_part("openbox", &["--version"], "openbox", "a window manager"),
    session_part("dunst", &["--version"], "dunst", "notifications"),
    session_part(
        "WebKitWebDriver",
        &["--version"],
        "WebKitWebDriver",
        "driving the real window",
    ),
    session_part("gdbus", &["help"], "gdbus", "waiting for names on the bus"),
];

const MACOS: [Need; 1] = [Need {
    what: "The Xcode command line tools",
    probe: Probe::Program("xcode-select", &["-p"]),
    how: "Run: xcode-select --install",
}];

const WINDOWS: [Need; 2] = [
    Need {
        what: "OpenSSL for SQLCipher",
        probe: Probe::Variable("OPENSSL_DIR"),
        how: "Run: winget install ShiningLight.OpenSSL.Dev, then set OPENSSL_DIR to its folder",
    },
    Need {
        what: "The WebView2 runtime",
        probe: Probe::Program(
            "reg",
            &[
                "query",
                r"HKLM\SOFTWARE\WOW6432Node\Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}",
            ],
        ),
        how: "Run: winget install Microsoft.EdgeWebView2Runtime (part of Windows 11 already)",
    },
];

/// Fails with the whole list of what is missing and how to get it.
pub(super) fn check(place: &Place, purpose: Purpose) -> Result<()> {
    let mut needs: Vec<&Need> = match std::env::consts::OS {
        "macos" => MACOS.iter().collect(),
        "windows" => WINDOWS.iter().collect(),
        _ => LINUX.iter().collect(),
    };
    if purpose == Purpose::Test && cfg!(target_os = "linux") {
        needs.extend(&LINUX_TEST);
    }
    let missing: Vec<&Need> = needs
        .into_iter()
        .filter(|need| !is_there(place, &need.probe))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Failure::Missing {
        what: format!("{} things are missing on this machine.", missing.len()),
        how: list(&missing),
    })
}

const fn session_part(
    program: &'static str,
    arguments: &'static [&'static str],
    what: &'static str,
    how: &'static str,
) -> Need {
    Need {
        what,
        probe: Probe::Program(program, arguments),
        how,
    }
}

fn is_there(place: &Place, probe: &Probe) -> bool {
    match probe {
        Probe::Library(name) => {
            process::succeeds(process::command(&place.root, "pkg-config").args(["--exists", name]))
        }
        Probe::Program(name, arguments) => {
            process::succeeds(process::command(&place.root, name).args(*arguments))
        }
        Probe::Variable(name) => std::env::var_os(name).is_some_and(|value| !value.is_empty()),
    }
}

fn list(missing: &[&Need]) -> String {
    missing
        .iter()
        .map(|need| format!("  {}\n    {}\n", need.what, need.how))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_listed_with_the_way_to_get_it() {
        let [need] = &MACOS;
        assert_eq!(
            list(&[need]),
            "  The Xcode command line tools\n    Run: xcode-select --install\n",
            "each missing thing with its remedy below"
        );
    }
}
