//! News that cannot be kept at once: refused a few times, or kept slowly.

use std::time::Duration;

use frontdesk_domain::chat::ChatKind;

use crate::{
    life::{Home, Life},
    trials::all,
    world::{MAYA, SHOP, World},
};

fn texts(life: &Life<'_>) -> Vec<String> {
    let rows = life.thread(life.chat(ChatKind::Direct));
    rows.into_iter().map(|row| row.text).collect()
}

#[test]
fn what_is_refused_three_times_is_confirmed_to_nobody_until_it_is_kept_and_is_kept_once() {
    const MESSAGES: usize = 5;
    let world = World::new();
    let life = Life::linked(&world);
    life.tap.refuse(3);
    let ids: Vec<_> = (0..MESSAGES)
        .map(|number| world.says(MAYA, SHOP, &format!("message {number}")))
        .collect();
    // A refusal ends the connection, and the next one brings it again.
    while life.tap.refusals() > 0 {
        let left = life.tap.refusals();
        let confirmed = world.confirmed(life.device(), world.sim.last_event());
        for id in &ids {
            assert!(
                !confirmed.contains(id) || left == 0,
                "{id} was refused {} times and is confirmed",
                3 - left
            );
        }
        life.run(life.tap.until_fewer_refusals(left));
    }
    assert!(life.online());
    let wanted: Vec<_> = (0..MESSAGES).map(|n| format!("message {n}")).collect();
    life.shows("all of them", |life| {
        let texts = texts(life);
        (texts.len() > MESSAGES).then_some(())
    });
    // Within a second, messages stand in the order in which they came, and what
    // was refused comes again after what was said meanwhile.
    let mut kept = texts(&life)[1..].to_vec();
    kept.sort();
    assert_eq!(kept, wanted, "each once");
    world.assert_clean("after three refusals");
    life.end();
}

#[test]
fn a_slow_store_holds_up_what_is_kept_and_not_the_connection() {
    // The engine looks after its socket every 15 to 30 seconds.
    let slow = Duration::from_secs(if all() { 32 } else { 4 });
    let world = World::new();
    // The application looks after it every 25 seconds, of which five pass at once
    // in a sample.
    let home = if all() {
        Home::new().unhurried()
    } else {
        Home::new()
    };
    let life = Life::begin(&world, Life::shop(&world, home), None);
    assert!(life.online());
    let logins = || {
        let devices = world.runtime.block_on(world.sim.devices(SHOP)).unwrap();
        devices[0].logins
    };
    let before = logins();
    life.tap.slow(slow);
    let first = world.says(MAYA, SHOP, "takes long");
    let second = world.says(MAYA, SHOP, "waits behind it");
    life.run(life.tap.until_slow_began());
    let confirmed = world.confirmed(life.device(), world.sim.last_event());
    for id in [&first, &second] {
        assert!(!confirmed.contains(id), "{id} is not kept yet");
    }
    // The connection is looked at meanwhile and answers.
    assert!(life.settled(), "kept at last");
    assert_eq!(logins(), before, "on the same connection");
    assert_eq!(
        texts(&life)[1..],
        ["takes long", "waits behind it"],
        "in order"
    );
    world.assert_clean("after a slow store");
    life.end();
}
