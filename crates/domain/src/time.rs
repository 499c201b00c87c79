//! Points in time, always passed in by the caller.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Milliseconds since the Unix epoch.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(transparent)]
pub struct Timestamp(#[specta(type = u32)] pub i64);

impl Timestamp {
    /// The moment `millis` milliseconds later, clamped at the ends of time.
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }
}
