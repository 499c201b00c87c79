//! Following up what the clients kept and heard.

use std::{collections::BTreeMap, sync::Arc};

use frontdesk_domain::{
    address::Address,
    id::{AccountId, ChatId, ContactId, MessageId},
    network::WireChat,
};
use frontdesk_store::{Peer, ReadTx, Store, StoreError};
use tokio::sync::mpsc::UnboundedReceiver;

use super::{Around, Typing};
use crate::{
    host::Notice,
    ingest::Kept,
    notify,
    sessions::Heard,
    thread::Names,
    view::{chat::TypingView, feed::Fact},
};

/// Follows until the store closes.
pub(super) async fn follow(around: Arc<Around>, store: Store, mut heard: UnboundedReceiver<Heard>) {
    let mut typing = Typing::default();
    loop {
        let next = tokio::select! {
            heard = heard.recv() => heard,
            () = lapse(&around, &typing) => {
                for chat in typing.lapse(around.clock.mono()) {
                    tell_typing(&around, &store, chat, typing.whoever(chat)).await;
                }
                continue;
            }
        };
        match next {
            Some(Heard::Kept { account, kept }) => {
                for fresh in &kept.fresh {
                    stopped_typing(&around, &store, &mut typing, fresh.chat, fresh.message).await;
                }
                kept_news(&around, &store, account, kept).await;
            }
            Some(Heard::Typing {
                account,
                chat,
                who,
                typing: types,
            }) => {
                let found = read(&store, move |tx| find(tx, account, &chat, &who)).await;
                if let Some(Some((chat, who))) = found
                    && typing.heard(chat, who, types, around.clock.mono())
                {
                    tell_typing(&around, &store, chat, typing.whoever(chat)).await;
                }
            }
            None => return,
        }
    }
}

async fn kept_news(around: &Arc<Around>, store: &Store, account: AccountId, kept: Kept) {
    if let Some(until) = kept.pause {
        around.pause(account, until);
    }
    if kept.outbox || kept.pause.is_some() {
        around.wake();
    }
    if kept.undecryptable {
        around.wake_missing();
    }
    frontdesk_failpoint::failpoint!("app.heard");
    if kept.history {
        around.wake_past();
    }
    for chat in kept.read {
        around.host.withdraw(chat);
    }
    if kept.fresh.is_empty() {
        return;
    }
    let mut by_chat: BTreeMap<ChatId, Vec<MessageId>> = BTreeMap::new();
    for fresh in kept.fresh {
        by_chat.entry(fresh.chat).or_default().push(fresh.message);
    }
    let now = around.clock.now();
    let notices = read(store, move |tx| {
        by_chat
            .into_iter()
            .map(|(chat, messages)| notify::for_messages(tx, chat, &messages, now))
            .collect::<Result<Vec<_>, _>>()
    })
    .await;
    let notices: Vec<Notice> = notices.into_iter().flatten().flatten().collect();
    let host = around.host.clone();
    let shown = tokio::task::spawn_blocking(move || {
        for notice in notices {
            if let Err(error) = host.notify(notice) {
                tracing::debug!(%error, "The desktop shows no notifications");
            }
        }
    });
    // The desktop may take its time; the next news wait, so that they come in
    // order.
    let _ = shown.await;
}

async fn stopped_typing(
    around: &Arc<Around>,
    store: &Store,
    typing: &mut Typing,
    chat: ChatId,
    message: MessageId,
) {
    if typing.whoever(chat).is_empty() {
        return;
    }
    let sender = read(store, move |tx| {
        Ok(tx.message(message)?.and_then(|message| message.sender))
    })
    .await
    .flatten();
    if let Some(sender) = sender
        && typing.heard(chat, sender, false, around.clock.mono())
    {
        tell_typing(around, store, chat, typing.whoever(chat)).await;
    }
}

async fn tell_typing(around: &Arc<Around>, store: &Store, chat: ChatId, who: Vec<ContactId>) {
    let names = read(store, move |tx| {
        let mut names = Names::new(tx);
        who.into_iter().map(|who| names.of(who)).collect()
    })
    .await
    .unwrap_or_default();
    let typing = TypingView { chat, who: names };
    around.live.set_typing(typing.clone());
    around.feed.notice(Fact::Typing { typing });
}

/// Typing in a conversation that does not exist yet is nobody's news.
fn find(
    tx: &ReadTx<'_>,
    account: AccountId,
    chat: &WireChat,
    who: &Address,
) -> Result<Option<(ChatId, ContactId)>, StoreError> {
    let Some(who) = tx.contact_by_address(who)? else {
        return Ok(None);
    };
    let peer = match chat {
        WireChat::Person(address) => match tx.contact_by_address(address)? {
            Some(contact) => Peer::Contact(contact),
            None => return Ok(None),
        },
        WireChat::Group(jid) => Peer::Group(jid.clone()),
    };
    Ok(tx.chat_with(account, &peer)?.map(|chat| (chat, who)))
}

async fn lapse(around: &Around, typing: &Typing) {
    match typing.next_lapse() {
        Some(at) => around.clock.sleep_until(at).await,
        None => std::future::pending().await,
    }
}

/// A failed read is damage that the next command meets with words.
async fn read<T: Send + 'static>(
    store: &Store,
    f: impl FnOnce(&ReadTx<'_>) -> Result<T, StoreError> + Send + 'static,
) -> Option<T> {
    let store = store.clone();
    match tokio::task::spawn_blocking(move || store.read(f)).await {
        Ok(Ok(read)) => Some(read),
        Ok(Err(error)) => {
            tracing::warn!(%error, "What was kept could not be read");
            None
        }
        Err(_) => None,
    }
}
