//! Stretches of the past as the phone sent them, kept until they are unpacked.

use frontdesk_domain::{
    id::{AccountId, ChatId},
    time::Timestamp,
};
use sha2::{Digest as _, Sha256};

use crate::{
    error::StoreError,
    tx::{ReadTx, WriteTx},
};

/// A chunk that waits to be unpacked.
#[derive(Clone, PartialEq, Eq)]
pub struct HistoryChunk {
    /// The chunk.
    pub id: i64,
    /// Whose past it is.
    pub account: AccountId,
    /// As it came.
    pub chunk: Vec<u8>,
    /// How many of its pieces are stored already.
    pub pieces: u32,
    /// How far the whole is, in percent, if the phone said.
    pub progress: Option<u8>,
}

impl std::fmt::Debug for HistoryChunk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HistoryChunk")
            .field("id", &self.id)
            .field("bytes", &self.chunk.len())
            .finish_non_exhaustive()
    }
}

/// How much of a conversation is here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChatCoverage {
    /// How many messages.
    pub messages: u32,
    /// The time of the oldest.
    pub oldest: Option<Timestamp>,
    /// The time of the newest.
    pub newest: Option<Timestamp>,
    /// Messages that came and cannot be read yet.
    pub unreadable: u32,
    /// Messages that others answer and that are not here.
    pub missing: u32,
}

pub(crate) const NEXT_CHUNK: &str = "SELECT id, account_id, chunk, pieces, progress FROM history_chunks \
     WHERE chunk IS NOT NULL AND unreadable = 0 ORDER BY id LIMIT 1";
pub(crate) const COVERAGE: &str = "SELECT count(*), min(at), max(at), \
     coalesce(sum(kind = 'unsupported' AND json_extract(meta, '$.undecryptable') IS NOT NULL), 0) \
     FROM messages WHERE chat_id = ?1";
pub(crate) const MISSING: &str = "SELECT count(DISTINCT quoted_wire_id) FROM messages m \
     WHERE chat_id = ?1 AND quoted_wire_id IS NOT NULL AND NOT EXISTS \
     (SELECT 1 FROM messages q WHERE q.chat_id = ?1 AND q.wire_id = m.quoted_wire_id)";

impl ReadTx<'_> {
    /// The oldest chunk that waits to be unpacked.
    pub fn next_history_chunk(&self) -> Result<Option<HistoryChunk>, StoreError> {
        self.one("Reading history", NEXT_CHUNK, [], |row| {
            Ok(HistoryChunk {
                id: row.get(0)?,
                account: AccountId(row.get(1)?),
                chunk: row.get(2)?,
                pieces: row.get(3)?,
                progress: row.get(4)?,
            })
        })
    }

    /// How many chunks came, and how many of them wait.
    pub fn history_chunks(&self) -> Result<(u32, u32), StoreError> {
        Ok(self
            .one(
                "Counting history",
                "SELECT count(*), coalesce(sum(chunk IS NOT NULL AND unreadable = 0), 0) FROM history_chunks",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?
            .unwrap_or((0, 0)))
    }

    /// How much of a conversation is here.
    pub fn coverage(&self, chat: ChatId) -> Result<ChatCoverage, StoreError> {
        const DOING: &str = "Looking what is here of a chat";
        let found = self.one(DOING, COVERAGE, [chat.0], |row| {
            Ok(ChatCoverage {
                messages: row.get(0)?,
                oldest: row.get::<_, Option<i64>>(1)?.map(Timestamp),
                newest: row.get::<_, Option<i64>>(2)?.map(Timestamp),
                unreadable: row.get(3)?,
                missing: 0,
            })
        })?;
        let missing = self.one(DOING, MISSING, [chat.0], |row| row.get(0))?;
        Ok(ChatCoverage {
            missing: missing.unwrap_or(0),
            ..found.unwrap_or_default()
        })
    }
}

impl WriteTx<'_> {
    /// Keeps a chunk as it came. The same again changes nothing.
    pub fn put_history_chunk(
        &mut self,
        account: AccountId,
        (kind, place): (u8, u32),
        progress: Option<u8>,
        chunk: &[u8],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.run_on_one(
            "Counting history",
            "UPDATE accounts SET history_came = history_came + 1 WHERE id = ?1",
            [account.0],
        )?;
        self.run(
            "Keeping history",
            "INSERT OR IGNORE INTO history_chunks (account_id, digest, kind, place, progress, chunk, received_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            (
                account.0,
                Sha256::digest(chunk).as_slice(),
                kind,
                place,
                progress,
                chunk,
                now.0,
            ),
        )?;
        Ok(())
    }

    /// So many pieces of a chunk are stored.
    pub fn history_reached(&mut self, id: i64, pieces: u32) -> Result<(), StoreError> {
        self.run(
            "Noting how far history is",
            "UPDATE history_chunks SET pieces = ?2 WHERE id = ?1",
            (id, pieces),
        )?;
        Ok(())
    }

    /// All of a chunk is stored; only that it came is remembered.
    pub fn history_done(&mut self, id: i64) -> Result<(), StoreError> {
        self.run(
            "Finishing a stretch of history",
            "UPDATE history_chunks SET chunk = NULL WHERE id = ?1",
            [id],
        )?;
        self.erased();
        Ok(())
    }

    /// Another version may be able to read what one before could not.
    pub fn try_history_again(&mut self) -> Result<(), StoreError> {
        self.run(
            "Taking history up again",
            "UPDATE history_chunks SET unreadable = 0 WHERE unreadable = 1",
            [],
        )?;
        Ok(())
    }

    /// This version cannot read a chunk; it is kept for one that can.
    pub fn history_unreadable(&mut self, id: i64) -> Result<(), StoreError> {
        self.run(
            "Setting a stretch of history aside",
            "UPDATE history_chunks SET unreadable = 1 WHERE id = ?1",
            [id],
        )?;
        Ok(())
    }
}
