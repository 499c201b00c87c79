//! A network and real clients on it. Nothing here sleeps: everything waits
//! for what it needs, and a bound only turns a hang into a failure.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use frontdesk_sim::{
    Condition, NewAccount, PlainMedia, Sim, SimConfig, SimHandle, demo::DemoWorld,
};
use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{sync::watch, time::timeout};
use wa_rs::{
    Client,
    bot::{Bot, BotHandle},
    pair_code::PairCodeOptions,
    passkey::{Assertion, parse_request_options},
    store::Backend,
    transport::TokioWebSocketTransportFactory,
    types::events::{Event, EventHandler},
    wacore::{net::HttpClient, store::InMemoryBackend},
};
use whatsapp_rust_ureq_http_client::UreqHttpClient;

/// Turns a hang into a failure; no test is meant to come near it.
pub(crate) const BOUND: Duration = Duration::from_secs(60);
pub(crate) const BOUND_MS: u64 = 60_000;

pub(crate) const SHOP: &str = "15550001111";
pub(crate) const MAYA: &str = "15550002222";
pub(crate) const OTTO: &str = "15550003333";

/// A network with a shop's phone and two people.
pub(crate) struct Rig {
    /// Held so that the network runs as long as the rig.
    _sim: Option<Sim>,
    pub(crate) handle: SimHandle,
    media: String,
    ws: String,
}

/// Which way a client gets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    InProcess,
    Socket,
}

/// A real client.
pub(crate) struct Device {
    pub(crate) client: Arc<Client>,
    pub(crate) number: u16,
    bot: BotHandle,
    events: Arc<Events>,
    backend: Arc<dyn Backend>,
    door: Door,
}

#[derive(Default)]
struct Events {
    seen: Mutex<Vec<Arc<Event>>>,
    count: watch::Sender<usize>,
}

struct Listener(Arc<Events>);

impl EventHandler for Listener {
    fn handle_event(&self, event: Arc<Event>) {
        let mut seen = self.0.seen.lock().expect("the list of events");
        seen.push(event);
        self.0.count.send_replace(seen.len());
    }
}

impl Rig {
    pub(crate) async fn new() -> Self {
        let rig = Self::empty().await;
        let shop = NewAccount::new(SHOP, "Shop");
        rig.handle.create_phone(shop).await.expect("a phone");
        for (number, name) in [(MAYA, "Maya Fairweather"), (OTTO, "Otto Brandt")] {
            let mut person = NewAccount::new(number, name);
            person.in_address_book = vec![SHOP.to_owned()];
            rig.handle.create_contact(person).await.expect("a person");
        }
        rig
    }

    /// A network with nobody in it.
    pub(crate) async fn empty() -> Self {
        let mut sim = Sim::start(SimConfig::default()).expect("a network");
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let media = sim.open_media(any).await.expect("a media door");
        let ws = sim.open_ws(any).await.expect("a socket door");
        let handle = sim.handle();
        Self {
            _sim: Some(sim),
            handle,
            media: media.to_string(),
            ws: format!("ws://{ws}/ws/chat"),
        }
    }

    /// Real clients on a demo that somebody else holds.
    pub(crate) fn on(demo: &DemoWorld) -> Self {
        Self {
            _sim: None,
            handle: demo.handle(),
            media: demo.media_host(),
            ws: demo.ws_url(),
        }
    }

    /// Where the media host's plain door is.
    pub(crate) fn media_door(&self) -> &str {
        &self.media
    }

    /// An unlinked client that is on its way in.
    pub(crate) async fn arrive(&self, door: Door, code: Option<PairCodeOptions>) -> Device {
        let backend: Arc<dyn Backend> = Arc::new(InMemoryBackend::new());
        self.start(door, backend, code).await
    }

    /// A client linked to the shop's phone, by QR, and online.
    pub(crate) async fn linked(&self, door: Door) -> Device {
        self.linked_to(SHOP, door).await
    }

    /// A client linked to that phone, by QR, and online.
    pub(crate) async fn linked_to(&self, phone: &str, door: Door) -> Device {
        let mut device = self.arrive(door, None).await;
        let qr = device.qr().await;
        device.number = self.handle.phone_scan_qr(phone, &qr).await.expect("a link");
        device.connected().await;
        self.online(phone, &device).await;
        device
    }

    /// The same client again, as after closing and opening the app.
    pub(crate) async fn restart(&self, device: Device) -> Device {
        let Device {
            bot,
            backend,
            door,
            number,
            ..
        } = device;
        bot.shutdown().await;
        let mut again = self.start(door, backend, None).await;
        again.number = number;
        again
    }

    pub(crate) async fn start(
        &self,
        door: Door,
        backend: Arc<dyn Backend>,
        code: Option<PairCodeOptions>,
    ) -> Device {
        let events = Arc::new(Events::default());
        let plain = wa_rs_http(&self.media);
        let bot = Bot::builder()
            .with_backend_arc(Arc::clone(&backend))
            .with_http_client(plain)
            .with_version((2, 3000, 1_042_742_319))
            .with_wanted_pre_key_count(30)
            .with_event_handler(Listener(Arc::clone(&events)));
        let bot = match code {
            Some(code) => bot.with_pair_code(code),
            None => bot,
        };
        let bot = match door {
            Door::InProcess => {
                bot.with_transport_factory(self.handle.in_process())
                    .build()
                    .await
            }
            Door::Socket => {
                let factory = TokioWebSocketTransportFactory::new().with_url(self.ws.clone());
                bot.with_transport_factory(factory).build().await
            }
        }
        .expect("a client");
        let bot = bot.spawn();
        Device {
            client: bot.client(),
            number: 0,
            bot,
            events,
            backend,
            door,
        }
    }

    pub(crate) async fn online(&self, phone: &str, device: &Device) {
        let condition = Condition::Online {
            phone: phone.to_owned(),
            device: device.number,
        };
        self.handle
            .wait_until(condition, BOUND_MS)
            .await
            .expect("online");
    }

    /// The network understood everything and saw no rule broken.
    pub(crate) fn assert_clean(&self) {
        assert_eq!(
            self.handle.unhandled(),
            Vec::<String>::new(),
            "not understood"
        );
        assert_eq!(self.handle.alarms(), Vec::<String>::new(), "alarms");
    }
}

impl Device {
    /// Waits for an event and returns what is made of it.
    pub(crate) async fn until<T>(
        &self,
        what: &str,
        mut look: impl FnMut(&Event) -> Option<T>,
    ) -> T {
        let mut count = self.events.count.subscribe();
        let mut next = 0;
        let waiting = async {
            loop {
                let fresh: Vec<_> = {
                    let seen = self.events.seen.lock().expect("the list of events");
                    seen.iter().skip(next).cloned().collect()
                };
                next += fresh.len();
                if let Some(found) = fresh.iter().find_map(|event| look(event)) {
                    return found;
                }
                count.changed().await.expect("the client lives");
            }
        };
        match timeout(BOUND, waiting).await {
            Ok(found) => found,
            Err(_) => panic!("{what} did not happen; events: {:#?}", self.kinds()),
        }
    }

    pub(crate) fn count(&self, mut look: impl FnMut(&Event) -> bool) -> usize {
        let seen = self.events.seen.lock().expect("the list of events");
        seen.iter().filter(|event| look(event)).count()
    }

    pub(crate) async fn qr(&self) -> String {
        self.until("a QR code", |event| match event {
            Event::PairingQrCode(qr) => Some(qr.code.clone()),
            _ => None,
        })
        .await
    }

    pub(crate) async fn connected(&self) {
        self.until("the connection", |event| {
            matches!(event, Event::Connected(_)).then_some(())
        })
        .await;
    }

    /// What the network wants to be answered with a passkey.
    pub(crate) async fn passkey_challenge(&self) -> Vec<u8> {
        let options = self
            .until("the demand for a passkey", |event| match event {
                Event::PairPasskeyRequest(request) => Some(request.request_options_json.clone()),
                _ => None,
            })
            .await;
        let asked = parse_request_options(&options).expect("a question");
        asked.challenge
    }

    /// The code that is to be compared with the phone's.
    pub(crate) async fn passkey_code(&self) -> String {
        self.until("a code to compare", |event| match event {
            Event::PairPasskeyConfirmation(shown) => Some(shown.code.clone()),
            _ => None,
        })
        .await
    }

    pub(crate) async fn shut_down(self) {
        self.bot.shutdown().await;
    }

    pub(crate) fn backend(&self) -> Arc<dyn Backend> {
        Arc::clone(&self.backend)
    }

    fn kinds(&self) -> Vec<String> {
        let seen = self.events.seen.lock().expect("the list of events");
        seen.iter()
            .map(|event| format!("{event:?}").chars().take(160).collect())
            .collect()
    }
}

fn wa_rs_http(host: &str) -> impl HttpClient + use<> {
    PlainMedia::new(UreqHttpClient::new(), host, host)
}

/// What a browser hands over after a passkey signed: it answers the challenge.
pub(crate) fn assertion(challenge: &[u8]) -> Assertion {
    let client = serde_json::json!({
        "type": "webauthn.get",
        "challenge": BASE64_URL_SAFE_NO_PAD.encode(challenge),
        "origin": "https://web.whatsapp.com",
    });
    let assertion = serde_json::json!({
        "id": "Zmljdmlj",
        "rawId": "Zmljdmlj",
        "type": "public-key",
        "response": {
            "clientDataJSON": BASE64_URL_SAFE_NO_PAD.encode(client.to_string()),
            "authenticatorData": "AA",
            "signature": "AA",
        },
    });
    Assertion {
        assertion_json: assertion.to_string().into_bytes(),
        credential_id: b"ficvic".to_vec(),
    }
}
