//! The secrets of messages, with which votes and encrypted edits are closed.
//!
//! The engine keeps them by the addresses a message came under, which may be of
//! the other kind than those by which it is known now.

use wa_rs::{Client as Engine, Jid};

/// A secret, and the writer's address it belongs to.
pub(crate) struct Found {
    pub(crate) secret: Vec<u8>,
    pub(crate) author: Jid,
}

/// Finds the secret of a message under all addresses of its conversation and
/// writer.
pub(crate) async fn find(engine: &Engine, chat: &Jid, author: &Jid, id: &str) -> Option<Found> {
    let store = engine.persistence_manager().backend();
    let chats = both(engine, chat).await;
    for author in both(engine, author).await {
        for chat in &chats {
            let found = store
                .get_msg_secret(&chat.to_non_ad_string(), &author.to_non_ad_string(), id)
                .await;
            if let Ok(Some(secret)) = found {
                return Some(Found { secret, author });
            }
        }
    }
    None
}

/// An address and the one of the other kind, if it is known.
pub(crate) async fn both(engine: &Engine, jid: &Jid) -> Vec<Jid> {
    let jid = jid.to_non_ad();
    let mut known = vec![jid.clone()];
    if (jid.is_pn() || jid.is_lid())
        && let Ok(Some(entry)) = engine.get_lid_pn_entry(&jid).await
    {
        known.push(if jid.is_lid() {
            Jid::pn(&*entry.phone_number)
        } else {
            Jid::lid(&*entry.lid)
        });
    }
    known
}
