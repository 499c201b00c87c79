//! Making messages durable before the server is told that they arrived.
//!
//! The engine holds the acknowledgement of each message until this hook has
//! kept it. A message that could not be kept is not acknowledged, the
//! connection ends, and the server sends it again on the next one.
//!
//! Nothing here may wait for the server: the engine holds locks of the senders
//! meanwhile. The engine's own tables may be asked.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use frontdesk_domain::network::{Inbound, NotKept};
use wa_rs::{
    Client as Engine, InboundDurabilityHook, anyhow, async_trait, types::events::InboundMessage,
    waproto::whatsapp as wa,
};

use super::{addresses, groups, own, shared::Shared};
use crate::inbound::{self, Own, votes};

/// So many votes wait for their polls.
const MOST_EARLY: usize = 256;

pub(super) struct Hook {
    shared: Arc<Shared>,
}

impl Hook {
    pub(super) const fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }
}

#[async_trait]
impl InboundDurabilityHook for Hook {
    async fn on_messages(
        &self,
        engine: Arc<Engine>,
        batch: &[InboundMessage],
    ) -> anyhow::Result<()> {
        frontdesk_failpoint::failpoint!("engine.hook.begun");
        let _keeping = self.shared.keeping();
        let news = news(&self.shared, &engine, batch).await;
        frontdesk_failpoint::failpoint!("engine.hook.translated");
        if !news.is_empty()
            && let Err(NotKept) = self.shared.ear.keep(news).await
        {
            self.shared.store_failed();
            return Err(NotKept.into());
        }
        frontdesk_failpoint::failpoint!("engine.hook.kept");
        for arrived in batch {
            own::notice_phone(&self.shared, &arrived.info.source, arrived.info.timestamp);
            groups::notice(&self.shared, &arrived.info.source.chat);
        }
        Ok(())
    }
}

/// Votes whose poll has not come yet, as long as the client lives.
#[derive(Default)]
pub(crate) struct EarlyVotes {
    waiting: Mutex<Vec<InboundMessage>>,
}

impl EarlyVotes {
    fn wait(&self, vote: &InboundMessage) {
        let mut waiting = self.lock();
        if waiting.len() < MOST_EARLY {
            waiting.push(vote.clone());
        }
    }

    /// The votes in a poll that is here now.
    fn take(&self, poll: &str) -> Vec<InboundMessage> {
        let mut waiting = self.lock();
        let is_due = |vote: &mut InboundMessage| votes::target(&vote.message) == Some(poll);
        waiting.extract_if(.., is_due).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<InboundMessage>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The news in messages.
pub(super) async fn news(
    shared: &Shared,
    engine: &Engine,
    batch: &[InboundMessage],
) -> Vec<Inbound> {
    let me = Own::of(engine);
    let mut news = Vec::with_capacity(batch.len());
    for arrived in batch {
        let (message, info) = (&arrived.message, &arrived.info);
        if **message == wa::Message::default() && shared.backend.is_lost(&info.id) {
            news.extend(inbound::lost(&me, info));
            continue;
        }
        shared.secrets.note(message, &info.source.sender, &info.id);
        let vote = votes::open(engine, &shared.secrets, message, info).await;
        if vote.is_none() && votes::target(message).is_some() {
            shared.early_votes.wait(arrived);
        }
        news.extend(inbound::message(&me, message, info, vote));
        news.extend(inbound::announced(message, info));
        for early in shared.early_votes.take(&info.id) {
            let (message, info) = (&early.message, &early.info);
            let vote = votes::open(engine, &shared.secrets, message, info).await;
            news.extend(inbound::message(&me, message, info, vote));
        }
    }
    addresses::complete(engine, &mut news).await;
    news
}
