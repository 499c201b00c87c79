//! How the protocol names a message that something is done to.
//!
//! In a group a message is named by its writer too, as the group addresses its
//! members: by number or by LID.

use frontdesk_domain::{
    address::Address,
    network::{Key, SendError},
};
use wa_rs::{
    Client as Engine, Jid, Server, types::message::AddressingMode, waproto::whatsapp as wa,
};

use super::error;
use crate::jid;

/// The name of a message in the conversation `chat`.
pub(crate) async fn of_message(
    engine: &Engine,
    chat: &Jid,
    key: &Key,
) -> Result<wa::MessageKey, SendError> {
    let participant = match &key.sender {
        Some(sender) if chat.server == Server::Group => {
            Some(member(engine, chat, sender).await?.to_string())
        }
        Some(_) | None => None,
    };
    Ok(wa::MessageKey {
        remote_jid: Some(chat.to_string()),
        from_me: Some(key.sender.is_none()),
        id: Some(key.id.0.clone()),
        participant,
    })
}

/// Who wrote a message in the conversation `chat`.
pub(crate) async fn author(engine: &Engine, chat: &Jid, key: &Key) -> Result<Jid, SendError> {
    match &key.sender {
        Some(sender) if chat.server == Server::Group => member(engine, chat, sender).await,
        Some(sender) => jid::of_person(sender).ok_or(SendError::Unsendable),
        None => own(engine, chat).await,
    }
}

/// A member as the group addresses it.
pub(crate) async fn member(
    engine: &Engine,
    group: &Jid,
    person: &Address,
) -> Result<Jid, SendError> {
    if by_lid(engine, group).await? {
        if let Some(lid) = &person.lid {
            return Ok(Jid::lid(lid.0.as_str()));
        }
        let known = jid::of_person(person).ok_or(SendError::Unsendable)?;
        return Ok(match engine.get_lid_pn_entry(&known).await {
            Ok(Some(entry)) => Jid::lid(&*entry.lid),
            Ok(None) | Err(_) => known,
        });
    }
    jid::of_person(person).ok_or(SendError::Unsendable)
}

/// The account as the conversation addresses it.
async fn own(engine: &Engine, chat: &Jid) -> Result<Jid, SendError> {
    let number = engine.pn().ok_or(SendError::NotConnected)?.to_non_ad();
    if chat.server == Server::Group && by_lid(engine, chat).await? {
        return Ok(engine.lid().map_or(number, |lid| lid.to_non_ad()));
    }
    Ok(number)
}

async fn by_lid(engine: &Engine, group: &Jid) -> Result<bool, SendError> {
    let known = engine
        .groups()
        .query_info(group)
        .await
        .map_err(|cause| error::of_group(&cause))?;
    Ok(known.addressing_mode == AddressingMode::Lid)
}
