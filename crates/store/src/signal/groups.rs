//! Groups: which device holds our sender key, and what was last known of them.

use super::{Signal, SignalMut};
use crate::error::StoreError;

impl Signal<'_, '_> {
    /// The devices of a group, and whether each has our sender key.
    pub fn sender_key_devices(&self, group: &str) -> Result<Vec<(String, bool)>, StoreError> {
        self.all(
            "Reading who has a sender key",
            "SELECT device_jid, has_key FROM protocol_sender_key_devices WHERE account_id = ?1 AND group_jid = ?2 ORDER BY device_jid",
            (self.account.0, group),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// What was last known of a group.
    pub fn group_metadata(&self, group: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.one(
            "Reading a group's state",
            "SELECT metadata FROM protocol_group_metadata WHERE account_id = ?1 AND group_jid = ?2",
            (self.account.0, group),
            |row| row.get(0),
        )
    }
}

impl SignalMut<'_, '_> {
    /// Notes whether a device has our sender key of a group.
    pub fn put_sender_key_device(
        &mut self,
        group: &str,
        device: &str,
        has_key: bool,
    ) -> Result<(), StoreError> {
        self.put(
            "Noting who has a sender key",
            "INSERT INTO protocol_sender_key_devices (account_id, group_jid, device_jid, has_key) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET has_key = excluded.has_key",
            (self.account.0, group, device, has_key),
        )
    }

    /// Forgets who has our sender key of a group.
    pub fn clear_sender_key_devices(&mut self, group: &str) -> Result<(), StoreError> {
        self.delete(
            "Forgetting who has a sender key",
            "DELETE FROM protocol_sender_key_devices WHERE account_id = ?1 AND group_jid = ?2",
            (self.account.0, group),
        )?;
        Ok(())
    }

    /// Forgets a device in all groups.
    pub fn delete_sender_key_device(&mut self, device: &str) -> Result<(), StoreError> {
        self.delete(
            "Forgetting a device in all groups",
            // Reads all groups of the account. It happens when a device was
            // unlinked; an index would be paid for at every sending to a group.
            "DELETE FROM protocol_sender_key_devices WHERE account_id = ?1 AND device_jid = ?2",
            (self.account.0, device),
        )?;
        Ok(())
    }

    /// Forgets who has our sender key in all groups.
    pub fn clear_all_sender_key_devices(&mut self) -> Result<(), StoreError> {
        self.delete(
            "Forgetting who has sender keys",
            "DELETE FROM protocol_sender_key_devices WHERE account_id = ?1",
            [self.account.0],
        )?;
        Ok(())
    }

    /// Keeps what is known of a group.
    pub fn put_group_metadata(&mut self, group: &str, metadata: &[u8]) -> Result<(), StoreError> {
        self.put(
            "Keeping a group's state",
            "INSERT INTO protocol_group_metadata (account_id, group_jid, metadata) VALUES (?1, ?2, ?3)
             ON CONFLICT DO UPDATE SET metadata = excluded.metadata",
            (self.account.0, group, metadata),
        )
    }

    /// Forgets what is known of a group.
    pub fn delete_group_metadata(&mut self, group: &str) -> Result<(), StoreError> {
        self.delete(
            "Forgetting a group's state",
            "DELETE FROM protocol_group_metadata WHERE account_id = ?1 AND group_jid = ?2",
            (self.account.0, group),
        )?;
        Ok(())
    }
}
