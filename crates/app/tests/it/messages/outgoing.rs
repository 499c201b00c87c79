//! What leaves, leaves once, in order, and says where it stands.

use frontdesk_app::error::CommandError;
use frontdesk_domain::{
    network::{Arrival, Content, OutgoingBody, Receipt, ReceiptKind, SendError},
    receipt::Delivery,
};
use frontdesk_testkit::network::Call;

use super::rig::{Rig, ada, arrived, from_ada, says, with_ada, words};
use crate::support::NOW;
use frontdesk_domain::{network::Inbound, time::Timestamp};

#[tokio::test(start_paused = true)]
async fn a_message_is_sent_only_when_the_server_says_so() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    let row = rig.say(chat, "Good morning").await;
    assert_eq!(
        row.delivery,
        Some(Delivery::Queued),
        "the answer is the row itself"
    );
    let sent = rig.sent(1).await;
    let in_flight = rig.picture(chat).await;
    rig.server_answers(&sent[0].id, None).await;
    let acked = rig.picture(chat).await;
    let proof = |kind| {
        Inbound::Receipt(Receipt {
            chat: with_ada(),
            who: ada(),
            ids: vec![sent[0].id.clone()],
            kind,
            at: NOW,
        })
    };
    rig.client()
        .brings(vec![
            proof(ReceiptKind::Read),
            proof(ReceiptKind::Delivered),
        ])
        .await
        .unwrap();
    insta::assert_snapshot!(format!("{in_flight}{acked}{}", rig.picture(chat).await), @r"
    Ada: Hello
    Me: Good morning InFlight
    Ada: Hello
    Me: Good morning Sent
    Ada: Hello
    Me: Good morning Read
    ");
}

#[tokio::test(start_paused = true)]
async fn ten_enters_are_one_message_and_the_draft_is_used_up() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    rig.app
        .draft_set(chat, "Good morning".to_owned())
        .await
        .unwrap();
    let enter = || {
        rig.app.message_send_text(
            chat,
            "Good morning".to_owned(),
            None,
            Vec::new(),
            "one composer".to_owned(),
        )
    };
    let (a, b, c, d, e) = tokio::join!(enter(), enter(), enter(), enter(), enter());
    let (f, g, h, i, j) = tokio::join!(enter(), enter(), enter(), enter(), enter());
    let rows = [a, b, c, d, e, f, g, h, i, j].map(Result::unwrap);
    assert!(
        rows.iter().all(|row| row.id == rows[0].id),
        "every press answers the same message"
    );
    rig.sent(1).await;
    assert_eq!(rig.row().await.draft, None, "what was typed is sent");
}

#[tokio::test(start_paused = true)]
async fn within_a_chat_nothing_overtakes() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    for text in ["one", "two", "three"] {
        rig.say(chat, text).await;
    }
    let mut order = Vec::new();
    for count in 1..=3 {
        let sent = rig.sent(count).await;
        order.push(words(&sent)[count - 1].clone());
        rig.server_answers(&sent[count - 1].id, None).await;
    }
    assert_eq!(
        order,
        ["one", "two", "three"],
        "the next leaves when the one before is answered"
    );
}

#[tokio::test(start_paused = true)]
async fn what_was_written_offline_leaves_in_order_once_there_is_a_connection() {
    let rig = Rig::offline().await;
    let chat = rig.new_chat().await;
    rig.say(chat, "one").await;
    rig.say(chat, "two").await;
    let waiting = rig.picture(chat).await;
    rig.connect().await;
    let sent = rig.sent(1).await;
    rig.server_answers(&sent[0].id, None).await;
    let sent = rig.sent(2).await;
    assert_eq!(words(&sent), ["one", "two"], "in the order of writing");
    insta::assert_snapshot!(waiting, @r"
    Me: one Queued
    Me: two Queued
    ");
}

#[tokio::test(start_paused = true)]
async fn an_unanswered_message_leaves_again_under_the_same_id_after_any_break() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    rig.say(chat, "Good morning").await;
    let first = rig.sent(1).await;

    rig.reconnect().await;
    let second = rig.sent(1).await;
    assert_eq!(first[0].id, second[0].id, "after a break of the connection");

    let rig = rig.restart().await;
    rig.connect().await;
    let third = rig.sent(1).await;
    assert_eq!(first[0].id, third[0].id, "after a kill of the program");
    rig.server_answers(&third[0].id, None).await;
    let rig = rig.restart().await;
    rig.connect().await;
    rig.sent(0).await;
    assert_eq!(
        rig.thread(chat).await.len(),
        2,
        "her hello and one good morning"
    );
}

#[tokio::test(start_paused = true)]
async fn what_was_cancelled_never_leaves_and_what_left_cannot_be_cancelled() {
    let rig = Rig::offline().await;
    let chat = rig.new_chat().await;
    let regretted = rig.say(chat, "regretted").await;
    rig.say(chat, "meant").await;
    rig.app.message_cancel(regretted.id).await.unwrap();
    rig.connect().await;
    let sent = rig.sent(1).await;
    assert_eq!(words(&sent), ["meant"], "the other one never left");
    let row = rig.thread(chat).await.remove(0);
    assert_eq!(
        rig.app.message_cancel(row.id).await,
        Err(CommandError::NotNow),
        "it may have left"
    );
}

#[tokio::test(start_paused = true)]
async fn every_refusal_says_why_and_holds_back_what_follows() {
    let mut pictures = String::new();
    for code in [463, 475, 479, 400] {
        let rig = Rig::online().await;
        let chat = rig.ada_wrote().await;
        rig.say(chat, "first").await;
        rig.say(chat, "second").await;
        let sent = rig.sent(1).await;
        rig.server_answers(&sent[0].id, Some(code)).await;
        rig.later(120_000).await;
        rig.sent(1).await;
        pictures.push_str(&format!("== {code}\n{}", rig.picture(chat).await));
        assert!(
            rig.row().await.last.unwrap().id > rig.thread(chat).await[0].id,
            "the inbox shows the newest"
        );
    }
    insta::assert_snapshot!(pictures, @r"
    == 463
    Ada: Hello
    Me: first Queued stuck: NewChatsLocked, UsePhone
    Me: second Queued held back
    == 475
    Ada: Hello
    Me: first Queued stuck: NewChatsUsedUp, WaitThenRetry
    Me: second Queued held back
    == 479
    Ada: Hello
    Me: first Queued stuck: NotAccepted, Discard
    Me: second Queued held back
    == 400
    Ada: Hello
    Me: first Queued stuck: Refused { code: 400 }, Discard
    Me: second Queued held back
    ");
}

#[tokio::test(start_paused = true)]
async fn a_busy_server_is_asked_again_later_and_a_throttling_one_is_left_alone() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    rig.say(chat, "first").await;
    let sent = rig.sent(1).await;
    rig.server_answers(&sent[0].id, Some(503)).await;
    rig.sent(1).await;
    rig.later(4_000).await;
    let sent = rig.sent(2).await;
    assert_eq!(sent[0].id, sent[1].id, "the same id, a while later");
    rig.server_answers(&sent[1].id, Some(429)).await;
    let throttled = rig.picture(chat).await;

    let row = rig.thread(chat).await.pop().unwrap();
    rig.app.message_retry(row.id).await.unwrap();
    rig.later(60_000).await;
    rig.sent(2).await;
    rig.later(241_000).await;
    let sent = rig.sent(3).await;
    assert_eq!(
        sent[2].id, sent[0].id,
        "not before the pause is over, and still the same message"
    );
    insta::assert_snapshot!(throttled, @r"
    Ada: Hello
    Me: first Queued stuck: TooFast, WaitThenRetry
    ");
}

#[tokio::test(start_paused = true)]
async fn a_message_that_is_stuck_can_be_retried_or_given_up() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    rig.say(chat, "first").await;
    rig.say(chat, "second").await;
    let sent = rig.sent(1).await;
    rig.server_answers(&sent[0].id, Some(463)).await;
    let stuck = rig.thread(chat).await[1].id;
    rig.app.message_retry(stuck).await.unwrap();
    let sent = rig.sent(2).await;
    assert_eq!(sent[1].id, sent[0].id, "the same message");
    rig.server_answers(&sent[1].id, Some(463)).await;
    rig.app.message_cancel(stuck).await.unwrap();
    let sent = rig.sent(3).await;
    assert_eq!(
        words(&sent)[2],
        "second",
        "what waited behind it goes on: {}",
        rig.picture(chat).await
    );
}

#[tokio::test(start_paused = true)]
async fn what_could_not_be_handed_over_waits_or_says_why() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    rig.client().will_not_send(SendError::NotConnected);
    rig.client().will_not_send(SendError::NobodyThere);
    rig.say(chat, "first").await;
    rig.sent(1).await;
    let waits = rig.picture(chat).await;
    rig.later(5_000).await;
    rig.sent(2).await;
    insta::assert_snapshot!(format!("{waits}later:\n{}", rig.picture(chat).await), @r"
    Ada: Hello
    Me: first Queued
    later:
    Ada: Hello
    Me: first Queued stuck: NobodyThere, Discard
    ");
}

#[tokio::test(start_paused = true)]
async fn an_edit_before_it_left_is_no_edit_and_one_after_it_keeps_the_version() {
    let rig = Rig::offline().await;
    let chat = rig.new_chat().await;
    let row = rig.say(chat, "Helo").await;
    rig.app
        .message_edit(row.id, "Hello".to_owned())
        .await
        .unwrap();
    rig.connect().await;
    let sent = rig.sent(1).await;
    assert_eq!(words(&sent), ["Hello"], "nobody sees the mistake");
    rig.server_answers(&sent[0].id, None).await;

    rig.app
        .message_edit(row.id, "Hello Ada".to_owned())
        .await
        .unwrap();
    let sent = rig.sent(2).await;
    let waiting = rig.picture(chat).await;
    assert!(
        matches!(&sent[1].body, OutgoingBody::Edit { target, text }
            if target.id == sent[0].id && text == "Hello Ada"),
        "an edit of the first: {sent:?}"
    );
    rig.server_answers(&sent[1].id, None).await;
    let versions = rig.app.message_versions(row.id).await.unwrap();
    let texts: Vec<&str> = versions.iter().map(|v| v.text.as_str()).collect();
    assert_eq!(texts, ["Hello", "Hello Ada"], "both wordings are kept");

    rig.desk.clock.advance(16 * 60_000);
    assert_eq!(
        rig.app.message_edit(row.id, "Too late".to_owned()).await,
        Err(CommandError::NotNow),
        "a quarter of an hour is over"
    );
    insta::assert_snapshot!(format!("{waiting}{}", rig.picture(chat).await), @r"
    Me: Hello Ada (edited) Sent pending None
    Me: Hello Ada (edited) Sent
    ");
}

#[tokio::test(start_paused = true)]
async fn a_refused_edit_says_so_and_can_be_taken_back() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    let row = rig.say(chat, "Open at nine").await;
    let sent = rig.sent(1).await;
    rig.server_answers(&sent[0].id, None).await;
    rig.app
        .message_edit(row.id, "Open at ten".to_owned())
        .await
        .unwrap();
    let sent = rig.sent(2).await;
    rig.server_answers(&sent[1].id, Some(479)).await;
    let refused = rig.picture(chat).await;
    rig.app.message_cancel(row.id).await.unwrap();
    insta::assert_snapshot!(format!("{refused}{}", rig.picture(chat).await), @r"
    Ada: Hello
    Me: Open at ten (edited) Sent pending Some(NotAccepted)
    Ada: Hello
    Me: Open at nine Sent
    ");
}

#[tokio::test(start_paused = true)]
async fn a_deletion_for_everyone_shows_once_the_server_has_it() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    let row = rig.say(chat, "Wrong chat").await;
    let sent = rig.sent(1).await;
    rig.server_answers(&sent[0].id, None).await;
    rig.app.message_delete(row.id, true).await.unwrap();
    let sent = rig.sent(2).await;
    let before = rig.picture(chat).await;
    rig.server_answers(&sent[1].id, None).await;
    insta::assert_snapshot!(format!("{before}{}", rig.picture(chat).await), @r"
    Ada: Hello
    Me: Wrong chat Sent pending None
    Ada: Hello
    Me:  Sent
    ");
    let kept = rig.store().dump().unwrap();
    assert!(!kept.contains("Wrong chat"), "here too, in every table");
}

#[tokio::test(start_paused = true)]
async fn a_reaction_shows_at_once_and_a_refused_one_goes_again() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    let hello = rig.thread(chat).await[0].id;
    rig.app.message_react(hello, "👍".to_owned()).await.unwrap();
    let shown = rig.picture(chat).await;
    let sent = rig.sent(1).await;
    rig.server_answers(&sent[0].id, None).await;
    rig.app.message_react(hello, "❤️".to_owned()).await.unwrap();
    let changed = rig.picture(chat).await;
    let sent = rig.sent(2).await;
    rig.server_answers(&sent[1].id, Some(479)).await;
    insta::assert_snapshot!(format!("{shown}{changed}{}", rig.picture(chat).await), @r"
    Ada: Hello {👍 1}
    Ada: Hello {❤️ 1}
    Ada: Hello
    ");
}

#[tokio::test(start_paused = true)]
async fn a_poll_is_sent_with_a_secret_of_its_own_and_counts_votes() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    let row = rig
        .app
        .message_send_poll(
            chat,
            "When?".to_owned(),
            vec!["Nine".to_owned(), "Ten".to_owned()],
            1,
            "poll".to_owned(),
        )
        .await
        .unwrap();
    let sent = rig.sent(1).await;
    let OutgoingBody::Poll {
        options, secret, ..
    } = &sent[0].body
    else {
        panic!("a poll: {sent:?}");
    };
    assert_eq!(options, &["Nine", "Ten"], "as asked");
    assert_ne!(secret, &[0; 32], "a secret is random");
    rig.server_answers(&sent[0].id, None).await;
    rig.app.poll_vote(row.id, vec![1]).await.unwrap();
    let sent = rig.sent(2).await;
    assert!(
        matches!(&sent[1].body, OutgoingBody::Vote { choices, .. } if choices.len() == 1 && choices[0].name == "Ten"),
        "a vote for ten: {sent:?}"
    );
    for bad in [vec![7], vec![0, 1]] {
        assert_eq!(
            rig.app.poll_vote(row.id, bad).await,
            Err(CommandError::NotNow),
            "no such option, or too many"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_carries_what_it_answers_and_forwarding_says_that_it_is() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    let hello = rig.thread(chat).await[0].id;
    rig.app
        .message_send_text(
            chat,
            "Hello yourself".to_owned(),
            Some(hello),
            Vec::new(),
            "answer".to_owned(),
        )
        .await
        .unwrap();
    let sent = rig.sent(1).await;
    assert!(
        matches!(&sent[0].body, OutgoingBody::Text { quote: Some(quote), .. }
            if quote.text == "Hello" && quote.key == from_ada("A1")),
        "with its key and words: {sent:?}"
    );
    rig.server_answers(&sent[0].id, None).await;
    for _ in 0..2 {
        rig.app
            .message_forward(vec![hello], vec![chat], "again".to_owned())
            .await
            .unwrap();
    }
    let sent = rig.sent(2).await;
    assert!(
        matches!(&sent[1].body, OutgoingBody::Text { forwarded: true, text, .. } if text == "Hello"),
        "once, as passed on: {sent:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn what_is_read_and_marked_here_is_told_once_there_is_a_connection() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    rig.app.mark_chat_read(chat).await.unwrap();
    rig.app.set_chat_pinned(chat, true).await.unwrap();
    rig.app.chat_mark_unread(chat).await.unwrap();
    rig.until("three tellings", |rig| told(rig).len() == 3)
        .await;
    insta::assert_snapshot!(told(&rig).join("\n"), @r#"
    MarkRead([WireId("A1")], false)
    ChangeChat(Pinned(true))
    ChangeChat(Read(false))
    "#);
    rig.reconnect().await;
    rig.settle().await;
    assert!(told(&rig).is_empty(), "and not again");

    let settings = frontdesk_domain::settings::Settings {
        read_receipts: false,
        ..Default::default()
    };
    rig.app.set_settings(settings).await.unwrap();
    let again = says(from_ada("A2"), Timestamp(NOW.0 - 1_000), "Still there?");
    rig.client().brings(vec![arrived(again)]).await.unwrap();
    rig.app.mark_chat_read(chat).await.unwrap();
    rig.until("told quietly", |rig| !told(rig).is_empty()).await;
    insta::assert_snapshot!(told(&rig).join("\n"), @r#"MarkRead([WireId("A2")], true)"#);
}

#[tokio::test(start_paused = true)]
async fn what_could_not_be_decrypted_is_not_told_to_be_read() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    let sealed = Arrival {
        content: Content::Undecryptable,
        ..says(from_ada("A2"), Timestamp(NOW.0 - 1_000), "")
    };
    rig.client().brings(vec![arrived(sealed)]).await.unwrap();
    rig.app.mark_chat_read(chat).await.unwrap();
    rig.until("told", |rig| !told(rig).is_empty()).await;
    insta::assert_snapshot!(told(&rig).join("\n"), @r#"MarkRead([WireId("A1")], false)"#);
}

fn told(rig: &Rig) -> Vec<String> {
    rig.client()
        .calls()
        .into_iter()
        .filter(|call| matches!(call, Call::MarkRead(..) | Call::ChangeChat(_)))
        .map(|call| format!("{call:?}"))
        .collect()
}

#[tokio::test(start_paused = true)]
async fn texts_that_nobody_could_send_are_refused_before_they_are_stored() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    for text in ["", "  \n ", &"x".repeat(65_537)] {
        let refused = rig
            .app
            .message_send_text(chat, text.to_owned(), None, Vec::new(), "t".to_owned())
            .await;
        assert!(
            matches!(refused, Err(CommandError::Invalid { ref field }) if field == "text"),
            "{refused:?}"
        );
    }
    assert_eq!(rig.thread(chat).await.len(), 1, "nothing was stored");
}

#[tokio::test(start_paused = true)]
async fn what_may_have_left_is_not_taken_back_but_sent_again_under_its_id() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    rig.client().will_not_send(SendError::Unknown);
    let row = rig.say(chat, "Did it leave?").await;
    let first = rig.sent(1).await;
    assert_eq!(
        rig.app.message_cancel(row.id).await,
        Err(CommandError::NotNow),
        "nobody knows whether it left"
    );
    rig.later(5_000).await;
    let sent = rig.sent(2).await;
    assert_eq!(sent[1].id, first[0].id, "the same one counts once");
}
