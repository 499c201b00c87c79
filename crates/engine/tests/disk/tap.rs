//! The engine with somebody listening between it and the application.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use frontdesk_domain::{
    id::{AccountId, WireId},
    network::{Answer, Client, Ear, Inbound, Network, NotKept, Told, Unread},
    pairing::Account,
    session::Purpose,
};
use frontdesk_engine::Engine;
use tokio::sync::watch;

/// What is heard in between, and what is made worse there.
#[derive(Default)]
pub(crate) struct Tap {
    qr: watch::Sender<Option<String>>,
    /// How often news with messages were to be kept.
    batches: AtomicU32,
    /// So many times news with messages are still refused.
    refusals: watch::Sender<u32>,
    /// How long the next message takes to be kept.
    delay: watch::Sender<Option<Duration>>,
}

impl Tap {
    /// Waits for the newest QR code.
    pub(crate) async fn qr(&self) -> String {
        let mut codes = self.qr.subscribe();
        let code = codes.wait_for(Option::is_some).await.unwrap();
        code.clone().unwrap()
    }

    /// How often messages came to be kept, one or many at a time.
    pub(crate) fn batches(&self) -> u32 {
        self.batches.load(Ordering::SeqCst)
    }

    /// So many times, messages cannot be kept.
    pub(crate) fn refuse(&self, count: u32) {
        self.refusals.send_replace(count);
    }

    /// How many times they still cannot.
    pub(crate) fn refusals(&self) -> u32 {
        *self.refusals.borrow()
    }

    /// Waits until one more was refused.
    pub(crate) async fn until_fewer_refusals(&self, than: u32) {
        let mut refusals = self.refusals.subscribe();
        refusals.wait_for(|now| *now < than).await.unwrap();
    }

    /// The next message takes that long to be kept.
    pub(crate) fn slow(&self, by: Duration) {
        self.delay.send_replace(Some(by));
    }

    /// Waits until that began.
    pub(crate) async fn until_slow_began(&self) {
        let mut delay = self.delay.subscribe();
        delay.wait_for(Option::is_none).await.unwrap();
    }
}

/// The engine, overheard.
pub(crate) struct Tapped {
    pub(crate) engine: Engine,
    pub(crate) tap: Arc<Tap>,
}

impl Network for Tapped {
    fn start(&self, state: AccountId, purpose: Purpose, ear: Arc<dyn Ear>) -> Arc<dyn Client> {
        let tap = Arc::clone(&self.tap);
        self.engine
            .start(state, purpose, Arc::new(TappedEar { ear, tap }))
    }

    fn new_wire_id(&self) -> WireId {
        self.engine.new_wire_id()
    }

    fn unpack_history(
        &self,
        own: &Account,
        chunk: &[u8],
        each: &mut dyn FnMut(Vec<Inbound>) -> bool,
    ) -> bool {
        self.engine.unpack_history(own, chunk, each)
    }

    fn translation(&self) -> u32 {
        self.engine.translation()
    }

    fn read_again(&self, own: &Account, unread: &Unread) -> Vec<Inbound> {
        self.engine.read_again(own, unread)
    }
}

struct TappedEar {
    ear: Arc<dyn Ear>,
    tap: Arc<Tap>,
}

impl Ear for TappedEar {
    fn told(&self, told: Told) {
        if let Told::QrCode { text, .. } = &told {
            self.tap.qr.send_replace(Some(text.expose().clone()));
        }
        self.ear.told(told);
    }

    fn keep(&self, news: Vec<Inbound>) -> Answer<'_, Result<(), NotKept>> {
        let brings = |one: &Inbound| matches!(one, Inbound::Arrived(_));
        if !news.iter().any(brings) {
            return self.ear.keep(news);
        }
        self.tap.batches.fetch_add(1, Ordering::SeqCst);
        let refused = self.tap.refusals.send_if_modified(|left| {
            let more = *left > 0;
            *left = left.saturating_sub(1);
            more
        });
        if refused {
            return Box::pin(async { Err(NotKept) });
        }
        let delay = self.tap.delay.send_replace(None);
        Box::pin(async move {
            if let Some(delay) = delay {
                tokio::time::sleep(delay).await;
            }
            self.ear.keep(news).await
        })
    }
}
