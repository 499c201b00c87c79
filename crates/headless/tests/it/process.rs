//! A network, and the program on it.

use std::{path::Path, process::Stdio, time::Duration};

use frontdesk_sim::{NewAccount, Sim, SimConfig, SimHandle};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
    time::timeout,
};

/// Nothing that is waited for takes longer.
pub(crate) const BOUND: Duration = Duration::from_secs(60);
pub(crate) const BOUND_MS: u64 = 60_000;
/// How much faster the program's time passes.
pub(crate) const HASTE: u64 = 10;

/// A network with all its doors open.
pub(crate) struct World {
    /// Held so that the network runs as long as this.
    _sim: Sim,
    pub(crate) network: SimHandle,
    doors: String,
}

impl World {
    pub(crate) async fn new() -> Self {
        let door = ([127, 0, 0, 1], 0).into();
        let mut sim = Sim::start(SimConfig::default()).unwrap();
        let ws = sim.open_ws(door).await.unwrap();
        let media = sim.open_media(door).await.unwrap();
        let tls = sim.open_media_tls(door).await.unwrap();
        Self {
            network: sim.handle(),
            doors: format!("ws://{ws}/ws/chat,https://{},http://{media}", tls.address),
            _sim: sim,
        }
    }

    pub(crate) async fn phone(&self, number: &str) {
        let shop = NewAccount::new(number, "Shop");
        self.network.create_phone(shop).await.unwrap();
    }

    /// Has a phone read the code that a slot shows; answers the device's number.
    pub(crate) async fn scan(&self, core: &mut Core, slot: usize, phone: &str) -> u16 {
        core.ask(json!({"cmd": "connect", "slot": slot})).await;
        let code = core.line(|line| line["event"] == "code").await;
        let qr = code["text"].as_str().unwrap();
        self.network.phone_scan_qr(phone, qr).await.unwrap()
    }
}

/// The program, killed when this is dropped.
pub(crate) struct Core {
    child: Child,
    input: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
    next: u64,
}

impl Core {
    pub(crate) fn start(world: &World, profile: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_frontdesk-headless"))
            .arg(format!("--profile={}", profile.display()))
            .arg(format!("--simulated-network={}", world.doors))
            .arg(format!("--haste={HASTE}"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self {
            child,
            input,
            lines,
            next: 0,
        }
    }

    pub(crate) async fn line(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
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

    /// Says something to a program that may not live to answer.
    pub(crate) async fn say(&mut self, mut command: Value) -> Value {
        self.next += 1;
        let number = json!(self.next);
        command["n"] = number.clone();
        let line = format!("{command}\n");
        // One that is gone hears nothing.
        let _ = self.input.write_all(line.as_bytes()).await;
        number
    }

    pub(crate) async fn ask(&mut self, command: Value) -> Value {
        let number = self.say(command).await;
        let answer = self.line(|line| line["re"] == number).await;
        assert_eq!(answer["ok"], true, "{answer}");
        answer
    }

    pub(crate) async fn online(&mut self, slot: usize) {
        let wait = json!({"cmd": "wait", "until": "online", "slot": slot, "timeout_ms": BOUND_MS});
        self.ask(wait).await;
    }

    /// Whether it was killed before a line like this came.
    pub(crate) async fn dies_before(&mut self, fits: impl Fn(&Value) -> bool) -> bool {
        let found = async {
            while let Ok(Some(line)) = self.lines.next_line().await {
                if fits(&serde_json::from_str(&line).unwrap()) {
                    return false;
                }
            }
            true
        };
        timeout(BOUND, found).await.unwrap()
    }

    /// Ends it as the power button does.
    pub(crate) async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }
}
