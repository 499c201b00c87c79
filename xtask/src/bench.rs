//! `cargo xtask bench start`: how long the window takes, and how much memory, against a blank one.
//!
//! Both windows are built by the same compiler with the same profile, started in
//! turn on the same private desktop, and say themselves when they have painted.

mod figures;
mod report;
#[cfg(target_os = "linux")]
mod starts;

use crate::failure::Result;
use crate::place::Place;

/// Measures `pairs` pairs of starts, prints and keeps the result.
///
/// # Errors
/// When a window cannot be built or does not paint, or a goal is missed.
#[cfg(target_os = "linux")]
pub(crate) fn start(place: &Place, pairs: usize) -> Result<std::process::ExitCode> {
    use std::process::ExitCode;

    let measured = starts::measure(place, pairs)?;
    let report = report::Report::of(&measured);
    print!("\n{}", report.text());
    report.keep(place)?;
    Ok(if report.all_met() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Says that this system cannot measure.
#[cfg(not(target_os = "linux"))]
pub(crate) fn start(_place: &Place, _pairs: usize) -> Result<std::process::ExitCode> {
    Err(crate::failure::Failure::Wrong(
        "NOT RUN: the measurement reads /proc and needs the private desktop of Linux".to_owned(),
    ))
}
