//! A network that never stops talking: every number is online, and people write
//! fifty messages a second. What comes goes the whole way through the store; it
//! shows how the window bears it.

use std::{sync::Arc, time::Duration};

use frontdesk_app::{
    clock::{Clock, SystemClock},
    sessions::NetworkMaker,
};
use frontdesk_domain::{
    network::{Arrival, Content, Inbound, Key, Network, Origin, WireChat},
    session::Notice,
};
use frontdesk_store::Store;
use frontdesk_testkit::{
    clock::HandClock,
    network::{Puppet, Script},
    world::vast,
};

/// Between two messages of one number, so that three make fifty a second.
const EVERY: Duration = Duration::from_millis(60);
/// After how many messages the server gives a sign of life.
const ALIVE_EVERY: usize = 100;
/// How often somebody looks whether a number came online.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Makes the network of the flood.
pub(crate) fn network() -> NetworkMaker {
    Some(Box::new(|store| {
        let script = Script::new(Arc::new(HandClock::at(SystemClock.now())));
        let network = script.plug(store);
        tauri::async_runtime::spawn(let_talk(script, network.clone(), store.clone()));
        network
    }))
}

/// Lets people write to every client that is started, as long as it lives.
async fn let_talk(script: Script, ids: Arc<dyn Network>, store: Store) {
    let mut ticks = tokio::time::interval(LOOK_EVERY);
    let mut known = 0;
    loop {
        ticks.tick().await;
        let puppets = script.puppets();
        for puppet in puppets.iter().skip(known) {
            let slot = store.read(|tx| tx.slot_of(puppet.state()));
            if let Ok(Some(slot)) = slot {
                let talk = Talk {
                    puppet: puppet.clone(),
                    ids: ids.clone(),
                    shop: usize::from(slot.get()) - 1,
                };
                tauri::async_runtime::spawn(talk.go_on());
            }
        }
        known = puppets.len();
    }
}

/// What is written to one number.
struct Talk {
    puppet: Puppet,
    ids: Arc<dyn Network>,
    shop: usize,
}

impl Talk {
    async fn go_on(self) {
        self.puppet.comes_up();
        let mut ticks = tokio::time::interval(EVERY);
        let mut said = 0_usize;
        while self.puppet.is_alive() {
            ticks.tick().await;
            if said.is_multiple_of(ALIVE_EVERY) {
                let asked_at = SystemClock.mono();
                self.puppet.notice(Notice::RoundTrip { asked_at });
            }
            if self.puppet.brings(vec![self.message(said)]).await.is_err() {
                return;
            }
            said = said.wrapping_add(1);
        }
    }

    /// Every other message to the first number is one of the long conversation.
    fn message(&self, said: usize) -> Inbound {
        let place = if self.shop == 0 && said.is_multiple_of(2) {
            0
        } else {
            said.wrapping_mul(37) % (vast::CHATS / vast::SHOPS)
        };
        let who = vast::caller(place * vast::SHOPS + self.shop);
        Inbound::Arrived(Box::new(Arrival {
            key: Key {
                chat: WireChat::Person(who.clone()),
                sender: Some(who),
                id: self.ids.new_wire_id(),
            },
            at: SystemClock.now(),
            origin: Origin::Live,
            sender_name: None,
            content: Content::Text(vast::words(said).to_owned()),
            quoted: None,
            mentions: Vec::new(),
            forwarded: false,
            disappears_after: None,
            view_once: false,
            payload: Vec::new(),
            read: false,
            delivery: None,
        }))
    }
}
