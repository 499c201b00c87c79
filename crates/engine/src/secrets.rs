//! The secrets of messages, with which votes and encrypted edits are closed.
//!
//! The engine keeps them by the addresses a message came under, which may be of
//! the other kind than those by which it is known now.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use wa_rs::{Client as Engine, Jid, waproto::whatsapp as wa};

/// So many secrets are remembered here.
const MOST: usize = 512;

/// The secrets that came lately. The engine writes them to the store a moment
/// after it hands a message on, and a vote can come within that moment.
#[derive(Default)]
pub(crate) struct RecentSecrets {
    known: Mutex<VecDeque<Recent>>,
}

struct Recent {
    id: String,
    author: Jid,
    secret: Vec<u8>,
}

impl RecentSecrets {
    /// Remembers the secret of a message, if it has one.
    pub(crate) fn note(&self, message: &wa::Message, author: &Jid, id: &str) {
        let Some(secret) = &message.message_context_info.message_secret else {
            return;
        };
        let mut known = self.lock();
        if known.len() >= MOST {
            known.pop_front();
        }
        known.push_back(Recent {
            id: id.to_owned(),
            author: author.to_non_ad(),
            secret: secret.clone(),
        });
    }

    fn get(&self, authors: &[Jid], id: &str) -> Option<Found> {
        let known = self.lock();
        let mut known = known.iter().rev();
        known
            .find(|recent| recent.id == id && authors.contains(&recent.author))
            .map(|recent| Found {
                secret: recent.secret.clone(),
                author: recent.author.clone(),
            })
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Recent>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A secret, and the writer's address it belongs to.
pub(crate) struct Found {
    pub(crate) secret: Vec<u8>,
    pub(crate) author: Jid,
}

/// Finds the secret of a message under all addresses of its conversation and
/// writer.
pub(crate) async fn find(
    engine: &Engine,
    recent: &RecentSecrets,
    chat: &Jid,
    author: &Jid,
    id: &str,
) -> Option<Found> {
    let authors = both(engine, author).await;
    if let Some(found) = recent.get(&authors, id) {
        return Some(found);
    }
    let store = engine.persistence_manager().backend();
    let chats = both(engine, chat).await;
    for author in authors {
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
