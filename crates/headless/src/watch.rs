//! What is seen of the program from outside: its feed and its commits.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use frontdesk_app::{
    feed::Sink,
    frontdesk::Frontdesk,
    view::{
        feed::{Fact, FeedMessage},
        slot::SlotView,
    },
};
use frontdesk_domain::{id::MessageId, link::LinkState};
use frontdesk_store::{Change, Committed, Store, StoreError};
use serde_json::{Value, json};
use tokio::sync::{
    mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    watch,
};

use crate::line::say;

/// What is known.
pub(crate) struct Watch {
    seen: Mutex<Seen>,
    /// Rises whenever something may be other than before.
    ticks: watch::Sender<u64>,
}

#[derive(Default)]
struct Seen {
    slots: Vec<SlotView>,
    /// Messages that were there at the start.
    known: u64,
    /// Messages that came since.
    fresh: BTreeSet<MessageId>,
    gone: u64,
    newest: Option<MessageId>,
}

struct Wire(UnboundedSender<FeedMessage>);

impl Sink for Wire {
    fn send(&self, message: FeedMessage) -> bool {
        self.0.send(message).is_ok()
    }
}

impl Watch {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            seen: Mutex::default(),
            ticks: watch::Sender::default(),
        })
    }

    /// Follows the feed as a window does, and says how the links move.
    pub(crate) fn follow_feed(self: &Arc<Self>, app: &Arc<Frontdesk>) {
        let messages = open(app);
        tokio::spawn(feed(Arc::clone(self), Arc::clone(app), messages));
    }

    /// Counts the messages of an open store, now and with every commit.
    pub(crate) fn follow_store(self: &Arc<Self>, store: &Store) -> Result<(), StoreError> {
        let commits = store.subscribe();
        let (count, newest) = store.read(|tx| {
            let (mut count, mut newest) = (0, None);
            for chat in tx.chat_ids()? {
                count += tx.message_count(chat)?;
                let page = tx.messages_before(chat, None, 1)?;
                newest = newest.max(page.rows.last().map(|row| row.id));
            }
            Ok((count, newest))
        })?;
        {
            let mut seen = self.seen();
            seen.known = count;
            seen.newest = newest;
        }
        tokio::spawn(commits_of(Arc::clone(self), commits));
        Ok(())
    }

    /// How many messages are stored.
    pub(crate) fn messages(&self) -> u64 {
        let seen = self.seen();
        let fresh = u64::try_from(seen.fresh.len()).unwrap_or(u64::MAX);
        (seen.known + fresh).saturating_sub(seen.gone)
    }

    /// The slots, as the window would show them.
    pub(crate) fn slots(&self) -> Vec<SlotView> {
        self.seen().slots.clone()
    }

    /// Waits until the feed has told how the slots of the open store look.
    pub(crate) async fn knows_slots(&self) {
        let mut ticks = self.ticks();
        while self.seen().slots.is_empty() {
            // The sender lives in `self`, so waiting cannot fail.
            let _ = ticks.changed().await;
        }
    }

    /// Rises whenever something may be other than before.
    pub(crate) fn ticks(&self) -> watch::Receiver<u64> {
        self.ticks.subscribe()
    }

    fn tick(&self) {
        self.ticks
            .send_modify(|ticks| *ticks = ticks.wrapping_add(1));
    }

    fn put(&self, slot: SlotView) {
        let mut seen = self.seen();
        let told = told(&slot);
        let known = seen
            .slots
            .iter_mut()
            .find(|known| known.number == slot.number);
        match known {
            Some(known) if *known == slot => return,
            Some(known) => *known = slot,
            None => seen.slots.push(slot),
        }
        drop(seen);
        say(&json!({"event": "slot", "slot": told}));
    }

    fn count(&self, committed: &Committed) {
        let mut seen = self.seen();
        for change in &committed.changes {
            match change {
                Change::Message { message, .. } => {
                    if seen.newest.is_none_or(|newest| *message > newest) {
                        seen.fresh.insert(*message);
                    }
                }
                Change::MessageGone { message, .. } => {
                    if !seen.fresh.remove(message) {
                        seen.gone += 1;
                    }
                }
                Change::Slot(_)
                | Change::Timeline(_)
                | Change::Account(_)
                | Change::Contact(_)
                | Change::Chat(_)
                | Change::ChatGone(_)
                | Change::Blob(_)
                | Change::BlobGone(_)
                | Change::Settings => {}
            }
        }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A slot as it is told outside.
pub(crate) fn told(slot: &SlotView) -> Value {
    json!({
        "number": slot.number,
        "account": slot.account.as_ref().map(|account| &account.phone),
        "link": slot.link,
    })
}

/// Whether a slot may send and receive.
pub(crate) fn is_up(slot: &SlotView) -> bool {
    // What is still being fetched holds up neither.
    matches!(slot.link, LinkState::Online | LinkState::Syncing { .. })
}

fn open(app: &Frontdesk) -> UnboundedReceiver<FeedMessage> {
    let (sender, messages) = unbounded_channel();
    app.open_feed(Box::new(Wire(sender)));
    messages
}

async fn feed(
    watch: Arc<Watch>,
    app: Arc<Frontdesk>,
    mut messages: UnboundedReceiver<FeedMessage>,
) {
    while let Some(message) = messages.recv().await {
        match message {
            FeedMessage::Snapshot { seq, snapshot } => {
                snapshot.slots.into_iter().for_each(|slot| watch.put(slot));
                app.ack_feed(seq);
            }
            FeedMessage::Batch { seq, facts } => {
                for fact in facts {
                    if let Fact::Slot { slot } = fact {
                        watch.put(slot);
                    }
                }
                app.ack_feed(seq);
            }
            FeedMessage::Resync => messages = open(&app),
        }
        watch.tick();
    }
}

async fn commits_of(watch: Arc<Watch>, mut commits: UnboundedReceiver<Committed>) {
    while let Some(committed) = commits.recv().await {
        watch.count(&committed);
        watch.tick();
    }
}
