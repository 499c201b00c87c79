//! Every way from an older database to today's, and what a crash leaves.

use std::{
    fmt::Write as _,
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{Mutex, PoisonError},
};

use frontdesk_domain::secret::Secret;
use sha2::{Digest as _, Sha256};

use super::*;
use crate::{Store, cipher::Role, dump, open};

const NOW: Timestamp = Timestamp(1_760_000_000_000);

/// A child holds every lock of its parent for the moment between its birth and
/// its first instruction, so nobody reopens a profile while one is born.
static BIRTHS: Mutex<()> = Mutex::new(());

/// Steps of a made-up future: a new table, a rebuilt one, a wide backfill.
const FUTURE: [&str; 3] = [
    "CREATE TABLE labels (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL) STRICT;
     INSERT INTO labels (name) VALUES ('new'), ('old');",
    "CREATE TABLE slots_rebuilt (
       number INTEGER PRIMARY KEY CHECK (number BETWEEN 1 AND 3),
       label TEXT NOT NULL DEFAULT '',
       colour TEXT NOT NULL,
       account_id INTEGER UNIQUE REFERENCES accounts (id) ON DELETE SET NULL,
       notify TEXT NOT NULL DEFAULT 'all',
       read_later INTEGER NOT NULL DEFAULT 0,
       note TEXT NOT NULL DEFAULT ''
     ) STRICT;
     INSERT INTO slots_rebuilt (number, label, colour, account_id, notify, read_later)
       SELECT number, label, colour, account_id, notify, read_later FROM slots;
     DROP TABLE slots;
     ALTER TABLE slots_rebuilt RENAME TO slots;",
    "ALTER TABLE messages ADD COLUMN praised INTEGER NOT NULL DEFAULT 0;
     UPDATE messages SET praised = 1 WHERE id % 2 = 0;",
];

fn key() -> StoreKey {
    Secret::new([7; 32])
}

fn with_future() -> Vec<Migration> {
    let next = newest(ALL) + 1;
    let future = (next..).zip(FUTURE).map(|(number, sql)| Migration {
        number,
        name: "future",
        sql,
    });
    ALL.iter().copied().chain(future).collect()
}

fn folder_of_migrations() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations")
}

/// A closed store at `version` with the rows that its fixtures hold.
fn store_at(place: &Place, list: &[Migration], version: u32) {
    let list = &list[..version as usize];
    open::create(place, &key(), list, NOW)
        .unwrap()
        .close()
        .unwrap();
    let conn = cipher_connection(place);
    for migration in ALL.iter().take(version as usize) {
        let path = folder_of_migrations().join(format!("fixtures/{:04}.sql", migration.number));
        let rows = fs::read_to_string(&path)
            .unwrap_or_else(|_| panic!("{} needs rows: see README.md", path.display()));
        conn.execute_batch(&rows).unwrap();
    }
    conn.close().unwrap();
}

fn cipher_connection(place: &Place) -> Connection {
    crate::cipher::connect(&place.database, &key(), Role::Writer).unwrap()
}

fn quiet(_: MigrationProgress) {}

#[test]
fn shipped_migrations_are_never_edited_and_none_is_slipped_in() {
    let path = folder_of_migrations().join("CHECKSUMS");
    let listed = fs::read_to_string(&path).unwrap_or_default();
    let lines: Vec<_> = ALL
        .iter()
        .map(|m| {
            let mut line = String::new();
            for byte in Sha256::digest(m.sql) {
                let _ = write!(line, "{byte:02x}");
            }
            format!("{line}  {}", m.name)
        })
        .collect();
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        // Only appends: a line that is there stays, and fails below if it is wrong.
        let mut text = listed;
        for line in lines.iter().skip(text.lines().count()) {
            text.push_str(line);
            text.push('\n');
        }
        fs::write(&path, &text).unwrap();
        assert_eq!(
            text.lines().collect::<Vec<_>>(),
            lines,
            "a shipped migration was edited, renamed or removed"
        );
        return;
    }
    assert_eq!(
        listed.lines().collect::<Vec<_>>(),
        lines,
        "a shipped migration was edited, renamed or removed; or a new one is not listed yet: see migrations/README.md"
    );
}

#[test]
fn the_committed_schema_is_what_the_migrations_make() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::in_dir(folder.path());
    let store = open::create(&place, &key(), ALL, NOW).unwrap();
    let schema = schema(&store);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema.sql");
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        fs::write(&path, &schema).unwrap();
    }
    assert_eq!(
        fs::read_to_string(&path).unwrap_or_default(),
        schema,
        "schema.sql is stale: run the tests once with UPDATE_SCHEMA=1 and read the difference"
    );
    assert!(
        !schema.contains("--"),
        "comments do not belong into the stored schema"
    );
    assert!(
        !schema.contains("\nCREATE VIRTUAL"),
        "virtual tables are not STRICT; list them here when one comes"
    );
    let tables = schema.matches("CREATE TABLE").count();
    assert_eq!(
        schema.matches(") STRICT").count(),
        tables,
        "every table is STRICT"
    );
}

fn schema(store: &Store) -> String {
    let statements = store
        .read(|tx| {
            tx.all(
                "Reading the schema",
                "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY tbl_name, type DESC, name",
                [],
                |row| row.get::<_, String>(0),
            )
        })
        .unwrap();
    let mut text = String::new();
    for statement in statements {
        if !statement.contains("sqlite_sequence") {
            let _ = writeln!(text, "{statement};\n");
        }
    }
    text
}

#[test]
fn every_older_version_reaches_the_newest_with_its_rows() {
    let list = with_future();
    for version in 1..newest(&list) {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::in_dir(folder.path());
        store_at(&place, &list, version);
        let rows = rows_per_table(&cipher_connection(&place));
        assert!(
            rows.iter().any(|(table, n)| table == "messages" && *n > 0),
            "the case needs rows"
        );
        let store = open::open(&place, &key(), &list, NOW, &mut quiet).unwrap();
        assert_eq!(store.facts().schema, newest(&list), "from {version}");
        store.close().unwrap();
        let after = rows_per_table(&cipher_connection(&place));
        for (table, count) in rows
            .into_iter()
            .filter(|(table, _)| table != "blob_garbage")
        {
            assert!(
                after.contains(&(table.clone(), count)),
                "{table} had {count} rows at {version}: {after:?}"
            );
        }
    }
}

fn rows_per_table(conn: &Connection) -> Vec<(String, i64)> {
    let tables: Vec<String> = conn
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'labels'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    tables
        .into_iter()
        .map(|table| {
            let count = conn
                .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
                    row.get(0)
                })
                .unwrap();
            (table, count)
        })
        .collect()
}

#[test]
fn the_fixtures_put_a_row_into_every_table() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::in_dir(folder.path());
    store_at(&place, ALL, newest(ALL));
    let empty: Vec<_> = rows_per_table(&cipher_connection(&place))
        .into_iter()
        .filter(|(_, n)| *n == 0)
        .collect();
    assert!(
        empty.is_empty(),
        "tables without a row in migrations/fixtures: {empty:?}"
    );
}

#[test]
fn a_copy_of_the_older_database_is_kept_for_a_day() {
    let list = with_future();
    let folder = tempfile::tempdir().unwrap();
    let place = Place::in_dir(folder.path());
    store_at(&place, &list, 1);
    let before = dump::dump(&cipher_connection(&place)).unwrap();
    open::open(&place, &key(), &list, NOW, &mut quiet)
        .unwrap()
        .close()
        .unwrap();

    let copies: Vec<_> = fs::read_dir(&place.backups)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    assert_eq!(copies.len(), 1, "one copy: {copies:?}");
    let copy = crate::cipher::connect_untouching(&copies[0], &key()).unwrap();
    assert_eq!(
        dump::dump(&copy).unwrap(),
        before,
        "it holds what was there"
    );
    assert_eq!(version(&copy).unwrap(), 1, "at the version it had");
    assert!(
        !fs::read(&copies[0])
            .unwrap()
            .starts_with(b"SQLite format 3"),
        "and is encrypted"
    );

    let reopen = |now| {
        open::open(&place, &key(), &list, now, &mut quiet)
            .unwrap()
            .close()
            .unwrap()
    };
    reopen(NOW.plus_millis(DAY));
    assert!(copies[0].exists(), "a day is not over");
    reopen(NOW.plus_millis(DAY + 1));
    assert!(
        !copies[0].exists(),
        "the first opening after a day lets it go"
    );
}

#[test]
fn progress_counts_the_copy_and_every_step() {
    let list = with_future();
    let folder = tempfile::tempdir().unwrap();
    let place = Place::in_dir(folder.path());
    store_at(&place, &list, 1);
    let mut told = Vec::new();
    open::open(&place, &key(), &list, NOW, &mut |p| {
        told.push((p.done, p.total))
    })
    .unwrap();
    told.dedup();
    let total = newest(&list);
    let expected: Vec<_> = (0..total).map(|done| (done, total)).collect();
    assert_eq!(
        told, expected,
        "the copy, then every migration but the first"
    );
}

#[test]
fn a_migration_that_fails_leaves_the_version_before_it() {
    let mut list = with_future();
    let broken = list.len() - 1;
    list[broken].sql = "ALTER TABLE messages ADD COLUMN praised INTEGER NOT NULL DEFAULT 0; SELECT 1 FROM nowhere;";
    let folder = tempfile::tempdir().unwrap();
    let place = Place::in_dir(folder.path());
    store_at(&place, &list, 1);
    let error = open::open(&place, &key(), &list, NOW, &mut quiet).unwrap_err();
    assert!(matches!(error, StoreError::Defect { .. }), "{error:?}");
    let store = open::open(&place, &key(), &list[..broken], NOW, &mut quiet).unwrap();
    assert_eq!(
        store.facts().schema,
        newest(&list) - 1,
        "the steps before it stand"
    );
    assert!(
        !schema(&store).contains("praised"),
        "nothing of the failed one does"
    );
}

#[test]
fn a_migration_that_orphans_a_row_is_refused() {
    let mut list = with_future();
    list[1].sql = "DELETE FROM accounts";
    let folder = tempfile::tempdir().unwrap();
    let place = Place::in_dir(folder.path());
    store_at(&place, &list, 1);
    let error = open::open(&place, &key(), &list, NOW, &mut quiet).unwrap_err();
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error:?}");
    let conn = cipher_connection(&place);
    assert_eq!(version(&conn).unwrap(), 1, "the version before it");
    assert!(
        rows_per_table(&conn)
            .iter()
            .any(|(t, n)| t == "accounts" && *n > 0),
        "with its rows"
    );
}

/// Counts how often progress is told on the whole way: each is a place to die.
fn places_to_die(list: &[Migration]) -> u32 {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::in_dir(folder.path());
    store_at(&place, list, 1);
    let mut places = 0;
    open::open(&place, &key(), list, NOW, &mut |_| places += 1).unwrap();
    places
}

#[test]
fn a_stop_before_any_statement_leaves_old_or_new_and_never_between() {
    let _no_births = BIRTHS.lock().unwrap_or_else(PoisonError::into_inner);
    let list = with_future();
    let places = places_to_die(&list);
    assert!(places >= 12, "only {places} places");
    let dumps = dumps(&list);
    for n in 0..places {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::in_dir(folder.path());
        store_at(&place, &list, 1);
        let mut told = 0;
        let stopped = catch_unwind(AssertUnwindSafe(|| {
            open::open(&place, &key(), &list, NOW, &mut |_| {
                assert!(told < n, "stop here");
                told += 1;
            })
        }));
        assert!(stopped.is_err(), "place {n} was not reached");
        assert_whole(&place, &list, &dumps, n);
    }
}

#[test]
fn a_process_that_dies_before_any_statement_leaves_old_or_new_and_never_between() {
    let _births = BIRTHS.lock().unwrap_or_else(PoisonError::into_inner);
    let list = with_future();
    let dumps = dumps(&list);
    for n in 0..places_to_die(&list) {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::in_dir(folder.path());
        store_at(&place, &list, 1);
        let status = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "migrate::tests::dies_while_migrating"])
            .env("FRONTDESK_TEST_PROFILE", folder.path())
            .env("FRONTDESK_TEST_DIE_AT", n.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(!status.success(), "the child must have died at place {n}");
        assert_whole(&place, &list, &dumps, n);
    }
}

/// Not a test of its own: the body of the child above.
#[test]
fn dies_while_migrating() {
    let Some(folder) = std::env::var_os("FRONTDESK_TEST_PROFILE") else {
        return;
    };
    let mut left: u32 = std::env::var("FRONTDESK_TEST_DIE_AT")
        .unwrap()
        .parse()
        .unwrap();
    let place = Place::in_dir(Path::new(&folder));
    let _store = open::open(&place, &key(), &with_future(), NOW, &mut |_| {
        if left == 0 {
            std::process::abort();
        }
        left -= 1;
    });
}

/// The database is exactly what some version makes of the rows, and goes on to
/// the newest.
fn assert_whole(place: &Place, list: &[Migration], dumps: &[String], n: u32) {
    let (found, rest) = {
        let conn = cipher_connection(place);
        (
            version(&conn).unwrap(),
            without_garbage(&dump::dump(&conn).unwrap()),
        )
    };
    assert_eq!(
        rest,
        dumps[found as usize - 1],
        "place {n} left version {found} with something else in it"
    );
    let store = open::open(
        place,
        &key(),
        list,
        NOW.plus_millis(i64::from(n) + 1),
        &mut quiet,
    )
    .unwrap();
    assert_eq!(
        without_garbage(&store.dump().unwrap()),
        *dumps.last().unwrap(),
        "and goes on from place {n}"
    );
    store.close().unwrap();
    let unfinished: Vec<_> = fs::read_dir(&place.backups)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.to_string_lossy().contains(".new"))
        .collect();
    assert!(
        unfinished.is_empty(),
        "place {n} left a half copy behind: {unfinished:?}"
    );
}

/// What each version, from 1, makes of the rows of version 1.
fn dumps(list: &[Migration]) -> Vec<String> {
    (1..=list.len())
        .map(|count| {
            let folder = tempfile::tempdir().unwrap();
            let place = Place::in_dir(folder.path());
            store_at(&place, list, 1);
            let store = open::open(&place, &key(), &list[..count], NOW, &mut quiet).unwrap();
            without_garbage(&store.dump().unwrap())
        })
        .collect()
}

/// Opening clears the list of dropped files, whatever the version.
fn without_garbage(dump: &str) -> String {
    dump.lines()
        .filter(|line| !line.starts_with("blob_garbage"))
        .collect::<Vec<_>>()
        .join("\n")
}
