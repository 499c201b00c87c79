//! The links of the three slots: one supervisor each.
//!
//! What a link does next is decided by `domain::session`. A supervisor feeds it
//! what happens, in order, and does what it answers, in order. It owns the one
//! client of its slot. Supervisors share nothing but the store and what is told
//! here, so that a slot that fails holds up no other.

mod ask;
mod console;
mod ear;
mod obey;
mod qr;
mod seating;
mod stock;
mod supervisor;

use std::{
    collections::BTreeMap,
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use frontdesk_domain::{
    address::{Address, PhoneNumber},
    id::AccountId,
    network::{Client, Network, Told, WireChat},
    pairing::{Account, Refusal},
    session::{self, Ask, Environment, Run},
    slot::SlotNumber,
};
use frontdesk_store::Store;
use tokio::{
    sync::{
        mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
        oneshot, watch,
    },
    task::JoinSet,
};

pub(crate) use self::stock::{Stock, take_stock};
use self::supervisor::Supervisor;
use crate::{clock::Clock, feed::Feed, host::Host, ingest::Kept, live::Live};

/// Makes the engine once the store is open; without one no slot can connect.
pub type NetworkMaker = Option<Box<dyn Fn(&Store) -> Arc<dyn Network> + Send + Sync>>;

/// How long the clients may take to stop when the program ends.
const STOP_WITHIN: u64 = 20_000;

/// All supervisors, and the way to them.
pub(crate) struct Sessions {
    maker: NetworkMaker,
    live: Arc<Live>,
    feed: Feed,
    host: Arc<dyn Host>,
    clock: Arc<dyn Clock>,
    ups: watch::Sender<Ups>,
    /// Whether somebody looks at the window.
    focused: AtomicBool,
    heard: Mutex<Option<UnboundedSender<Heard>>>,
    running: Mutex<Option<Running>>,
}

/// The clients that can send at the moment. Who sends watches this.
pub(crate) type Ups = BTreeMap<AccountId, Arc<dyn Client>>;

/// What clients say that concerns no link.
#[derive(Debug)]
pub(crate) enum Heard {
    /// News were made durable.
    Kept { account: AccountId, kept: Kept },
    /// Somebody types in a chat of an account, or stopped.
    Typing {
        account: AccountId,
        chat: WireChat,
        who: Address,
        typing: bool,
    },
}

/// What runs while the store is open. Dropped, it ends at once.
struct Running {
    around: Arc<Around>,
    supervisors: JoinSet<()>,
}

/// What every supervisor works with.
struct Around {
    store: Store,
    network: Option<Arc<dyn Network>>,
    live: Arc<Live>,
    feed: Feed,
    host: Arc<dyn Host>,
    clock: Arc<dyn Clock>,
    ups: watch::Sender<Ups>,
    desks: [UnboundedSender<Word>; 3],
    heard: Option<UnboundedSender<Heard>>,
    /// Every client that may still write, to be dropped at once if the end of
    /// the program cannot wait for it.
    clients: Mutex<BTreeMap<(SlotNumber, Run), Arc<dyn Client>>>,
}

/// What a supervisor is told. Taken in order.
enum Word {
    /// The user wants something.
    Ask {
        wish: Wish,
        answer: oneshot::Sender<Result<(), Refusal>>,
    },
    /// The user puts the console away; answered with whether that was possible.
    Dismiss { answer: oneshot::Sender<bool> },
    /// A client said something.
    Told { run: Run, told: Told },
    /// A client that was told to stop has stopped.
    Stopped { run: Run },
    /// The computer around us changed.
    Environment(Environment),
    /// Somebody looks at the window, or no longer.
    Focused(bool),
    /// Another slot takes this account: end its link here, then answer
    /// [`Word::LetGone`] there.
    LetGo(Leaving),
    /// The account that was to move here is free.
    LetGone,
    /// Answered once everything before it was acted on.
    Flush { answer: oneshot::Sender<()> },
    /// The program ends; answered once nothing writes any more.
    ShutDown { answer: oneshot::Sender<()> },
}

/// An account that is to go from one slot to another.
#[derive(Clone)]
struct Leaving {
    account: AccountId,
    /// As the network names it.
    who: Account,
    to: SlotNumber,
}

/// What the user can want, before it is known where a number sits.
enum Wish {
    Plain(Ask),
    PairingCode(PhoneNumber),
}

impl Sessions {
    pub(crate) fn new(
        maker: NetworkMaker,
        live: Arc<Live>,
        feed: Feed,
        host: Arc<dyn Host>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            maker,
            live,
            feed,
            host,
            clock,
            ups: watch::Sender::default(),
            focused: AtomicBool::new(false),
            heard: Mutex::default(),
            running: Mutex::default(),
        }
    }

    /// What clients say that concerns no link, from the next [`Sessions::begin`]
    /// on. There is one listener.
    pub(crate) fn listen(&self) -> UnboundedReceiver<Heard> {
        let (sender, heard) = unbounded_channel();
        *self.heard.lock().unwrap_or_else(PoisonError::into_inner) = Some(sender);
        heard
    }

    /// Whether there is an engine to connect with.
    pub(crate) const fn has_engine(&self) -> bool {
        self.maker.is_some()
    }

    /// Begins the sessions of all slots on what the store knows about them.
    /// Answers at once: where each link stands is known, the rest takes place in
    /// tasks of their own.
    pub(crate) fn begin(&self, store: &Store, stock: Stock) {
        let (one, first) = unbounded_channel();
        let (two, second) = unbounded_channel();
        let (three, third) = unbounded_channel();
        let around = Arc::new(Around {
            store: store.clone(),
            network: self.maker.as_ref().map(|make| make(store)),
            live: self.live.clone(),
            feed: self.feed.clone(),
            host: self.host.clone(),
            clock: self.clock.clone(),
            ups: self.ups.clone(),
            desks: [one, two, three],
            heard: self
                .heard
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone(),
            clients: Mutex::default(),
        });
        let focused = self.focused.load(Ordering::Relaxed);
        let mut supervisors = JoinSet::new();
        let desks = SlotNumber::ALL.into_iter().zip([first, second, third]);
        for ((slot, words), found) in desks.zip(stock.slots) {
            let (session, first) = session::start(found.stored, self.clock.moment());
            let supervisor =
                Supervisor::new(slot, around.clone(), words, session, found.account, focused);
            supervisors.spawn(supervisor.run(first));
        }
        *self.running() = Some(Running {
            around,
            supervisors,
        });
    }

    /// Stops all clients at the same time, within a bound, and ends the
    /// supervisors. Nothing of them writes to the store afterwards.
    pub(crate) async fn end(&self) {
        let Some(running) = self.running().take() else {
            return;
        };
        let around = &running.around;
        let by = self.clock.mono().plus(STOP_WITHIN);
        let stopped: Vec<_> = around.desks.iter().map(shut_down).collect();
        let all = async {
            for answer in stopped {
                // A supervisor that is gone has stopped too.
                let _ = answer.await;
            }
        };
        tokio::select! {
            biased;
            () = all => {}
            () = self.clock.sleep_until(by) => {
                tracing::warn!("A client did not stop in time and was dropped");
            }
        }
        drop(running.supervisors);
        for client in around.clients().values() {
            client.abort();
        }
        self.ups.send_replace(Ups::new());
    }

    /// The clients that can send, now and whenever that changes.
    pub(crate) fn ups(&self) -> watch::Receiver<Ups> {
        self.ups.subscribe()
    }

    /// The client of an account, if it can send at the moment.
    pub(crate) fn client(&self, account: AccountId) -> Option<Arc<dyn Client>> {
        self.ups.borrow().get(&account).cloned()
    }

    /// The engine, while the store is open and if there is one.
    pub(crate) fn network(&self) -> Option<Arc<dyn Network>> {
        self.running().as_ref()?.around.network.clone()
    }

    fn set_focused(&self, focused: bool) {
        if self.focused.swap(focused, Ordering::Relaxed) != focused {
            self.tell_all(|| Word::Focused(focused));
        }
    }

    fn tell(&self, slot: SlotNumber, word: Word) -> bool {
        match &*self.running() {
            Some(running) => running.around.tell(slot, word),
            None => false,
        }
    }

    fn tell_all(&self, word: impl Fn() -> Word) {
        for slot in SlotNumber::ALL {
            self.tell(slot, word());
        }
    }

    /// Nothing that panics runs under this lock, so a poisoned one is whole.
    fn running(&self) -> MutexGuard<'_, Option<Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn shut_down(desk: &UnboundedSender<Word>) -> oneshot::Receiver<()> {
    let (answer, answered) = oneshot::channel();
    // Nobody there is an answer too.
    let _ = desk.send(Word::ShutDown { answer });
    answered
}

impl Around {
    /// Tells the supervisor of a slot. False when it is gone.
    fn tell(&self, slot: SlotNumber, word: Word) -> bool {
        self.desk(slot).send(word).is_ok()
    }

    /// Hands on what concerns no link, if anybody listens.
    fn hear(&self, heard: Heard) {
        if let Some(listener) = &self.heard {
            let _ = listener.send(heard);
        }
    }

    fn desk(&self, slot: SlotNumber) -> &UnboundedSender<Word> {
        let [one, two, three] = &self.desks;
        match slot.get() {
            1 => one,
            2 => two,
            _ => three,
        }
    }

    fn clients(&self) -> MutexGuard<'_, BTreeMap<(SlotNumber, Run), Arc<dyn Client>>> {
        self.clients.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions").finish_non_exhaustive()
    }
}
