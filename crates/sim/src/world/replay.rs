//! The same seed and the same script make the same history, byte for byte;
//! and a month passes in no time.

use super::{
    World,
    puppet::{Puppet, pass, plan_reply},
};
use crate::{
    actors::people::Newcomer,
    clock::MANUAL_START,
    config::SimConfig,
    content::{Content, Manner},
    dice::Dice,
    error::{LinkRefusal, SimError},
    names::{AccountId, Chat},
};

const SHOP: &str = "15550001111";
const HOUR: u64 = 3_600_000;

struct Cast {
    shop: AccountId,
    people: Vec<AccountId>,
}

fn world(seed: u64) -> (World, Cast) {
    let mut world = World::new(SimConfig::manual(seed), MANUAL_START).expect("a world");
    let mut person = |number: &str, name: &str| {
        world
            .create_account(Newcomer {
                number: number.to_owned(),
                name: name.to_owned(),
                lid_known: true,
                ..Newcomer::default()
            })
            .expect("an account")
    };
    let shop = person(SHOP, "Shop");
    let people = vec![person("15550002222", "Maya"), person("15550003333", "Otto")];
    (world, Cast { shop, people })
}

fn say(world: &mut World, by: AccountId, chat: &Chat, text: String) -> String {
    world
        .say(by, chat, &Content::Text(text), &Manner::default())
        .expect("said")
}

/// One life of an account; returns the digest of everything that happened.
fn live(seed: u64, days: u64, messages_per_day: u64) -> [u8; 32] {
    let (mut world, cast) = world(seed);
    let mut dice = Dice::fork(seed, "life");
    let mut puppet = Puppet::new(seed, SHOP);
    puppet.link(&mut world, cast.shop);
    pass(&mut world, 1_000);
    puppet.come(&mut world);
    let group = world.found_group(cast.people[0], "Regulars", &[cast.shop, cast.people[1]]);
    let mut written = Vec::new();
    for day in 0..days {
        for number in 0..messages_per_day {
            let by = *dice.pick(&cast.people).expect("people");
            if dice.chance(150) {
                puppet.leave(&mut world);
            } else if !puppet.is_connected(&world) {
                puppet.come(&mut world);
            }
            let text = format!("Day {day}, message {number}");
            if dice.chance(100) {
                say(&mut world, by, &Chat::Group(group.clone()), text);
            } else {
                say(&mut world, by, &Chat::Direct(cast.shop), text.clone());
                written.push(text);
            }
            plan_reply(&mut world, cast.shop, Chat::Direct(by), "Thank you");
            pass(&mut world, 24 * HOUR / messages_per_day.max(1));
            puppet.listen(&mut world);
        }
    }
    if !puppet.is_connected(&world) {
        puppet.come(&mut world);
    }
    pass(&mut world, HOUR);
    puppet.listen(&mut world);
    let read: Vec<_> = puppet
        .read
        .iter()
        .filter(|text| text.starts_with("Day"))
        .cloned()
        .collect();
    assert_eq!(read, written, "seed {seed}: each once, in order");
    assert_eq!(world.log.alarms(), [""; 0], "seed {seed}");
    assert_eq!(world.log.unhandled(), [""; 0], "seed {seed}");
    world.log.trace()
}

/// How many seeds: more on demand, because ciphers are slow without optimisation.
fn seeds() -> u64 {
    std::env::var("FRONTDESK_SIM_SEEDS")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(8)
}

#[test]
fn the_same_seed_lives_the_same_life_to_the_byte() {
    let mut traces = Vec::new();
    for seed in 1..=seeds() {
        let once = live(seed, 1, 8);
        assert_eq!(once, live(seed, 1, 8), "seed {seed} must repeat itself");
        traces.push(once);
    }
    traces.sort_unstable();
    traces.dedup();
    assert_eq!(
        u64::try_from(traces.len()).expect("few"),
        seeds(),
        "every seed is a life of its own"
    );
}

#[test]
fn a_month_passes_ten_thousand_times_faster_than_it_takes() {
    let started = tokio::time::Instant::now();
    live(1, 30, 10);
    let taken = started.elapsed().as_secs_f64();
    let month = 30.0 * 86_400.0;
    assert!(
        month / taken >= 10_000.0,
        "thirty days took {taken:.1} s, that is only {:.0} times faster",
        month / taken
    );
}

#[test]
fn a_code_on_a_screen_is_good_for_its_time_and_no_longer() {
    let (mut world, cast) = world(1);
    for (shown, passed, good) in [
        (0, 59_000, true),
        (0, 61_000, false),
        (1, 79_000, true),
        (5, 161_000, false),
    ] {
        let mut puppet = Puppet::new(7, SHOP);
        let text = puppet.code(&mut world, shown);
        pass(&mut world, passed);
        let outcome = world.scan(cast.shop, &text);
        let expired = Err(SimError::LinkRefused(LinkRefusal::Expired));
        assert_eq!(outcome.is_ok(), good, "ref {shown} after {passed} ms");
        if !good {
            assert_eq!(outcome, expired);
        }
        puppet.leave(&mut world);
    }
}
