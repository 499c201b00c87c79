//! Events that become news, beside the messages that the hook keeps.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use frontdesk_domain::{
    network::{Inbound, Told},
    session::{Notice, Sync},
};
use wa_rs::types::{
    call::CallAction,
    events::{Event, LazyHistorySync},
};

use super::hold_up;
use crate::{
    client::{addresses, hook, shared::Shared},
    inbound::{self, Own, calls, groups, people, receipts, settings},
};

/// More calls than ever ring at once.
const MOST_RINGING: usize = 64;

/// Calls that ring, and whether they come with a picture: their end does not
/// tell.
#[derive(Default)]
pub(super) struct Ringing {
    video: Mutex<HashMap<String, bool>>,
}

/// Puts the news in an event into the lane.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the engine's list of events grows; most of them are no news"
)]
pub(super) fn hear(shared: &Arc<Shared>, ringing: &Ringing, event: &Event) {
    let Some(engine) = shared.engine() else {
        return;
    };
    let me = Own::of(&engine);
    let news: Vec<Inbound> = match event {
        Event::Messages(batch) if !batch.hook_committed => {
            let batch = Arc::clone(&batch.messages);
            let engine = Arc::clone(&engine);
            let shared_too = Arc::clone(shared);
            shared
                .lane
                .keep_later(async move { hook::news(&shared_too, &engine, &batch).await });
            return;
        }
        Event::HistorySync(chunk) => return history(shared, chunk),
        Event::UndecryptableMessage(event) => {
            inbound::undecryptable(&me, event).into_iter().collect()
        }
        Event::Receipt(event) => receipts::receipt(&me, event).into_iter().collect(),
        Event::GroupUpdate(event) => groups::update(&me, event),
        Event::PushNameUpdate(event) => people::renamed(event).into_iter().collect(),
        Event::ContactUpdate(event) => people::saved(event),
        Event::ContactNumberChanged(event) => people::moved(event).into_iter().collect(),
        Event::IncomingCall(call) => {
            if let CallAction::Offer {
                call_id, is_video, ..
            } = &call.action
            {
                ringing.begins(call_id, *is_video);
            }
            return;
        }
        Event::MissedCall(call) => calls::over(
            &me,
            &calls::Call {
                from: &call.from,
                id: &call.call_id,
                at: inbound::at(call.timestamp),
                video: ringing.ends(&call.call_id),
                missed: true,
            },
        )
        .into_iter()
        .collect(),
        Event::CallEndedElsewhere(call) => calls::over(
            &me,
            &calls::Call {
                from: &call.from,
                id: &call.call_id,
                at: inbound::at(call.timestamp),
                video: ringing.ends(&call.call_id),
                missed: false,
            },
        )
        .into_iter()
        .collect(),
        other => settings::change(&me, other).into_iter().collect(),
    };
    if !news.is_empty() {
        shared.lane.keep_later(async move {
            let mut news = news;
            addresses::complete(&engine, &mut news).await;
            news
        });
        if comes_once(event) {
            wait_until_kept(shared);
        }
    }
}

/// Whether nobody tells it again once the engine has acknowledged it, which it
/// does as soon as it was heard. Names, groups and settings are asked for again.
const fn comes_once(event: &Event) -> bool {
    matches!(
        event,
        Event::Receipt(_)
            | Event::UndecryptableMessage(_)
            | Event::MissedCall(_)
            | Event::CallEndedElsewhere(_)
    )
}

/// Holds up the engine's task, and with it its acknowledgement, until the news
/// so far are on the disk.
fn wait_until_kept(shared: &Shared) {
    hold_up(shared.lane.kept());
}

/// The engine told the phone that it has the chunk before it fetched it, so a
/// crash until it is kept loses it; the phone can be asked for it again. To keep
/// that time short, and not to pile chunks up in memory, the engine's worker
/// waits here until the chunk is kept.
fn history(shared: &Arc<Shared>, chunk: &LazyHistorySync) {
    frontdesk_failpoint::failpoint!("engine.history.heard");
    let progress = chunk
        .progress()
        .and_then(|percent| u8::try_from(percent).ok());
    shared.lane.keep(vec![Inbound::History {
        chunk: chunk.compressed_bytes().to_vec(),
        order: chunk.chunk_order().unwrap_or(0),
        kind: u8::try_from(chunk.sync_type()).unwrap_or(u8::MAX),
        progress,
    }]);
    if let Some(percent) = progress {
        const WHOLE: u8 = 100;
        let sync = Sync::History;
        shared.lane.then_tell(Told::Notice(if percent < WHOLE {
            Notice::SyncProgress {
                sync,
                done: u32::from(percent),
                total: u32::from(WHOLE),
            }
        } else {
            Notice::SyncFinished {
                sync,
                complete: true,
            }
        }));
    }
    wait_until_kept(shared);
    frontdesk_failpoint::failpoint!("engine.history.kept");
}

impl Ringing {
    fn begins(&self, call: &str, video: bool) {
        let mut ringing = self.video.lock().unwrap_or_else(PoisonError::into_inner);
        if ringing.len() >= MOST_RINGING {
            ringing.clear();
        }
        ringing.insert(call.to_owned(), video);
    }

    /// Whether it came with a picture.
    fn ends(&self, call: &str) -> bool {
        let mut ringing = self.video.lock().unwrap_or_else(PoisonError::into_inner);
        ringing.remove(call).unwrap_or(false)
    }
}
