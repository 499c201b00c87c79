//! A count that no other work on the machine moves: instructions, by callgrind.

use std::fs;
use std::path::Path;

use super::Size;
use super::outcome::{Candidate, Outcome};
use super::stage::{Ground, Stage};
use crate::failure::{Failure, Result};

const FEW: usize = 50;
const MANY: usize = 450;
const PEOPLE: usize = 50;

/// What a message costs that comes in while the program runs.
pub(super) fn counts(ground: &Ground, size: &Size) -> Result<Outcome> {
    let mut candidate = Candidate {
        name: "frontdesk".to_owned(),
        ..Candidate::default()
    };
    for _ in 0..size.rounds {
        let few = instructions(ground, FEW)?;
        let many = instructions(ground, MANY)?;
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
        let each = many.saturating_sub(few) as f64 / (MANY - FEW) as f64;
        candidate.note("instructions per message [thousands]", each / 1000.0);
    }
    Ok(Outcome {
        name: "counts".to_owned(),
        about: format!(
            "instructions of the whole program by callgrind: {MANY} messages of {PEOPLE} people less {FEW}"
        ),
        rounds: size.rounds,
        candidates: vec![candidate],
        ..Outcome::default()
    })
}

/// How many instructions a run with so many messages takes.
fn instructions(ground: &Ground, messages: usize) -> Result<u64> {
    let out = ground.work.join(format!("callgrind-{messages}"));
    let mut stage = Stage::counted(ground, &out)?;
    stage.people(PEOPLE, 0)?;
    stage.live(0, PEOPLE, PEOPLE)?;
    stage.live(0, PEOPLE, messages)?;
    stage.quit()?;
    collected(&out)
}

/// The sum in callgrind's file.
fn collected(path: &Path) -> Result<u64> {
    let text = fs::read_to_string(path).map_err(|error| Failure::file("read", path, error))?;
    text.lines()
        .rev()
        .find_map(|line| line.strip_prefix("totals: "))
        .and_then(|total| total.trim().parse().ok())
        .ok_or_else(|| Failure::Wrong(format!("{} has no totals", path.display())))
}
