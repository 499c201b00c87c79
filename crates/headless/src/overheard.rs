//! Hears what clients tell the application, and hands all of it on: the text of
//! a code to be scanned never leaves the application, which only draws it.

use std::sync::Arc;

use frontdesk_domain::{
    id::{AccountId, WireId},
    network::{Answer, Client, Ear, Inbound, Network, NotKept, Told, Unread},
    pairing::Account,
    session::{Notice, Purpose},
    slot::SlotNumber,
};
use frontdesk_store::account_while_linking;
use serde_json::json;

use crate::line::say;

/// A network that is listened to.
pub(crate) struct Overheard<N>(pub(crate) N);

struct Overhearing {
    ear: Arc<dyn Ear>,
    slot: Option<SlotNumber>,
}

impl<N: Network> Network for Overheard<N> {
    fn start(&self, state: AccountId, purpose: Purpose, ear: Arc<dyn Ear>) -> Arc<dyn Client> {
        let linking = |slot: &SlotNumber| account_while_linking(*slot) == state;
        let slot = SlotNumber::ALL.into_iter().find(linking);
        self.0
            .start(state, purpose, Arc::new(Overhearing { ear, slot }))
    }

    fn new_wire_id(&self) -> WireId {
        self.0.new_wire_id()
    }

    fn unpack_history(
        &self,
        own: &Account,
        chunk: &[u8],
        each: &mut dyn FnMut(Vec<Inbound>) -> bool,
    ) -> bool {
        self.0.unpack_history(own, chunk, each)
    }

    fn translation(&self) -> u32 {
        self.0.translation()
    }

    fn read_again(&self, own: &Account, unread: &Unread) -> Vec<Inbound> {
        self.0.read_again(own, unread)
    }
}

impl Ear for Overhearing {
    fn told(&self, told: Told) {
        let overheard = match (&told, self.slot) {
            (Told::QrCode { text, .. }, Some(slot)) => {
                Some(json!({"event": "code", "slot": slot, "text": text.expose()}))
            }
            (Told::Notice(Notice::Ended(close)), _) => {
                Some(json!({"event": "ended", "why": format!("{close:?}")}))
            }
            _ => None,
        };
        self.ear.told(told);
        if let Some(overheard) = overheard {
            say(&overheard);
        }
    }

    fn keep(&self, news: Vec<Inbound>) -> Answer<'_, Result<(), NotKept>> {
        self.ear.keep(news)
    }
}
