//! A copy of the open database under the same key, verified before it gets its name.

use std::{fs::File, path::Path};

use frontdesk_domain::secret::StoreKey;
use rusqlite::{
    Connection,
    backup::{Backup, StepResult},
};

use crate::{
    check, cipher,
    error::{Doing as _, StoreError},
    place,
};

const DOING: &str = "Copying the database";

/// Between the name of a copy and what the engine adds to it.
pub(crate) const UNFINISHED: &str = ".new";

/// Pages copied between two reports.
const STEP: i32 = 1_000;

/// Copies `conn` to `target`, which must not exist. `progress` hears percents.
/// On an error nothing stands at `target`.
pub(crate) fn copy_verified(
    conn: &Connection,
    target: &Path,
    key: &StoreKey,
    progress: &mut dyn FnMut(u32),
) -> Result<(), StoreError> {
    if target.exists() {
        return Err(StoreError::AlreadyExists { doing: DOING });
    }
    let unfinished = place::beside(target, UNFINISHED);
    let result = copy(conn, &unfinished, key, progress)
        .and_then(|()| verify(&unfinished, key))
        .and_then(|()| place::put_in_place(&unfinished, target).doing(DOING));
    if result.is_err() {
        // The error that matters is the first one.
        let _ = place::remove_if_there(&unfinished);
    }
    result
}

fn copy(
    conn: &Connection,
    target: &Path,
    key: &StoreKey,
    progress: &mut dyn FnMut(u32),
) -> Result<(), StoreError> {
    place::remove_if_there(target).doing(DOING)?;
    drop(place::create_private_file(target).doing(DOING)?);
    let mut copy = cipher::connect_for_copy(target, key)?;
    let backup = Backup::new(conn, &mut copy).doing(DOING)?;
    loop {
        let result = backup.step(STEP).doing(DOING)?;
        let state = backup.progress();
        let copied = i64::from(state.pagecount - state.remaining) * 100;
        progress(u32::try_from(copied / i64::from(state.pagecount.max(1))).unwrap_or(0));
        if result == StepResult::Done {
            break;
        }
        if result != StepResult::More {
            return Err(StoreError::InUse { doing: DOING });
        }
    }
    drop(backup);
    copy.close().map_err(|(_, error)| error).doing(DOING)?;
    File::open(target)
        .and_then(|file| file.sync_all())
        .doing(DOING)
}

fn verify(copy: &Path, key: &StoreKey) -> Result<(), StoreError> {
    let conn = cipher::connect_untouching(copy, key)?;
    match check::database(&conn)?.first() {
        Some(damage) => Err(StoreError::corrupt("Verifying the copy", damage.clone())),
        None => Ok(()),
    }
}
