//! Bringing a database to today's schema: forward only, each step whole or not
//! at all, a verified copy first.

use std::{fs, io};

use frontdesk_domain::{secret::StoreKey, time::Timestamp};
use rusqlite::{Batch, Connection, TransactionBehavior, fallible_iterator::FallibleIterator as _};

use crate::{
    backup,
    error::{Doing as _, StoreError},
    place::{self, Place},
};

/// One file of `migrations/`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Migration {
    pub(crate) number: u32,
    pub(crate) name: &'static str,
    pub(crate) sql: &'static str,
}

/// Every migration, oldest first, numbered from 1 without gaps.
pub(crate) static ALL: &[Migration] = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// How far the work has come. Told before each statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MigrationProgress {
    /// Steps done. The copy made first counts as one.
    pub done: u32,
    /// Steps in all.
    pub total: u32,
    /// Which statement of the step is next, from 1; for the copy, percent.
    pub part: u32,
}

const DAY: i64 = 24 * 60 * 60 * 1000;

pub(crate) fn newest(list: &[Migration]) -> u32 {
    list.last().map_or(0, |m| m.number)
}

pub(crate) fn version(conn: &Connection) -> Result<u32, StoreError> {
    conn.pragma_query_value(None, "user_version", |row| row.get(0))
        .doing("Reading the schema version")
}

/// Brings `conn` to the newest schema of `list`; a copy is made first if the
/// database holds anything.
pub(crate) fn migrate(
    conn: &mut Connection,
    place: &Place,
    key: &StoreKey,
    list: &[Migration],
    now: Timestamp,
    progress: &mut dyn FnMut(MigrationProgress),
) -> Result<(), StoreError> {
    tidy_copies(place, now).doing("Removing an old copy")?;
    let found = version(conn)?;
    let pending: Vec<_> = list.iter().filter(|m| m.number > found).collect();
    if pending.is_empty() {
        return Ok(());
    }
    let copies = u32::from(found > 0);
    let total = copies + newest(list) - found;
    if found > 0 {
        let name = format!("{COPY_PREFIX}{found:04}-{}.db", now.0);
        backup::copy_verified(conn, &place.backups.join(name), key, &mut |part| {
            progress(MigrationProgress {
                done: 0,
                total,
                part,
            });
        })?;
    }
    // Rebuilding a table drops it, which enforced foreign keys would turn into
    // deleted children. They cannot be switched inside a transaction.
    conn.pragma_update(None, "foreign_keys", false)
        .doing("Preparing to migrate")?;
    for (done, migration) in (copies..).zip(pending) {
        apply(conn, migration, &mut |part| {
            progress(MigrationProgress { done, total, part })
        })?;
    }
    conn.pragma_update(None, "foreign_keys", true)
        .doing("Finishing to migrate")
}

pub(crate) fn apply(
    conn: &mut Connection,
    migration: &Migration,
    progress: &mut dyn FnMut(u32),
) -> Result<(), StoreError> {
    const DOING: &str = "Migrating";
    tracing::info!(name = migration.name, "Migrating the database");
    let tx = conn
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .doing(DOING)?;
    let mut batch = Batch::new(&tx, migration.sql);
    let mut part = 1;
    while let Some(mut statement) = batch.next().doing(DOING)? {
        progress(part);
        part += 1;
        statement.raw_execute().doing(DOING)?;
    }
    let orphans: i64 = tx
        .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| {
            row.get(0)
        })
        .doing(DOING)?;
    if orphans > 0 {
        return Err(StoreError::corrupt(
            DOING,
            format!("{orphans} rows point nowhere"),
        ));
    }
    tx.pragma_update(None, "user_version", migration.number)
        .doing(DOING)?;
    progress(part);
    tx.commit().doing(DOING)
}

const COPY_PREFIX: &str = "before-migration-from-";

/// Lets go of copies that are a day old, and of one that a crash left half made.
fn tidy_copies(place: &Place, now: Timestamp) -> io::Result<()> {
    let entries = match fs::read_dir(&place.backups) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other?,
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let Some(rest) = name
            .to_str()
            .and_then(|name| name.strip_prefix(COPY_PREFIX))
        else {
            continue;
        };
        let made_at = rest
            .strip_suffix(".db")
            .and_then(|rest| rest.split_once('-')?.1.parse().ok());
        let is_old = made_at.is_some_and(|at: i64| now.0.saturating_sub(at) > DAY);
        if is_old || rest.contains(backup::UNFINISHED) {
            place::remove_if_there(&entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
