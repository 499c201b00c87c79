//! The power goes at every flush of every story, and life goes on from what is
//! left, on the same network.
//!
//! What the network saw confirmed is there; what the user was told is sent is
//! sent, once, under one id; and no cipher counter comes twice, which is what
//! the network's alarms are about.

use frontdesk_store::faulty_disk::{Fault, Loss};

use crate::{
    life::{Home, Life, slot},
    stories::{Receiving, Sending, Story},
    trials::{all, every},
    world::{MAYA, OTTO, SHOP, World},
};

/// Lives through the story until a round needs fewer flushes than it is granted.
fn cut_at_every_flush(story: &mut dyn Story, at_least: u32) {
    let world = World::new();
    let mut life = Life::linked(&world);
    for (round, (cut, loss)) in places().enumerate() {
        let what = format!("the power went at flush {cut}, {loss:?}");
        life.spoil(Fault::CutAtFlush(cut));
        story.round(&life, round);
        let over = !life.disk.is_dead();
        let home = life.die(loss);
        life = Life::begin(&world, home, None);
        assert!(life.online(), "{what}: the disk is sound again");
        story.check(&life, &what);
        world.assert_clean(&what);
        if over {
            println!("The power went at each of {cut} flushes");
            assert!(cut >= at_least, "{cut} flushes cannot be all");
            break;
        }
    }
    life.end();
}

/// Every flush, and what becomes of writes that were not flushed: each time all
/// of them are gone, and then something else, or everything else.
fn places() -> impl Iterator<Item = (u32, Loss)> {
    (0..).flat_map(|cut| {
        let [dropped, others @ ..] = Loss::kinds(u64::from(cut));
        let chosen = usize::try_from(cut).unwrap() % others.len();
        let others = others
            .into_iter()
            .enumerate()
            .filter(move |(place, _)| all() || *place == chosen)
            .map(|(_, other)| other);
        std::iter::once(dropped)
            .chain(others)
            .map(move |loss| (cut, loss))
    })
}

#[test]
fn what_was_confirmed_is_there_whenever_the_power_goes() {
    cut_at_every_flush(&mut Receiving::default(), 3);
}

#[test]
fn what_was_taken_leaves_once_whenever_the_power_goes() {
    cut_at_every_flush(&mut Sending::default(), 3);
}

#[test]
fn what_waited_is_there_once_whenever_the_power_goes_while_it_comes() {
    let world = World::new();
    let mut home = Life::shop(&world, Home::new());
    let mut ids = Vec::new();
    for (cut, loss) in places() {
        for number in 0..6 {
            ids.push(world.says(MAYA, SHOP, &format!("direct {cut}/{number}")));
            ids.push(world.says(OTTO, &world.group, &format!("group {cut}/{number}")));
        }
        let life = Life::begin(&world, home, Some(Fault::CutAtFlush(cut)));
        let over = life.online() && !life.disk.is_dead();
        home = life.die(loss);
        let what = format!("the power went at flush {cut}, {loss:?}");
        let life = Life::begin(&world, home, None);
        assert!(life.online(), "{what}: the disk is sound again");
        assert_once(&life, &ids, &what);
        world.assert_clean(&what);
        home = life.end();
        if over {
            println!("The power went at each of {cut} flushes");
            assert!(cut > 2, "{cut} flushes cannot be all");
            break;
        }
    }
}

#[test]
fn a_link_is_whole_or_none_whenever_the_power_goes_while_it_is_made() {
    let step = every(2);
    for (cut, loss) in places().filter(|(cut, _)| cut % step == 0) {
        let what = format!("the power went at flush {cut}, {loss:?}");
        let world = World::new();
        let home = Home::new().unhurried();
        let life = Life::begin(&world, home, Some(Fault::CutAtFlush(cut)));
        let over = life.try_link() && life.online() && !life.disk.is_dead();
        let home = life.die(loss);
        let life = Life::begin(&world, home, None);
        let seated = life.store().read(|tx| Ok(tx.slot(slot())?.account));
        let seated = seated.unwrap().is_some();
        let granted = life.device() != 0;
        if seated && !granted {
            // Our half of it is there, the server's is not, and it says so.
            life.shows("that it is logged out", |life| {
                let dump = life.store().dump().unwrap();
                dump.contains("cause=\"loggedOut\"").then_some(())
            });
        }
        if !(seated && granted) {
            assert!(
                life.try_link(),
                "{what}: there is no link, so one can be made"
            );
        }
        assert!(life.online(), "{what}: the link works");
        let id = world.says(MAYA, SHOP, "Hello");
        assert!(life.settled(), "{what}: messages come");
        assert_once(&life, &[id], &what);
        world.assert_clean(&what);
        life.end();
        if over {
            println!("The power went at one in {step} of {cut} flushes of linking");
            assert!(cut > 5, "{cut} flushes cannot be all");
            break;
        }
    }
}

/// Each of these messages is in the store, once.
fn assert_once(life: &Life<'_>, ids: &[String], what: &str) {
    let dump = life.store().dump().unwrap();
    let messages: Vec<_> = dump
        .lines()
        .filter(|line| line.starts_with("messages "))
        .collect();
    for id in ids {
        let wanted = format!(" wire_id={id:?} ");
        let times = messages.iter().filter(|line| line.contains(&wanted));
        assert_eq!(times.count(), 1, "{what}: {id}");
    }
}
