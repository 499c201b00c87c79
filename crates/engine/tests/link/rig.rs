//! A network, a store, an engine. Nothing here sleeps: everything waits for what
//! it needs, and a bound only turns a hang into a failure.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use frontdesk_domain::{
    address::PhoneNumber,
    id::{AccountId, WireId},
    network::{
        Arrival, Change, Client, Inbound, Key, Network, Outgoing, OutgoingBody, Receipt,
        ReceiptKind, WireChat,
    },
    pairing::Account,
    secret::Secret,
    session::{Mono, Notice, Purpose},
    slot::SlotNumber,
    time::Timestamp,
};
use frontdesk_engine::{Engine, Options, http};
use frontdesk_sim::{Cmd, Condition, Content, NewAccount, PlainMedia, Sim, SimConfig, SimHandle};
use frontdesk_store::{Place, Store, account_while_linking};
use tokio::time::{Instant, timeout};
use wa_rs::transport::TransportFactory;

use crate::ear::{Heard, RecordingEar};

pub(crate) const BOUND: Duration = Duration::from_secs(60);
pub(crate) const BOUND_MS: u64 = 60_000;

pub(crate) const SHOP: &str = "15550001111";
pub(crate) const MAYA: &str = "15550002222";
pub(crate) const OTTO: &str = "15550003333";

/// The number of the first device that is linked to a phone.
pub(crate) const DEVICE: u16 = 1;

/// The account of the shop, once it is linked.
pub(crate) const ACCOUNT: AccountId = AccountId(1);

pub(crate) struct Rig {
    /// Held so that the network runs as long as the rig.
    _sim: Sim,
    pub(crate) sim: SimHandle,
    /// The network's door for real sockets.
    pub(crate) socket: SocketAddr,
    pub(crate) engine: Engine,
    pub(crate) options: Options,
    pub(crate) store: Store,
    /// Held so that the store has a place.
    _folder: tempfile::TempDir,
}

/// A client and what it said.
pub(crate) struct Started {
    pub(crate) client: Arc<dyn Client>,
    pub(crate) ear: Arc<RecordingEar>,
}

impl Rig {
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}, None).await
    }

    /// With other options, or another way to the network.
    pub(crate) async fn with(
        change: impl FnOnce(&mut Options),
        transport: Option<Arc<dyn TransportFactory>>,
    ) -> Self {
        let mut sim = Sim::start(SimConfig::default()).unwrap();
        let media = sim
            .open_media(SocketAddr::from(([127, 0, 0, 1], 0)))
            .await
            .unwrap()
            .to_string();
        let socket = sim
            .open_ws(SocketAddr::from(([127, 0, 0, 1], 0)))
            .await
            .unwrap();
        let handle = sim.handle();
        handle
            .create_phone(NewAccount::new(SHOP, "Shop"))
            .await
            .unwrap();
        for (number, name) in [(MAYA, "Maya Fairweather"), (OTTO, "Otto Brandt")] {
            let mut person = NewAccount::new(number, name);
            person.in_address_book = vec![SHOP.to_owned()];
            handle.create_contact(person).await.unwrap();
        }
        let folder = tempfile::tempdir().unwrap();
        let place = Place::in_dir(folder.path());
        let store = Store::create(&place, &Secret::new([7; 32]), wall()).unwrap();
        let began = Instant::now();
        let mono = move || Mono(u64::try_from(began.elapsed().as_millis()).unwrap());
        let plain = PlainMedia::new(http::client(http::Limits::default()), &media, &media);
        let mut options = Options::production(Arc::new(mono), Arc::new(wall));
        options.transport = transport.unwrap_or_else(|| Arc::new(handle.in_process()));
        options.http = Arc::new(plain);
        options.version = Some((2, 3000, 1_042_742_319));
        options.one_time_keys = Some(30);
        change(&mut options);
        Self {
            _sim: sim,
            socket,
            sim: handle,
            engine: Engine::new(store.clone(), options.clone()),
            options,
            store,
            _folder: folder,
        }
    }

    pub(crate) fn start(&self, state: AccountId, purpose: Purpose) -> Started {
        let ear = Arc::<RecordingEar>::default();
        let client = self
            .engine
            .start(state, purpose, Arc::clone(&ear) as Arc<_>);
        Started { client, ear }
    }

    /// A client that shows codes.
    pub(crate) fn pairing(&self) -> Started {
        self.start(linking(), Purpose::Pair)
    }

    /// A client of the account that was linked.
    pub(crate) fn log_in(&self) -> Started {
        self.start(ACCOUNT, Purpose::LogIn)
    }

    /// Links the shop's phone by QR and gives the account its place, as the
    /// supervisor does.
    pub(crate) async fn link(&self) -> u16 {
        let pairing = self.pairing();
        let device = self.scan(&pairing).await;
        self.seat(&pairing).await;
        device
    }

    /// A client of another account, linked to that phone and online.
    pub(crate) async fn second(&self, phone: &str) -> Started {
        const SECOND: AccountId = AccountId(2);
        let linking = account_while_linking(SlotNumber::ALL[1]);
        let pairing = self.start(linking, Purpose::Pair);
        let qr = pairing.qr().await;
        self.sim.phone_scan_qr(phone, &qr).await.unwrap();
        pairing.ear.notice(Notice::Stopped).await;
        self.store
            .write(move |tx| tx.signal_mut(linking).hand_over(SECOND))
            .await
            .unwrap();
        let started = self.start(SECOND, Purpose::LogIn);
        started.ear.notice(Notice::Connected).await;
        started
    }

    /// Lets the shop's phone scan.
    pub(crate) async fn scan(&self, pairing: &Started) -> u16 {
        let qr = pairing.qr().await;
        self.sim.phone_scan_qr(SHOP, &qr).await.unwrap()
    }

    /// Waits for the link, hands its state to the account and for the client to
    /// end.
    pub(crate) async fn seat(&self, pairing: &Started) {
        pairing
            .ear
            .until("the link", |heard| match heard {
                Heard::Linked(..) => Some(()),
                _ => None,
            })
            .await;
        let held = pairing.client.hold_state().await;
        self.store
            .write(|tx| tx.signal_mut(linking()).hand_over(ACCOUNT))
            .await
            .unwrap();
        held.go_on_as(ACCOUNT);
        pairing.ear.notice(Notice::Stopped).await;
    }

    /// A linked client that is online.
    pub(crate) async fn online(&self) -> Started {
        self.link().await;
        self.back_online().await
    }

    /// Another client of the linked account, online.
    pub(crate) async fn back_online(&self) -> Started {
        let started = self.log_in();
        started.ear.notice(Notice::Connected).await;
        started
    }

    /// Somebody writes to the shop; answers the message's id.
    pub(crate) async fn says(&self, who: &str, text: &str) -> WireId {
        let text = Content::Text(text.to_owned());
        WireId(self.sim.contact_send(who, SHOP, text).await.unwrap())
    }

    /// The account of the shop, as far as history needs it.
    pub(crate) fn account(&self) -> Account {
        Account {
            phone: number(SHOP),
            lid: None,
        }
    }

    /// Does something in the network.
    pub(crate) async fn command(&self, cmd: Cmd) {
        self.sim.command(cmd).await.unwrap();
    }

    /// Waits until something is so on the network.
    pub(crate) async fn until(&self, condition: Condition) {
        self.sim.wait_until(condition, BOUND_MS).await.unwrap();
    }

    /// The network understood everything and saw no rule broken.
    pub(crate) fn assert_clean(&self) {
        assert_eq!(self.sim.unhandled(), Vec::<String>::new(), "not understood");
        assert_eq!(self.sim.alarms(), Vec::<String>::new(), "alarms");
    }
}

impl Started {
    /// Sends something to a conversation and returns its id.
    pub(crate) async fn send(&self, rig: &Rig, chat: WireChat, body: OutgoingBody) -> WireId {
        let id = rig.engine.new_wire_id();
        let message = Outgoing {
            id: id.clone(),
            chat,
            body,
        };
        self.client.send(message).await.unwrap();
        id
    }

    pub(crate) async fn qr(&self) -> String {
        self.ear
            .until("a QR code", |heard| match heard {
                Heard::Qr(code) => Some(code.clone()),
                _ => None,
            })
            .await
    }

    pub(crate) async fn stop(&self) {
        timeout(BOUND, self.client.stop()).await.unwrap();
    }
}

impl RecordingEar {
    /// Waits for a message and returns it.
    pub(crate) async fn arrival(&self, id: &WireId) -> Arrival {
        self.until(&format!("the message {}", id.0), |heard| match heard {
            Heard::Kept(Inbound::Arrived(arrival)) if arrival.key.id == *id => {
                Some((**arrival).clone())
            }
            _ => None,
        })
        .await
    }

    /// Waits for something to happen to a message.
    pub(crate) async fn change(&self, id: &WireId) -> (Key, Change) {
        self.until(&format!("a change of {}", id.0), |heard| match heard {
            Heard::Kept(Inbound::Changed { target, change, .. }) if target.id == *id => {
                Some((target.clone(), change.clone()))
            }
            _ => None,
        })
        .await
    }

    /// Waits for the server's answer to a message and returns its refusal.
    pub(crate) async fn acknowledged(&self, wanted: &WireId) -> Option<u16> {
        self.until("the server's answer", |heard| match heard {
            Heard::Kept(Inbound::Acknowledged { id, refused, .. }) if id == wanted => {
                Some(*refused)
            }
            _ => None,
        })
        .await
    }

    /// Waits for a receipt of some kind for a message.
    pub(crate) async fn receipt(&self, id: &WireId, kind: ReceiptKind) -> Receipt {
        self.until(&format!("{kind:?}"), |heard| match heard {
            Heard::Kept(Inbound::Receipt(receipt))
                if receipt.kind == kind && receipt.ids.contains(id) =>
            {
                Some(receipt.clone())
            }
            _ => None,
        })
        .await
    }
}

pub(crate) fn linking() -> AccountId {
    account_while_linking(SlotNumber::ALL[0])
}

pub(crate) fn number(digits: &str) -> PhoneNumber {
    PhoneNumber::parse(digits).unwrap()
}

/// A plain text to send.
pub(crate) fn text(words: &str) -> OutgoingBody {
    OutgoingBody::Text {
        text: words.to_owned(),
        quote: None,
        mentions: Vec::new(),
        forwarded: false,
    }
}

pub(crate) fn chat_with(digits: &str) -> WireChat {
    WireChat::phone(number(digits))
}

/// The number in a conversation with a person.
pub(crate) fn number_of(chat: &WireChat) -> String {
    match chat {
        WireChat::Person(address) => address.phone.as_ref().unwrap().digits().to_owned(),
        WireChat::Group(group) => panic!("no person: {group}"),
    }
}

fn wall() -> Timestamp {
    Timestamp(wa_rs::wacore::time::now_millis())
}
