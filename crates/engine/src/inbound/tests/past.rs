//! A chunk of the past, packed as phones pack it.

use std::io::Write as _;

use frontdesk_domain::{
    address::{Lid, PhoneNumber},
    network::Inbound,
    pairing::Account,
};
use wa_rs::{
    buffa::Message as _,
    waproto::whatsapp::{
        self as wa, CallLogRecord, Conversation, GroupParticipant, HistorySync, HistorySyncMsg,
        PhoneNumberToLIDMapping, Pushname, Reaction, UserReceipt, WebMessageInfo,
        history_sync::HistorySyncType,
        web_message_info::{Status, StubType},
    },
};

use super::{GROUP, show, some, text};
use crate::inbound::history;

fn said(id: &str, from_me: bool, seconds: u64, words: &str) -> WebMessageInfo {
    WebMessageInfo {
        key: some(wa::MessageKey {
            id: Some(id.to_owned()),
            from_me: Some(from_me),
            ..Default::default()
        }),
        message: some(text(words)),
        message_timestamp: Some(seconds),
        ..Default::default()
    }
}

fn packed(message: WebMessageInfo) -> HistorySyncMsg {
    HistorySyncMsg {
        message: some(message),
        ..Default::default()
    }
}

fn past() -> HistorySync {
    let reaction = Reaction {
        key: some(wa::MessageKey {
            id: Some("R1".to_owned()),
            from_me: Some(false),
            ..Default::default()
        }),
        text: Some("👍".to_owned()),
        sender_timestamp_ms: Some(1_750_000_050_000),
        ..Default::default()
    };
    let ours = WebMessageInfo {
        status: Some(Status::READ),
        reactions: vec![reaction],
        starred: Some(true),
        ..said("B2", true, 1_750_000_020, "Until six")
    };
    let in_group = WebMessageInfo {
        participant: Some("15550003333@s.whatsapp.net".to_owned()),
        push_name: Some("Otto".to_owned()),
        ..said("G1", false, 1_750_000_010, "Hi all")
    };
    let ours_in_group = WebMessageInfo {
        user_receipt: vec![UserReceipt {
            user_jid: "15550003333@s.whatsapp.net".to_owned(),
            receipt_timestamp: Some(1_750_000_012),
            read_timestamp: Some(1_750_000_013),
            ..Default::default()
        }],
        ..said("G2", true, 1_750_000_011, "Hello")
    };
    let added = WebMessageInfo {
        message: wa_rs::buffa::MessageField::none(),
        message_stub_type: Some(StubType::GROUP_PARTICIPANT_ADD),
        message_stub_parameters: vec!["15550002222@s.whatsapp.net".to_owned()],
        participant: Some("15550003333@s.whatsapp.net".to_owned()),
        ..said("G3", false, 1_750_000_001, "")
    };
    let nobodys = said("G4", false, 1_750_000_000, "Who wrote this?");
    HistorySync {
        sync_type: HistorySyncType::INITIAL_BOOTSTRAP,
        conversations: vec![
            Conversation {
                id: "801@lid".to_owned(),
                pn_jid: Some("15550002222@s.whatsapp.net".to_owned()),
                name: Some("Maya Fairweather".to_owned()),
                unread_count: Some(1),
                pinned: Some(1_750_000_000),
                mute_end_time: Some(u64::MAX),
                conversation_timestamp: Some(1_750_000_030),
                messages: vec![
                    packed(said("B3", false, 1_750_000_030, "Thanks")),
                    packed(ours),
                    packed(said("B1", false, 1_750_000_010, "Open?")),
                ],
                ..Default::default()
            },
            Conversation {
                id: GROUP.to_owned(),
                name: Some("Neighbours".to_owned()),
                archived: Some(true),
                participant: vec![GroupParticipant {
                    user_jid: "15550003333@s.whatsapp.net".to_owned(),
                    ..Default::default()
                }],
                messages: vec![
                    packed(ours_in_group),
                    packed(in_group),
                    packed(added),
                    packed(nobodys),
                ],
                ..Default::default()
            },
            Conversation {
                id: "status@broadcast".to_owned(),
                messages: vec![packed(said("S1", false, 1, "My day"))],
                ..Default::default()
            },
        ],
        pushnames: vec![Pushname {
            id: Some("15550003333@s.whatsapp.net".to_owned()),
            pushname: Some("Otto".to_owned()),
        }],
        phone_number_to_lid_mappings: vec![PhoneNumberToLIDMapping {
            pn_jid: Some("15550003333@s.whatsapp.net".to_owned()),
            lid_jid: Some("802@lid".to_owned()),
        }],
        call_log_records: vec![CallLogRecord {
            call_id: Some("C1".to_owned()),
            call_creator_jid: Some("15550002222@s.whatsapp.net".to_owned()),
            is_incoming: Some(true),
            start_time: Some(1_750_000_100),
            duration: Some(65),
            ..Default::default()
        }],
        ..Default::default()
    }
}

fn chunk(past: &HistorySync) -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(&past.encode_to_vec()).unwrap();
    packer.finish().unwrap()
}

fn own() -> Account {
    Account {
        phone: PhoneNumber::parse("15550001111").unwrap(),
        lid: Some(Lid("900".to_owned())),
    }
}

#[test]
fn a_chunk_of_the_past_tells_of_people_first_and_then_of_conversations() {
    let mut all: Vec<Inbound> = Vec::new();
    let whole = history::unpack(&own(), &chunk(&past()), &mut |news| {
        all.extend(news);
        true
    });
    assert!(whole, "it can be read");
    insta::assert_snapshot!(show::news(&all));
}

#[test]
fn a_large_chunk_comes_in_pieces() {
    let messages = (0..1_000)
        .map(|n| packed(said(&format!("M{n}"), false, 1_750_000_000 + n, "Hello")))
        .collect();
    let past = HistorySync {
        sync_type: HistorySyncType::FULL,
        conversations: vec![Conversation {
            id: "15550002222@s.whatsapp.net".to_owned(),
            messages,
            ..Default::default()
        }],
        ..Default::default()
    };
    let mut sizes = Vec::new();
    history::unpack(&own(), &chunk(&past), &mut |news| {
        sizes.push(news.len());
        true
    });
    assert_eq!(sizes, [300, 300, 300, 100], "a few hundred each");
}

/// What a chunk with this one conversation says of how far back it leads.
fn reach(kind: HistorySyncType, conversation: Conversation) -> String {
    let past = HistorySync {
        sync_type: kind,
        conversations: vec![Conversation {
            id: "15550002222@s.whatsapp.net".to_owned(),
            ..conversation
        }],
        ..Default::default()
    };
    let mut last = Vec::new();
    history::unpack(&own(), &chunk(&past), &mut |news| {
        last = news;
        true
    });
    match last.last() {
        Some(news @ Inbound::Past { .. }) => show::news(std::slice::from_ref(news)),
        Some(_) | None => "-".to_owned(),
    }
}

#[test]
fn a_stretch_says_behind_it_how_far_back_it_leads() {
    use wa::conversation::EndOfHistoryTransferType as End;
    let messages = || vec![packed(said("M1", false, 1_750_000_000, "Hello"))];
    let end = |end| Conversation {
        end_of_history_transfer_type: Some(end),
        messages: messages(),
        ..Default::default()
    };
    let some_more = Conversation {
        messages: messages(),
        ..Default::default()
    };
    let rows = [
        (
            "first, and there is more",
            HistorySyncType::INITIAL_BOOTSTRAP,
            end(End::COMPLETE_BUT_MORE_MESSAGES_REMAIN_ON_PRIMARY),
        ),
        (
            "first, and that was all",
            HistorySyncType::INITIAL_BOOTSTRAP,
            end(End::COMPLETE_AND_NO_MORE_MESSAGE_REMAIN_ON_PRIMARY),
        ),
        (
            "asked for, and there is more",
            HistorySyncType::ON_DEMAND,
            end(End::COMPLETE_ON_DEMAND_SYNC_BUT_MORE_MSG_REMAIN_ON_PRIMARY),
        ),
        (
            "asked for, and that was all",
            HistorySyncType::ON_DEMAND,
            end(End::COMPLETE_AND_NO_MORE_MESSAGE_REMAIN_ON_PRIMARY),
        ),
        (
            "asked for, without a word",
            HistorySyncType::ON_DEMAND,
            some_more,
        ),
        (
            "asked for, and nothing came",
            HistorySyncType::ON_DEMAND,
            Conversation::default(),
        ),
    ];
    let told: String = rows
        .into_iter()
        .map(|(name, kind, conversation)| format!("{name}: {}\n", reach(kind, conversation)))
        .collect();
    insta::assert_snapshot!(told, @r"
    first, and there is more: -
    first, and that was all: past of +15550002222, asked for: false, complete: true
    asked for, and there is more: past of +15550002222, asked for: true, complete: false
    asked for, and that was all: past of +15550002222, asked for: true, complete: true
    asked for, without a word: past of +15550002222, asked for: true, complete: false
    asked for, and nothing came: past of +15550002222, asked for: true, complete: true
    ");
}
