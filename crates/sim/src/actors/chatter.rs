//! People who do something by themselves: write, correct themselves, react,
//! hesitate, read, come and go.
//!
//! They never do more than one thing per pause, and nobody goes on talking to
//! a phone that does not answer, so a world left alone falls nearly silent.
//! What they do depends on the seed and on what was said, and on nothing else.

use crate::{
    clock::Millis,
    content::{Content, Manner, context},
    dice::Dice,
    names::{AccountId, Chat},
    world::{
        World,
        agenda::{Confirmation, Task},
    },
};
use std::collections::BTreeSet;

/// How many messages stand unanswered at the end of a conversation of two
/// before its person waits, and of a group before its members do.
const PATIENCE: usize = 2;
const GROUP_PATIENCE: usize = 6;

/// How far back somebody looks for something to react to.
const LOOKED_AT: usize = 12;

/// How long after coming online somebody begins to type.
const ARRIVES_MS: Millis = 600;
/// How long somebody stays online after having written.
const LINGERS_MS: Millis = 5_000;
/// How long it takes to see one's own mistake.
const REGRETS_MS: Millis = 4_000;

/// Somebody in one conversation.
#[derive(Clone, Debug)]
pub(crate) struct Talker {
    pub(crate) id: AccountId,
    /// The conversation as they call it.
    pub(crate) chat: Chat,
    /// What they say, in turn.
    pub(crate) says: Vec<Content>,
    /// What they say wrongly, and how they correct it.
    pub(crate) slips: Vec<(String, String)>,
    pub(crate) said: usize,
    pub(crate) slipped: usize,
}

/// Everybody who does something by themselves.
#[derive(Debug)]
pub(crate) struct Chatter {
    pub(crate) talkers: Vec<Talker>,
    /// The accounts they write to.
    pub(crate) phones: BTreeSet<AccountId>,
    /// The shortest and the longest pause.
    pub(crate) pause: (Millis, Millis),
    pub(crate) dice: Dice,
    reacted: BTreeSet<(AccountId, String)>,
}

impl Chatter {
    pub(crate) fn new(
        talkers: Vec<Talker>,
        phones: BTreeSet<AccountId>,
        pause: (Millis, Millis),
        dice: Dice,
    ) -> Self {
        Self {
            talkers,
            phones,
            pause,
            dice,
            reacted: BTreeSet::new(),
        }
    }
}

/// What somebody does.
enum Deed {
    Write,
    Slip,
    React,
    Hesitate,
    Read,
    Come,
}

impl World {
    /// People begin to do things by themselves, until the world ends.
    pub(crate) fn begin_chatter(&mut self, mut chatter: Chatter) {
        let (low, high) = chatter.pause;
        let pause = chatter.dice.between(low, high);
        self.chatter = Some(chatter);
        self.later(pause, Task::Chatter);
    }

    /// Somebody does something, and it goes on after a pause.
    pub(crate) fn chatter(&mut self) {
        let Some(mut chatter) = self.chatter.take() else {
            return;
        };
        self.one_deed(&mut chatter);
        self.begin_chatter(chatter);
    }

    fn one_deed(&mut self, chatter: &mut Chatter) {
        let last = u64::try_from(chatter.talkers.len()).unwrap_or(0);
        let place = chatter.dice.between(1, last);
        let place = usize::try_from(place).unwrap_or(1).saturating_sub(1);
        let deed = match chatter.dice.between(0, 99) {
            0..=54 => Deed::Write,
            55..=63 => Deed::Slip,
            64..=77 => Deed::React,
            78..=85 => Deed::Hesitate,
            86..=93 => Deed::Read,
            _ => Deed::Come,
        };
        let typing = chatter.dice.between(1_200, 3_200);
        let emoji = chatter
            .dice
            .pick(&["👍", "❤️", "😂", "🙏", "🎉", "😮"])
            .copied()
            .unwrap_or("👍");
        let Some(talker) = chatter.talkers.get_mut(place) else {
            return;
        };
        let (id, chat) = (talker.id, talker.chat.clone());
        let patient = match chat {
            Chat::Direct(_) => PATIENCE,
            Chat::Group(_) => GROUP_PATIENCE,
        };
        let may_write = unanswered(self, id, &chat, &chatter.phones) < patient;
        match deed {
            Deed::Write if may_write => {
                let what = talker.says.get(talker.said % talker.says.len().max(1));
                if let Some(content) = what.cloned() {
                    talker.said += 1;
                    self.will_write(id, chat, typing, content, None);
                }
            }
            Deed::Slip if may_write => {
                let slip = talker.slips.get(talker.slipped % talker.slips.len().max(1));
                if let Some((wrong, right)) = slip.cloned() {
                    talker.slipped += 1;
                    self.will_write(id, chat, typing, Content::Text(wrong), Some(right));
                }
            }
            Deed::React => {
                let target = self.to_react_to(id, &chat, &chatter.phones);
                if let Some(target) = target
                    && chatter.reacted.insert((id, target.clone()))
                {
                    self.react_by_itself(id, &chat, &target, emoji);
                }
            }
            Deed::Read => self.read_everything(id, &chat),
            Deed::Write | Deed::Slip | Deed::Hesitate => self.will_type(id, &chat, typing),
            Deed::Come => self.will_be_seen(id, ARRIVES_MS + typing),
        }
    }

    fn will_write(
        &mut self,
        by: AccountId,
        chat: Chat,
        typing: Millis,
        content: Content,
        right: Option<String>,
    ) {
        self.will_type(by, &chat, typing);
        let say = Task::Say {
            by,
            chat,
            content: Box::new(content),
            right,
        };
        self.later(ARRIVES_MS + typing, say);
    }

    /// Somebody comes online, types, stops, and goes again.
    fn will_type(&mut self, by: AccountId, chat: &Chat, typing: Millis) {
        self.will_be_seen(by, ARRIVES_MS + typing + LINGERS_MS);
        for (delay, on) in [(ARRIVES_MS, true), (ARRIVES_MS + typing, false)] {
            let chat = chat.clone();
            self.later(delay, Task::Typing { by, chat, on });
        }
    }

    fn will_be_seen(&mut self, by: AccountId, long: Millis) {
        self.show_presence(by, true, None);
        self.later(long, Task::Presence { by, online: false });
    }

    /// Somebody says what they made up their mind to say; if it was wrong, they
    /// correct it a little later.
    pub(crate) fn say_by_itself(
        &mut self,
        by: AccountId,
        chat: &Chat,
        content: &Content,
        right: Option<String>,
    ) {
        match self.say(by, chat, content, &Manner::default()) {
            Ok(msg) => {
                if let Some(text) = right {
                    self.later(REGRETS_MS, Task::Correct { by, msg, text });
                }
            }
            Err(failed) => tracing::warn!(%failed, "somebody could not speak"),
        }
    }

    pub(crate) fn correct_by_itself(&mut self, by: AccountId, msg: &str, text: &str) {
        let said = self
            .key_of(by, msg)
            .and_then(|key| Ok((key, self.chat_with(by, msg)?)))
            .and_then(|(key, chat)| self.speak(by, &chat, context::edit(key, text, self.now)));
        if let Err(failed) = said {
            tracing::warn!(%failed, "somebody could not correct themselves");
        }
    }

    fn react_by_itself(&mut self, by: AccountId, chat: &Chat, msg: &str, emoji: &str) {
        let said = self
            .key_of(by, msg)
            .and_then(|key| self.speak(by, chat, context::reaction(key, emoji, self.now)));
        if let Err(failed) = said {
            tracing::warn!(%failed, "somebody could not react");
        }
    }

    /// The last thing a phone said there that is worth a reaction.
    fn to_react_to(
        &self,
        by: AccountId,
        chat: &Chat,
        phones: &BTreeSet<AccountId>,
    ) -> Option<String> {
        self.account(by)?
            .inbox
            .iter()
            .rev()
            .filter(|message| message.chat == *chat && message.stands_alone())
            .take(LOOKED_AT)
            .find(|message| phones.contains(&message.from) && !message.revoked)
            .map(|message| message.id.clone())
    }

    fn read_everything(&mut self, by: AccountId, chat: &Chat) {
        let unread: Vec<String> = self
            .account(by)
            .into_iter()
            .flat_map(|account| &account.inbox)
            .filter(|message| message.chat == *chat && message.from != by)
            .map(|message| &message.id)
            .filter(|id| !self.has_read(by, id))
            .cloned()
            .collect();
        if !unread.is_empty() {
            self.will_be_seen(by, LINGERS_MS);
            self.confirm(by.phone(), &unread, Confirmation::Read, false);
        }
    }
}

/// How many messages stand at the end of a conversation since a phone spoke.
fn unanswered(world: &World, by: AccountId, chat: &Chat, phones: &BTreeSet<AccountId>) -> usize {
    world.account(by).map_or(0, |account| {
        account
            .inbox
            .iter()
            .rev()
            .filter(|message| message.chat == *chat && message.stands_alone())
            .take_while(|message| !phones.contains(&message.from))
            .count()
    })
}
