//! What others see: whether somebody is here, and whether somebody types.
//!
//! While an account counts as present, its phone stays silent. So it counts as
//! absent unless it was said otherwise. The engine announces presence by itself
//! whenever it connects or learns the account's name; each time that is taken
//! back.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use frontdesk_domain::network::{Presence, WireChat};
use wa_rs::{Client as Engine, NodeFilter};

use super::shared::Shared;
use crate::jid;

/// Whether somebody is here; nobody is at first.
#[derive(Default)]
pub(crate) struct Wanted {
    here: AtomicBool,
}

/// Says from now on whether somebody is here.
pub(super) async fn want(shared: Arc<Shared>, presence: Presence) {
    shared
        .wanted
        .here
        .store(presence == Presence::Here, Ordering::SeqCst);
    if let Ok(engine) = shared.online() {
        announce(&shared, &engine).await;
    }
}

/// Says whether somebody is here.
pub(super) async fn announce(shared: &Shared, engine: &Engine) {
    let here = shared.wanted.here.load(Ordering::SeqCst);
    let said = if here {
        engine.presence().set_available().await
    } else {
        engine.presence().set_unavailable().await
    };
    if said.is_err() {
        // Without a name nothing can be announced, by the engine neither.
        tracing::debug!(here, "Presence could not be announced");
    }
}

/// Takes back what the engine announces by itself, as long as the client lives.
pub(super) async fn stay_away(shared: &Shared, engine: &Engine) {
    loop {
        let announced = NodeFilter::tag("presence").attr("type", "available");
        if engine.wait_for_sent_node(announced).await.is_err() {
            // The engine forgets its waiters when a connection ends.
            return std::future::pending().await;
        }
        if !shared.wanted.here.load(Ordering::SeqCst) {
            announce(shared, engine).await;
        }
    }
}

/// Shows that somebody types in a chat, or no longer.
pub(super) async fn typing(shared: Arc<Shared>, chat: WireChat, typing: bool) {
    let (Ok(engine), Some(to)) = (shared.online(), jid::of_chat(&chat)) else {
        return;
    };
    let shown = if typing {
        engine.chatstate().send_composing(&to).await
    } else {
        engine.chatstate().send_paused(&to).await
    };
    if shown.is_err() {
        tracing::debug!("Typing could not be shown");
    }
}
