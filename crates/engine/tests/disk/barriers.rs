//! How often the disk is asked to make something durable: what a message costs.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use frontdesk_app::{
    feed::Sink,
    view::feed::{Fact, FeedMessage},
};
use frontdesk_sim::{Cmd, Content, NewAccount};
use frontdesk_store::faulty_disk::Loss;

use crate::{
    life::Life,
    trials::all,
    world::{MAYA, OTTO, SHOP, World},
};

/// The engine commits so many messages of a backlog together.
const BATCH: usize = 400;

#[test]
fn a_live_message_costs_one_barrier() {
    const MESSAGES: u32 = 20;
    let world = World::new();
    let life = Life::linked(&world);
    for (who, to) in [(MAYA, SHOP), (OTTO, world.group.as_str())] {
        // The first after somebody's first is a session of its own kind.
        world.says(who, to, "once more");
        assert!(life.settled());
        let (before, kept) = (life.disk.flushes(), life.tap.batches());
        for number in 0..MESSAGES {
            world.says(who, to, &format!("message {number}"));
            assert!(life.settled());
        }
        let cost = life.disk.flushes() - before;
        let kept = life.tap.batches() - kept;
        assert_eq!(kept, MESSAGES, "each is kept by itself, at once");
        println!("{MESSAGES} messages of {who} to {to}: {cost} barriers");
        // An acknowledgement that leaves late waits for the ratchet, which else
        // goes with the next message.
        assert!(
            (MESSAGES..2 * MESSAGES).contains(&cost),
            "{cost} for {MESSAGES} messages of {who} to {to}"
        );
    }
    life.end();
}

/// A backlog of `messages` over `chats` conversations, every fifth of them a
/// group, for a program that is not running.
fn backlog(world: &World, messages: usize, chats: usize) -> BTreeSet<String> {
    let mut places = Vec::new();
    for chat in 0..chats {
        let number = format!("1555100{chat:04}");
        let mut person = NewAccount::new(number.as_str(), format!("Customer {chat}"));
        person.auto.deliver_after = None;
        world.command(Cmd::CreateContact(person));
        let place = if chat % 5 == 0 {
            let subject = format!("Group {chat}");
            let group = world.sim.create_group(&subject, &number, &[SHOP]);
            world.runtime.block_on(group).unwrap()
        } else {
            SHOP.to_owned()
        };
        places.push((number, place));
    }
    (0..messages)
        .map(|message| {
            let (number, place) = &places[message % chats];
            let text = Content::Text(format!("Message {message}"));
            let sent = world.sim.contact_send(number, place, text);
            world.runtime.block_on(sent).unwrap()
        })
        .collect()
}

/// A window that counts what it is shown: messages in the store when the first
/// conversation of the backlog came into sight.
struct Glass {
    life: frontdesk_store::Store,
    first: Arc<AtomicUsize>,
}

impl Sink for Glass {
    fn send(&self, message: FeedMessage) -> bool {
        if let FeedMessage::Batch { facts, .. } = message
            && facts.iter().any(|fact| matches!(fact, Fact::Chat { .. }))
            && self.first.load(Ordering::SeqCst) == 0
        {
            let dump = self.life.dump().unwrap();
            let kept = dump.lines().filter(|line| line.starts_with("messages "));
            self.first.store(kept.count(), Ordering::SeqCst);
        }
        true
    }
}

#[test]
fn a_backlog_costs_one_barrier_for_each_batch_and_the_first_is_on_the_screen_at_once() {
    // The whole size takes minutes without optimisation.
    let (messages, chats) = if all() { (10_000, 300) } else { (1_000, 30) };
    let world = World::new();
    let life = Life::linked(&world);
    let home = life.end();
    let ids = backlog(&world, messages, chats);

    let life = Life::begin(&world, home, None);
    let first = Arc::<AtomicUsize>::default();
    life.run(async {
        life.app.open_feed(Box::new(Glass {
            life: life.store(),
            first: Arc::clone(&first),
        }));
    });
    assert!(life.online());
    let flushes = life.disk.flushes();
    let first = first.load(Ordering::SeqCst);

    // What a start and its login cost, and a log that is shortened when this
    // computer is slow between two batches.
    const START: usize = 20;
    const SHORTENED: usize = 3;
    let batches = messages.div_ceil(BATCH);
    println!("{messages} messages: {flushes} barriers, {first} kept at the first sight");
    let kept = usize::try_from(life.tap.batches()).unwrap();
    assert!(
        (batches..=batches + 2).contains(&kept),
        "{messages} messages were kept in {kept} steps"
    );
    let confirmed = world.confirmed(life.device(), world.sim.last_event());
    assert_eq!(ids.difference(&confirmed).next(), None, "all are confirmed");
    assert!(
        usize::try_from(flushes).unwrap() <= batches * (1 + SHORTENED) + START,
        "{flushes} barriers for {messages} messages in {batches} batches"
    );
    assert!(
        (1..=2 * BATCH).contains(&first),
        "{first} messages before anything was shown"
    );

    // All that was confirmed is on the disk already.
    let home = life.die(Loss::Dropped);
    let store = home.store();
    let dump = store.dump().unwrap();
    for id in &ids {
        assert!(
            dump.contains(&format!("wire_id={id:?}")),
            "{id} was confirmed and is gone"
        );
    }
    store.close().unwrap();
    world.assert_clean("a backlog");
}
