//! What hangs, fails or speaks out of turn, and how little that moves.

use std::sync::mpsc;

use frontdesk_domain::{
    disconnect::{Close, StreamWord},
    network::Presence,
    session::Notice,
};
use frontdesk_testkit::network::Call;

use super::bench::{Bench, ONE, THREE, TWO, shop, until};

#[tokio::test(start_paused = true)]
async fn a_client_that_never_stops_is_dropped_and_holds_up_nobody() {
    let bench = Bench::linked(&[ONE, TWO]).await;
    let stuck = bench.client(ONE);
    stuck.will_not_stop();
    for number in [ONE, TWO] {
        bench
            .client(number)
            .ends(Close::Stream(StreamWord::Code(515)));
    }
    bench.later(1_000).await;
    bench.client(TWO).comes_up();
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: connecting, try 2, Restart
    2 +15550002222: online
    3 nobody: empty [Connect]
    ");
    bench.live(18_999).await;
    assert!(!stuck.calls().contains(&Call::Abort), "it has 20 s");
    bench.live(1).await;
    assert!(
        stuck.calls().contains(&Call::Abort),
        "then it is dropped: {stuck:?}"
    );
    bench.client(ONE).comes_up();
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: online
    2 +15550002222: online
    3 nobody: empty [Connect]
    ");
    let beside = bench
        .script
        .starts()
        .into_iter()
        .filter(|start| start.beside_another);
    assert_eq!(
        beside.count(),
        0,
        "two clients on the same keys would ruin them"
    );
}

#[tokio::test(start_paused = true)]
async fn a_store_that_hangs_moves_no_link() {
    let bench = Bench::linked(&[ONE, TWO]).await;
    let (release, hang) = mpsc::channel::<()>();
    let stuck = bench.app.store().unwrap().write(move |_| {
        let _ = hang.recv();
        Ok(())
    });
    let before = bench.client(ONE);
    before.ends(Close::Stream(StreamWord::Code(503)));
    until("the client stops", || !before.is_alive()).await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: waiting, ServerBusy, try 2 at +0.499 s [RetryNow]
    2 +15550002222: online
    3 nobody: empty [Connect]
    ");
    bench.desk.clock.0.advance(1_000);
    until("the next client starts", || bench.has_client(ONE)).await;
    let next = bench.client(ONE);
    next.comes_up();
    until("it can send", || {
        next.calls().contains(&Call::SetPresence(Presence::Away))
    })
    .await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: online
    2 +15550002222: online
    3 nobody: empty [Connect]
    ");
    release.send(()).unwrap();
    stuck.await.unwrap();
    bench.settle().await;
    insta::assert_snapshot!(bench.timeline(ONE).await, @r"
    -3 s Linked
    -2 s Online
    -1 s Lost, ServerBusy (503), after 1 s
    +0 s Reconnected, after 1 s
    ");
}

#[tokio::test(start_paused = true)]
async fn the_end_of_the_program_waits_for_no_client_longer_than_twenty_seconds() {
    let bench = Bench::linked(&[ONE, TWO, THREE]).await;
    let stuck = bench.client(TWO);
    stuck.will_not_stop();
    let (one, three) = (bench.client(ONE), bench.client(THREE));
    let clock = &bench.desk.clock.0;
    let ending = bench.app.shut_down();
    tokio::pin!(ending);
    tokio::select! {
        () = &mut ending => panic!("a client has not stopped yet"),
        () = until("the others stop at once", || !one.is_alive() && !three.is_alive()) => {}
    }
    clock.advance(19_999);
    tokio::select! {
        () = &mut ending => panic!("it still has a millisecond"),
        () = until("nobody is dropped early", || clock.next_waking().is_some()) => {}
    }
    assert!(stuck.is_alive(), "its time is not over");
    bench.desk.clock.0.advance(1);
    ending.await;
    assert!(stuck.calls().contains(&Call::Abort), "dropped: {stuck:?}");
}

#[tokio::test(start_paused = true)]
async fn a_client_that_does_not_stand_still_is_stopped_and_the_link_saved_then() {
    let bench = Bench::new().await;
    bench.offer(ONE).await;
    let client = bench.pairing(ONE);
    client.will_not_hold();
    client.is_linked_by(&shop(1)).await.unwrap();
    until("asked to stand still", || {
        client.calls().contains(&Call::HoldState)
    })
    .await;
    bench.desk.clock.0.advance(10_000);
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 nobody: waiting, StoreFailed, try 2 at +44.999 s [RetryNow]
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
    insta::assert_snapshot!(bench.console(ONE).await, @r"
    authenticated, since -10 s
    because StoreFailed
    pairing code: not yet
    ");
    assert!(client.calls().contains(&Call::Stop), "{client:?}");
    bench.later(60_000).await;
    assert_eq!(
        bench.keys(),
        [1],
        "with the client gone, the keys are tied to the account"
    );
    bench.client(ONE).comes_up();
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: online
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
}

#[tokio::test(start_paused = true)]
async fn a_link_that_cannot_be_saved_says_so_and_is_finished_at_the_next_start() {
    let bench = Bench::new().await;
    bench.offer(ONE).await;
    let client = bench.pairing(ONE);
    client.will_not_hold();
    client.is_linked_by(&shop(1)).await.unwrap();
    until("asked to stand still", || {
        client.calls().contains(&Call::HoldState)
    })
    .await;
    let store = bench.app.store().unwrap();
    tokio::task::spawn_blocking(move || store.close())
        .await
        .unwrap()
        .unwrap();
    client.will_hold();
    until("it must not go on without its keys", || !client.is_alive()).await;
    assert!(
        !client
            .calls()
            .iter()
            .any(|call| matches!(call, Call::GoOnAs(_))),
        "nothing was handed over: {client:?}"
    );
    let bench = bench.kill().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: connecting, try 1
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
    assert_eq!(
        bench.keys(),
        [1],
        "the phone had linked it, so it is linked"
    );
}

#[tokio::test(start_paused = true)]
async fn late_words_of_an_earlier_client_change_nothing() {
    let bench = Bench::linked(&[ONE]).await;
    let before = bench.client(ONE);
    bench.restart_stream(ONE).await;
    bench.client(ONE).comes_up();
    bench.settle().await;
    let shown = bench.cards().await;
    before.ends(Close::Stream(StreamWord::Removed));
    before.notice(Notice::Stopped);
    before.shows_qr(60_000);
    before.is_linked_by(&shop(2)).await.unwrap();
    bench.settle().await;
    assert_eq!(bench.cards().await, shown, "only the present client counts");
    assert!(bench.client(ONE).is_alive(), "and it goes on");
}

#[tokio::test(start_paused = true)]
async fn news_are_kept_only_for_an_account_that_sits_somewhere() {
    let bench = Bench::new().await;
    bench.offer(ONE).await;
    let client = bench.pairing(ONE);
    assert!(
        client.brings(Vec::new()).await.is_err(),
        "nobody's yet: they come again"
    );
    client.is_linked_by(&shop(1)).await.unwrap();
    bench.settle().await;
    assert!(
        client.brings(Vec::new()).await.is_ok(),
        "the same client after the link was saved"
    );
    bench.restart_stream(ONE).await;
    assert!(
        client.brings(Vec::new()).await.is_err(),
        "a client that has stopped brings nothing"
    );
    assert!(
        bench.client(ONE).brings(Vec::new()).await.is_ok(),
        "the next one does"
    );
}

#[tokio::test(start_paused = true)]
async fn many_reconnects_leave_no_task_behind() {
    let bench = Bench::linked(&[ONE]).await;
    let metrics = tokio::runtime::Handle::current().metrics();
    bench.settle().await;
    let before = metrics.num_alive_tasks();
    for _ in 0..120 {
        let client = bench.client(ONE);
        client.ends(Close::Stream(StreamWord::Code(503)));
        until("the client stops", || !client.is_alive()).await;
        bench.desk.clock.0.advance(61_000);
        until("the next one starts", || bench.has_client(ONE)).await;
        let next = bench.client(ONE);
        next.comes_up();
        until("it can send", || {
            next.calls().contains(&Call::SetPresence(Presence::Away))
        })
        .await;
    }
    bench.settle().await;
    assert_eq!(
        metrics.num_alive_tasks(),
        before,
        "each connection cleans up after itself"
    );
    assert_eq!(
        bench.timeline(ONE).await.lines().count(),
        200,
        "the timeline shows the newest lines"
    );
}
