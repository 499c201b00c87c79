//! How the engine answers the questions that are asked all the time: always by
//! an index, never by reading a whole table or sorting.

use frontdesk_domain::{secret::Secret, time::Timestamp};

use super::{chats, contacts, link_events, messages};
use crate::{Place, Store};

pub(crate) fn plans(questions: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(
        &Place::in_dir(folder.path()),
        &Secret::new([7; 32]),
        Timestamp(0),
    )
    .unwrap();
    store
        .read(|tx| {
            let mut text = String::new();
            for (name, sql) in questions {
                let conn = tx.conn();
                let mut statement = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
                let steps: Vec<String> = statement
                    .raw_query()
                    .mapped(|row| row.get("detail"))
                    .collect::<Result<_, _>>()
                    .unwrap();
                assert!(!steps.is_empty(), "{name} has no plan");
                for step in steps {
                    assert!(!step.contains("TEMP B-TREE"), "{name} sorts: {step}");
                    assert!(
                        !step.starts_with("SCAN")
                            || step.ends_with("USING COVERING INDEX chats_unread"),
                        "{name} reads a whole table: {step}"
                    );
                    text.push_str(&format!("{name}: {step}\n"));
                }
            }
            Ok(text)
        })
        .unwrap()
}

#[test]
fn the_inbox_is_answered_by_indexes() {
    insta::assert_snapshot!(plans(&[
        ("first page", chats::FIRST_PAGE),
        ("next page", chats::NEXT_PAGE),
        ("one", chats::CHAT),
        ("with contact", chats::WITH_CONTACT),
        ("with group", chats::WITH_GROUP),
        ("of contact", chats::OF_CONTACT),
        ("badge", chats::UNREAD),
    ]), @r"
    first page: SEARCH chats USING INDEX chats_in_order (archived=?)
    next page: SEARCH chats USING INDEX chats_in_order (archived=? AND (pinned,last_at)<(?,?))
    one: SEARCH chats USING INTEGER PRIMARY KEY (rowid=?)
    with contact: SEARCH chats USING COVERING INDEX chats_by_contact (contact_id=? AND account_id=?)
    with group: SEARCH chats USING COVERING INDEX chats_by_group (account_id=? AND group_jid=?)
    of contact: SEARCH chats USING COVERING INDEX chats_by_contact (contact_id=?)
    badge: SCAN chats USING COVERING INDEX chats_unread
    ");
}

#[test]
fn a_thread_is_answered_by_indexes() {
    insta::assert_snapshot!(plans(&[
        ("one", messages::MESSAGE),
        ("position", messages::POSITION),
        ("newest", messages::NEWEST),
        ("before", messages::BEFORE),
        ("from", messages::FROM),
        ("after", messages::AFTER),
        ("by wire id", messages::BY_WIRE_ID),
        ("known", messages::KNOWN),
        ("first unread", messages::FIRST_UNREAD),
        ("count", messages::COUNT),
        ("read all", messages::READ_ALL),
        ("read through", messages::READ_THROUGH),
    ]), @r"
    one: SEARCH messages USING INDEX messages_by_id (id=?)
    position: SEARCH messages USING COVERING INDEX messages_by_id (id=?)
    newest: SEARCH messages USING PRIMARY KEY (chat_id=?)
    before: SEARCH messages USING PRIMARY KEY (chat_id=? AND (at,id)<(?,?))
    from: SEARCH messages USING PRIMARY KEY (chat_id=? AND (at,id)>(?,?))
    after: SEARCH messages USING PRIMARY KEY (chat_id=? AND (at,id)>(?,?))
    by wire id: SEARCH messages USING INDEX messages_by_wire_id (chat_id=? AND wire_id=?)
    known: SEARCH messages USING COVERING INDEX messages_by_wire_id (chat_id=? AND wire_id=? AND sender_id=?)
    first unread: SEARCH messages USING COVERING INDEX messages_unread (chat_id=?)
    count: SEARCH messages USING COVERING INDEX messages_by_wire_id (chat_id=?)
    read all: SEARCH messages USING INDEX messages_unread (chat_id=?)
    read through: SEARCH messages USING INDEX messages_unread (chat_id=? AND (at,id)<(?,?))
    ");
}

#[test]
fn people_are_found_by_indexes() {
    insta::assert_snapshot!(plans(&[
        ("contact", contacts::CONTACT),
        ("by address", contacts::BY_ADDRESS),
    ]), @r"
    contact: SEARCH c USING INTEGER PRIMARY KEY (rowid=?)
    contact: SEARCH p USING COVERING INDEX contact_addresses_by_contact (contact_id=? AND kind=?) LEFT-JOIN
    contact: SEARCH l USING COVERING INDEX contact_addresses_by_contact (contact_id=? AND kind=?) LEFT-JOIN
    by address: SEARCH contact_addresses USING PRIMARY KEY (kind=? AND value=?)
    ");
}

#[test]
fn a_timeline_is_read_and_kept_short_by_its_index() {
    insta::assert_snapshot!(plans(&[
        ("newest", link_events::NEWEST),
        ("make room", link_events::MAKE_ROOM),
    ]), @r"
    newest: SEARCH link_events USING INDEX link_events_by_slot (slot=?)
    make room: SEARCH link_events USING COVERING INDEX link_events_by_slot (slot=? AND id<?)
    make room: SCALAR SUBQUERY 1
    make room: SEARCH link_events USING COVERING INDEX link_events_by_slot (slot=?)
    ");
}
