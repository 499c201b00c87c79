//! The two kinds of transaction. What can be read and written is in `tables`,
//! as methods on these.

use std::ops::Deref;

use rusqlite::{CachedStatement, Connection, OptionalExtension as _, Params, Row};

use crate::{
    change::Change,
    error::{Doing as _, StoreError},
};

/// One unchanging view of the database.
#[derive(Debug)]
pub struct ReadTx<'c> {
    conn: &'c Connection,
}

/// A change in the making. It reads what it wrote; nobody else does before the
/// commit. Everything that changes a row also records a [`Change`].
#[derive(Debug)]
pub struct WriteTx<'c> {
    read: ReadTx<'c>,
    record: &'c mut Record,
}

/// What a group of writes leaves behind for the time after its commit.
#[derive(Debug, Default)]
pub(crate) struct Record {
    changes: Vec<Change>,
    erased: bool,
    blobs_dropped: bool,
}

/// A place in a [`Record`] to return to when one write of the group fails.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    changes: usize,
    erased: bool,
    blobs_dropped: bool,
}

impl<'c> ReadTx<'c> {
    pub(crate) const fn new(conn: &'c Connection) -> Self {
        Self { conn }
    }

    pub(crate) const fn conn(&self) -> &'c Connection {
        self.conn
    }

    /// The one row, if there is one.
    pub(crate) fn one<T>(
        &self,
        doing: &'static str,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        self.statement(doing, sql)?
            .query_row(params, map)
            .optional()
            .doing(doing)
    }

    /// All rows.
    pub(crate) fn all<T>(
        &self,
        doing: &'static str,
        sql: &str,
        params: impl Params,
        map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        self.statement(doing, sql)?
            .query_map(params, map)
            .and_then(Iterator::collect)
            .doing(doing)
    }

    fn statement(&self, doing: &'static str, sql: &str) -> Result<CachedStatement<'c>, StoreError> {
        self.conn.prepare_cached(sql).doing(doing)
    }
}

impl<'c> WriteTx<'c> {
    pub(crate) const fn new(conn: &'c Connection, record: &'c mut Record) -> Self {
        Self {
            read: ReadTx::new(conn),
            record,
        }
    }

    /// Runs a statement and tells how many rows it touched.
    pub(crate) fn run(
        &mut self,
        doing: &'static str,
        sql: &str,
        params: impl Params,
    ) -> Result<usize, StoreError> {
        self.read
            .statement(doing, sql)?
            .execute(params)
            .doing(doing)
    }

    /// Changes nothing that anybody reads, so that the disk is asked. The engine
    /// writes no page on which nothing changed.
    pub(crate) fn touch(&mut self) -> Result<(), StoreError> {
        self.run_on_one(
            "Asking the disk",
            "INSERT INTO meta (key, value) VALUES ('touched', 0) ON CONFLICT DO UPDATE SET value = 1 - value",
            (),
        )
    }

    /// Runs a statement that must touch a row.
    pub(crate) fn run_on_one(
        &mut self,
        doing: &'static str,
        sql: &str,
        params: impl Params,
    ) -> Result<(), StoreError> {
        match self.run(doing, sql, params)? {
            0 => Err(StoreError::Gone { doing }),
            _ => Ok(()),
        }
    }

    pub(crate) fn changed(&mut self, change: Change) {
        self.record.changes.push(change);
    }

    /// Something was taken out of the database that must not linger in its log.
    pub(crate) const fn erased(&mut self) {
        self.record.erased = true;
    }

    /// A file lost its row and can be deleted.
    pub(crate) const fn blob_dropped(&mut self) {
        self.record.blobs_dropped = true;
    }
}

impl<'c> Deref for WriteTx<'c> {
    type Target = ReadTx<'c>;

    fn deref(&self) -> &ReadTx<'c> {
        &self.read
    }
}

impl Record {
    pub(crate) const fn mark(&self) -> Mark {
        Mark {
            changes: self.changes.len(),
            erased: self.erased,
            blobs_dropped: self.blobs_dropped,
        }
    }

    pub(crate) fn return_to(&mut self, mark: Mark) {
        self.changes.truncate(mark.changes);
        self.erased = mark.erased;
        self.blobs_dropped = mark.blobs_dropped;
    }

    pub(crate) const fn has_erased(&self) -> bool {
        self.erased
    }

    pub(crate) const fn has_dropped_blobs(&self) -> bool {
        self.blobs_dropped
    }

    /// Each change once, in the order in which they first came up.
    pub(crate) fn into_changes(self) -> Vec<Change> {
        let mut seen = std::collections::BTreeSet::new();
        let mut changes = self.changes;
        changes.retain(|change| seen.insert(*change));
        changes
    }
}

/// Splits a page that was read with one row to spare.
pub(crate) fn page<T>(mut rows: Vec<T>, limit: usize) -> (Vec<T>, bool) {
    let more = rows.len() > limit;
    rows.truncate(limit);
    (rows, more)
}
