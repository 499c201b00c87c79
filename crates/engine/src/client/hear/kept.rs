//! Events that become news, beside the messages that the hook keeps.

use std::sync::Arc;

use frontdesk_domain::network::Inbound;
use wa_rs::types::events::Event;

use crate::{
    client::shared::Shared,
    inbound::{self, Own},
};

pub(super) fn hear(shared: &Arc<Shared>, event: &Event) {
    let Some(engine) = shared.engine() else {
        return;
    };
    let me = Own::of(&engine);
    let news: Vec<Inbound> = match event {
        Event::Messages(batch) if !batch.hook_committed => batch
            .iter()
            .flat_map(|arrived| inbound::message(&me, &arrived.message, &arrived.info))
            .collect(),
        _ => return,
    };
    shared.lane.keep(news);
}
