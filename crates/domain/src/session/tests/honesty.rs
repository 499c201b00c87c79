//! How soon a dead connection stops being called online, to the millisecond.

use super::{
    kit::Bench,
    samples::{online, syncing},
};
use crate::session::{Effect, Environment, Mono, Notice};

const DAY: u64 = 24 * 3_600_000;

/// How long the bench goes on claiming to be online when nothing more is heard.
fn offline_after(mut bench: Bench) -> u64 {
    let start = bench.mono;
    while bench.phase().is_up() {
        bench = bench.at_alarm();
    }
    bench.mono - start
}

#[test]
fn a_dead_socket_is_found_in_time() {
    let idle = offline_after(online());
    let sent = offline_after(online().later(24_000).notice(Notice::Sent));
    let woken = offline_after(online().later(3_000).environment(Environment::Resumed));
    let cut = offline_after(online().later(3_000).environment(Environment::NetworkDown));
    assert_eq!(idle, 45_000, "idle");
    assert_eq!(sent, 20_000, "after a send");
    assert_eq!(woken, 5_000, "after waking up");
    assert_eq!(cut, 5_000, "after the network went");
    let syncing = offline_after(syncing().environment(Environment::Resumed));
    assert_eq!(syncing, 5_000, "while catching up");
}

#[test]
fn an_answer_from_before_the_sleep_proves_nothing() {
    let bench = online().later(3_000).notice(Notice::Sent);
    let asked_before = Mono(bench.mono);
    let woken = bench.later(1_000).environment(Environment::Resumed);
    let answered = woken.notice(Notice::RoundTrip {
        asked_at: asked_before,
    });
    assert_eq!(
        offline_after(answered),
        5_000,
        "it may have waited in a buffer"
    );
}

#[test]
fn an_answer_to_one_send_says_nothing_of_the_next() {
    let first = online().later(1_000).notice(Notice::Sent);
    let asked_at = Mono(first.mono);
    let second = first.later(3_000).notice(Notice::Sent);
    let answered = second.later(1_000).notice(Notice::RoundTrip { asked_at });
    let dead_at = answered.mono + offline_after(answered.clone());
    assert_eq!(
        dead_at, 21_000,
        "20 s after the last answered question, at most 20 s after the open one"
    );
}

#[test]
fn a_second_doubt_does_not_put_off_the_first() {
    let woken = online().later(3_000).environment(Environment::Resumed);
    let again = woken.later(4_000).environment(Environment::NetworkUp);
    assert_eq!(offline_after(again), 1_000, "five seconds from the first");
}

#[test]
fn a_connection_that_answers_stays_online_all_day() {
    let mut bench = online();
    let mut probes = 0;
    while bench.mono < DAY {
        bench = bench.at_alarm();
        if let [Effect::Probe { .. }, ..] = bench.effects[..] {
            probes += 1;
            let asked_at = Mono(bench.mono);
            bench = bench.later(200).notice(Notice::RoundTrip { asked_at });
        }
        assert!(bench.phase().is_up(), "every probe was answered");
    }
    assert_eq!(probes, DAY / 25_000, "one question every 25 s when idle");
}
