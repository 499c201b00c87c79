//! Whom the account blocks.
//!
//! The server keeps the list. It is fetched as a whole after every change, here
//! or on another device, and at the beginning of each connection.

use std::sync::Arc;

use frontdesk_domain::{
    address::Address,
    network::{Inbound, SendError},
};
use wa_rs::{Client as Engine, Jid, features::BlockingError};

use super::{addresses, shared::Shared};
use crate::{jid, outbound::error};

/// Blocks a person, or no longer.
pub(super) async fn set(
    shared: &Arc<Shared>,
    who: Address,
    blocked: bool,
) -> Result<(), SendError> {
    let engine = shared.online()?;
    let result = match target(&engine, &who).await {
        Some(who) if blocked => engine.blocking().block(&who).await,
        Some(who) => engine.blocking().unblock(&who).await,
        None => return Err(SendError::Unsendable),
    };
    // Also after a refusal: what is shown must be what the server has.
    fetch(Arc::clone(shared)).await;
    result.map_err(|cause| match cause {
        BlockingError::Iq(cause) => error::of_iq(&cause),
        BlockingError::InvalidJid(_) => SendError::Unsendable,
        BlockingError::Internal(cause) => error::of_anything(&cause),
        _ => SendError::Unknown,
    })
}

/// Fetches and tells the list. Without an answer the known one stays.
pub(super) async fn fetch(shared: Arc<Shared>) {
    let Ok(engine) = shared.online() else { return };
    match engine.blocking().get_blocklist().await {
        Ok(entries) => {
            let people = entries
                .iter()
                .filter_map(|entry| jid::address([&entry.jid]))
                .collect();
            let mut news = vec![Inbound::Blocked(people)];
            addresses::complete(&engine, &mut news).await;
            shared.lane.keep(news);
        }
        Err(_) => tracing::debug!("The list of blocked people did not come"),
    }
}

/// The server knows blocked people by LID. One whose LID was never told is asked
/// for.
async fn target(engine: &Engine, who: &Address) -> Option<Jid> {
    if let Some(lid) = &who.lid {
        return Some(Jid::lid(lid.0.as_str()));
    }
    let number = jid::of_person(who)?;
    if !matches!(engine.get_lid_pn_entry(&number).await, Ok(Some(_))) {
        // The answer teaches the engine the LID.
        let _ = engine
            .contacts()
            .get_user_info(std::slice::from_ref(&number))
            .await;
    }
    Some(number)
}
