//! Reading again what an earlier translation could not read: once for each
//! translation, in the background, from where an earlier run stopped.

use std::sync::Arc;

use frontdesk_domain::{
    id::{AccountId, MessageId},
    message::MessageKind,
    network::{Inbound, Network, Unread},
    pairing::Account,
};
use frontdesk_store::{Message, ReadTx, Store, StoreError, WriteTx};
use serde::{Deserialize, Serialize};

use super::{Around, letter, wire_chat};
use crate::ingest;

/// So many are read in one write.
const BATCH: usize = 100;

/// Where it is noted how far the reading got.
const KEY: &str = "read_again";

/// How far the reading got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Reached {
    /// With which translation.
    translation: u32,
    /// Everything stored up to this message.
    through: i64,
    /// Everything there was.
    whole: bool,
}

/// What reading one message again brought.
struct ReadAgain {
    message: MessageId,
    account: AccountId,
    news: Vec<Inbound>,
}

/// Reads what this translation may be able to read by now.
pub(super) async fn read(around: Arc<Around>, store: Store, network: Arc<dyn Network>) {
    loop {
        match step(&around, &store, &network).await {
            Ok(true) => {}
            Ok(false) | Err(StoreError::Closed { .. }) => return,
            Err(error) => {
                tracing::warn!(%error, "Older messages were not read again");
                return;
            }
        }
    }
}

/// One batch. False when nothing is left to read.
async fn step(
    around: &Around,
    store: &Store,
    network: &Arc<dyn Network>,
) -> Result<bool, StoreError> {
    let (looking, network) = (store.clone(), network.clone());
    let found = tokio::task::spawn_blocking(move || {
        let translation = network.translation();
        looking.read(|tx| look(tx, network.as_ref(), translation))
    });
    let Some((reached, batch)) = found.await.map_err(|_| StoreError::Panicked {
        doing: "Reading older messages again",
    })??
    else {
        return Ok(false);
    };
    let now = around.clock.now();
    store
        .write(move |tx| {
            for one in &batch {
                ingest::keep(tx, one.account, &one.news, now)?;
                drop_placeholder(tx, one)?;
            }
            tx.put_setting(KEY, &reached)
        })
        .await?;
    Ok(!reached.whole)
}

/// The next batch, and how far the reading will have got with it; nothing when
/// all was read with this translation.
fn look(
    tx: &ReadTx<'_>,
    network: &dyn Network,
    translation: u32,
) -> Result<Option<(Reached, Vec<ReadAgain>)>, StoreError> {
    let mut reached: Reached = tx.setting(KEY)?.unwrap_or_default();
    if reached.translation > translation || (reached.translation == translation && reached.whole) {
        return Ok(None);
    }
    if reached.translation < translation {
        reached = Reached {
            translation,
            ..Reached::default()
        };
    }
    let found = tx.unsupported_after(MessageId(reached.through), BATCH)?;
    reached.whole = found.len() < BATCH;
    if let Some((last, _)) = found.last() {
        reached.through = last.id.0;
    }
    let mut batch = Vec::with_capacity(found.len());
    for (message, payload) in found {
        if let Some((account, own, unread)) = unread(tx, &message, payload)? {
            batch.push(ReadAgain {
                message: message.id,
                account,
                news: network.read_again(&own, &unread),
            });
        }
    }
    Ok(Some((reached, batch)))
}

/// A message as it was kept. Without a number of the account or an address of
/// the conversation it cannot be named, and stays what it is.
fn unread(
    tx: &ReadTx<'_>,
    message: &Message,
    payload: Vec<u8>,
) -> Result<Option<(AccountId, Account, Unread)>, StoreError> {
    let Some(chat) = tx.chat(message.chat)? else {
        return Ok(None);
    };
    let (Some(wire), Some(account)) = (wire_chat(tx, chat.id)?, tx.account(chat.account)?) else {
        return Ok(None);
    };
    let Some(phone) = account.address.phone else {
        return Ok(None);
    };
    let own = Account {
        phone,
        lid: account.address.lid,
    };
    let lives = message.expires_at.map(|end| (end.0 - message.at.0) / 1_000);
    let unread = Unread {
        key: letter::key(tx, message, &wire)?,
        at: message.at,
        disappears_after: lives.and_then(|seconds| u32::try_from(seconds).ok()),
        payload,
    };
    Ok(Some((chat.account, own, unread)))
}

/// What turns out to be a change of another message, or nothing to anybody, has
/// no place of its own.
fn drop_placeholder(tx: &mut WriteTx<'_>, one: &ReadAgain) -> Result<(), StoreError> {
    let stays = one
        .news
        .iter()
        .any(|news| matches!(news, Inbound::Arrived(_)));
    let placeholder = tx
        .message(one.message)?
        .filter(|message| message.kind == MessageKind::Unsupported);
    match placeholder {
        Some(message) if !stays => tx.delete_message(message.id),
        Some(_) | None => Ok(()),
    }
}
