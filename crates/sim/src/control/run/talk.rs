//! Commands about messages.

use crate::{
    content::{Content, Draft, Manner, Studio},
    control::cmd::reply::Reply,
    error::SimError,
    names::{AccountId, Chat},
    world::{World, agenda::Confirmation},
};

impl World {
    pub(super) fn run_say(
        &mut self,
        by: &str,
        to: &str,
        content: &Content,
        manner: &Manner,
    ) -> Result<Reply, SimError> {
        let (by, chat) = (self.named(by)?, self.chat_named(to)?);
        self.check_reachable(by)?;
        let msg = self.say(by, &chat, content, manner)?;
        Ok(Reply::Message { msg })
    }

    pub(super) fn run_confirm(
        &mut self,
        contact: &str,
        msg: String,
        kind: Confirmation,
    ) -> Result<Reply, SimError> {
        let by = self.named(contact)?;
        if self.ledger.entry(&msg).is_none() {
            return Err(SimError::UnknownMessage(msg));
        }
        self.confirm(by.phone(), &[msg], kind, false);
        Ok(Reply::Done {})
    }

    pub(super) fn text_draft(&mut self, text: &str) -> Draft {
        let mut studio = Studio {
            dice: &mut self.dice,
            shelf: &mut self.shelf,
            now: self.now,
        };
        Content::Text(text.to_owned()).draft(None, &mut studio)
    }

    pub(super) fn author_of(&self, msg: &str) -> Result<AccountId, SimError> {
        self.ledger
            .entry(msg)
            .map(|entry| entry.sender.account)
            .ok_or_else(|| SimError::UnknownMessage(msg.to_owned()))
    }

    /// The conversation of a message, as that account calls it.
    pub(crate) fn chat_with(&self, by: AccountId, msg: &str) -> Result<Chat, SimError> {
        let entry = self
            .ledger
            .entry(msg)
            .ok_or_else(|| SimError::UnknownMessage(msg.to_owned()))?;
        Ok(match &entry.chat {
            Chat::Direct(_) if entry.sender.account != by => Chat::Direct(entry.sender.account),
            Chat::Direct(_) | Chat::Group(_) => entry.chat.clone(),
        })
    }
}
