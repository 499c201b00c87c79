//! Creating and opening a store: what must be true before anything is written.

use std::{fs, io, sync::Arc};

use frontdesk_domain::{
    secret::{Secret, StoreKey},
    time::Timestamp,
};
use rusqlite::config::DbConfig;

use crate::{
    Store,
    blobs::garbage,
    cipher::{self, Header, Role, Salt},
    error::{Doing as _, StoreError},
    migrate::{self, Migration, MigrationProgress},
    place::{self, Place, ProfileLock},
};

const CREATING: &str = "Creating the store";
const OPENING: &str = "Opening the store";

/// A page; no database is shorter.
const PAGE: u64 = 4096;

/// Makes a new, empty store. The database gets its name when it is complete, so
/// a crash leaves none rather than half of one.
pub(crate) fn create(
    place: &Place,
    key: &StoreKey,
    list: &[Migration],
    now: Timestamp,
) -> Result<Store, StoreError> {
    cipher::check_engine(CREATING)?;
    place.ensure_folders()?;
    let lock = ProfileLock::take(place)?;
    if place.database.symlink_metadata().is_ok() {
        return Err(StoreError::AlreadyExists { doing: CREATING });
    }
    // The log of a database that is no more is somebody's data, and would be
    // taken for that of the new one.
    if fs::metadata(place.wal()).is_ok_and(|log| log.len() > 0) {
        return Err(StoreError::AlreadyExists { doing: CREATING });
    }
    place::remove_if_there(&place.wal()).doing(CREATING)?;
    let unfinished = place::beside(&place.database, ".new");
    for suffix in ["", "-wal", "-shm"] {
        place::remove_if_there(&place::beside(&unfinished, suffix)).doing(CREATING)?;
    }
    drop(place::create_private_file(&unfinished).doing(CREATING)?);
    let mut conn = cipher::connect(&unfinished, key, Role::Writer)?;
    migrate::migrate(&mut conn, place, key, list, now, &mut |_| {})?;
    conn.execute(
        "INSERT INTO meta (key, value) VALUES ('created_at', ?1)",
        [now.0],
    )
    .doing(CREATING)?;
    frontdesk_failpoint::failpoint!("store.create.filled");
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)
        .doing(CREATING)?;
    conn.close().map_err(|(_, error)| error).doing(CREATING)?;
    frontdesk_failpoint::failpoint!("store.create.before");
    place::put_in_place(&unfinished, &place.database).doing(CREATING)?;
    frontdesk_failpoint::failpoint!("store.create.after");
    finish(place, key, list, now, &mut |_| {}, lock)
}

/// Opens an existing store and brings it to today's schema. Until everything
/// about it is known to be right, nothing is written.
pub(crate) fn open(
    place: &Place,
    key: &StoreKey,
    list: &[Migration],
    now: Timestamp,
    progress: &mut dyn FnMut(MigrationProgress),
) -> Result<Store, StoreError> {
    cipher::check_engine(OPENING)?;
    let salt = look_at_file(place)?;
    let lock = ProfileLock::take(place)?;
    inspect(place, key, salt, migrate::newest(list))?;
    place.ensure_folders()?;
    finish(place, key, list, now, progress, lock)
}

fn finish(
    place: &Place,
    key: &StoreKey,
    list: &[Migration],
    now: Timestamp,
    progress: &mut dyn FnMut(MigrationProgress),
    lock: ProfileLock,
) -> Result<Store, StoreError> {
    let mut conn = cipher::connect(&place.database, key, Role::Writer)?;
    frontdesk_failpoint::failpoint!("store.open.connected");
    migrate::migrate(&mut conn, place, key, list, now, progress)?;
    garbage::collect(&conn, place)?;
    garbage::sweep(&conn, place)?;
    frontdesk_failpoint::failpoint!("store.open.swept");
    // The readers come and go, so the store keeps a key of its own.
    let key = Arc::new(Secret::new(*key.expose()));
    Store::assemble(conn, place.clone(), key, lock)
}

/// What the file says without its key.
fn look_at_file(place: &Place) -> Result<Salt, StoreError> {
    let metadata = fs::metadata(&place.database).doing(OPENING)?;
    if !metadata.is_file() {
        return Err(StoreError::Io {
            doing: OPENING,
            cause: Arc::new(io::Error::other("Not a file")),
        });
    }
    match cipher::read_header(&place.database)? {
        Header::Plain => Err(StoreError::NotEncrypted { doing: OPENING }),
        Header::TooShort => Err(StoreError::corrupt(
            OPENING,
            "The file is empty or cut short",
        )),
        Header::Salt(_) if metadata.len() < PAGE => {
            Err(StoreError::corrupt(OPENING, "The file is cut short"))
        }
        Header::Salt(salt) => Ok(salt),
    }
}

/// Tells a wrong key from a damaged file, and a newer schema from ours. Without
/// a log nothing is touched. With one, a crash may have torn pages of the file
/// that the log still has whole, so both are read together; that makes an index
/// beside them, but changes neither.
fn inspect(place: &Place, key: &StoreKey, salt: Salt, known: u32) -> Result<(), StoreError> {
    let key_fits = salt == cipher::salt_for(key);
    let log_holds_something = fs::metadata(place.wal()).is_ok_and(|log| log.len() > 0);
    let conn = match (key_fits, log_holds_something) {
        (true, true) => cipher::connect(&place.database, key, Role::Reader)?,
        (true, false) => cipher::connect_untouching(&place.database, key)?,
        (false, _) => {
            return Err(match cipher::connect_untouching(&place.database, key) {
                Ok(_) => StoreError::corrupt(OPENING, "The first bytes of the file are damaged"),
                Err(StoreError::Corrupt { .. }) => StoreError::WrongKey { doing: OPENING },
                Err(error) => error,
            });
        }
    };
    let found = migrate::version(&conn)?;
    if found > known {
        return Err(StoreError::NewerSchema {
            doing: OPENING,
            found,
            known,
        });
    }
    Ok(())
}
