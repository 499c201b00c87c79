//! Random scripts, under the eyes of [`super::world::World`]. A failing script
//! is shrunk and its seed printed.

use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};

use super::{
    kit::account,
    render::{PHASES, phase_name},
    world::{Act, World, lacks_engine},
};
use crate::session::{Input, LogoutReason, Stored};

const DAY: u64 = 24 * 3_600_000;
const TEN_YEARS: i64 = 10 * 365 * 24 * 3_600_000;

fn stored() -> impl Strategy<Value = Stored> {
    prop_oneof![
        2 => Just(Stored::Empty),
        5 => Just(Stored::Linked(account())),
        1 => any::<bool>().prop_map(|wiped| Stored::LoggedOut {
            reason: LogoutReason::OnPhone,
            wiped,
        }),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (0_u64..3_000).prop_map(Act::Pass),
        3 => (0_u64..30_000).prop_map(Act::Pass),
        1 => (0_u64..2_000_000).prop_map(Act::Pass),
        16 => Just(Act::Likely),
        2 => Just(Act::Send),
        3 => (0_u64..30_000).prop_map(Act::Answer),
        4 => (0_usize..100).prop_map(Act::Ask),
        3 => (0_usize..200, any::<bool>()).prop_map(|(index, stale)| Act::Say(index, stale)),
        2 => (0_usize..100).prop_map(Act::End),
        2 => (0_usize..5).prop_map(Act::Change),
        1 => (-TEN_YEARS..TEN_YEARS).prop_map(Act::Jump),
    ]
}

/// What happens on a connection that the server may stop answering at any time.
fn act_online() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => (0_u64..8_000).prop_map(Act::Pass),
        3 => Just(Act::Send),
        3 => (0_u64..15_000).prop_map(Act::Answer),
        3 => (0_usize..5).prop_map(Act::Change),
    ]
}

fn script() -> impl Strategy<Value = Vec<(Act, u32)>> {
    prop::collection::vec((act(), any::<u32>()), 1..100)
}

fn play(stored: Stored, script: &[(Act, u32)]) -> World {
    play_in(World::new(stored), script)
}

fn play_in(mut world: World, script: &[(Act, u32)]) -> World {
    for (act, dice) in script {
        world.play(act, *dice);
    }
    world
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn online_is_never_claimed_past_its_proof(
        script in prop::collection::vec(act_online(), 1..30),
    ) {
        let mut world = World::new(Stored::Linked(account()));
        for act in [Act::Likely, Act::Likely, Act::Likely].iter().chain(&script) {
            world.play(act, 0);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_script_breaks_a_promise(stored in stored(), script in script()) {
        play(stored, &script);
    }

    #[test]
    fn wall_clock_jumps_change_nothing_that_is_done(stored in stored(), script in script()) {
        let steady: Vec<_> = script
            .iter()
            .filter(|(act, _)| !matches!(act, Act::Jump(_)))
            .cloned()
            .collect();
        let logging = || {
            let mut world = World::new(stored.clone());
            world.log = Some(Vec::new());
            world
        };
        let jumpy = play_in(logging(), &script).log;
        let steady = play_in(logging(), &steady).log;
        prop_assert_eq!(jumpy, steady, "same effects at the same times");
    }

    #[test]
    fn wherever_a_script_ends_there_is_a_way_on(stored in stored(), script in script()) {
        let mut world = play(stored, &script);
        let starts = world.starts;
        if !world.bench.phase().needs_user() {
            let moved = (0..200).any(|_| {
                world.pass(10_000);
                world.starts > starts || world.bench.phase().needs_user()
            });
            prop_assert!(moved, "{:?} is a dead end", world.bench.phase());
        }
        if world.bench.phase().needs_user() {
            let starts = world.starts;
            world.pass(DAY);
            prop_assert_eq!(world.starts, starts, "{:?} started by itself", world.bench.phase());
            let before = world.bench.phase().clone();
            if lacks_engine(&before) {
                prop_assert_eq!(world.bench.session.next_action(), None, "nothing would help");
                return Ok(());
            }
            let action = world.bench.session.next_action().expect("an action is offered");
            world.feed(Input::Ask(action.ask()));
            prop_assert_ne!(&before, world.bench.phase(), "{:?} leads nowhere", action);
        }
    }
}

/// Without this, a change that keeps the scripts out of a phase would make the
/// properties above true by silence.
#[test]
fn the_scripts_get_everywhere() {
    let mut runner = TestRunner::deterministic();
    let mut unseen = PHASES.to_vec();
    for _ in 0..400 {
        let scene = (stored(), script()).new_tree(&mut runner).unwrap();
        let (stored, script) = scene.current();
        let mut world = World::new(stored);
        for (act, dice) in &script {
            world.play(act, *dice);
            let name = phase_name(world.bench.phase());
            unseen.retain(|phase| *phase != name);
        }
        if unseen.is_empty() {
            return;
        }
    }
    panic!("no script reached {unseen:?}");
}
