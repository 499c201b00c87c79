//! Asking phones for messages that came and could not be read here: when one
//! comes, and for those that are still open whenever a number is connected.

use std::{collections::BTreeMap, sync::Arc};

use frontdesk_domain::{
    id::{AccountId, MessageId},
    network::{Client, Key},
    session::Mono,
    time::Timestamp,
};
use frontdesk_store::{ReadTx, Store, StoreError};
use tokio::sync::watch;

use super::{Around, letter, wire_chat};
use crate::sessions::Ups;

/// A phone is not asked for what is older than this. It may have forgotten it,
/// and whoever wrote it has long been answered or given up.
const WORTH_ASKING: i64 = 14 * 24 * 3_600_000;

/// So many places are looked at, the newest first.
const AT_ONCE: usize = 64;

/// How long after a question the next one for the same message may be put; each
/// time twice as long.
const DISTANCE: u64 = 60_000;

/// After so many doublings it stays that long: about half a day.
const MOST_DOUBLINGS: u32 = 10;

/// How often a message was asked for, and when last.
#[derive(Clone, Copy, Debug)]
struct Asked {
    times: u32,
    last: Mono,
}

/// A message to ask for.
struct Missing {
    message: MessageId,
    key: Key,
    at: Timestamp,
}

/// Asks until the store closes.
pub(super) async fn ask(around: Arc<Around>, store: Store, mut ups: watch::Receiver<Ups>) {
    let mut missing = around.missing.subscribe();
    let mut asked: BTreeMap<MessageId, Asked> = BTreeMap::new();
    loop {
        missing.mark_unchanged();
        let connected: Ups = ups.borrow_and_update().clone();
        for (account, client) in &connected {
            ask_for(&around, &store, *account, client, &mut asked).await;
        }
        tokio::select! {
            changed = missing.changed() => if changed.is_err() { return },
            changed = ups.changed() => if changed.is_err() { return },
        }
    }
}

async fn ask_for(
    around: &Around,
    store: &Store,
    account: AccountId,
    client: &Arc<dyn Client>,
    asked: &mut BTreeMap<MessageId, Asked>,
) {
    let looking = store.clone();
    let since = around.clock.now().plus_millis(-WORTH_ASKING);
    let open =
        tokio::task::spawn_blocking(move || looking.read(|tx| open(tx, account, since))).await;
    let open = match open {
        Ok(Ok(open)) => open,
        Ok(Err(error)) => {
            tracing::warn!(%error, "What could not be read is not asked for");
            return;
        }
        Err(_) => return,
    };
    for missing in open {
        let now = around.clock.mono();
        let before = asked.get(&missing.message).copied();
        if before.is_some_and(|before| now < before.again_at()) {
            continue;
        }
        frontdesk_failpoint::failpoint!("app.missing.ask");
        if client.ask_again(missing.key, missing.at).await.is_ok() {
            let times = before.map_or(0, |before| before.times) + 1;
            asked.insert(missing.message, Asked { times, last: now });
        }
    }
}

fn open(tx: &ReadTx<'_>, account: AccountId, since: Timestamp) -> Result<Vec<Missing>, StoreError> {
    let mut all = Vec::new();
    for message in tx.undecryptable_since(account, since, AT_ONCE)? {
        let Some(wire) = wire_chat(tx, message.chat)? else {
            continue;
        };
        all.push(Missing {
            message: message.id,
            key: letter::key(tx, &message, &wire)?,
            at: message.at,
        });
    }
    Ok(all)
}

impl Asked {
    fn again_at(self) -> Mono {
        let doublings = self.times.saturating_sub(1).min(MOST_DOUBLINGS);
        self.last.plus(DISTANCE << doublings)
    }
}
