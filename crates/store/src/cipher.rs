//! One connection: keyed, gated and set up. Every connection of the store is
//! made here, so none can exist that writes readable pages.

use std::{fmt::Write as _, fs::File, io::Read as _, path::Path, time::Duration};

use frontdesk_domain::secret::StoreKey;
use rusqlite::{Connection, MAIN_DB, OpenFlags, config::DbConfig};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::error::{Doing as _, StoreError};

/// First release without the bug that corrupts a log used by two connections.
const OLDEST_ENGINE: i32 = 3_051_003;

/// What every readable SQLite file starts with.
const PLAIN_HEADER: &[u8; 16] = b"SQLite format 3\0";

/// The first bytes of an encrypted file, which SQLCipher leaves readable.
pub(crate) type Salt = [u8; 16];

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// The one that writes.
    Writer,
    /// One of those that only read.
    Reader,
}

/// What the beginning of a database file gives away without a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Header {
    Salt(Salt),
    Plain,
    TooShort,
}

/// The engine in this process can encrypt and is new enough.
pub(crate) fn check_engine(doing: &'static str) -> Result<(), StoreError> {
    if rusqlite::version_number() < OLDEST_ENGINE {
        return Err(StoreError::OldEngine {
            doing,
            found: rusqlite::version(),
        });
    }
    Ok(())
}

pub(crate) fn read_header(path: &Path) -> Result<Header, StoreError> {
    const DOING: &str = "Looking at the database file";
    let mut start = Vec::with_capacity(16);
    File::open(path)
        .doing(DOING)?
        .take(16)
        .read_to_end(&mut start)
        .doing(DOING)?;
    Ok(match Salt::try_from(start) {
        Ok(salt) if &salt == PLAIN_HEADER => Header::Plain,
        Ok(salt) => Header::Salt(salt),
        Err(_) => Header::TooShort,
    })
}

/// The salt of a database under this key. Deriving it from the key makes it
/// possible to tell a wrong key from a damaged first page, which look alike to
/// SQLCipher. The key is 256 random bits used once, so the salt needs no
/// randomness of its own, and the file still opens with the bare key.
pub(crate) fn salt_for(key: &StoreKey) -> Salt {
    let digest = Sha256::new()
        .chain_update(b"frontdesk database salt\0")
        .chain_update(key.expose())
        .finalize();
    let mut salt = Salt::default();
    salt.iter_mut()
        .zip(digest)
        .for_each(|(to, from)| *to = from);
    salt
}

/// Opens an existing database for `role`. The first error about the content is
/// [`StoreError::Corrupt`], also when the key is wrong: see `open::inspect`.
pub(crate) fn connect(path: &Path, key: &StoreKey, role: Role) -> Result<Connection, StoreError> {
    const DOING: &str = "Opening the database";
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags).doing(DOING)?;
    // The engine quietly settles for reading where it may not write.
    if conn.is_readonly(MAIN_DB).doing(DOING)? {
        return Err(StoreError::ReadOnly { doing: DOING });
    }
    unlock(&conn, key)?;
    set_up(&conn, role).doing("Setting up the connection")?;
    Ok(conn)
}

/// Opens an empty file to copy a whole database into.
pub(crate) fn connect_for_copy(path: &Path, key: &StoreKey) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags).doing("Opening the copy")?;
    unlock(&conn, key)?;
    Ok(conn)
}

/// Opens a database file as it lies there: nothing is locked, created,
/// recovered or written, and a log beside it is ignored.
pub(crate) fn connect_untouching(path: &Path, key: &StoreKey) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(immutable_uri(path), flags)
        .doing("Looking into the database")?;
    unlock(&conn, key)?;
    Ok(conn)
}

/// Hands over the key and makes sure that it is used.
fn unlock(conn: &Connection, key: &StoreKey) -> Result<(), StoreError> {
    const DOING: &str = "Unlocking the database";
    // Without a cipher these pragmas are unknown and answer nothing at all. The
    // log is switched off because it prints file offsets to stderr on every
    // page that cannot be read; the error itself reaches the caller.
    let answer = |sql: &str| -> Result<String, StoreError> {
        match conn.query_row(sql, [], |row| row.get(0)) {
            Err(rusqlite::Error::QueryReturnedNoRows) => Err(StoreError::NoCipher { doing: DOING }),
            other => other.doing(DOING),
        }
    };
    answer("PRAGMA cipher_log_level = NONE")?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
        .doing(DOING)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)
        .doing(DOING)?;
    conn.execute_batch(&key_pragma(key)).doing(DOING)?;
    for question in ["PRAGMA cipher_version", "PRAGMA cipher_provider"] {
        if answer(question)?.is_empty() {
            return Err(StoreError::NoCipher { doing: DOING });
        }
    }
    // The key is tried only when the first page is read.
    conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| {
        row.get::<_, i64>(0)
    })
    .doing(DOING)?;
    Ok(())
}

fn key_pragma(key: &StoreKey) -> Zeroizing<String> {
    // Sized once: growing would leave copies of the key behind.
    let mut sql = Zeroizing::new(String::with_capacity(128));
    sql.push_str("PRAGMA key = \"x'");
    for byte in key.expose().iter().chain(&salt_for(key)) {
        // Writing to a String cannot fail.
        let _ = write!(sql, "{byte:02x}");
    }
    sql.push_str("'\"");
    sql
}

fn set_up(conn: &Connection, role: Role) -> rusqlite::Result<()> {
    conn.busy_timeout(Duration::from_secs(5))?;
    conn.set_prepared_statement_cache_capacity(128);
    conn.execute_batch(
        "PRAGMA foreign_keys = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;
         PRAGMA fullfsync = ON;
         PRAGMA checkpoint_fullfsync = ON;",
    )?;
    match role {
        Role::Writer => {
            let mode: String = conn.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
            if mode != "wal" {
                return Err(refused("journal_mode"));
            }
            // The writer checkpoints after it has answered, not inside a commit.
            conn.query_row("PRAGMA wal_autocheckpoint = 0", [], |_| Ok(()))?;
            conn.query_row("PRAGMA secure_delete = ON", [], |_| Ok(()))?;
            conn.execute_batch("PRAGMA synchronous = FULL; PRAGMA cache_size = -64000;")?;
            expect(conn, "secure_delete", 1)?;
            expect(conn, "synchronous", 2)?;
        }
        Role::Reader => {
            conn.execute_batch("PRAGMA cache_size = -16000; PRAGMA query_only = ON;")?;
            expect(conn, "query_only", 1)?;
        }
    }
    expect(conn, "foreign_keys", 1)?;
    expect(conn, "temp_store", 2)?;
    Ok(())
}

/// A pragma that does not take is silent, so what matters is read back.
fn expect(conn: &Connection, pragma: &'static str, value: i64) -> rusqlite::Result<()> {
    let found: i64 = conn.pragma_query_value(None, pragma, |row| row.get(0))?;
    if found != value {
        return Err(refused(pragma));
    }
    Ok(())
}

fn refused(pragma: &'static str) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(format!("The connection did not take {pragma}").into())
}

fn immutable_uri(path: &Path) -> String {
    let mut uri = String::from("file:");
    let bytes = path.as_os_str().as_encoded_bytes();
    if cfg!(windows) {
        uri.push('/');
    }
    for &byte in bytes {
        match byte {
            b'\\' if cfg!(windows) => uri.push('/'),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b':' => {
                uri.push(char::from(byte))
            }
            // Writing to a String cannot fail.
            other => {
                let _ = write!(uri, "%{other:02x}");
            }
        }
    }
    uri.push_str("?immutable=1");
    uri
}
