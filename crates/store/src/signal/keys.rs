//! The keys of end-to-end encryption: identities, sessions, prekeys, sender keys.

use super::{Signal, SignalMut};
use crate::error::StoreError;

const IDENTITY_BY_USER: &str = "SELECT 1 FROM protocol_identities WHERE account_id = ?1 AND address >= ?2 AND address < ?3 LIMIT 1";
const SESSION_BY_USER: &str = "SELECT 1 FROM protocol_sessions WHERE account_id = ?1 AND address >= ?2 AND address < ?3 LIMIT 1";

#[cfg(test)]
pub(super) const PLANNED: [(&str, &str); 2] = [
    ("identity by user", IDENTITY_BY_USER),
    ("session by user", SESSION_BY_USER),
];

impl Signal<'_, '_> {
    /// The identity key behind an address.
    pub fn identity(&self, address: &str) -> Result<Option<[u8; 32]>, StoreError> {
        self.one(
            "Reading an identity",
            "SELECT key FROM protocol_identities WHERE account_id = ?1 AND address = ?2",
            (self.account.0, address),
            |row| row.get(0),
        )
    }

    /// The session with an address.
    pub fn session(&self, address: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.one(
            "Reading a session",
            "SELECT session FROM protocol_sessions WHERE account_id = ?1 AND address = ?2",
            (self.account.0, address),
            |row| row.get(0),
        )
    }

    /// Whether there is a session with an address.
    pub fn has_session(&self, address: &str) -> Result<bool, StoreError> {
        Ok(self
            .one(
                "Looking for a session",
                "SELECT 1 FROM protocol_sessions WHERE account_id = ?1 AND address = ?2",
                (self.account.0, address),
                |_| Ok(()),
            )?
            .is_some())
    }

    /// Whether there is a session or an identity of any device of `user`: an
    /// address `user@…` or `user:…`.
    pub fn knows_user(&self, user: &str) -> Result<bool, StoreError> {
        // Everything that begins with a text is the range from that text to the
        // one whose last character is the next in order.
        for (from, to) in [(":", ";"), ("@", "A")] {
            let range = (
                self.account.0,
                format!("{user}{from}"),
                format!("{user}{to}"),
            );
            for sql in [SESSION_BY_USER, IDENTITY_BY_USER] {
                let found =
                    self.one("Looking for a user's keys", sql, range.clone(), |_| Ok(()))?;
                if found.is_some() {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Whether the base key kept for a message is this one.
    pub fn has_same_base_key(
        &self,
        address: &str,
        message_id: &str,
        base_key: &[u8],
    ) -> Result<bool, StoreError> {
        Ok(self
            .one(
                "Comparing a base key",
                "SELECT 1 FROM protocol_base_keys WHERE account_id = ?1 AND address = ?2 AND message_id = ?3 AND base_key = ?4",
                (self.account.0, address, message_id, base_key),
                |_| Ok(()),
            )?
            .is_some())
    }

    /// A prekey.
    pub fn prekey(&self, id: u32) -> Result<Option<Vec<u8>>, StoreError> {
        self.one(
            "Reading a prekey",
            "SELECT record FROM protocol_prekeys WHERE account_id = ?1 AND id = ?2",
            (self.account.0, id),
            |row| row.get(0),
        )
    }

    /// Prekeys that the server has not been given yet, by id.
    pub fn prekeys_not_uploaded(&self) -> Result<Vec<u32>, StoreError> {
        self.all(
            "Reading prekeys that wait",
            "SELECT id FROM protocol_prekeys WHERE account_id = ?1 AND uploaded = 0 ORDER BY id",
            [self.account.0],
            |row| row.get(0),
        )
    }

    /// The highest id of a prekey, 0 without any.
    pub fn max_prekey_id(&self) -> Result<u32, StoreError> {
        Ok(self
            .one(
                "Reading the newest prekey",
                "SELECT id FROM protocol_prekeys WHERE account_id = ?1 ORDER BY id DESC LIMIT 1",
                [self.account.0],
                |row| row.get(0),
            )?
            .unwrap_or(0))
    }

    /// A signed prekey.
    pub fn signed_prekey(&self, id: u32) -> Result<Option<Vec<u8>>, StoreError> {
        self.one(
            "Reading a signed prekey",
            "SELECT record FROM protocol_signed_prekeys WHERE account_id = ?1 AND id = ?2",
            (self.account.0, id),
            |row| row.get(0),
        )
    }

    /// All signed prekeys by id.
    pub fn signed_prekeys(&self) -> Result<Vec<(u32, Vec<u8>)>, StoreError> {
        self.all(
            "Reading signed prekeys",
            "SELECT id, record FROM protocol_signed_prekeys WHERE account_id = ?1 ORDER BY id",
            [self.account.0],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// A sender key of a group.
    pub fn sender_key(&self, address: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.one(
            "Reading a sender key",
            "SELECT record FROM protocol_sender_keys WHERE account_id = ?1 AND address = ?2",
            (self.account.0, address),
            |row| row.get(0),
        )
    }
}

impl SignalMut<'_, '_> {
    /// Keeps the identity key behind an address.
    pub fn put_identity(&mut self, address: &str, key: &[u8; 32]) -> Result<(), StoreError> {
        self.put(
            "Keeping an identity",
            "INSERT INTO protocol_identities (account_id, address, key) VALUES (?1, ?2, ?3)
             ON CONFLICT DO UPDATE SET key = excluded.key",
            (self.account.0, address, key),
        )
    }

    /// Forgets the identity key behind an address.
    pub fn delete_identity(&mut self, address: &str) -> Result<(), StoreError> {
        self.delete(
            "Forgetting an identity",
            "DELETE FROM protocol_identities WHERE account_id = ?1 AND address = ?2",
            (self.account.0, address),
        )?;
        Ok(())
    }

    /// Keeps the session with an address.
    pub fn put_session(&mut self, address: &str, session: &[u8]) -> Result<(), StoreError> {
        self.put(
            "Keeping a session",
            "INSERT INTO protocol_sessions (account_id, address, session) VALUES (?1, ?2, ?3)
             ON CONFLICT DO UPDATE SET session = excluded.session",
            (self.account.0, address, session),
        )
    }

    /// Forgets the session with an address.
    pub fn delete_session(&mut self, address: &str) -> Result<(), StoreError> {
        self.delete(
            "Forgetting a session",
            "DELETE FROM protocol_sessions WHERE account_id = ?1 AND address = ?2",
            (self.account.0, address),
        )?;
        Ok(())
    }

    /// Keeps the base key that a message's session began with.
    pub fn put_base_key(
        &mut self,
        address: &str,
        message_id: &str,
        base_key: &[u8],
    ) -> Result<(), StoreError> {
        self.put(
            "Keeping a base key",
            "INSERT INTO protocol_base_keys (account_id, address, message_id, base_key) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET base_key = excluded.base_key",
            (self.account.0, address, message_id, base_key),
        )
    }

    /// Forgets the base key of a message.
    pub fn delete_base_key(&mut self, address: &str, message_id: &str) -> Result<(), StoreError> {
        self.delete(
            "Forgetting a base key",
            "DELETE FROM protocol_base_keys WHERE account_id = ?1 AND address = ?2 AND message_id = ?3",
            (self.account.0, address, message_id),
        )?;
        Ok(())
    }

    /// Keeps a prekey and whether the server has it.
    pub fn put_prekey(&mut self, id: u32, record: &[u8], uploaded: bool) -> Result<(), StoreError> {
        self.put(
            "Keeping a prekey",
            "INSERT INTO protocol_prekeys (account_id, id, record, uploaded) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET record = excluded.record, uploaded = excluded.uploaded",
            (self.account.0, id, record, uploaded),
        )
    }

    /// Notes that the server has a prekey. One that was used up meanwhile stays
    /// gone.
    pub fn mark_prekey_uploaded(&mut self, id: u32) -> Result<(), StoreError> {
        self.put(
            "Marking a prekey as uploaded",
            "UPDATE protocol_prekeys SET uploaded = 1 WHERE account_id = ?1 AND id = ?2",
            (self.account.0, id),
        )
    }

    /// Forgets a prekey that was used up.
    pub fn delete_prekey(&mut self, id: u32) -> Result<(), StoreError> {
        self.delete(
            "Forgetting a prekey",
            "DELETE FROM protocol_prekeys WHERE account_id = ?1 AND id = ?2",
            (self.account.0, id),
        )?;
        Ok(())
    }

    /// Keeps a signed prekey.
    pub fn put_signed_prekey(&mut self, id: u32, record: &[u8]) -> Result<(), StoreError> {
        self.put(
            "Keeping a signed prekey",
            "INSERT INTO protocol_signed_prekeys (account_id, id, record) VALUES (?1, ?2, ?3)
             ON CONFLICT DO UPDATE SET record = excluded.record",
            (self.account.0, id, record),
        )
    }

    /// Forgets a signed prekey.
    pub fn delete_signed_prekey(&mut self, id: u32) -> Result<(), StoreError> {
        self.delete(
            "Forgetting a signed prekey",
            "DELETE FROM protocol_signed_prekeys WHERE account_id = ?1 AND id = ?2",
            (self.account.0, id),
        )?;
        Ok(())
    }

    /// Keeps a sender key of a group.
    pub fn put_sender_key(&mut self, address: &str, record: &[u8]) -> Result<(), StoreError> {
        self.put(
            "Keeping a sender key",
            "INSERT INTO protocol_sender_keys (account_id, address, record) VALUES (?1, ?2, ?3)
             ON CONFLICT DO UPDATE SET record = excluded.record",
            (self.account.0, address, record),
        )
    }

    /// Forgets a sender key of a group.
    pub fn delete_sender_key(&mut self, address: &str) -> Result<(), StoreError> {
        self.delete(
            "Forgetting a sender key",
            "DELETE FROM protocol_sender_keys WHERE account_id = ?1 AND address = ?2",
            (self.account.0, address),
        )?;
        Ok(())
    }
}
