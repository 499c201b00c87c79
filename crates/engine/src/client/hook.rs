//! Making messages durable before the server is told that they arrived.
//!
//! The engine holds the acknowledgement of each message until this hook has
//! kept it. A message that could not be kept is not acknowledged, the
//! connection ends, and the server sends it again on the next one.

use std::sync::Arc;

use frontdesk_domain::network::{Inbound, NotKept};
use wa_rs::{
    Client as Engine, InboundDurabilityHook, anyhow, async_trait, types::events::InboundMessage,
};

use super::{groups, own, shared::Shared};
use crate::inbound::{self, Own};

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
        let me = Own::of(&engine);
        let news: Vec<Inbound> = batch
            .iter()
            .flat_map(|arrived| inbound::message(&me, &arrived.message, &arrived.info))
            .collect();
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
