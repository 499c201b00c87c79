//! The stream of facts to the window, and the only publisher of facts.
//!
//! Fed by two sources: committed transactions, which name what changed, and
//! volatile notices that live in memory. Changes are collected for a moment,
//! the rows they name are read again, and one numbered batch leaves. What the
//! window cannot keep up with is collected further, never queued up; past a
//! bound the window is told to start over.

mod pending;

use std::{sync::Arc, time::Duration};

use frontdesk_domain::slot::SlotNumber;
use frontdesk_store::{Committed, Store};
use tokio::{
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    time::Instant,
};

pub(crate) use self::pending::Pending;
use crate::{
    clock::Clock,
    live::Live,
    view::feed::{Fact, FeedMessage},
};

/// Where feed messages go: a window, or a test.
pub trait Sink: Send + 'static {
    /// Hands a message over. False once nobody listens any more.
    fn send(&self, message: FeedMessage) -> bool;
}

/// How long changes are collected after a batch left.
const COLLECT: Duration = Duration::from_millis(30);
/// Batches that may be under way before the window must acknowledge one.
const UNACKNOWLEDGED: u32 = 8;
/// Facts that are told piece by piece; beyond, the window starts over.
const PIECES: usize = 2_000;

/// The sending end: everything that may tell the feed something.
#[derive(Clone, Debug)]
pub(crate) struct Feed {
    inputs: UnboundedSender<Input>,
}

/// The running end, to be driven by [`FeedLoop::run`].
pub(crate) struct FeedLoop {
    inputs: UnboundedReceiver<Input>,
    live: Arc<Live>,
    clock: Arc<dyn Clock>,
    pending: Pending,
    window: Option<Window>,
    collect_until: Option<Instant>,
}

enum Input {
    Open(Box<dyn Sink>),
    Ack(u32),
    Committed(Committed),
    Notice(Box<Fact>),
    Link(SlotNumber),
    Pairing(SlotNumber),
    CountAgain,
    StartOver,
}

struct Window {
    sink: Box<dyn Sink>,
    seq: u32,
    acknowledged: u32,
}

/// A feed and its loop, not running yet.
pub(crate) fn feed(live: Arc<Live>, clock: Arc<dyn Clock>) -> (Feed, FeedLoop) {
    let (sender, inputs) = unbounded_channel();
    let feed_loop = FeedLoop {
        inputs,
        live,
        clock,
        pending: Pending::default(),
        window: None,
        collect_until: None,
    };
    (Feed { inputs: sender }, feed_loop)
}

impl Feed {
    /// A window listens from now on, beginning with a snapshot. The one before
    /// is forgotten.
    pub(crate) fn open(&self, sink: Box<dyn Sink>) {
        self.tell(Input::Open(sink));
    }

    /// The window has applied everything up to `seq`.
    pub(crate) fn acknowledge(&self, seq: u32) {
        self.tell(Input::Ack(seq));
    }

    /// Something in memory is now so.
    pub(crate) fn notice(&self, fact: Fact) {
        self.tell(Input::Notice(Box::new(fact)));
    }

    /// The link of a slot stands elsewhere than before.
    pub(crate) fn link_moved(&self, slot: SlotNumber) {
        self.tell(Input::Link(slot));
    }

    /// The pairing console of a slot shows something else, or closed.
    pub(crate) fn pairing_moved(&self, slot: SlotNumber) {
        self.tell(Input::Pairing(slot));
    }

    /// What counts as unread is another number, though no row changed.
    pub(crate) fn count_again(&self) {
        self.tell(Input::CountAgain);
    }

    /// The ground changed as a whole: the window must begin with a new snapshot.
    pub(crate) fn start_over(&self) {
        self.tell(Input::StartOver);
    }

    /// Follows the commits of a store until it closes.
    pub(crate) fn follow(&self, store: &Store) {
        let mut commits = store.subscribe();
        let feed = self.clone();
        tokio::spawn(async move {
            while let Some(committed) = commits.recv().await {
                feed.tell(Input::Committed(committed));
            }
        });
    }

    fn tell(&self, input: Input) {
        // The loop ends only with the program.
        let _ = self.inputs.send(input);
    }
}

impl FeedLoop {
    /// Runs until every [`Feed`] is gone.
    pub(crate) async fn run(mut self) {
        loop {
            let input = if self.may_send() {
                tokio::select! {
                    biased;
                    input = self.inputs.recv() => input,
                    () = until(self.collect_until) => {
                        self.send_batch().await;
                        continue;
                    }
                }
            } else {
                self.inputs.recv().await
            };
            match input {
                Some(input) => self.take(input).await,
                None => return,
            }
        }
    }

    fn may_send(&self) -> bool {
        !self.pending.is_empty()
            && self
                .window
                .as_ref()
                .is_none_or(|window| window.seq.wrapping_sub(window.acknowledged) < UNACKNOWLEDGED)
    }

    async fn take(&mut self, input: Input) {
        match input {
            Input::Open(sink) => {
                self.pending.leave_to_snapshot();
                let snapshot = Box::new(self.live.snapshot(self.clock.now()).await);
                let listening = sink.send(FeedMessage::Snapshot { seq: 0, snapshot });
                self.window = listening.then_some(Window {
                    sink,
                    seq: 0,
                    acknowledged: 0,
                });
            }
            Input::Ack(seq) => {
                if let Some(window) = &mut self.window
                    && seq <= window.seq
                {
                    window.acknowledged = window.acknowledged.max(seq);
                }
            }
            Input::Committed(committed) => self.pending.committed(committed),
            Input::Notice(fact) => self.pending.notice(*fact),
            Input::Link(slot) => self.pending.link_moved(slot),
            Input::Pairing(slot) => self.pending.pairing_moved(slot),
            Input::CountAgain => self.pending.unread_changed(),
            Input::StartOver => self.start_over(),
        }
        if self.pending.len() > PIECES {
            self.start_over();
        }
    }

    /// Tells the window to open the feed again instead of telling it pieces.
    fn start_over(&mut self) {
        self.pending = Pending::default();
        self.pending.unread_changed();
        if let Some(window) = self.window.take() {
            window.sink.send(FeedMessage::Resync);
        }
    }

    async fn send_batch(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        let facts = self.live.read_facts(pending, self.clock.now()).await;
        self.collect_until = Some(Instant::now() + COLLECT);
        if facts.is_empty() {
            return;
        }
        let Some(window) = &mut self.window else {
            return;
        };
        window.seq = window.seq.wrapping_add(1);
        if !window.sink.send(FeedMessage::Batch {
            seq: window.seq,
            facts,
        }) {
            self.window = None;
        }
    }
}

/// The first change after a quiet time leaves at once.
async fn until(collected: Option<Instant>) {
    if let Some(instant) = collected {
        tokio::time::sleep_until(instant).await;
    }
}

impl std::fmt::Debug for FeedLoop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FeedLoop").finish_non_exhaustive()
    }
}
