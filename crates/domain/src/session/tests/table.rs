//! Every phase with every input, as text. Read it as the specification.

use std::fmt::Write as _;

use super::{
    kit::Bench,
    render,
    samples::{all, inputs},
};
use crate::session::{Input, Notice, Run};

#[test]
fn every_phase_with_every_input() {
    let mut text = String::new();
    for (name, bench) in all() {
        write_sample(&mut text, name, &bench);
    }
    insta::assert_snapshot!("every_phase_with_every_input", text);
}

fn write_sample(text: &mut String, name: &str, bench: &Bench) {
    let (session, now) = (&bench.session, bench.now());
    let before = render::phase(session.phase(), now);
    let offers = session.next_action();
    let offers = offers.map_or("nothing".to_owned(), |action| format!("{action:?}"));
    writeln!(text, "== {name} ==").unwrap();
    writeln!(text, "is      {before}").unwrap();
    writeln!(text, "shows   {}", shown(bench)).unwrap();
    writeln!(text, "offers  {offers}").unwrap();
    let mut moved = Vec::new();
    let mut unmoved = Vec::new();
    for input in inputs(bench) {
        let (name, label) = (render::input_name(&input), render::input(&input));
        let after = bench.clone().input(input);
        match outcome(bench, &after) {
            Some(outcome) => {
                writeln!(text, "  {label:<28} {outcome}").unwrap();
                moved.push(name);
            }
            None => unmoved.push((name, label)),
        }
    }
    if let Some(at) = session.alarm() {
        let after = bench.clone().at_alarm();
        let label = format!("timer {}", render::ahead(at, now));
        let outcome = outcome(bench, &after).unwrap_or_else(|| "nothing".to_owned());
        writeln!(text, "  {label:<28} {outcome}").unwrap();
    }
    let stale = bench.clone().input(Input::Engine(Run(0), Notice::Stopped));
    assert_eq!(
        (stale.session, stale.effects),
        (bench.session.clone(), Vec::new()),
        "{name}: a client that is no more has no say"
    );
    // Where no variant of an input moves anything, its name says it for all.
    let mut words: Vec<String> = Vec::new();
    for (name, label) in unmoved {
        let word = if moved.contains(&name) {
            label
        } else {
            name.to_owned()
        };
        if words.last() != Some(&word) {
            words.push(word);
        }
    }
    writeln!(text, "  unmoved by {}", words.join(", ")).unwrap();
    writeln!(text).unwrap();
}

/// What changed, or `None`.
fn outcome(before: &Bench, after: &Bench) -> Option<String> {
    let now = after.now();
    let effects = render::effects(&after.effects, now);
    let phase = render::phase(after.phase(), now);
    let moved = before.phase() != after.phase();
    match (moved, effects.is_empty()) {
        (false, true) => None,
        (false, false) => Some(effects),
        (true, true) => Some(format!("-> {phase}")),
        (true, false) => Some(format!("-> {phase}; {effects}")),
    }
}

/// The card's state with its times taken out: those are in the line above.
fn shown(bench: &Bench) -> String {
    let debug = format!("{:?}", bench.session.link_state());
    let end = debug.find(" {").unwrap_or(debug.len());
    let cause = bench.session.cause();
    let cause = cause.map_or(String::new(), |cause| format!(" ({cause:?})"));
    format!("{}{cause}", &debug[..end])
}
