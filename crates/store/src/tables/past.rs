//! What is missing of the past, and which conversations are known to their
//! beginning.

use frontdesk_domain::{
    id::{AccountId, ChatId, WireId},
    time::Timestamp,
};

use super::messages::{Message, OLDEST, message};
use crate::{
    change::Change,
    error::StoreError,
    tx::{ReadTx, WriteTx},
};

pub(crate) const WANTED: &str = "SELECT id FROM chats INDEXED BY chats_past_wanted \
     WHERE account_id = ?1 AND past_wanted = 1 AND (last_at, id) < (?2, ?3) ORDER BY last_at DESC, id DESC LIMIT 1";
pub(crate) const WANTS: &str = "SELECT count(*) FROM chats INDEXED BY chats_past_wanted WHERE account_id = ?1 AND past_wanted = 1";

impl ReadTx<'_> {
    /// The oldest message of a conversation.
    pub fn oldest_message(&self, chat: ChatId) -> Result<Option<Message>, StoreError> {
        self.one("Looking for the oldest message", OLDEST, [chat.0], message)
    }

    /// The conversation of an account of which a stretch may be missing, the most
    /// recently used first, behind `after`.
    pub fn next_past_wanted(
        &self,
        account: AccountId,
        after: Option<(Timestamp, ChatId)>,
    ) -> Result<Option<ChatId>, StoreError> {
        let (at, id) = after.map_or((i64::MAX, i64::MAX), |(at, id)| (at.0, id.0));
        self.one(
            "Looking for what is missing of the past",
            WANTED,
            (account.0, at, id),
            |row| row.get(0).map(ChatId),
        )
    }

    /// Of how many conversations of an account a stretch may be missing.
    pub fn pasts_wanted(&self, account: AccountId) -> Result<u32, StoreError> {
        Ok(self
            .one(
                "Counting what is missing of the past",
                WANTS,
                [account.0],
                |row| row.get(0),
            )?
            .unwrap_or(0))
    }
}

impl WriteTx<'_> {
    /// A message says that a stretch of the past is coming. The same again
    /// announces nothing.
    pub fn announce_history(&mut self, account: AccountId, by: &WireId) -> Result<(), StoreError> {
        self.run(
            "Noting that history is coming",
            "INSERT OR IGNORE INTO history_announced (account_id, wire_id) VALUES (?1, ?2)",
            (account.0, &by.0),
        )?;
        Ok(())
    }

    /// Settles what was announced against what came, before anything of a new run
    /// comes; answers how many stretches never came. Every conversation that is
    /// not known to its beginning may miss a part of them.
    pub fn settle_history(&mut self, account: AccountId) -> Result<u32, StoreError> {
        const DOING: &str = "Looking whether history is missing";
        let announced: u32 = self
            .one(
                DOING,
                "SELECT count(*) FROM history_announced WHERE account_id = ?1 AND settled = 0",
                [account.0],
                |row| row.get(0),
            )?
            .unwrap_or(0);
        let came: u32 = self
            .one(
                DOING,
                "SELECT history_came FROM accounts WHERE id = ?1",
                [account.0],
                |row| row.get(0),
            )?
            .unwrap_or(0);
        if announced == 0 {
            // What came before its announcement was kept waits for it.
            return Ok(0);
        }
        self.run(
            DOING,
            "UPDATE history_announced SET settled = 1 WHERE account_id = ?1 AND settled = 0",
            [account.0],
        )?;
        self.run(
            DOING,
            "UPDATE accounts SET history_came = ?2 WHERE id = ?1",
            (account.0, came.saturating_sub(announced)),
        )?;
        let lost = announced.saturating_sub(came);
        if lost > 0 {
            let touched = self.all(
                DOING,
                "UPDATE chats SET past_wanted = 1 WHERE account_id = ?1 AND past_complete = 0 AND past_wanted = 0 \
                 AND last_message_id IS NOT NULL RETURNING id",
                [account.0],
                |row| row.get(0).map(ChatId),
            )?;
            for chat in touched {
                self.changed(Change::Chat(chat));
            }
        }
        Ok(lost)
    }

    /// The phone told what it has before the oldest message: more or nothing.
    pub fn past_reached(&mut self, chat: ChatId, complete: bool) -> Result<(), StoreError> {
        let changed = self.run(
            "Noting how far back a chat leads",
            "UPDATE chats SET past_wanted = 0, past_complete = max(past_complete, ?2) \
             WHERE id = ?1 AND (past_wanted = 1 OR past_complete < ?2)",
            (chat.0, complete),
        )?;
        if changed > 0 {
            self.changed(Change::Chat(chat));
        }
        Ok(())
    }
}
