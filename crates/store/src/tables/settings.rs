//! Choices and small states, one JSON value per key.

use frontdesk_domain::settings::Settings;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    change::Change,
    error::StoreError,
    tx::{ReadTx, WriteTx},
};

/// The key of [`Settings`] as a whole.
const SETTINGS: &str = "settings";

impl ReadTx<'_> {
    /// The user's choices; what was never chosen takes its default.
    pub fn settings(&self) -> Result<Settings, StoreError> {
        Ok(self.setting(SETTINGS)?.unwrap_or_default())
    }

    /// A value kept under a key of the caller's.
    pub fn setting<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, StoreError> {
        const DOING: &str = "Reading a setting";
        self.one(
            DOING,
            "SELECT value FROM settings WHERE key = ?1",
            [key],
            |row| row.get::<_, String>(0),
        )?
        .map(|json| serde_json::from_str(&json).map_err(|error| StoreError::corrupt(DOING, error)))
        .transpose()
    }
}

impl WriteTx<'_> {
    /// Keeps the user's choices.
    pub fn put_settings(&mut self, settings: &Settings) -> Result<(), StoreError> {
        self.put_setting(SETTINGS, settings)
    }

    /// Keeps a value under a key. Keys are short words in code, never content.
    pub fn put_setting<T: Serialize>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), StoreError> {
        const DOING: &str = "Keeping a setting";
        let json = serde_json::to_string(value).map_err(|error| StoreError::Defect {
            doing: DOING,
            cause: std::sync::Arc::new(error),
        })?;
        self.run(
            DOING,
            "INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, json),
        )?;
        self.changed(Change::Settings);
        Ok(())
    }
}
