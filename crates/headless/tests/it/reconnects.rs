//! Links that are cut off again and again.

use std::time::Duration;

use frontdesk_app::clock::{Clock as _, SystemClock};
use frontdesk_sim::{Condition, NetAct, SimHandle};
use serde_json::json;
use tokio::{task::JoinSet, time::timeout};

use crate::process::{BOUND_MS, Core, HASTE, World};

/// Cuts of each of the three links.
const TIMES: usize = 100;

/// What is open and what runs in the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Weight {
    handles: u64,
    tasks: u64,
}

impl Weight {
    async fn of(core: &mut Core) -> Self {
        let figures = core.ask(json!({"cmd": "figures"})).await;
        let count = |name: &str| figures[name].as_u64().unwrap();
        Self {
            handles: count("handles"),
            tasks: count("tasks"),
        }
    }
}

async fn cut(network: SimHandle, phone: String, device: u16) {
    for time in 0..TIMES {
        let act = if time.is_multiple_of(2) {
            NetAct::Drop
        } else {
            NetAct::Reset
        };
        network.net(&phone, device, act).await.unwrap();
        let phone = phone.clone();
        let online = Condition::Online { phone, device };
        network.wait_until(online, BOUND_MS).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn three_links_that_are_cut_off_again_and_again_cost_nothing_that_stays() {
    let world = World::new().await;
    let network = &world.network;
    let folder = tempfile::tempdir().unwrap();
    let mut core = Core::start(&world, &folder.path().join("profile"));
    core.line(|line| line["event"] == "ready").await;

    let mut links = Vec::new();
    for slot in 1..=3 {
        let phone = format!("1555000{slot}{slot}{slot}{slot}");
        world.phone(&phone).await;
        let device = world.scan(&mut core, slot, &phone).await;
        core.online(slot).await;
        links.push((phone, device));
    }
    let before = Weight::of(&mut core).await;
    let mut cuts = JoinSet::new();
    for (phone, device) in links {
        cuts.spawn(cut(network.clone(), phone, device));
    }
    let began = SystemClock.mono();
    while let Some(done) = cuts.join_next().await {
        done.unwrap();
    }
    let lasted = SystemClock.mono().since(began) * HASTE;
    assert!(
        lasted >= 1_000 * (TIMES as u64 - 1),
        "more than one connection a second in one slot: {TIMES} in {lasted} ms of its time"
    );
    for slot in 1..=3 {
        core.online(slot).await;
    }
    // The last cuts are still being cleared up; the counts of a program that
    // gathers something never come back.
    let at_rest = async {
        loop {
            let now = Weight::of(&mut core).await;
            if now.handles <= before.handles + 2 && now.tasks <= before.tasks + 5 {
                return;
            }
        }
    };
    let at_rest = timeout(Duration::from_secs(10), at_rest).await;
    let after = Weight::of(&mut core).await;
    assert!(at_rest.is_ok(), "{before:?} became {after:?}");
    assert_eq!(network.alarms(), [""; 0], "no rule was broken meanwhile");
}
