//! The same news in fifty orders, each up to three times, end in the same store.

use frontdesk_domain::network::{ChatChange, GroupChange, MediaFacts, MediaKind, PollOption};

use super::*;

/// Ada is known by number and by LID, and nobody says so at first.
const ADA: (&str, &str) = ("15550002222", "9002");
const BEN: (&str, &str) = ("15550003333", "9003");

fn ada_by_phone() -> Address {
    phone(ADA.0)
}

fn ada_by_lid() -> Address {
    lid(ADA.1)
}

fn ben() -> Address {
    both(BEN.0, BEN.1)
}

fn person_by_two_addresses() -> Vec<Inbound> {
    let by_phone = || with(ada_by_phone());
    let by_lid = || with(ada_by_lid());
    vec![
        says(
            key(by_phone(), Some(ada_by_phone()), "A1"),
            ago(900),
            "Hello",
        ),
        says(
            key(by_lid(), Some(ada_by_lid()), "A2"),
            ago(890),
            "Anybody there?",
        ),
        // The same message under both names.
        says(
            key(by_phone(), Some(ada_by_phone()), "A3"),
            ago(880),
            "Twice told",
        ),
        says(
            key(by_lid(), Some(ada_by_lid()), "A3"),
            ago(880),
            "Twice told",
        ),
        says(key(by_lid(), None, "M1"), ago(870), "Yes, from the phone"),
        happens(
            key(by_phone(), Some(ada_by_phone()), "A2"),
            key(by_phone(), Some(ada_by_phone()), "A4"),
            ago(860),
            Change::Edited {
                text: "Is anybody there?".to_owned(),
                payload: b"edit".to_vec(),
            },
        ),
        happens(
            key(by_lid(), Some(ada_by_lid()), "A2"),
            key(by_lid(), Some(ada_by_lid()), "A5"),
            ago(850),
            Change::Edited {
                text: "Is anybody *there*?".to_owned(),
                payload: Vec::new(),
            },
        ),
        happens(
            key(by_lid(), None, "M1"),
            key(by_phone(), Some(ada_by_phone()), "A6"),
            ago(840),
            Change::Reacted {
                emoji: "👍".to_owned(),
            },
        ),
        happens(
            key(by_phone(), None, "M1"),
            key(by_lid(), Some(ada_by_lid()), "A7"),
            ago(830),
            Change::Reacted {
                emoji: "❤️".to_owned(),
            },
        ),
        happens(
            key(by_phone(), Some(ada_by_phone()), "A1"),
            key(by_phone(), None, "M2"),
            ago(829),
            Change::Starred(true),
        ),
        receipt(
            by_phone(),
            ada_by_phone(),
            &["M1"],
            ReceiptKind::Delivered,
            ago(868),
        ),
        receipt(by_lid(), ada_by_lid(), &["M1"], ReceiptKind::Read, ago(866)),
        receipt(
            by_lid(),
            lid("9001"),
            &["A3"],
            ReceiptKind::ReadHere,
            ago(820),
        ),
        says(
            key(by_lid(), Some(ada_by_lid()), "A8"),
            ago(100),
            "Still unread",
        ),
        Inbound::Chat {
            chat: by_lid(),
            change: ChatChange::Pinned(true),
            at: ago(500),
        },
        Inbound::Chat {
            chat: by_phone(),
            change: ChatChange::Pinned(false),
            at: ago(600),
        },
        Inbound::Chat {
            chat: by_phone(),
            change: ChatChange::Muted(Some(Timestamp(NOW.0 + 5))),
            at: ago(400),
        },
        Inbound::SamePerson(both(ADA.0, ADA.1)),
        Inbound::Named {
            who: ada_by_lid(),
            name: "Ada".to_owned(),
            saved: false,
        },
        Inbound::Named {
            who: ada_by_phone(),
            name: "Ada Lovelace".to_owned(),
            saved: true,
        },
    ]
}

fn group_life() -> Vec<Inbound> {
    let poll = Content::Poll {
        question: "Hill or no hill?".to_owned(),
        options: vec![
            PollOption {
                name: "Hill".to_owned(),
                digest: vec![1; 32],
            },
            PollOption {
                name: "No hill".to_owned(),
                digest: vec![2; 32],
            },
        ],
        choices: 1,
    };
    let vote = |who: Option<Address>, id: &str, at, choice: u8| {
        happens(
            key(group(), Some(ben()), "G2"),
            key(group(), who, id),
            at,
            Change::Voted {
                choices: vec![vec![choice; 32]],
            },
        )
    };
    vec![
        Inbound::Group {
            group: GROUP.to_owned(),
            change: GroupChange::Subject("Saturday ride".to_owned()),
        },
        Inbound::Group {
            group: GROUP.to_owned(),
            change: GroupChange::Members(vec![ada_by_lid(), ben(), both("15550001111", "9001")]),
        },
        says(
            key(group(), Some(ada_by_lid()), "G1"),
            ago(700),
            "Who comes?",
        ),
        Inbound::Arrived(Box::new(arrival(
            key(group(), Some(ben()), "G2"),
            ago(690),
            poll,
        ))),
        vote(Some(ada_by_phone()), "G3", ago(680), 1),
        vote(Some(ada_by_lid()), "G4", ago(670), 2),
        vote(None, "M3", ago(660), 1),
        says(key(group(), None, "M4"), ago(650), "I bring the pump"),
        receipt(
            group(),
            ada_by_phone(),
            &["M4"],
            ReceiptKind::Delivered,
            ago(649),
        ),
        receipt(group(), lid(BEN.1), &["M4"], ReceiptKind::Read, ago(648)),
        receipt(group(), ada_by_lid(), &["M4"], ReceiptKind::Read, ago(640)),
        says(key(group(), Some(ben()), "G5"), ago(630), "Wrong chat"),
        happens(
            key(group(), Some(ben()), "G5"),
            key(group(), Some(ben()), "G6"),
            ago(625),
            Change::Deleted,
        ),
        happens(
            key(group(), Some(ben()), "G5"),
            key(group(), Some(ada_by_lid()), "G7"),
            ago(624),
            Change::Reacted {
                emoji: "🤔".to_owned(),
            },
        ),
        says(
            key(group(), Some(ben()), "G8"),
            ago(610),
            "Only I need not see this",
        ),
        happens(
            key(group(), Some(ben()), "G8"),
            key(group(), Some(ben()), "G9"),
            ago(605),
            Change::Edited {
                text: "Nor this".to_owned(),
                payload: Vec::new(),
            },
        ),
        happens(
            key(group(), Some(ben()), "G8"),
            key(group(), None, "M5"),
            ago(600),
            Change::DeletedForMe,
        ),
    ]
}

fn healing_and_files() -> Vec<Inbound> {
    let chat = || with(ben());
    let picture = Content::Media {
        kind: MediaKind::Image,
        caption: "The plan".to_owned(),
        facts: Box::new(MediaFacts {
            mime: "image/jpeg".to_owned(),
            size: 1_000,
            thumbnail: vec![1, 2, 3],
            ..MediaFacts::default()
        }),
    };
    vec![
        Inbound::Arrived(Box::new(arrival(
            key(chat(), Some(ben()), "B1"),
            ago(300),
            Content::Undecryptable,
        ))),
        Inbound::Arrived(Box::new(arrival(
            key(chat(), Some(ben()), "B1"),
            ago(300),
            picture,
        ))),
        Inbound::Arrived(Box::new(arrival(
            key(chat(), Some(ben()), "B2"),
            ago(290),
            Content::Unsupported {
                what: "newMessage".to_owned(),
            },
        ))),
        says(key(chat(), Some(ben()), "B3"), ago(280), "Cleared away"),
        Inbound::Chat {
            chat: chat(),
            change: ChatChange::Archived(true),
            at: ago(200),
        },
        Inbound::Chat {
            chat: with(phone("15550004444")),
            change: ChatChange::Cleared,
            at: ago(150),
        },
        says(
            key(with(phone("15550004444")), Some(phone("15550004444")), "C1"),
            ago(160),
            "Gone",
        ),
        says(
            key(with(phone("15550004444")), Some(phone("15550004444")), "C2"),
            ago(140),
            "Here",
        ),
        // Number four becomes number five.
        Inbound::NumberChanged {
            from: phone("15550004444"),
            to: phone("15550005555"),
        },
        says(
            key(with(phone("15550005555")), Some(phone("15550005555")), "C3"),
            ago(130),
            "New number",
        ),
    ]
}

/// Numbers without any order to them, the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound).unwrap()).unwrap()
    }
}

fn shuffled(news: &[Inbound], seed: u64) -> Vec<Inbound> {
    let mut dice = Dice(seed * 2 + 1);
    for _ in 0..10 {
        dice.below(2);
    }
    let mut order: Vec<Inbound> = news.to_vec();
    for one in news {
        for _ in 0..dice.below(3) {
            order.push(one.clone());
        }
    }
    for place in (1..order.len()).rev() {
        order.swap(place, dice.below(place + 1));
    }
    order
}

fn all() -> Vec<Inbound> {
    let mut news = person_by_two_addresses();
    news.extend(group_life());
    news.extend(healing_and_files());
    news
}

#[test]
fn fifty_orders_of_the_same_news_end_in_the_same_store() {
    let news = all();
    let first = Desk::new();
    first.keep(news.clone());
    let expected = first.store.canonical_dump().unwrap();
    for seed in 0..50 {
        let desk = Desk::new();
        let order = shuffled(&news, seed);
        // In batches of any size, as a queue is drained.
        let mut dice = Dice(seed + 77);
        let mut rest = order.as_slice();
        while !rest.is_empty() {
            let (batch, more) = rest.split_at(rest.len().min(1 + dice.below(30)));
            desk.keep(batch.to_vec());
            rest = more;
        }
        let found = desk.store.canonical_dump().unwrap();
        if found != expected {
            let different: Vec<String> = difference(&expected, &found);
            panic!("order {seed} ends otherwise:\n{}", different.join("\n"));
        }
    }
}

fn difference(expected: &str, found: &str) -> Vec<String> {
    let expected: std::collections::BTreeSet<&str> = expected.lines().collect();
    let found: std::collections::BTreeSet<&str> = found.lines().collect();
    let missing = expected.difference(&found).map(|line| format!("- {line}"));
    let extra = found.difference(&expected).map(|line| format!("+ {line}"));
    missing.chain(extra).collect()
}

#[test]
fn what_a_person_sees_after_all_of_it() {
    let desk = Desk::new();
    desk.keep(all());
    insta::assert_snapshot!(
        format!(
            "{}== ride\n{}== ben\n{}== new number\n{}",
            desk.thread(&with(ada_by_lid())),
            desk.thread(&group()),
            desk.thread(&with(ben())),
            desk.thread(&with(phone("15550005555"))),
        ),
        @r#"
    Ada Lovelace: Hello ★
    Ada Lovelace: Is anybody *there*? (edited, 2 before)
    Ada Lovelace: Twice told
    Me: Yes, from the phone {❤️ Ada Lovelace} Read
    --- unread ---
    Ada Lovelace: Still unread
    == ride
    --- unread ---
    Ada Lovelace: Who comes?
    +15550003333: <poll> Hill or no hill? | Hill 1 mine  | No hill 1 Ada Lovelace
    Me: I bring the pump Read
    +15550003333: <deleted>
    == ben
    --- unread ---
    +15550003333: <Image image/jpeg  thumbnail> The plan
    +15550003333: <Unsupported { what: "newMessage" }>
    +15550003333: Cleared away
    == new number
    --- unread ---
    +15550005555: Here
    +15550005555: New number
    "#
    );
}
