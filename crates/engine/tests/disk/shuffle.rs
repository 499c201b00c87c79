//! Two computers of one account: one has a good line, the other one on which
//! stanzas come several times, in any order, over connections that break. In the
//! end both know the same, to the byte.

use std::{collections::BTreeSet, time::Duration};

use frontdesk_app::clock::{Clock as _, SystemClock};
use frontdesk_domain::time::Timestamp;
use frontdesk_sim::{Cmd, Condition, Line, NetAct};

use tokio::time::timeout;

use crate::{
    life::{Home, Life},
    trials::all,
    world::{MAYA, OTTO, SHOP, World},
};

/// What is about one computer and not about what it was told.
const ITS_OWN: [&str; 3] = ["protocol_", "link_events ", "meta "];

const SECOND: Duration = Duration::from_secs(1);

/// The store counts as final when it was quiet that long, so many times.
const A_WHILE: Duration = Duration::from_millis(250);

/// Numbers without any order to them, the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound).unwrap()).unwrap()
    }
}

/// What a store knows, without what is about its computer.
fn known(life: &Life<'_>) -> String {
    let dump = life.store().canonical_dump().unwrap();
    let lines = dump
        .lines()
        .filter(|line| ITS_OWN.iter().all(|own| !line.starts_with(own)));
    lines.collect::<Vec<_>>().join("\n")
}

/// People talk, correct themselves, take back and react.
fn talk(world: &World, dice: &mut Dice, stanzas: usize, said: &mut Vec<(String, &'static str)>) {
    for number in 0..stanzas {
        world.pass(SECOND);
        let who = [MAYA, OTTO][dice.below(2)];
        let own: Vec<_> = said.iter().filter(|(_, by)| *by == who).collect();
        let recent = (!own.is_empty()).then(|| own[own.len() - 1 - dice.below(own.len().min(8))]);
        match (dice.below(10), recent) {
            (0, Some((id, _))) => world.edits(id, &format!("corrected {number}")),
            (1, Some((id, _))) => world.reacts(who, id, ["👍", "❤️", ""][dice.below(3)]),
            (2, Some((id, _))) if dice.below(3) == 0 => {
                let msg = id.clone();
                said.retain(|(known, _)| *known != msg);
                world.command(Cmd::ContactDelete { msg });
            }
            (choice, _) => {
                let to = if choice < 7 { SHOP } else { &world.group };
                let id = world.says(who, to, &format!("message {number}"));
                said.push((id, who));
            }
        }
    }
}

/// Comes back to all that waits over a bad line that breaks a few times.
fn suffer(life: &Life<'_>, breaks: usize) {
    let world = life.world;
    for _ in 0..breaks {
        life.holds(Condition::Online {
            phone: SHOP.to_owned(),
            device: life.device(),
        });
        let seen = world.sim.last_event();
        life.run(world.sim.next_events(seen));
        let _ = world
            .runtime
            .block_on(world.sim.net(SHOP, life.device(), NetAct::Reset));
        life.hurry();
    }
    assert!(life.online());
}

/// Says which lines differ.
fn assert_same(wanted: &str, found: &str, what: &str) {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
    let (wanted, found) = (lines(wanted), lines(found));
    let missing: Vec<_> = wanted.difference(&found).take(8).collect();
    let wrong: Vec<_> = found.difference(&wanted).take(8).collect();
    assert!(
        missing.is_empty() && wrong.is_empty(),
        "{what}: missing {missing:#?}, instead of it {wrong:#?}"
    );
}

fn line(world: &World, device: u16, line: Line) {
    let done = world.sim.net(SHOP, device, NetAct::Line(line));
    world.runtime.block_on(done).unwrap();
}

#[test]
fn repeated_and_shuffled_stanzas_come_to_the_same_store_to_the_byte() {
    let (rounds, stanzas) = if all() { (50, 1_200) } else { (4, 120) };
    // Each stanza has a second of its own: within one, order is that of arrival.
    let world = World::pushed();
    // Both say the same of when they were told.
    let at = Timestamp(SystemClock.now().0 + 3_600_000);
    let linked = || Life::newcomer(&world, Home::new().standing_at(at));
    let (mut good, mut bad) = (linked(), linked());
    // Who hears somebody's first words late has to ask for them, and gets them
    // with the time of the answer.
    let mut said = Vec::new();
    for who in [MAYA, OTTO] {
        for to in [SHOP, world.group.as_str()] {
            world.pass(SECOND);
            world.says(who, to, "Good morning");
        }
    }
    let calmly = |home| {
        let life = Life::begin(&world, home, None);
        assert!(life.online());
        life.end()
    };
    (good, bad) = (calmly(good), calmly(bad));
    for round in 0..rounds {
        let mut dice = Dice(round + 1);
        talk(&world, &mut dice, stanzas, &mut said);
        assert_ne!(good.device(), bad.device(), "two computers");
        let calm = Life::begin(&world, good, None);
        assert!(calm.online());
        let rough = Line {
            duplicate_per_mille: 500,
            reorder: 1_000,
            ..Line::default()
        };
        line(&world, bad.device(), rough);
        let storm = Life::begin(&world, bad, None);
        suffer(&storm, dice.below(4));
        line(&world, storm.device(), Line::default());
        let wanted = known(&calm);
        let mut changes = storm.store().subscribe();
        let mut patience = 20;
        while known(&storm) != wanted && patience > 0 {
            // What could not be read at first is asked for and comes again.
            let more = storm.run(async { timeout(A_WHILE, changes.recv()).await });
            patience -= u32::from(more.is_err());
        }
        assert_same(&wanted, &known(&storm), &format!("round {round}"));
        (good, bad) = (calm.end(), storm.end());
    }
    world.assert_clean("after all of it");
}
