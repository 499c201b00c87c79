//! Settings that the engine did not fetch.
//!
//! A notice of a change that comes while the same collection is being fetched is
//! skipped, and the fetch under way may be too old to hold the change. Nothing
//! asks again until the next change, so this does.

use std::sync::Arc;

use wa_rs::{
    sync_task::MajorSyncTask, types::events::AppStateSyncFailed,
    wacore::appstate::patch_decode::WAPatchName,
};

use super::shared::Shared;

/// Fetches what was skipped, once what was in the way is done.
pub(super) fn fetch_skipped(shared: &Arc<Shared>, event: &AppStateSyncFailed) {
    for name in &event.skipped {
        let name = match name.parse() {
            Ok(WAPatchName::Unknown) | Err(()) => continue,
            Ok(name) => name,
        };
        let Some(engine) = shared.engine() else {
            return;
        };
        shared.on_the_side(move |_| async move {
            let task = MajorSyncTask::AppStateSync {
                name,
                full_sync: false,
            };
            engine.process_sync_task(task).await;
        });
    }
}
