//! Living with links: restarts, bad networks, and what needs the user.

use frontdesk_app::host::LinkHealth;
use frontdesk_domain::{
    disconnect::{Close, DialFault, SocketEnd, StreamWord},
    network::{Presence, Told},
    session::{Environment, Notice, Sync},
};
use frontdesk_testkit::network::Call;

use super::bench::{Bench, ONE, THREE, TWO, shop, slot};

#[tokio::test(start_paused = true)]
async fn a_restart_brings_all_slots_online_without_a_click() {
    let bench = Bench::linked(&[ONE, TWO, THREE]).await.restart().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: connecting, try 1
    2 +15550002222: connecting, try 1
    3 +15550003333: connecting, try 1
    ");
    for number in [ONE, TWO, THREE] {
        bench.client(number).comes_up();
    }
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: online
    2 +15550002222: online
    3 +15550003333: online
    ");
    assert_eq!(
        bench.desk.desktop.worst(),
        LinkHealth::Up,
        "the tray has nothing to say"
    );
}

#[tokio::test(start_paused = true)]
async fn the_first_snapshot_says_where_each_link_stands() {
    let bench = Bench::linked(&[ONE]).await;
    bench.app.shut_down().await;
    let app = bench.desk.application();
    let (_, snapshot) = tokio::join!(app.start(), async {
        // Asked for while the store is still closed, answered when it opens.
        loop {
            let snapshot = crate::support::Window::open(&app).snapshot().await;
            if !snapshot.slots.is_empty() {
                break snapshot;
            }
            tokio::task::yield_now().await;
        }
    });
    insta::assert_snapshot!(super::shown::cards(&snapshot, bench.desk.clock.0.wall()), @r"
    1 +15550001111: connecting, try 1
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
}

#[tokio::test(start_paused = true)]
async fn a_backlog_is_counted_before_the_slot_is_online() {
    let bench = Bench::linked(&[ONE]).await.restart().await;
    let client = bench.client(ONE);
    client.comes_up();
    client.notice(Notice::SyncProgress {
        sync: Sync::Backlog,
        done: 12,
        total: 40,
    });
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: syncing 12 of 40
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
    client.notice(Notice::SyncFinished {
        sync: Sync::Backlog,
        complete: true,
    });
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: online
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
}

#[tokio::test(start_paused = true)]
async fn unlinking_here_tells_the_phone_and_keeps_the_history() {
    let bench = Bench::linked(&[ONE, TWO]).await;
    bench.app.unlink_slot(slot(ONE)).await.unwrap();
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: unlinking
    2 +15550002222: online
    3 nobody: empty [Connect]
    ");
    let client = bench.client(ONE);
    assert!(client.calls().contains(&Call::LogOut), "{client:?}");
    client.notice(Notice::LogoutDone { told: true });
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: logged out, Here [Connect]
    2 +15550002222: online
    3 nobody: empty [Connect]
    ");
    insta::assert_snapshot!(bench.timeline(ONE).await, @r"
    -2 s Linked
    -1 s Online
    +0 s Unlinked
    ");
    assert_eq!(
        bench.keys(),
        [2],
        "the keys are gone, the other slot's are not"
    );
    assert!(
        bench.desk.desktop.calls().is_empty(),
        "whoever did it knows"
    );

    let bench = bench.restart().await;
    bench.client(TWO).comes_up();
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: logged out, Here [Connect]
    2 +15550002222: online
    3 nobody: empty [Connect]
    ");
}

#[tokio::test(start_paused = true)]
async fn unlinking_on_the_phone_calls_the_user_once_and_linking_again_goes_on() {
    let bench = Bench::linked(&[ONE]).await;
    let account = bench.account(ONE);
    bench.live(90_000).await;
    let client = bench.client(ONE);
    client.ends(Close::Stream(StreamWord::Removed));
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: logged out, OnPhone [Connect]
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
    assert_eq!(
        bench.desk.desktop.worst(),
        LinkHealth::NeedsUser,
        "the tray says so"
    );
    let calls: Vec<String> = bench
        .desk
        .desktop
        .calls()
        .iter()
        .map(|call| format!("slot {} {:?}: {:?}", call.slot.get(), call.name, call.cause))
        .collect();
    insta::assert_snapshot!(calls.join("\n"), @r#"slot 1 "+15550001111": LoggedOut"#);
    assert!(
        bench.keys().is_empty(),
        "keys that no server knows are of no use"
    );

    let bench = bench.restart().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: logged out, OnPhone [Connect]
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
    assert_eq!(
        bench.desk.desktop.calls().len(),
        1,
        "one call, not one for each start"
    );
    bench.link(ONE, &shop(1)).await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: online
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
    assert_eq!(
        bench.account(ONE),
        account,
        "the same account with the same history"
    );
    insta::assert_snapshot!(bench.timeline(ONE).await, @r"
    -92 s Linked
    -91 s Online
    -1 s Stopped, LoggedOut, after 90 s
    -1 s Linked
    +0 s Online
    ");
}

#[tokio::test(start_paused = true)]
async fn a_link_removed_while_the_program_was_closed_says_so() {
    let bench = Bench::linked(&[ONE]).await.restart().await;
    let client = bench.client(ONE);
    client.reaches_the_server();
    client.ends(Close::Login {
        code: 401,
        expires_in: None,
    });
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: logged out, WhileAway [Connect]
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
    let bench = bench.restart().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: logged out, WhileAway [Connect]
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
}

#[tokio::test(start_paused = true)]
async fn what_needs_the_user_waits_for_the_user() {
    let cases = [
        ("opened elsewhere", Close::Stream(StreamWord::Replaced)),
        (
            "too old",
            Close::Login {
                code: 405,
                expires_in: None,
            },
        ),
        (
            "locked",
            Close::Login {
                code: 403,
                expires_in: None,
            },
        ),
    ];
    let mut seen = String::new();
    for (name, close) in cases {
        let bench = Bench::linked(&[ONE]).await;
        bench.client(ONE).ends(close);
        bench.settle().await;
        let starts = bench.script.starts().len();
        bench.later(3_600_000).await;
        assert_eq!(
            bench.script.starts().len(),
            starts,
            "{name}: nothing is tried by itself"
        );
        assert_eq!(bench.keys(), [1], "{name}: the keys stay");
        assert_eq!(bench.desk.desktop.calls().len(), 1, "{name}: one call");
        let card = bench.cards().await;
        seen.push_str(&format!("{name}: {}\n", card.lines().next().unwrap()));
        bench.app.retry_slot(slot(ONE)).await.unwrap();
        bench.settle().await;
        bench.client(ONE).comes_up();
        bench.settle().await;
        let card = bench.cards().await;
        seen.push_str(&format!("  then {}\n", card.lines().next().unwrap()));
    }
    insta::assert_snapshot!(seen, @r"
    opened elsewhere: 1 +15550001111: replaced [UseHere]
      then 1 +15550001111: online
    too old: 1 +15550001111: outdated [UpdateApp]
      then 1 +15550001111: online
    locked: 1 +15550001111: locked [OpenOnPhone]
      then 1 +15550001111: online
    ");
}

#[tokio::test(start_paused = true)]
async fn a_temporary_ban_names_its_end_and_calls_when_it_is_over() {
    let bench = Bench::linked(&[ONE]).await;
    bench.client(ONE).ends(Close::Login {
        code: 402,
        expires_in: Some(3_600_000),
    });
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: banned until +3600 s [OpenOnPhone]
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
    bench.later(3_600_000).await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: banned until +0 s, which is over [RetryNow]
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
    let causes: Vec<_> = bench
        .desk
        .desktop
        .calls()
        .iter()
        .map(|call| call.cause)
        .collect();
    insta::assert_snapshot!(format!("{causes:?}"), @"[Banned, BanOver]");
    insta::assert_snapshot!(bench.timeline(ONE).await, @r"
    -3601 s Linked
    -3600 s Online
    -3600 s Stopped, Banned (402), after 0 s
    ");
}

#[tokio::test(start_paused = true)]
async fn a_busy_server_is_tried_ever_more_seldom_and_no_other_slot_minds() {
    let bench = Bench::linked(&[ONE, TWO]).await;
    let mut waits = Vec::new();
    for _ in 0..6 {
        bench.client(ONE).ends(Close::Stream(StreamWord::Code(503)));
        bench.settle().await;
        waits.push(bench.cards().await.lines().next().unwrap().to_owned());
        while !bench.has_client(ONE) {
            bench.later(500).await;
        }
        bench.client(ONE).reaches_the_server();
        bench.settle().await;
    }
    insta::assert_snapshot!(waits.join("\n"), @r"
    1 +15550001111: waiting, ServerBusy, try 2 at +0.499 s [RetryNow]
    1 +15550001111: waiting, ServerBusy, try 3 at +0.999 s [RetryNow]
    1 +15550001111: waiting, ServerBusy, try 4 at +1.999 s [RetryNow]
    1 +15550001111: waiting, ServerBusy, try 5 at +3.999 s [RetryNow]
    1 +15550001111: waiting, ServerBusy, try 6 at +7.999 s [RetryNow]
    1 +15550001111: waiting, ServerBusy, try 7 at +15.999 s [RetryNow]
    ");
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: connecting, try 7, ServerBusy
    2 +15550002222: online
    3 nobody: empty [Connect]
    ");
}

#[tokio::test(start_paused = true)]
async fn a_network_that_is_cut_and_comes_back_is_used_at_once() {
    let bench = Bench::linked(&[ONE]).await;
    bench.live(59_000).await;
    bench.app.environment(Environment::NetworkDown);
    bench.settle().await;
    bench.client(ONE).ends(Close::Socket(SocketEnd::Broken));
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: waiting, NoNetwork, try 2 at +0.499 s [RetryNow]
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
    bench.later(1_000).await;
    bench.client(ONE).ends(Close::Dial(DialFault::NoRoute));
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: waiting, NoNetwork, try 3 at +0.999 s [RetryNow]
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
    bench.app.environment(Environment::NetworkUp);
    bench.later(1_000).await;
    bench.client(ONE).comes_up();
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: online
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
    insta::assert_snapshot!(bench.timeline(ONE).await, @r"
    -62 s Linked
    -61 s Online
    -2 s Lost, NoNetwork, after 59 s
    +0 s Reconnected, after 2 s
    ");
}

#[tokio::test(start_paused = true)]
async fn after_a_sleep_the_socket_has_five_seconds_to_prove_itself() {
    let bench = Bench::linked(&[ONE]).await;
    bench.app.environment(Environment::Resumed);
    bench.settle().await;
    assert!(
        bench.client(ONE).calls().contains(&Call::Probe),
        "a question is asked at once"
    );
    bench.later(4_999).await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: online
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
    bench.later(1).await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: connecting, try 2, NoAnswer
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
}

#[tokio::test(start_paused = true)]
async fn a_half_open_socket_is_found_within_its_bounds() {
    let bench = Bench::linked(&[ONE, TWO]).await;
    let asked = bench.desk.clock.0.mono();
    bench.client(ONE).notice(Notice::Sent);
    bench
        .client(TWO)
        .notice(Notice::RoundTrip { asked_at: asked });
    bench.later(19_999).await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: online
    2 +15550002222: online
    3 nobody: empty [Connect]
    ");
    bench.later(1).await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: connecting, try 2, NoAnswer
    2 +15550002222: online
    3 nobody: empty [Connect]
    ");
    bench.later(25_000).await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: waiting, Unreachable, try 3 at +0.999 s [RetryNow]
    2 +15550002222: connecting, try 2, NoAnswer
    3 nobody: empty [Connect]
    ");
}

#[tokio::test(start_paused = true)]
async fn the_phone_stays_quiet_only_while_somebody_looks() {
    let bench = Bench::linked(&[ONE]).await;
    let presences = || -> Vec<Presence> {
        let calls = bench.client(ONE).calls();
        let presence = |call: Call| match call {
            Call::SetPresence(presence) => Some(presence),
            _ => None,
        };
        calls.into_iter().filter_map(presence).collect()
    };
    assert_eq!(presences(), [Presence::Away], "nobody has looked yet");
    bench.app.set_focused(true);
    bench.app.set_focused(true);
    bench.settle().await;
    bench.app.set_focused(false);
    bench.settle().await;
    assert_eq!(
        presences(),
        [Presence::Away, Presence::Here, Presence::Away],
        "told once each time"
    );
    bench.app.set_focused(true);
    let bench = bench.restart().await;
    bench.app.set_focused(true);
    bench.client(ONE).comes_up();
    bench.settle().await;
    assert!(
        bench
            .client(ONE)
            .calls()
            .contains(&Call::SetPresence(Presence::Here)),
        "a link that comes up says it too"
    );
}

#[tokio::test(start_paused = true)]
async fn an_account_shows_what_its_phone_tells() {
    let bench = Bench::linked(&[ONE]).await;
    let client = bench.client(ONE);
    let seen = bench.desk.clock.0.wall();
    client.tell(Told::OwnName("Corner Shop".to_owned()));
    client.tell(Told::PhoneSeen(seen));
    client.tell(Told::PhoneSeen(seen.plus_millis(60_000)));
    client.tell(Told::OwnPicture(b"a picture".to_vec()));
    bench.settle().await;
    let account = bench.snapshot().await.slots[0].account.clone().unwrap();
    assert_eq!(account.name, "Corner Shop", "the name it shows to others");
    assert_eq!(
        account.phone_seen_at,
        Some(seen),
        "written down once an hour at most"
    );
    client.tell(Told::PhoneSeen(seen.plus_millis(3_600_000)));
    bench.settle().await;
    let account = bench.snapshot().await.slots[0].account.clone().unwrap();
    assert_eq!(
        account.phone_seen_at,
        Some(seen.plus_millis(3_600_000)),
        "an hour later again"
    );
}
