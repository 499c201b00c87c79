//! One run of the program: from its start until the power goes.

use std::{
    cell::Cell,
    fs,
    path::Path,
    sync::{Arc, OnceLock},
    time::Duration,
};

use frontdesk_app::{
    clock::{Clock, SystemClock},
    error::CommandError,
    feed::Sink,
    frontdesk::{Frontdesk, Parts},
    host::{Host, LinkHealth, Notice, SlotCall},
    view::{
        chat::ChatRow,
        feed::FeedMessage,
        message::{MessageRow, ThreadAnchor},
    },
};
use frontdesk_domain::{
    chat::ChatKind,
    id::{AccountId, ChatId},
    network::Answer,
    session::{Environment, Mono},
    settings::Settings,
    slot::SlotNumber,
    time::Timestamp,
};
use frontdesk_engine::{Engine, Options};
use frontdesk_sim::Condition;
use frontdesk_store::{
    Place, Store,
    faulty_disk::{Disk, Fault, Loss, Platter},
};
use frontdesk_vault::{MemoryKeychain, Unlock, Vault};
use tempfile::TempDir;
use tokio::{runtime::Runtime, time::timeout};

use crate::{
    tap::{Tap, Tapped},
    world::{BOUND, MAYA, OTTO, SHOP, World},
};

/// What outlives a life: the folder of a profile, and who it is linked as.
pub(crate) struct Home {
    folder: TempDir,
    /// Survives the program, as the system's does.
    keychain: Arc<MemoryKeychain>,
    /// The number of the device, once it is linked.
    device: Cell<u16>,
    clock: Eager,
}

/// One run of the program on one state of the disk.
pub(crate) struct Life<'w> {
    pub(crate) world: &'w World,
    runtime: Runtime,
    pub(crate) app: Arc<Frontdesk>,
    pub(crate) disk: Disk,
    pub(crate) tap: Arc<Tap>,
    home: Home,
    /// What the disk had refused before it was spoiled last.
    forgiven: Cell<u32>,
}

pub(crate) fn slot() -> SlotNumber {
    SlotNumber::ALL[0]
}

impl Home {
    /// A profile whose store is empty and needs no welcome.
    pub(crate) fn new() -> Self {
        let home = Self {
            folder: tempfile::tempdir().unwrap(),
            keychain: Arc::new(MemoryKeychain::empty()),
            device: Cell::new(0),
            clock: Eager {
                haste: HASTE,
                stands_at: None,
            },
        };
        // The shim is in place before the first database is opened.
        drop(Disk::watch(home.path()));
        let place = home.place();
        let vault = Vault::new(home.path(), &place.database, home.keychain.clone());
        let now = SystemClock.now();
        let Unlock::Create(created) = vault.unlock(now) else {
            panic!("a new profile needs no person");
        };
        let store = Store::create(&place, &created.key, now).unwrap();
        vault.database_created(created.key_id).unwrap();
        store
            .write(|tx| tx.put_setting("recovery_confirmed", &true))
            .wait()
            .unwrap();
        store.close().unwrap();
        home
    }

    /// What a power cut leaves of a life that has ended.
    fn after(platter: &Platter, loss: Loss, former: &Self) -> Self {
        let home = Self {
            folder: tempfile::tempdir().unwrap(),
            keychain: Arc::clone(&former.keychain),
            device: former.device.clone(),
            clock: former.clock,
        };
        // Folders hold files that are not the database's.
        for entry in fs::read_dir(former.path()).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                copy(&path, &home.path().join(path.file_name().unwrap()));
            }
        }
        platter.leave(loss, home.path());
        home
    }

    /// The same with a wall clock that stands still.
    pub(crate) fn standing_at(self, at: Timestamp) -> Self {
        Self {
            clock: Eager {
                stands_at: Some(at),
                ..self.clock
            },
            ..self
        }
    }

    /// The same in which time passes as it does: some waits are the engine's own.
    pub(crate) fn unhurried(self) -> Self {
        Self {
            clock: Eager {
                haste: 1,
                ..self.clock
            },
            ..self
        }
    }

    /// The number of the device that its program is.
    pub(crate) fn device(&self) -> u16 {
        self.device.get()
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn place(&self) -> Place {
        Place::in_dir(self.path())
    }

    /// The store in it, looked at while no program runs.
    pub(crate) fn store(&self) -> Store {
        let place = self.place();
        let vault = Vault::new(self.path(), &place.database, self.keychain.clone());
        let now = SystemClock.now();
        let Unlock::Open(opened) = vault.unlock(now) else {
            panic!("the key of the store is there");
        };
        Store::open(&place, &opened.key, now, &mut |_| {})
            .unwrap_or_else(|error| panic!("the power cut left a store that is none: {error:?}"))
    }
}

impl<'w> Life<'w> {
    /// Starts the program; the disk is as bad as `fault` from the beginning.
    pub(crate) fn begin(world: &'w World, home: Home, fault: Option<Fault>) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let disk = Disk::watch(home.path());
        disk.set_fault(fault);
        let tap = Arc::<Tap>::default();
        let clock = home.clock;
        let mut options = Options::production(
            Arc::new(move || clock.mono()),
            Arc::new(move || clock.now()),
        );
        options.transport = Arc::new(world.sim.in_process());
        options.http = Arc::new(world.files());
        options.version = Some((2, 3000, 1_042_742_319));
        options.one_time_keys = Some(30);
        let maker_tap = Arc::clone(&tap);
        let app = Arc::new(Frontdesk::new(Parts {
            profile: home.path().to_owned(),
            keychain: home.keychain.clone(),
            host: Arc::new(Quiet),
            clock: Arc::new(clock),
            network: Some(Box::new(move |store| {
                Arc::new(Tapped {
                    engine: Engine::new(store.clone(), options.clone()),
                    tap: Arc::clone(&maker_tap),
                })
            })),
            version: "0.0.0",
            demo: false,
        }));
        runtime.block_on(app.start());
        Self {
            world,
            runtime,
            app,
            disk,
            tap,
            home,
            forgiven: Cell::new(0),
        }
    }

    /// From now on the disk is bad.
    pub(crate) fn spoil(&self, fault: Fault) {
        self.forgiven.set(self.disk.refused());
        self.disk.set_fault(Some(fault));
    }

    /// From now on the disk is sound.
    pub(crate) fn mend(&self) {
        self.disk.set_fault(None);
        self.forgiven.set(self.disk.refused());
    }

    /// Whether the disk refused something since it was spoiled.
    pub(crate) fn troubled(&self) -> bool {
        self.disk.refused() > self.forgiven.get()
    }

    /// A life in a shop that is open for a while: linked and online, its settings
    /// fetched, its customers and their group known, all of it on the disk.
    pub(crate) fn linked(world: &'w World) -> Self {
        Self::begin(world, Self::shop(world, Home::new()), None).settled_in()
    }

    /// The home of such a life.
    pub(crate) fn shop(world: &'w World, home: Home) -> Home {
        let life = Self::begin(world, Self::newcomer(world, home), None);
        assert!(life.online(), "a sound disk");
        world.says(MAYA, SHOP, "Hello");
        world.says(OTTO, &world.group, "Hello all");
        assert!(life.settled(), "a sound disk");
        life.shows("the group's name", |life| {
            let mut chats = life.chats().into_iter();
            chats.find(|row| row.title == "Sunday ride")
        });
        life.end()
    }

    /// The home of a life that was just linked.
    pub(crate) fn newcomer(world: &'w World, home: Home) -> Home {
        let life = Self::begin(world, home, None);
        life.link();
        assert!(life.online(), "a sound disk");
        life.shows("the account's name", |life| {
            let account = life.store().read(|tx| tx.account(AccountId(1))).unwrap();
            account.filter(|account| !account.display_name.is_empty())
        });
        life.shows("the phone's address book", |life| {
            let dump = life.store().dump().unwrap();
            let knows = |name: &str| dump.contains(&format!("saved_name={name:?}"));
            (knows("Maya Fairweather") && knows("Otto Brandt")).then_some(())
        });
        life.end()
    }

    fn settled_in(self) -> Self {
        assert!(self.online(), "a sound disk");
        self
    }

    /// Links the shop's phone in the first slot.
    pub(crate) fn link(&self) {
        assert!(self.try_link(), "a sound disk");
    }

    /// The same, as far as the disk lets it go.
    pub(crate) fn try_link(&self) -> bool {
        let linking = self.until("a link", async {
            self.app.connect_slot(slot()).await.ok()?;
            let qr = self.tap.qr().await;
            self.world.sim.phone_scan_qr(SHOP, &qr).await.ok()
        });
        // The phone may have granted what this program never heard of.
        let devices = self.world.runtime.block_on(self.world.sim.devices(SHOP));
        if let Some(newest) = devices.unwrap().last() {
            self.home.device.set(newest.device);
        }
        linking.flatten().is_some()
    }

    pub(crate) fn run<F: Future>(&self, work: F) -> F::Output {
        self.runtime.block_on(work)
    }

    /// Waits for something, or for the disk to refuse. True if it came about.
    pub(crate) fn until<T>(&self, what: &str, work: impl Future<Output = T>) -> Option<T> {
        self.run(async {
            let either = async {
                tokio::select! {
                    biased;
                    done = work => Some(done),
                    () = self.disk.until_refused(self.forgiven.get() + 1) => None,
                }
            };
            timeout(BOUND, either).await
        })
        .unwrap_or_else(|_| panic!("{what}: does not happen; {}", self.state()))
    }

    /// Where the program stands, for whoever must find out why it does not move.
    fn state(&self) -> String {
        let Ok(store) = self.app.store() else {
            return "the store is not open".to_owned();
        };
        let dump = store.dump().unwrap();
        let telling = ["slots ", "outbox ", "link_events "];
        let lines = dump
            .lines()
            .filter(|line| telling.iter().any(|start| line.starts_with(start)));
        let mut told: Vec<String> = lines.map(str::to_owned).collect();
        let (sender, snapshot) = std::sync::mpsc::channel();
        self.app.open_feed(Box::new(Glance(sender)));
        if let Ok(FeedMessage::Snapshot { snapshot, .. }) = snapshot.recv_timeout(BOUND) {
            told.push(format!("{:#?}", snapshot.slots[0]));
        }
        told.join("\n")
    }

    /// Waits for something on the network, or for the disk to refuse.
    pub(crate) fn holds(&self, condition: Condition) -> bool {
        let what = format!("{condition:?}");
        self.until(&what, async {
            self.world.holds(condition).await.unwrap();
        })
        .is_some()
    }

    /// Waits until the shop's device is online and has confirmed everything.
    pub(crate) fn online(&self) -> bool {
        self.holds(Condition::Online {
            phone: SHOP.to_owned(),
            device: self.device(),
        }) && self.settled()
    }

    /// Waits until the shop's device has confirmed everything.
    pub(crate) fn settled(&self) -> bool {
        self.holds(Condition::Settled {
            phone: SHOP.to_owned(),
            device: self.device(),
        })
    }

    /// Waits until the store shows something. It is looked at after each commit.
    pub(crate) fn shows<T>(&self, what: &str, look: impl Fn(&Self) -> Option<T>) -> Option<T> {
        let mut changes = self.store().subscribe();
        loop {
            if let Some(found) = look(self) {
                return Some(found);
            }
            self.until(what, changes.recv())?;
        }
    }

    /// The number of the device that this program is.
    pub(crate) fn device(&self) -> u16 {
        self.home.device()
    }

    pub(crate) fn store(&self) -> Store {
        self.app.store().unwrap()
    }

    /// Does not wait with the next connection.
    pub(crate) fn hurry(&self) {
        self.app.environment(Environment::NetworkUp);
    }

    /// All conversations of the inbox.
    pub(crate) fn chats(&self) -> Vec<ChatRow> {
        self.run(async {
            let mut rows = Vec::new();
            let mut after = None;
            loop {
                let page = self.app.inbox_page(after).await.unwrap();
                rows.extend(page.rows);
                after = page.next;
                if after.is_none() {
                    return rows;
                }
            }
        })
    }

    /// The one conversation of that kind.
    pub(crate) fn chat(&self, kind: ChatKind) -> ChatId {
        let chats = self.chats();
        match chats.iter().find(|row| row.kind == kind) {
            Some(row) => row.id,
            None => panic!("no {kind:?} among {chats:#?}"),
        }
    }

    /// The newest messages of a conversation.
    pub(crate) fn thread(&self, chat: ChatId) -> Vec<MessageRow> {
        self.run(self.app.thread_page(chat, ThreadAnchor::Newest))
            .unwrap()
            .rows
    }

    /// A text leaves, if it is taken.
    pub(crate) fn say(&self, chat: ChatId, text: &str) -> Result<MessageRow, CommandError> {
        let token = text.bytes().fold(7_u64, |token, byte| {
            token.wrapping_mul(31).wrapping_add(u64::from(byte))
        });
        self.run(self.app.message_send_text(
            chat,
            text.to_owned(),
            None,
            Vec::new(),
            token.to_string(),
        ))
    }

    /// The power goes. What the disk had taken by then is all that is left.
    pub(crate) fn die(self, loss: Loss) -> Home {
        let Self {
            runtime,
            app,
            disk,
            home,
            ..
        } = self;
        disk.cut();
        let platter = disk.platter();
        drop(app);
        runtime.shutdown_timeout(Duration::from_secs(10));
        Home::after(&platter, loss, &home)
    }

    /// The program ends in good order.
    pub(crate) fn end(self) -> Home {
        self.run(self.app.shut_down());
        let Self {
            runtime, app, home, ..
        } = self;
        drop(app);
        runtime.shutdown_timeout(Duration::from_secs(10));
        home
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// A clock that runs ahead of the computer's, so that nobody waits for long, with
/// dice that never make anybody wait.
#[derive(Clone, Copy)]
struct Eager {
    haste: u64,
    /// What the wall clock shows, if it stands still.
    stands_at: Option<Timestamp>,
}

/// How much faster the application's time passes.
const HASTE: u64 = 5;

/// Both clocks of the computer when the first life began.
fn beginning() -> (Mono, Timestamp) {
    static BEGINNING: OnceLock<(Mono, Timestamp)> = OnceLock::new();
    *BEGINNING.get_or_init(|| (SystemClock.mono(), SystemClock.now()))
}

impl Clock for Eager {
    fn now(&self) -> Timestamp {
        let (mono, wall) = beginning();
        let passed = i64::try_from(self.mono().since(mono)).unwrap();
        self.stands_at.unwrap_or(wall.plus_millis(passed))
    }

    fn mono(&self) -> Mono {
        let (mono, _) = beginning();
        mono.plus(SystemClock.mono().since(mono) * self.haste)
    }

    fn sleep_until(&self, at: Mono) -> Answer<'_, ()> {
        let (mono, _) = beginning();
        let at = mono.plus(at.since(mono).div_ceil(self.haste));
        Box::pin(async move { SystemClock.sleep_until(at).await })
    }

    fn dice(&self) -> u32 {
        0
    }
}

/// Looks at what a window is told.
struct Glance(std::sync::mpsc::Sender<FeedMessage>);

impl Sink for Glance {
    fn send(&self, message: FeedMessage) -> bool {
        self.0.send(message).is_ok()
    }
}

/// A desktop that shows nothing.
struct Quiet;

impl Host for Quiet {
    fn notify(&self, _: Notice) -> Result<(), CommandError> {
        Ok(())
    }

    fn show_unread(&self, _: u32) {}

    fn call_to_slot(&self, _: SlotCall) -> Result<(), CommandError> {
        Ok(())
    }

    fn show_links(&self, _: LinkHealth) {}

    fn set_autostart(&self, _: bool) -> Result<(), CommandError> {
        Ok(())
    }

    fn follow(&self, _: &Settings) {}
}
