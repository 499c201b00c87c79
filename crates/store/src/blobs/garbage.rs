//! Files that lost their row, or never got one.

use std::{collections::BTreeSet, fs, io};

use rusqlite::Connection;

use crate::{
    error::{Doing as _, StoreError},
    place::{self, Place},
    tx::ReadTx,
};

/// Deletes the files whose rows are gone. A file is deleted before it is taken
/// off the list, so a crash in between costs a second, empty try. Returns how
/// many there were.
pub(crate) fn collect(conn: &Connection, place: &Place) -> Result<usize, StoreError> {
    const DOING: &str = "Deleting files without a row";
    let names = ReadTx::new(conn).blob_garbage()?;
    for name in &names {
        place::remove_if_there(&place.blobs.join(name)).doing(DOING)?;
    }
    if !names.is_empty() {
        place::sync_folder(&place.blobs).doing(DOING)?;
        conn.execute_batch("BEGIN IMMEDIATE").doing(DOING)?;
        let result = names
            .iter()
            .try_for_each(|name| {
                conn.execute("DELETE FROM blob_garbage WHERE name = ?1", [name])
                    .map(|_| ())
            })
            .and_then(|()| conn.execute_batch("COMMIT"));
        if result.is_err() && !conn.is_autocommit() {
            let _ = conn.execute_batch("ROLLBACK");
        }
        result.doing(DOING)?;
    }
    Ok(names.len())
}

/// At opening, before any file can be under way: deletes whatever has no row.
pub(crate) fn sweep(conn: &Connection, place: &Place) -> Result<(), StoreError> {
    const DOING: &str = "Sweeping the folder of encrypted files";
    let known: BTreeSet<String> = ReadTx::new(conn).blob_names()?.into_iter().collect();
    let entries = match fs::read_dir(&place.blobs) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other.doing(DOING)?,
    };
    for entry in entries {
        let entry = entry.doing(DOING)?;
        let is_ours = entry
            .file_name()
            .to_str()
            .is_some_and(|name| looks_like_ours(name) && !known.contains(name));
        if is_ours {
            place::remove_if_there(&entry.path()).doing(DOING)?;
        }
    }
    Ok(())
}

/// Only names this program makes are swept; what somebody else put into the
/// folder is theirs.
fn looks_like_ours(name: &str) -> bool {
    let stem = name.strip_suffix(super::write::UNFINISHED).unwrap_or(name);
    stem.len() == 32 && stem.bytes().all(|b| b.is_ascii_hexdigit())
}
