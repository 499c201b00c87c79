//! What happens while the disk is bad, and what must have come of it.

use std::collections::BTreeMap;

use frontdesk_domain::{chat::ChatKind, receipt::Delivery};
use frontdesk_sim::Condition;

use crate::{
    life::Life,
    world::{MAYA, OTTO, SHOP},
};

/// Something that is lived through again and again. Each round leaves traces of
/// its own, and all rounds so far are checked in each life.
pub(crate) trait Story {
    /// One round, as far as the disk lets it go.
    fn round(&mut self, life: &Life<'_>, round: usize);

    /// The ids of the messages that others sent.
    fn wanted(&self) -> Box<dyn Iterator<Item = &String> + '_>;

    /// Everything of all rounds is as it should be, once all has settled.
    fn check(&self, life: &Life<'_>, what: &str);
}

/// Messages that come in while the program is online: from a person and in a
/// group, with an edit and a reaction.
#[derive(Default)]
pub(crate) struct Receiving {
    rounds: Vec<usize>,
    ids: Vec<String>,
}

impl Story for Receiving {
    fn round(&mut self, life: &Life<'_>, round: usize) {
        let world = life.world;
        self.rounds.push(round);
        let direct = world.says(MAYA, SHOP, &format!("direct {round}"));
        self.ids.push(direct.clone());
        life.settled();
        world.edits(&direct, &format!("direct {round}, corrected"));
        life.settled();
        let group = world.says(OTTO, &world.group, &format!("group {round}"));
        self.ids.push(group.clone());
        life.settled();
        world.reacts(MAYA, &group, "👍");
        life.settled();
    }

    fn wanted(&self) -> Box<dyn Iterator<Item = &String> + '_> {
        Box::new(self.ids.iter())
    }

    fn check(&self, life: &Life<'_>, what: &str) {
        if self.rounds.is_empty() {
            return;
        }
        for (kind, text, tail) in [
            (ChatKind::Direct, "direct", ", corrected"),
            (ChatKind::Group, "group", ""),
        ] {
            let mut seen: BTreeMap<String, (usize, usize)> = BTreeMap::new();
            for row in life.thread(life.chat(kind)) {
                let seen = seen.entry(row.text).or_default();
                seen.0 += 1;
                seen.1 += row.reactions.len();
            }
            // As many as the newest page of a conversation surely holds.
            for round in self.rounds.iter().rev().take(20) {
                let (times, reactions) = seen
                    .get(&format!("{text} {round}{tail}"))
                    .copied()
                    .unwrap_or_default();
                assert_eq!(times, 1, "{what}: {text} {round} in {seen:#?}");
                let wanted = usize::from(text == "group");
                assert_eq!(reactions, wanted, "{what}: reactions to {text} {round}");
            }
        }
    }
}

/// Messages that leave: to a person and to a group.
#[derive(Default)]
pub(crate) struct Sending {
    /// By text: whether the program said that it has it.
    asked: BTreeMap<String, bool>,
}

impl Story for Sending {
    fn round(&mut self, life: &Life<'_>, round: usize) {
        for kind in [ChatKind::Direct, ChatKind::Group] {
            let text = format!("{kind:?} {round}");
            if life.troubled() {
                return;
            }
            let chat = life.chat(kind);
            let taken = life.say(chat, &text);
            self.asked.insert(text.clone(), taken.is_ok());
            life.holds(Condition::Received {
                by: MAYA.to_owned(),
                text: Some(text.clone()),
                kind: None,
            });
            life.shows("a confirmed delivery", |life| {
                let rows = life.thread(chat);
                let row = rows.iter().find(|row| row.text == text)?;
                (row.delivery >= Some(Delivery::Delivered)).then_some(())
            });
        }
    }

    fn wanted(&self) -> Box<dyn Iterator<Item = &String> + '_> {
        Box::new(std::iter::empty())
    }

    fn check(&self, life: &Life<'_>, what: &str) {
        for (text, taken) in &self.asked {
            if *taken {
                life.holds(Condition::Received {
                    by: MAYA.to_owned(),
                    text: Some(text.clone()),
                    kind: None,
                });
            }
        }
        let inbox = life.world.inbox(MAYA);
        for (text, taken) in &self.asked {
            let times = inbox.iter().filter(|one| one.text == *text).count();
            if *taken {
                assert_eq!(times, 1, "{what}: {text:?} was taken: {inbox:#?}");
            } else {
                assert!(times <= 1, "{what}: {text:?} left twice: {inbox:#?}");
            }
        }
        for kind in [ChatKind::Direct, ChatKind::Group] {
            let chat = life.chat(kind);
            life.shows("everything is sent", |life| {
                let rows = life.thread(chat);
                let open = rows
                    .iter()
                    .any(|row| row.delivery.is_some_and(|it| it < Delivery::Sent));
                (!open).then_some(())
            });
        }
    }
}
