//! Links that have nothing to do: their memory, and what they do all the same.

use super::Size;
use super::driven::{number, woken};
use super::outcome::{Goal, Outcome};
use super::scenes::candidates;
use super::stage::{Ground, Kind, Stage, rounds};
use crate::failure::Result;

/// B11 and B12: what links cost that have nothing to do.
pub(super) fn idle(ground: &Ground, size: &Size) -> Result<Outcome> {
    let seconds = size.of(30, 600);
    let mut outcome = Outcome {
        name: "idle".to_owned(),
        about: format!(
            "linked numbers without traffic: memory after 10 s of rest, then {seconds} s of it watched with three"
        ),
        rounds: size.rounds,
        ..Outcome::default()
    };
    outcome.candidates = candidates();
    for order in rounds(size.rounds) {
        for kind in order {
            if kind == Kind::DurableBaileys {
                continue;
            }
            let idle = rest(ground, kind, seconds)?;
            if let Some(candidate) = outcome
                .candidates
                .iter_mut()
                .find(|candidate| candidate.name == kind.name())
            {
                for (what, value) in idle {
                    candidate.note(what, value);
                }
            }
        }
    }
    outcome
        .candidates
        .retain(|candidate| !candidate.figures.is_empty());
    let ours = Kind::Frontdesk.name();
    let one = outcome.median(ours, ONE);
    outcome.expect(one.map(|one| Goal::at_most("core with one number", 25.0, "MiB", one)));
    let further = one
        .zip(outcome.median(ours, THREE))
        .map(|(one, three)| (three - one) / 2.0);
    outcome.expect(further.map(|more| Goal::at_most("each further number", 1.0, "MiB", more)));
    let ratio = outcome.ratio(
        "frontdesk / baileys, memory with three numbers",
        THREE,
        ours,
        Kind::Baileys.name(),
    );
    outcome.expect(
        ratio.map(|ratio| Goal::at_most("memory with three numbers", 0.25, "× baileys", ratio)),
    );
    let busy = outcome.median(ours, IDLE_BUSY);
    outcome.expect(busy.map(|busy| Goal::at_most("processor while idle", 0.05, "%", busy)));
    let wakeups = outcome.median(ours, WAKEUPS);
    outcome
        .expect(wakeups.map(|count| Goal::at_most("wakeups a second and number", 1.0, "", count)));
    Ok(outcome)
}

const NONE: &str = "memory without a number, PSS [MiB]";
const ONE: &str = "memory with one number, PSS [MiB]";
const THREE: &str = "memory with three numbers, PSS [MiB]";
const IDLE_BUSY: &str = "processor, three numbers idle [%]";
const WAKEUPS: &str = "wakeups a second, for each of three numbers";
const WRITTEN: &str = "written to the disk, three numbers idle [KiB a minute]";

#[expect(clippy::cast_precision_loss, reason = "small counts")]
fn rest(ground: &Ground, kind: Kind, seconds: usize) -> Result<Vec<(&'static str, f64)>> {
    let mut stage = Stage::unlinked(ground, kind)?;
    let memory = |stage: &mut Stage| -> Result<f64> {
        pause(10.0);
        Ok(number(&stage.figures()?, "pss_kib")? / 1024.0)
    };
    let mut found = vec![(NONE, memory(&mut stage)?)];
    stage.link_another(1)?;
    found.push((ONE, memory(&mut stage)?));
    stage.link_another(2)?;
    stage.link_another(3)?;
    found.push((THREE, memory(&mut stage)?));
    let before = (
        stage.candidate.busy(),
        stage.candidate.wakeups(),
        stage.candidate.written(),
    );
    pause(seconds as f64);
    let length = seconds as f64;
    found.push((
        IDLE_BUSY,
        (stage.candidate.busy() - before.0) / length * 100.0,
    ));
    let wakeups = woken(&before.1, &stage.candidate.wakeups());
    found.push((WAKEUPS, wakeups as f64 / length / 3.0));
    let written = stage.candidate.written().saturating_sub(before.2);
    found.push((WRITTEN, written as f64 / 1024.0 / length * 60.0));
    Ok(found)
}

/// Lets time pass: what is measured here is that nothing happens meanwhile.
#[expect(
    clippy::disallowed_methods,
    reason = "idleness has no event to wait for"
)]
fn pause(seconds: f64) {
    std::thread::sleep(std::time::Duration::from_secs_f64(seconds));
}
