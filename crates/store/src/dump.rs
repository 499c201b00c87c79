//! Everything in the database as text, for tests that compare whole stores.

use std::{collections::BTreeMap, fmt::Write as _};

use rusqlite::{Connection, types::ValueRef};
use sha2::{Digest as _, Sha256};

use crate::{
    Store,
    error::{Doing as _, StoreError},
};

const DOING: &str = "Writing the store out";

/// Random in every store, so they would make equal stores look different.
const RANDOM: &[(&str, &str)] = &[("blobs", "name"), ("blobs", "key")];

impl Store {
    /// Every row of every table, in one order: equal stores give equal texts.
    /// It holds the content in the clear and is meant for tests.
    pub fn dump(&self) -> Result<String, StoreError> {
        self.read(|tx| dump(tx.conn()))
    }

    /// Like [`Store::dump`], but with every row named by what it is instead of
    /// the number it happened to get: stores that came to the same in different
    /// orders give equal texts.
    pub fn canonical_dump(&self) -> Result<String, StoreError> {
        self.read(|tx| canonical(tx.conn()))
    }
}

pub(crate) fn dump(conn: &Connection) -> Result<String, StoreError> {
    let mut text = String::new();
    for table in tables(conn)? {
        dump_table(conn, &table, None, &mut text).doing(DOING)?;
    }
    Ok(text)
}

fn canonical(conn: &Connection) -> Result<String, StoreError> {
    let names = Names::read(conn).doing(DOING)?;
    let mut text = String::new();
    for table in tables(conn)? {
        dump_table(conn, &table, Some(&names), &mut text).doing(DOING)?;
    }
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    Ok(lines.join("\n"))
}

fn tables(conn: &Connection) -> Result<Vec<String>, StoreError> {
    conn.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name",
    )
    .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
    .doing(DOING)
}

/// What rows are, by their numbers.
struct Names {
    accounts: BTreeMap<i64, String>,
    contacts: BTreeMap<i64, String>,
    chats: BTreeMap<i64, String>,
    messages: BTreeMap<i64, String>,
}

impl Names {
    fn read(conn: &Connection) -> rusqlite::Result<Self> {
        let map = |sql: &str| -> rusqlite::Result<BTreeMap<i64, String>> {
            conn.prepare(sql)?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        };
        Ok(Self {
            accounts: map(
                "SELECT id, 'account ' || coalesce(phone, '') || '/' || coalesce(lid, '') FROM accounts",
            )?,
            contacts: map(
                "SELECT c.id, 'person ' || coalesce((SELECT group_concat(kind || value, '/' ORDER BY kind) \
                 FROM contact_addresses WHERE contact_id = c.id), '') FROM contacts c",
            )?,
            chats: map(
                "SELECT h.id, 'chat ' || h.account_id || ' ' || coalesce(h.group_jid, \
                 (SELECT group_concat(kind || value, '/' ORDER BY kind) FROM contact_addresses \
                 WHERE contact_id = h.contact_id), '') FROM chats h",
            )?,
            messages: map("SELECT id, 'message ' || wire_id || ' at ' || at FROM messages")?,
        })
    }

    /// The name that stands for a number, or nothing where the number alone
    /// would make equal stores look different.
    fn of(&self, table: &str, column: &str, number: i64) -> Option<String> {
        let known = match (table, column) {
            ("meta", "value") => return None,
            (_, "account_id") | ("accounts", "id") => self.accounts.get(&number),
            (_, "contact_id" | "sender_id" | "target_id" | "actor_id") | ("contacts", "id") => {
                self.contacts.get(&number)
            }
            (_, "chat_id" | "answer_chat_id") | ("chats", "id") => self.chats.get(&number),
            (_, "message_id" | "last_message_id") | ("messages", "id") => {
                self.messages.get(&number)
            }
            (_, "id") => return None,
            _ => None,
        };
        Some(known.cloned().unwrap_or_else(|| number.to_string()))
    }
}

fn dump_table(
    conn: &Connection,
    table: &str,
    names: Option<&Names>,
    text: &mut String,
) -> rusqlite::Result<()> {
    // The first column leads every key, and the others break ties.
    let columns: Vec<String> = conn
        .prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?
        .query_map([table], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let list = columns
        .iter()
        .map(|c| format!("\"{c}\""))
        .collect::<Vec<_>>()
        .join(", ");
    // Changed to ask the disk, and read by nobody.
    let but = if table == "meta" {
        "WHERE key <> 'touched'"
    } else {
        ""
    };
    let sql = format!("SELECT {list} FROM \"{table}\" {but} ORDER BY {list}");
    let mut statement = conn.prepare(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        text.push_str(table);
        for (index, column) in columns.iter().enumerate() {
            let value = match row.get_ref(index)? {
                ValueRef::Null => continue,
                _ if RANDOM.contains(&(table, column)) => continue,
                ValueRef::Integer(number) => match names {
                    None => number.to_string(),
                    Some(names) => match names.of(table, column, number) {
                        Some(name) => name,
                        None => continue,
                    },
                },
                ValueRef::Real(number) => number.to_string(),
                ValueRef::Text(bytes) => format!("{:?}", String::from_utf8_lossy(bytes)),
                ValueRef::Blob(bytes) => format!("<{} bytes, {:x}>", bytes.len(), Short(bytes)),
            };
            // Writing to a String cannot fail.
            let _ = write!(text, " {column}={value}");
        }
        text.push('\n');
    }
    Ok(())
}

/// The first bytes of a hash, enough to tell contents apart.
struct Short<'b>(&'b [u8]);

impl std::fmt::LowerHex for Short<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Sha256::digest(self.0)
            .iter()
            .take(4)
            .try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
