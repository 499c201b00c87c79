//! Messages that are read again.

use frontdesk_domain::{
    address::{Address, Lid, PhoneNumber},
    id::WireId,
    network::{Key, Unread, WireChat},
    pairing::Account,
    time::Timestamp,
};
use wa_rs::waproto::{
    codec,
    whatsapp::{self as wa, message::ReactionMessage},
};

use super::{from_maya, show, some, text};
use crate::inbound::again::{self, TRANSLATION};

fn own() -> Account {
    Account {
        phone: PhoneNumber::parse("15550001111").unwrap(),
        lid: Some(Lid("900".to_owned())),
    }
}

fn kept(payload: Vec<u8>) -> Unread {
    let maya = Address {
        phone: Some(PhoneNumber::parse("15550002222").unwrap()),
        lid: Some(Lid("801".to_owned())),
    };
    Unread {
        key: Key {
            chat: WireChat::Person(maya.clone()),
            sender: Some(maya),
            id: WireId("A1".to_owned()),
        },
        at: Timestamp(1_760_000_000_000),
        disappears_after: Some(60),
        payload,
    }
}

/// What is read of a kept message today.
fn today(message: &wa::Message) -> String {
    show::news(&again::read(&own(), &kept(codec::message_to_vec(message))))
}

#[test]
fn a_kept_message_says_what_it_would_say_if_it_came_today() {
    let mut info = from_maya();
    info.push_name = String::new();
    info.ephemeral_expiration = Some(60);
    let words = text("Readable by now");
    assert_eq!(
        today(&words),
        super::read(&words, &info).replace("live", "past"),
        "one translation for both"
    );
    assert!(
        today(&words).contains("60"),
        "it still disappears when it should: {}",
        today(&words)
    );
    let reaction = wa::Message {
        reaction_message: some(ReactionMessage {
            key: some(wa::MessageKey {
                id: Some("B1".to_owned()),
                from_me: Some(true),
                remote_jid: Some("15550001111@s.whatsapp.net".to_owned()),
                ..Default::default()
            }),
            text: Some("👍".to_owned()),
            ..Default::default()
        }),
        ..Default::default()
    };
    assert!(
        today(&reaction).contains("Reacted"),
        "one that turns out to be a change is one: {}",
        today(&reaction)
    );
}

#[test]
fn what_is_still_not_readable_stays_what_it_is() {
    let order = wa::Message {
        order_message: some(Default::default()),
        ..Default::default()
    };
    assert!(
        today(&order).contains("Unsupported { what: \"order\" }"),
        "{}",
        today(&order)
    );
    let damaged = show::news(&again::read(&own(), &kept(vec![0xff; 9])));
    assert!(
        damaged.contains("Unsupported"),
        "bytes that mean nothing leave the placeholder: {damaged}"
    );
}

#[test]
fn whoever_teaches_the_translation_something_raises_its_number() {
    type Fill = fn(&mut wa::Message);
    let samples: [(&str, Fill); 25] = [
        ("album", |m| m.album_message = some(Default::default())),
        ("stickerPack", |m| {
            m.sticker_pack_message = some(Default::default())
        }),
        ("product", |m| m.product_message = some(Default::default())),
        ("order", |m| m.order_message = some(Default::default())),
        ("invoice", |m| m.invoice_message = some(Default::default())),
        ("payment", |m| {
            m.send_payment_message = some(Default::default())
        }),
        ("paymentRequest", |m| {
            m.request_payment_message = some(Default::default())
        }),
        ("paymentInvite", |m| {
            m.payment_invite_message = some(Default::default())
        }),
        ("template", |m| {
            m.template_message = some(Default::default())
        }),
        ("buttons", |m| m.buttons_message = some(Default::default())),
        ("list", |m| m.list_message = some(Default::default())),
        ("interactive", |m| {
            m.interactive_message = some(Default::default())
        }),
        ("structured", |m| {
            m.highly_structured_message = some(Default::default())
        }),
        ("buttonsAnswer", |m| {
            m.buttons_response_message = some(Default::default())
        }),
        ("interactiveAnswer", |m| {
            m.interactive_response_message = some(Default::default());
        }),
        ("event", |m| m.event_message = some(Default::default())),
        ("eventInvite", |m| {
            m.event_invite_message = some(Default::default())
        }),
        ("scheduledCall", |m| {
            m.scheduled_call_creation_message = some(Default::default());
        }),
        ("callLink", |m| m.call = some(Default::default())),
        ("phoneNumberRequest", |m| {
            m.request_phone_number_message = some(Default::default());
        }),
        ("channelInvite", |m| {
            m.newsletter_admin_invite_message = some(Default::default());
        }),
        ("onPhoneOnly", |m| {
            m.placeholder_message = some(Default::default())
        }),
        ("pollResult", |m| {
            m.poll_result_snapshot_message = some(Default::default());
        }),
        ("assistantAnswer", |m| {
            m.rich_response_message = some(Default::default());
        }),
        ("sharedHistory", |m| {
            m.message_history_bundle = some(Default::default());
        }),
    ];
    let unread: Vec<&str> = samples
        .into_iter()
        .filter(|(_, fill)| {
            let mut message = wa::Message::default();
            fill(&mut message);
            today(&message).contains("Unsupported")
        })
        .map(|(name, _)| name)
        .collect();
    // A change here without a higher number leaves old placeholders for ever.
    insta::assert_snapshot!(format!("{TRANSLATION} does not read {unread:?}"), @r#"1 does not read ["album", "stickerPack", "product", "order", "invoice", "payment", "paymentRequest", "paymentInvite", "template", "buttons", "list", "interactive", "structured", "buttonsAnswer", "interactiveAnswer", "event", "eventInvite", "scheduledCall", "callLink", "phoneNumberRequest", "channelInvite", "onPhoneOnly", "pollResult", "assistantAnswer", "sharedHistory"]"#);
}
