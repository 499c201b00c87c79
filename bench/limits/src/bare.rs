//! A database without a store around it: the product's schema and its statements,
//! run in a loop, with or without encryption.

use std::path::Path;

use rusqlite::{Connection, types::Value};

use crate::{
    failure::{Failure, Result},
    rows::Row,
};

/// Where the store's question for the newest messages stands.
const QUESTIONS: &str = include_str!("../../../crates/store/src/tables/messages.rs");

/// What must be written for a message that came in, and nothing else: the row,
/// and the conversation that rises.
const INSERT: &str = "INSERT INTO messages (chat_id, at, id, sender_id, wire_id, direction, kind, body) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'text', ?7)";
const RAISE: &str =
    "UPDATE chats SET last_at = max(last_at, ?2), last_message_id = ?3 WHERE id = ?1";
const SESSION: &str =
    "INSERT OR REPLACE INTO protocol_sessions (account_id, address, session) VALUES (1, ?1, ?2)";

/// The key of an encrypted one; it protects invented rows.
pub(crate) const KEY: [u8; 32] = [42; 32];

/// A connection.
#[derive(Debug)]
pub(crate) struct Bare {
    conn: Connection,
    newest: String,
}

impl Bare {
    /// Opens or makes the file, as the store's writer is set up.
    pub(crate) fn open(path: &Path, encrypted: bool) -> Result<Self> {
        let conn = Connection::open(path)?;
        if encrypted {
            conn.execute_batch(&format!("PRAGMA key = \"x'{}'\"", hex(&KEY)))?;
        }
        conn.set_prepared_statement_cache_capacity(128);
        conn.execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA wal_autocheckpoint = 0;
             PRAGMA synchronous = FULL;
             PRAGMA secure_delete = ON;
             PRAGMA temp_store = MEMORY;
             PRAGMA foreign_keys = ON;
             PRAGMA cache_size = -64000;",
        )?;
        Ok(Self {
            conn,
            newest: newest_question()?,
        })
    }

    /// A connection as the store's readers are.
    pub(crate) fn reader(path: &Path, encrypted: bool) -> Result<Self> {
        let bare = Self::open(path, encrypted)?;
        bare.conn
            .execute_batch("PRAGMA cache_size = -16000; PRAGMA query_only = ON;")?;
        Ok(bare)
    }

    /// Makes a database with the schema of this one, one account and `chats`
    /// conversations.
    pub(crate) fn make_like(&self, path: &Path, encrypted: bool, chats: usize) -> Result<Self> {
        let mut schema = self.conn.prepare(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
        )?;
        let steps: Vec<String> = schema
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let bare = Self::open(path, encrypted)?;
        for step in steps {
            bare.conn.execute_batch(&step)?;
        }
        bare.conn.execute_batch(
            "BEGIN; INSERT INTO accounts (id, phone, created_at) VALUES (1, '15550001111', 0);",
        )?;
        for chat in 0..chats {
            let chat = i64::try_from(chat + 1).unwrap_or(0);
            bare.conn.execute(
                "INSERT INTO contacts (id, created_at) VALUES (?1, 0)",
                [chat],
            )?;
            bare.conn.execute(
                "INSERT INTO chats (id, account_id, kind, contact_id, last_at, created_at) \
                 VALUES (?1, 1, 'direct', ?1, 0, 0)",
                [chat],
            )?;
        }
        bare.conn.execute_batch("COMMIT")?;
        Ok(bare)
    }

    /// Writes rows in one durable transaction; `first` is the id of the first.
    pub(crate) fn write(&self, rows: &[Row], first: i64) -> Result<()> {
        self.write_received(&rows.iter().collect::<Vec<_>>(), &[], first)
    }

    /// Writes rows, and the cipher sessions that they moved, in one durable
    /// transaction.
    pub(crate) fn write_received(
        &self,
        rows: &[&Row],
        sessions: &[(String, Vec<u8>)],
        first: i64,
    ) -> Result<()> {
        self.conn.execute_batch("BEGIN IMMEDIATE")?;
        let mut keep = self.conn.prepare_cached(SESSION)?;
        for (address, session) in sessions {
            keep.execute((address, session))?;
        }
        drop(keep);
        let mut insert = self.conn.prepare_cached(INSERT)?;
        let mut raise = self.conn.prepare_cached(RAISE)?;
        for (id, row) in (first..).zip(rows) {
            let chat = i64::try_from(row.chat + 1).unwrap_or(0);
            let (sender, direction) = if row.is_incoming() {
                (chat, "in")
            } else {
                (0, "out")
            };
            insert.execute((
                chat,
                row.at(),
                id,
                sender,
                &row.wire_id,
                direction,
                &row.text,
            ))?;
            raise.execute((chat, row.at(), id))?;
        }
        drop((insert, raise));
        self.conn.execute_batch("COMMIT")?;
        Ok(())
    }

    /// Brings the log into the file, as the store does between writes.
    pub(crate) fn checkpoint(&self) -> Result<()> {
        self.conn
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// Opens a chat: its newest rows, as values of their own.
    pub(crate) fn newest(&self, chat: i64, limit: i64) -> Result<Vec<Vec<Value>>> {
        let mut statement = self.conn.prepare_cached(&self.newest)?;
        let width = statement.column_count();
        let rows = statement.query_map([chat, limit], |row| {
            (0..width).map(|column| row.get(column)).collect()
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How the engine finds the newest rows of a chat.
    pub(crate) fn plan(&self) -> Result<String> {
        let mut statement = self
            .conn
            .prepare(&format!("EXPLAIN QUERY PLAN {}", self.newest))?;
        let steps: Vec<String> = statement
            .raw_query()
            .mapped(|row| row.get("detail"))
            .collect::<rusqlite::Result<_>>()?;
        Ok(steps.join("; "))
    }

    /// How many messages there are.
    pub(crate) fn count(&self) -> Result<i64> {
        Ok(self
            .conn
            .query_row("SELECT count(*) FROM messages", [], |row| row.get(0))?)
    }

    /// Copies conversations and messages into a new database without encryption,
    /// messages in the order in which they once came, so that its pages are as
    /// full as the original's.
    pub(crate) fn copy_in_the_clear(&self, path: &Path) -> Result<()> {
        drop(self.make_like(path, false, 0)?);
        self.conn.execute(
            "ATTACH DATABASE ?1 AS clear KEY ''",
            [path.to_string_lossy()],
        )?;
        self.conn
            .execute_batch("DELETE FROM clear.accounts; PRAGMA clear.synchronous = NORMAL;")?;
        for table in ["accounts", "contacts", "chats", "messages"] {
            let names = self.columns(table)?;
            self.conn.execute_batch(&format!(
                "INSERT INTO clear.{table} ({names}) SELECT {names} FROM main.{table} ORDER BY id"
            ))?;
        }
        self.conn
            .query_row("PRAGMA clear.wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        self.conn.execute_batch("DETACH DATABASE clear")?;
        Ok(())
    }

    /// The columns of a table that are stored, comma between.
    fn columns(&self, table: &str) -> Result<String> {
        let mut statement = self
            .conn
            .prepare("SELECT name FROM pragma_table_info(?1)")?;
        let names: Vec<String> = statement
            .query_map([table], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(names.join(", "))
    }
}

/// The store's own question for the newest messages of a chat, read from its
/// source, so that both always ask the same.
fn newest_question() -> Result<String> {
    let columns = QUESTIONS
        .split_once("macro_rules! columns")
        .and_then(|(_, rest)| rest.split('"').nth(1));
    let order = QUESTIONS
        .split_once("const NEWEST: &str = concat!(")
        .and_then(|(_, rest)| rest.split('"').nth(1));
    let (Some(columns), Some(order)) = (columns, order) else {
        return Err(Failure::Wrong(
            "The store's question for the newest messages stands elsewhere by now".to_owned(),
        ));
    };
    Ok(format!("{}{order}", columns.replace("\\\n", " ")))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::{CHATS, a_life, a_store};

    #[test]
    fn a_chat_is_opened_by_walking_neighbours() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = a_store(folder.path(), a_life(60), CHATS).expect("a store");
        store.close().expect("closed");
        let bare = Bare::open(&folder.path().join("frontdesk.db"), true).expect("the same file");
        assert_eq!(
            bare.plan().expect("a plan"),
            "SEARCH messages USING PRIMARY KEY (chat_id=?)",
            "no index beside the rows, no sorting"
        );
        let path = folder.path().join("clear.db");
        bare.copy_in_the_clear(&path).expect("copied");
        let clear = Bare::open(&path, false).expect("readable");
        assert_eq!(
            (
                clear.count().expect("a count"),
                clear.plan().expect("a plan")
            ),
            (60, bare.plan().expect("a plan")),
            "the copy holds the same rows under the same schema"
        );
        assert_eq!(
            clear.newest(1, 5).expect("rows"),
            bare.newest(1, 5).expect("rows"),
            "and answers the same"
        );
    }
}
