//! The network of the stored worlds. It reaches nobody: every number is online
//! at once, and what is asked is answered as a server would. In the flood people
//! write fifty messages a second, which go the whole way through the store and
//! show how the window bears it.

use std::{sync::Arc, time::Duration};

use frontdesk_app::{
    clock::{Clock, SystemClock},
    sessions::NetworkMaker,
};
use frontdesk_domain::{
    network::{Arrival, Content, Inbound, Key, Network, Origin, WireChat},
    session::{Notice, Purpose},
};
use frontdesk_store::Store;
use frontdesk_testkit::{
    clock::HandClock,
    network::{Call, Puppet, Script},
    world::vast,
};

/// How often somebody looks what a client was asked.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// Between two messages of one number, so that three make fifty a second.
const WRITE_EVERY: Duration = Duration::from_millis(60);
/// How long a code is said to work.
const CODE_LIVES: u64 = 60_000;

/// Makes the network; `floods` when people write.
pub(crate) fn network(floods: bool) -> NetworkMaker {
    Some(Box::new(move |store| {
        let script = Script::new(Arc::new(HandClock::at(SystemClock.now())));
        let network = script.plug(store);
        tauri::async_runtime::spawn(run(script, network.clone(), store.clone(), floods));
        network
    }))
}

/// Sees to every client that is started, as long as it lives.
async fn run(script: Script, ids: Arc<dyn Network>, store: Store, floods: bool) {
    let mut ticks = tokio::time::interval(LOOK_EVERY);
    let mut known = 0;
    loop {
        ticks.tick().await;
        let puppets = script.puppets();
        for puppet in puppets.iter().skip(known) {
            tauri::async_runtime::spawn(serve(puppet.clone()));
            let slot = store.read(|tx| tx.slot_of(puppet.state()));
            if let Ok(Some(slot)) = slot
                && floods
            {
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

/// Does what a server does for a client.
async fn serve(puppet: Puppet) {
    match puppet.start().purpose {
        Purpose::LogIn => puppet.comes_up(),
        Purpose::Pair => {
            puppet.reaches_the_server();
            puppet.shows_qr(CODE_LIVES);
        }
    }
    let mut ticks = tokio::time::interval(LOOK_EVERY);
    let mut seen = 0;
    while puppet.is_alive() {
        ticks.tick().await;
        let calls = puppet.calls();
        for call in calls.iter().skip(seen) {
            answer(&puppet, call).await;
        }
        seen = calls.len();
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "whatever else is asked needs no answer"
)]
async fn answer(puppet: &Puppet, call: &Call) {
    let news = match call {
        Call::Probe => {
            let asked_at = SystemClock.mono();
            return puppet.notice(Notice::RoundTrip { asked_at });
        }
        Call::LogOut => return puppet.notice(Notice::LogoutDone { told: true }),
        Call::Send(message) => Inbound::Acknowledged {
            id: message.id.clone(),
            refused: None,
            at: SystemClock.now(),
        },
        Call::AskPast(chat, _) => Inbound::Past {
            chat: chat.clone(),
            asked: true,
            complete: true,
        },
        _ => return,
    };
    if puppet.brings(vec![news]).await.is_err() {
        tracing::debug!("The store closed before an answer was kept");
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
        let mut ticks = tokio::time::interval(WRITE_EVERY);
        let mut said = 0_usize;
        while self.puppet.is_alive() {
            ticks.tick().await;
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
