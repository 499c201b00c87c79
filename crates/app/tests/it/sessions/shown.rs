//! What cards, consoles and timelines say, as text. Times are seconds from now.

use frontdesk_app::view::{
    feed::Snapshot,
    pairing::{PairingStep, PhoneCodeView, RefusalView},
    slot::{LinkEventView, SlotView},
};
use frontdesk_domain::{link::LinkState, slot::SlotNumber, time::Timestamp};

pub(super) fn cards(snapshot: &Snapshot, now: Timestamp) -> String {
    let cards: Vec<String> = snapshot.slots.iter().map(|slot| card(slot, now)).collect();
    cards.join("\n")
}

fn card(slot: &SlotView, now: Timestamp) -> String {
    let who = slot.account.as_ref().map_or("nobody", |account| {
        account.phone.as_deref().unwrap_or("no number")
    });
    let action = slot
        .action
        .map(|action| format!(" [{action:?}]"))
        .unwrap_or_default();
    format!(
        "{} {who}: {}{action}",
        slot.number.get(),
        link(&slot.link, now)
    )
}

pub(super) fn link(link: &LinkState, now: Timestamp) -> String {
    match link {
        LinkState::Empty => "empty".to_owned(),
        LinkState::Connecting { attempt, cause } => {
            let why = cause.map(|cause| format!(", {cause:?}"));
            format!("connecting, try {attempt}{}", why.unwrap_or_default())
        }
        LinkState::QrReady {
            expires_at,
            number,
            of,
        } => format!("QR code {number} of {of}, until {}", at(*expires_at, now)),
        LinkState::PairingCode { expires_at } => {
            format!("pairing code until {}", at(*expires_at, now))
        }
        LinkState::PairingOver { cause } => format!("pairing over, {cause:?}"),
        LinkState::NeedsPasskey => "needs a passkey".to_owned(),
        LinkState::NumberConflict { phone, other } => match other {
            Some(other) => format!("{phone} already sits in slot {}", other.get()),
            None => format!("{phone} in the place of another number"),
        },
        LinkState::Authenticated => "authenticated".to_owned(),
        LinkState::Syncing { done, total } => format!("syncing {done} of {total}"),
        LinkState::Online => "online".to_owned(),
        LinkState::WaitingForNetwork {
            attempt,
            cause,
            next_try_at,
        } => format!(
            "waiting, {cause:?}, try {attempt} at {}",
            at(*next_try_at, now)
        ),
        LinkState::Unlinking => "unlinking".to_owned(),
        LinkState::Replaced => "replaced".to_owned(),
        LinkState::Outdated => "outdated".to_owned(),
        LinkState::Banned { until, over } => {
            let until = until.map(|until| format!(" until {}", at(until, now)));
            let over = if *over { ", which is over" } else { "" };
            format!("banned{}{over}", until.unwrap_or_default())
        }
        LinkState::Locked => "locked".to_owned(),
        LinkState::LoggedOut { reason } => format!("logged out, {reason:?}"),
        LinkState::Failed { cause } => format!("failed, {cause:?}"),
    }
}

pub(super) fn console(snapshot: &Snapshot, slot: SlotNumber, now: Timestamp) -> String {
    let open = snapshot
        .pairings
        .iter()
        .find(|pairing| pairing.slot == slot);
    let Some(pairing) = open else {
        return "closed".to_owned();
    };
    let step = match pairing.step {
        PairingStep::Connecting => "connecting",
        PairingStep::CodeReady => "code ready",
        PairingStep::Authenticated => "authenticated",
        PairingStep::Deciding => "deciding",
        PairingStep::Connected => "connected",
        PairingStep::Over => "over",
    };
    let mut lines = vec![format!("{step}, since {}", at(pairing.since, now))];
    if let Some(cause) = pairing.cause {
        lines.push(format!("because {cause:?}"));
    }
    if let Some(qr) = &pairing.qr {
        let path = if qr.path.is_empty() { "blank" } else { "drawn" };
        lines.push(format!(
            "QR {} of {}, {size}×{size} {path}, until {}",
            qr.number,
            qr.of,
            at(qr.expires_at, now),
            size = qr.size
        ));
    }
    lines.push(match &pairing.code {
        PhoneCodeView::NotYet => "pairing code: not yet".to_owned(),
        PhoneCodeView::Free => "pairing code: can be asked for".to_owned(),
        PhoneCodeView::Asked => "pairing code: on its way".to_owned(),
        PhoneCodeView::Shown {
            text,
            spelled,
            expires_at,
        } => format!(
            "pairing code: {text} ({spelled}), until {}",
            at(*expires_at, now)
        ),
        PhoneCodeView::Refused { refusal } => {
            format!("pairing code: refused, {}", refused(refusal, now))
        }
    });
    if let Some(until) = pairing.codes_blocked_until {
        lines.push(format!("no pairing code before {}", at(until, now)));
    }
    lines.join("\n")
}

pub(super) fn refused(refusal: &RefusalView, now: Timestamp) -> String {
    match refusal {
        RefusalView::CodeStillGood { until } => {
            format!("code still good until {}", at(*until, now))
        }
        RefusalView::TooSoon { until } => format!("too soon before {}", at(*until, now)),
        RefusalView::CodeThrottled { until } => format!("throttled until {}", at(*until, now)),
        RefusalView::CodeFailed { until } => format!("failed, again at {}", at(*until, now)),
        RefusalView::NumberInOtherSlot { slot } => format!("number is in slot {}", slot.get()),
        other => format!("{other:?}"),
    }
}

pub(super) fn timeline(lines: &[LinkEventView], now: Timestamp) -> String {
    let oldest_first = lines.iter().rev();
    let text: Vec<String> = oldest_first
        .map(|line| {
            let mut text = format!("{} {:?}", at(line.at, now), line.event);
            if let Some(cause) = line.cause {
                text.push_str(&format!(", {cause:?}"));
            }
            if let Some(code) = line.code {
                text.push_str(&format!(" ({code})"));
            }
            if let Some(lasted) = line.lasted {
                text.push_str(&format!(
                    ", after {}",
                    seconds(i64::try_from(lasted).unwrap())
                ));
            }
            text
        })
        .collect();
    text.join("\n")
}

fn at(time: Timestamp, now: Timestamp) -> String {
    let from_now = time.0 - now.0;
    if from_now < 0 {
        format!("-{}", seconds(-from_now))
    } else {
        format!("+{}", seconds(from_now))
    }
}

fn seconds(millis: i64) -> String {
    if millis % 1_000 == 0 {
        format!("{} s", millis / 1_000)
    } else {
        format!("{}.{:03} s", millis / 1_000, millis % 1_000)
    }
}
