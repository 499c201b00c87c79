//! Makes a machine ready: system packages, toolchain, npm packages, the built UI.
//!
//! Everything here may be called again at no cost: what is there is left alone.

mod debian;
mod npm;
mod other_systems;
mod tools;
mod versions;

use crate::failure::Result;
use crate::place::Place;

pub(crate) use npm::{build_ui, script as npm_script};
pub(crate) use tools::{cargo_deny, has_nextest};

/// What the machine is made ready for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Building and running the application.
    Build,
    /// That, and every check: a display, a session bus, a keyring and more.
    Test,
}

/// Brings everything that `purpose` needs, except the built UI.
///
/// # Errors
/// When something is missing that only the person can bring; the failure says how.
pub(crate) fn prepare(place: &Place, purpose: Purpose) -> Result<()> {
    if cfg!(target_os = "linux") && debian::is_this() {
        debian::install(place, purpose)?;
    } else {
        other_systems::check(place, purpose)?;
    }
    versions::check(place, purpose)?;
    npm::install(&place.ui())?;
    if purpose == Purpose::Test && place.e2e().join("package.json").is_file() {
        npm::install(&place.e2e())?;
    }
    Ok(())
}
