//! What must be in the store and at the people in the end: a list of all that
//! was said, kept by whoever had it said.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// So many seconds before the first thing that is said in a series, nothing was.
const LONG_AGO: u64 = 5;

/// A promise, by the way in which it was broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Broken {
    /// A message that the network counts as delivered is not in the store.
    Lost,
    /// A message arrived twice or under two ids.
    SecondId,
    /// A message key was used twice.
    ReusedKey,
    /// Something that was to be sent never arrived.
    Unsent,
    /// A recipient asked for something again and was not answered.
    Unanswered,
    /// Something overtook something in a conversation.
    Order,
    /// Something left although it was called back.
    Cancelled,
    /// The store shows something else than what was said.
    Content,
    /// A tick says something else than the network knows.
    Ticks,
    /// The network did not understand something, or raised an alarm.
    Alarm,
    /// A link was lost, or is half.
    Link,
    /// The program ended by itself, or hangs.
    Died,
}

impl Broken {
    pub(super) const ALL: [Self; 12] = [
        Self::Lost,
        Self::SecondId,
        Self::ReusedKey,
        Self::Unsent,
        Self::Unanswered,
        Self::Order,
        Self::Cancelled,
        Self::Content,
        Self::Ticks,
        Self::Alarm,
        Self::Link,
        Self::Died,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::SecondId => "second ids",
            Self::ReusedKey => "reused keys",
            Self::Unsent => "never sent",
            Self::Unanswered => "asked for again in vain",
            Self::Order => "out of order",
            Self::Cancelled => "sent although cancelled",
            Self::Content => "other content",
            Self::Ticks => "wrong ticks",
            Self::Alarm => "alarms",
            Self::Link => "broken links",
            Self::Died => "ended by itself",
        }
    }
}

/// One broken promise.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Finding {
    pub(super) broken: Broken,
    pub(super) words: String,
}

/// Who said something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// The program.
    Core,
    /// The account's own phone.
    Phone,
    /// Somebody else, by number.
    Other(String),
}

/// Something that was said.
#[derive(Clone, Debug)]
pub(super) struct Said {
    /// The word it begins with; no other does.
    pub(super) tag: String,
    /// In whose store, by number.
    pub(super) account: String,
    /// In which conversation: a number or the address of a group.
    pub(super) with: String,
    pub(super) by: By,
    pub(super) kind: &'static str,
    pub(super) text: String,
    /// Its id, once it is known.
    pub(super) id: Option<String>,
    pub(super) edited: Option<String>,
    pub(super) deleted: bool,
    /// By number, or `me`.
    pub(super) reactions: BTreeMap<String, String>,
    /// It was called back in time.
    pub(super) cancelled: bool,
    /// A change of it was asked for, or that it is called back: one or the other,
    /// since calling back takes a waiting change first.
    pub(super) touched: bool,
    /// It was spoilt on its way, and what replaces it has a time of its own.
    pub(super) spoilt: bool,
    /// Its recipients were made to ask for it again, so their order says nothing.
    pub(super) asked_again: bool,
    /// When its sender says that it was sent, in seconds.
    pub(super) at: Option<u64>,
}

/// What the network knows in the end.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// What each person has, in the order in which it came; by number.
    pub(super) inboxes: BTreeMap<String, Vec<Value>>,
    /// The members of each group besides the account.
    pub(super) groups: BTreeMap<String, Vec<String>>,
    /// How far messages got, by id: recipients with `delivered` or `read`.
    pub(super) receipts: BTreeMap<String, BTreeMap<String, &'static str>>,
    /// Who asked for which message again: ids and numbers.
    pub(super) asked_again: BTreeSet<(String, String)>,
}

/// Everything that is in the way of the store and the network being as they
/// must be.
pub(super) fn compare(all: &[Said], book: &Value, evidence: &Evidence) -> Vec<Finding> {
    let mut judge = Judge {
        findings: Vec::new(),
        evidence,
        known: BTreeSet::new(),
    };
    let chats = list(book, "chats");
    for said in all {
        let rows = chats
            .iter()
            .filter(|chat| is(chat, "account", &said.account) && is(chat, "with", &said.with))
            .flat_map(|chat| list(chat, "messages"))
            .filter(|row| said.is_row(row))
            .collect::<Vec<_>>();
        judge.one(said, &rows);
    }
    judge.rest(all, chats);
    judge.order(all);
    judge.findings
}

struct Judge<'e> {
    findings: Vec<Finding>,
    evidence: &'e Evidence,
    /// The ids of rows that belong to something that was said.
    known: BTreeSet<String>,
}

impl Said {
    /// Whether a row, here or at somebody else, is it.
    fn is_row(&self, row: &Value) -> bool {
        let id = text(row, "id");
        let tagged = text(row, "text").split(' ').next() == Some(self.tag.as_str());
        self.id.as_deref() == Some(id) || tagged
    }

    fn reads(&self) -> &str {
        match &self.edited {
            _ if self.deleted => "",
            Some(edited) => edited,
            None => &self.text,
        }
    }

    fn recipients<'e>(&'e self, evidence: &'e Evidence) -> Vec<&'e str> {
        match evidence.groups.get(&self.with) {
            Some(members) => members.iter().map(String::as_str).collect(),
            None => vec![&self.with],
        }
    }

    fn shown(&self) -> String {
        let id = self.id.as_deref().unwrap_or("without a known id");
        format!("{} ({id}) of {} with {}", self.tag, self.account, self.with)
    }
}

impl Judge<'_> {
    fn find(&mut self, broken: Broken, words: String) {
        self.findings.push(Finding { broken, words });
    }

    fn one(&mut self, said: &Said, rows: &[&Value]) {
        if said.by == By::Core && said.deleted && rows.is_empty() {
            // Deleted before it left: then nobody may ever have seen it.
            let never_left = Said {
                cancelled: true,
                ..said.clone()
            };
            return self.arrived(&never_left, None);
        }
        self.known
            .extend(rows.iter().map(|row| text(row, "id").to_owned()));
        if said.cancelled {
            if !rows.is_empty() {
                self.find(
                    Broken::Content,
                    format!("{}: cancelled, and still here", said.shown()),
                );
            }
        } else {
            match rows {
                [] => self.find(Broken::Lost, format!("{}: not in the store", said.shown())),
                [row] => self.row(said, row),
                more => self.find(
                    Broken::SecondId,
                    format!("{}: {} rows in the store", said.shown(), more.len()),
                ),
            }
        }
        if said.by == By::Core {
            self.arrived(said, rows.first().map(|row| text(row, "id")));
        }
    }

    fn row(&mut self, said: &Said, row: &Value) {
        let from = match &said.by {
            By::Core | By::Phone => "me",
            By::Other(number) => number,
        };
        let kind = if said.deleted { "deleted" } else { said.kind };
        let expected = [("from", from), ("kind", kind), ("text", said.reads())];
        for (what, expected) in expected {
            if !is(row, what, expected) {
                let is = short(text(row, what));
                let words = format!(
                    "{}: its {what} is {is:?}, not {:?}",
                    said.shown(),
                    short(expected)
                );
                self.find(Broken::Content, words);
            }
        }
        let at = row.get("at").and_then(Value::as_u64);
        if said.at.is_some() && !said.spoilt && at != said.at {
            let words = format!("{}: dated {at:?}, not {:?}", said.shown(), said.at);
            self.find(Broken::Content, words);
        }
        let reactions: BTreeMap<String, String> = row
            .get("reactions")
            .and_then(|reactions| serde_json::from_value(reactions.clone()).ok())
            .unwrap_or_default();
        if !said.deleted && reactions != said.reactions {
            let words = format!(
                "{}: reactions {reactions:?}, not {:?}",
                said.shown(),
                said.reactions
            );
            self.find(Broken::Content, words);
        }
        if said.by != (By::Core) {
            return;
        }
        let receipts = self.evidence.receipts.get(text(row, "id"));
        let step = |number: &&str| receipts.and_then(|all| all.get(*number)).copied();
        let steps: Vec<_> = said.recipients(self.evidence).iter().map(step).collect();
        let proved = if steps.iter().all(|step| *step == Some("read")) {
            "read"
        } else if steps.iter().all(Option::is_some) {
            "delivered"
        } else {
            "sent"
        };
        if !is(row, "delivery", proved) {
            let words = format!(
                "{}: shown as {} by {}, proved is {proved}",
                said.shown(),
                text(row, "delivery"),
                row.get("receipts").unwrap_or(&Value::Null)
            );
            self.find(Broken::Ticks, words);
        }
    }

    /// What the recipients have of it.
    fn arrived(&mut self, said: &Said, own_id: Option<&str>) {
        for number in said.recipients(self.evidence) {
            let inbox = self
                .evidence
                .inboxes
                .get(number)
                .map_or(&[][..], Vec::as_slice);
            let found: Vec<&Value> = inbox
                .iter()
                .filter(|row| is(row, "from", &said.account) && said.is_row(row))
                .collect();
            match found.as_slice() {
                [] if said.cancelled => {}
                _ if said.cancelled => {
                    self.find(
                        Broken::Cancelled,
                        format!("{}: arrived at {number}", said.shown()),
                    );
                }
                [] if self.asked_again(own_id, number) => {
                    self.find(
                        Broken::Unanswered,
                        format!("{}: not at {number}", said.shown()),
                    );
                }
                [] => self.find(Broken::Unsent, format!("{}: not at {number}", said.shown())),
                [row] if own_id.is_some_and(|id| id != text(row, "id")) => self.find(
                    Broken::SecondId,
                    format!("{}: {} at {number}", said.shown(), text(row, "id")),
                ),
                [row] if said.deleted => {
                    if row.get("revoked") != Some(&Value::Bool(true)) {
                        self.find(
                            Broken::Unsent,
                            format!("{}: not deleted at {number}", said.shown()),
                        );
                    }
                }
                [row] => {
                    if !is(row, "text", said.reads()) {
                        let words = format!(
                            "{}: {number} reads {:?}",
                            said.shown(),
                            short(text(row, "text"))
                        );
                        self.find(Broken::Unsent, words);
                    }
                }
                more => self.find(
                    Broken::SecondId,
                    format!("{}: {} times at {number}", said.shown(), more.len()),
                ),
            }
        }
    }

    fn asked_again(&self, id: Option<&str>, number: &str) -> bool {
        let question = (id.unwrap_or_default().to_owned(), number.to_owned());
        self.evidence.asked_again.contains(&question)
    }

    /// Rows of the store that nobody said. What a phone tells of the time before
    /// the series is its own invention.
    fn rest(&mut self, all: &[Said], chats: &[Value]) {
        let beginning = all.iter().filter_map(|said| said.at).min().unwrap_or(0);
        for row in chats.iter().flat_map(|chat| list(chat, "messages")) {
            let is_said = self.known.contains(text(row, "id"));
            let at = row.get("at").and_then(Value::as_u64).unwrap_or(0);
            let is_past = at + LONG_AGO < beginning;
            if !is_said && !is_past && text(row, "kind") != "groupEvent" {
                self.find(Broken::Content, format!("Nobody said {row}"));
            }
        }
    }

    /// What the program sent to a conversation arrived in the order in which it
    /// was asked for.
    fn order(&mut self, all: &[Said]) {
        let mut last: BTreeMap<(&str, &str, &str), (usize, &str)> = BTreeMap::new();
        for said in all.iter().filter(|said| said.by == By::Core) {
            if said.cancelled || said.asked_again {
                continue;
            }
            for number in said.recipients(self.evidence) {
                let inbox = self
                    .evidence
                    .inboxes
                    .get(number)
                    .map_or(&[][..], Vec::as_slice);
                let is_it = |row: &Value| is(row, "from", &said.account) && said.is_row(row);
                let Some(place) = inbox.iter().position(is_it) else {
                    continue;
                };
                // What could not be read at first takes its place when it is.
                if self.asked_again(said.id.as_deref(), number) {
                    continue;
                }
                let key = (said.account.as_str(), said.with.as_str(), number);
                if let Some((before, tag)) = last.insert(key, (place, &said.tag))
                    && before > place
                {
                    let words = format!("{}: arrived before {tag} at {number}", said.shown());
                    self.findings.push(Finding {
                        broken: Broken::Order,
                        words,
                    });
                }
            }
        }
    }
}

/// A text field; nothing is an empty text.
pub(super) fn text<'v>(of: &'v Value, field: &str) -> &'v str {
    of.get(field).and_then(Value::as_str).unwrap_or("")
}

pub(super) fn list<'v>(of: &'v Value, field: &str) -> &'v [Value] {
    of.get(field)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn is(of: &Value, field: &str, expected: &str) -> bool {
    text(of, field) == expected
}

fn short(text: &str) -> String {
    text.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const SHOP: &str = "15550001111";
    const MAYA: &str = "15550002220";

    fn said(by: By) -> Said {
        Said {
            tag: "o1".to_owned(),
            account: SHOP.to_owned(),
            with: MAYA.to_owned(),
            by,
            kind: "text",
            text: "o1 hello".to_owned(),
            id: Some("A1".to_owned()),
            edited: None,
            deleted: false,
            reactions: BTreeMap::new(),
            cancelled: false,
            asked_again: false,
            touched: false,
            spoilt: false,
            at: None,
        }
    }

    fn row(id: &str, text: &str) -> Value {
        json!({"id": id, "from": "me", "kind": "text", "text": text, "delivery": "read", "reactions": {}})
    }

    fn book(rows: &[Value]) -> Value {
        json!({"chats": [{"account": SHOP, "with": MAYA, "messages": rows}]})
    }

    fn evidence(rows: &[(&str, &str)]) -> Evidence {
        let inbox = rows
            .iter()
            .map(|(id, text)| json!({"id": id, "from": SHOP, "text": text, "revoked": false}));
        let read = BTreeMap::from([(MAYA.to_owned(), "read")]);
        Evidence {
            inboxes: BTreeMap::from([(MAYA.to_owned(), inbox.collect())]),
            groups: BTreeMap::new(),
            receipts: rows
                .iter()
                .map(|(id, _)| ((*id).to_owned(), read.clone()))
                .collect(),
            asked_again: BTreeSet::new(),
        }
    }

    fn broken(all: &[Said], rows: &[Value], arrived: &[(&str, &str)]) -> Vec<Broken> {
        let findings = compare(all, &book(rows), &evidence(arrived));
        findings.into_iter().map(|finding| finding.broken).collect()
    }

    #[test]
    fn what_is_as_it_must_be_is_found_to_be() {
        let rows = [row("A1", "o1 hello")];
        assert_eq!(
            broken(&[said(By::Core)], &rows, &[("A1", "o1 hello")]),
            [],
            "all is well"
        );
    }

    #[test]
    fn each_broken_promise_has_its_name() {
        let (all, rows) = ([said(By::Core)], [row("A1", "o1 hello")]);
        let there = [("A1", "o1 hello")];
        assert_eq!(
            broken(&all, &[], &there),
            [Broken::Lost],
            "gone from the store"
        );
        assert_eq!(
            broken(&all, &rows, &[])[0],
            Broken::Ticks,
            "a tick without proof"
        );
        assert_eq!(broken(&all, &rows, &[])[1], Broken::Unsent, "nobody has it");
        assert_eq!(
            broken(&all, &rows, &[there[0], ("B2", "o1 hello")]),
            [Broken::SecondId],
            "two ids for one message"
        );
        assert_eq!(
            broken(&all, &[row("A1", "o1 hallo")], &there),
            [Broken::Content],
            "other words"
        );
        assert_eq!(
            broken(&all, &[rows[0].clone(), row("X", "o9 who?")], &there),
            [Broken::Content],
            "nobody said that"
        );
        let cancelled = Said {
            cancelled: true,
            ..said(By::Core)
        };
        assert_eq!(
            broken(&[cancelled], &[], &there),
            [Broken::Cancelled],
            "it left"
        );
    }

    #[test]
    fn a_message_that_overtakes_is_out_of_order() {
        let second = Said {
            tag: "o2".to_owned(),
            id: Some("A2".to_owned()),
            text: "o2 bye".to_owned(),
            ..said(By::Core)
        };
        let rows = [row("A1", "o1 hello"), row("A2", "o2 bye")];
        let arrived = [("A2", "o2 bye"), ("A1", "o1 hello")];
        assert_eq!(
            broken(&[said(By::Core), second], &rows, &arrived),
            [Broken::Order],
            "the second came first"
        );
    }
}
