//! Linking a phone.

use frontdesk_app::{
    error::{CommandError, NumberFault},
    view::pairing::RefusalView,
};
use frontdesk_domain::{
    disconnect::{Close, DialFault, StreamWord},
    pairing::PairCodeAnswer,
    session::Notice,
};
use frontdesk_testkit::network::Call;

use super::bench::{Bench, ONE, THREE, TWO, shop, slot};

#[tokio::test(start_paused = true)]
async fn a_phone_links_by_qr_code() {
    let bench = Bench::new().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 nobody: empty [Connect]
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
    bench.app.connect_slot(slot(ONE)).await.unwrap();
    bench.settle().await;
    insta::assert_snapshot!(bench.console(ONE).await, @r"
    connecting, since +0 s
    pairing code: not yet
    ");
    bench.later(1_500).await;
    let client = bench.pairing(ONE);
    client.reaches_the_server();
    client.shows_qr(60_000);
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 nobody: QR code 1 of 6, until +60 s [Cancel]
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
    insta::assert_snapshot!(bench.console(ONE).await, @r"
    code ready, since -1.500 s
    QR 1 of 6, 29×29 drawn, until +60 s
    pairing code: can be asked for
    ");

    bench.later(5_000).await;
    client.is_linked_by(&shop(1)).await.unwrap();
    bench.settle().await;
    insta::assert_snapshot!(bench.console(ONE).await, @r"
    authenticated, since -6.500 s
    pairing code: not yet
    ");
    assert_eq!(
        bench.keys(),
        [1],
        "the keys are tied to the account, and none are left over"
    );

    bench.restart_stream(ONE).await;
    bench.client(ONE).comes_up();
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: online
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
    insta::assert_snapshot!(bench.console(ONE).await, @r"
    connected, since -7.500 s
    pairing code: not yet
    ");
    insta::assert_snapshot!(bench.timeline(ONE).await, @r"
    -1 s Linked
    +0 s Online
    ");

    bench.app.dismiss_pairing(slot(ONE)).await.unwrap();
    assert_eq!(bench.console(ONE).await, "closed", "put away");
    assert!(
        bench.desk.desktop.calls().is_empty(),
        "nobody is called for what went well"
    );
}

#[tokio::test(start_paused = true)]
async fn a_phone_links_by_pairing_code() {
    let bench = Bench::new().await;
    let ask = async |number: &str| bench.app.ask_pairing_code(slot(TWO), number).await;
    for (number, why) in [
        ("0555 000 2222", NumberFault::NoCountryCode),
        ("+1 555", NumberFault::TooShort),
        ("+1 555 000 2222 000 000", NumberFault::TooLong),
        ("shop", NumberFault::StrayCharacter),
    ] {
        assert_eq!(
            ask(number).await,
            Err(CommandError::InvalidNumber { why }),
            "{number}"
        );
    }
    assert_eq!(
        ask("+1 555 000 2222").await,
        Err(CommandError::Refused {
            refusal: RefusalView::NotReadyForPairingCode
        }),
        "there is no connection to ask through"
    );
    bench.offer(TWO).await;
    ask("+1 (555) 000-2222").await.unwrap();
    bench.settle().await;
    insta::assert_snapshot!(bench.console(TWO).await, @r"
    code ready, since +0 s
    QR 1 of 6, 29×29 drawn, until +60 s
    pairing code: on its way
    ");
    let client = bench.pairing(TWO);
    assert!(
        client
            .calls()
            .contains(&Call::AskPairingCode(shop(2).phone)),
        "the digits reach the network: {client:?}"
    );
    client.shows_code("ABCD2EFG").unwrap();
    bench.later(30_000).await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 nobody: empty [Connect]
    2 nobody: pairing code until +150 s [Cancel]
    3 nobody: empty [Connect]
    ");
    insta::assert_snapshot!(bench.console(TWO).await, @r"
    code ready, since -30 s
    QR 1 of 6, 29×29 drawn, until +30 s
    pairing code: ABCD-2EFG (A B C D, 2 E F G), until +150 s
    ");

    client.shows_qr(20_000);
    bench.settle().await;
    insta::assert_snapshot!(bench.console(TWO).await, @r"
    code ready, since -30 s
    QR 2 of 6, 29×29 drawn, until +20 s
    pairing code: ABCD-2EFG (A B C D, 2 E F G), until +150 s
    ");
    client.is_linked_by(&shop(2)).await.unwrap();
    bench.settle().await;
    bench.restart_stream(TWO).await;
    bench.client(TWO).comes_up();
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 nobody: empty [Connect]
    2 +15550002222: online
    3 nobody: empty [Connect]
    ");
}

#[tokio::test(start_paused = true)]
async fn a_throttled_pairing_code_shows_when_it_may_be_asked_for_again() {
    let bench = Bench::new().await;
    bench.offer(ONE).await;
    let ask = async || {
        bench
            .app
            .ask_pairing_code(slot(ONE), "+1 555 000 1111")
            .await
    };
    ask().await.unwrap();
    bench.settle().await;
    bench.pairing(ONE).notice(Notice::PairCodeRefused {
        answer: PairCodeAnswer::TooMany,
        back_off: None,
    });
    bench.settle().await;
    insta::assert_snapshot!(bench.console(ONE).await, @r"
    code ready, since +0 s
    QR 1 of 6, 29×29 drawn, until +60 s
    pairing code: refused, throttled until +60 s
    no pairing code before +60 s
    ");
    assert!(
        matches!(
            ask().await,
            Err(CommandError::Refused {
                refusal: RefusalView::TooSoon { .. }
            })
        ),
        "the server is not asked again"
    );
    bench.later(60_000).await;
    bench.pairing(ONE).shows_qr(20_000);
    bench.settle().await;
    ask().await.unwrap();
    bench.settle().await;
    insta::assert_snapshot!(bench.console(ONE).await, @r"
    code ready, since -60 s
    QR 2 of 6, 29×29 drawn, until +20 s
    pairing code: on its way
    ");
    bench.app.cancel_pairing_code(slot(ONE)).await.unwrap();
    bench.settle().await;
    insta::assert_snapshot!(bench.console(ONE).await, @r"
    code ready, since -60 s
    QR 2 of 6, 29×29 drawn, until +20 s
    pairing code: can be asked for
    ");
}

#[tokio::test(start_paused = true)]
async fn three_slots_link_at_the_same_time() {
    let bench = Bench::new().await;
    for number in [ONE, TWO, THREE] {
        bench.app.connect_slot(slot(number)).await.unwrap();
    }
    bench.settle().await;
    for number in [ONE, TWO, THREE] {
        let client = bench.pairing(number);
        client.reaches_the_server();
        client.shows_qr(60_000);
    }
    bench.settle().await;
    for number in [THREE, ONE, TWO] {
        bench
            .pairing(number)
            .is_linked_by(&shop(number))
            .await
            .unwrap();
    }
    bench.settle().await;
    for number in [ONE, TWO, THREE] {
        bench
            .client(number)
            .ends(Close::Stream(StreamWord::Code(515)));
    }
    bench.later(1_000).await;
    for number in [ONE, TWO, THREE] {
        bench.client(number).comes_up();
    }
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: online
    2 +15550002222: online
    3 +15550003333: online
    ");
}

#[tokio::test(start_paused = true)]
async fn codes_that_run_out_end_the_pairing_and_nothing_asks_for_new_ones() {
    let bench = Bench::new().await;
    bench.offer(ONE).await;
    let client = bench.pairing(ONE);
    for _ in 0..5 {
        bench.later(20_000).await;
        client.shows_qr(20_000);
        bench.settle().await;
    }
    client.notice(Notice::QrExhausted);
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 nobody: pairing over, CodesExpired [ShowNewCode]
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
    insta::assert_snapshot!(bench.console(ONE).await, @r"
    over, since -100 s
    because CodesExpired
    pairing code: not yet
    ");
    let starts = bench.script.starts().len();
    bench.later(3_600_000).await;
    assert_eq!(
        bench.script.starts().len(),
        starts,
        "an hour later still nothing was asked"
    );
    assert!(bench.keys().is_empty(), "nothing of it is left");

    bench.app.new_slot_code(slot(ONE)).await.unwrap();
    bench.settle().await;
    insta::assert_snapshot!(bench.console(ONE).await, @r"
    connecting, since +0 s
    pairing code: not yet
    ");
    bench.app.cancel_slot(slot(ONE)).await.unwrap();
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 nobody: empty [Connect]
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
    assert_eq!(
        bench.console(ONE).await,
        "closed",
        "what was cancelled is gone"
    );
    insta::assert_snapshot!(bench.timeline(ONE).await, @r"
    -3600 s PairingEnded, CodesExpired
    +0 s PairingEnded, Cancelled
    ");
}

#[tokio::test(start_paused = true)]
async fn a_console_that_is_over_can_be_put_away_and_one_at_work_cannot() {
    let bench = Bench::new().await;
    bench.offer(ONE).await;
    assert_eq!(
        bench.app.dismiss_pairing(slot(ONE)).await,
        Err(CommandError::NotNow),
        "a code is on the screen: it is cancelled, not put away"
    );
    bench.pairing(ONE).notice(Notice::PairFailed);
    bench.settle().await;
    insta::assert_snapshot!(bench.console(ONE).await, @r"
    over, since +0 s
    because PairFailed
    pairing code: not yet
    ");
    bench.app.dismiss_pairing(slot(ONE)).await.unwrap();
    bench.settle().await;
    assert_eq!(bench.console(ONE).await, "closed", "put away");
    insta::assert_snapshot!(bench.cards().await, @r"
    1 nobody: empty [Connect]
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
    assert_eq!(
        bench.app.dismiss_pairing(slot(ONE)).await,
        Ok(()),
        "twice is once"
    );
}

#[tokio::test(start_paused = true)]
async fn a_passkey_is_explained_and_never_an_endless_code() {
    let bench = Bench::new().await;
    bench.offer(ONE).await;
    bench.pairing(ONE).notice(Notice::PasskeyDemanded);
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 nobody: needs a passkey [Connect]
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
    insta::assert_snapshot!(bench.console(ONE).await, @r"
    over, since +0 s
    because PasskeyNeeded
    pairing code: not yet
    ");
    bench.later(600_000).await;
    assert_eq!(
        bench.script.starts().len(),
        1,
        "nothing is tried without the user"
    );
}

#[tokio::test(start_paused = true)]
async fn a_pairing_without_a_code_names_its_cause_after_ten_seconds() {
    let bench = Bench::new().await;
    bench.app.connect_slot(slot(ONE)).await.unwrap();
    bench.later(10_000).await;
    insta::assert_snapshot!(bench.console(ONE).await, @r"
    connecting, since -10 s
    because Unreachable
    pairing code: not yet
    ");
    bench.pairing(ONE).ends(Close::Dial(DialFault::NoRoute));
    bench.settle().await;
    insta::assert_snapshot!(bench.console(ONE).await, @r"
    connecting, since -10 s
    because NoNetwork
    pairing code: not yet
    ");
    insta::assert_snapshot!(bench.cards().await, @r"
    1 nobody: waiting, NoNetwork, try 2 at +0.499 s [RetryNow]
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
    bench.later(180_000).await;
    insta::assert_snapshot!(bench.console(ONE).await, @r"
    over, since -190 s
    because Unreachable
    pairing code: not yet
    ");
}

#[tokio::test(start_paused = true)]
async fn a_number_of_another_slot_moves_here_with_its_history() {
    let bench = Bench::linked(&[ONE]).await;
    let account = bench.account(ONE);
    bench.offer(TWO).await;
    assert_eq!(
        bench
            .app
            .ask_pairing_code(slot(TWO), "+1 555 000 1111")
            .await,
        Err(CommandError::Refused {
            refusal: RefusalView::NumberInOtherSlot { slot: slot(ONE) }
        }),
        "known before the phone is asked"
    );
    bench.pairing(TWO).is_linked_by(&shop(1)).await.unwrap();
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: online
    2 nobody: +15550001111 already sits in slot 1 [Decide]
    3 nobody: empty [Connect]
    ");
    insta::assert_snapshot!(bench.console(TWO).await, @r"
    deciding, since +0 s
    pairing code: not yet
    ");

    let old = bench.client(ONE);
    bench.app.use_number_here(slot(TWO)).await.unwrap();
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 nobody: unlinking
    2 +15550001111: authenticated
    3 nobody: empty [Connect]
    ");
    old.notice(Notice::LogoutDone { told: true });
    bench.settle().await;
    bench.restart_stream(TWO).await;
    bench.client(TWO).comes_up();
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 nobody: empty [Connect]
    2 +15550001111: online
    3 nobody: empty [Connect]
    ");
    assert_eq!(
        bench.account(TWO),
        account,
        "it is the same account, so its history came along"
    );
    assert_eq!(bench.keys(), [1], "one link, one set of keys");
    insta::assert_snapshot!(bench.timeline(ONE).await, @r"
    -2 s Linked
    -1 s Online
    -1 s Unlinked
    ");
    insta::assert_snapshot!(bench.timeline(TWO).await, @r"
    -1 s Linked
    +0 s Online
    ");
}

#[tokio::test(start_paused = true)]
async fn a_number_of_another_slot_stays_there_when_the_user_says_so() {
    let bench = Bench::linked(&[ONE]).await;
    bench.offer(TWO).await;
    bench.pairing(TWO).is_linked_by(&shop(1)).await.unwrap();
    bench.settle().await;
    bench.app.cancel_slot(slot(TWO)).await.unwrap();
    bench.later(1_000).await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: online
    2 nobody: unlinking
    3 nobody: empty [Connect]
    ");
    let client = bench.pairing(TWO);
    client.comes_up();
    bench.settle().await;
    assert!(
        client.calls().contains(&Call::LogOut),
        "the phone is told: {client:?}"
    );
    assert!(
        client.brings(Vec::new()).await.is_ok(),
        "refused news would end the connection before the server was told"
    );
    client.notice(Notice::LogoutDone { told: true });
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: online
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
    assert_eq!(bench.keys(), [1], "the link of the first slot alone");
    assert_eq!(
        bench.console(TWO).await,
        "closed",
        "nothing is open any more"
    );
}

#[tokio::test(start_paused = true)]
async fn two_slots_that_take_each_others_numbers_swap_them() {
    let bench = Bench::linked(&[ONE, TWO]).await;
    for number in [ONE, TWO] {
        bench.app.unlink_slot(slot(number)).await.unwrap();
        bench.settle().await;
        bench
            .client(number)
            .notice(Notice::LogoutDone { told: true });
        bench.later(3_000).await;
        bench.offer(number).await;
    }
    bench.pairing(ONE).is_linked_by(&shop(2)).await.unwrap();
    bench.pairing(TWO).is_linked_by(&shop(1)).await.unwrap();
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: +15550002222 already sits in slot 2 [Decide]
    2 +15550002222: +15550001111 already sits in slot 1 [Decide]
    3 nobody: empty [Connect]
    ");
    let (one, two) = tokio::join!(
        bench.app.use_number_here(slot(ONE)),
        bench.app.use_number_here(slot(TWO))
    );
    one.unwrap();
    two.unwrap();
    bench.settle().await;
    for number in [ONE, TWO] {
        bench.restart_stream(number).await;
        bench.client(number).comes_up();
    }
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550002222: online
    2 +15550001111: online
    3 nobody: empty [Connect]
    ");
}

#[tokio::test(start_paused = true)]
async fn two_slots_that_take_one_number_get_it_one_after_the_other() {
    let bench = Bench::linked(&[ONE]).await;
    for number in [TWO, THREE] {
        bench.offer(number).await;
        bench.pairing(number).is_linked_by(&shop(1)).await.unwrap();
        bench.settle().await;
    }
    let (first, second) = (bench.pairing(TWO), bench.pairing(THREE));
    let old = bench.client(ONE);
    bench.app.use_number_here(slot(TWO)).await.unwrap();
    bench.settle().await;
    bench.app.use_number_here(slot(THREE)).await.unwrap();
    bench.settle().await;
    assert!(
        !second.calls().contains(&Call::HoldState),
        "the first link is still being ended: {second:?}"
    );
    old.notice(Notice::LogoutDone { told: true });
    bench.settle().await;
    assert!(!first.is_alive(), "the last word counts: {first:?}");
    bench.restart_stream(THREE).await;
    bench.client(THREE).comes_up();
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 nobody: empty [Connect]
    2 nobody: empty [Connect]
    3 +15550001111: online
    ");
    assert_eq!(bench.keys(), [1], "one link, one set of keys");
}

#[tokio::test(start_paused = true)]
async fn another_number_in_the_place_of_one_is_asked_about_and_the_history_stays() {
    let bench = Bench::linked(&[ONE]).await;
    bench.app.unlink_slot(slot(ONE)).await.unwrap();
    bench.settle().await;
    bench.client(ONE).notice(Notice::LogoutDone { told: true });
    bench.later(3_000).await;
    bench.offer(ONE).await;
    bench.pairing(ONE).is_linked_by(&shop(3)).await.unwrap();
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: +15550003333 in the place of another number [Decide]
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
    bench.app.use_number_here(slot(ONE)).await.unwrap();
    bench.settle().await;
    bench.restart_stream(ONE).await;
    bench.client(ONE).comes_up();
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550003333: online
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
    let accounts = bench.app.store().unwrap().read(|tx| tx.accounts()).unwrap();
    assert_eq!(
        accounts.len(),
        2,
        "the number before is remembered with all it has"
    );
}
