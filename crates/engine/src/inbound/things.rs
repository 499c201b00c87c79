//! Places, address cards, polls, invitations, entries of calls.

use frontdesk_domain::network::{Card, Content, PollOption};
use sha2::{Digest, Sha256};
use wa_rs::waproto::whatsapp::{
    self as wa,
    message::{
        CallLogMessage, ContactMessage, PollCreationMessage, call_log_message::CallOutcome,
        pin_in_chat_message,
    },
};

/// A message with one of them.
pub(super) fn of(message: &wa::Message) -> Option<Content> {
    place(message)
        .or_else(|| cards(message))
        .or_else(|| poll(message))
        .or_else(|| message.call_log_messsage.as_option().map(call))
        .or_else(|| event(message))
}

fn place(message: &wa::Message) -> Option<Content> {
    if let Some(place) = message.location_message.as_option() {
        return Some(Content::Location {
            latitude: place.degrees_latitude.unwrap_or(0.0),
            longitude: place.degrees_longitude.unwrap_or(0.0),
            name: place
                .name
                .clone()
                .or_else(|| place.comment.clone())
                .unwrap_or_default(),
            address: place.address.clone().unwrap_or_default(),
            live: place.is_live == Some(true),
        });
    }
    let place = message.live_location_message.as_option()?;
    Some(Content::Location {
        latitude: place.degrees_latitude.unwrap_or(0.0),
        longitude: place.degrees_longitude.unwrap_or(0.0),
        name: place.caption.clone().unwrap_or_default(),
        address: String::new(),
        live: true,
    })
}

fn cards(message: &wa::Message) -> Option<Content> {
    if let Some(one) = message.contact_message.as_option() {
        return Some(Content::Cards(vec![card(one)]));
    }
    let many = message.contacts_array_message.as_option()?;
    Some(Content::Cards(many.contacts.iter().map(card).collect()))
}

fn card(card: &ContactMessage) -> Card {
    let vcard = card.vcard.as_deref().unwrap_or_default();
    let named = card.display_name.clone().filter(|name| !name.is_empty());
    Card {
        name: named
            .or_else(|| field(vcard, "FN").next().map(str::to_owned))
            .unwrap_or_default(),
        phones: field(vcard, "TEL").map(str::to_owned).collect(),
    }
}

/// The values of a field of an address card, which looks like
/// `item1.TEL;type=CELL:+1 555 000 1111`.
fn field<'v>(vcard: &'v str, name: &'v str) -> impl Iterator<Item = &'v str> {
    vcard.lines().filter_map(move |line| {
        let (head, value) = line.split_once(':')?;
        let head = head.split(';').next()?;
        let bare = head.rsplit('.').next()?;
        let value = value.trim();
        (bare.eq_ignore_ascii_case(name) && !value.is_empty()).then_some(value)
    })
}

fn poll(message: &wa::Message) -> Option<Content> {
    let versions = [
        &message.poll_creation_message,
        &message.poll_creation_message_v2,
        &message.poll_creation_message_v3,
        &message.poll_creation_message_v5,
        &message.poll_creation_message_v6,
    ];
    let poll = versions
        .into_iter()
        .find_map(|version| version.as_option())?;
    Some(Content::Poll {
        question: poll.name.clone().unwrap_or_default(),
        options: options(poll),
        choices: poll.selectable_options_count.unwrap_or(0),
    })
}

fn options(poll: &PollCreationMessage) -> Vec<PollOption> {
    let names = poll.options.iter();
    names
        .map(|option| {
            let name = option.option_name.clone().unwrap_or_default();
            PollOption {
                digest: Sha256::digest(name.as_bytes()).to_vec(),
                name,
            }
        })
        .collect()
}

fn call(call: &CallLogMessage) -> Content {
    let missed = matches!(
        call.call_outcome,
        Some(
            CallOutcome::MISSED
                | CallOutcome::FAILED
                | CallOutcome::SILENCED_BY_DND
                | CallOutcome::SILENCED_UNKNOWN_CALLER
        )
    );
    Content::Call {
        video: call.is_video == Some(true),
        missed,
        seconds: call
            .duration_secs
            .and_then(|seconds| u32::try_from(seconds).ok())
            .filter(|seconds| *seconds > 0),
    }
}

fn event(message: &wa::Message) -> Option<Content> {
    if let Some(pin) = message.pin_in_chat_message.as_option() {
        let pinned = pin.r#type == Some(pin_in_chat_message::Type::PIN_FOR_ALL);
        return Some(Content::Event {
            what: if pinned {
                "messagePinned"
            } else {
                "messageUnpinned"
            }
            .to_owned(),
            who: Vec::new(),
            value: pin.key.id.clone().unwrap_or_default(),
        });
    }
    let invite = message.group_invite_message.as_option()?;
    Some(Content::Event {
        what: "groupInvite".to_owned(),
        who: Vec::new(),
        value: invite.group_name.clone().unwrap_or_default(),
    })
}
