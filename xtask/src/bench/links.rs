//! Links that come back: after the program starts again, and after the network cut them
//! off thousands of times. Frontdesk alone is measured: no other candidate holds three
//! numbers in one process.

use serde_json::{Value, json};

use super::Size;
use super::driven::number;
use super::figures::slope;
use super::outcome::{Candidate, Goal, Outcome};
use super::stage::{Ground, Kind, Stage};
use crate::failure::Result;

const SLOTS: u8 = 3;

/// The program's time passes so much faster while it is cut off: its limit of one
/// connection a second and slot holds in its own time.
const HASTE: u32 = 10;
/// Reconnects between two looks at what the program holds.
const BLOCK: usize = 150;

const OWN: &str = "memory of its own, at the end [MiB]";
const SLOPE: &str = "memory of its own, growth per 1,000 reconnects [MiB]";
const HANDLES: &str = "open files and sockets, most less fewest";
const TASKS: &str = "tasks, most less fewest";
const RATE: &str = "reconnects a second [1/s]";

/// Three links are cut off again and again; what is watched is the second half, when
/// everything that is made once has been made.
pub(super) fn reconnects(ground: &Ground, size: &Size) -> Result<Outcome> {
    let blocks = size.of(3_000, 10_000).div_ceil(BLOCK);
    let mut outcome = alone(size);
    outcome.name = "reconnects".to_owned();
    outcome.about = format!(
        "the network cuts three links off, {} times in all, each as soon as it is back, in time that passes {HASTE} times as fast; the second half is judged",
        blocks * BLOCK
    );
    for _ in 0..size.rounds {
        let mut stage = Stage::hasty(ground, HASTE)?;
        for slot in 1..=SLOTS {
            stage.link_another(slot)?;
        }
        let mut held = Vec::with_capacity(blocks);
        let mut seconds = 0.0;
        for _ in 0..blocks {
            seconds += stage.cut(BLOCK / usize::from(SLOTS))?;
            held.push(stage.figures()?);
        }
        // What came back after all that is a link, not the shape of one.
        stage.people(1, 0)?;
        stage.live(0, 1, 1)?;
        let later = held.get(blocks / 2..).unwrap_or_default();
        if let Some(candidate) = outcome.candidates.first_mut() {
            judge(candidate, later)?;
            #[expect(clippy::cast_precision_loss, reason = "small counts")]
            candidate.note(RATE, (blocks * BLOCK) as f64 / seconds);
        }
    }
    let ours = Kind::Frontdesk.name();
    for (figure, what, limit, unit) in [
        (SLOPE, "growth per 1,000 reconnects", 1.0, "MiB"),
        // A socket that is being closed and one that is being opened.
        (HANDLES, "open files and sockets", 6.0, "of difference"),
        (TASKS, "tasks", 12.0, "of difference"),
    ] {
        let median = outcome.median(ours, figure);
        outcome.expect(median.map(|median| Goal::at_most(what, limit, unit, median)));
    }
    Ok(outcome)
}

fn judge(candidate: &mut Candidate, held: &[Value]) -> Result<()> {
    let values = |name: &str| -> Result<Vec<f64>> {
        held.iter().map(|figures| number(figures, name)).collect()
    };
    let own = values("own_kib")?;
    candidate.note(OWN, own.last().copied().unwrap_or_default() / 1024.0);
    #[expect(clippy::cast_precision_loss, reason = "small counts")]
    let per_block = BLOCK as f64;
    candidate.note(SLOPE, slope(&own) / 1024.0 / per_block * 1_000.0);
    for (figure, name) in [(HANDLES, "handles"), (TASKS, "tasks")] {
        let values = values(name)?;
        let most = values.iter().copied().fold(f64::MIN, f64::max);
        let fewest = values.iter().copied().fold(f64::MAX, f64::min);
        candidate.note(figure, most - fewest);
    }
    Ok(())
}

const READY: &str = "from exec until the store is ready [ms]";
const ONLINE: &str = "from the store until all three are online [ms]";

/// The program ends in order and starts again, with three numbers linked.
pub(super) fn restart(ground: &Ground, size: &Size) -> Result<Outcome> {
    let messages = size.of(2_000, 20_000);
    let mut outcome = alone(size);
    outcome.name = "restart".to_owned();
    outcome.about = format!(
        "the core with three numbers and {messages} messages ends and starts again; the network answers at once"
    );
    let mut stage = Stage::set(ground, Kind::Frontdesk)?;
    for slot in 2..=SLOTS {
        stage.link_another(slot)?;
    }
    stage.people(50, 0)?;
    stage.live(0, 50, messages)?;
    for _ in 0..size.rounds {
        let (ready, online) = stage.restart(SLOTS)?;
        if let Some(candidate) = outcome.candidates.first_mut() {
            candidate.note(READY, ready * 1e3);
            candidate.note(ONLINE, online * 1e3);
        }
    }
    let ours = Kind::Frontdesk.name();
    let ready = outcome.median(ours, READY);
    outcome.expect(ready.map(|ready| Goal::at_most("store ready", 60.0, "ms", ready)));
    let online = outcome.median(ours, ONLINE);
    outcome.expect(online.map(|online| Goal::at_most("all online", 500.0, "ms", online)));
    Ok(outcome)
}

fn alone(size: &Size) -> Outcome {
    Outcome {
        rounds: size.rounds,
        candidates: vec![Candidate {
            name: Kind::Frontdesk.name().to_owned(),
            ..Candidate::default()
        }],
        ..Outcome::default()
    }
}

/// The order that cuts devices off.
pub(super) fn cut(devices: &[(String, u64)], times: usize) -> Value {
    let devices: Vec<Value> = devices
        .iter()
        .map(|(phone, device)| json!({"phone": phone, "device": device}))
        .collect();
    json!({"do": "cut", "devices": devices, "times": times})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_gathers_is_judged_by_its_growth_and_not_by_its_height() {
        let held = |own: u32, tasks: u32| json!({"own_kib": own, "tasks": tasks, "handles": 22});
        let mut candidate = Candidate::default();
        // 45 KiB for each of 150 reconnects, and a task for each of them.
        let blocks: Vec<Value> = (0..10)
            .map(|block| held(10_000 + block * 45 * 150, 46 + block * 150))
            .collect();
        judge(&mut candidate, &blocks).expect("figures");
        let growth = candidate.values(SLOPE).first().copied().unwrap_or_default();
        assert!((growth - 43.9).abs() < 0.1, "45 KiB a time: {growth}");
        assert_eq!(candidate.values(TASKS), [1_350.0], "they gather");
        assert_eq!(candidate.values(HANDLES), [0.0], "these do not");
    }
}
