//! Asking phones for older messages: what a person wants to see first, then what
//! may be missing.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::{Arc, MutexGuard, PoisonError},
};

use frontdesk_domain::{
    id::{AccountId, ChatId},
    network::{Behind, Client, SendError, WireChat},
    past::{ANSWER_WITHIN, DISTANCE, May, Past, QUIET_DISTANCE, Questions, STRETCH},
    session::Mono,
    time::Timestamp,
};
use frontdesk_store::{ReadTx, Store, StoreError};
use tokio::sync::watch;

use super::{Around, letter, wire_chat};
use crate::{error::CommandError, frontdesk::Frontdesk, sessions::Ups, view::feed::Fact};

/// What is asked and wanted of all phones. Lives in memory: after a restart
/// nothing is being asked.
#[derive(Default)]
pub(super) struct Asking {
    questions: BTreeMap<AccountId, Questions>,
    /// What people want to see, in order.
    wishes: BTreeMap<AccountId, VecDeque<ChatId>>,
    /// What is so of a conversation besides what the store knows.
    states: BTreeMap<ChatId, Past>,
    /// Phones that left a question without an answer since they were connected:
    /// they are asked again only for somebody.
    silent: BTreeSet<AccountId>,
}

/// What the store knows of a conversation, to ask about it.
struct Known {
    wire: WireChat,
    oldest: Behind,
}

impl Frontdesk {
    /// Asks the phone for what is older than the oldest message of a
    /// conversation. What is so of it now is told as it changes.
    ///
    /// # Errors
    /// `Gone`, `NotOpen`, or the store's.
    pub async fn past_ask(&self, chat: ChatId) -> Result<Past, CommandError> {
        let (account, complete) = self
            .read(move |tx| {
                let row = tx.chat(chat)?.ok_or(StoreError::Gone {
                    doing: "Asking for older messages",
                })?;
                Ok((row.account, row.past_complete))
            })
            .await?;
        if complete {
            return Ok(Past::Beginning);
        }
        let connected = self.sessions.client(account).is_some();
        Ok(self.post.wish_past(account, chat, connected))
    }
}

impl Around {
    fn asking(&self) -> MutexGuard<'_, Asking> {
        self.asking.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is so of what is older than the oldest message of a conversation.
    pub(super) fn past(&self, chat: ChatId, complete: bool) -> Past {
        if complete {
            return Past::Beginning;
        }
        self.asking().states.get(&chat).copied().unwrap_or_default()
    }

    /// Somebody wants to see it.
    pub(super) fn wish_past(&self, account: AccountId, chat: ChatId, connected: bool) -> Past {
        let state = if connected {
            Past::Asking
        } else {
            Past::Offline
        };
        if connected {
            let mut asking = self.asking();
            let wishes = asking.wishes.entry(account).or_default();
            if !wishes.contains(&chat) {
                wishes.push_back(chat);
            }
        }
        self.set_past(chat, state);
        self.wake_asking();
        state
    }

    /// The phone answered about these conversations.
    pub(super) fn past_answered(&self, account: AccountId, chats: &[ChatId], store: &Store) {
        for chat in chats {
            {
                let mut asking = self.asking();
                if let Some(questions) = asking.questions.get_mut(&account) {
                    questions.answered(*chat);
                }
                asking.states.remove(chat);
            }
            let complete = store
                .read(|tx| Ok(tx.chat(*chat)?.is_some_and(|row| row.past_complete)))
                .unwrap_or(false);
            self.tell_past(
                *chat,
                if complete {
                    Past::Beginning
                } else {
                    Past::Open
                },
            );
        }
        if !chats.is_empty() {
            self.wake_asking();
        }
    }

    fn set_past(&self, chat: ChatId, past: Past) {
        let before = if past == Past::Open {
            self.asking().states.remove(&chat)
        } else {
            self.asking().states.insert(chat, past)
        };
        if before.unwrap_or_default() != past {
            self.tell_past(chat, past);
        }
    }

    fn tell_past(&self, chat: ChatId, past: Past) {
        self.feed.notice(Fact::Past { chat, past });
    }

    pub(super) fn wake_asking(&self) {
        self.wishes
            .send_modify(|count| *count = count.wrapping_add(1));
    }
}

/// Asks until the store closes.
pub(super) async fn ask(around: Arc<Around>, store: Store, mut ups: watch::Receiver<Ups>) {
    let mut wishes = around.wishes.subscribe();
    let mut before = Ups::new();
    loop {
        wishes.mark_unchanged();
        let now_up: Ups = ups.borrow_and_update().clone();
        connections(&around, &before, &now_up);
        before.clone_from(&now_up);
        give_up(&around);
        let mut look_at: Option<Timestamp> = None;
        for (account, client) in &now_up {
            let due = ask_one(&around, &store, *account, client).await;
            look_at = [look_at, due].into_iter().flatten().min();
        }
        tokio::select! {
            changed = wishes.changed() => if changed.is_err() { return },
            changed = ups.changed() => if changed.is_err() { return },
            () = sleep(&around, look_at) => {}
        }
    }
}

/// A phone that is connected anew may be asked again; one that is gone cannot
/// answer.
fn connections(around: &Around, before: &Ups, now: &Ups) {
    let mut offline = Vec::new();
    let mut open = Vec::new();
    {
        let mut asking = around.asking();
        for account in before.keys().filter(|account| !now.contains_key(account)) {
            offline.extend(asking.wishes.remove(account).unwrap_or_default());
            if let Some(questions) = asking.questions.get_mut(account)
                && let Some(chat) = questions.open()
            {
                questions.answered(chat);
                offline.push(chat);
            }
        }
        for (account, client) in now {
            let is_new = before
                .get(account)
                .is_none_or(|known| !Arc::ptr_eq(known, client));
            if is_new {
                asking.silent.remove(account);
                let waiting = asking.states.iter();
                open.extend(
                    waiting
                        .filter(|(_, state)| **state == Past::Offline)
                        .map(|(chat, _)| *chat),
                );
            }
        }
    }
    for chat in open {
        around.set_past(chat, Past::Open);
    }
    for chat in offline {
        around.set_past(chat, Past::Offline);
    }
}

/// Questions without an answer.
fn give_up(around: &Around) {
    let now = around.clock.now();
    let mut given_up = Vec::new();
    {
        let mut asking = around.asking();
        let overdue: Vec<(AccountId, ChatId)> = asking
            .questions
            .iter_mut()
            .filter_map(|(account, questions)| Some((*account, questions.give_up(now)?)))
            .collect();
        for (account, chat) in overdue {
            asking.silent.insert(account);
            given_up.push(chat);
        }
    }
    for chat in given_up {
        around.set_past(chat, Past::NoAnswer);
    }
}

/// Asks one phone, if something is wanted of it and it may be asked. Answers when
/// to look again.
async fn ask_one(
    around: &Around,
    store: &Store,
    account: AccountId,
    client: &Arc<dyn Client>,
) -> Option<Timestamp> {
    loop {
        let wish = around
            .asking()
            .wishes
            .get(&account)
            .and_then(|wishes| wishes.front().copied());
        let (chat, distance) = match wish {
            Some(chat) => (chat, DISTANCE),
            None => {
                if around.asking().silent.contains(&account) {
                    return overdue_at(around, account);
                }
                let looking = store.clone();
                let found = tokio::task::spawn_blocking(move || {
                    looking.read(|tx| tx.next_past_wanted(account, None))
                })
                .await;
                match found {
                    Ok(Ok(Some(chat))) => (chat, QUIET_DISTANCE),
                    _ => return overdue_at(around, account),
                }
            }
        };
        let now = around.clock.now();
        let may = {
            let mut asking = around.asking();
            let questions = asking.questions.entry(account).or_default();
            let may = questions.may(chat, distance, now);
            if may == May::Ask {
                // Before it is asked, so that it is never asked twice at once.
                questions.asked(chat, now);
            }
            may
        };
        match may {
            May::NotBefore(due) => return Some(due),
            May::Asked if wish.is_some() => drop_wish(around, account, chat),
            May::Asked => return overdue_at(around, account),
            May::Ask => {
                drop_wish(around, account, chat);
                put(around, store, account, client, chat, wish.is_some()).await;
            }
        }
    }
}

fn drop_wish(around: &Around, account: AccountId, chat: ChatId) {
    if let Some(wishes) = around.asking().wishes.get_mut(&account) {
        wishes.retain(|wished| *wished != chat);
    }
}

fn overdue_at(around: &Around, account: AccountId) -> Option<Timestamp> {
    let asking = around.asking();
    asking.questions.get(&account)?.overdue_at()
}

/// Puts the question to the phone.
async fn put(
    around: &Around,
    store: &Store,
    account: AccountId,
    client: &Arc<dyn Client>,
    chat: ChatId,
    is_wish: bool,
) {
    around.set_past(chat, Past::Asking);
    let looking = store.clone();
    let known = tokio::task::spawn_blocking(move || looking.read(|tx| known(tx, chat))).await;
    let Ok(Ok(Some(known))) = known else {
        // There is nothing by which the phone could find the place.
        forget(around, store, account, chat, Past::Open).await;
        return;
    };
    let wait_until = around
        .clock
        .mono()
        .plus(u64::try_from(ANSWER_WITHIN).unwrap_or(0));
    let asked = tokio::select! {
        asked = client.ask_past(known.wire, known.oldest, STRETCH) => asked,
        () = around.clock.sleep_until(wait_until) => Err(SendError::Unknown),
    };
    match asked {
        Ok(()) => {}
        Err(SendError::NotConnected) => {
            retract(around, account, chat, Past::Offline);
        }
        Err(SendError::Unknown | SendError::NotStored) => {
            retract(around, account, chat, Past::NoAnswer);
            around.asking().silent.insert(account);
        }
        Err(SendError::NobodyThere | SendError::Unsendable) => {
            let state = if is_wish { Past::NoAnswer } else { Past::Open };
            forget(around, store, account, chat, state).await;
        }
    }
}

fn retract(around: &Around, account: AccountId, chat: ChatId, state: Past) {
    if let Some(questions) = around.asking().questions.get_mut(&account) {
        questions.answered(chat);
    }
    around.set_past(chat, state);
}

/// It cannot be asked about, and is not tried again by itself.
async fn forget(around: &Around, store: &Store, account: AccountId, chat: ChatId, state: Past) {
    retract(around, account, chat, state);
    if let Err(error) = store.write(move |tx| tx.past_reached(chat, false)).await {
        tracing::warn!(%error, "A conversation waits for its past without hope");
        around.asking().silent.insert(account);
    }
}

fn known(tx: &ReadTx<'_>, chat: ChatId) -> Result<Option<Known>, StoreError> {
    let (Some(wire), Some(oldest)) = (wire_chat(tx, chat)?, tx.oldest_message(chat)?) else {
        return Ok(None);
    };
    Ok(Some(Known {
        oldest: Behind {
            key: letter::key(tx, &oldest, &wire)?,
            at: oldest.at,
        },
        wire,
    }))
}

/// Without a moment to wake at, for ever.
async fn sleep(around: &Around, until: Option<Timestamp>) {
    match until {
        Some(until) => {
            let at: Mono = around.mono_at(until);
            around.clock.sleep_until(at).await;
        }
        None => std::future::pending().await,
    }
}
