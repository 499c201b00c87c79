//! One profile, one network, and one crash after another.

mod deeds;
mod judging;
mod linking;

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use self::deeds::Deed;
use super::dice::Dice;
use super::model::{Broken, Finding, Said, text};
use super::talker::{Answer, Core, Network};
use crate::failure::{Failure, Result};
use crate::process;

/// Where the two programs are.
#[derive(Clone, Debug)]
pub(super) struct Programs {
    pub(super) root: PathBuf,
    pub(super) network: PathBuf,
    pub(super) core: PathBuf,
}

/// What a trial does besides talking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Phase {
    /// A new profile is made and its numbers are linked.
    Link,
    /// The program starts and finds what waited.
    Start,
    /// Everybody talks.
    Traffic,
    /// The program is asked to end.
    Quit,
}

impl Phase {
    pub(super) const ALL: [Self; 4] = [Self::Link, Self::Start, Self::Traffic, Self::Quit];
}

/// How a trial ends.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kill {
    /// At a place, when it is reached for that time in that phase.
    At {
        point: String,
        hit: u64,
        phase: Phase,
    },
    /// From outside, so many milliseconds into a phase.
    Outside { after: u64, phase: Phase },
}

impl Kill {
    pub(super) const fn phase(&self) -> Phase {
        match self {
            Self::At { phase, .. } | Self::Outside { phase, .. } => *phase,
        }
    }
}

/// A series of trials.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// Decides all that is said.
    pub(super) seed: u64,
    /// How many numbers are linked.
    pub(super) accounts: usize,
    /// Lines repeat and reorder what they carry.
    pub(super) rough: bool,
    /// Some messages come so that nobody can decrypt them.
    pub(super) spoilt: bool,
    pub(super) kills: Vec<Kill>,
    /// The fault that the program is given.
    pub(super) defect: Option<String>,
    /// Notes every place that is reached instead of killing anything.
    pub(super) calibrate: bool,
}

/// What came of a series.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// Crashes that were recovered from.
    pub(super) trials: usize,
    /// Deaths at places.
    pub(super) deaths: BTreeMap<String, usize>,
    /// Kills from outside.
    pub(super) outside: usize,
    /// How often each place was reached in each phase, when calibrating.
    pub(super) reached: BTreeMap<(Phase, String), u64>,
    pub(super) messages: usize,
    pub(super) findings: Vec<Finding>,
    /// Where the remains of a failed series are.
    pub(super) remains: Option<PathBuf>,
}

/// The number in a slot.
struct Account {
    slot: usize,
    number: String,
    group: String,
}

struct Series<'p> {
    programs: &'p Programs,
    plan: &'p Plan,
    folder: TempDir,
    network: Network,
    core: Option<Core>,
    dice: Dice,
    accounts: Vec<Account>,
    people: Vec<String>,
    said: Vec<Said>,
    /// Asked for and not answered before the program died.
    pending: Vec<Deed>,
    outcome: Outcome,
    tokens: usize,
}

/// Why a series cannot go on.
enum Stop {
    Found(Finding),
    Broken(Failure),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Broken(failure)
    }
}

type Step<T = ()> = std::result::Result<T, Stop>;

/// Runs a series to its end.
///
/// # Errors
/// When the programs cannot be run at all; what they do wrong is a finding.
pub(super) fn run(programs: &Programs, plan: &Plan) -> Result<Outcome> {
    let mut series = Series::open(programs, plan)?;
    match series.all() {
        Ok(()) => {}
        Err(Stop::Found(finding)) => series.outcome.findings.push(finding),
        // A program that hangs or dies is what torture looks for.
        Err(Stop::Broken(failure)) => series.outcome.findings.push(Finding {
            broken: Broken::Died,
            words: failure.to_string(),
        }),
    }
    Ok(series.close())
}

impl<'p> Series<'p> {
    fn open(programs: &'p Programs, plan: &'p Plan) -> Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("frontdesk-torture-")
            .tempdir()
            .map_err(|error| Failure::file("make", Path::new("a temporary folder"), error))?;
        let mut command = process::command(&programs.root, &programs.network);
        command
            .args(["serve", "--console", "--seed"])
            .arg(plan.seed.to_string())
            .arg("--ca")
            .arg(folder.path().join("ca.pem"))
            .stderr(noise(folder.path())?);
        let network = Network::start(&mut command)?;
        let mut series = Self {
            programs,
            plan,
            folder,
            network,
            core: None,
            dice: Dice::new(plan.seed),
            accounts: Vec::new(),
            people: Vec::new(),
            said: Vec::new(),
            pending: Vec::new(),
            outcome: Outcome::default(),
            tokens: 0,
        };
        series.populate()?;
        Ok(series)
    }

    /// Phones, people with different habits, and a group for each phone.
    fn populate(&mut self) -> Result<()> {
        let numbers: Vec<String> = (1..=self.plan.accounts)
            .map(|slot| format!("1555000{slot}111"))
            .collect();
        for number in &numbers {
            self.network
                .run(&json!({"cmd": "create_phone", "number": number, "name": "Shop"}))?;
        }
        let habits = [
            json!({"deliver_after": 2, "read_after": 5}),
            json!({"deliver_after": 15, "read_after": 40}),
            json!({"deliver_after": 1}),
        ];
        for (place, habits) in habits.into_iter().enumerate() {
            let number = format!("1555000222{place}");
            self.network.run(&json!({
                "cmd": "create_contact", "number": number, "name": format!("Person {place}"),
                "in_address_book": numbers, "auto": habits,
            }))?;
            self.people.push(number);
        }
        for (place, number) in numbers.into_iter().enumerate() {
            let made = self.network.run(&json!({
                "cmd": "create_group", "subject": "Neighbours",
                "creator": self.people.first(),
                "members": [number.as_str(), self.people.get(1).map_or("", String::as_str)],
            }))?;
            self.accounts.push(Account {
                slot: place + 1,
                number,
                group: text(&made, "group").to_owned(),
            });
        }
        Ok(())
    }

    fn all(&mut self) -> Step {
        let kills = self.plan.kills.clone();
        for kill in &kills {
            // The first kill of a series may hit the making of the profile.
            if kill.phase() == Phase::Link {
                self.link_under(Some(kill))?;
            }
        }
        self.link_under(None)?;
        self.note(Phase::Link, 0);
        for kill in kills.iter().filter(|kill| kill.phase() != Phase::Link) {
            self.trial(kill)?;
        }
        self.settle()
    }

    /// Starts the program. Places count from here.
    fn start(&mut self, kill: Option<&Kill>) -> Step {
        let folder = self.folder.path();
        let mut command = process::command(&self.programs.root, &self.programs.core);
        command
            .arg(format!("--profile={}", folder.join("profile").display()))
            .arg(self.network.argument())
            .env(
                "RUST_LOG",
                "frontdesk=warn,frontdesk_app=warn,frontdesk_engine=warn,frontdesk_store=warn",
            )
            .stderr(noise(folder)?);
        if let Some(Kill::At { point, hit, .. }) = kill {
            command.env("FRONTDESK_FAILPOINT", format!("{point}:{hit}"));
        }
        if let Some(defect) = &self.plan.defect {
            command.env("FRONTDESK_DEFECT", defect);
        }
        if self.plan.calibrate {
            command.env("FRONTDESK_FAILPOINT_LOG", self.log());
        }
        self.core = Some(Core::start(&mut command)?);
        Ok(())
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("reached")
    }

    fn core(&mut self) -> Step<&mut Core> {
        self.core
            .as_mut()
            .ok_or_else(|| Stop::Broken(Failure::Wrong("The program does not run".to_owned())))
    }

    /// The program is there and its links are up. False when it died first.
    fn comes_up(&mut self) -> Step<bool> {
        if self.core()?.event("ready")?.is_none() {
            return Ok(false);
        }
        let slots: Vec<usize> = self.accounts.iter().map(|account| account.slot).collect();
        for slot in slots {
            let wait =
                json!({"cmd": "wait", "until": "online", "slot": slot, "timeout_ms": 45_000});
            match self.core()?.run(wait)? {
                Answer::Done(_) => {}
                Answer::Unknown => return Ok(false),
                Answer::Refused(why) => {
                    let status = self.core()?.run(json!({"cmd": "status"}))?;
                    return Err(Stop::Found(Finding {
                        broken: Broken::Link,
                        words: format!("Slot {slot} does not come up ({why}): {status:?}"),
                    }));
                }
            }
        }
        Ok(true)
    }

    fn trial(&mut self, kill: &Kill) -> Step {
        if self.dice.chance(40) {
            // It waits until the program is back.
            self.others_talk(2)?;
        }
        let marks = self.marks();
        if self.plan.rough {
            self.roughen()?;
        }
        let at_start = Some(kill)
            .filter(|kill| kill.phase() == Phase::Start && matches!(kill, Kill::At { .. }));
        self.start(at_start)?;
        if let Kill::Outside {
            after,
            phase: Phase::Start,
        } = kill
        {
            self.core()?.rest(Duration::from_millis(*after));
            return self.over(Some(kill));
        }
        if !self.comes_up()? {
            return self.over(Some(kill));
        }
        self.note(Phase::Start, marks);
        match kill {
            Kill::At {
                point,
                hit,
                phase: Phase::Traffic | Phase::Quit,
            } => {
                self.core()?
                    .ask(json!({"cmd": "arm", "point": point, "hit": hit}));
            }
            Kill::At { .. } | Kill::Outside { .. } => {}
        }
        let marks = self.marks();
        let patience = match kill {
            Kill::Outside { after, .. } => Some(Duration::from_millis(*after)),
            Kill::At { .. } => None,
        };
        self.everybody_talks(kill, patience)?;
        self.note(Phase::Traffic, marks);
        if kill.phase() == Phase::Quit && !self.core()?.is_gone() {
            let marks = self.marks();
            self.core()?.ask(json!({"cmd": "quit"}));
            if !self.core()?.rest(Duration::from_secs(30)) {
                return Err(Stop::Found(Finding {
                    broken: Broken::Died,
                    words: "It was asked to end and does not".to_owned(),
                }));
            }
            self.note(Phase::Quit, marks);
        }
        self.over(Some(kill))
    }

    /// The lines repeat and reorder what they carry.
    fn roughen(&mut self) -> Step {
        for place in 0..self.accounts.len() {
            self.net(
                place,
                json!({"act": "line", "duplicate_per_mille": 200, "reorder": 3}),
            )?;
        }
        Ok(())
    }

    /// Does something to the line of an account.
    fn net(&mut self, account: usize, mut act: Value) -> Step {
        let Some(account) = self.accounts.get(account) else {
            return Ok(());
        };
        let devices = self
            .network
            .run(&json!({"cmd": "inspect", "what": "devices", "phone": account.number}))?;
        let device = super::model::list(&devices, "devices").first();
        if let (Some(act), Some(device)) = (act.as_object_mut(), device) {
            act.insert("cmd".to_owned(), json!("net"));
            act.insert("phone".to_owned(), json!(account.number));
            act.insert("device".to_owned(), json!(device.get("device")));
            let command = Value::Object(act.clone());
            // One that is not connected has no line.
            let _ = self.network.run(&command);
        }
        Ok(())
    }

    /// The program is gone, or goes now.
    fn over(&mut self, kill: Option<&Kill>) -> Step {
        let Some(mut core) = self.core.take() else {
            return Ok(());
        };
        let (status, by_itself) = core.end()?;
        self.outcome.trials += usize::from(kill.is_some());
        let quit = status.success();
        if by_itself && !quit {
            if !was_killed(status) {
                return Err(Stop::Found(Finding {
                    broken: Broken::Died,
                    words: format!("The program ended with {status}: {}", self.last_words()),
                }));
            }
            if let Some(Kill::At { point, .. }) = kill {
                *self.outcome.deaths.entry(point.clone()).or_default() += 1;
            }
        } else if kill.is_some() {
            self.outcome.outside += 1;
        }
        Ok(())
    }

    fn last_words(&self) -> String {
        let text = fs::read_to_string(self.folder.path().join("noise")).unwrap_or_default();
        let lines: Vec<&str> = text.lines().rev().take(4).collect();
        lines.into_iter().rev().collect::<Vec<_>>().join(" / ")
    }

    /// How many places were noted so far.
    fn marks(&self) -> usize {
        if !self.plan.calibrate {
            return 0;
        }
        fs::read_to_string(self.log()).map_or(0, |log| log.lines().count())
    }

    /// Notes what was reached since.
    fn note(&mut self, phase: Phase, since: usize) {
        if !self.plan.calibrate {
            return;
        }
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        let log = fs::read_to_string(self.log()).unwrap_or_default();
        for point in log.lines().skip(since) {
            *counts.entry(point.to_owned()).or_default() += 1;
        }
        for (point, count) in counts {
            let known = self.outcome.reached.entry((phase, point)).or_default();
            *known = count.max(*known);
        }
    }

    fn close(mut self) -> Outcome {
        self.core = None;
        self.outcome.messages = self.said.len();
        if !self.outcome.findings.is_empty() {
            // A network that does not answer is a finding of its own.
            let _ = self.keep_the_books();
            self.outcome.remains = Some(self.folder.keep());
        }
        self.outcome
    }
}

/// Where a program's complaints go.
fn noise(folder: &Path) -> Result<File> {
    let path = folder.join("noise");
    let mut options = OpenOptions::new();
    options
        .append(true)
        .create(true)
        .open(&path)
        .map_err(|error| Failure::file("write", &path, error))
}

#[cfg(unix)]
fn was_killed(status: std::process::ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt as _;
    status.signal() == Some(9)
}

#[cfg(not(unix))]
fn was_killed(status: std::process::ExitStatus) -> bool {
    !status.success()
}
