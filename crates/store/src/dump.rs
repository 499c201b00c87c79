//! Everything in the database as text, for tests that compare whole stores.

use std::fmt::Write as _;

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
}

pub(crate) fn dump(conn: &Connection) -> Result<String, StoreError> {
    let mut text = String::new();
    let tables: Vec<String> = conn
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name",
        )
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .doing(DOING)?;
    for table in tables {
        dump_table(conn, &table, &mut text).doing(DOING)?;
    }
    Ok(text)
}

fn dump_table(conn: &Connection, table: &str, text: &mut String) -> rusqlite::Result<()> {
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
    let mut statement = conn.prepare(&format!("SELECT {list} FROM \"{table}\" ORDER BY {list}"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        text.push_str(table);
        for (index, column) in columns.iter().enumerate() {
            let value = match row.get_ref(index)? {
                ValueRef::Null => continue,
                _ if RANDOM.contains(&(table, column)) => continue,
                ValueRef::Integer(number) => number.to_string(),
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
