//! Messages and what they say.

use wa_rs::waproto::whatsapp::{
    self as wa,
    message::{
        AudioMessage, ContactMessage, ContactsArrayMessage, DocumentMessage, ExtendedTextMessage,
        FutureProofMessage, GroupInviteMessage, ImageMessage, LiveLocationMessage, LocationMessage,
        PinInChatMessage, PollCreationMessage, ProtocolMessage, ReactionMessage, StickerMessage,
        VideoMessage, pin_in_chat_message, poll_creation_message, protocol_message::Type,
    },
};

use super::{from_maya, from_phone, in_group, maya, otto, read, some, table, text};

fn row<'n>(name: &'n str, message: &wa::Message) -> (&'n str, String) {
    (name, read(message, &from_maya()))
}

fn lines(rows: &[(&str, String)]) -> String {
    let rows = rows.iter();
    rows.map(|(name, news)| format!("{name}: {news}\n"))
        .collect()
}

fn image() -> ImageMessage {
    ImageMessage {
        caption: Some("Look".to_owned()),
        mimetype: Some("image/jpeg".to_owned()),
        file_length: Some(9),
        width: Some(4),
        height: Some(3),
        jpeg_thumbnail: Some(vec![1]),
        direct_path: Some("/v/1".to_owned()),
        media_key: Some(vec![2]),
        file_sha256: Some(vec![3]),
        file_enc_sha256: Some(vec![4]),
        ..Default::default()
    }
}

fn poll(choices: u32) -> PollCreationMessage {
    let option = |name: &str| poll_creation_message::Option {
        option_name: Some(name.to_owned()),
        ..Default::default()
    };
    PollCreationMessage {
        name: Some("When?".to_owned()),
        options: vec![option("Today"), option("Tomorrow")],
        selectable_options_count: Some(choices),
        ..Default::default()
    }
}

fn card(name: &str, vcard: &str) -> ContactMessage {
    ContactMessage {
        display_name: Some(name.to_owned()),
        vcard: Some(vcard.to_owned()),
        ..Default::default()
    }
}

fn wrapped(message: wa::Message) -> FutureProofMessage {
    FutureProofMessage {
        message: some(message),
    }
}

fn key(id: &str, from_me: bool, participant: Option<String>) -> wa::MessageKey {
    wa::MessageKey {
        remote_jid: Some(maya().to_string()),
        from_me: Some(from_me),
        id: Some(id.to_owned()),
        participant,
    }
}

#[test]
fn every_kind_of_message_has_a_meaning() {
    let with = |change: fn(&mut wa::Message)| {
        let mut message = wa::Message::default();
        change(&mut message);
        message
    };
    let rows = [
        row("text", &text("Two please")),
        row(
            "image",
            &with(|message| message.image_message = some(image())),
        ),
        row(
            "film",
            &with(|message| {
                message.video_message = some(VideoMessage {
                    seconds: Some(12),
                    direct_path: Some("/v/2".to_owned()),
                    ..Default::default()
                });
            }),
        ),
        row(
            "film note",
            &with(|message| {
                message.ptv_message = some(VideoMessage {
                    seconds: Some(5),
                    ..Default::default()
                });
            }),
        ),
        row(
            "sound",
            &with(|message| {
                message.audio_message = some(AudioMessage {
                    mimetype: Some("audio/mp4".to_owned()),
                    ..Default::default()
                });
            }),
        ),
        row(
            "voice",
            &with(|message| {
                message.audio_message = some(AudioMessage {
                    ptt: Some(true),
                    seconds: Some(4),
                    waveform: Some(vec![0, 50, 100]),
                    ..Default::default()
                });
            }),
        ),
        row(
            "document",
            &with(|message| {
                message.document_message = some(DocumentMessage {
                    title: Some("Offer".to_owned()),
                    url: Some("https://media.example/1".to_owned()),
                    ..Default::default()
                });
            }),
        ),
        row(
            "document with words",
            &with(|message| {
                let document = wa::Message {
                    document_message: some(DocumentMessage {
                        file_name: Some("offer.pdf".to_owned()),
                        caption: Some("As promised".to_owned()),
                        ..Default::default()
                    }),
                    ..wa::Message::default()
                };
                message.document_with_caption_message = some(wrapped(document));
            }),
        ),
        row(
            "sticker",
            &with(|message| {
                message.sticker_message = some(StickerMessage {
                    mimetype: Some("image/webp".to_owned()),
                    ..Default::default()
                });
            }),
        ),
        row(
            "place",
            &with(|message| {
                message.location_message = some(LocationMessage {
                    degrees_latitude: Some(48.5),
                    degrees_longitude: Some(11.25),
                    name: Some("Market".to_owned()),
                    address: Some("Square 1".to_owned()),
                    ..Default::default()
                });
            }),
        ),
        row(
            "place that moves",
            &with(|message| {
                message.live_location_message = some(LiveLocationMessage {
                    degrees_latitude: Some(48.5),
                    caption: Some("On my way".to_owned()),
                    ..Default::default()
                });
            }),
        ),
        row(
            "card",
            &with(|message| {
                let vcard = "BEGIN:VCARD\nFN:Otto Brandt\nitem1.TEL;waid=15550003333:+1 555 000 3333\nTEL:+1 555 000 4444\nEND:VCARD";
                message.contact_message = some(card("", vcard));
            }),
        ),
        row(
            "cards",
            &with(|message| {
                message.contacts_array_message = some(ContactsArrayMessage {
                    contacts: vec![card("Maya", ""), card("Otto", "TEL:1")],
                    ..Default::default()
                });
            }),
        ),
        row(
            "poll",
            &with(|message| message.poll_creation_message_v3 = some(poll(1))),
        ),
        row(
            "poll of several",
            &with(|message| message.poll_creation_message = some(poll(0))),
        ),
        row(
            "invitation",
            &with(|message| {
                message.group_invite_message = some(GroupInviteMessage {
                    group_name: Some("Neighbours".to_owned()),
                    ..Default::default()
                });
            }),
        ),
        row(
            "pin",
            &with(|message| {
                message.pin_in_chat_message = some(PinInChatMessage {
                    key: some(key("B1", false, None)),
                    r#type: Some(pin_in_chat_message::Type::PIN_FOR_ALL),
                    ..Default::default()
                });
            }),
        ),
        row(
            "disappearing switched on",
            &with(|message| {
                message.protocol_message = some(ProtocolMessage {
                    r#type: Some(Type::EPHEMERAL_SETTING),
                    ephemeral_expiration: Some(86_400),
                    ..Default::default()
                });
            }),
        ),
        row(
            "order",
            &with(|message| message.order_message = some(Default::default())),
        ),
        row("nothing known", &wa::Message::default()),
        row(
            "keys of a group",
            &with(|message| message.sender_key_distribution_message = some(Default::default())),
        ),
        row(
            "keys of settings",
            &with(|message| {
                message.protocol_message = some(ProtocolMessage {
                    r#type: Some(Type::APP_STATE_SYNC_KEY_SHARE),
                    ..Default::default()
                });
            }),
        ),
    ];
    insta::assert_snapshot!(lines(&rows));
}

#[test]
fn a_message_tells_its_manner_through_its_wrappers() {
    let context = wa::ContextInfo {
        stanza_id: Some("B1".to_owned()),
        participant: Some("15550001111@s.whatsapp.net".to_owned()),
        quoted_message: some(wa::Message {
            image_message: some(image()),
            ..wa::Message::default()
        }),
        mentioned_jid: vec!["801@lid".to_owned(), otto().to_string()],
        is_forwarded: Some(true),
        expiration: Some(604_800),
        ..Default::default()
    };
    let spoken = wa::Message {
        extended_text_message: some(ExtendedTextMessage {
            text: Some("The blue one".to_owned()),
            context_info: some(context),
            ..Default::default()
        }),
        ..wa::Message::default()
    };
    let ephemeral = wa::Message {
        ephemeral_message: some(wrapped(spoken.clone())),
        ..wa::Message::default()
    };
    let once = wa::Message {
        view_once_message_v2: some(wrapped(wa::Message {
            image_message: some(image()),
            ..wa::Message::default()
        })),
        ..wa::Message::default()
    };
    let marked = wa::Message {
        image_message: some(ImageMessage {
            view_once: Some(true),
            ..image()
        }),
        ..wa::Message::default()
    };
    let rows = [
        row("with everything", &spoken),
        row("disappearing", &ephemeral),
        row("once, wrapped", &once),
        row("once, marked", &marked),
        ("from the phone", read(&text("Mine"), &from_phone())),
        ("in a group", read(&text("Hi all"), &in_group())),
    ];
    insta::assert_snapshot!(lines(&rows));
}

#[test]
fn a_change_names_its_message_from_the_side_of_whoever_made_it() {
    let reaction = |key: wa::MessageKey| wa::Message {
        reaction_message: some(ReactionMessage {
            key: some(key),
            text: Some("👍".to_owned()),
            ..Default::default()
        }),
        ..wa::Message::default()
    };
    let protocol = |kind, key: wa::MessageKey, edited: Option<wa::Message>| wa::Message {
        protocol_message: some(ProtocolMessage {
            r#type: Some(kind),
            key: some(key),
            edited_message: edited.into(),
            ..Default::default()
        }),
        ..wa::Message::default()
    };
    let us = || Some("900@lid".to_owned());
    let her = || Some(maya().to_string());
    let rows = [
        (
            "she, to her own",
            read(&reaction(key("B1", true, None)), &from_maya()),
        ),
        (
            "she, to ours",
            read(&reaction(key("B1", false, None)), &from_maya()),
        ),
        (
            "we, to ours",
            read(&reaction(key("B1", true, None)), &from_phone()),
        ),
        (
            "we, to hers",
            read(&reaction(key("B1", false, None)), &from_phone()),
        ),
        (
            "he, in a group, to ours",
            read(&reaction(key("B1", false, us())), &in_group()),
        ),
        (
            "he, in a group, to hers",
            read(&reaction(key("B1", false, her())), &in_group()),
        ),
        (
            "he, in a group, to his own",
            read(&reaction(key("B1", true, None)), &in_group()),
        ),
        (
            "he, in a group, to nobody's",
            read(&reaction(key("B1", false, None)), &in_group()),
        ),
        (
            "edit",
            read(
                &protocol(
                    Type::MESSAGE_EDIT,
                    key("B1", true, None),
                    Some(text("Three")),
                ),
                &from_maya(),
            ),
        ),
        (
            "edit in a wrapper",
            read(
                &wa::Message {
                    edited_message: some(wrapped(protocol(
                        Type::MESSAGE_EDIT,
                        key("B1", true, None),
                        Some(text("Four")),
                    ))),
                    ..wa::Message::default()
                },
                &from_maya(),
            ),
        ),
        (
            "deletion",
            read(
                &protocol(Type::REVOKE, key("B1", true, None), None),
                &from_maya(),
            ),
        ),
        (
            "deletion by an admin",
            read(
                &protocol(Type::REVOKE, key("B1", false, her()), None),
                &in_group(),
            ),
        ),
        (
            "of nothing",
            read(
                &protocol(Type::REVOKE, key("", true, None), None),
                &from_maya(),
            ),
        ),
    ];
    insta::assert_snapshot!(lines(&rows));
}

#[test]
fn a_vote_says_what_was_opened_of_it() {
    let vote = wa::Message {
        poll_update_message: some(wa::message::PollUpdateMessage {
            poll_creation_message_key: some(key("B1", false, None)),
            ..Default::default()
        }),
        ..wa::Message::default()
    };
    let opened = Some(vec![vec![1, 2]]);
    let read = |vote_of| super::super::message(&super::me(), &vote, &from_maya(), vote_of);
    insta::assert_snapshot!(table([
        ("opened", read(opened)),
        ("taken back", read(Some(Vec::new()))),
        ("closed", read(None)),
    ]));
}

#[test]
fn what_is_in_no_conversation_is_no_news() {
    let mut status = from_maya();
    status.source.chat = "status@broadcast".parse().unwrap();
    let mut channel = from_maya();
    channel.source.chat = "1200@newsletter".parse().unwrap();
    let mut list = from_maya();
    list.source.chat = "1700000000@broadcast".parse().unwrap();
    let rows = [
        ("status", read(&text("My day"), &status)),
        ("channel", read(&text("News"), &channel)),
        ("list", read(&text("To all my customers"), &list)),
    ];
    insta::assert_snapshot!(lines(&rows));
}
