//! Receipts, groups, calls, people, settings, and what cannot be read.

use std::sync::Arc;

use frontdesk_domain::{network::Inbound, time::Timestamp};
use wa_rs::{
    Jid,
    chrono::DateTime,
    types::{
        events::{
            ArchiveUpdate, ClearChatUpdate, ContactNumberChanged, ContactUpdate, DecryptFailMode,
            DeleteMessageForMeUpdate, Event, GroupUpdate, MarkChatAsReadUpdate, MuteUpdate,
            PinUpdate, PushNameUpdate, Receipt, StarUpdate, UnavailableType, UndecryptableMessage,
        },
        message::MessageSource,
        presence::ReceiptType,
    },
    wacore::stanza::groups::{GroupNotificationAction as Action, GroupParticipantInfo},
    waproto::whatsapp::sync_action_value as action,
};

use super::{GROUP, from_maya, in_group, maya, me, otto, table};
use crate::inbound::{calls, groups, people, receipts, settings, undecryptable};

fn when() -> DateTime<wa_rs::chrono::Utc> {
    DateTime::from_timestamp(1_760_000_000, 0).unwrap()
}

#[test]
fn a_receipt_says_whose_it_is_and_how_far() {
    let receipt = |kind, source: MessageSource| {
        let event = Receipt::builder()
            .source(source)
            .message_ids(vec!["B1".to_owned(), "B2".to_owned()])
            .timestamp(when())
            .r#type(kind)
            .offline(false)
            .build();
        receipts::receipt(&me(), &event).into_iter().collect()
    };
    let own = || MessageSource {
        is_from_me: true,
        sender: Jid::pn("15550001111"),
        ..from_maya().source
    };
    insta::assert_snapshot!(table([
        (
            "delivered",
            receipt(ReceiptType::Delivered, from_maya().source)
        ),
        (
            "quietly delivered",
            receipt(ReceiptType::Inactive, from_maya().source)
        ),
        ("read", receipt(ReceiptType::Read, from_maya().source)),
        ("played", receipt(ReceiptType::Played, from_maya().source)),
        (
            "read in a group",
            receipt(ReceiptType::Read, in_group().source)
        ),
        ("read on the phone", receipt(ReceiptType::ReadSelf, own())),
        (
            "read on the phone, loudly",
            receipt(ReceiptType::Read, own())
        ),
        (
            "delivered to the phone",
            receipt(ReceiptType::Sender, own())
        ),
        (
            "asked again",
            receipt(ReceiptType::Retry, from_maya().source)
        ),
    ]));
}

#[test]
fn what_happens_to_a_group_is_an_entry() {
    let person = |jid: Jid| GroupParticipantInfo {
        jid,
        phone_number: None,
        display_name: None,
        r#type: None,
        lid: Some(Jid::lid("801")),
        username: None,
        join_time: None,
        group_history_sent_state: None,
    };
    let update = |by: Option<Jid>, action| {
        let event = GroupUpdate::builder()
            .group_jid(GROUP.parse().unwrap())
            .notification_id("N1".to_owned())
            .maybe_participant(by)
            .timestamp(when())
            .is_lid_addressing_mode(false)
            .action(action)
            .build();
        groups::update(&me(), &event)
    };
    let by = || Some(otto());
    insta::assert_snapshot!(table([
        (
            "renamed",
            update(
                by(),
                Action::Subject {
                    subject: "Friends".to_owned(),
                    subject_owner: None,
                    subject_time: None,
                },
            ),
        ),
        (
            "added",
            update(
                by(),
                Action::Add {
                    participants: vec![person(maya())],
                    reason: None,
                },
            ),
        ),
        (
            "removed",
            update(
                by(),
                Action::Remove {
                    participants: vec![person(maya())],
                    reason: None,
                },
            ),
        ),
        (
            "left",
            update(
                Some(maya()),
                Action::Remove {
                    participants: vec![person(maya())],
                    reason: None,
                },
            ),
        ),
        ("by us", update(Some(Jid::lid("900")), Action::Announce),),
        (
            "disappearing",
            update(
                by(),
                Action::Ephemeral {
                    expiration: 86_400,
                    trigger: None,
                },
            ),
        ),
        ("by the network", update(None, Action::Announce)),
        ("without a meaning", update(by(), Action::GrowthUnlocked),),
    ]));
}

#[test]
fn calls_are_entries_in_the_conversation_with_the_caller() {
    let call = |missed, video| {
        let call = calls::Call {
            from: &maya(),
            id: "C1",
            at: Timestamp(1_760_000_000_000),
            video,
            missed,
        };
        calls::over(&me(), &call).into_iter().collect()
    };
    insta::assert_snapshot!(table([
        ("missed", call(true, false)),
        ("answered on the phone, with a picture", call(false, true)),
    ]));
}

#[test]
fn people_have_names_and_addresses() {
    let named = |new: &str| {
        let event = PushNameUpdate::builder()
            .jid(maya())
            .message(Box::new(from_maya()))
            .old_push_name("M".to_owned())
            .new_push_name(new.to_owned())
            .build();
        people::renamed(&event)
            .into_iter()
            .collect::<Vec<Inbound>>()
    };
    let saved = ContactUpdate::builder()
        .jid(maya())
        .timestamp(when())
        .action(Box::new(action::ContactAction {
            full_name: Some("Maya Fairweather".to_owned()),
            lid_jid: Some("801@lid".to_owned()),
            ..Default::default()
        }))
        .from_full_sync(true)
        .build();
    let moved = ContactNumberChanged::builder()
        .old_jid(maya())
        .new_jid(Jid::pn("15550007777"))
        .maybe_old_lid(Some(Jid::lid("801")))
        .maybe_new_lid(None)
        .timestamp(when())
        .build();
    insta::assert_snapshot!(table([
        ("calls herself", named("Maya F.")),
        ("calls herself nothing", named("")),
        ("in the address book", people::saved(&saved)),
        (
            "has another number",
            people::moved(&moved).into_iter().collect()
        ),
    ]));
}

#[test]
fn settings_of_the_phone_are_told() {
    let change = |event: Event| settings::change(&me(), &event).into_iter().collect();
    let mute = |muted, end| {
        Event::MuteUpdate(
            MuteUpdate::builder()
                .jid(maya())
                .timestamp(when())
                .action(Box::new(action::MuteAction {
                    muted: Some(muted),
                    mute_end_timestamp: end,
                    ..Default::default()
                }))
                .from_full_sync(false)
                .build(),
        )
    };
    let star = |chat: Jid, participant, from_me| {
        Event::StarUpdate(
            StarUpdate::builder()
                .chat_jid(chat)
                .maybe_participant_jid(participant)
                .message_id("B1".to_owned())
                .from_me(from_me)
                .timestamp(when())
                .action(Box::new(action::StarAction {
                    starred: Some(true),
                }))
                .from_full_sync(false)
                .build(),
        )
    };
    let pin = PinUpdate::builder()
        .jid(GROUP.parse().unwrap())
        .timestamp(when())
        .action(Box::new(action::PinAction { pinned: Some(true) }))
        .from_full_sync(false)
        .build();
    let archive = ArchiveUpdate::builder()
        .jid(maya())
        .timestamp(when())
        .action(Box::new(action::ArchiveChatAction {
            archived: Some(false),
            ..Default::default()
        }))
        .from_full_sync(false)
        .build();
    let unread = MarkChatAsReadUpdate::builder()
        .jid(maya())
        .timestamp(when())
        .action(Box::new(action::MarkChatAsReadAction {
            read: Some(false),
            ..Default::default()
        }))
        .from_full_sync(false)
        .build();
    let cleared = ClearChatUpdate::builder()
        .jid(maya())
        .delete_starred(false)
        .delete_media(false)
        .timestamp(when())
        .action(Box::default())
        .from_full_sync(false)
        .build();
    let deleted = DeleteMessageForMeUpdate::builder()
        .chat_jid(GROUP.parse().unwrap())
        .maybe_participant_jid(Some(otto()))
        .message_id("B1".to_owned())
        .from_me(false)
        .timestamp(when())
        .action(Box::default())
        .from_full_sync(false)
        .build();
    insta::assert_snapshot!(table([
        ("pinned", change(Event::PinUpdate(pin))),
        ("silent until", change(mute(true, Some(1_770_000_000_000)))),
        ("silent for ever", change(mute(true, Some(-1)))),
        ("loud again", change(mute(false, None))),
        ("taken back", change(Event::ArchiveUpdate(archive))),
        ("unread", change(Event::MarkChatAsReadUpdate(unread))),
        ("emptied", change(Event::ClearChatUpdate(cleared))),
        ("her message starred", change(star(maya(), None, false))),
        ("our message starred", change(star(maya(), None, true))),
        (
            "deleted for us",
            change(Event::DeleteMessageForMeUpdate(deleted))
        ),
    ]));
}

#[test]
fn what_cannot_be_read_has_a_place_unless_it_should_stay_hidden() {
    let event = |mode, unavailable: Option<UnavailableType>| {
        let event = UndecryptableMessage::builder()
            .info(Arc::new(from_maya()))
            .is_unavailable(unavailable.is_some())
            .unavailable_type(unavailable.unwrap_or(UnavailableType::Unknown))
            .decrypt_fail_mode(mode)
            .build();
        undecryptable(&me(), &event).into_iter().collect()
    };
    insta::assert_snapshot!(table([
        ("will be repeated", event(DecryptFailMode::Show, None)),
        ("hidden", event(DecryptFailMode::Hide, None)),
        (
            "may still come from the phone",
            event(DecryptFailMode::Show, Some(UnavailableType::Unknown)),
        ),
        (
            "for one look, on the phone",
            event(DecryptFailMode::Show, Some(UnavailableType::ViewOnce)),
        ),
    ]));
}
