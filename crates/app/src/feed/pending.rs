//! What changed and was not told yet.

use std::collections::{BTreeMap, BTreeSet};

use frontdesk_domain::{
    id::{AccountId, ChatId, ContactId, MessageId},
    slot::SlotNumber,
};
use frontdesk_store::{Change, Committed};

use crate::view::feed::Fact;

/// Changes collected by what they touch: a row that changed ten times is told
/// once.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    /// What is so in memory, in order; the newest of each thing only.
    pub(crate) notices: Vec<Fact>,
    pub(crate) slots: BTreeSet<SlotNumber>,
    pub(crate) pairings: BTreeSet<SlotNumber>,
    pub(crate) timelines: BTreeSet<SlotNumber>,
    pub(crate) accounts: BTreeSet<AccountId>,
    pub(crate) contacts: BTreeSet<ContactId>,
    pub(crate) chats: BTreeSet<ChatId>,
    pub(crate) chats_gone: BTreeSet<ChatId>,
    pub(crate) messages: BTreeMap<MessageId, ChatId>,
    pub(crate) messages_gone: BTreeMap<MessageId, ChatId>,
    pub(crate) settings: bool,
    pub(crate) unread: bool,
}

impl Pending {
    pub(crate) fn committed(&mut self, committed: Committed) {
        for change in committed.changes {
            self.changed(change);
        }
    }

    fn changed(&mut self, change: Change) {
        match change {
            Change::Slot(slot) => {
                self.slots.insert(slot);
            }
            Change::Timeline(slot) => {
                self.timelines.insert(slot);
            }
            Change::Account(account) => {
                self.accounts.insert(account);
            }
            Change::Contact(contact) => {
                self.contacts.insert(contact);
            }
            Change::Chat(chat) => {
                self.chats.insert(chat);
                self.unread = true;
            }
            Change::ChatGone(chat) => {
                self.chats.remove(&chat);
                self.chats_gone.insert(chat);
                self.unread = true;
            }
            Change::Message { chat, message } => {
                self.messages.insert(message, chat);
            }
            Change::MessageGone { chat, message } => {
                self.messages.remove(&message);
                self.messages_gone.insert(message, chat);
            }
            Change::Settings => self.settings = true,
            // No row of the window shows a file yet.
            Change::Blob(_) | Change::BlobGone(_) => {}
        }
    }

    pub(crate) fn notice(&mut self, fact: Fact) {
        let older = self.notices.iter().position(|told| replaces(&fact, told));
        if let Some(index) = older {
            self.notices.remove(index);
        }
        self.notices.push(fact);
    }

    pub(crate) fn link_moved(&mut self, slot: SlotNumber) {
        self.slots.insert(slot);
    }

    pub(crate) fn pairing_moved(&mut self, slot: SlotNumber) {
        self.pairings.insert(slot);
    }

    /// Forgets what a snapshot taken now will tell.
    pub(crate) fn leave_to_snapshot(&mut self) {
        let mut notices = std::mem::take(&mut self.notices);
        notices.retain(|fact| matches!(fact, Fact::Show { .. }));
        *self = Self {
            notices,
            ..Self::default()
        };
    }

    pub(crate) fn unread_changed(&mut self) {
        self.unread = true;
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many facts this will become, roughly.
    pub(crate) fn len(&self) -> usize {
        self.notices.len()
            + self.slots.len()
            + self.pairings.len()
            + self.timelines.len()
            + self.accounts.len()
            + self.contacts.len()
            + self.chats.len()
            + self.chats_gone.len()
            + self.messages.len()
            + self.messages_gone.len()
            + usize::from(self.settings)
            + usize::from(self.unread)
    }
}

/// Whether telling `new` makes telling `old` pointless.
fn replaces(new: &Fact, old: &Fact) -> bool {
    match (new, old) {
        (Fact::Stage { .. }, Fact::Stage { .. })
        | (Fact::KeyCare { .. }, Fact::KeyCare { .. })
        | (Fact::Show { .. }, Fact::Show { .. }) => true,
        (Fact::Task { task }, Fact::Task { task: told }) => task.id == told.id,
        (Fact::Typing { typing }, Fact::Typing { typing: told }) => typing.chat == told.chat,
        (Fact::Past { chat, .. }, Fact::Past { chat: told, .. }) => chat == told,
        (Fact::TaskGone { task }, Fact::Task { task: told }) => *task == told.id,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn committed(changes: &[Change]) -> Committed {
        Committed {
            sequence: 1,
            changes: changes.to_vec(),
        }
    }

    #[test]
    fn a_row_that_changed_ten_times_is_told_once() {
        let mut pending = Pending::default();
        for _ in 0..10 {
            pending.committed(committed(&[Change::Chat(ChatId(7))]));
        }
        assert_eq!(
            pending.chats.len(),
            1,
            "the row is read when it is told, so once is enough"
        );
    }

    #[test]
    fn a_chat_that_was_deleted_is_not_told_as_changed() {
        let mut pending = Pending::default();
        pending.committed(committed(&[
            Change::Chat(ChatId(7)),
            Change::ChatGone(ChatId(7)),
        ]));
        assert!(pending.chats.is_empty(), "there is no row left to read");
        assert!(
            pending.chats_gone.contains(&ChatId(7)),
            "the window must drop it"
        );
    }
}
