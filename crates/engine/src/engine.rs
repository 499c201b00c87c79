//! The engine as the application asks for it: where its clients get their
//! transport, their HTTP and their clocks from.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use frontdesk_domain::{
    id::{AccountId, WireId},
    network::{Client, Ear, Inbound, Network, Unread},
    pairing::Account,
    session::{Mono, Purpose},
    time::Timestamp,
};
use frontdesk_store::Store;
use wa_rs::{
    transport::{TokioWebSocketTransportFactory, TransportFactory},
    wacore::net::HttpClient,
};

use crate::{client::Link, http, versions::Versions};

/// Reads a clock that never goes back; the same one that the supervisor of the
/// links reads, since moments told by a client are compared with its own.
pub type MonoClock = Arc<dyn Fn() -> Mono + Send + Sync>;

/// Reads the wall clock.
pub type WallClock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What an engine is made of.
#[derive(Clone)]
pub struct Options {
    /// Where connections come from.
    pub transport: Arc<dyn TransportFactory>,
    /// What fetches files, and the number of the current client version.
    pub http: Arc<dyn HttpClient>,
    /// The client version to claim. `None` asks WhatsApp once a day, as the
    /// product does; a pinned one grows old and is refused some day.
    pub version: Option<(u32, u32, u32)>,
    /// For moments that are compared.
    pub mono: MonoClock,
    /// For moments that are shown.
    pub wall: WallClock,
    /// How many one-time keys are made when a phone is linked; `None` is as many
    /// as the real client makes. Fewer make tests quicker.
    pub one_time_keys: Option<usize>,
    /// How many times shorter the engine's own waits are, such as those for the
    /// next QR code. More than one is only for a simulated network.
    pub pace: u32,
}

impl Options {
    /// As the product runs: WhatsApp itself, with limits of time on every call.
    pub fn production(mono: MonoClock, wall: WallClock) -> Self {
        Self {
            transport: Arc::new(TokioWebSocketTransportFactory::new()),
            http: Arc::new(http::client(http::Limits::default())),
            version: None,
            mono,
            wall,
            one_time_keys: None,
            pace: 1,
        }
    }

    /// For a simulated network: nothing is asked of WhatsApp.
    #[cfg(feature = "simulated-network")]
    pub fn simulated(
        transport: Arc<dyn TransportFactory>,
        http: Arc<dyn HttpClient>,
        mono: MonoClock,
        wall: WallClock,
    ) -> Self {
        Self {
            transport,
            http,
            version: Some((2, 3000, 1_042_742_319)),
            mono,
            wall,
            one_time_keys: Some(100),
            pace: 1,
        }
    }

    /// Connections to the socket of a simulated network.
    #[cfg(feature = "simulated-network")]
    pub fn socket(url: &str) -> Arc<dyn TransportFactory> {
        Arc::new(TokioWebSocketTransportFactory::new().with_url(url))
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// Makes clients whose protocol state lies in our store.
///
/// [`Network::start`] must be called inside a Tokio runtime. It does not see to
/// it that an account has one client at a time: its caller waits for one to
/// stop before it starts the next.
pub struct Engine {
    parts: Arc<Parts>,
}

/// What all clients of an engine share.
pub(crate) struct Parts {
    pub(crate) store: Store,
    pub(crate) options: Options,
    pub(crate) versions: Versions,
    leftovers: Mutex<HashMap<AccountId, Vec<Inbound>>>,
}

impl Engine {
    /// An engine on `store`. Nothing is dialled yet.
    pub fn new(store: Store, options: Options) -> Self {
        Self {
            parts: Arc::new(Parts {
                store,
                versions: Versions::new(options.version),
                options,
                leftovers: Mutex::default(),
            }),
        }
    }
}

impl Network for Engine {
    fn start(&self, state: AccountId, purpose: Purpose, ear: Arc<dyn Ear>) -> Arc<dyn Client> {
        Link::start(Arc::clone(&self.parts), state, purpose, ear)
    }

    fn new_wire_id(&self) -> WireId {
        crate::outbound::new_wire_id()
    }

    fn unpack_history(
        &self,
        own: &Account,
        chunk: &[u8],
        each: &mut dyn FnMut(Vec<Inbound>) -> bool,
    ) -> bool {
        crate::inbound::history::unpack(own, chunk, each)
    }

    fn translation(&self) -> u32 {
        crate::inbound::again::TRANSLATION
    }

    fn read_again(&self, own: &Account, unread: &Unread) -> Vec<Inbound> {
        crate::inbound::again::read(own, unread)
    }
}

impl Parts {
    pub(crate) fn mono(&self) -> Mono {
        (self.options.mono)()
    }

    pub(crate) fn wall(&self) -> Timestamp {
        (self.options.wall)()
    }

    /// Keeps in memory what the store would not take and the server will not
    /// send again, for the next client of the account.
    pub(crate) fn leave(&self, account: AccountId, news: Vec<Inbound>) {
        let mut leftovers = self
            .leftovers
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        leftovers.entry(account).or_default().extend(news);
    }

    /// Takes what an earlier client of the account left.
    pub(crate) fn pick_up(&self, account: AccountId) -> Vec<Inbound> {
        let mut leftovers = self
            .leftovers
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        leftovers.remove(&account).unwrap_or_default()
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").finish_non_exhaustive()
    }
}
