//! One session for every place a link can be in, each reached by inputs alone.

use super::{
    kit::{Bench, account, paired, pairing_code, slot_two},
    render::{INPUTS, PHASES, input_name, phase_name},
};
use crate::{
    disconnect::{Close, DialFault, LocalFault, SocketEnd, StreamWord},
    pairing::{PairCodeAnswer, Seat},
    session::{Ask, Environment, Input, LogoutReason, Mono, Notice, Run, Stored, Sync},
};

pub(super) fn unlinked() -> Bench {
    Bench::new(Stored::Empty)
}

pub(super) fn linked() -> Bench {
    Bench::new(Stored::Linked(account()))
}

pub(super) fn pair_dialling() -> Bench {
    unlinked().later(1_000).ask(Ask::Connect)
}

pub(super) fn with_qr() -> Bench {
    pair_dialling()
        .notice(Notice::Dialled)
        .notice(Notice::HandshakeDone)
        .notice(Notice::QrCode { valid_for: 60_000 })
}

pub(super) fn code_asked() -> Bench {
    with_qr().later(5_000).ask(pairing_code(Seat::Free))
}

pub(super) fn code_shown() -> Bench {
    code_asked().notice(Notice::PairCodeIssued { valid_for: 180_000 })
}

pub(super) fn authenticated() -> Bench {
    with_qr().later(5_000).notice(paired(Seat::Free))
}

pub(super) fn conflict(seat: Seat) -> Bench {
    with_qr().later(5_000).notice(paired(seat))
}

pub(super) fn logging_in() -> Bench {
    linked()
        .notice(Notice::Dialled)
        .notice(Notice::HandshakeDone)
}

pub(super) fn online() -> Bench {
    logging_in().notice(Notice::Connected)
}

pub(super) fn syncing() -> Bench {
    online().notice(Notice::SyncProgress {
        sync: Sync::Backlog,
        done: 3,
        total: 10,
    })
}

pub(super) fn refused(code: u16) -> Bench {
    let close = Close::Login {
        code,
        expires_in: None,
    };
    logging_in().ended(close).stopped()
}

pub(super) fn banned_for(expires_in: u64) -> Bench {
    let close = Close::Login {
        code: 402,
        expires_in: Some(expires_in),
    };
    logging_in().ended(close).stopped()
}

const fn stream(code: u16) -> Close {
    Close::Stream(StreamWord::Code(code))
}

/// Name and session, in the order of the life of a link.
pub(super) fn all() -> Vec<(&'static str, Bench)> {
    let no_route = Close::Dial(DialFault::NoRoute);
    vec![
        ("empty", unlinked().later(1_000)),
        ("pairing, dialling", pair_dialling()),
        (
            "pairing, handshaking",
            pair_dialling().notice(Notice::Dialled),
        ),
        (
            "pairing, no code yet",
            pair_dialling()
                .notice(Notice::Dialled)
                .notice(Notice::HandshakeDone),
        ),
        (
            "pairing, next try planned",
            pair_dialling().ended(no_route).stopped(),
        ),
        ("QR code", with_qr()),
        ("QR code, pairing code asked", code_asked()),
        ("QR code and pairing code", code_shown()),
        (
            "pairing code alone",
            code_shown().notice(Notice::QrExhausted),
        ),
        (
            "QR code, pairing code throttled",
            code_asked().notice(Notice::PairCodeRefused {
                answer: PairCodeAnswer::TooMany,
                back_off: None,
            }),
        ),
        (
            "codes ran out",
            with_qr().notice(Notice::QrExhausted).stopped().later(5_000),
        ),
        (
            "passkey demanded",
            with_qr()
                .notice(Notice::PasskeyDemanded)
                .stopped()
                .later(5_000),
        ),
        (
            "linked a number of slot 2",
            conflict(Seat::OtherSlot(slot_two())),
        ),
        (
            "linked over another account",
            conflict(Seat::OverAnother).ended(stream(515)).stopped(),
        ),
        ("paired, restart awaited", authenticated()),
        (
            "paired, restarting while the client stops",
            authenticated().ended(stream(515)),
        ),
        (
            "paired, logging in",
            authenticated()
                .ended(stream(515))
                .stopped()
                .notice(Notice::Dialled)
                .notice(Notice::HandshakeDone),
        ),
        ("login, dialling", linked()),
        ("login, handshaking", linked().notice(Notice::Dialled)),
        ("login, logging in", logging_in()),
        (
            "login, next try planned while the client stops",
            logging_in().ended(stream(503)),
        ),
        (
            "login, no network",
            linked()
                .environment(Environment::NetworkDown)
                .ended(no_route)
                .stopped(),
        ),
        (
            "login, told to slow down",
            logging_in().ended(stream(429)).stopped(),
        ),
        ("catching up", syncing()),
        ("online", online()),
        (
            "online, a send unanswered",
            online().later(2_000).notice(Notice::Sent),
        ),
        (
            "online, in doubt",
            online().later(2_000).environment(Environment::Resumed),
        ),
        ("unlinking", online().later(40_000).ask(Ask::Unlink)),
        (
            "unlinking a number nobody wanted",
            conflict(Seat::OverAnother)
                .ended(stream(515))
                .stopped()
                .later(2_000)
                .ask(Ask::Cancel),
        ),
        (
            "replaced",
            online()
                .ended(Close::Stream(StreamWord::Replaced))
                .stopped(),
        ),
        ("outdated", refused(405)),
        ("banned for an hour", banned_for(3_600_000)),
        ("banned, hour over", banned_for(3_600_000).later(3_600_000)),
        ("banned without an end", refused(406)),
        ("locked", refused(403)),
        ("logged out by the phone, client stopping", {
            online().ended(Close::Stream(StreamWord::Removed))
        }),
        (
            "logged out by the user",
            Bench::new(Stored::LoggedOut {
                reason: LogoutReason::Here,
                wiped: true,
            }),
        ),
        (
            "no keys",
            logging_in()
                .notice(Notice::QrCode { valid_for: 60_000 })
                .stopped(),
        ),
        (
            "no engine",
            linked().ended(Close::Here(LocalFault::NoEngine)).stopped(),
        ),
    ]
}

/// Everything that can happen, with the values that make a difference.
pub(super) fn inputs(bench: &Bench) -> Vec<Input> {
    let mut inputs: Vec<Input> = asks().into_iter().map(Input::Ask).collect();
    let run = Run(bench.session.runs);
    let notices = notices(bench.now().mono);
    inputs.extend(notices.into_iter().map(|notice| Input::Engine(run, notice)));
    let environment = [
        Environment::NetworkUp,
        Environment::NetworkDown,
        Environment::Resumed,
        Environment::ClockJumped,
        Environment::TimerFired,
    ];
    inputs.extend(environment.map(Input::Environment));
    inputs
}

pub(super) fn asks() -> Vec<Ask> {
    vec![
        Ask::Connect,
        Ask::Cancel,
        Ask::RetryNow,
        Ask::NewCode,
        pairing_code(Seat::Free),
        pairing_code(Seat::OtherSlot(slot_two())),
        Ask::CancelPairingCode,
        Ask::UseHere,
        Ask::Unlink,
    ]
}

pub(super) fn notices(now: Mono) -> Vec<Notice> {
    let progress = |sync, done| Notice::SyncProgress {
        sync,
        done,
        total: 10,
    };
    let finished = |sync, complete| Notice::SyncFinished { sync, complete };
    let refused = |answer| Notice::PairCodeRefused {
        answer,
        back_off: Some(90_000),
    };
    let mut notices = vec![
        Notice::Dialled,
        Notice::HandshakeDone,
        Notice::QrCode { valid_for: 20_000 },
        Notice::QrExhausted,
        Notice::PairCodeIssued { valid_for: 180_000 },
        refused(PairCodeAnswer::BadRequest),
        refused(PairCodeAnswer::NotAvailable),
        refused(PairCodeAnswer::Fault),
        Notice::PasskeyDemanded,
        Notice::PairFailed,
        paired(Seat::Free),
        paired(Seat::Here),
        paired(Seat::OtherSlot(slot_two())),
        paired(Seat::OverAnother),
        Notice::Connected,
        progress(Sync::Backlog, 4),
        progress(Sync::History, 4),
        progress(Sync::Backlog, 10),
        finished(Sync::Backlog, true),
        finished(Sync::Backlog, false),
        finished(Sync::History, false),
        Notice::Sent,
        Notice::RoundTrip { asked_at: now },
        Notice::LogoutDone { told: true },
        Notice::LogoutDone { told: false },
    ];
    notices.extend(closes().into_iter().map(Notice::Ended));
    notices.push(Notice::Stopped);
    notices
}

/// One closing for every row of the table that acts differently.
pub(super) fn closes() -> Vec<Close> {
    let login = |code, expires_in| Close::Login { code, expires_in };
    vec![
        stream(401),
        Close::Stream(StreamWord::Replaced),
        stream(429),
        stream(503),
        stream(515),
        Close::Stream(StreamWord::Unknown),
        login(400, None),
        login(401, None),
        login(402, Some(3_600_000)),
        login(403, None),
        login(405, None),
        login(406, None),
        Close::Dial(DialFault::NoRoute),
        Close::Socket(SocketEnd::Broken),
        Close::Here(LocalFault::Store),
        Close::Here(LocalFault::NoEngine),
    ]
}

#[test]
fn every_phase_has_a_sample() {
    let mut missing = PHASES.to_vec();
    for (_, bench) in all() {
        let name = phase_name(bench.phase());
        missing.retain(|known| *known != name);
    }
    assert!(missing.is_empty(), "no sample stands in {missing:?}");
}

#[test]
fn every_input_is_in_the_table() {
    let mut missing = INPUTS.to_vec();
    let bench = unlinked();
    for input in inputs(&bench) {
        let name = input_name(&input);
        missing.retain(|known| *known != name);
    }
    assert!(missing.is_empty(), "the table lacks {missing:?}");
}
