//! A network, a candidate on it, linked; each in a process and on a processor of its
//! own, the candidate in a fresh folder.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::driven::{Driven, number};
use super::links;
use crate::failure::{Failure, Result};
use crate::place::Place;

/// The phone that everything is linked to.
const PHONE: &str = "15550001111";
const NETWORK_CORE: usize = 0;
const CANDIDATE_CORE: usize = 1;

/// Who is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Frontdesk's core: the application without its window.
    Frontdesk,
    /// Baileys with its own file store for keys, and no store for messages.
    Baileys,
    /// Baileys that also stores messages durably.
    DurableBaileys,
}

impl Kind {
    pub(super) const ALL: [Self; 3] = [Self::Frontdesk, Self::Baileys, Self::DurableBaileys];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Frontdesk => "frontdesk",
            Self::Baileys => "baileys",
            Self::DurableBaileys => "baileys, durable",
        }
    }

    /// Whether it claims to hold messages after a crash.
    pub(super) const fn stores(self) -> bool {
        matches!(self, Self::Frontdesk | Self::DurableBaileys)
    }
}

/// All rounds of all candidates: forwards, backwards, forwards, …
pub(super) fn rounds(count: usize) -> impl Iterator<Item = Vec<Kind>> {
    (0..count).map(|round| {
        let mut order = Kind::ALL.to_vec();
        if round % 2 == 1 {
            order.reverse();
        }
        order
    })
}

/// Where the built programs are, and where their folders go.
#[derive(Debug, Clone)]
pub(super) struct Ground {
    place: Place,
    /// On the disk of the build folder, for the system's folder may be in memory.
    pub(super) work: PathBuf,
}

impl Ground {
    pub(super) fn new(place: &Place) -> Result<Self> {
        let work = place.target.join("bench");
        std::fs::create_dir_all(&work).map_err(|error| Failure::file("create", &work, error))?;
        Ok(Self {
            place: place.clone(),
            work,
        })
    }

    /// A program that was built for measuring.
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.place.binary("release", name)
    }

    fn network(&self) -> Result<Driven> {
        let program = self.program("frontdesk-bench-network");
        Driven::start("The network", NETWORK_CORE, &program, &[])
    }

    fn candidate(&self, kind: Kind, profile: &str, doors: &Value) -> Result<Driven> {
        self.candidate_with(kind, profile, doors, &[])
    }

    fn candidate_with(
        &self,
        kind: Kind,
        profile: &str,
        doors: &Value,
        more: &[String],
    ) -> Result<Driven> {
        let mut arguments = network_arguments(profile, doors);
        arguments.extend_from_slice(more);
        let program = match kind {
            Kind::Frontdesk => self.program("frontdesk-headless"),
            Kind::Baileys | Kind::DurableBaileys => {
                let script = self.place.root.join("bench/baileys/candidate.mjs");
                arguments.insert(0, script.display().to_string());
                arguments.push(format!("--root={}", door(doors, "root_public_key")));
                if kind == Kind::DurableBaileys {
                    arguments.push("--durable".to_owned());
                }
                PathBuf::from("node")
            }
        };
        Driven::start(kind.name(), CANDIDATE_CORE, &program, &arguments)
    }
}

/// A network and one linked candidate.
pub(super) struct Stage {
    ground: Ground,
    pub(super) kind: Kind,
    pub(super) network: Driven,
    pub(super) candidate: Driven,
    doors: Value,
    folder: TempDir,
    device: u64,
    /// Every phone that was linked, and the number of its device.
    linked: Vec<(String, u64)>,
    /// Messages that the candidate was given so far.
    pub(super) given: usize,
}

impl Stage {
    /// Starts both and links the candidate.
    pub(super) fn set(ground: &Ground, kind: Kind) -> Result<Self> {
        let mut stage = Self::unlinked(ground, kind)?;
        stage.link_another(1)?;
        Ok(stage)
    }

    /// Frontdesk's core with nothing linked, in time that passes so many times as fast.
    pub(super) fn hasty(ground: &Ground, haste: u32) -> Result<Self> {
        Self::unlinked_with(ground, Kind::Frontdesk, &[format!("--haste={haste}")])
    }

    /// Frontdesk's core with every instruction counted, linked; slow.
    pub(super) fn counted(ground: &Ground, out: &Path) -> Result<Self> {
        let mut stage = Self::unlinked(ground, Kind::Frontdesk)?;
        stage.candidate.kill();
        let mut arguments = vec![
            "--tool=callgrind".to_owned(),
            "--quiet".to_owned(),
            format!("--callgrind-out-file={}", out.display()),
            ground.program("frontdesk-headless").display().to_string(),
        ];
        arguments.extend(network_arguments(&stage.profile(), &stage.doors));
        stage.candidate = Driven::start(
            Kind::Frontdesk.name(),
            CANDIDATE_CORE,
            Path::new("valgrind"),
            &arguments,
        )?;
        stage.candidate.event("ready")?;
        stage.link_another(1)?;
        Ok(stage)
    }

    /// Ends the candidate in order.
    pub(super) fn quit(&mut self) -> Result<()> {
        self.candidate.begin(&json!({"cmd": "quit"}))?;
        self.candidate.event("closed")?;
        self.candidate.wait()
    }

    /// Starts both.
    pub(super) fn unlinked(ground: &Ground, kind: Kind) -> Result<Self> {
        Self::unlinked_with(ground, kind, &[])
    }

    fn unlinked_with(ground: &Ground, kind: Kind, more: &[String]) -> Result<Self> {
        let mut network = ground.network()?;
        let doors = network.end()?;
        let folder = tempfile::Builder::new()
            .prefix("stage-")
            .tempdir_in(&ground.work)
            .map_err(|error| Failure::file("create a folder in", &ground.work, error))?;
        let profile = folder.path().join("profile").display().to_string();
        let mut candidate = ground.candidate_with(kind, &profile, &doors, more)?;
        candidate.event("ready")?;
        Ok(Self {
            ground: ground.clone(),
            kind,
            network,
            candidate,
            doors,
            folder,
            device: 0,
            linked: Vec::new(),
            given: 0,
        })
    }

    /// Links another phone in another slot; in the first it is the one that everything
    /// else here is about.
    pub(super) fn link_another(&mut self, slot: u8) -> Result<()> {
        let phone = format!("1555000{slot}{slot}{slot}{slot}");
        let device = link(&mut self.network, &mut self.candidate, slot, &phone)?;
        if phone == PHONE {
            self.device = device;
        }
        self.linked.push((phone, device));
        Ok(())
    }

    /// Every linked device is cut off so many times, each time as soon as it is back;
    /// answers how many seconds it took until all links were online again.
    pub(super) fn cut(&mut self, times: usize) -> Result<f64> {
        let since = crate::clock::Stopwatch::start();
        self.network.order(&links::cut(&self.linked, times))?;
        self.wait_online(self.linked.len())?;
        self.candidate.forget_events();
        Ok(since.elapsed().as_secs_f64())
    }

    /// The candidate ends in order and starts again; answers after how many seconds its
    /// store was ready, and after how many more all slots were online.
    pub(super) fn restart(&mut self, slots: u8) -> Result<(f64, f64)> {
        self.quit()?;
        let profile = self.profile();
        let since = crate::clock::Stopwatch::start();
        self.candidate = self.ground.candidate(self.kind, &profile, &self.doors)?;
        self.candidate.event("ready")?;
        let ready = since.elapsed().as_secs_f64();
        self.wait_online(usize::from(slots))?;
        Ok((ready, since.elapsed().as_secs_f64() - ready))
    }

    fn wait_online(&mut self, slots: usize) -> Result<()> {
        let mut asked = Vec::with_capacity(slots);
        for slot in 1..=slots {
            let wait =
                json!({"cmd": "wait", "until": "online", "slot": slot, "timeout_ms": 60_000});
            asked.push(self.candidate.send(wait)?);
        }
        for number in asked {
            self.candidate.answer(number)?;
        }
        Ok(())
    }

    /// Makes people and groups.
    pub(super) fn people(&mut self, contacts: usize, groups: usize) -> Result<()> {
        let order = json!({"do": "people", "phone": PHONE, "contacts": contacts, "groups": groups});
        self.network.order(&order).map(drop)
    }

    /// Messages come in; answers how many seconds it took until the network holds all
    /// confirmations and the candidate says that it has them all.
    pub(super) fn live(&mut self, from: usize, contacts: usize, messages: usize) -> Result<f64> {
        let since = crate::clock::Stopwatch::start();
        self.network.begin(&json!({
            "do": "live", "phone": PHONE, "device": self.device, "from": from,
            "contacts": contacts, "messages": messages, "window": 64,
        }))?;
        self.given += messages;
        let stored = self.wait_stored()?;
        self.network.end()?;
        self.candidate.answer(stored)?;
        Ok(since.elapsed().as_secs_f64())
    }

    /// A command that answers when the candidate has every message it was given.
    pub(super) fn wait_stored(&mut self) -> Result<u64> {
        self.candidate.send(json!({
            "cmd": "wait", "until": "messages", "count": self.given, "timeout_ms": 900_000,
        }))
    }

    /// The candidate ends, messages are said, and it starts again; answers how many
    /// seconds it took from its login until everything is confirmed and stored.
    pub(super) fn drain(
        &mut self,
        contacts: usize,
        groups: usize,
        messages: usize,
        group_per_mille: usize,
    ) -> Result<f64> {
        // Groups were told of too, which some keep as messages.
        self.given = whole(&self.figures()?, "messages")?;
        self.candidate.kill();
        self.network.order(&json!({
            "do": "queue", "phone": PHONE, "contacts": contacts, "groups": groups,
            "messages": messages, "group_per_mille": group_per_mille,
        }))?;
        self.given += messages;
        let now = self.network.order(&json!({"do": "now"}))?;
        self.network.begin(&json!({
            "do": "drained", "phone": PHONE, "device": self.device, "since": now.get("event"),
        }))?;
        let profile = self.profile();
        self.candidate = self.ground.candidate(self.kind, &profile, &self.doors)?;
        let ready = self.candidate.event("ready")?;
        // What is not stored was counted by a process that is no more.
        let wanted = if self.kind.stores() {
            self.given
        } else {
            whole(&ready, "messages")? + messages
        };
        let stored = self.candidate.send(json!({
            "cmd": "wait", "until": "messages", "count": wanted, "timeout_ms": 900_000,
        }))?;
        let answer = self.network.end()?;
        let confirmed = crate::clock::Stopwatch::start();
        self.candidate.answer(stored)?;
        // Whoever confirms before it stores is waited for.
        Ok(number(&answer, "seconds")? + confirmed.elapsed().as_secs_f64())
    }

    /// One message to a person, from the call until the server has taken it.
    pub(super) fn send(&mut self, to: usize, number: usize) -> Result<()> {
        self.candidate.ask(json!({
            "cmd": "send", "slot": 1, "to": format!("1556{to:07}"),
            "text": format!("Answer {number}"), "token": format!("token-{number}"),
        }))?;
        self.candidate
            .ask(json!({"cmd": "wait", "until": "sent", "timeout_ms": 60_000}))?;
        self.given += 1;
        Ok(())
    }

    /// Hands a past over; answers how many seconds the candidate took for it.
    pub(super) fn history(&mut self, chats: usize, each: usize, blobs: usize) -> Result<f64> {
        let given = self.network.order(&json!({
            "do": "history", "phone": PHONE, "chats": chats, "messages_per_chat": each,
            "chunk": chats.div_ceil(blobs.max(1)), "seed": 11,
        }))?;
        let since = crate::clock::Stopwatch::start();
        self.given += whole(given.get("given").unwrap_or(&given), "messages")?;
        let stored = self.wait_stored()?;
        self.candidate.answer(stored)?;
        Ok(since.elapsed().as_secs_f64())
    }

    /// What the candidate says it used.
    pub(super) fn figures(&mut self) -> Result<Value> {
        self.candidate.ask(json!({"cmd": "figures"}))
    }

    /// Kills the candidate, opens its store again and answers how many of the
    /// messages that it was given and that it confirmed are missing.
    pub(super) fn missing_after_kill(&mut self) -> Result<f64> {
        self.candidate.kill();
        let profile = self.profile();
        let mut again = self.ground.candidate(self.kind, &profile, &self.doors)?;
        let ready = again.event("ready")?;
        again.kill();
        #[expect(clippy::cast_precision_loss, reason = "small counts")]
        let given = self.given as f64;
        Ok(given - number(&ready, "messages")?)
    }

    fn profile(&self) -> String {
        self.folder.path().join("profile").display().to_string()
    }
}

/// A count in an answer.
fn whole(answer: &Value, name: &str) -> Result<usize> {
    answer
        .get(name)
        .and_then(Value::as_u64)
        .and_then(|count| usize::try_from(count).ok())
        .ok_or_else(|| Failure::Wrong(format!("No {name} in {answer}")))
}

fn door<'d>(doors: &'d Value, name: &str) -> &'d str {
    doors.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn network_arguments(profile: &str, doors: &Value) -> Vec<String> {
    let [ws, told, media] = ["ws", "media_tls", "media"].map(|name| door(doors, name));
    vec![
        format!("--profile={profile}"),
        format!("--simulated-network={ws},{told},{media}"),
    ]
}

/// The phone reads the code that the candidate shows, and both are in order with each
/// other afterwards. Answers the number of the new device.
fn link(network: &mut Driven, candidate: &mut Driven, slot: u8, phone: &str) -> Result<u64> {
    network.order(&json!({"cmd": "create_phone", "number": phone, "name": "Desk"}))?;
    candidate.ask(json!({"cmd": "connect", "slot": slot}))?;
    let code = candidate.event("code")?;
    let linked =
        network.order(&json!({"cmd": "phone_scan_qr", "phone": phone, "qr": code.get("text")}))?;
    let device = linked.get("device").and_then(Value::as_u64).unwrap_or(0);
    candidate.ask(json!({"cmd": "wait", "until": "online", "slot": slot, "timeout_ms": 60_000}))?;
    for until in ["online", "settled"] {
        network.order(&json!({
            "cmd": "wait", "until": until, "phone": phone, "device": device, "timeout_ms": 60_000,
        }))?;
    }
    Ok(device)
}
