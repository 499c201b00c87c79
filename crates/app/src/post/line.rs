//! One connected account: its queue leaves here, in order.

use std::sync::Arc;

use frontdesk_domain::{
    id::{AccountId, ChatId, OutboxId},
    network::{self, Client, SendError},
    outbox::{self, Limits, Next},
};
use frontdesk_store::{Outgoing, Peer, Store, StoreError};

use super::{Around, letter};
use crate::{ingest, view::feed::Fact};

/// How long a line rests when the store would not answer.
const REST: u64 = 5_000;

/// A line to the network.
pub(super) struct Line {
    pub(super) account: AccountId,
    pub(super) client: Arc<dyn Client>,
    pub(super) store: Store,
    pub(super) around: Arc<Around>,
}

/// What a look at the queue showed.
enum Looked {
    Letter(Box<(Outgoing, network::Outgoing)>),
    /// Something changed while looking; look again.
    Again,
    Nothing(Next),
}

impl Line {
    /// Works until it is aborted.
    pub(super) async fn run(self) {
        let mut woken = self.around.wake.subscribe();
        self.begin().await;
        loop {
            woken.mark_unchanged();
            let wait_until = match self.step().await {
                Ok(Looked::Letter(letter)) => {
                    self.send(*letter).await;
                    continue;
                }
                Ok(Looked::Again) => continue,
                Ok(Looked::Nothing(Next::WaitUntil(at))) => Some(self.around.mono_at(at)),
                Ok(Looked::Nothing(Next::Idle | Next::Send(_))) => None,
                Err(error) => {
                    tracing::warn!(%error, "The outbox could not be read or written");
                    Some(self.around.clock.mono().plus(REST))
                }
            };
            tokio::select! {
                changed = woken.changed() => {
                    if changed.is_err() {
                        return;
                    }
                }
                () = sleep(&self.around, wait_until) => {}
            }
        }
    }

    /// What an earlier connection left without an answer waits again.
    async fn begin(&self) {
        let (account, now) = (self.account, self.around.clock.now());
        frontdesk_failpoint::failpoint!("app.line.before");
        if frontdesk_failpoint::defect!("leaves-in-flight") {
            return;
        }
        if let Err(error) = self
            .store
            .write(move |tx| tx.line_ended(account, now))
            .await
        {
            tracing::warn!(%error, "Messages of the last connection wait for their answer");
        }
        frontdesk_failpoint::failpoint!("app.line.begun");
    }

    async fn step(&self) -> Result<Looked, StoreError> {
        self.tell().await?;
        let (account, now) = (self.account, self.around.clock.now());
        let limits = Limits {
            paused_until: self.around.paused_until(account),
            ..Limits::default()
        };
        let looking = self.store.clone();
        let mut queue = tokio::task::spawn_blocking(move || looking.read(|tx| tx.outbox(account)))
            .await
            .map_err(|_| StoreError::Panicked {
                doing: "Reading the outbox",
            })??;
        if frontdesk_failpoint::defect!("outbox-overtakes") {
            queue.reverse();
        }
        match outbox::next(&queue, &limits, now) {
            Next::Send(id) => self.take(id).await,
            other @ (Next::WaitUntil(_) | Next::Idle) => Ok(Looked::Nothing(other)),
        }
    }

    /// From this commit on the message counts as possibly sent.
    async fn take(&self, id: OutboxId) -> Result<Looked, StoreError> {
        let now = self.around.clock.now();
        self.store
            .write(move |tx| {
                let Some(outgoing) = tx.outgoing(id)? else {
                    return Ok(Looked::Again);
                };
                match letter::write(tx, &outgoing, now)? {
                    Ok(mut letter) => {
                        frontdesk_failpoint::failpoint!("app.line.taking");
                        if frontdesk_failpoint::defect!("new-id-on-retry") && outgoing.attempt > 0 {
                            letter.id.0.push('F');
                        }
                        tx.hand_over(id, now)?;
                        let outgoing = tx.outgoing(id)?.unwrap_or(outgoing);
                        Ok(Looked::Letter(Box::new((outgoing, letter))))
                    }
                    Err(reason) => {
                        let verdict = outbox::Verdict::Stuck(reason, 0);
                        ingest::obey(tx, &outgoing, verdict, now)?;
                        Ok(Looked::Again)
                    }
                }
            })
            .await
    }

    async fn send(&self, (outgoing, letter): (Outgoing, network::Outgoing)) {
        frontdesk_failpoint::failpoint!("app.line.taken");
        let Err(error) = self.client.send(letter).await else {
            frontdesk_failpoint::failpoint!("app.line.handed");
            if frontdesk_failpoint::defect!("sent-on-ok") {
                let id = outgoing.id;
                let _ = self.store.write(move |tx| tx.leave_outbox(id)).await;
            }
            // Handed over; only the server's answer says that it left.
            return;
        };
        frontdesk_failpoint::failpoint!("app.line.refused");
        let verdict = outbox::not_handed_over(&error);
        let now = self.around.clock.now();
        let written = self
            .store
            .write(move |tx| match tx.outgoing(outgoing.id)? {
                // The answer was faster.
                None => Ok(None),
                Some(outgoing) => ingest::obey(tx, &outgoing, verdict, now),
            })
            .await;
        match written {
            Ok(Some(until)) => self.around.pause(self.account, until),
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "A message that did not leave counts as sent"),
        }
    }

    /// Tells what is to be told, in order, until the connection is gone.
    async fn tell(&self) -> Result<(), StoreError> {
        loop {
            let account = self.account;
            let looking = self.store.clone();
            let tellings = tokio::task::spawn_blocking(move || {
                looking.read(|tx| letter::tellings(tx, account))
            })
            .await
            .map_err(|_| StoreError::Panicked {
                doing: "Reading what is to be told",
            })??;
            if tellings.is_empty() || !self.tell_some(tellings).await? {
                return Ok(());
            }
        }
    }

    /// Tells these. False once the connection is gone.
    async fn tell_some(
        &self,
        tellings: Vec<(i64, Option<letter::Act>)>,
    ) -> Result<bool, StoreError> {
        for (id, act) in tellings {
            let block = match &act {
                Some(letter::Act::Block { chat, on, .. }) => Some((*chat, *on)),
                Some(_) | None => None,
            };
            let answer = match act {
                Some(letter::Act::Read { keys, quietly }) => {
                    self.client.mark_read(keys, quietly).await
                }
                Some(letter::Act::Change { chat, change, last }) => {
                    self.client.change_chat(chat, change, last).await
                }
                Some(letter::Act::Block { who, on, .. }) => self.client.set_blocked(who, on).await,
                Some(letter::Act::Mark { key, at, mark }) => {
                    self.client.mark_message(key, at, mark).await
                }
                // What it was about is gone.
                None => Ok(()),
            };
            match answer {
                Err(SendError::NotConnected | SendError::Unknown | SendError::NotStored) => {
                    return Ok(false);
                }
                Err(SendError::NobodyThere | SendError::Unsendable) if block.is_some() => {
                    self.unblock(id, block).await?;
                }
                Ok(()) | Err(SendError::NobodyThere | SendError::Unsendable) => {
                    frontdesk_failpoint::failpoint!("app.line.told");
                    self.store.write_soon(move |tx| tx.told(id)).await?;
                }
            }
        }
        Ok(true)
    }

    /// The server refused to block somebody, or to end that: it is as before, and
    /// the window says so.
    async fn unblock(&self, id: i64, block: Option<(ChatId, bool)>) -> Result<(), StoreError> {
        let Some((chat, on)) = block else {
            return Ok(());
        };
        let account = self.account;
        self.store
            .write(move |tx| {
                tx.told(id)?;
                match tx.chat(chat)?.map(|row| row.peer) {
                    Some(Peer::Contact(who)) => tx.set_blocked(account, who, !on),
                    Some(Peer::Group(_)) | None => Ok(()),
                }
            })
            .await?;
        self.around.feed.notice(Fact::BlockRefused { chat });
        Ok(())
    }
}

/// Without a moment to wake at, for ever.
async fn sleep(around: &Around, until: Option<frontdesk_domain::session::Mono>) {
    match until {
        Some(until) => around.clock.sleep_until(until).await,
        None => std::future::pending().await,
    }
}
