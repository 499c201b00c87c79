//! Making messages durable before the server is told that they arrived.
//!
//! The engine holds the acknowledgement of each message until this hook has
//! kept it. A message that could not be kept is not acknowledged, the
//! connection ends, and the server sends it again on the next one.
//!
//! Nothing here may wait for the server: the engine holds locks of the senders
//! meanwhile. The engine's own tables may be asked.

use std::sync::Arc;

use frontdesk_domain::network::{Inbound, NotKept};
use wa_rs::{
    Client as Engine, InboundDurabilityHook, anyhow, async_trait, types::events::InboundMessage,
};

use super::{addresses, groups, own, shared::Shared};
use crate::{
    inbound::{self, Own, votes},
    secrets::RecentSecrets,
};

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
        let news = news(&self.shared.secrets, &engine, batch).await;
        if !news.is_empty()
            && let Err(NotKept) = self.shared.ear.keep(news).await
        {
            self.shared.store_failed();
            return Err(NotKept.into());
        }
        for arrived in batch {
            own::notice_phone(&self.shared, &arrived.info.source, arrived.info.timestamp);
            groups::notice(&self.shared, &arrived.info.source.chat);
        }
        Ok(())
    }
}

/// The news in messages.
pub(super) async fn news(
    secrets: &RecentSecrets,
    engine: &Engine,
    batch: &[InboundMessage],
) -> Vec<Inbound> {
    let me = Own::of(engine);
    let mut news = Vec::with_capacity(batch.len());
    for arrived in batch {
        let info = &arrived.info;
        secrets.note(&arrived.message, &info.source.sender, &info.id);
        let vote = votes::open(engine, secrets, &arrived.message, info).await;
        news.extend(inbound::message(&me, &arrived.message, info, vote));
    }
    addresses::complete(engine, &mut news).await;
    news
}
