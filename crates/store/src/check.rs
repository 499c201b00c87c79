//! Reading everything once, to find damage before somebody needs the data.

use std::{io::Read as _, ops::ControlFlow};

use rusqlite::Connection;

use crate::{
    Store,
    error::{Doing as _, StoreError},
};

const DOING: &str = "Checking the store";

/// How far a check has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckProgress {
    /// Steps done.
    pub done: u32,
    /// Steps in all: the database, then one per encrypted file.
    pub total: u32,
}

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// One line per damaged place, without content. Empty: all is well.
    pub damage: Vec<String>,
    /// The check was stopped before its end.
    pub stopped: bool,
}

impl Store {
    /// Decrypts and verifies every page and every encrypted file. `progress`
    /// may stop it between two steps.
    pub fn check(
        &self,
        progress: &mut dyn FnMut(CheckProgress) -> ControlFlow<()>,
    ) -> Result<CheckReport, StoreError> {
        let mut report = CheckReport::default();
        let names = match self.read(|tx| tx.blob_ids()) {
            Err(StoreError::Corrupt { .. }) => Vec::new(),
            other => other?,
        };
        let total = u32::try_from(names.len())
            .unwrap_or(u32::MAX)
            .saturating_add(1);
        if progress(CheckProgress { done: 0, total }).is_break() {
            report.stopped = true;
            return Ok(report);
        }
        report.damage = self.check_database()?;
        for (done, id) in (1..total).zip(names) {
            if progress(CheckProgress { done, total }).is_break() {
                report.stopped = true;
                return Ok(report);
            }
            match self.read_whole_blob(id) {
                Ok(()) | Err(StoreError::Gone { .. }) => {}
                Err(StoreError::Closed { doing }) => return Err(StoreError::Closed { doing }),
                Err(error) => report.damage.push(format!("file {id}: {error}")),
            }
        }
        let _ = progress(CheckProgress { done: total, total });
        Ok(report)
    }

    /// Pages are read behind the engine's back, so one that is being written at
    /// that moment looks damaged. Damage is what two looks in a row find.
    fn check_database(&self) -> Result<Vec<String>, StoreError> {
        let look = || {
            self.empty_log()?;
            self.read(|tx| database(tx.conn()))
        };
        let first = look()?;
        if first.is_empty() {
            return Ok(first);
        }
        let second = look()?;
        Ok(first
            .into_iter()
            .filter(|place| second.contains(place))
            .collect())
    }

    fn read_whole_blob(&self, id: frontdesk_domain::id::BlobId) -> Result<(), StoreError> {
        let mut reader = self.blobs().open(id)?;
        let mut buffer = vec![0; 64 * 1024];
        while reader.read(&mut buffer).map_err(StoreError::from_blob)? > 0 {}
        Ok(())
    }
}

/// Every page authentic, every structure sound, every reference met.
pub(crate) fn database(conn: &Connection) -> Result<Vec<String>, StoreError> {
    let mut damage = lines(conn, "PRAGMA cipher_integrity_check")?;
    if damage.is_empty() {
        damage = lines(conn, "PRAGMA integrity_check")?;
        damage.retain(|line| line != "ok");
        let orphans: i64 = conn
            .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| {
                row.get(0)
            })
            .doing(DOING)?;
        if orphans > 0 {
            damage.push(format!("{orphans} rows point nowhere"));
        }
    }
    Ok(damage)
}

fn lines(conn: &Connection, question: &str) -> Result<Vec<String>, StoreError> {
    conn.prepare(question)
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .doing(DOING)
}
