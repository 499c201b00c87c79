//! What people said to each other before the network began: it is in their
//! phones' memories and in the books, and travelled over no line.

use super::inbox::{Received, Sent};
use crate::{
    clock::Millis,
    content::{Content, Manner, Studio, read},
    error::SimError,
    names::{AccountId, Chat},
    world::World,
};
use std::collections::BTreeMap;

/// A message from before the network began.
#[derive(Clone, Debug)]
pub(crate) struct Recollection<'a> {
    pub(crate) from: AccountId,
    /// The conversation as the author calls it.
    pub(crate) chat: &'a Chat,
    pub(crate) content: &'a Content,
    pub(crate) manner: &'a Manner,
    pub(crate) at: Millis,
    /// Whether those it was said to have read it.
    pub(crate) read: bool,
}

impl World {
    /// Lets everybody in a conversation remember a message. The past is told
    /// from its beginning: memories are kept in the order in which they come.
    pub(crate) fn recall(&mut self, past: &Recollection<'_>) -> Result<String, SimError> {
        let context = self.context_for(past.from, past.chat, past.manner)?;
        let mut studio = Studio {
            dice: &mut self.dice,
            shelf: &mut self.shelf,
            now: past.at,
        };
        let draft = past.content.draft(context, &mut studio);
        let id = self.dice.message_id();
        let gist = read::gist(&draft.message);
        self.ledger.submitted(&id, past.from.phone(), past.chat);
        self.ledger.accepted(&id, past.at);
        for (by, chat) in self.company(past.from, past.chat) {
            if by != past.from {
                self.ledger.delivered(&id, by.phone(), past.at);
                if past.read {
                    self.ledger.read(&id, by.phone(), past.at);
                }
            }
            let Some(account) = self.accounts.get_mut(&by) else {
                continue;
            };
            account.inbox.push(Received {
                id: id.clone(),
                chat,
                from: past.from,
                kind: gist.kind,
                text: gist.text.clone(),
                at: past.at,
                edited: false,
                revoked: false,
                reactions: BTreeMap::new(),
                votes: BTreeMap::new(),
                message: draft.message.clone(),
            });
        }
        if let Some(author) = self.accounts.get_mut(&past.from) {
            let chat = past.chat.clone();
            author.sent.insert(id.clone(), Sent { chat, draft });
        }
        Ok(id)
    }

    /// Lets everybody in a message's conversation remember a reaction to it.
    pub(crate) fn recall_reaction(&mut self, by: AccountId, id: &str, emoji: &str) {
        for account in self.accounts.values_mut() {
            let known = account.inbox.iter_mut().find(|known| known.id == id);
            if let Some(known) = known {
                known.reactions.insert(by, emoji.to_owned());
            }
        }
    }

    /// Everybody in a conversation, and what each calls it.
    pub(crate) fn company(&self, by: AccountId, chat: &Chat) -> Vec<(AccountId, Chat)> {
        match chat {
            Chat::Direct(other) => vec![(by, Chat::Direct(*other)), (*other, Chat::Direct(by))],
            Chat::Group(id) => self
                .groups
                .get(id)
                .into_iter()
                .flat_map(|group| group.members.keys())
                .map(|member| (*member, chat.clone()))
                .collect(),
        }
    }
}
