//! What people, phones and the program are made to do, and what it means for
//! what must be true in the end.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Broken, Finding, Kill, Series, Step};
use crate::clock::Stopwatch;
use crate::torture::model::{By, Said, text};
use crate::torture::talker::Answer;

/// Long texts fill the log of the store, so that it is emptied meanwhile.
const LONG_TEXT: usize = 50_000;

/// Something that the program is asked to do. Places name what was said.
#[derive(Clone, Copy, Debug)]
pub(super) enum Deed {
    Send { said: usize, again: bool },
    Edit { said: usize, again: bool },
    Delete { said: usize, again: bool },
    React { said: usize, again: bool },
    Cancel { said: usize, again: bool },
    Read { account: usize, person: usize },
}

const SMILE: &str = "🙂";

impl Series<'_> {
    /// A stretch of talk from all sides. Ends early when the program dies, or
    /// when the patience is over.
    pub(super) fn everybody_talks(&mut self, kill: &Kill, patience: Option<Duration>) -> Step {
        let since = Stopwatch::start();
        let is_over =
            |since: Stopwatch| patience.is_some_and(|patience| since.left_of(patience).is_zero());
        let mut asked: Vec<(Deed, u64)> = Vec::new();
        for deed in std::mem::take(&mut self.pending) {
            self.ask(deed, &mut asked)?;
        }
        let rounds = 2 + self.dice.below(4);
        for _ in 0..rounds {
            if self.core()?.is_gone() || is_over(since) {
                break;
            }
            self.others_talk(1)?;
            if let Some(deed) = self.think_of_a_deed() {
                self.ask(deed, &mut asked)?;
            }
        }
        self.spice(kill, &mut asked)?;
        match patience {
            Some(patience) => {
                self.core()?.rest(since.left_of(patience));
                self.core()?.cut_off();
                self.hear_of(asked)?;
            }
            // What follows from all that has places of its own.
            None => {
                self.hear_of(asked)?;
                let wait = json!({"cmd": "wait", "until": "sent", "timeout_ms": 3_000});
                self.core()?.run(wait)?;
                self.core()?.rest(Duration::from_millis(60));
            }
        }
        Ok(())
    }

    /// Asks for everything once more that was not answered, and waits.
    pub(super) fn catch_up(&mut self) -> Step {
        let mut asked = Vec::new();
        for deed in std::mem::take(&mut self.pending) {
            self.ask(deed, &mut asked)?;
        }
        self.hear_of(asked)?;
        let wait = json!({"cmd": "wait", "until": "sent", "timeout_ms": 20_000});
        self.core()?.run(wait)?;
        Ok(())
    }

    fn hear_of(&mut self, asked: Vec<(Deed, u64)>) -> Step {
        for (deed, question) in asked {
            match self.core()?.answer(question)? {
                Answer::Done(answer) => self.done(deed, &answer),
                Answer::Refused(why) => self.refused(deed, &why),
                Answer::Unknown => self.pending.push(deed.once_more()),
            }
        }
        Ok(())
    }

    /// What some places need to be reached at all.
    fn spice(&mut self, kill: &Kill, asked: &mut Vec<(Deed, u64)>) -> Step {
        let point = match kill {
            Kill::At { point, .. } => point.as_str(),
            Kill::Outside { .. } => "",
        };
        let all = self.plan.calibrate;
        if all || point.starts_with("store.checkpoint") {
            for _ in 0..16 {
                self.somebody_says("text", true)?;
            }
        }
        if all || point == "engine.sent_message.taken" || self.dice.chance(5) {
            self.somebody_asks_again()?;
        }
        if all || point.starts_with("app.past") || point.starts_with("engine.history") {
            self.phone_tells_the_past()?;
        }
        if point == "app.line.refused" || self.dice.chance(4) {
            self.line_breaks(asked)?;
        }
        Ok(())
    }

    /// People and phones do something, whether or not the program runs.
    pub(super) fn others_talk(&mut self, times: usize) -> Step {
        for _ in 0..times {
            match self.dice.below(100) {
                0..45 => self.somebody_says("text", false)?,
                45..52 => self.somebody_says("unsupported", false)?,
                52..58 => self.somebody_says("image", false)?,
                58..64 if self.plan.spoilt => self.somebody_says("corrupt", false)?,
                58..74 => self.phone_says()?,
                74..84 => self.somebody_changes_words()?,
                84..92 => self.somebody_reacts()?,
                _ => self.somebody_deletes()?,
            }
        }
        Ok(())
    }

    fn somebody_says(&mut self, how: &'static str, long: bool) -> Step {
        let Some((account, person, mut with)) = self.a_conversation() else {
            return Ok(());
        };
        if how == "corrupt" {
            // Only what is meant for one account can be spoilt.
            with.clone_from(&person);
        }
        let tag = self.new_tag('i');
        let words = if long {
            format!("{tag} {}", "long ".repeat(LONG_TEXT / 5))
        } else {
            format!("{tag} says {person}")
        };
        let mut command =
            json!({"cmd": "contact_send", "contact": person, "to": self.address(account, &with)});
        let (field, value, kind, text_of_row) = match how {
            "unsupported" => ("unknown", json!(900), "unsupported", String::new()),
            "image" => ("image", json!({"caption": words}), "image", words.clone()),
            _ => ("text", json!(words), "text", words.clone()),
        };
        if let Some(command) = command.as_object_mut() {
            command.insert(field.to_owned(), value);
            if how == "corrupt" {
                command.insert("cmd".to_owned(), json!("contact_send_corrupt"));
            }
        }
        let sent = self.network.run(&command)?;
        let said = self.new_said(tag, account, with, By::Other(person), kind, text_of_row);
        self.said.push(Said {
            id: Some(text(&sent, "msg").to_owned()),
            spoilt: how == "corrupt",
            ..said
        });
        Ok(())
    }

    /// The owner writes on the phone.
    fn phone_says(&mut self) -> Step {
        let Some((account, _, with)) = self.a_conversation() else {
            return Ok(());
        };
        let tag = self.new_tag('p');
        let words = format!("{tag} from the phone");
        let number = self.number(account);
        let sent = self
            .network
            .run(&json!({"cmd": "phone_send", "phone": number, "chat": with, "text": words}))?;
        let said = self.new_said(tag, account, with, By::Phone, "text", words);
        self.said.push(Said {
            id: Some(text(&sent, "msg").to_owned()),
            ..said
        });
        Ok(())
    }

    fn somebody_changes_words(&mut self) -> Step {
        let fits = |said: &Said| {
            matches!(said.by, By::Other(_))
                && said.kind == "text"
                && !said.deleted
                && said.edited.is_none()
        };
        let Some(place) = self.one_of(fits) else {
            return Ok(());
        };
        if let Some(said) = self.said.get_mut(place) {
            let words = format!("{} in other words", said.tag);
            self.network
                .run(&json!({"cmd": "contact_edit", "msg": said.id, "text": words}))?;
            said.edited = Some(words);
        }
        Ok(())
    }

    fn somebody_deletes(&mut self) -> Step {
        let fits =
            |said: &Said| matches!(said.by, By::Other(_)) && said.kind == "text" && !said.deleted;
        let Some(place) = self.one_of(fits) else {
            return Ok(());
        };
        if let Some(said) = self.said.get_mut(place) {
            self.network
                .run(&json!({"cmd": "contact_delete", "msg": said.id}))?;
            said.deleted = true;
        }
        Ok(())
    }

    /// Somebody reacts to what the program sent.
    fn somebody_reacts(&mut self) -> Step {
        let Some(place) = self.one_of(|said| said.by == By::Core && said.is_there()) else {
            return Ok(());
        };
        let person = match self.said.get(place) {
            Some(said) if self.people.contains(&said.with) => said.with.clone(),
            _ => self.people.first().cloned().unwrap_or_default(),
        };
        if let Some(said) = self.said.get_mut(place) {
            let react =
                json!({"cmd": "contact_react", "contact": person, "msg": said.id, "emoji": "👍"});
            // It may not have arrived yet.
            if self.network.run(&react).is_ok() {
                said.reactions.insert(person, "👍".to_owned());
            }
        }
        Ok(())
    }

    /// A recipient could not read something and asks for it again.
    fn somebody_asks_again(&mut self) -> Step {
        let is_alone = |said: &Said| !said.with.contains('@');
        let Some(place) =
            self.one_of(|said| said.by == By::Core && said.is_there() && is_alone(said))
        else {
            return Ok(());
        };
        if let Some(said) = self.said.get_mut(place) {
            let ask =
                json!({"cmd": "contact_request_resend", "contact": said.with, "msg": said.id});
            // What has not arrived yet cannot be asked for again.
            if self.network.run(&ask).is_ok() {
                said.asked_again = true;
            }
        }
        Ok(())
    }

    fn phone_tells_the_past(&mut self) -> Step {
        let account = self.dice.below(self.accounts.len());
        let number = self.number(account);
        self.network.run(&json!({
            "cmd": "push_history", "phone": number, "chats": 0, "remembered": true,
            "kind": "recent", "inline": self.dice.chance(50),
        }))?;
        Ok(())
    }

    /// What is on its way is lost without a word.
    fn line_breaks(&mut self, asked: &mut Vec<(Deed, u64)>) -> Step {
        let account = self.dice.below(self.accounts.len());
        self.net(account, json!({"act": "stall"}))?;
        let Some((_, _, with)) = self
            .a_conversation()
            .filter(|(_, _, with)| !with.contains('@'))
        else {
            return self.net(account, json!({"act": "reset"}));
        };
        let deed = self.say(account, with);
        self.ask(deed, asked)?;
        self.core()?.rest(Duration::from_millis(80));
        self.net(account, json!({"act": "reset"}))
    }

    /// Something for the program to do.
    fn think_of_a_deed(&mut self) -> Option<Deed> {
        let again = false;
        Some(match self.dice.below(100) {
            0..60 => {
                let (account, _, with) = self.a_conversation()?;
                self.say(account, with)
            }
            60..70 => Deed::Edit {
                said: self
                    .one_of(|said| said.by == By::Core && said.is_there() && !said.touched)?,
                again,
            },
            70..80 => Deed::React {
                said: self.one_of(|said| matches!(said.by, By::Other(_)) && said.is_there())?,
                again,
            },
            80..86 => Deed::Delete {
                said: self
                    .one_of(|said| said.by == By::Core && said.is_there() && !said.touched)?,
                again,
            },
            86..94 => Deed::Cancel {
                said: self
                    .said
                    .iter()
                    .rposition(|said| said.by == By::Core && said.is_there() && !said.touched)?,
                again,
            },
            _ => Deed::Read {
                account: self.dice.below(self.accounts.len()),
                person: self.dice.below(self.people.len()),
            },
        })
    }

    fn say(&mut self, account: usize, with: String) -> Deed {
        let tag = self.new_tag('o');
        let words = format!("{tag} from the desk");
        let said = self.new_said(tag, account, with, By::Core, "text", words);
        self.said.push(said);
        Deed::Send {
            said: self.said.len() - 1,
            again: false,
        }
    }

    fn ask(&mut self, deed: Deed, asked: &mut Vec<(Deed, u64)>) -> Step {
        if let Deed::Edit { said, .. } | Deed::Delete { said, .. } | Deed::Cancel { said, .. } =
            deed
            && let Some(said) = self.said.get_mut(said)
        {
            said.touched = true;
        }
        let command = self.command(deed);
        let question = self.core()?.ask(command);
        asked.push((deed, question));
        Ok(())
    }

    fn command(&self, deed: Deed) -> Value {
        let about = |place: usize, name: &str| {
            let said = self.said.get(place);
            let slot = said.and_then(|said| self.slot(&said.account));
            json!({
                "cmd": name, "slot": slot,
                "to": said.map(|said| &said.with), "id": said.and_then(|said| said.id.as_ref()),
            })
        };
        let with = |mut command: Value, field: &str, value: Value| {
            if let Some(command) = command.as_object_mut() {
                command.insert(field.to_owned(), value);
            }
            command
        };
        let tag = |place: usize| self.said.get(place).map_or("", |said| said.tag.as_str());
        match deed {
            Deed::Send { said, .. } => {
                let words = self.said.get(said).map_or("", |said| said.text.as_str());
                let command = with(about(said, "send"), "text", json!(words));
                with(
                    command,
                    "token",
                    json!(format!("{}-{}", self.plan.seed, tag(said))),
                )
            }
            Deed::Edit { said, .. } => {
                let words = json!(format!("{} in other words", tag(said)));
                with(about(said, "edit"), "text", words)
            }
            Deed::Delete { said, .. } => about(said, "delete"),
            Deed::React { said, .. } => with(about(said, "react"), "emoji", json!(SMILE)),
            Deed::Cancel { said, .. } => about(said, "cancel"),
            Deed::Read { account, person } => json!({
                "cmd": "mark_read", "slot": account + 1,
                "to": self.people.get(person),
            }),
        }
    }

    fn done(&mut self, deed: Deed, answer: &Value) {
        let (Deed::Send { said, .. }
        | Deed::Edit { said, .. }
        | Deed::Delete { said, .. }
        | Deed::React { said, .. }
        | Deed::Cancel { said, .. }) = deed
        else {
            return;
        };
        let Some(said) = self.said.get_mut(said) else {
            return;
        };
        match deed {
            Deed::Send { .. } => said.id = Some(text(answer, "id").to_owned()),
            Deed::Edit { .. } => said.edited = Some(format!("{} in other words", said.tag)),
            Deed::Delete { .. } => said.deleted = true,
            Deed::React { .. } => {
                said.reactions.insert("me".to_owned(), SMILE.to_owned());
            }
            Deed::Cancel { .. } => said.cancelled = true,
            Deed::Read { .. } => {}
        }
    }

    /// A refusal changes nothing, unless the first attempt had worked and nobody
    /// was left to hear of it.
    fn refused(&mut self, deed: Deed, why: &str) {
        match deed {
            Deed::Delete { again: true, .. } if why == "notNow" => self.done(deed, &Value::Null),
            Deed::Cancel { again: true, .. } if why == "gone" => self.done(deed, &Value::Null),
            // A message that was to be deleted before it left is not sent at all.
            Deed::Delete { said, again: true } if why == "gone" => {
                if let Some(said) = self.said.get_mut(said) {
                    said.cancelled = true;
                }
            }
            // A group that is not known yet cannot be written to.
            Deed::Send { said, .. } if why == "gone" => {
                if let Some(said) = self.said.get_mut(said) {
                    said.cancelled = true;
                }
            }
            Deed::Send { said, .. } => {
                let tag = self.said.get(said).map_or("", |said| said.tag.as_str());
                self.outcome.findings.push(Finding {
                    broken: Broken::Unsent,
                    words: format!("{tag}: refused, {why}"),
                });
            }
            Deed::Edit { .. }
            | Deed::Delete { .. }
            | Deed::React { .. }
            | Deed::Cancel { .. }
            | Deed::Read { .. } => {}
        }
    }

    /// An account, somebody, and the conversation they have: of two, or of the
    /// account's group.
    fn a_conversation(&mut self) -> Option<(usize, String, String)> {
        let account = self.dice.below(self.accounts.len());
        let group = self.dice.chance(25);
        let members = if group { 2 } else { self.people.len() };
        let person = self.people.get(self.dice.below(members))?.clone();
        let with = if group {
            self.accounts.get(account)?.group.clone()
        } else {
            person.clone()
        };
        Some((account, person, with))
    }

    /// Where somebody sends what is meant for that conversation of an account.
    fn address(&self, account: usize, with: &str) -> String {
        if with.contains('@') {
            with.to_owned()
        } else {
            self.number(account)
        }
    }

    fn number(&self, account: usize) -> String {
        self.accounts
            .get(account)
            .map(|account| account.number.clone())
            .unwrap_or_default()
    }

    fn slot(&self, number: &str) -> Option<usize> {
        let account = self
            .accounts
            .iter()
            .find(|account| account.number == number)?;
        Some(account.slot)
    }

    fn one_of(&mut self, fits: impl Fn(&Said) -> bool) -> Option<usize> {
        // The newest ones: what happened long ago was tried long ago.
        let newest = self.said.len().saturating_sub(12);
        let found: Vec<usize> = self
            .said
            .iter()
            .enumerate()
            .skip(newest)
            .filter(|(_, said)| fits(said))
            .map(|(place, _)| place)
            .collect();
        self.dice.pick(&found).copied()
    }

    fn new_tag(&mut self, letter: char) -> String {
        self.tokens += 1;
        format!("{letter}{}", self.tokens)
    }

    fn new_said(
        &self,
        tag: String,
        account: usize,
        with: String,
        by: By,
        kind: &'static str,
        text: String,
    ) -> Said {
        Said {
            tag,
            account: self.number(account),
            with,
            by,
            kind,
            text,
            id: None,
            edited: None,
            deleted: false,
            reactions: std::collections::BTreeMap::new(),
            cancelled: false,
            asked_again: false,
            touched: false,
            spoilt: false,
            at: None,
        }
    }
}

impl Said {
    /// It can be named and something can be done to it.
    fn is_there(&self) -> bool {
        self.id.is_some() && !self.deleted && !self.cancelled
    }
}

impl Deed {
    const fn once_more(mut self) -> Self {
        match &mut self {
            Self::Send { again, .. }
            | Self::Edit { again, .. }
            | Self::Delete { again, .. }
            | Self::React { again, .. }
            | Self::Cancel { again, .. } => *again = true,
            Self::Read { .. } => {}
        }
        self
    }
}
