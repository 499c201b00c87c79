//! Messages that disappear: the timer of a conversation, and their end at the
//! people who have them. Clients do the same by themselves; nobody tells them.

use crate::{
    clock::Millis,
    content::{context, read},
    error::SimError,
    names::{AccountId, Chat},
    server::groups,
    wire::proto::wa,
    world::{World, agenda::Task, log::Note},
};
use wa::message::protocol_message::Type;

/// After how long a conversation's messages disappear, and since when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Timer {
    /// 0 is never.
    pub(crate) seconds: u32,
    pub(crate) since: Millis,
}

impl World {
    /// Somebody sets after how many seconds a conversation's messages
    /// disappear. Returns the id of the message that says so; a group's timer
    /// is a fact about the group and needs none.
    pub(crate) fn set_timer(
        &mut self,
        by: AccountId,
        chat: &Chat,
        seconds: u32,
    ) -> Result<Option<String>, SimError> {
        match chat {
            Chat::Direct(other) => {
                self.timer_changed(by, *other, seconds);
                let draft = context::disappearing(seconds, self.now);
                self.speak(by, chat, draft).map(Some)
            }
            Chat::Group(id) => {
                self.change_group(id, by, groups::Change::Ephemeral(seconds))
                    .map_err(|_| SimError::NotAllowed(self.number_of(by)))?;
                Ok(None)
            }
        }
    }

    /// The timer of a conversation of two.
    pub(crate) fn timer(&self, one: AccountId, other: AccountId) -> Timer {
        self.timers
            .get(&pair(one, other))
            .copied()
            .unwrap_or_default()
    }

    /// A message came into somebody's memory: it may set the timer, and it may
    /// have to leave again.
    pub(crate) fn keep_for_its_time(
        &mut self,
        by: AccountId,
        chat: &Chat,
        id: &str,
        message: &wa::Message,
    ) {
        if let Some(change) = message.protocol_message.as_option()
            && change.r#type == Some(Type::EPHEMERAL_SETTING)
            && let Chat::Direct(other) = chat
        {
            let seconds = change.ephemeral_expiration.unwrap_or(0);
            self.timer_changed(by, *other, seconds);
        }
        let seconds = read::context(message)
            .and_then(|context| context.expiration)
            .unwrap_or(0);
        if seconds > 0 {
            let msg = id.to_owned();
            self.later(u64::from(seconds) * 1000, Task::Vanish { by, msg });
        }
    }

    /// A message's time is over at one account.
    pub(crate) fn vanish(&mut self, by: AccountId, msg: &str) {
        let Some(account) = self.accounts.get_mut(&by) else {
            return;
        };
        account.inbox.retain(|message| message.id != msg);
        account.sent.remove(msg);
        let by = self.number_of(by);
        self.note(Note::Vanished {
            id: msg.to_owned(),
            by,
        });
    }

    /// Both sides of a conversation know of a timer, however they came to it.
    pub(crate) fn timer_changed(&mut self, one: AccountId, other: AccountId, seconds: u32) {
        let since = self.now;
        self.timers
            .insert(pair(one, other), Timer { seconds, since });
    }
}

const fn pair(one: AccountId, other: AccountId) -> (AccountId, AccountId) {
    if one.0 < other.0 {
        (one, other)
    } else {
        (other, one)
    }
}
