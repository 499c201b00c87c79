//! One rule at a time.

use frontdesk_domain::network::{ChatChange, GroupChange};

use super::*;

fn ada() -> Address {
    phone("15550002222")
}

fn chat() -> WireChat {
    with(ada())
}

fn from_ada(id: &str) -> Key {
    key(chat(), Some(ada()), id)
}

fn from_me(id: &str) -> Key {
    key(chat(), None, id)
}

#[test]
fn an_answer_shows_what_it_answers_even_when_that_is_not_here() {
    let desk = Desk::new();
    let mut known = arrival(from_ada("A2"), ago(20), Content::Text("Yes".to_owned()));
    known.quoted = quoting("M1", None, "Open today?");
    let mut unknown = arrival(
        from_ada("A3"),
        ago(10),
        Content::Text("That one".to_owned()),
    );
    unknown.quoted = quoting("M0", Some(ada()), "The blue bike");
    desk.keep(vec![
        says(from_me("M1"), ago(30), "Open today?"),
        Inbound::Arrived(Box::new(known)),
        Inbound::Arrived(Box::new(unknown)),
    ]);
    insta::assert_snapshot!(desk.thread(&chat()), @r"
    Me: Open today? Sent
    --- unread ---
    +15550002222: [Me: Open today?] Yes
    +15550002222: [+15550002222: The blue bike] That one
    ");
}

#[test]
fn only_its_author_edits_or_deletes_a_message() {
    let desk = Desk::new();
    desk.keep(vec![
        says(from_ada("A1"), ago(30), "My words"),
        happens(
            from_ada("A1"),
            from_me("M1"),
            ago(20),
            Change::Edited {
                text: "Not hers".to_owned(),
                payload: Vec::new(),
            },
        ),
        happens(from_ada("A1"), from_me("M2"), ago(10), Change::Deleted),
    ]);
    insta::assert_snapshot!(desk.thread(&chat()), @r"
    --- unread ---
    +15550002222: My words
    ");
}

#[test]
fn a_deleted_message_leaves_nothing_of_its_words_in_the_store() {
    let desk = Desk::new();
    desk.keep(vec![
        says(from_ada("A1"), ago(30), "A secret word"),
        happens(
            from_ada("A1"),
            from_ada("A2"),
            ago(25),
            Change::Edited {
                text: "Another secret".to_owned(),
                payload: b"edit".to_vec(),
            },
        ),
        happens(from_ada("A1"), from_ada("A3"), ago(20), Change::Deleted),
    ]);
    insta::assert_snapshot!(desk.thread(&chat()), @r"
    --- unread ---
    +15550002222: <deleted>
    ");
    let dump = desk.store.dump().unwrap();
    assert!(
        !dump.contains("secret"),
        "neither words nor versions: {dump}"
    );
    assert!(
        !dump.contains("message_payloads"),
        "nor the message as it came"
    );
}

#[test]
fn what_was_read_on_the_phone_is_read_here_whichever_comes_first() {
    let desk = Desk::new();
    let read = || receipt(chat(), lid("9001"), &["A2"], ReceiptKind::ReadHere, ago(5));
    desk.keep(vec![
        says(from_ada("A1"), ago(30), "One"),
        says(from_ada("A2"), ago(20), "Two"),
        says(from_ada("A3"), ago(10), "Three"),
    ]);
    assert_eq!(desk.unread(&chat()), 3, "nobody looked yet");
    let kept = desk.keep(vec![read()]);
    assert_eq!(
        desk.unread(&chat()),
        1,
        "the phone read as far as the second"
    );
    assert_eq!(
        kept.read,
        [desk.chat(&chat())],
        "its notification can be taken back"
    );

    let early = Desk::new();
    early.keep(vec![read()]);
    early.keep(vec![
        says(from_ada("A2"), ago(20), "Two"),
        says(from_ada("A1"), ago(30), "One"),
        says(from_ada("A3"), ago(10), "Three"),
    ]);
    assert_eq!(
        early.unread(&chat()),
        1,
        "the same, told the other way round"
    );
}

#[test]
fn a_phone_whose_clock_is_ahead_swallows_nothing_that_is_yet_to_come() {
    let desk = Desk::new();
    let tomorrow = Timestamp(NOW.0 + 86_400_000);
    desk.keep(vec![
        says(from_ada("A1"), ago(30), "Before"),
        Inbound::Chat {
            chat: chat(),
            change: ChatChange::Cleared,
            at: tomorrow,
        },
    ]);
    desk.keep_at(
        vec![says(from_ada("A2"), Timestamp(NOW.0 + 60_000), "After")],
        Timestamp(NOW.0 + 60_000),
    );
    insta::assert_snapshot!(desk.thread(&chat()), @r"
    --- unread ---
    +15550002222: After
    ");
}

#[test]
fn what_disappears_goes_on_time_never_early_and_never_comes_back() {
    let desk = Desk::new();
    let mut secret = arrival(
        from_ada("A1"),
        ago(10),
        Content::Text("Soon gone".to_owned()),
    );
    secret.disappears_after = Some(60);
    let secret = Inbound::Arrived(Box::new(secret));
    desk.keep(vec![secret.clone()]);
    let due = Timestamp(NOW.0 + 50_000);
    let expire = |at: Timestamp| desk.store.write(move |tx| tx.expire(at)).wait().unwrap();
    assert_eq!(
        desk.store.read(|tx| tx.next_expiry()).unwrap(),
        Some(due),
        "a minute after it was sent"
    );
    assert_eq!(expire(Timestamp(due.0 - 1)), 0, "not a moment early");
    assert_eq!(expire(due), 1, "on time");
    desk.keep_at(vec![secret], due);
    assert_eq!(desk.thread(&chat()), "", "told again, it stays gone");
}

#[test]
fn a_time_that_cannot_be_believed_puts_a_message_into_the_present() {
    let desk = Desk::new();
    desk.keep(vec![
        says(from_ada("A1"), Timestamp(0), "No time"),
        says(from_ada("A2"), Timestamp(i64::MAX), "End of time"),
        says(from_ada("A3"), Timestamp(4_291_747_200_000), "2106"),
        says(from_ada("A4"), ago(100), "In order"),
    ]);
    insta::assert_snapshot!(desk.thread(&chat()), @r"
    --- unread ---
    +15550002222: In order
    +15550002222: No time
    +15550002222: End of time
    +15550002222: 2106
    ");
}

#[test]
fn an_undecryptable_message_heals_in_its_place_and_counts_once() {
    let desk = Desk::new();
    desk.keep(vec![
        Inbound::Arrived(Box::new(arrival(
            from_ada("A1"),
            ago(30),
            Content::Undecryptable,
        ))),
        says(from_ada("A2"), ago(20), "Did you get it?"),
        happens(
            from_ada("A1"),
            from_ada("A3"),
            ago(15),
            Change::Edited {
                text: "Corrected words".to_owned(),
                payload: Vec::new(),
            },
        ),
    ]);
    let before = desk.thread(&chat());
    desk.keep(vec![says(from_ada("A1"), ago(5), "First words")]);
    insta::assert_snapshot!(format!("{before}healed:\n{}", desk.thread(&chat())), @r"
    --- unread ---
    +15550002222: <Undecryptable>
    +15550002222: Did you get it?
    healed:
    --- unread ---
    +15550002222: Corrected words (edited, 1 before)
    +15550002222: Did you get it?
    ");
    assert_eq!(desk.unread(&chat()), 2, "each message counts once");
}

#[test]
fn what_turns_out_to_be_a_change_gives_up_its_place() {
    let desk = Desk::new();
    let unreadable = arrival(from_ada("A2"), ago(20), Content::Undecryptable);
    desk.keep(vec![
        says(from_ada("A1"), ago(30), "First words"),
        Inbound::Arrived(Box::new(unreadable)),
    ]);
    let before = desk.thread(&chat());
    let edit = Change::Edited {
        text: "Corrected words".to_owned(),
        payload: Vec::new(),
    };
    desk.keep(vec![happens(from_ada("A1"), from_ada("A2"), ago(20), edit)]);
    insta::assert_snapshot!(format!("{before}healed:\n{}", desk.thread(&chat())), @r"
    --- unread ---
    +15550002222: First words
    +15550002222: <Undecryptable>
    healed:
    --- unread ---
    +15550002222: Corrected words (edited, 1 before)
    ");
}

#[test]
fn a_message_this_version_cannot_read_is_kept_and_read_by_the_next() {
    let desk = Desk::new();
    desk.keep(vec![Inbound::Arrived(Box::new(arrival(
        from_ada("A1"),
        ago(30),
        Content::Unsupported {
            what: "newsletterAdminInvite".to_owned(),
        },
    )))]);
    let id = desk.chat(&chat());
    let payload = desk
        .store
        .read(|tx| {
            let message = tx.messages_before(id, None, 1)?.rows.remove(0);
            tx.message_payload(message.id)
        })
        .unwrap();
    assert_eq!(
        payload.as_deref(),
        Some(b"as it came".as_slice()),
        "nothing of it is lost"
    );
    desk.keep(vec![says(from_ada("A1"), ago(30), "Now it reads")]);
    insta::assert_snapshot!(desk.thread(&chat()), @r"
    --- unread ---
    +15550002222: Now it reads
    ");
}

#[test]
fn a_merge_keeps_drafts_notes_and_the_count_of_what_is_unread() {
    let desk = Desk::new();
    let by_lid = || with(lid("9002"));
    desk.keep(vec![
        says(from_ada("A1"), ago(30), "By number"),
        says(key(by_lid(), Some(lid("9002")), "A2"), ago(20), "By LID"),
    ]);
    let (one, other) = (desk.chat(&chat()), desk.chat(&by_lid()));
    assert_ne!(one, other, "nothing says yet that they are one");
    desk.store
        .write(move |tx| {
            tx.set_draft(one, "Dear Ada")?;
            tx.set_draft(other, "Hello whoever")?;
            let who = tx.contact_by_lid(&Lid("9002".to_owned()))?.expect("her");
            tx.set_contact_notes(who, "likes tea")
        })
        .wait()
        .unwrap();
    desk.keep(vec![Inbound::SamePerson(both("15550002222", "9002"))]);
    assert_eq!(desk.chat(&chat()), desk.chat(&by_lid()), "one thread");
    assert_eq!(desk.unread(&chat()), 2, "both still unread");
    let id = desk.chat(&chat());
    let (draft, notes, chats) = desk
        .store
        .read(|tx| {
            let who = tx.contact_by_lid(&Lid("9002".to_owned()))?.expect("her");
            let contact = tx.contact(who)?.expect("her");
            Ok((
                tx.chat(id)?.expect("the thread").draft,
                contact.notes,
                tx.chat_ids()?.len(),
            ))
        })
        .unwrap();
    assert_eq!(draft, "Dear Ada\nHello whoever", "nothing typed is lost");
    assert_eq!(notes, "likes tea", "nor written down");
    assert_eq!(chats, 1, "and no second thread is left");
}

#[test]
fn a_number_that_passed_to_somebody_else_keeps_two_people_apart() {
    let desk = Desk::new();
    let before = both("15550002222", "9002");
    let after = both("15550002222", "9777");
    desk.keep(vec![
        says(
            key(with(before.clone()), Some(before), "A1"),
            ago(30),
            "The first",
        ),
        says(
            key(with(after.clone()), Some(after), "A2"),
            ago(20),
            "The second",
        ),
    ]);
    insta::assert_snapshot!(
        format!("{}== second\n{}", desk.thread(&with(lid("9002"))), desk.thread(&with(lid("9777")))),
        @r"
    --- unread ---
    ~9002: The first
    == second
    --- unread ---
    +15550002222: The second
    "
    );
    assert_eq!(
        desk.chat(&chat()),
        desk.chat(&with(lid("9777"))),
        "the number leads to whoever has it now"
    );
}

#[test]
fn a_group_message_is_delivered_when_every_other_member_has_it() {
    let desk = Desk::new();
    let proof = |who: &str, kind, at| receipt(group(), phone(who), &["M1"], kind, at);
    desk.keep(vec![
        says(key(group(), None, "M1"), ago(30), "To all"),
        proof("15550002222", ReceiptKind::Read, ago(25)),
    ]);
    let unknown = desk.thread(&group());
    desk.keep(vec![Inbound::Group {
        group: GROUP.to_owned(),
        change: GroupChange::Members(vec![
            phone("15550002222"),
            phone("15550003333"),
            phone("15550001111"),
        ]),
    }]);
    let one = desk.thread(&group());
    desk.keep(vec![proof("15550003333", ReceiptKind::Delivered, ago(20))]);
    let both = desk.thread(&group());
    desk.keep(vec![proof("15550003333", ReceiptKind::Read, ago(10))]);
    let read = desk.thread(&group());
    insta::assert_snapshot!(format!("{unknown}{one}{both}{read}"), @r"
    Me: To all Sent
    Me: To all Sent
    Me: To all Delivered
    Me: To all Read
    ");
}

#[test]
fn only_what_came_as_it_happened_is_fresh() {
    let desk = Desk::new();
    let told = |origin, id: &str, read| {
        let mut one = arrival(from_ada(id), ago(10), Content::Text("x".to_owned()));
        one.origin = origin;
        one.read = read;
        Inbound::Arrived(Box::new(one))
    };
    let kept = desk.keep(vec![
        told(Origin::Live, "A1", false),
        told(Origin::Live, "A1", false),
        told(Origin::Live, "A2", true),
        told(Origin::Backlog, "A3", false),
        told(Origin::History, "A4", false),
        says(from_me("M1"), ago(5), "mine"),
    ]);
    assert_eq!(
        kept.fresh.len(),
        1,
        "not the repeated, the read, the replayed or one's own"
    );
}

#[test]
fn a_batch_of_four_hundred_is_one_commit() {
    let desk = Desk::new();
    let mut commits = desk.store.subscribe();
    let batch: Vec<Inbound> = (0..400)
        .map(|n| says(from_ada(&format!("A{n}")), ago(1_000 - n), "text"))
        .collect();
    desk.keep(batch);
    commits.try_recv().unwrap();
    assert!(
        commits.try_recv().is_err(),
        "one commit, and so one flush, for all of them"
    );
    assert_eq!(desk.unread(&chat()), 400, "all of them");

    let desk = desk.reopen();
    assert_eq!(desk.unread(&chat()), 400, "after a crash too");
}

#[test]
fn pins_and_mutes_follow_the_newest_word_of_phone_and_computer() {
    let desk = Desk::new();
    desk.keep(vec![says(from_ada("A1"), ago(30), "Hello")]);
    let told = |change, at| Inbound::Chat {
        chat: chat(),
        change,
        at,
    };
    desk.keep(vec![
        told(ChatChange::Pinned(true), ago(10)),
        told(ChatChange::Pinned(false), ago(20)),
        told(ChatChange::Archived(true), ago(10)),
        told(ChatChange::Archived(false), ago(5)),
    ]);
    let id = desk.chat(&chat());
    let row = desk.store.read(|tx| tx.chat(id)).unwrap().unwrap();
    assert_eq!(row.pinned_at, Some(ago(10)), "the later word was pinned");
    assert!(!row.archived, "and taken back");
    desk.store
        .write(move |tx| tx.say_chat_mark(id, frontdesk_store::ChatMark::Pinned, 0, ago(60)))
        .wait()
        .unwrap();
    let row = desk.store.read(|tx| tx.chat(id)).unwrap().unwrap();
    assert_eq!(
        row.pinned_at, None,
        "what is said here counts even with a clock that is slow"
    );
}

#[test]
fn a_chat_of_which_only_marks_are_known_is_not_shown_before_its_first_message() {
    let desk = Desk::new();
    desk.keep(vec![Inbound::Chat {
        chat: chat(),
        change: ChatChange::Pinned(true),
        at: ago(10),
    }]);
    let shown = |desk: &Desk| {
        desk.store
            .read(|tx| Ok(crate::inbox::read_page(tx, None)?.rows.len()))
            .unwrap()
    };
    assert_eq!(shown(&desk), 0, "nothing to show yet");
    desk.keep(vec![says(from_ada("A1"), ago(5), "Hello")]);
    assert_eq!(shown(&desk), 1, "now there is");
    desk.keep(vec![Inbound::Chat {
        chat: chat(),
        change: ChatChange::Deleted,
        at: ago(1),
    }]);
    assert_eq!(shown(&desk), 0, "deleted on the phone");
    desk.keep(vec![says(from_ada("A2"), NOW, "Hello again")]);
    assert_eq!(shown(&desk), 1, "until somebody writes again");
}
