//! Random faults on three slots, the same for the same seed. Whatever happens:
//! no slot starts more than one client per second, no two clients work on the
//! same keys, no keys vanish without a logout, and no card claims what is not
//! so, nor for longer than it was proved: 45 s after the last answered question,
//! 20 s after a send without an answer, 5 s after a reason for doubt.

use std::collections::{BTreeMap, BTreeSet};

use frontdesk_app::view::slot::SlotView;
use frontdesk_domain::{
    disconnect::{
        Close, DialFault, HandshakeFault, LocalFault, SocketEnd, StreamWord, Wipe, verdict,
    },
    link::LinkState,
    pairing::PairCodeAnswer,
    session::{Environment, Notice, Purpose, Sync},
    slot::SlotNumber,
};
use frontdesk_store::account_while_linking;
use frontdesk_testkit::network::{Call, Puppet};

use super::bench::{Bench, shop, slot};

const SEEDS: u64 = 6;
const STEPS: usize = 130;

#[tokio::test(start_paused = true)]
async fn random_faults_never_break_a_promise() {
    let (mut online, mut started) = (0, 0);
    let mut stretched = Stretched::default();
    for seed in 0..SEEDS {
        let mut storm = Storm::new(seed).await;
        storm.all_came_up();
        for step in 0..STEPS {
            let what = storm.step().await;
            storm.log.push(what);
            storm.check(&format!("seed {seed}, step {step}")).await;
        }
        online += storm.was_online;
        started += storm.seen;
        stretched.join(&storm.stretched);
    }
    // Storms in which nothing ever works prove nothing.
    assert!(online > 100, "cards were hardly ever online: {online}");
    assert!(started > 100, "hardly anything was started: {started}");
    let Stretched {
        idle,
        unanswered,
        doubted,
    } = stretched;
    assert!(
        idle > 20_000 && unanswered > 5_000 && doubted > 1_000,
        "the bounds were never near: {stretched:?}"
    );
}

struct Storm {
    /// Taken while the program is restarted.
    bench: Option<Bench>,
    dice: Dice,
    keys: BTreeSet<i64>,
    /// Accounts whose link was ended by a logout, and states whose pairing was
    /// given up: their keys may go, now or when their client has stopped.
    may_go: BTreeSet<i64>,
    /// Everything so far, to be told when a promise breaks.
    log: Vec<String>,
    seen: usize,
    last_start: BTreeMap<SlotNumber, u64>,
    was_online: usize,
    /// What is known about the life of each client that came up.
    proofs: BTreeMap<Which, Proof>,
    /// Whose cards say that they are online.
    up: BTreeSet<i64>,
    /// The oldest proofs on which a card still said so.
    stretched: Stretched,
}

/// Which client: when it was started, and on whose state.
type Which = (u64, i64);

/// The books that a card's claim is compared with.
#[derive(Debug)]
struct Proof {
    /// When the last answered question was asked.
    proved: u64,
    /// When the first send left that is not answered.
    unanswered: Option<u64>,
    /// When the first reason for doubt came that no answer has settled.
    doubted: Option<u64>,
}

/// How long claims lasted past their proof, in milliseconds.
#[derive(Debug, Default)]
struct Stretched {
    idle: u64,
    unanswered: u64,
    doubted: u64,
}

impl Stretched {
    /// The larger of each.
    fn join(&mut self, other: &Self) {
        self.idle = self.idle.max(other.idle);
        self.unanswered = self.unanswered.max(other.unanswered);
        self.doubted = self.doubted.max(other.doubted);
    }
}

fn which(puppet: &Puppet) -> Which {
    let start = puppet.start();
    (start.at.0, start.state.0)
}

impl Storm {
    async fn new(seed: u64) -> Self {
        Self {
            bench: Some(Bench::linked(&[1, 2, 3]).await),
            dice: Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1234_5678),
            keys: BTreeSet::from([1, 2, 3]),
            may_go: BTreeSet::new(),
            log: Vec::new(),
            seen: 0,
            last_start: BTreeMap::new(),
            was_online: 0,
            proofs: BTreeMap::new(),
            up: BTreeSet::new(),
            stretched: Stretched::default(),
        }
    }

    fn bench(&self) -> &Bench {
        self.bench.as_ref().unwrap()
    }

    /// Something happens; says what.
    async fn step(&mut self) -> String {
        match self.dice.below(20) {
            0..=8 => self.puppet_speaks().await,
            9..=13 => {
                let millis = [10, 700, 3_000, 20_000, 70_000];
                let millis = *self.dice.pick(&millis);
                self.pass(millis).await;
                format!("{millis} ms pass")
            }
            14..=17 => self.user_asks().await,
            18 => {
                let environments = [
                    Environment::NetworkDown,
                    Environment::NetworkUp,
                    Environment::Resumed,
                    Environment::ClockJumped,
                ];
                let environment = *self.dice.pick(&environments);
                let now = self.now();
                for proof in self.proofs.values_mut() {
                    proof.doubted.get_or_insert(now);
                }
                self.bench().app.environment(environment);
                self.bench().settle().await;
                format!("{environment:?}")
            }
            _ => self.program_ends().await,
        }
    }

    /// Time passes, and starts are looked at while it does.
    async fn pass(&mut self, millis: u64) {
        let clock = self.bench().desk.clock.0.clone();
        let end = clock.mono().plus(millis);
        self.bench().settle().await;
        self.look_at_starts();
        while let Some(at) = clock.next_waking().filter(|at| *at <= end) {
            clock.advance(at.since(clock.mono()));
            self.bench().settle().await;
            self.look_at_starts();
            self.look_at_proofs("while time passes").await;
        }
        clock.advance(end.since(clock.mono()));
        self.bench().settle().await;
        self.look_at_starts();
    }

    fn now(&self) -> u64 {
        self.bench().desk.clock.0.mono().0
    }

    /// The links that were made before the storm are proved now.
    fn all_came_up(&mut self) {
        let now = self.now();
        for puppet in self.bench().script.puppets() {
            self.proofs.insert(which(&puppet), Proof::at(now));
        }
    }

    /// No card claims to be online for longer than that was proved.
    async fn look_at_proofs(&mut self, when: &str) {
        for shown in self.bench().snapshot().await.slots {
            self.check_proof(&shown, when);
        }
    }

    fn check_proof(&mut self, shown: &SlotView, when: &str) {
        let Some(account) = shown.account.as_ref().map(|account| account.id) else {
            return;
        };
        if !matches!(shown.link, LinkState::Online | LinkState::Syncing { .. }) {
            self.up.remove(&account.0);
            return;
        }
        self.up.insert(account.0);
        let client = self.bench().script.puppet(account);
        let proof = client.and_then(|client| self.proofs.get(&which(&client)));
        let Some(proof) = proof else {
            panic!("{when}: online without having come up: {:#?}", self.log);
        };
        let now = self.now();
        let since = |at: Option<u64>| at.map_or(0, |at| now - at);
        let found = Stretched {
            idle: now - proof.proved,
            unanswered: since(proof.unanswered),
            doubted: since(proof.doubted),
        };
        assert!(
            found.idle < 45_000 && found.unanswered < 20_000 && found.doubted < 5_000,
            "{when}: slot {} claims to be online after {found:?}: {:#?}",
            shown.number.get(),
            self.log
        );
        self.stretched.join(&found);
    }

    async fn puppet_speaks(&mut self) -> String {
        let puppets = self.bench().script.puppets();
        let alive: Vec<&Puppet> = puppets.iter().filter(|puppet| puppet.is_alive()).collect();
        // Now and then one that is long gone.
        let puppet = if alive.is_empty() || self.dice.below(12) == 0 {
            self.dice.pick(&puppets).clone()
        } else {
            (*self.dice.pick(&alive)).clone()
        };
        let asked_at = self.bench().desk.clock.0.mono();
        let what = match self.dice.below(16) {
            0..=3 => {
                // Only the first word of it counts.
                if !self.up.contains(&puppet.state().0) {
                    self.proofs.insert(which(&puppet), Proof::at(asked_at.0));
                }
                puppet.comes_up();
                "comes up".to_owned()
            }
            // With keys there are no codes.
            4 if puppet.start().purpose == Purpose::LogIn || puppet.state().0 > 0 => {
                "shows nothing".to_owned()
            }
            4 => {
                puppet.reaches_the_server();
                puppet.shows_qr(60_000);
                "shows a code".to_owned()
            }
            5 | 6 => {
                let account = shop(u8::try_from(self.dice.below(4)).unwrap() + 1);
                if !puppet.is_alive() || puppet.state().0 > 0 {
                    return "nothing to link".to_owned();
                }
                puppet.is_linked_by(&account).await.unwrap();
                format!("is linked by {}", account.phone)
            }
            7 => {
                if let Some(proof) = self.proofs.get_mut(&which(&puppet)) {
                    *proof = Proof::at(asked_at.0);
                }
                puppet.notice(Notice::RoundTrip { asked_at });
                "is answered".to_owned()
            }
            8 => {
                if let Some(proof) = self.proofs.get_mut(&which(&puppet)) {
                    proof.unanswered.get_or_insert(asked_at.0);
                }
                puppet.notice(Notice::Sent);
                "sends".to_owned()
            }
            9 => {
                let (done, total) = (self.dice.below(9), 9);
                puppet.notice(Notice::SyncProgress {
                    sync: Sync::Backlog,
                    done: u32::try_from(done).unwrap(),
                    total,
                });
                "catches up".to_owned()
            }
            10 => {
                puppet.notice(Notice::LogoutDone { told: true });
                "logged out".to_owned()
            }
            11 => {
                let notices = [
                    Notice::PasskeyDemanded,
                    Notice::PairFailed,
                    Notice::QrExhausted,
                    Notice::PairCodeRefused {
                        answer: PairCodeAnswer::TooMany,
                        back_off: None,
                    },
                ];
                let notice = self.dice.pick(&notices).clone();
                puppet.notice(notice.clone());
                format!("{notice:?}")
            }
            12 => {
                puppet.will_not_stop();
                "will not stop".to_owned()
            }
            13 => {
                puppet.will_stop();
                "will stop".to_owned()
            }
            _ => {
                let close = self.close();
                let counts = puppet.is_alive() && !puppet.calls().contains(&Call::Stop);
                if counts && verdict(close).wipe == Wipe::Credentials {
                    self.may_go.insert(puppet.state().0);
                }
                puppet.ends(close);
                format!("ends with {close:?}")
            }
        };
        self.bench().settle().await;
        format!("client of {} {what}", puppet.state())
    }

    fn close(&mut self) -> Close {
        let closes = [
            Close::Stream(StreamWord::Code(515)),
            Close::Stream(StreamWord::Code(503)),
            Close::Stream(StreamWord::Code(429)),
            Close::Stream(StreamWord::Replaced),
            Close::Stream(StreamWord::Removed),
            Close::Stream(StreamWord::Unknown),
            Close::Login {
                code: 401,
                expires_in: None,
            },
            Close::Login {
                code: 402,
                expires_in: Some(60_000),
            },
            Close::Login {
                code: 405,
                expires_in: None,
            },
            Close::Dial(DialFault::NoRoute),
            Close::Dial(DialFault::NotTheServer),
            Close::Handshake(HandshakeFault::NoAnswer),
            Close::Socket(SocketEnd::Broken),
            Close::Socket(SocketEnd::Clean),
            Close::Here(LocalFault::Store),
        ];
        *self.dice.pick(&closes)
    }

    async fn user_asks(&mut self) -> String {
        let number = u8::try_from(self.dice.below(3)).unwrap() + 1;
        let here = slot(number);
        let which = self.dice.below(12);
        let app = &self.bench().app;
        let (what, answer) = match which {
            0..=3 => ("connect", app.connect_slot(here).await),
            4 => ("retry", app.retry_slot(here).await),
            5 => ("cancel", app.cancel_slot(here).await),
            6 => ("new code", app.new_slot_code(here).await),
            7 => (
                "pairing code",
                app.ask_pairing_code(here, "+1 555 000 3333").await,
            ),
            8 => ("put away", app.dismiss_pairing(here).await),
            9 | 10 => ("use here", app.use_number_here(here).await),
            _ => ("unlink", app.unlink_slot(here).await),
        };
        match what {
            "unlink" if answer.is_ok() => {
                self.may_go
                    .extend(self.bench().account(number).map(|a| a.0));
            }
            // The link of the slot that the number is taken from ends.
            "use here" if answer.is_ok() => {
                let accounts = [1, 2, 3].map(|n| self.bench().account(n).map(|a| a.0));
                self.may_go.extend(accounts.into_iter().flatten());
            }
            _ => {}
        }
        self.bench().settle().await;
        format!("the user asks slot {number}: {what}, {answer:?}")
    }

    async fn program_ends(&mut self) -> String {
        for puppet in self.bench().script.puppets() {
            puppet.will_stop();
        }
        self.bench().settle().await;
        self.look_at_starts();
        let bench = self.bench.take().unwrap();
        let (what, bench) = if self.dice.below(2) == 0 {
            ("restarted", bench.restart().await)
        } else {
            ("killed", bench.kill().await)
        };
        self.bench = Some(bench);
        // A new program may start its clients at once.
        self.last_start.clear();
        what.to_owned()
    }

    fn look_at_starts(&mut self) {
        let starts = self.bench().script.starts();
        for start in starts.iter().skip(self.seen) {
            assert!(
                !start.beside_another,
                "two clients on the keys of {}",
                start.state
            );
            let here = SlotNumber::ALL.into_iter().find(|here| {
                account_while_linking(*here) == start.state
                    || self.bench().account(here.get()) == Some(start.state)
            });
            let Some(here) = here else { continue };
            let last = self.last_start.insert(here, start.at.0);
            assert!(
                last.is_none_or(|last| start.at.0 >= last + 1_000),
                "slot {} starts twice within a second: {:#?}",
                here.get(),
                self.log
            );
        }
        self.seen = starts.len();
    }

    async fn check(&mut self, when: &str) {
        self.bench().settle().await;
        self.look_at_starts();
        let now: BTreeSet<i64> = self.bench().keys().into_iter().collect();
        for gone in self.keys.difference(&now).filter(|gone| **gone > 0) {
            assert!(
                self.may_go.contains(gone),
                "{when}: the keys of {gone} are gone without a logout: {:#?}",
                self.log
            );
        }
        // A fresh link starts over.
        for fresh in now.difference(&self.keys) {
            self.may_go.remove(fresh);
        }
        self.keys = now;
        for shown in self.bench().snapshot().await.slots {
            self.check_card(&shown, when);
        }
    }

    /// A card claims a link only where keys and a client stand behind it.
    fn check_card(&mut self, shown: &SlotView, when: &str) {
        self.check_proof(shown, when);
        let account = shown.account.as_ref().map(|account| account.id);
        match &shown.link {
            LinkState::Online | LinkState::Syncing { .. } => {
                self.was_online += 1;
                let account = account.unwrap_or_else(|| panic!("{when}: nobody is online"));
                let client = self.bench().script.puppet(account);
                let client = client.unwrap_or_else(|| panic!("{when}: online without a client"));
                assert!(
                    !client.calls().contains(&Call::Stop),
                    "{when}: online through a client that stops"
                );
                assert!(
                    self.keys.contains(&account.0),
                    "{when}: online without keys"
                );
            }
            LinkState::Empty => {
                assert_eq!(account, None, "{when}: an empty slot with an account");
            }
            LinkState::Failed { cause } => {
                panic!("{when}: failed for {cause:?}: {:#?}", self.log)
            }
            LinkState::Connecting { .. }
            | LinkState::QrReady { .. }
            | LinkState::PairingCode { .. }
            | LinkState::PairingOver { .. }
            | LinkState::NeedsPasskey
            | LinkState::NumberConflict { .. }
            | LinkState::Authenticated
            | LinkState::WaitingForNetwork { .. }
            | LinkState::Unlinking
            | LinkState::Replaced
            | LinkState::Outdated
            | LinkState::Banned { .. }
            | LinkState::Locked
            | LinkState::LoggedOut { .. } => {}
        }
    }
}

impl Proof {
    /// An answer to what was asked just now.
    const fn at(now: u64) -> Self {
        Self {
            proved: now,
            unanswered: None,
            doubted: None,
        }
    }
}

/// Split-mix: small, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let which = self.below(from.len());
        from.get(which).expect("the dice stay in the range")
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(bound).unwrap()).unwrap()
    }
}
