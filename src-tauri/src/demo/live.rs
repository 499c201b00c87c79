//! The living demo: three phones and the people who write to them, on a
//! simulated network in this process. Two phones link themselves; the third is
//! for whoever looks on, in a window of its own.

use std::{error::Error, sync::Arc, time::Duration};

use frontdesk_app::frontdesk::Frontdesk;
use frontdesk_domain::slot::SlotNumber;
use frontdesk_engine::Options;
use frontdesk_sim::{
    PlainMedia,
    demo::{DemoWorld, SimulatedPhone},
};
use tauri::{App, Manager};

use super::{camera, phone};
use crate::network;

/// Decides every key, id and person of the demo.
const SEED: u64 = 1;
/// Slots whose phones link themselves.
const LINK_THEMSELVES: usize = 2;
/// How often a phone looks at the screen, and how often before it gives up.
const LOOK_EVERY: Duration = Duration::from_millis(100);
const LOOKS: usize = 600;

/// The people behind the demo; they live as long as the program.
pub(crate) struct World(DemoWorld);

impl World {
    /// Starts the network.
    pub(crate) fn start(app: &App) -> Result<Options, Box<dyn Error>> {
        let world = tauri::async_runtime::block_on(DemoWorld::start(SEED))?;
        let (mono, wall) = network::clocks();
        let files = PlainMedia::new(network::files(), &world.media_host(), &world.media_host());
        let options = Options::simulated(
            Arc::new(world.handle().in_process()),
            Arc::new(files),
            mono,
            wall,
        );
        app.manage(Self(world));
        Ok(options)
    }

    /// Lets the phones live, once the application has started.
    pub(crate) fn enliven(app: &App, frontdesk: &Arc<Frontdesk>) -> tauri::Result<()> {
        let Some(world) = app.try_state::<Self>() else {
            return Ok(());
        };
        let phones = world.0.phones();
        for (slot, phone) in SlotNumber::ALL
            .into_iter()
            .zip(&phones)
            .take(LINK_THEMSELVES)
        {
            tauri::async_runtime::spawn(link(frontdesk.clone(), slot, phone.clone()));
        }
        phone::open(app.handle(), phones, frontdesk.clone())
    }
}

/// Connects a slot and holds the phone before the screen until it is linked.
async fn link(frontdesk: Arc<Frontdesk>, slot: SlotNumber, phone: SimulatedPhone) {
    let mut is_asked = false;
    for _ in 0..LOOKS {
        tokio::time::sleep(LOOK_EVERY).await;
        if !is_asked {
            is_asked = frontdesk.connect_slot(slot).await.is_ok();
        }
        let shown = frontdesk
            .pairings()
            .into_iter()
            .find(|pairing| pairing.slot == slot);
        let Some(text) = shown.and_then(|shown| camera::read(&shown.qr?)) else {
            continue;
        };
        match phone.scan_qr(&text).await {
            Ok(_) => {
                return dismiss_when_connected(&frontdesk, slot).await;
            }
            Err(error) => tracing::debug!(%error, "The phone could not link"),
        }
    }
}

/// Nobody asked for this console, so nobody is left to close it.
async fn dismiss_when_connected(frontdesk: &Frontdesk, slot: SlotNumber) {
    for _ in 0..LOOKS {
        if frontdesk.dismiss_pairing(slot).await.is_ok() {
            return;
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
