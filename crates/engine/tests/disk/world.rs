//! The network with its people. It goes on whatever happens to the program.

use std::{collections::BTreeSet, net::SocketAddr, time::Duration};

use frontdesk_engine::http::{self, HttpClient};
use frontdesk_sim::{
    Clock, Cmd, Condition, Content, MessageView, NewAccount, Note, PlainMedia, Reply, Sim,
    SimConfig, SimError, SimHandle,
};
use tokio::runtime::Runtime;

pub(crate) const BOUND: Duration = Duration::from_secs(100);
/// Whoever waits gives up before, and says what for.
const BOUND_MS: u64 = 120_000;

/// How finely pushed time passes.
const TICK: Duration = Duration::from_millis(10);

pub(crate) const SHOP: &str = "15550001111";
pub(crate) const MAYA: &str = "15550002222";
pub(crate) const OTTO: &str = "15550003333";

/// A network with the shop's phone and its customers.
pub(crate) struct World {
    pub(crate) runtime: Runtime,
    /// Held so that the network runs as long as the world.
    _sim: Sim,
    pub(crate) sim: SimHandle,
    /// Where files are.
    pub(crate) media: String,
    /// The shop, Maya and Otto.
    pub(crate) group: String,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(Clock::real())
    }

    /// A network whose time passes by itself, and also when it is told to.
    pub(crate) fn pushed() -> Self {
        let world = Self::with(Clock::manual());
        let sim = world.sim.clone();
        world.runtime.spawn(async move {
            let mut ticks = tokio::time::interval(TICK);
            loop {
                ticks.tick().await;
                sim.advance(TICK).unwrap();
            }
        });
        world
    }

    /// Time passes on the network.
    pub(crate) fn pass(&self, time: Duration) {
        self.sim.advance(time).unwrap();
    }

    fn with(clock: Clock) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let (sim, handle, media, group) = runtime.block_on(async {
            let config = SimConfig {
                // Receipts may follow at once: nothing here compares times.
                receipt_delay_ms: 0,
                clock,
                ..SimConfig::default()
            };
            let mut sim = Sim::start(config).unwrap();
            let door = SocketAddr::from(([127, 0, 0, 1], 0));
            let media = sim.open_media(door).await.unwrap().to_string();
            let handle = sim.handle();
            let shop = NewAccount::new(SHOP, "Shop");
            handle.create_phone(shop).await.unwrap();
            for (number, name) in [(MAYA, "Maya Fairweather"), (OTTO, "Otto Brandt")] {
                let mut person = NewAccount::new(number, name);
                person.auto.deliver_after = Some(0);
                person.in_address_book = vec![SHOP.to_owned()];
                handle.create_contact(person).await.unwrap();
            }
            let group = handle
                .create_group("Sunday ride", MAYA, &[SHOP, OTTO])
                .await
                .unwrap();
            (sim, handle, media, group)
        });
        Self {
            runtime,
            _sim: sim,
            sim: handle,
            media,
            group,
        }
    }

    /// What fetches files from this network.
    pub(crate) fn files(&self) -> impl HttpClient + use<> {
        let client = http::client(http::Limits::default());
        PlainMedia::new(client, &self.media, &self.media)
    }

    pub(crate) fn command(&self, cmd: Cmd) -> Reply {
        self.runtime.block_on(self.sim.command(cmd)).unwrap()
    }

    /// Somebody writes to the shop or to the group; answers the message's id.
    pub(crate) fn says(&self, who: &str, to: &str, text: &str) -> String {
        let text = Content::Text(text.to_owned());
        self.runtime
            .block_on(self.sim.contact_send(who, to, text))
            .unwrap()
    }

    pub(crate) fn edits(&self, msg: &str, text: &str) {
        self.command(Cmd::ContactEdit {
            msg: msg.to_owned(),
            text: text.to_owned(),
        });
    }

    pub(crate) fn reacts(&self, who: &str, msg: &str, emoji: &str) {
        self.command(Cmd::ContactReact {
            contact: who.to_owned(),
            msg: msg.to_owned(),
            emoji: emoji.to_owned(),
        });
    }

    /// Waits until something is so on the network.
    pub(crate) async fn holds(&self, condition: Condition) -> Result<(), SimError> {
        self.sim.wait_until(condition, BOUND_MS).await
    }

    /// What somebody's phone has read and sent.
    pub(crate) fn inbox(&self, who: &str) -> Vec<MessageView> {
        self.runtime.block_on(self.sim.inbox(who)).unwrap()
    }

    /// The messages that the shop's device confirmed, up to that event.
    pub(crate) fn confirmed(&self, device: u16, until: u64) -> BTreeSet<String> {
        let mut confirmed = BTreeSet::new();
        for event in self.sim.events_since(0) {
            if let Note::Receipt {
                ids,
                by,
                device: its,
                kind,
            } = event.note
                && by == SHOP
                && its == device
                && event.seq <= until
                && kind != "retry"
            {
                confirmed.extend(ids);
            }
        }
        confirmed
    }

    /// The network understood everything and saw no rule broken: no counter of a
    /// cipher came twice, nothing was lost, nothing came under two ids.
    pub(crate) fn assert_clean(&self, what: &str) {
        assert_eq!(self.sim.unhandled(), [""; 0], "{what}: not understood");
        assert_eq!(self.sim.alarms(), [""; 0], "{what}: alarms");
    }
}
