//! Unpacking the past: chunk by chunk, piece by piece, each piece one write.

use std::sync::Arc;

use frontdesk_domain::{network::Network, pairing::Account};
use frontdesk_store::{HistoryChunk, Store, StoreError};

use super::Around;
use crate::{
    ingest,
    tasks::Progress,
    view::system::{TaskKind, TaskOutcome},
};

/// How a chunk ended.
enum Unpacked {
    Done,
    /// Stopped by the user, or the store closed.
    Stopped,
    Failed(StoreError),
}

/// Unpacks what waits, now and whenever more was kept.
pub(super) async fn unpack(around: Arc<Around>, store: Store, network: Arc<dyn Network>) {
    let mut more = around.past.subscribe();
    if let Err(error) = store.write(|tx| tx.try_history_again()).await {
        tracing::warn!(%error, "What could not be read stays aside");
    }
    loop {
        more.mark_unchanged();
        let looking = store.clone();
        let waits =
            tokio::task::spawn_blocking(move || looking.read(|tx| Ok(tx.history_chunks()?.1 > 0)))
                .await;
        if matches!(waits, Ok(Ok(true))) {
            let (store, network, asked) = (store.clone(), network.clone(), around.clone());
            around.tasks.forget_finished(TaskKind::ImportHistory);
            around.tasks.begin(
                TaskKind::ImportHistory,
                around.clock.now(),
                move |progress| import(&store, network.as_ref(), &asked, progress),
            );
        }
        if more.changed().await.is_err() {
            return;
        }
    }
}

fn import(
    store: &Store,
    network: &dyn Network,
    around: &Around,
    progress: &mut Progress,
) -> TaskOutcome {
    loop {
        let next = store.read(|tx| Ok((tx.next_history_chunk()?, tx.history_chunks()?)));
        let (chunk, (all, waiting)) = match next {
            Ok((Some(chunk), counts)) => (chunk, counts),
            Ok((None, _)) => return TaskOutcome::Done,
            Err(error) => {
                tracing::warn!(%error, "The past could not be read");
                return TaskOutcome::Failed;
            }
        };
        progress.reached(all.saturating_sub(waiting), all);
        match unpack_one(store, network, around, &chunk, progress) {
            Unpacked::Done => {}
            Unpacked::Stopped => return TaskOutcome::Cancelled,
            Unpacked::Failed(error) => {
                tracing::warn!(%error, "The past could not be stored");
                return TaskOutcome::Failed;
            }
        }
    }
}

fn unpack_one(
    store: &Store,
    network: &dyn Network,
    around: &Around,
    chunk: &HistoryChunk,
    progress: &mut Progress,
) -> Unpacked {
    let own = match store.read(|tx| tx.account(chunk.account)) {
        Ok(account) => account.and_then(|account| {
            Some(Account {
                phone: account.address.phone?,
                lid: account.address.lid,
            })
        }),
        Err(error) => return Unpacked::Failed(error),
    };
    let id = chunk.id;
    let Some(own) = own else {
        return settle(store.write(move |tx| tx.history_unreadable(id)).wait());
    };
    let mut piece_number = 0_u32;
    let mut stopped: Option<Unpacked> = None;
    let was_read = network.unpack_history(&own, &chunk.chunk, &mut |piece| {
        piece_number += 1;
        // Stored before an earlier run was interrupted.
        if piece_number <= chunk.pieces {
            return true;
        }
        let (account, now, reached) = (chunk.account, around.clock.now(), piece_number);
        let stored = store
            .write(move |tx| {
                let kept = ingest::keep(tx, account, &piece, now)?;
                frontdesk_failpoint::failpoint!("app.past.piece");
                tx.history_reached(id, reached)?;
                Ok(kept.past)
            })
            .wait()
            .map(|answered| around.past_answered(account, &answered, store));
        frontdesk_failpoint::failpoint!("app.past.stored");
        match stored {
            Ok(()) if progress.goes_on() => true,
            Ok(()) | Err(StoreError::Closed { .. }) => {
                stopped = Some(Unpacked::Stopped);
                false
            }
            Err(error) => {
                stopped = Some(Unpacked::Failed(error));
                false
            }
        }
    });
    frontdesk_failpoint::failpoint!("app.past.read");
    match stopped {
        Some(stopped) => stopped,
        None if was_read => settle(store.write(move |tx| tx.history_done(id)).wait()),
        None => {
            tracing::warn!("A stretch of the past cannot be read by this version and is kept");
            settle(store.write(move |tx| tx.history_unreadable(id)).wait())
        }
    }
}

fn settle(written: Result<(), StoreError>) -> Unpacked {
    match written {
        Ok(()) => Unpacked::Done,
        Err(StoreError::Closed { .. }) => Unpacked::Stopped,
        Err(error) => Unpacked::Failed(error),
    }
}
