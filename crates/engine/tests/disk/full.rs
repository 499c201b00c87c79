//! The disk is full from any write on. Nothing is confirmed that is not kept,
//! what is there can be read, and soon after there is room again everything
//! goes on by itself.

use std::time::Duration;

use frontdesk_store::faulty_disk::Fault;
use tokio::time::timeout;

use crate::{
    life::Life,
    stories::{Receiving, Sending, Story},
    trials::every,
    world::World,
};

/// So many writes are refused before there is room again, or so long passes.
const REFUSALS: u32 = 8;
const A_WHILE: Duration = Duration::from_millis(150);

fn full_from_every_write(story: &mut dyn Story, at_least: u32) {
    let world = World::new();
    let mut life = Life::linked(&world);
    let step = every(9);
    for round in 0.. {
        let at = round * step;
        let what = format!("full from write {at} on");
        life.spoil(Fault::FullAtWrite(at));
        story.round(&life, usize::try_from(round).unwrap());
        let over = !life.troubled();
        if !over {
            let more = life.disk.until_refused(life.disk.refused() + REFUSALS);
            // Whoever gave up writing refuses nothing more.
            let _ = life.run(async { timeout(A_WHILE, more).await });
        }
        let confirmed = world.confirmed(life.device(), world.sim.last_event());
        let dump = life.store().dump().unwrap();
        for id in story.wanted().filter(|id| confirmed.contains(*id)) {
            assert!(
                dump.contains(&format!("wire_id={id:?}")),
                "{what}: {id} was confirmed and is not there"
            );
        }
        assert!(!life.chats().is_empty(), "{what}: the inbox can be read");
        life.mend();
        assert!(life.online(), "{what}: there is room again");
        story.check(&life, &what);
        world.assert_clean(&what);
        if over {
            println!("The disk was full from one in {step} of {at} writes on");
            assert!(at >= at_least, "{at} writes cannot be all");
            break;
        }
        // A store that fails again and again is not asked for ever.
        if round % 4 == 3 {
            life = Life::begin(&world, life.end(), None);
            assert!(life.online());
        }
    }
    life.end();
}

#[test]
fn nothing_is_confirmed_that_a_full_disk_did_not_take() {
    full_from_every_write(&mut Receiving::default(), 30);
}

#[test]
fn what_a_full_disk_did_not_take_is_refused_and_the_rest_leaves_once() {
    full_from_every_write(&mut Sending::default(), 30);
}
