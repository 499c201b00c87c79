//! Three slots on a bench.

use std::{fs, path::Path};

use frontdesk_app::{frontdesk::Frontdesk, view::feed::Snapshot};
use frontdesk_domain::{
    address::{Lid, PhoneNumber},
    disconnect::{Close, StreamWord},
    id::AccountId,
    pairing::Account,
    session::Notice,
    slot::SlotNumber,
};
use frontdesk_store::account_while_linking;
use frontdesk_testkit::network::{Puppet, Script};

use super::shown;
use crate::support::{Desk, Window};

/// So many words can follow from one: a stop, the next start, what it says.
const ROUNDS: usize = 5;

pub(super) const ONE: u8 = 1;
pub(super) const TWO: u8 = 2;
pub(super) const THREE: u8 = 3;

/// A program with three slots, and the hands on its clock and its network.
pub(super) struct Bench {
    pub(super) desk: Desk,
    pub(super) script: Script,
    pub(super) app: Frontdesk,
}

pub(super) fn slot(number: u8) -> SlotNumber {
    SlotNumber::try_from(number).unwrap()
}

/// The shop number `number`; 1 is reached at +1 555 000 1111.
pub(super) fn shop(number: u8) -> Account {
    Account {
        phone: PhoneNumber::parse(&format!("+1 555 000 {number}{number}{number}{number}")).unwrap(),
        lid: Some(Lid(format!("900{number}"))),
    }
}

impl Bench {
    /// Three empty slots.
    pub(super) async fn new() -> Self {
        let mut desk = Desk::new();
        let script = Script::new(desk.clock.0.clone());
        desk.script = Some(script.clone());
        let app = desk.start().await;
        Self { desk, script, app }
    }

    /// These slots are linked, each with the shop of its number, and online.
    pub(super) async fn linked(slots: &[u8]) -> Self {
        let bench = Self::new().await;
        for number in slots {
            bench.link(*number, &shop(*number)).await;
        }
        bench
    }

    /// Links a slot by QR code, and brings it online.
    pub(super) async fn link(&self, number: u8, account: &Account) {
        self.offer(number).await;
        self.pairing(number).is_linked_by(account).await.unwrap();
        self.settle().await;
        self.restart_stream(number).await;
        self.client(number).comes_up();
        self.settle().await;
    }

    /// Connects an empty slot, up to the first QR code.
    pub(super) async fn offer(&self, number: u8) {
        self.app.connect_slot(slot(number)).await.unwrap();
        self.settle().await;
        let client = self.pairing(number);
        client.reaches_the_server();
        client.shows_qr(60_000);
        self.settle().await;
    }

    /// The server restarts the stream, as it does right after pairing.
    pub(super) async fn restart_stream(&self, number: u8) {
        self.client(number)
            .ends(Close::Stream(StreamWord::Code(515)));
        self.settle().await;
        self.later(1_000).await;
    }

    /// Everything that was said is acted on.
    pub(super) async fn settle(&self) {
        for _ in 0..ROUNDS {
            for slot in SlotNumber::ALL {
                self.app.slot_timeline(slot).await.unwrap();
            }
        }
    }

    /// Time passes, and whoever sleeps wakes in time.
    pub(super) async fn later(&self, millis: u64) {
        let clock = &self.desk.clock.0;
        let end = clock.mono().plus(millis);
        self.settle().await;
        while let Some(at) = clock.next_waking().filter(|at| *at <= end) {
            clock.advance(at.since(clock.mono()));
            self.settle().await;
        }
        clock.advance(end.since(clock.mono()));
        self.settle().await;
    }

    /// Time passes, and the server answers every client that is up.
    pub(super) async fn live(&self, millis: u64) {
        let clock = &self.desk.clock.0;
        let end = clock.mono().plus(millis);
        while clock.mono() < end {
            self.later(end.since(clock.mono()).min(10_000)).await;
            let asked_at = clock.mono();
            for puppet in self.script.puppets() {
                if puppet.is_alive() {
                    puppet.notice(Notice::RoundTrip { asked_at });
                }
            }
        }
        self.settle().await;
    }

    /// The client that links a phone in a slot.
    pub(super) fn pairing(&self, number: u8) -> Puppet {
        self.script
            .puppet(account_while_linking(slot(number)))
            .expect("a phone is being linked")
    }

    /// The client of the account in a slot.
    pub(super) fn client(&self, number: u8) -> Puppet {
        let account = self.account(number).expect("somebody sits there");
        self.script.puppet(account).expect("a client runs")
    }

    /// Whether a client of the account in a slot runs.
    pub(super) fn has_client(&self, number: u8) -> bool {
        let account = self.account(number);
        account.is_some_and(|account| self.script.puppet(account).is_some())
    }

    pub(super) fn account(&self, number: u8) -> Option<AccountId> {
        let store = self.app.store().unwrap();
        store.read(|tx| tx.slot(slot(number))).unwrap().account
    }

    /// Which states have keys in the store.
    pub(super) fn keys(&self) -> Vec<i64> {
        let store = self.app.store().unwrap();
        let devices = store.read(|tx| tx.linked_devices()).unwrap();
        devices.iter().map(|device| device.account.0).collect()
    }

    pub(super) async fn snapshot(&self) -> Snapshot {
        Window::open(&self.app).snapshot().await
    }

    pub(super) async fn cards(&self) -> String {
        shown::cards(&self.snapshot().await, self.desk.clock.0.wall())
    }

    pub(super) async fn console(&self, number: u8) -> String {
        shown::console(
            &self.snapshot().await,
            slot(number),
            self.desk.clock.0.wall(),
        )
    }

    pub(super) async fn timeline(&self, number: u8) -> String {
        let lines = self.app.slot_timeline(slot(number)).await.unwrap();
        shown::timeline(&lines, self.desk.clock.0.wall())
    }

    /// The program ends in good order and is started again.
    pub(super) async fn restart(self) -> Self {
        self.app.shut_down().await;
        let app = self.desk.start().await;
        let bench = Self { app, ..self };
        bench.settle().await;
        bench
    }

    /// The program is killed with everything as it stands on the disk, and
    /// started again.
    pub(super) async fn kill(self) -> Self {
        let Self { desk, script, app } = self;
        let home = tempfile::tempdir().unwrap();
        copy(desk.profile.path(), home.path());
        script.kill();
        drop(app);
        let desk = Desk {
            profile: home,
            ..desk
        };
        let app = desk.start().await;
        let bench = Self { desk, script, app };
        bench.settle().await;
        bench
    }
}

/// Waits for what tasks and the threads of the store bring about by themselves.
pub(super) async fn until(what: &str, happened: impl Fn() -> bool) {
    for _ in 0..100_000 {
        if happened() {
            return;
        }
        tokio::task::spawn_blocking(|| ()).await.unwrap();
    }
    panic!("{what}: does not happen");
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}
