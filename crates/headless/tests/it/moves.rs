//! A number that moves to another slot, in a program that is killed meanwhile.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::{sync::Semaphore, task::JoinSet};

use crate::process::{Core, World};

const SHOP: &str = "15550001111";

/// Where a move can be cut short: the place, and how often it may be reached.
fn places() -> Vec<(&'static str, u64)> {
    let commits = ["store.commit.before", "store.commit.after"];
    let commits = (1..=6).flat_map(|hit| commits.map(|place| (place, hit)));
    let seats = [
        "app.seat.found",
        "app.seat.handed",
        "app.seat.written",
        "app.seat.taken",
        "engine.client.quiet",
    ];
    commits.chain(seats.map(|place| (place, 1))).collect()
}

fn is_online(line: &Value) -> bool {
    line["event"] == "slot" && line["slot"]["link"]["kind"] == "online"
}

/// Moves the number to slot 2 and kills the program there; answers in which slot
/// the next start found it.
async fn cut_short(place: &str, hit: u64) -> u64 {
    let what = format!("{place}, time {hit}");
    let world = World::new().await;
    world.phone(SHOP).await;
    let folder = tempfile::tempdir().unwrap();
    let profile = folder.path().join("profile");
    let mut core = Core::start(&world, &profile);
    world.scan(&mut core, 1, SHOP).await;
    core.online(1).await;
    world.scan(&mut core, 2, SHOP).await;
    core.line(|line| line["slot"]["link"]["kind"] == "numberConflict")
        .await;
    core.ask(json!({"cmd": "arm", "point": place, "hit": hit}))
        .await;
    core.say(json!({"cmd": "use_here", "slot": 2})).await;
    let died = core
        .dies_before(|line| is_online(line) && line["slot"]["number"] == 2)
        .await;
    // Some ways through a move commit less often than others.
    assert!(died || hit > 4, "{what}: nothing is there to be killed at");
    core.kill().await;

    let mut core = Core::start(&world, &profile);
    let found = core.line(is_online).await["slot"].clone();
    assert_eq!(found["account"], "+15550001111", "{what}: who is online");
    let slots = core.ask(json!({"cmd": "status"})).await["slots"].clone();
    let others = slots.as_array().unwrap().iter();
    for other in others.filter(|slot| slot["number"] != found["number"]) {
        assert_eq!(
            other["account"],
            Value::Null,
            "{what}: never in both: {slots}"
        );
    }
    assert_eq!(world.network.alarms(), [""; 0], "{what}: alarms");
    found["number"].as_u64().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_is_linked_in_one_slot_wherever_its_move_is_cut_short() {
    let turns = Arc::new(Semaphore::new(3));
    let mut trials = JoinSet::new();
    for (place, hit) in places() {
        let turns = turns.clone();
        trials.spawn(async move {
            let _turn = turns.acquire().await.unwrap();
            cut_short(place, hit).await
        });
    }
    let mut found: Vec<u64> = trials.join_all().await;
    found.sort_unstable();
    found.dedup();
    assert_eq!(found, [1, 2], "kills before and after the decision");
}
