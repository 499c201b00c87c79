//! The program as it might have been once: with an engine that does not know
//! polls yet. What it keeps as it came, the program of today reads again, and a
//! story in the window sees it happen.

use std::sync::Arc;

use frontdesk_domain::{
    id::{AccountId, WireId},
    network::{Answer, Client, Content, Ear, Inbound, Network, NotKept, Told, Unread},
    pairing::Account,
    session::Purpose,
};
use frontdesk_engine::Engine;

/// An engine of those days.
pub(super) struct Earlier(pub(super) Engine);

/// Hears what the engine says and does not understand all of it.
struct HardOfHearing(Arc<dyn Ear>);

impl Network for Earlier {
    fn start(&self, state: AccountId, purpose: Purpose, ear: Arc<dyn Ear>) -> Arc<dyn Client> {
        self.0.start(state, purpose, Arc::new(HardOfHearing(ear)))
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
        self.0
            .unpack_history(own, chunk, &mut |news| each(misheard(news)))
    }

    /// Lower than any that was ever shipped.
    fn translation(&self) -> u32 {
        0
    }

    fn read_again(&self, own: &Account, unread: &Unread) -> Vec<Inbound> {
        misheard(self.0.read_again(own, unread))
    }
}

impl Ear for HardOfHearing {
    fn told(&self, told: Told) {
        self.0.told(told);
    }

    fn keep(&self, news: Vec<Inbound>) -> Answer<'_, Result<(), NotKept>> {
        self.0.keep(misheard(news))
    }
}

/// A poll was no more than something unknown with its payload.
fn misheard(mut news: Vec<Inbound>) -> Vec<Inbound> {
    for one in &mut news {
        if let Inbound::Arrived(arrival) = one
            && matches!(arrival.content, Content::Poll { .. })
        {
            arrival.content = Content::Unsupported {
                what: "pollCreationMessage".to_owned(),
            };
        }
    }
    news
}
