//! The engine's own client on our backend.

use std::sync::Arc;

use wa_rs::{
    Client, InboundDurabilityHook, TokioRuntime, anyhow, async_trait, bot::Bot,
    transport::TokioWebSocketTransportFactory, types::events::InboundMessage,
};

use crate::kit::{OURS, Profile};

struct Refusing;

#[async_trait]
impl InboundDurabilityHook for Refusing {
    async fn on_messages(&self, _: Arc<Client>, _: &[InboundMessage]) -> anyhow::Result<()> {
        anyhow::bail!("nothing is to come in here")
    }
}

#[tokio::test]
async fn a_client_that_commits_before_it_acknowledges_accepts_the_backend() {
    let profile = Profile::new();
    let bot = Bot::builder()
        .with_backend_arc(Arc::new(profile.backend(OURS)))
        // Building dials nothing.
        .with_transport_factory(TokioWebSocketTransportFactory::new().with_url("ws://127.0.0.1:9"))
        .with_runtime(TokioRuntime)
        .with_inbound_durability_hook(Refusing)
        .build()
        .await
        .unwrap();
    let rows = profile.rows_of(OURS);
    assert_eq!(
        rows.len(),
        1,
        "a device, and no trace of the probe: {rows:?}"
    );
    assert!(rows[0].starts_with("protocol_devices"), "{rows:?}");
    drop(bot);
}
