//! What happens to a link in the life of a slot, told from beginning to end.

use std::fmt::Write as _;

use super::{
    kit::{Bench, pairing_code},
    render,
    samples::{authenticated, linked, logging_in, online, syncing, unlinked, with_qr},
};
use crate::{
    disconnect::{Cause, Close, StreamWord},
    link::LinkState,
    pairing::Seat,
    session::{Ask, Effect, Environment, LogoutReason, Mono, Notice, Phase, Stored, Sync},
};

const DAY: u64 = 24 * 3_600_000;

const fn stream(code: u16) -> Close {
    Close::Stream(StreamWord::Code(code))
}

/// Writes down where the bench stands and what the last input did.
fn tell(story: &mut String, what: &str, bench: &Bench) {
    let now = bench.now();
    let phase = render::phase(bench.phase(), now);
    let effects = render::effects(&bench.effects, now);
    writeln!(story, "{:>6} ms {what}: {phase}", bench.mono).unwrap();
    if !effects.is_empty() {
        writeln!(story, "          {effects}").unwrap();
    }
}

#[test]
fn a_phone_links_an_empty_slot() {
    let mut story = String::new();
    let mut bench = unlinked().later(1_000).ask(Ask::Connect);
    tell(&mut story, "connect", &bench);
    for (what, notice) in [
        ("dialled", Notice::Dialled),
        ("handshake", Notice::HandshakeDone),
        ("first code", Notice::QrCode { valid_for: 60_000 }),
        ("scanned", super::kit::paired(Seat::Free)),
        ("restart", Notice::Ended(stream(515))),
    ] {
        bench = bench.later(300).notice(notice);
        tell(&mut story, what, &bench);
    }
    bench = bench.later(100).stopped();
    tell(&mut story, "stopped", &bench);
    for (what, notice) in [
        ("dialled", Notice::Dialled),
        ("handshake", Notice::HandshakeDone),
        ("let in", Notice::Connected),
        (
            "history",
            Notice::SyncProgress {
                sync: Sync::History,
                done: 1,
                total: 2,
            },
        ),
        (
            "all there",
            Notice::SyncFinished {
                sync: Sync::History,
                complete: true,
            },
        ),
    ] {
        bench = bench.later(300).notice(notice);
        tell(&mut story, what, &bench);
    }
    insta::assert_snapshot!(story, @r#"
    1000 ms connect: Connecting #1 dialling until +25 s
            StartClient to Pair, timer +10 s
    1300 ms dialled: Connecting #1 handshaking until +20 s
    1600 ms handshake: Connecting #1 logging in until +20 s
    1900 ms first code: Pairing QR 1 of 6 until +60 s
            timer +61 s
    2200 ms scanned: Authenticated restart awaited until +20 s
            SaveCredentials, [Linked], timer +20 s
    2500 ms restart: Authenticated planned +0 s
            StopClient, timer +20 s
    2600 ms stopped: Authenticated dialling until +25 s
            StartClient to LogIn, timer +25 s
    2900 ms dialled: Authenticated handshaking until +20 s
            timer +20 s
    3200 ms handshake: Authenticated logging in until +90 s
            timer +90 s
    3500 ms let in: Online
            [Online], timer +25 s
    3800 ms history: Syncing History 1/2
    4100 ms all there: Online
    "#);
}

#[test]
fn a_phone_removes_the_link() {
    let mut story = String::new();
    let mut bench = online()
        .later(20_000)
        .ended(Close::Stream(StreamWord::Removed));
    tell(&mut story, "removed", &bench);
    bench = bench.later(50).stopped();
    tell(&mut story, "stopped", &bench);
    insta::assert_snapshot!(story, @r#"
    20000 ms removed: LoggedOut OnPhone
             StopClient, [Stopped LoggedOut after 20 s], MarkLoggedOut OnPhone, RaiseAttention LoggedOut, timer +20 s
    20050 ms stopped: LoggedOut OnPhone
             WipeCredentials, no timer
    "#);
}

#[test]
fn a_program_that_died_before_the_wipe_wipes_first_thing() {
    let bench = Bench::new(Stored::LoggedOut {
        reason: LogoutReason::Here,
        wiped: false,
    });
    assert_eq!(
        bench.effects,
        [Effect::WipeCredentials],
        "a crash must not bring the link back, nor leave its keys"
    );
}

#[test]
fn a_program_that_died_while_pairing_leaves_nothing_behind() {
    assert_eq!(
        unlinked().effects,
        [Effect::DiscardUnlinked],
        "keys that were tied to no account belong to nobody"
    );
}

/// Every login is answered with the code; returns the times of the starts.
fn starts_against(close: Close, bench: Bench, for_millis: u64) -> Vec<u64> {
    let mut bench = bench;
    let mut starts = vec![bench.mono];
    while bench.mono < for_millis {
        if bench.session.run().is_some() {
            bench = bench.later(100).ended(close).stopped();
        }
        if bench.session.alarm().is_none() {
            break;
        }
        bench = bench.at_alarm();
        if bench.starts() > 0 {
            starts.push(bench.mono);
        }
    }
    starts
}

#[test]
fn an_hour_of_busy_servers_costs_few_connections() {
    let busy = starts_against(stream(503), linked(), 3_600_000);
    assert!(busy.len() < 140, "{} connections in an hour", busy.len());
    let slow = starts_against(stream(429), linked(), 3_600_000);
    assert!(slow.len() < 12, "{} connections in an hour", slow.len());
    let restarts = starts_against(stream(515), linked(), 3_600_000);
    assert!(
        restarts.len() < 140,
        "a server that only restarts is not followed for ever: {}",
        restarts.len()
    );
    let replaced = starts_against(Close::Stream(StreamWord::Replaced), linked(), DAY);
    assert_eq!(replaced, [0], "never fights back");
}

#[test]
fn a_flapping_network_is_followed_at_most_once_a_second() {
    let mut bench = linked();
    let mut starts = vec![0];
    for _ in 0..2_000 {
        bench = bench.later(100);
        let started = bench.starts();
        if bench.session.run().is_some() {
            let no_route = Close::Dial(crate::disconnect::DialFault::NoRoute);
            bench = bench.ended(no_route).stopped();
        }
        bench = bench.environment(Environment::NetworkUp);
        if started + bench.starts() > 0 {
            starts.push(bench.mono);
        }
    }
    let closest = starts.windows(2).map(|pair| pair[1] - pair[0]).min();
    assert!(
        closest >= Some(1_000) && starts.len() > 150,
        "at once, but never twice a second: {closest:?}, {} starts",
        starts.len()
    );
}

#[test]
fn only_a_stable_connection_forgives_failures() {
    let attempt_after = |up_for: u64| {
        let mut bench = logging_in();
        for _ in 0..3 {
            bench = bench.ended(stream(503)).stopped().at_alarm();
            bench = bench.notice(Notice::Dialled).notice(Notice::HandshakeDone);
        }
        bench = bench.notice(Notice::Connected);
        bench = bench.later(up_for.min(20_000));
        let asked_at = Mono(bench.mono);
        bench = bench.notice(Notice::RoundTrip { asked_at });
        bench = bench.later(up_for - up_for.min(20_000));
        let bench = bench.ended(stream(503));
        let Phase::Waiting { attempt, .. } = bench.phase() else {
            panic!("{:?}", bench.phase());
        };
        *attempt
    };
    assert_eq!(attempt_after(29_999), 5, "too short to count");
    assert_eq!(attempt_after(30_000), 2, "stable, so it starts again");
}

#[test]
fn codes_run_out_and_nobody_asks_for_more() {
    let mut bench = with_qr();
    for _ in 0..5 {
        let wait = bench.session.alarm().unwrap().0 - bench.mono - 500;
        bench = bench
            .later(wait)
            .notice(Notice::QrCode { valid_for: 20_000 });
    }
    assert_eq!(
        bench.session.link_state(),
        LinkState::QrReady {
            expires_at: bench.now().deadline_in(20_000).shown,
            number: 6,
            of: 6
        },
        "code 6 of 6"
    );
    bench = bench.later(20_000);
    assert_eq!(
        *bench.phase(),
        Phase::PairingOver {
            cause: Cause::CodesExpired
        },
        "the last one ran out"
    );
    assert_eq!(bench.later(DAY).starts(), 0, "only the user asks again");
}

#[test]
fn a_pairing_without_a_network_says_why_and_gives_up() {
    let mut bench = unlinked().later(1_000).ask(Ask::Connect);
    bench = bench.later(10_000);
    assert_eq!(
        bench.session.cause(),
        Some(Cause::Unreachable),
        "after ten seconds there is a cause"
    );
    while !bench.phase().needs_user() {
        bench = bench.at_alarm();
    }
    assert_eq!(bench.mono, 181_000, "after three minutes it is over");
    assert_eq!(
        bench.session.link_state(),
        LinkState::PairingOver {
            cause: Cause::Unreachable
        },
        "the card still says why"
    );
}

#[test]
fn linking_in_a_loop_is_stopped_here() {
    let mut bench = unlinked();
    let mut granted = Vec::new();
    for second in 0..900 {
        bench = bench.later(1_000).ask(Ask::Connect);
        if bench.starts() > 0 {
            granted.push(second + 1);
        }
        bench = bench.ask(Ask::Cancel).stopped();
    }
    assert_eq!(
        granted,
        [1, 4, 7, 10, 13, 16],
        "six series in a quarter of an hour"
    );
}

#[test]
fn a_throttled_number_waits_and_the_qr_code_stays() {
    let mut bench = with_qr().later(1_000).ask(pairing_code(Seat::Free));
    bench = bench.notice(Notice::PairCodeRefused {
        answer: crate::pairing::PairCodeAnswer::BadRequest,
        back_off: Some(50_000),
    });
    let until = bench.session.code_limits().blocked_until(bench.now());
    assert_eq!(
        until.map(|until| until.at.0 - bench.mono),
        Some(60_000),
        "at least a minute, whatever the server says"
    );
    assert!(
        matches!(bench.session.link_state(), LinkState::QrReady { .. }),
        "the other way stays open"
    );
}

#[test]
fn an_unfinished_backlog_costs_one_reconnect_and_no_more() {
    let short = Notice::SyncFinished {
        sync: Sync::Backlog,
        complete: false,
    };
    let again = syncing().later(2_000).notice(short.clone());
    assert_eq!(again.session.cause(), Some(Cause::SyncStalled), "once more");
    let back = again
        .stopped()
        .notice(Notice::Dialled)
        .notice(Notice::HandshakeDone)
        .notice(Notice::Connected)
        .notice(short);
    assert!(
        matches!(back.phase(), Phase::Online { .. }),
        "the conversations are usable without it"
    );
}

#[test]
fn a_client_that_hangs_is_dropped_before_the_next_one_starts() {
    let bench = authenticated().ended(stream(515)).later(20_000);
    let words = render::effects(&bench.effects, bench.now());
    insta::assert_snapshot!(words, @"AbortClient, StartClient to LogIn, timer +25 s");
}

#[test]
fn a_shown_time_follows_the_wall_clock_and_the_wait_does_not() {
    let mut bench = logging_in().ended(stream(429)).stopped();
    let wait = bench.session.alarm().unwrap().0 - bench.mono;
    bench.wall_offset += 3_600_000;
    bench = bench.later(1_000).environment(Environment::ClockJumped);
    assert_eq!(
        bench.session.link_state(),
        LinkState::WaitingForNetwork {
            attempt: 2,
            cause: Cause::SlowDown,
            next_try_at: bench.now().deadline_in(wait - 1_000).shown
        },
        "the countdown reads right on the new clock"
    );
    assert_eq!(
        bench.session.alarm(),
        Some(Mono(bench.mono + wait - 1_000)),
        "the try comes when it was promised"
    );
}
