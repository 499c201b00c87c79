//! People: which LID is which number, their devices, their privacy tokens.

use std::fmt;

use rusqlite::Row;

use super::{Signal, SignalMut};
use crate::error::StoreError;

/// A LID and the phone number behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LidMappingRow {
    /// The LID.
    pub lid: String,
    /// The phone number.
    pub phone: String,
    /// When it was first learned, in seconds.
    pub created_s: i64,
    /// When it was last learned, in seconds.
    pub updated_s: i64,
    /// Where it was learned, in the engine's words.
    pub source: String,
}

/// A person's privacy token.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// The token we were given; empty for none yet.
    pub token: Vec<u8>,
    /// When we were given it, in seconds.
    pub token_s: i64,
    /// When we last gave them ours, in seconds.
    pub sender_s: Option<i64>,
}

impl fmt::Debug for TokenRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenRow")
            .field("token_s", &self.token_s)
            .field("sender_s", &self.sender_s)
            .finish_non_exhaustive()
    }
}

const BY_PHONE: &str = "SELECT lid, phone, created_s, updated_s, source FROM protocol_lid_mappings
     WHERE account_id = ?1 AND phone = ?2 ORDER BY updated_s DESC, lid DESC LIMIT 1";

#[cfg(test)]
pub(super) const PLANNED: [(&str, &str); 1] = [("LID by phone", BY_PHONE)];

impl Signal<'_, '_> {
    /// The mapping of a LID.
    pub fn lid_mapping(&self, lid: &str) -> Result<Option<LidMappingRow>, StoreError> {
        self.one(
            "Reading a LID",
            "SELECT lid, phone, created_s, updated_s, source FROM protocol_lid_mappings WHERE account_id = ?1 AND lid = ?2",
            (self.account.0, lid),
            mapping,
        )
    }

    /// The mapping of a phone number; of several, the one learned last.
    pub fn lid_mapping_of_phone(&self, phone: &str) -> Result<Option<LidMappingRow>, StoreError> {
        self.one(
            "Reading the LID of a number",
            BY_PHONE,
            (self.account.0, phone),
            mapping,
        )
    }

    /// All mappings.
    pub fn lid_mappings(&self) -> Result<Vec<LidMappingRow>, StoreError> {
        self.all(
            "Reading all LIDs",
            "SELECT lid, phone, created_s, updated_s, source FROM protocol_lid_mappings WHERE account_id = ?1 ORDER BY lid",
            [self.account.0],
            mapping,
        )
    }

    /// The devices of a user.
    pub fn device_list(&self, user: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.one(
            "Reading a user's devices",
            "SELECT list FROM protocol_device_lists WHERE account_id = ?1 AND user = ?2",
            (self.account.0, user),
            |row| row.get(0),
        )
    }

    /// The privacy token of a person.
    pub fn token(&self, jid: &str) -> Result<Option<TokenRow>, StoreError> {
        self.one(
            "Reading a privacy token",
            "SELECT token, token_s, sender_s FROM protocol_tc_tokens WHERE account_id = ?1 AND jid = ?2",
            (self.account.0, jid),
            |row| {
                Ok(TokenRow {
                    token: row.get("token")?,
                    token_s: row.get("token_s")?,
                    sender_s: row.get("sender_s")?,
                })
            },
        )
    }

    /// Everybody with a row for a privacy token.
    pub fn token_holders(&self) -> Result<Vec<String>, StoreError> {
        self.all(
            "Reading who has a privacy token",
            "SELECT jid FROM protocol_tc_tokens WHERE account_id = ?1 ORDER BY jid",
            [self.account.0],
            |row| row.get(0),
        )
    }
}

impl SignalMut<'_, '_> {
    /// Keeps a mapping, in place of what was known of the LID.
    pub fn put_lid_mapping(&mut self, mapping: &LidMappingRow) -> Result<(), StoreError> {
        self.put(
            "Keeping a LID",
            "INSERT INTO protocol_lid_mappings (account_id, lid, phone, created_s, updated_s, source) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT DO UPDATE SET phone = excluded.phone, created_s = excluded.created_s,
               updated_s = excluded.updated_s, source = excluded.source",
            (
                self.account.0,
                &mapping.lid,
                &mapping.phone,
                mapping.created_s,
                mapping.updated_s,
                &mapping.source,
            ),
        )
    }

    /// Keeps the devices of a user.
    pub fn put_device_list(&mut self, user: &str, list: &[u8]) -> Result<(), StoreError> {
        self.put(
            "Keeping a user's devices",
            "INSERT INTO protocol_device_lists (account_id, user, list) VALUES (?1, ?2, ?3)
             ON CONFLICT DO UPDATE SET list = excluded.list",
            (self.account.0, user, list),
        )
    }

    /// Forgets the devices of a user.
    pub fn delete_device_list(&mut self, user: &str) -> Result<(), StoreError> {
        self.delete(
            "Forgetting a user's devices",
            "DELETE FROM protocol_device_lists WHERE account_id = ?1 AND user = ?2",
            (self.account.0, user),
        )?;
        Ok(())
    }

    /// Keeps the privacy token of a person as it is given.
    pub fn put_token(&mut self, jid: &str, token: &TokenRow) -> Result<(), StoreError> {
        self.put(
            "Keeping a privacy token",
            "INSERT INTO protocol_tc_tokens (account_id, jid, token, token_s, sender_s) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET token = excluded.token, token_s = excluded.token_s, sender_s = excluded.sender_s",
            (
                self.account.0,
                jid,
                &token.token,
                token.token_s,
                token.sender_s,
            ),
        )
    }

    /// Notes when we gave a person our token: only ever later, and without
    /// touching theirs. Before theirs is known, an empty one stands for it.
    pub fn touch_token(&mut self, jid: &str, sender_s: i64) -> Result<(), StoreError> {
        self.put(
            "Noting that a privacy token was given",
            "INSERT INTO protocol_tc_tokens (account_id, jid, token, token_s, sender_s) VALUES (?1, ?2, x'', ?3, ?3)
             ON CONFLICT DO UPDATE SET sender_s = max(coalesce(sender_s, excluded.sender_s), excluded.sender_s)",
            (self.account.0, jid, sender_s),
        )
    }

    /// Keeps a token that a person gave us, unless a newer one is known; when we
    /// gave them ours stays as it is.
    pub fn receive_token(
        &mut self,
        jid: &str,
        token: &[u8],
        token_s: i64,
    ) -> Result<(), StoreError> {
        self.put(
            "Keeping a received privacy token",
            "INSERT INTO protocol_tc_tokens (account_id, jid, token, token_s) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET token = excluded.token, token_s = excluded.token_s
               WHERE length(token) = 0 OR excluded.token_s >= token_s",
            (self.account.0, jid, token, token_s),
        )
    }

    /// Forgets the privacy token of a person.
    pub fn delete_token(&mut self, jid: &str) -> Result<(), StoreError> {
        self.delete(
            "Forgetting a privacy token",
            "DELETE FROM protocol_tc_tokens WHERE account_id = ?1 AND jid = ?2",
            (self.account.0, jid),
        )?;
        Ok(())
    }

    /// Forgets rows in which nothing is alive: neither a token from `token_s`
    /// on, nor ours given from `sender_s` on.
    pub fn expire_tokens(&mut self, token_s: i64, sender_s: i64) -> Result<usize, StoreError> {
        self.delete(
            "Forgetting old privacy tokens",
            "DELETE FROM protocol_tc_tokens WHERE account_id = ?1
               AND (length(token) = 0 OR token_s < ?2) AND (sender_s IS NULL OR sender_s < ?3)",
            (self.account.0, token_s, sender_s),
        )
    }
}

fn mapping(row: &Row<'_>) -> rusqlite::Result<LidMappingRow> {
    Ok(LidMappingRow {
        lid: row.get("lid")?,
        phone: row.get("phone")?,
        created_s: row.get("created_s")?,
        updated_s: row.get("updated_s")?,
        source: row.get("source")?,
    })
}
