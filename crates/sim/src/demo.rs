//! A small world to play with: three businesses' phones, the people who write
//! to them, two groups, a past, and live chatter.
//!
//! Everything a host needs is here in plain data: texts go in, [`PhoneView`]s
//! come out. The same seed makes the same people, ids and keys; what the people
//! do by themselves depends on the seed too, and on what is answered to them.

mod cast;
mod phone;
mod stage;
mod view;

pub use phone::SimulatedPhone;
pub use view::{Happening, LastLine, LinkedView, LogLine, PhoneChat, PhoneView};

use crate::{
    config::SimConfig,
    control::handle::{Sim, SimHandle},
    error::SimError,
};
use cast::BUSINESSES;
use std::net::SocketAddr;

/// A running demo. Dropping it ends its network and everything in it.
#[derive(Debug)]
pub struct DemoWorld {
    sim: Sim,
    ws: SocketAddr,
    media: SocketAddr,
}

impl DemoWorld {
    /// How many phones there are.
    pub const PHONES: usize = BUSINESSES.len();

    /// Starts the network with everybody in it, on free loopback ports.
    ///
    /// # Errors
    /// If the network cannot make its keys or open its doors.
    pub async fn start(seed: u64) -> Result<Self, SimError> {
        let config = SimConfig {
            seed,
            ..SimConfig::default()
        };
        Self::start_with(config).await
    }

    /// Starts the demo on a network with these choices.
    ///
    /// # Errors
    /// If the network cannot make its keys or open its doors.
    pub async fn start_with(config: SimConfig) -> Result<Self, SimError> {
        let seed = config.seed;
        let mut sim = Sim::start(config)?;
        let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
        // The doors come first: messages name the media host.
        let media = sim.open_media(anywhere).await?;
        let ws = sim.open_ws(anywhere).await?;
        sim.shared().with(|world| stage::set(world, seed))?;
        Ok(Self { sim, ws, media })
    }

    /// The handle that drives the network.
    #[must_use]
    pub fn handle(&self) -> SimHandle {
        self.sim.handle()
    }

    /// Where clients connect over a socket. In the same process,
    /// [`SimHandle::in_process`] needs none.
    #[must_use]
    pub fn ws_url(&self) -> String {
        format!("ws://{}/ws/chat", self.ws)
    }

    /// The media host, as `address:port`, without TLS. Clients are told this
    /// name too, so [`crate::PlainMedia`] gets it for both.
    #[must_use]
    pub fn media_host(&self) -> String {
        self.media.to_string()
    }

    /// The phone of a slot, counted from 1. The first two are meant to be
    /// linked as soon as their slots show a code, the third by a person.
    #[must_use]
    pub fn phone(&self, slot: usize) -> Option<SimulatedPhone> {
        let business = BUSINESSES.get(slot.checked_sub(1)?)?;
        Some(self.sim.handle().phone(business.number))
    }

    /// All phones, in the order of their slots.
    #[must_use]
    pub fn phones(&self) -> Vec<SimulatedPhone> {
        (1..=Self::PHONES)
            .filter_map(|slot| self.phone(slot))
            .collect()
    }

    /// The phone of a slot reads the code that the slot shows; returns the new
    /// device's number.
    ///
    /// # Errors
    /// [`SimError::LinkRefused`] with the reason, [`SimError::PhoneOffline`],
    /// or [`SimError::UnknownAccount`] if there is no such slot.
    pub async fn scan(&self, slot: usize, qr: &str) -> Result<u16, SimError> {
        let phone = self
            .phone(slot)
            .ok_or_else(|| SimError::UnknownAccount(format!("of slot {slot}")))?;
        phone.scan_qr(qr).await
    }
}
