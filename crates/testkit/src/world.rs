//! A fictitious world: shops, people and what they write to each other.
//!
//! The same every time: two fillings at the same moment write the same rows.

mod fill;
pub mod hostile;
pub mod people;
pub mod scenes;
pub mod vast;

use frontdesk_domain::{
    address::PhoneNumber,
    message::{Direction, MessageKind},
    receipt::Delivery,
};

/// Everything that will be stored.
#[derive(Clone, Debug)]
pub struct World {
    pub(crate) shops: Vec<Shop>,
    pub(crate) people: Vec<Person>,
    pub(crate) chats: Vec<Chat>,
    /// Whether the shops have keys, as far as a scripted network looks at them.
    pub(crate) linked: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Shop {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) phone: PhoneNumber,
}

#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) phone: PhoneNumber,
}

#[derive(Clone, Debug)]
pub(crate) struct Chat {
    pub(crate) shop: usize,
    pub(crate) with: With,
    pub(crate) pinned: bool,
    pub(crate) muted: bool,
    pub(crate) archived: bool,
    /// Lines at the end that the shop has not read.
    pub(crate) unread: usize,
    /// Minutes between the last line and the present.
    pub(crate) age: i64,
    pub(crate) lines: Vec<Line>,
}

#[derive(Clone, Debug)]
pub(crate) enum With {
    Person(usize),
    Group {
        subject: String,
        members: Vec<usize>,
    },
}

#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Minutes since the line before.
    pub(crate) after: i64,
    pub(crate) direction: Direction,
    pub(crate) kind: MessageKind,
    pub(crate) text: String,
    pub(crate) answers: Option<usize>,
    pub(crate) edited: bool,
    pub(crate) delivery: Delivery,
}

impl World {
    /// Everyday conversations of two shops, in several scripts.
    pub fn friendly() -> Self {
        Self {
            shops: people::SHOPS
                .iter()
                .map(|shop| Shop {
                    name: shop.name.to_owned(),
                    label: shop.label.to_owned(),
                    phone: number(shop.phone),
                })
                .collect(),
            people: people::PEOPLE
                .iter()
                .map(|person| Person {
                    name: person.name.unwrap_or_default().to_owned(),
                    phone: number(person.phone),
                })
                .collect(),
            chats: scenes::SCENES.iter().map(chat).collect(),
            linked: false,
        }
    }

    /// Names and texts that try to break out of the place they are shown in.
    pub fn hostile() -> Self {
        hostile::world()
    }

    /// More than anybody has.
    pub fn vast() -> Self {
        vast::world()
    }

    /// The same, and the shops have keys to log in with.
    #[must_use]
    pub fn linked(self) -> Self {
        Self {
            linked: true,
            ..self
        }
    }
}

fn chat(scene: &scenes::Scene) -> Chat {
    let small_talk = scenes::SMALL_TALK.iter().cycle().take(scene.small_talk);
    Chat {
        shop: scene.shop,
        with: match scene.with {
            scenes::With::Person(person) => With::Person(person),
            scenes::With::Group { subject, members } => With::Group {
                subject: subject.to_owned(),
                members: members.to_vec(),
            },
        },
        pinned: scene.pinned,
        muted: scene.muted,
        archived: scene.archived,
        unread: scene.unread,
        age: scene.age,
        lines: small_talk.chain(scene.lines).map(line).collect(),
    }
}

fn line(line: &scenes::Line) -> Line {
    Line {
        after: line.after,
        direction: line.direction,
        kind: line.kind,
        text: line.text.to_owned(),
        answers: line.answers,
        edited: line.edited,
        delivery: line.delivery,
    }
}

#[expect(clippy::expect_used, reason = "the numbers are written in this folder")]
fn number(digits: &str) -> PhoneNumber {
    PhoneNumber::parse(digits).expect("a fictitious number has the form of a real one")
}
