//! A desk to test at: a profile, a keychain, a desktop and a window.

mod picture;

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU32, Ordering},
};

use frontdesk_app::{
    clock::Clock,
    error::CommandError,
    feed::Sink,
    frontdesk::{Frontdesk, Parts},
    host::{Host, LinkHealth, Notice, SlotCall},
    sessions::NetworkMaker,
    view::{
        feed::{Fact, FeedMessage, Snapshot},
        stage::Stage,
    },
};
use frontdesk_domain::{
    id::ChatId, network::Answer, session::Mono, settings::Settings, slot::SlotNumber,
    time::Timestamp,
};
use frontdesk_store::{Place, Store};
use frontdesk_testkit::{clock::HandClock, network::Script, world::World};
use frontdesk_vault::{MemoryKeychain, Unlock, Vault};
use tempfile::TempDir;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

pub(crate) use self::picture::{inbox_picture, thread_picture};

/// Saturday, 14 March 2026, 10:00 UTC.
pub(crate) const NOW: Timestamp = Timestamp(1_773_482_400_000);

/// What outlives a start of the program.
pub(crate) struct Desk {
    pub(crate) profile: TempDir,
    pub(crate) keychain: Arc<MemoryKeychain>,
    pub(crate) desktop: Arc<Desktop>,
    pub(crate) clock: Arc<StandingClock>,
    /// The network that slots can connect to, if there is one.
    pub(crate) script: Option<Script>,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self {
            profile: tempfile::tempdir().unwrap(),
            keychain: Arc::new(MemoryKeychain::empty()),
            desktop: Arc::default(),
            clock: Arc::new(StandingClock(Arc::new(HandClock::at(NOW)))),
            script: None,
        }
    }

    /// A desk whose profile holds the friendly world and needs no welcome.
    pub(crate) async fn with_world() -> Self {
        let desk = Self::new();
        let place = desk.place();
        let vault = Vault::new(desk.profile.path(), &place.database, desk.keychain.clone());
        let Unlock::Create(created) = vault.unlock(NOW) else {
            panic!("a new profile needs no person");
        };
        let store = Store::create(&place, &created.key, NOW).unwrap();
        vault.database_created(created.key_id).unwrap();
        World::friendly().fill(&store, NOW).await.unwrap();
        store
            .write(|tx| tx.put_setting("recovery_confirmed", &true))
            .await
            .unwrap();
        store.close().unwrap();
        desk
    }

    pub(crate) fn place(&self) -> Place {
        Place::in_dir(self.profile.path())
    }

    /// An application that was not started yet.
    pub(crate) fn application(&self) -> Frontdesk {
        Frontdesk::new(Parts {
            profile: self.profile.path().to_owned(),
            keychain: self.keychain.clone(),
            host: self.desktop.clone(),
            clock: self.clock.clone(),
            network: self.network(),
            version: "0.0.0",
            demo: false,
        })
    }

    fn network(&self) -> NetworkMaker {
        let script = self.script.clone()?;
        Some(Box::new(move |store| script.plug(store)))
    }

    /// An application that went as far as it goes by itself.
    pub(crate) async fn start(&self) -> Frontdesk {
        let app = self.application();
        app.start().await;
        for slot in SlotNumber::ALL {
            // Answered when the slot has done what its start brings with it.
            let _ = app.slot_timeline(slot).await;
        }
        app
    }
}

/// A clock that moves only when told.
pub(crate) struct StandingClock(pub(crate) Arc<HandClock>);

impl StandingClock {
    pub(crate) fn advance(&self, millis: u64) {
        self.0.advance(millis);
    }
}

impl Clock for StandingClock {
    fn now(&self) -> Timestamp {
        self.0.wall()
    }

    fn mono(&self) -> Mono {
        self.0.mono()
    }

    fn sleep_until(&self, at: Mono) -> Answer<'_, ()> {
        self.0.sleep_until(at)
    }

    /// The middle, so that every wait is half its ceiling.
    fn dice(&self) -> u32 {
        u32::MAX / 2
    }
}

/// A desktop that records what it is asked.
#[derive(Default)]
pub(crate) struct Desktop {
    notices: Mutex<Vec<Notice>>,
    withdrawn: Mutex<Vec<ChatId>>,
    calls: Mutex<Vec<SlotCall>>,
    worst: Mutex<LinkHealth>,
    unread: AtomicU32,
    refuses_autostart: Mutex<bool>,
    followed: Mutex<Option<Settings>>,
}

impl Desktop {
    pub(crate) fn notices(&self) -> Vec<Notice> {
        self.notices
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(crate) fn calls(&self) -> Vec<SlotCall> {
        self.calls.lock().unwrap().clone()
    }

    pub(crate) fn worst(&self) -> LinkHealth {
        *self.worst.lock().unwrap()
    }

    /// The conversations whose notifications were taken back.
    pub(crate) fn withdrawn(&self) -> Vec<ChatId> {
        self.withdrawn.lock().unwrap().clone()
    }

    pub(crate) fn unread(&self) -> u32 {
        self.unread.load(Ordering::Relaxed)
    }

    pub(crate) fn followed(&self) -> Option<Settings> {
        self.followed.lock().unwrap().clone()
    }

    pub(crate) fn refuse_autostart(&self) {
        *self.refuses_autostart.lock().unwrap() = true;
    }
}

impl Host for Desktop {
    fn notify(&self, notice: Notice) -> Result<(), CommandError> {
        self.notices.lock().unwrap().push(notice);
        Ok(())
    }

    fn withdraw(&self, chat: ChatId) {
        self.withdrawn.lock().unwrap().push(chat);
    }

    fn show_unread(&self, unread: u32) {
        self.unread.store(unread, Ordering::Relaxed);
    }

    fn call_to_slot(&self, call: SlotCall) -> Result<(), CommandError> {
        self.calls.lock().unwrap().push(call);
        Ok(())
    }

    fn show_links(&self, worst: LinkHealth) {
        *self.worst.lock().unwrap() = worst;
    }

    fn set_autostart(&self, _: bool) -> Result<(), CommandError> {
        if *self.refuses_autostart.lock().unwrap() {
            return Err(CommandError::DesktopCannot);
        }
        Ok(())
    }

    fn follow(&self, settings: &Settings) {
        *self.followed.lock().unwrap() = Some(settings.clone());
    }
}

/// A window that listens to the feed and acknowledges when told to.
pub(crate) struct Window {
    messages: UnboundedReceiver<FeedMessage>,
}

struct Wire(UnboundedSender<FeedMessage>);

impl Sink for Wire {
    fn send(&self, message: FeedMessage) -> bool {
        self.0.send(message).is_ok()
    }
}

impl Window {
    pub(crate) fn open(app: &Frontdesk) -> Self {
        let (sender, messages) = unbounded_channel();
        app.open_feed(Box::new(Wire(sender)));
        Self { messages }
    }

    pub(crate) async fn next(&mut self) -> FeedMessage {
        tokio::time::timeout(std::time::Duration::from_secs(60), self.messages.recv())
            .await
            .expect("the feed says something within a minute of virtual time")
            .expect("the feed lives as long as the application")
    }

    pub(crate) async fn snapshot(&mut self) -> Snapshot {
        match self.next().await {
            FeedMessage::Snapshot { seq: 0, snapshot } => *snapshot,
            other => panic!("the feed begins with a snapshot, not with {other:?}"),
        }
    }

    pub(crate) async fn batch(&mut self) -> (u32, Vec<Fact>) {
        match self.next().await {
            FeedMessage::Batch { seq, facts } => (seq, facts),
            other => panic!("expected a batch, not {other:?}"),
        }
    }

    /// Nothing is told for a second of virtual time.
    pub(crate) async fn is_quiet(&mut self) -> bool {
        tokio::time::timeout(std::time::Duration::from_secs(1), self.messages.recv())
            .await
            .is_err()
    }
}

/// The stage that a window opened now shows.
pub(crate) async fn stage(app: &Frontdesk) -> Stage {
    Window::open(app).snapshot().await.stage
}
