//! Setting the stage: the cast becomes accounts with a past, habits and plans.

use super::cast::{BUSINESSES, Business, Group, Line, Person, What, Who};
use crate::{
    actors::{
        behaviour::Behaviour,
        chatter::{Chatter, Talker},
        past::Recollection,
        people::Newcomer,
        settings::Change,
    },
    clock::Millis,
    content::{
        Content, Manner,
        files::FileSpec,
        poll::PollSpec,
        things::{Card, Place},
    },
    dice::Dice,
    error::SimError,
    history::give::HistoryPlan,
    names::{AccountId, Chat},
    world::{World, account::Business as Profile, group::Rank},
};
use std::collections::BTreeSet;

/// The shortest and the longest pause between two things that people do.
const PAUSE_MS: (Millis, Millis) = (6_000, 16_000);
const MINUTE: Millis = 60_000;
/// After how many seconds messages disappear in the one chat with a timer.
const DAY: u32 = 86_400;
/// How long ago the groups were founded.
const FOUNDED: Millis = 40 * 24 * 60 * MINUTE;

/// Something that was said, with everything known about it.
struct Said {
    at: Millis,
    from: AccountId,
    chat: Chat,
    content: Content,
    read: bool,
    /// Who felt what about it.
    reaction: Option<(AccountId, &'static str)>,
}

/// Puts the whole cast into a world and lets it live.
pub(super) fn set(world: &mut World, seed: u64) -> Result<(), SimError> {
    let mut dice = Dice::fork(seed, "demo");
    let mut talkers = Vec::new();
    let mut phones = BTreeSet::new();
    let mut past = Vec::new();
    for business in BUSINESSES {
        let phone = open(world, business)?;
        phones.insert(phone);
        for person in business.people {
            let id = introduce(world, person, &mut dice)?;
            if let Some(name) = person.saved {
                world.enter_in_book(phone, id, name)?;
            }
            past.extend(lines(world.now, phone, id, person));
            talkers.push(talker(id, Chat::Direct(phone), person.says, person.slips));
        }
    }
    for business in BUSINESSES {
        let phone = world.named(business.number)?;
        if let Some(group) = &business.group {
            let chat = Chat::Group(found(world, phone, group)?);
            past.extend(group_lines(world, &chat, group)?);
            for member in group.members {
                let says: Vec<What> = group
                    .says
                    .iter()
                    .filter(|(who, _)| who == member)
                    .map(|(_, what)| *what)
                    .collect();
                talkers.push(talker(world.named(member)?, chat.clone(), &says, &[]));
            }
        }
    }
    past.sort_by_key(|said| said.at);
    for said in past {
        let id = world.recall(&Recollection {
            from: said.from,
            chat: &said.chat,
            content: &said.content,
            manner: &Manner::default(),
            at: said.at,
            read: said.read,
        })?;
        if let Some((by, emoji)) = said.reaction {
            world.recall_reaction(by, &id, emoji);
        }
    }
    arrange(world)?;
    world.begin_chatter(Chatter::new(
        talkers,
        phones,
        PAUSE_MS,
        Dice::fork(seed, "chatter"),
    ));
    Ok(())
}

fn open(world: &mut World, business: &Business) -> Result<AccountId, SimError> {
    let id = world.create_account(Newcomer {
        number: business.number.to_owned(),
        name: business.name.to_owned(),
        lid_known: true,
        about: business.about.to_owned(),
        picture: true,
        business: Some(Profile {
            description: business.about.to_owned(),
            category: business.category.to_owned(),
            address: business.address.to_owned(),
            website: business.website.to_owned(),
            ..Profile::default()
        }),
        ..Newcomer::default()
    })?;
    if let Some(account) = world.accounts.get_mut(&id) {
        account.history = Some(HistoryPlan {
            chats: 0,
            remembered: true,
            ..HistoryPlan::default()
        });
    }
    Ok(id)
}

/// The person's account; whoever writes to two businesses has one all the same.
fn introduce(world: &mut World, person: &Person, dice: &mut Dice) -> Result<AccountId, SimError> {
    if let Some(known) = world.by_number(person.number) {
        return Ok(known);
    }
    let business = person.company.then(|| Profile {
        description: person.about.to_owned(),
        ..Profile::default()
    });
    world.create_account(Newcomer {
        number: person.number.to_owned(),
        name: person.name.to_owned(),
        lid_known: true,
        about: person.about.to_owned(),
        picture: person.picture,
        business,
        behaviour: Behaviour {
            deliver_after: Some(dice.between(200, 900)),
            read_after: Some(person.reads + dice.between(0, 900)),
            replies: person
                .replies
                .iter()
                .map(|text| (*text).to_owned())
                .collect(),
            typing: dice.between(1_100, 2_600),
            comes_online: true,
            ..Behaviour::default()
        },
        ..Newcomer::default()
    })
}

fn lines(now: Millis, phone: AccountId, id: AccountId, person: &'static Person) -> Vec<Said> {
    let read_until = person.past.len().saturating_sub(person.unread);
    person
        .past
        .iter()
        .enumerate()
        .map(|(place, line)| {
            let Line {
                ago,
                who,
                what,
                reaction,
            } = line;
            let (from, other) = match who {
                Who::Them => (id, phone),
                Who::Us => (phone, id),
            };
            Said {
                at: now.saturating_sub(ago * MINUTE),
                from,
                chat: Chat::Direct(other),
                content: content(*what),
                read: place < read_until,
                reaction: reaction.map(|emoji| (other, emoji)),
            }
        })
        .collect()
}

fn group_lines(world: &World, chat: &Chat, group: &Group) -> Result<Vec<Said>, SimError> {
    let read_until = group.past.len().saturating_sub(group.unread);
    group
        .past
        .iter()
        .enumerate()
        .map(|(place, line)| {
            Ok(Said {
                at: world.now.saturating_sub(line.ago * MINUTE),
                from: world.named(line.who)?,
                chat: chat.clone(),
                content: content(line.what),
                read: place < read_until,
                reaction: None,
            })
        })
        .collect()
}

fn found(world: &mut World, phone: AccountId, group: &Group) -> Result<String, SimError> {
    let members: Vec<AccountId> = group
        .members
        .iter()
        .map(|number| world.named(number))
        .collect::<Result<_, _>>()?;
    let founder = members.first().copied().filter(|_| !group.own);
    let founder = founder.unwrap_or(phone);
    let everybody: Vec<AccountId> = members.into_iter().chain([phone]).collect();
    let id = world.found_group(founder, group.subject, &everybody);
    let made = world.now.saturating_sub(FOUNDED);
    if let Some(known) = world.groups.get_mut(&id) {
        known.created = made;
        known.subject_at = made;
        known.description = Some((format!("{id}-1"), group.description.to_owned()));
        known.members.insert(founder, Rank::Founder);
    }
    Ok(id)
}

fn talker(
    id: AccountId,
    chat: Chat,
    says: &[What],
    slips: &[(&'static str, &'static str)],
) -> Talker {
    Talker {
        id,
        chat,
        says: says.iter().map(|what| content(*what)).collect(),
        slips: slips
            .iter()
            .map(|(wrong, right)| ((*wrong).to_owned(), (*right).to_owned()))
            .collect(),
        said: 0,
        slipped: 0,
    }
}

/// What the businesses have tidied up on their phones: a chat pinned and
/// labelled, one put away, one with a timer, a group muted.
fn arrange(world: &mut World) -> Result<(), SimError> {
    let [bakery, bikes, _] = BUSINESSES;
    let phone = world.named(bakery.number)?;
    if let Some(first) = bakery.people.first() {
        let chat = Chat::Direct(world.named(first.number)?);
        world.set(phone, &Change::Pin(chat.clone(), true))?;
        let label = Change::Label {
            id: "1".to_owned(),
            name: "Order".to_owned(),
            color: 5,
        };
        world.set(phone, &label)?;
        let labelled = Change::Labelled {
            label: "1".to_owned(),
            chat,
            on: true,
        };
        world.set(phone, &labelled)?;
    }
    if let Some(last) = bakery.people.last() {
        let chat = Chat::Direct(world.named(last.number)?);
        world.set(phone, &Change::Archive(chat, true))?;
    }
    let phone = world.named(bikes.number)?;
    if let Some(last) = bikes.people.last() {
        world.timer_changed(phone, world.named(last.number)?, DAY);
    }
    let group = world
        .groups
        .values()
        .find(|group| group.members.contains_key(&phone));
    if let Some(id) = group.map(|group| group.id.clone()) {
        world.set(phone, &Change::Mute(Chat::Group(id), Some(0)))?;
    }
    Ok(())
}

fn content(what: What) -> Content {
    let captioned = |caption: &str| FileSpec {
        caption: (!caption.is_empty()).then(|| caption.to_owned()),
        ..FileSpec::default()
    };
    match what {
        What::Text(text) => Content::Text(text.to_owned()),
        What::Picture(caption) => Content::Image(FileSpec {
            scene: true,
            ..captioned(caption)
        }),
        What::Film(caption) => Content::Video(captioned(caption)),
        What::Voice(seconds) => Content::Voice(FileSpec {
            seconds: Some(seconds),
            ..FileSpec::default()
        }),
        What::File(name) => Content::Document(FileSpec {
            name: Some(name.to_owned()),
            ..FileSpec::default()
        }),
        What::Place(name, latitude, longitude) => Content::Location(Place {
            latitude,
            longitude,
            name: Some(name.to_owned()),
            address: None,
        }),
        What::Card(name, number) => Content::Card(Card {
            name: name.to_owned(),
            number: number.to_owned(),
        }),
        What::Poll(question, options) => Content::Poll(PollSpec {
            question: question.to_owned(),
            options: options.iter().map(|option| (*option).to_owned()).collect(),
            choose: 1,
        }),
        What::Sticker => Content::Sticker(FileSpec::default()),
    }
}
