//! What a client of a slot speaks into.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use frontdesk_domain::{
    id::AccountId,
    network::{Answer, Ear, Inbound, NotKept, Told},
    session::Run,
    slot::SlotNumber,
};

use tokio::task::spawn_blocking;

use super::{Around, Heard, Word};
use crate::ingest;

/// The ear of one client.
pub(super) struct SlotEar {
    run: Run,
    slot: SlotNumber,
    around: Arc<Around>,
    whose: Mutex<Whose>,
}

/// Whose news the client brings.
#[derive(Clone, Copy)]
enum Whose {
    /// It is still being linked: what it brings now comes again.
    Nobodys,
    /// This account's.
    Account(AccountId),
    /// Nobody's for good: the link was given up before it was tied to an account,
    /// and the client only logs in to have it removed. What is meant for the link
    /// goes with it; refusing it would end the connection before the server
    /// was told.
    Leaving,
    /// It has stopped; nothing of it counts any more.
    Over,
}

impl SlotEar {
    pub(super) fn new(
        run: Run,
        slot: SlotNumber,
        around: &Arc<Around>,
        account: Option<AccountId>,
    ) -> Self {
        Self {
            run,
            slot,
            around: around.clone(),
            whose: Mutex::new(account.map_or(Whose::Nobodys, Whose::Account)),
        }
    }

    /// For a client that only logs in to have its link removed.
    pub(super) fn leaving(run: Run, slot: SlotNumber, around: &Arc<Around>) -> Self {
        Self {
            run,
            slot,
            around: around.clone(),
            whose: Mutex::new(Whose::Leaving),
        }
    }

    /// The account that was linked is seated: its news can be kept.
    pub(super) fn seat(&self, account: AccountId) {
        let mut whose = self.whose();
        if let Whose::Nobodys = *whose {
            *whose = Whose::Account(account);
        }
    }

    /// The client has stopped.
    pub(super) fn close(&self) {
        *self.whose() = Whose::Over;
    }

    fn whose(&self) -> MutexGuard<'_, Whose> {
        self.whose.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ear for SlotEar {
    fn told(&self, told: Told) {
        let run = self.run;
        // The supervisor outlives its clients, except when the program ends.
        self.around.tell(self.slot, Word::Told { run, told });
    }

    fn keep(&self, news: Vec<Inbound>) -> Answer<'_, Result<(), NotKept>> {
        let is_nothing =
            !news.is_empty() && news.iter().all(|news| matches!(news, Inbound::Nothing(_)));
        let account = match *self.whose() {
            Whose::Account(account) => account,
            Whose::Nobodys if is_nothing => return Box::pin(async { Ok(()) }),
            Whose::Leaving => return Box::pin(async { Ok(()) }),
            Whose::Nobodys | Whose::Over => return Box::pin(async { Err(NotKept) }),
        };
        if is_nothing {
            let looking = self.around.store.clone();
            return Box::pin(async move {
                let about = news.clone();
                let changes = spawn_blocking(move || {
                    looking.read(|tx| ingest::changes_anything(tx, account, &about))
                });
                match changes.await {
                    Ok(Ok(false)) => Ok(()),
                    Ok(Ok(true) | Err(_)) | Err(_) => self.store(account, news).await,
                }
            });
        }
        self.store(account, news)
    }
}

impl SlotEar {
    fn store(&self, account: AccountId, news: Vec<Inbound>) -> Answer<'_, Result<(), NotKept>> {
        let now = self.around.clock.now();
        frontdesk_failpoint::failpoint!("app.keep.before");
        // Queued before the answer is waited for, so that news stay in order.
        let kept = self.around.store.write(move |tx| {
            let kept = ingest::keep(tx, account, &news, now);
            frontdesk_failpoint::failpoint!("app.keep.inside");
            kept
        });
        if frontdesk_failpoint::defect!("ack-before-commit") {
            tokio::spawn(kept);
            return Box::pin(async { Ok(()) });
        }
        Box::pin(async move {
            match kept.await {
                Ok(kept) => {
                    frontdesk_failpoint::failpoint!("app.keep.kept");
                    self.around.hear(Heard::Kept { account, kept });
                    Ok(())
                }
                Err(error) => {
                    tracing::warn!(%error, "News could not be kept; they will come again");
                    Err(NotKept)
                }
            }
        })
    }
}
