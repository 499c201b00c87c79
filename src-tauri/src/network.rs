//! The way to the network, chosen by how the program was started.

#[cfg(feature = "simulated-network")]
mod earlier;

use std::sync::Arc;

use frontdesk_app::{
    clock::{Clock, SystemClock},
    sessions::NetworkMaker,
};
use frontdesk_engine::{Engine, MonoClock, Options, WallClock};

#[cfg(feature = "simulated-network")]
use crate::host::arguments::Doors;

/// An engine for each store that is opened, with the way out that `options`
/// describe.
pub(crate) fn maker(options: Options) -> NetworkMaker {
    Some(Box::new(move |store| {
        Arc::new(Engine::new(store.clone(), options.clone()))
    }))
}

/// The same with an engine that knows less than today's.
#[cfg(feature = "simulated-network")]
pub(crate) fn earlier_maker(options: Options) -> NetworkMaker {
    Some(Box::new(move |store| {
        Arc::new(earlier::Earlier(Engine::new(
            store.clone(),
            options.clone(),
        )))
    }))
}

/// To WhatsApp.
pub(crate) fn whatsapp() -> Options {
    let (mono, wall) = clocks();
    Options::production(mono, wall)
}

/// To a simulated network in another process.
#[cfg(feature = "simulated-network")]
pub(crate) fn simulated(doors: &Doors) -> Options {
    let (mono, wall) = clocks();
    let media = frontdesk_sim::PlainMedia::new(
        files(),
        authority(&doors.media_told),
        authority(&doors.media),
    );
    Options {
        pace: doors.pace,
        ..Options::simulated(Options::socket(&doors.clients), Arc::new(media), mono, wall)
    }
}

/// The clocks that the sessions read.
pub(crate) fn clocks() -> (MonoClock, WallClock) {
    (
        Arc::new(|| SystemClock.mono()),
        Arc::new(|| SystemClock.now()),
    )
}

/// What fetches files.
#[cfg(feature = "simulated-network")]
pub(crate) fn files() -> impl frontdesk_engine::http::HttpClient + Clone {
    frontdesk_engine::http::client(frontdesk_engine::http::Limits::default())
}

/// The `address:port` of a URL.
#[cfg(feature = "simulated-network")]
fn authority(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}
