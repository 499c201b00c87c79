//! A desk to test at: a profile, a keychain, a desktop and a window.

mod picture;

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicI64, AtomicU32, Ordering},
};

use frontdesk_app::{
    clock::Clock,
    error::CommandError,
    feed::Sink,
    frontdesk::{Frontdesk, Parts},
    host::{Host, Notice},
    view::{
        feed::{Fact, FeedMessage, Snapshot},
        stage::Stage,
    },
};
use frontdesk_domain::{settings::Settings, time::Timestamp};
use frontdesk_store::{Place, Store};
use frontdesk_testkit::world::World;
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
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self {
            profile: tempfile::tempdir().unwrap(),
            keychain: Arc::new(MemoryKeychain::empty()),
            desktop: Arc::default(),
            clock: Arc::new(StandingClock(AtomicI64::new(NOW.0))),
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
            version: "0.0.0",
            demo: false,
        })
    }

    /// An application that went as far as it goes by itself.
    pub(crate) async fn start(&self) -> Frontdesk {
        let app = self.application();
        app.start().await;
        app
    }
}

/// A clock that moves only when told.
pub(crate) struct StandingClock(AtomicI64);

impl StandingClock {
    pub(crate) fn advance(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::Relaxed);
    }
}

impl Clock for StandingClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::Relaxed))
    }
}

/// A desktop that records what it is asked.
#[derive(Default)]
pub(crate) struct Desktop {
    notices: Mutex<Vec<Notice>>,
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

    fn show_unread(&self, unread: u32) {
        self.unread.store(unread, Ordering::Relaxed);
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
