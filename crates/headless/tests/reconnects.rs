//! The whole program in a process of its own, on a network that cuts it off
//! again and again.
#![cfg(all(target_os = "linux", feature = "simulated-network"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests; the lints know only functions marked as one"
)]

use std::{path::Path, process::Stdio, time::Duration};

use frontdesk_app::clock::{Clock as _, SystemClock};
use frontdesk_sim::{Condition, NetAct, NewAccount, Sim, SimConfig, SimHandle};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
    task::JoinSet,
    time::timeout,
};

/// Nothing that is waited for takes longer.
const BOUND: Duration = Duration::from_secs(60);
const BOUND_MS: u64 = 60_000;
/// How much faster the program's time passes.
const HASTE: u64 = 10;
/// Cuts of each of the three links.
const TIMES: usize = 100;

/// The program, killed when this is dropped.
struct Core {
    _child: Child,
    input: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
    next: u64,
}

impl Core {
    fn start(profile: &Path, doors: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_frontdesk-headless"))
            .arg(format!("--profile={}", profile.display()))
            .arg(format!("--simulated-network={doors}"))
            .arg(format!("--haste={HASTE}"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self {
            _child: child,
            input,
            lines,
            next: 0,
        }
    }

    async fn line(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        let found = async {
            loop {
                let line = self.lines.next_line().await.unwrap();
                let line = line.unwrap_or_else(|| panic!("the program has ended"));
                let line = serde_json::from_str(&line).unwrap();
                if fits(&line) {
                    return line;
                }
            }
        };
        timeout(BOUND, found).await.unwrap()
    }

    async fn ask(&mut self, mut command: Value) -> Value {
        self.next += 1;
        let number = json!(self.next);
        command["n"] = number.clone();
        let line = format!("{command}\n");
        self.input.write_all(line.as_bytes()).await.unwrap();
        let answer = self.line(|line| line["re"] == number).await;
        assert_eq!(answer["ok"], true, "{answer}");
        answer
    }

    async fn online(&mut self, slot: usize) {
        let wait = json!({"cmd": "wait", "until": "online", "slot": slot, "timeout_ms": BOUND_MS});
        self.ask(wait).await;
    }

    async fn weight(&mut self) -> Weight {
        let figures = self.ask(json!({"cmd": "figures"})).await;
        let count = |name: &str| figures[name].as_u64().unwrap();
        Weight {
            handles: count("handles"),
            tasks: count("tasks"),
        }
    }
}

/// What is open and what runs in the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Weight {
    handles: u64,
    tasks: u64,
}

async fn cut(network: SimHandle, phone: String, device: u16) {
    for time in 0..TIMES {
        let act = if time.is_multiple_of(2) {
            NetAct::Drop
        } else {
            NetAct::Reset
        };
        network.net(&phone, device, act).await.unwrap();
        let phone = phone.clone();
        let online = Condition::Online { phone, device };
        network.wait_until(online, BOUND_MS).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn three_links_that_are_cut_off_again_and_again_cost_nothing_that_stays() {
    let door = ([127, 0, 0, 1], 0).into();
    let mut sim = Sim::start(SimConfig::default()).unwrap();
    let ws = sim.open_ws(door).await.unwrap();
    let media = sim.open_media(door).await.unwrap();
    let tls = sim.open_media_tls(door).await.unwrap();
    let network = sim.handle();
    let doors = format!("ws://{ws}/ws/chat,https://{},http://{media}", tls.address);
    let folder = tempfile::tempdir().unwrap();
    let mut core = Core::start(&folder.path().join("profile"), &doors);
    core.line(|line| line["event"] == "ready").await;

    let mut links = Vec::new();
    for slot in 1..=3 {
        let phone = format!("1555000{slot}{slot}{slot}{slot}");
        network
            .create_phone(NewAccount::new(&*phone, "Shop"))
            .await
            .unwrap();
        core.ask(json!({"cmd": "connect", "slot": slot})).await;
        let code = core.line(|line| line["event"] == "code").await;
        let qr = code["text"].as_str().unwrap();
        let device = network.phone_scan_qr(&phone, qr).await.unwrap();
        core.online(slot).await;
        links.push((phone, device));
    }
    let before = core.weight().await;
    let mut cuts = JoinSet::new();
    for (phone, device) in links {
        cuts.spawn(cut(network.clone(), phone, device));
    }
    let began = SystemClock.mono();
    while let Some(done) = cuts.join_next().await {
        done.unwrap();
    }
    let lasted = SystemClock.mono().since(began) * HASTE;
    assert!(
        lasted >= 1_000 * (TIMES as u64 - 1),
        "more than one connection a second in one slot: {TIMES} in {lasted} ms of its time"
    );
    for slot in 1..=3 {
        core.online(slot).await;
    }
    // The last cuts are still being cleared up; the counts of a program that
    // gathers something never come back.
    let at_rest = async {
        loop {
            let now = core.weight().await;
            if now.handles <= before.handles + 2 && now.tasks <= before.tasks + 5 {
                return;
            }
        }
    };
    let at_rest = timeout(Duration::from_secs(10), at_rest).await;
    let after = core.weight().await;
    assert!(at_rest.is_ok(), "{before:?} became {after:?}");
    assert_eq!(network.alarms(), [""; 0], "no rule was broken meanwhile");
}
