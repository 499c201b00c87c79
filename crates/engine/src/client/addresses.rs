//! Completing addresses: a stanza often tells only a number or only a LID of
//! somebody of whom the engine knows both.

use frontdesk_domain::{
    address::{Address, Lid, PhoneNumber},
    network::{Inbound, Key, WireChat},
};
use wa_rs::Client as Engine;

use crate::jid;

/// Completes the addresses by which news name their conversations and writers.
pub(super) async fn complete(engine: &Engine, news: &mut [Inbound]) {
    for piece in news {
        match piece {
            Inbound::Arrived(arrival) => complete_key(engine, &mut arrival.key).await,
            Inbound::Changed { target, by, .. } => {
                complete_key(engine, target).await;
                complete_key(engine, by).await;
            }
            Inbound::Nothing(key) => complete_key(engine, key).await,
            Inbound::Receipt(receipt) => {
                complete_chat(engine, &mut receipt.chat).await;
                complete_address(engine, &mut receipt.who).await;
            }
            Inbound::Chat { chat, .. } => complete_chat(engine, chat).await,
            Inbound::Named { who, .. } => complete_address(engine, who).await,
            Inbound::Blocked(people) => {
                for who in people {
                    complete_address(engine, who).await;
                }
            }
            Inbound::Past { chat, .. } => complete_chat(engine, chat).await,
            Inbound::Acknowledged { .. }
            | Inbound::HistoryAnnounced { .. }
            | Inbound::SamePerson(_)
            | Inbound::NumberChanged { .. }
            | Inbound::Group { .. }
            | Inbound::History { .. } => {}
        }
    }
}

async fn complete_key(engine: &Engine, key: &mut Key) {
    complete_chat(engine, &mut key.chat).await;
    if let Some(sender) = &mut key.sender {
        complete_address(engine, sender).await;
    }
}

async fn complete_chat(engine: &Engine, chat: &mut WireChat) {
    if let WireChat::Person(address) = chat {
        complete_address(engine, address).await;
    }
}

async fn complete_address(engine: &Engine, address: &mut Address) {
    if address.phone.is_some() && address.lid.is_some() {
        return;
    }
    let Some(known) = jid::of_person(address) else {
        return;
    };
    if let Ok(Some(entry)) = engine.get_lid_pn_entry(&known).await {
        address.phone = address
            .phone
            .take()
            .or_else(|| PhoneNumber::parse(&entry.phone_number).ok());
        address.lid = address
            .lid
            .take()
            .or_else(|| Some(Lid(entry.lid.to_string())));
    }
}
