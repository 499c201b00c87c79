//! Recipients who could not read a message and asked for it again, until they
//! are known to have it.

use super::{Signal, SignalMut};
use crate::error::StoreError;

/// The message is where the engine keeps it for this, or at another question.
const PUT: &str = "INSERT INTO protocol_retry_questions (account_id, message_id, device_jid, chat_jid, count, payload, attempts, asked_s)
 SELECT ?1, ?2, ?3, chat_jid, ?4, payload, 0, ?5 FROM (
   SELECT chat_jid, payload FROM protocol_sent_messages WHERE account_id = ?1 AND message_id = ?2
   UNION ALL
   SELECT chat_jid, payload FROM protocol_retry_questions WHERE account_id = ?1 AND message_id = ?2
 ) WHERE true LIMIT 1
 ON CONFLICT DO UPDATE SET count = excluded.count, attempts = 0, asked_s = excluded.asked_s";

/// A question for a message.
#[derive(Clone, PartialEq, Eq)]
pub struct RetryQuestion {
    /// Which message.
    pub message: String,
    /// Who asks, as the engine writes addresses of devices.
    pub device: String,
    /// Where it was sent.
    pub chat: String,
    /// How often the recipient has asked.
    pub count: u8,
    /// The message.
    pub payload: Vec<u8>,
    /// How often it was answered since, without a sign of success.
    pub attempts: u32,
    /// When it was asked, in seconds.
    pub asked_s: i64,
}

impl std::fmt::Debug for RetryQuestion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RetryQuestion").finish_non_exhaustive()
    }
}

impl Signal<'_, '_> {
    /// All that is open, the oldest first.
    pub fn retry_questions(&self) -> Result<Vec<RetryQuestion>, StoreError> {
        self.all(
            "Reading who asked for messages again",
            "SELECT message_id, device_jid, chat_jid, count, payload, attempts, asked_s
             FROM protocol_retry_questions WHERE account_id = ?1 ORDER BY asked_s, message_id, device_jid",
            [self.account.0],
            |row| {
                Ok(RetryQuestion {
                    message: row.get(0)?,
                    device: row.get(1)?,
                    chat: row.get(2)?,
                    count: row.get(3)?,
                    payload: row.get(4)?,
                    attempts: row.get(5)?,
                    asked_s: row.get(6)?,
                })
            },
        )
    }
}

impl SignalMut<'_, '_> {
    /// Keeps a question, with the message it is about. False when the message is
    /// not kept any more, so that nobody can answer.
    pub fn put_retry_question(
        &mut self,
        message: &str,
        device: &str,
        count: u8,
        now_s: i64,
    ) -> Result<bool, StoreError> {
        let rows = self.tx.run(
            "Keeping who asked for a message again",
            PUT,
            (self.account.0, message, device, count, now_s),
        )?;
        Ok(rows > 0)
    }

    /// The question was answered once more; nobody knows yet with what success.
    pub fn retry_attempted(&mut self, message: &str, device: &str) -> Result<(), StoreError> {
        self.put(
            "Counting the answers to a question",
            "UPDATE protocol_retry_questions SET attempts = attempts + 1
             WHERE account_id = ?1 AND message_id = ?2 AND device_jid = ?3",
            (self.account.0, message, device),
        )
    }

    /// The recipient has the message, or never will.
    pub fn forget_retry_question(&mut self, message: &str, device: &str) -> Result<(), StoreError> {
        self.delete(
            "Forgetting who asked for a message again",
            "DELETE FROM protocol_retry_questions
             WHERE account_id = ?1 AND message_id = ?2 AND device_jid = ?3",
            (self.account.0, message, device),
        )?;
        Ok(())
    }
}
