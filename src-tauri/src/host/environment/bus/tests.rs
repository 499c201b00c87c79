//! A real bus with doubles of the two services.

use std::{
    io::{BufRead as _, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
};

use tempfile::TempDir;
use tokio::{
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
    task::JoinHandle,
};

use super::*;

/// Nothing that is waited for takes longer.
const BOUND: Duration = Duration::from_secs(20);

const PATIENCE: Patience = Patience {
    again: Duration::from_millis(5),
    answer: Duration::from_millis(200),
};

/// A bus like the system's, on which anybody may own any name.
struct Bus {
    /// Ended before its folder goes.
    daemon: Mutex<Child>,
    folder: TempDir,
}

impl Bus {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let daemon = Mutex::new(daemon(folder.path().join("bus")));
        Self { daemon, folder }
    }

    /// The bus ends and is there again, as after an update of the system.
    fn restart(&self) {
        let mut running = self.daemon.lock().unwrap();
        end(&mut running);
        let socket = self.folder.path().join("bus");
        std::fs::remove_file(&socket).ok();
        *running = daemon(socket);
    }

    async fn connect(&self) -> zbus::Result<Connection> {
        let address = format!("unix:path={}", self.folder.path().join("bus").display());
        zbus::connection::Builder::address(&*address)?.build().await
    }

    /// Somebody who owns a name of the system's services.
    async fn service(&self, name: &'static str) -> Connection {
        let service = self.connect().await.unwrap();
        service.request_name(name).await.unwrap();
        service
    }

    /// NetworkManager, with what it answers when it is asked.
    async fn network_manager(&self, state: u32) -> Connection {
        let service = self.connect().await.unwrap();
        let server = service.object_server();
        server.at(NETWORK.path, Manager(state)).await.unwrap();
        service.request_name(NETWORK.sender).await.unwrap();
        service
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        end(&mut self.daemon.lock().unwrap());
    }
}

fn daemon(socket: PathBuf) -> Child {
    let mut daemon = Command::new("dbus-daemon")
        .args(["--session", "--nofork", "--nopidfile", "--print-address=1"])
        .arg(format!("--address=unix:path={}", socket.display()))
        .stdout(Stdio::piped())
        // It complains about file limits wherever it may not raise them.
        .stderr(Stdio::null())
        .spawn()
        .expect("dbus-daemon starts");
    let mut address = String::new();
    let stdout = daemon.stdout.take().expect("its output");
    BufReader::new(stdout).read_line(&mut address).unwrap();
    assert!(address.starts_with("unix:"), "it listens: {address}");
    daemon
}

fn end(daemon: &mut Child) {
    // Fails only when it has ended, which is what is wanted.
    let _ = daemon.kill();
    let _ = daemon.wait();
}

struct Manager(u32);

#[zbus::interface(name = "org.freedesktop.NetworkManager")]
impl Manager {
    #[zbus(property)]
    const fn state(&self) -> u32 {
        self.0
    }
}

/// Somebody who follows, and what was told.
struct Follower {
    told: UnboundedReceiver<Environment>,
    task: JoinHandle<()>,
}

impl Follower {
    fn of(bus: &Arc<Bus>) -> Self {
        let (sender, told) = unbounded_channel();
        let bus = bus.clone();
        let connect = move || {
            let bus = bus.clone();
            async move { bus.connect().await }
        };
        let tell = move |change| sender.send(change).unwrap();
        let task = tokio::spawn(follow(connect, PATIENCE, tell));
        Self { told, task }
    }

    async fn next(&mut self) -> Environment {
        let told = tokio::time::timeout(BOUND, self.told.recv()).await;
        told.expect("something is told").expect("it goes on")
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What a follower hears of something that is said until it has begun to listen,
/// which it tells nobody.
async fn hears(follower: &mut Follower, say: impl AsyncFn()) -> Environment {
    let heard = async {
        loop {
            say().await;
            if let Ok(told) = follower.told.try_recv() {
                return told;
            }
            tokio::task::yield_now().await;
        }
    };
    let heard = tokio::time::timeout(BOUND, heard).await;
    heard.expect("it listens in the end")
}

impl Signal {
    async fn emit(
        &self,
        service: &Connection,
        body: &(impl serde::Serialize + zvariant::DynamicType),
    ) {
        service
            .emit_signal(None::<&str>, self.path, self.interface, self.member, body)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_computer_that_wakes_up_and_a_network_that_comes_back_are_told() {
    let bus = Arc::new(Bus::start());
    let login = bus.service(SLEEP.sender).await;
    let manager = bus.network_manager(20).await;
    let mut follower = Follower::of(&bus);
    assert_eq!(
        follower.next().await,
        Environment::NetworkDown,
        "what is so at the start is asked for"
    );
    SLEEP.emit(&login, &true).await;
    NETWORK.emit(&manager, &10_u32).await;
    assert_eq!(
        follower.next().await,
        Environment::NetworkDown,
        "going to sleep itself moves nothing"
    );
    NETWORK.emit(&manager, &40_u32).await;
    SLEEP.emit(&login, &false).await;
    assert_eq!(
        follower.next().await,
        Environment::Resumed,
        "connecting is not connected"
    );
    NETWORK.emit(&manager, &70_u32).await;
    assert_eq!(follower.next().await, Environment::NetworkUp, "a way out");
}

#[tokio::test]
async fn words_of_others_and_words_that_make_no_sense_are_passed_over() {
    let bus = Arc::new(Bus::start());
    let login = bus.service(SLEEP.sender).await;
    let manager = bus.network_manager(10).await;
    let stranger = bus.service("org.example.Stranger").await;
    let mut follower = Follower::of(&bus);
    assert_eq!(
        follower.next().await,
        Environment::NetworkDown,
        "it follows"
    );
    SLEEP.emit(&stranger, &false).await;
    SLEEP.emit(&login, &"false").await;
    NETWORK.emit(&manager, &"connected").await;
    NETWORK.emit(&manager, &60_u32).await;
    assert_eq!(
        follower.next().await,
        Environment::NetworkUp,
        "the next word counts again"
    );
}

#[tokio::test]
async fn a_bus_without_the_services_tells_nothing_until_they_come() {
    let bus = Arc::new(Bus::start());
    let mut follower = Follower::of(&bus);
    let manager = bus.network_manager(70).await;
    let heard = hears(&mut follower, async || {
        NETWORK.emit(&manager, &70_u32).await;
    });
    assert_eq!(
        heard.await,
        Environment::NetworkUp,
        "from then on it is told"
    );
}

#[tokio::test]
async fn a_service_that_never_answers_does_not_keep_the_other_from_being_heard() {
    let bus = Arc::new(Bus::start());
    let (login, hanging) = (
        bus.service(SLEEP.sender).await,
        bus.connect().await.unwrap(),
    );
    // Whoever holds a stream of its calls and never answers.
    let _calls = MessageStream::from(&hanging);
    hanging.request_name(NETWORK.sender).await.unwrap();
    let mut follower = Follower::of(&bus);
    let heard = hears(&mut follower, async || SLEEP.emit(&login, &false).await).await;
    assert_eq!(heard, Environment::Resumed, "it is heard all the same");
}

#[tokio::test]
async fn a_bus_that_went_away_is_found_again() {
    let bus = Arc::new(Bus::start());
    let first = bus.network_manager(20).await;
    let mut follower = Follower::of(&bus);
    assert_eq!(
        follower.next().await,
        Environment::NetworkDown,
        "it follows"
    );
    bus.restart();
    drop(first);
    let manager = bus.network_manager(50).await;
    let login = bus.service(SLEEP.sender).await;
    let heard = hears(&mut follower, async || SLEEP.emit(&login, &false).await).await;
    assert_eq!(heard, Environment::Resumed, "on the new bus");
    drop(manager);
}

#[test]
fn a_way_out_and_its_end_are_told_and_nothing_between() {
    let told: Vec<Option<Environment>> = [0, 10, 20, 30, 40, 50, 60, 70]
        .into_iter()
        .map(network_change)
        .collect();
    let (up, down) = (Some(Environment::NetworkUp), Some(Environment::NetworkDown));
    assert_eq!(
        told,
        [None, down, down, None, None, up, up, up],
        "unknown, asleep, disconnected, disconnecting, connecting, and three kinds of connected"
    );
}
