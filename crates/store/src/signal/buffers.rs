//! Messages that the engine keeps for a while: sent ones for retries, received
//! ones until they are in the history, and the secrets of both.
//!
//! A received message waits here for moments only, and the same words then stand
//! in the history. Taking it out therefore does not shorten the log: that would
//! cost several flushes for each message and hide nothing. When the message
//! itself is deleted, the log is shortened, and this copy leaves with it.

use super::{Signal, SignalMut};
use crate::error::StoreError;

/// Notes lie among the messages on their way in, at places that no conversation
/// has: one for messages of which nothing more is known, one for those that are
/// in the history.
const NOWHERE: &str = "";
const KEPT: &str = "kept";

const EXPIRE_SENT: &str =
    "DELETE FROM protocol_sent_messages WHERE account_id = ?1 AND stored_s < ?2";
const EXPIRE_PENDING: &str =
    "DELETE FROM protocol_pending_inbound WHERE account_id = ?1 AND stored_s < ?2";
const EXPIRE_SECRETS: &str = "DELETE FROM protocol_message_secrets WHERE account_id = ?1 AND expires_s <> 0 AND expires_s <= ?2";

#[cfg(test)]
pub(super) const PLANNED: [(&str, &str); 3] = [
    ("old sent messages", EXPIRE_SENT),
    ("old pending messages", EXPIRE_PENDING),
    ("old message secrets", EXPIRE_SECRETS),
];

impl Signal<'_, '_> {
    /// A received message that is not in the history yet.
    pub fn pending_inbound(
        &self,
        chat: &str,
        sender: &str,
        message_id: &str,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        self.one(
            "Reading a message on its way in",
            "SELECT message FROM protocol_pending_inbound
             WHERE account_id = ?1 AND chat_jid = ?2 AND sender_jid = ?3 AND message_id = ?4",
            (self.account.0, chat, sender, message_id),
            |row| row.get(0),
        )
    }

    /// Whether it was noted that a message came; see [`SignalMut::note_inbound`].
    pub fn inbound_noted(&self, message_id: &str) -> Result<bool, StoreError> {
        self.pending_inbound(NOWHERE, NOWHERE, message_id)
            .map(|noted| noted.is_some())
    }

    /// Messages of which it is remembered that they are in the history, the oldest
    /// first.
    pub fn kept_inbound(&self) -> Result<Vec<String>, StoreError> {
        self.all(
            "Reading what came in lately",
            "SELECT message_id FROM protocol_pending_inbound
             WHERE account_id = ?1 AND chat_jid = ?2 AND sender_jid = ?3 ORDER BY rowid",
            (self.account.0, NOWHERE, KEPT),
            |row| row.get(0),
        )
    }

    /// The secret of a message and when the message was written, in seconds;
    /// 0 when that is unknown.
    pub fn message_secret(
        &self,
        chat: &str,
        sender: &str,
        message_id: &str,
    ) -> Result<Option<([u8; 32], i64)>, StoreError> {
        self.one(
            "Reading a message's secret",
            "SELECT secret, message_s FROM protocol_message_secrets
             WHERE account_id = ?1 AND chat_jid = ?2 AND sender_jid = ?3 AND message_id = ?4",
            (self.account.0, chat, sender, message_id),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }
}

impl SignalMut<'_, '_> {
    /// Keeps a sent message, in case somebody could not read it.
    pub fn put_sent_message(
        &mut self,
        chat: &str,
        message_id: &str,
        payload: &[u8],
        now_s: i64,
    ) -> Result<(), StoreError> {
        self.put(
            "Keeping a sent message",
            "INSERT INTO protocol_sent_messages (account_id, chat_jid, message_id, payload, stored_s) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET payload = excluded.payload, stored_s = excluded.stored_s",
            (self.account.0, chat, message_id, payload, now_s),
        )
    }

    /// Takes a sent message out. Of two who ask at once, one gets it.
    pub fn take_sent_message(
        &mut self,
        chat: &str,
        message_id: &str,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let payload = self.tx.one(
            "Taking a sent message",
            "DELETE FROM protocol_sent_messages WHERE account_id = ?1 AND chat_jid = ?2 AND message_id = ?3 RETURNING payload",
            (self.account.0, chat, message_id),
            |row| row.get(0),
        )?;
        if payload.is_some() {
            self.tx.erased();
        }
        Ok(payload)
    }

    /// Forgets sent messages kept before `cutoff_s`.
    pub fn expire_sent_messages(&mut self, cutoff_s: i64) -> Result<usize, StoreError> {
        self.delete(
            "Forgetting old sent messages",
            EXPIRE_SENT,
            (self.account.0, cutoff_s),
        )
    }

    /// Keeps a received message until it is in the history.
    pub fn put_pending_inbound(
        &mut self,
        chat: &str,
        sender: &str,
        message_id: &str,
        message: &[u8],
        now_s: i64,
    ) -> Result<(), StoreError> {
        self.put(
            "Keeping a message on its way in",
            "INSERT INTO protocol_pending_inbound (account_id, chat_jid, sender_jid, message_id, message, stored_s) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT DO UPDATE SET message = excluded.message, stored_s = excluded.stored_s",
            (self.account.0, chat, sender, message_id, message, now_s),
        )
    }

    /// Notes that a message came of which nothing more is known. False when that
    /// was noted before.
    pub fn note_inbound(&mut self, message_id: &str, now_s: i64) -> Result<bool, StoreError> {
        let rows = self.tx.run(
            "Noting that a message came",
            "INSERT INTO protocol_pending_inbound (account_id, chat_jid, sender_jid, message_id, message, stored_s)
             VALUES (?1, ?2, ?2, ?3, X'', ?4) ON CONFLICT DO NOTHING",
            (self.account.0, NOWHERE, message_id, now_s),
        )?;
        Ok(rows > 0)
    }

    /// Crosses out the note of a message.
    pub fn forget_inbound_note(&mut self, message_id: &str) -> Result<(), StoreError> {
        self.delete_pending_inbound(NOWHERE, NOWHERE, message_id)
    }

    /// Remembers that a message is in the history.
    pub fn remember_inbound(&mut self, message_id: &str, now_s: i64) -> Result<(), StoreError> {
        self.put_pending_inbound(NOWHERE, KEPT, message_id, &[], now_s)
    }

    /// No longer remembers it.
    pub fn forget_inbound(&mut self, message_id: &str) -> Result<(), StoreError> {
        self.delete_pending_inbound(NOWHERE, KEPT, message_id)
    }

    /// Forgets a received message that is in the history.
    pub fn delete_pending_inbound(
        &mut self,
        chat: &str,
        sender: &str,
        message_id: &str,
    ) -> Result<(), StoreError> {
        self.put(
            "Forgetting a message that came in",
            "DELETE FROM protocol_pending_inbound
             WHERE account_id = ?1 AND chat_jid = ?2 AND sender_jid = ?3 AND message_id = ?4",
            (self.account.0, chat, sender, message_id),
        )
    }

    /// Forgets received messages kept before `cutoff_s`.
    pub fn expire_pending_inbound(&mut self, cutoff_s: i64) -> Result<usize, StoreError> {
        self.delete(
            "Forgetting old messages on their way in",
            EXPIRE_PENDING,
            (self.account.0, cutoff_s),
        )
    }

    /// Keeps the secret of a message until `expires_s`, 0 being for ever. Kept
    /// twice, the later end and the later time of writing win.
    pub fn put_message_secret(
        &mut self,
        chat: &str,
        sender: &str,
        message_id: &str,
        secret: &[u8; 32],
        expires_s: i64,
        message_s: i64,
    ) -> Result<(), StoreError> {
        self.put(
            "Keeping a message's secret",
            "INSERT INTO protocol_message_secrets (account_id, chat_jid, sender_jid, message_id, secret, expires_s, message_s)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT DO UPDATE SET secret = excluded.secret, message_s = max(message_s, excluded.message_s),
               expires_s = iif(expires_s = 0 OR excluded.expires_s = 0, 0, max(expires_s, excluded.expires_s))",
            (
                self.account.0,
                chat,
                sender,
                message_id,
                secret,
                expires_s,
                message_s,
            ),
        )
    }

    /// Forgets secrets that end at `cutoff_s` or before.
    pub fn expire_message_secrets(&mut self, cutoff_s: i64) -> Result<usize, StoreError> {
        self.delete(
            "Forgetting old secrets of messages",
            EXPIRE_SECRETS,
            (self.account.0, cutoff_s),
        )
    }
}
