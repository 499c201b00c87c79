//! How the engine answers the questions that are asked all the time: always by
//! an index, never by reading a whole table or sorting.

use frontdesk_domain::{secret::Secret, time::Timestamp};

use super::{
    arrivals, blocked, changes, chats, contacts, history, identity, link_events, marks, members,
    merging, messages, outbox, past, receipts,
};
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
                            || step.ends_with("USING COVERING INDEX chats_unread")
                            || step.ends_with("USING INDEX history_chunks_waiting"),
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
        ("end of a silence", chats::UNMUTING),
        ("blocked", blocked::IS_BLOCKED),
    ]), @r"
    first page: SEARCH chats USING INDEX chats_in_order (archived=?)
    next page: SEARCH chats USING INDEX chats_in_order (archived=? AND (pinned,last_at)<(?,?))
    one: SEARCH chats USING INTEGER PRIMARY KEY (rowid=?)
    with contact: SEARCH chats USING COVERING INDEX chats_by_contact (contact_id=? AND account_id=?)
    with group: SEARCH chats USING COVERING INDEX chats_by_group (account_id=? AND group_jid=?)
    of contact: SEARCH chats USING COVERING INDEX chats_by_contact (contact_id=?)
    badge: SCAN chats USING COVERING INDEX chats_unread
    end of a silence: SEARCH chats USING COVERING INDEX chats_unread (muted_until>?)
    blocked: SEARCH blocked_contacts USING PRIMARY KEY (contact_id=? AND account_id=?)
    ");
}

#[test]
fn a_thread_is_answered_by_indexes() {
    insta::assert_snapshot!(plans(&[
        ("one", messages::MESSAGE),
        ("position", messages::POSITION),
        ("newest", messages::NEWEST),
        ("oldest", messages::OLDEST),
        ("unsupported", messages::UNSUPPORTED),
        ("undecryptable", messages::UNDECRYPTABLE),
        ("past wanted", past::WANTED),
        ("pasts wanted", past::WANTS),
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
    oldest: SEARCH messages USING PRIMARY KEY (chat_id=?)
    unsupported: SEARCH m USING INDEX messages_unsupported (id>?)
    unsupported: SEARCH p USING INTEGER PRIMARY KEY (rowid=?)
    undecryptable: SEARCH m USING INDEX messages_unsupported (id>?)
    undecryptable: SEARCH c USING INTEGER PRIMARY KEY (rowid=?)
    past wanted: SEARCH chats USING COVERING INDEX chats_past_wanted (account_id=? AND last_at<?)
    pasts wanted: SEARCH chats USING COVERING INDEX chats_past_wanted (account_id=?)
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
        ("by both", identity::BY_BOTH),
    ]), @r"
    contact: SEARCH c USING INTEGER PRIMARY KEY (rowid=?)
    contact: SEARCH p USING COVERING INDEX contact_addresses_by_contact (contact_id=? AND kind=?) LEFT-JOIN
    contact: SEARCH l USING COVERING INDEX contact_addresses_by_contact (contact_id=? AND kind=?) LEFT-JOIN
    by address: SEARCH contact_addresses USING PRIMARY KEY (kind=? AND value=?)
    by both: SEARCH l USING PRIMARY KEY (kind=? AND value=?)
    by both: SEARCH p USING COVERING INDEX contact_addresses_by_contact (contact_id=? AND kind=? AND value=?)
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

#[test]
fn what_happened_to_messages_is_found_by_indexes() {
    insta::assert_snapshot!(plans(&[
        ("by key", messages::BY_KEY),
        ("changes", changes::CHANGES),
        ("receipts", receipts::RECEIPTS),
        ("with receipts", receipts::WITH_RECEIPTS),
        ("expired", arrivals::EXPIRED),
        ("next expiry", arrivals::NEXT_EXPIRY),
        ("read before", marks::READ_BEFORE),
        ("clear", marks::CLEAR),
        ("recount", chats::RECOUNT),
        ("members", members::MEMBERS),
        ("sent by", merging::SENT_BY),
        ("about", merging::ABOUT),
        ("received by", merging::RECEIVED_BY),
        ("former address", contacts::BY_FORMER),
    ]), @r"
    by key: SEARCH messages USING INDEX messages_by_wire_id (chat_id=? AND wire_id=? AND sender_id=?)
    changes: SEARCH message_changes USING PRIMARY KEY (chat_id=? AND wire_id=? AND target_id=?)
    receipts: SEARCH message_receipts USING PRIMARY KEY (chat_id=? AND wire_id=?)
    with receipts: SEARCH message_receipts USING PRIMARY KEY (chat_id=?)
    expired: SEARCH messages USING COVERING INDEX messages_by_expiry (expires_at<?)
    next expiry: SEARCH messages USING COVERING INDEX messages_by_expiry (expires_at>?)
    read before: SEARCH messages USING INDEX messages_unread (chat_id=? AND at<?)
    clear: SEARCH messages USING PRIMARY KEY (chat_id=? AND at<?)
    clear: SEARCH outbox USING COVERING INDEX outbox_by_message (message_id=?)
    clear: SEARCH message_media USING INTEGER PRIMARY KEY (rowid=?)
    clear: SEARCH message_payloads USING INTEGER PRIMARY KEY (rowid=?)
    recount: SEARCH chats USING INTEGER PRIMARY KEY (rowid=?)
    recount: SCALAR SUBQUERY 1
    recount: SEARCH messages USING COVERING INDEX messages_unread (chat_id=?)
    recount: SCALAR SUBQUERY 2
    recount: SEARCH messages USING PRIMARY KEY (chat_id=?)
    recount: SCALAR SUBQUERY 3
    recount: SEARCH messages USING PRIMARY KEY (chat_id=?)
    members: SEARCH group_members USING PRIMARY KEY (chat_id=?)
    sent by: SEARCH messages USING COVERING INDEX messages_by_sender (sender_id=?)
    about: COMPOUND QUERY
    about: LEFT-MOST SUBQUERY
    about: SEARCH message_changes USING INDEX message_changes_by_target (target_id=?)
    about: UNION ALL
    about: SEARCH message_changes USING INDEX message_changes_by_actor (actor_id=?)
    received by: SEARCH message_receipts USING INDEX message_receipts_by_contact (contact_id=?)
    former address: SEARCH former_addresses USING PRIMARY KEY (kind=? AND value=?)
    ");
}

#[test]
fn the_way_out_is_found_by_indexes() {
    insta::assert_snapshot!(plans(&[
        ("queue", outbox::QUEUE),
        ("by wire id", outbox::BY_WIRE),
        ("of message", outbox::OF_MESSAGE),
        ("stuck before", outbox::STUCK_BEFORE),
        ("tellings", outbox::TELLINGS),
        ("next chunk", history::NEXT_CHUNK),
        ("coverage", history::COVERAGE),
    ]), @r"
    queue: SEARCH outbox USING INDEX outbox_in_order (account_id=?)
    by wire id: SEARCH outbox USING INDEX outbox_by_wire_id (account_id=? AND wire_id=?)
    of message: SEARCH outbox USING INDEX outbox_by_message (message_id=?)
    stuck before: SEARCH outbox USING INDEX outbox_by_chat (chat_id=? AND id<?)
    tellings: SEARCH tellings USING INDEX tellings_in_order (account_id=?)
    next chunk: SCAN history_chunks USING INDEX history_chunks_waiting
    coverage: SEARCH messages USING PRIMARY KEY (chat_id=?)
    ");
}
