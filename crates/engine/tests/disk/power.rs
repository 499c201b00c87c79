//! The power goes at every flush of every story, and life goes on from what is
//! left, on the same network.
//!
//! What the network saw confirmed is there; what the user was told is sent is
//! sent, once, under one id; and no cipher counter comes twice, which is what
//! the network's alarms are about.

use frontdesk_store::faulty_disk::{Fault, Loss};

use crate::{
    life::Life,
    stories::{Receiving, Sending, Story},
    world::World,
};

/// Lives through the story until a round needs fewer flushes than it is granted.
fn cut_at_every_flush(story: &mut dyn Story, at_least: u32) {
    let world = World::new();
    let mut life = Life::linked(&world);
    for cut in 0.. {
        let loss = loss(cut);
        let what = format!("the power went at flush {cut}, {loss:?}");
        life.spoil(Fault::CutAtFlush(cut));
        story.round(&life, usize::try_from(cut).unwrap());
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

/// What becomes of writes that were not flushed: something else each time.
fn loss(cut: u32) -> Loss {
    let seed = u64::from(cut);
    Loss::kinds(seed)[usize::try_from(cut % 4).unwrap()]
}

#[test]
fn what_was_confirmed_is_there_whenever_the_power_goes() {
    cut_at_every_flush(&mut Receiving::default(), 3);
}

#[test]
fn what_was_taken_leaves_once_whenever_the_power_goes() {
    cut_at_every_flush(&mut Sending::default(), 3);
}
