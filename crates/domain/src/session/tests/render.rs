//! Sessions, inputs and effects in words, with times counted from now.

use crate::{
    disconnect::{Close, StreamWord},
    pairing::{Conflict, Pairing, PhoneCode, Refusal, Seat},
    session::{Ask, Deadline, Effect, Environment, Input, Moment, Mono, Notice, Phase, Stage},
};

/// Writes the match from variants to names once, and keeps the names for the
/// tests that look for gaps: a new variant does not compile until it is named.
macro_rules! names {
    ($list:ident, $name:ident($type:ty) { $($pattern:pat => $text:literal,)* }) => {
        pub(super) const $list: &[&str] = &[$($text),*];
        pub(super) fn $name(value: &$type) -> &'static str {
            match value { $($pattern => $text),* }
        }
    };
}

names!(PHASES, phase_name(Phase) {
    Phase::Empty => "Empty",
    Phase::Connecting { .. } => "Connecting",
    Phase::Waiting { .. } => "Waiting",
    Phase::Pairing(_) => "Pairing",
    Phase::PairingOver { .. } => "PairingOver",
    Phase::NeedsPasskey => "NeedsPasskey",
    Phase::Conflict { .. } => "Conflict",
    Phase::Authenticated { .. } => "Authenticated",
    Phase::Syncing { .. } => "Syncing",
    Phase::Online { .. } => "Online",
    Phase::Unlinking { .. } => "Unlinking",
    Phase::Replaced => "Replaced",
    Phase::Outdated => "Outdated",
    Phase::Banned { .. } => "Banned",
    Phase::Locked => "Locked",
    Phase::LoggedOut { .. } => "LoggedOut",
    Phase::Failed { .. } => "Failed",
});

names!(INPUTS, input_name(Input) {
    Input::Ask(Ask::Connect) => "ask Connect",
    Input::Ask(Ask::Cancel) => "ask Cancel",
    Input::Ask(Ask::RetryNow) => "ask RetryNow",
    Input::Ask(Ask::NewCode) => "ask NewCode",
    Input::Ask(Ask::PairingCode { .. }) => "ask PairingCode",
    Input::Ask(Ask::CancelPairingCode) => "ask CancelPairingCode",
    Input::Ask(Ask::UseHere) => "ask UseHere",
    Input::Ask(Ask::Unlink) => "ask Unlink",
    Input::Engine(_, Notice::Dialled) => "Dialled",
    Input::Engine(_, Notice::HandshakeDone) => "HandshakeDone",
    Input::Engine(_, Notice::QrCode { .. }) => "QrCode",
    Input::Engine(_, Notice::QrExhausted) => "QrExhausted",
    Input::Engine(_, Notice::PairCodeIssued { .. }) => "PairCodeIssued",
    Input::Engine(_, Notice::PairCodeRefused { .. }) => "PairCodeRefused",
    Input::Engine(_, Notice::PasskeyDemanded) => "PasskeyDemanded",
    Input::Engine(_, Notice::PairFailed) => "PairFailed",
    Input::Engine(_, Notice::PairSucceeded { .. }) => "PairSucceeded",
    Input::Engine(_, Notice::Connected) => "Connected",
    Input::Engine(_, Notice::SyncProgress { .. }) => "SyncProgress",
    Input::Engine(_, Notice::SyncFinished { .. }) => "SyncFinished",
    Input::Engine(_, Notice::Sent) => "Sent",
    Input::Engine(_, Notice::RoundTrip { .. }) => "RoundTrip",
    Input::Engine(_, Notice::LogoutDone { .. }) => "LogoutDone",
    Input::Engine(_, Notice::Ended(_)) => "Ended",
    Input::Engine(_, Notice::Stopped) => "Stopped",
    Input::Environment(Environment::NetworkUp) => "network up",
    Input::Environment(Environment::NetworkDown) => "network down",
    Input::Environment(Environment::Resumed) => "resumed",
    Input::Environment(Environment::ClockJumped) => "clock jumped",
    Input::Environment(Environment::TimerFired) => "timer too early",
});

pub(super) fn input(input: &Input) -> String {
    let name = input_name(input);
    match input {
        Input::Ask(Ask::PairingCode { seat, .. })
        | Input::Engine(_, Notice::PairSucceeded { seat, .. }) => {
            format!("{name} {}", self::seat(*seat))
        }
        Input::Engine(_, Notice::PairCodeRefused { answer, .. }) => format!("{name} {answer:?}"),
        Input::Engine(_, Notice::SyncProgress { sync, done, total }) => {
            format!("{name} {sync:?} {done}/{total}")
        }
        Input::Engine(_, Notice::SyncFinished { sync, complete }) => {
            let how = if *complete { "complete" } else { "short" };
            format!("{name} {sync:?} {how}")
        }
        Input::Engine(_, Notice::LogoutDone { told }) => format!("{name} told={told}"),
        Input::Engine(_, Notice::Ended(close)) => format!("{name} {}", closing(*close)),
        Input::Ask(_) | Input::Engine(..) | Input::Environment(_) => name.to_owned(),
    }
}

fn seat(seat: Seat) -> String {
    match seat {
        Seat::OtherSlot(slot) => format!("in slot {}", slot.get()),
        Seat::Free | Seat::Here | Seat::OverAnother => format!("{seat:?}"),
    }
}

fn closing(close: Close) -> String {
    match close {
        Close::Stream(StreamWord::Code(code)) => format!("stream {code}"),
        Close::Stream(word) => format!("stream {word:?}"),
        Close::Login { code, expires_in } => match expires_in {
            Some(_) => format!("login {code} with an end"),
            None => format!("login {code}"),
        },
        Close::Dial(fault) => format!("dial {fault:?}"),
        Close::Handshake(fault) => format!("handshake {fault:?}"),
        Close::Socket(end) => format!("socket {end:?}"),
        Close::Here(fault) => format!("here {fault:?}"),
    }
}

pub(super) fn phase(phase: &Phase, now: Moment) -> String {
    let name = phase_name(phase);
    match phase {
        Phase::Connecting {
            attempt,
            cause,
            stage,
        } => {
            let cause = cause.map_or(String::new(), |cause| format!(" after {cause:?}"));
            format!("{name} #{attempt} {}{cause}", self::stage(*stage, now))
        }
        Phase::Waiting {
            attempt,
            cause,
            next_try,
        } => format!(
            "{name} for #{attempt} at {} after {cause:?}",
            deadline(*next_try, now)
        ),
        Phase::Pairing(pairing) => format!("{name} {}", offers(*pairing, now)),
        Phase::PairingOver { cause } | Phase::Failed { cause } => format!("{name} {cause:?}"),
        Phase::Conflict { conflict, .. } => match conflict {
            Conflict::InOtherSlot(slot) => format!("{name} with slot {}", slot.get()),
            Conflict::OverAnother => format!("{name} with the account before"),
        },
        Phase::Authenticated { stage } => format!("{name} {}", self::stage(*stage, now)),
        Phase::Syncing {
            sync, done, total, ..
        } => format!("{name} {sync:?} {done}/{total}"),
        Phase::Unlinking { stage, by } => {
            format!(
                "{name} {} until {}",
                self::stage(*stage, now),
                ahead(*by, now)
            )
        }
        Phase::Banned { until, over } => {
            let until = until.map_or("no end".to_owned(), |until| deadline(until, now));
            let over = if *over { ", over" } else { "" };
            format!("{name} until {until}{over}")
        }
        Phase::LoggedOut { reason } => format!("{name} {reason:?}"),
        Phase::Empty
        | Phase::NeedsPasskey
        | Phase::Online { .. }
        | Phase::Replaced
        | Phase::Outdated
        | Phase::Locked => name.to_owned(),
    }
}

fn stage(stage: Stage, now: Moment) -> String {
    match stage {
        Stage::Planned { at } => format!("planned {}", ahead(at, now)),
        Stage::Dialling { by } => format!("dialling until {}", ahead(by, now)),
        Stage::Handshaking { by } => format!("handshaking until {}", ahead(by, now)),
        Stage::LoggingIn { by } => format!("logging in until {}", ahead(by, now)),
        Stage::Restarting { by } => format!("restart awaited until {}", ahead(by, now)),
        Stage::LoggingOut => "logging out".to_owned(),
    }
}

fn offers(pairing: Pairing, now: Moment) -> String {
    let qr = pairing.qr.map_or("no QR".to_owned(), |qr| {
        format!(
            "QR {} of {} until {}",
            qr.number,
            qr.of,
            deadline(qr.expires, now)
        )
    });
    let code = match pairing.code {
        PhoneCode::None => String::new(),
        PhoneCode::Asked { by } => format!(", code asked until {}", ahead(by, now)),
        PhoneCode::Shown { expires } => format!(", code until {}", deadline(expires, now)),
    };
    qr + &code
}

/// The effects in order; the timer, which nearly every step sets, comes last
/// and short.
pub(super) fn effects(effects: &[Effect], now: Moment) -> String {
    let words: Vec<String> = effects
        .iter()
        .map(|effect| self::effect(effect, now))
        .collect();
    words.join(", ")
}

fn effect(effect: &Effect, now: Moment) -> String {
    match effect {
        Effect::StartClient { purpose, .. } => format!("StartClient to {purpose:?}"),
        Effect::StopClient { .. } => "StopClient".to_owned(),
        Effect::AbortClient { .. } => "AbortClient".to_owned(),
        Effect::LogOut { .. } => "LogOut".to_owned(),
        Effect::Probe { .. } => "Probe".to_owned(),
        Effect::SetTimer { at } => format!("timer {}", ahead(*at, now)),
        Effect::CancelTimer => "no timer".to_owned(),
        Effect::AskPairingCode { .. } => "AskPairingCode".to_owned(),
        Effect::CancelPairingCode { .. } => "CancelPairingCode".to_owned(),
        Effect::MoveAccount { from } => format!("MoveAccount from slot {}", from.get()),
        Effect::SaveCredentials { .. } => "SaveCredentials".to_owned(),
        Effect::MarkLoggedOut { reason } => format!("MarkLoggedOut {reason:?}"),
        Effect::WipeCredentials => "WipeCredentials".to_owned(),
        Effect::DiscardUnlinked => "DiscardUnlinked".to_owned(),
        Effect::RaiseAttention { cause } => format!("RaiseAttention {cause:?}"),
        Effect::RecordEvent(event) => {
            let cause = event.cause.map(|cause| format!(" {cause:?}"));
            let code = event.code.map(|code| format!(" {code}"));
            let lasted = event
                .lasted
                .map(|millis| format!(" after {}", seconds(millis)));
            let words = [cause, code, lasted]
                .map(Option::unwrap_or_default)
                .concat();
            format!("[{:?}{words}]", event.kind)
        }
        Effect::Refuse(refusal) => format!("refuse {}", self::refusal(*refusal)),
    }
}

fn refusal(refusal: Refusal) -> String {
    let debug = format!("{refusal:?}");
    let end = debug.find(" {").unwrap_or(debug.len());
    debug.get(..end).unwrap_or_default().to_owned()
}

pub(super) fn ahead(at: Mono, now: Moment) -> String {
    if at < now.mono {
        return format!("-{}", seconds(now.mono.since(at)));
    }
    format!("+{}", seconds(at.since(now.mono)))
}

fn deadline(deadline: Deadline, now: Moment) -> String {
    ahead(deadline.at, now)
}

fn seconds(millis: u64) -> String {
    if millis.is_multiple_of(1_000) {
        format!("{} s", millis / 1_000)
    } else {
        format!("{millis} ms")
    }
}
