//! More than anybody has: three thousand conversations, one of them as long as
//! a working life. It shows how the window bears it.

use frontdesk_domain::{
    address::{Address, PhoneNumber},
    message::{Direction, MessageKind},
};

use super::{Chat, Line, Person, Shop, With, World, line, number, scenes};

/// Each conversation is with one person of the same number; the first is the
/// long one.
pub const CHATS: usize = 3_000;
/// Conversation `n` is one of shop `n % SHOPS`.
pub const SHOPS: usize = 3;
/// Lines of the long conversation.
pub const LONG: usize = 100_000;

const SHORT: usize = 4;

const SHOP_NAMES: [&str; SHOPS] = ["Harbour Tea", "Lamp & Shade", "North Pier Tools"];

const FIRST: [&str; 20] = [
    "Amina", "Bjarne", "Carmen", "Davit", "Elif", "Farid", "Greta", "Hyun", "Ines", "Jonas",
    "Katya", "Liwei", "Marta", "Nadir", "Oksana", "Pavel", "Quentin", "Rana", "Sora", "Tiago",
];
const LAST: [&str; 25] = [
    "Abara", "Berger", "Castell", "Dunmore", "Eriksen", "Fontaine", "Galanis", "Horvat", "Ibsen",
    "Jurado", "Kowal", "Lindgren", "Moreau", "Nakata", "Okafor", "Petrov", "Quill", "Rossi",
    "Sandoval", "Tanaka", "Ulrich", "Varga", "Whitlock", "Yilmaz", "Zeman",
];

/// How the person of conversation `n` is reached.
pub fn caller(n: usize) -> Address {
    Address {
        phone: Some(phone(n)),
        lid: None,
    }
}

/// Something that somebody may write, by its place in a long talk.
pub fn words(place: usize) -> &'static str {
    let incoming = scenes::SMALL_TALK
        .iter()
        .filter(|line| line.direction == Direction::Incoming && line.kind == MessageKind::Text);
    incoming
        .cycle()
        .nth(place % scenes::SMALL_TALK.len())
        .map_or("", |line| line.text)
}

pub(super) fn world() -> World {
    World {
        shops: SHOP_NAMES
            .iter()
            .enumerate()
            .map(|(place, name)| Shop {
                name: (*name).to_owned(),
                label: (*name).to_owned(),
                phone: number(&format!("1555003000{place}")),
            })
            .collect(),
        people: (0..CHATS)
            .map(|n| Person {
                name: name(n),
                phone: phone(n),
            })
            .collect(),
        chats: (0..CHATS).map(chat).collect(),
        linked: false,
    }
}

fn chat(n: usize) -> Chat {
    let length = if n == 0 { LONG } else { SHORT };
    Chat {
        shop: n % SHOPS,
        with: With::Person(n),
        pinned: false,
        muted: false,
        archived: false,
        unread: usize::from(n % 7 == 1),
        age: i64::try_from(n).unwrap_or(0) * 20,
        lines: lines(n).take(length).collect(),
    }
}

/// Each conversation begins at another place of the talk.
fn lines(n: usize) -> impl Iterator<Item = Line> {
    scenes::SMALL_TALK.iter().cycle().skip(n % 5).map(line)
}

fn name(n: usize) -> String {
    let first = FIRST.iter().cycle().nth(n % FIRST.len());
    let last = LAST.iter().cycle().nth(n / FIRST.len() % LAST.len());
    let round = n / (FIRST.len() * LAST.len());
    let name = format!(
        "{} {}",
        first.copied().unwrap_or_default(),
        last.copied().unwrap_or_default()
    );
    match round {
        0 => name,
        _ => format!("{name} {}", round + 1),
    }
}

fn phone(n: usize) -> PhoneNumber {
    number(&format!("1555040{n:04}"))
}
