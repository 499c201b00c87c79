//! Which version of the real client to claim.
//!
//! WhatsApp refuses old ones, so the current one is asked for once a day. When
//! that fails, the last one that was learnt serves: it is seldom too old, and a
//! server that thinks so says it.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use frontdesk_domain::time::Timestamp;
use wa_rs::{
    traits::DeviceStore,
    version::fetch_latest_app_version,
    wacore::{net::HttpClient, store::error::StoreError},
};

/// The three numbers of a version.
pub(crate) type Version = (u32, u32, u32);

/// How long a version that was learnt counts as current.
const CURRENT_FOR: i64 = 24 * 60 * 60 * 1000;

/// How long asking may take before a connection goes on without the answer.
const ASK_WITHIN: Duration = Duration::from_secs(20);

/// The versions learnt so far, by all accounts together.
pub(crate) struct Versions {
    pinned: Option<Version>,
    learnt: Mutex<Option<(Version, Timestamp)>>,
}

/// Why there is no version to claim.
pub(crate) enum NoVersion {
    /// It could not be asked for, and none was ever learnt.
    Unknown,
    /// The credentials could not be read.
    Store,
}

impl Versions {
    pub(crate) const fn new(pinned: Option<Version>) -> Self {
        Self {
            pinned,
            learnt: Mutex::new(None),
        }
    }

    /// The version to claim now.
    pub(crate) async fn current(
        &self,
        http: &Arc<dyn HttpClient>,
        backend: &impl DeviceStore,
        now: Timestamp,
    ) -> Result<Version, NoVersion> {
        if let Some(pinned) = self.pinned {
            return Ok(pinned);
        }
        let known = match self.learnt() {
            Some(learnt) => Some(learnt),
            None => stored(backend).await.map_err(|_| NoVersion::Store)?,
        };
        if let Some((version, at)) = known
            && is_current(at, now)
        {
            self.learn(version, at);
            return Ok(version);
        }
        let asked = tokio::time::timeout(ASK_WITHIN, fetch_latest_app_version(http)).await;
        if let Ok(Ok(version)) = asked {
            self.learn(version, now);
            return Ok(version);
        }
        tracing::warn!(
            in_time = asked.is_ok(),
            fallback = known.is_some(),
            "The current client version could not be learnt"
        );
        known.map(|(version, _)| version).ok_or(NoVersion::Unknown)
    }

    fn learnt(&self) -> Option<(Version, Timestamp)> {
        *self.learnt.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn learn(&self, version: Version, at: Timestamp) {
        *self.learnt.lock().unwrap_or_else(PoisonError::into_inner) = Some((version, at));
    }
}

/// The version an earlier run of the program learnt.
async fn stored(backend: &impl DeviceStore) -> Result<Option<(Version, Timestamp)>, StoreError> {
    let device = backend.load().await?;
    Ok(device
        .filter(|device| device.app_version_last_fetched_ms > 0)
        .map(|device| {
            let version = (
                device.app_version_primary,
                device.app_version_secondary,
                device.app_version_tertiary,
            );
            (version, Timestamp(device.app_version_last_fetched_ms))
        }))
}

/// A clock that was set back must not keep an old version current for ever.
const fn is_current(at: Timestamp, now: Timestamp) -> bool {
    let age = now.0.saturating_sub(at.0);
    age >= 0 && age < CURRENT_FOR
}
