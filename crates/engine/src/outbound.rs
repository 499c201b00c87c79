//! What the application sends, as the protocol wants it. No message is given an
//! id here, and nothing is sent.

mod content;
pub(crate) mod error;
mod file;
pub(crate) mod key;
mod poll;
mod reach;

use std::sync::atomic::{AtomicU64, Ordering};

use frontdesk_domain::{
    id::WireId,
    network::{Outgoing, OutgoingBody, SendError},
    time::Timestamp,
};
use wa_rs::{Client as Engine, Jid, waproto::whatsapp as wa};

use crate::{jid, secrets::RecentSecrets};

/// A message ready to be encrypted.
pub(crate) struct Made {
    pub(crate) to: Jid,
    pub(crate) message: wa::Message,
}

/// Makes the message. Asks the engine how a group addresses its members.
pub(crate) async fn message(
    engine: &Engine,
    recent: &RecentSecrets,
    outgoing: &Outgoing,
    now: Timestamp,
) -> Result<Made, SendError> {
    let to = jid::of_chat(&outgoing.chat).ok_or(SendError::Unsendable)?;
    reach::look(engine, &to).await?;
    let message = match &outgoing.body {
        OutgoingBody::Text {
            text,
            quote,
            mentions,
            forwarded,
        } => {
            let quote = match quote {
                Some(quote) => Some(content::Quote {
                    author: key::author(engine, &to, &quote.key).await?,
                    quote,
                }),
                None => None,
            };
            content::text(text, quote, mentions, *forwarded)
        }
        OutgoingBody::File {
            kind,
            caption,
            facts,
            forwarded,
        } => file::message(*kind, caption, facts, *forwarded)?,
        OutgoingBody::Edit { target, text } => {
            content::edit(key::of_message(engine, &to, target).await?, text, now)
        }
        OutgoingBody::Delete { target } => {
            content::delete(key::of_message(engine, &to, target).await?)
        }
        OutgoingBody::Reaction { target, emoji } => {
            content::reaction(key::of_message(engine, &to, target).await?, emoji, now)
        }
        OutgoingBody::Poll {
            question,
            options,
            choices,
            secret,
        } => poll::creation(question, options, *choices, secret)?,
        OutgoingBody::Vote { target, choices } => {
            poll::vote(engine, recent, &to, target, choices, now).await?
        }
    };
    Ok(Made { to, message })
}

/// Makes an id as WhatsApp's own web client does: a fixed beginning by which
/// others know that no phone wrote the message, and 72 bits without a pattern.
pub(crate) fn new_wire_id() -> WireId {
    const BEGINNING: &str = "3EB0";
    const BITS: u32 = 72;
    WireId(format!(
        "{BEGINNING}{:018X}",
        random() & ((1_u128 << BITS) - 1)
    ))
}

/// A system without random numbers could not have linked a phone. Should one
/// lose them later, ids must still differ.
fn random() -> u128 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    let mut bytes = [0; 16];
    match getrandom::fill(&mut bytes) {
        Ok(()) => u128::from_le_bytes(bytes),
        Err(_) => {
            tracing::error!("The system has no random numbers");
            let millis = u128::from(wa_rs::wacore::time::now_millis().unsigned_abs());
            (millis << 20) | u128::from(LAST.fetch_add(1, Ordering::Relaxed))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn an_id_looks_like_the_web_clients_and_none_comes_twice() {
        let ids: HashSet<String> = (0..1_000).map(|_| new_wire_id().0).collect();
        assert_eq!(ids.len(), 1_000, "all differ");
        for id in ids {
            assert!(id.starts_with("3EB0") && id.len() == 22, "{id}");
            assert!(
                id.chars()
                    .all(|c| c.is_ascii_digit() || ('A'..='F').contains(&c)),
                "{id} is upper-case hexadecimal"
            );
        }
    }
}
