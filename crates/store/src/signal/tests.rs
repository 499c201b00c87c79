//! What holds for every table at once, asked of the schema itself.

use frontdesk_domain::{id::AccountId, secret::Secret, slot::SlotNumber, time::Timestamp};

use super::{account_while_linking, buffers, keys, people};
use crate::{Place, Store, dump, tables::plans};

const OURS: AccountId = AccountId(1);
const THEIRS: AccountId = AccountId(2);

struct Table {
    name: String,
    columns: Vec<Column>,
}

struct Column {
    name: String,
    kind: String,
    /// Its place in the primary key, from 1; 0 outside.
    key: u32,
}

fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::in_dir(folder.path());
    let store = Store::create(&place, &Secret::new([7; 32]), Timestamp(0)).unwrap();
    (folder, store)
}

fn tables(store: &Store) -> Vec<Table> {
    store
        .read(|tx| {
            let names: Vec<String> = tx.all(
                "Test",
                "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
                [],
                |row| row.get(0),
            )?;
            names
                .into_iter()
                .map(|name| {
                    let columns = tx.all(
                        "Test",
                        "SELECT name, type, pk FROM pragma_table_info(?1)",
                        [&name],
                        |row| {
                            Ok(Column {
                                name: row.get(0)?,
                                kind: row.get(1)?,
                                key: row.get(2)?,
                            })
                        },
                    )?;
                    Ok(Table { name, columns })
                })
                .collect()
        })
        .unwrap()
}

fn is_protocol(table: &Table) -> bool {
    table.name.starts_with("protocol_")
}

/// One row of every protocol table, made up from the types of its columns.
fn fill(store: &Store, account: AccountId) {
    let tables = tables(store);
    store
        .write(move |tx| {
            for table in tables.iter().filter(|t| is_protocol(t)) {
                let columns: Vec<_> = table.columns.iter().map(|c| c.name.as_str()).collect();
                let values: Vec<_> = table
                    .columns
                    .iter()
                    .map(|column| match column.kind.as_str() {
                        _ if column.name == "account_id" => account.0.to_string(),
                        "INTEGER" => "1".to_owned(),
                        "TEXT" => "'word'".to_owned(),
                        _ => "zeroblob(32)".to_owned(),
                    })
                    .collect();
                let sql = format!(
                    "INSERT INTO {} ({}) VALUES ({})",
                    table.name,
                    columns.join(", "),
                    values.join(", ")
                );
                tx.run("Test", &sql, [])?;
            }
            Ok(())
        })
        .wait()
        .unwrap();
}

fn rows_of(store: &Store, account: AccountId) -> Vec<String> {
    let needle = format!(" account_id={} ", account.0);
    let dump = store.read(|tx| dump::dump(tx.conn())).unwrap();
    dump.lines()
        .filter(|line| line.starts_with("protocol_") && line.contains(&needle))
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_account_leads_the_key_of_every_protocol_table_and_of_no_other() {
    let (_folder, store) = store();
    let all = tables(&store);
    assert!(
        all.iter().filter(|t| is_protocol(t)).count() >= 18,
        "the case needs the tables"
    );
    for table in &all {
        let leader = table.columns.iter().find(|column| column.key == 1);
        assert_eq!(
            leader.is_some_and(|column| column.name == "account_id"),
            is_protocol(table),
            "{}: state of the engine is told by its name, and by its key",
            table.name
        );
    }
}

#[test]
fn every_index_of_a_protocol_table_begins_with_the_account() {
    let (_folder, store) = store();
    let indexes: Vec<(String, Option<String>)> = store
        .read(|tx| {
            tx.all(
                "Test",
                "SELECT i.name, (SELECT c.name FROM pragma_index_info(i.name) AS c WHERE c.seqno = 0)
                 FROM sqlite_schema AS i WHERE i.type = 'index' AND i.tbl_name LIKE 'protocol!_%' ESCAPE '!'",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
        })
        .unwrap();
    assert!(indexes.len() >= 4, "the case needs indexes: {indexes:?}");
    for (name, leader) in indexes {
        assert_eq!(leader.as_deref(), Some("account_id"), "{name}");
    }
}

#[test]
fn erasing_an_account_takes_every_row_of_it_and_none_of_another() {
    let (_folder, store) = store();
    fill(&store, OURS);
    fill(&store, THEIRS);
    let theirs = rows_of(&store, THEIRS);
    let count = tables(&store).iter().filter(|t| is_protocol(t)).count();
    assert_eq!(theirs.len(), count, "one row in each table");
    store
        .write(|tx| tx.signal_mut(OURS).erase())
        .wait()
        .unwrap();
    assert!(rows_of(&store, OURS).is_empty(), "nothing is left of ours");
    assert_eq!(rows_of(&store, THEIRS), theirs, "theirs is untouched");
}

#[test]
fn a_link_that_is_made_replaces_all_state_of_its_account() {
    let (_folder, store) = store();
    let linking = account_while_linking(SlotNumber::ALL[1]);
    fill(&store, OURS);
    fill(&store, THEIRS);
    let theirs = rows_of(&store, THEIRS);
    store
        .write(|tx| tx.signal_mut(OURS).put_sent_message("old", "A1", b"old", 1))
        .wait()
        .unwrap();
    fill(&store, linking);
    store
        .write(move |tx| tx.signal_mut(linking).hand_over(OURS))
        .wait()
        .unwrap();
    assert!(rows_of(&store, linking).is_empty(), "the link has moved");
    let ours = rows_of(&store, OURS);
    assert_eq!(
        ours.len(),
        theirs.len(),
        "it stands in every table, and nothing older beside it: {ours:?}"
    );
    assert_eq!(rows_of(&store, THEIRS), theirs, "theirs is untouched");

    store
        .write(|tx| tx.signal_mut(OURS).hand_over(OURS))
        .wait()
        .unwrap();
    assert_eq!(rows_of(&store, OURS), ours, "to itself is nothing to do");
}

#[test]
fn no_real_account_has_the_id_of_a_link_in_the_making() {
    let ids: Vec<_> = SlotNumber::ALL.map(account_while_linking).into();
    assert_eq!(ids, [AccountId(-1), AccountId(-2), AccountId(-3)]);
}

#[test]
fn what_is_asked_without_a_full_key_is_answered_by_indexes() {
    let questions: Vec<_> = [&keys::PLANNED[..], &people::PLANNED, &buffers::PLANNED].concat();
    insta::assert_snapshot!(plans::plans(&questions), @r"
    identity by user: SEARCH protocol_identities USING PRIMARY KEY (account_id=? AND address>? AND address<?)
    session by user: SEARCH protocol_sessions USING COVERING INDEX sqlite_autoindex_protocol_sessions_1 (account_id=? AND address>? AND address<?)
    LID by phone: SEARCH protocol_lid_mappings USING INDEX protocol_lid_mappings_by_phone (account_id=? AND phone=?)
    old sent messages: SEARCH protocol_sent_messages USING INDEX protocol_sent_messages_by_age (account_id=? AND stored_s<?)
    old pending messages: SEARCH protocol_pending_inbound USING INDEX protocol_pending_inbound_by_age (account_id=? AND stored_s<?)
    old message secrets: SEARCH protocol_message_secrets USING INDEX protocol_message_secrets_by_expiry (account_id=? AND expires_s<?)
    ");
}
