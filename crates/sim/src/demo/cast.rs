//! Who there is in the demo, and what they say: data only. Nobody in it exists;
//! the numbers are from a range kept for fiction.

mod bakery;
mod bikes;
mod studio;

/// A phone of the demo.
#[derive(Debug)]
pub(super) struct Business {
    pub(super) number: &'static str,
    pub(super) name: &'static str,
    pub(super) category: &'static str,
    pub(super) about: &'static str,
    pub(super) address: &'static str,
    pub(super) website: &'static str,
    pub(super) people: &'static [Person],
    pub(super) group: Option<Group>,
}

/// Somebody who writes to a business.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) number: &'static str,
    pub(super) name: &'static str,
    /// What the business calls them in its address book, if they stand in it.
    pub(super) saved: Option<&'static str>,
    pub(super) about: &'static str,
    pub(super) picture: bool,
    /// Whether they are a business themselves.
    pub(super) company: bool,
    /// After about how many milliseconds they have read something.
    pub(super) reads: u64,
    pub(super) past: &'static [Line],
    /// How many of the last lines of the past the business has not read.
    pub(super) unread: usize,
    /// What they say by themselves, in turn.
    pub(super) says: &'static [What],
    /// What they type wrongly and correct.
    pub(super) slips: &'static [(&'static str, &'static str)],
    /// What they answer, in turn.
    pub(super) replies: &'static [&'static str],
}

/// A group of a business.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) subject: &'static str,
    pub(super) description: &'static str,
    /// Whether the business founded it.
    pub(super) own: bool,
    pub(super) members: &'static [&'static str],
    pub(super) past: &'static [GroupLine],
    pub(super) unread: usize,
    /// What members say by themselves: who, and what.
    pub(super) says: &'static [(&'static str, What)],
}

/// One line of a past conversation.
#[derive(Debug)]
pub(super) struct Line {
    /// How many minutes before the demo starts.
    pub(super) ago: u64,
    pub(super) who: Who,
    pub(super) what: What,
    /// What the other side felt about it.
    pub(super) reaction: Option<&'static str>,
}

/// One line of a group's past.
#[derive(Debug)]
pub(super) struct GroupLine {
    pub(super) ago: u64,
    /// The author's number.
    pub(super) who: &'static str,
    pub(super) what: What,
}

/// Who said it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// The person.
    Them,
    /// The business.
    Us,
}

/// What is said.
#[derive(Clone, Copy, Debug)]
pub(super) enum What {
    Text(&'static str),
    Picture(&'static str),
    Film(&'static str),
    /// A voice note of that many seconds.
    Voice(u32),
    /// A document of that name.
    File(&'static str),
    /// A place: its name, degrees north, degrees east.
    Place(&'static str, f64, f64),
    /// A contact card: name and number.
    Card(&'static str, &'static str),
    /// A question and its answers.
    Poll(&'static str, &'static [&'static str]),
    Sticker,
}

const fn them(ago: u64, what: What) -> Line {
    Line {
        ago,
        who: Who::Them,
        what,
        reaction: None,
    }
}

const fn us(ago: u64, what: What) -> Line {
    Line {
        ago,
        who: Who::Us,
        what,
        reaction: None,
    }
}

/// The same line with what the other side felt about it.
const fn felt(line: Line, reaction: &'static str) -> Line {
    Line {
        reaction: Some(reaction),
        ..line
    }
}

const fn said(ago: u64, who: &'static str, what: What) -> GroupLine {
    GroupLine { ago, who, what }
}

/// The three phones. The third waits to be linked.
pub(super) const BUSINESSES: [&Business; 3] = [&bakery::BAKERY, &bikes::BIKES, &studio::STUDIO];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn everybody_is_told_apart_and_has_something_to_say() {
        let mut names = BTreeMap::new();
        for business in BUSINESSES {
            for person in business.people {
                let before = names.insert(person.number, person.name);
                assert!(
                    before.is_none_or(|before| before == person.name),
                    "{} has two names",
                    person.number
                );
                assert!(!person.says.is_empty(), "{} is mute", person.name);
                assert!(!person.replies.is_empty(), "{} never answers", person.name);
                assert!(person.unread <= person.past.len(), "{}", person.name);
                assert!(
                    person.past.is_sorted_by(|one, next| one.ago > next.ago),
                    "the past of {} goes back and forth",
                    person.name
                );
            }
        }
        assert!(names.len() >= 12, "a dozen people, at least");
    }

    #[test]
    fn groups_hold_people_who_exist() {
        let known: Vec<_> = BUSINESSES
            .iter()
            .flat_map(|business| business.people)
            .map(|person| person.number)
            .collect();
        let groups: Vec<_> = BUSINESSES
            .iter()
            .filter_map(|business| Some((business.number, business.group.as_ref()?)))
            .collect();
        assert_eq!(groups.len(), 2, "two groups");
        for (own, group) in groups {
            for member in group.members {
                assert!(known.contains(member), "{member} does not exist");
            }
            let speaks = |who: &str| who == own || group.members.contains(&who);
            assert!(group.past.iter().all(|line| speaks(line.who)));
            assert!(group.says.iter().all(|(who, _)| speaks(who)));
        }
    }
}
