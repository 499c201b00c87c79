//! Whether anybody is there to write to.
//!
//! The engine encrypts a message for the devices it finds, and reports success
//! when it finds none. So a person to whom nothing was ever encrypted is looked
//! up first; people known already cost nothing.

use frontdesk_domain::network::SendError;
use wa_rs::{Client as Engine, Jid};

use crate::secrets::both;

/// Looks whether somebody new is on WhatsApp.
pub(super) async fn look(engine: &Engine, to: &Jid) -> Result<(), SendError> {
    let own = [engine.pn(), engine.lid()];
    let to_self = own.iter().flatten().any(|own| own.is_same_chat_as(to));
    if !(to.is_pn() || to.is_lid()) || to_self || is_known(engine, to).await? {
        return Ok(());
    }
    let asked = engine
        .contacts()
        .is_on_whatsapp(std::slice::from_ref(to))
        .await;
    match asked {
        Ok(found) if found.iter().any(|one| one.is_registered) => Ok(()),
        Ok(_) => Err(SendError::NobodyThere),
        // Nothing was learnt; the message itself will tell.
        Err(_) => Ok(()),
    }
}

/// Whether anything was ever encrypted for that person, or came from them.
async fn is_known(engine: &Engine, to: &Jid) -> Result<bool, SendError> {
    let store = engine.persistence_manager().backend();
    for address in both(engine, to).await {
        let known = store.has_signal_state_for_user(&address.user).await;
        if known.map_err(|_| SendError::NotStored)? {
            return Ok(true);
        }
    }
    Ok(false)
}
