//! Status posts: what somebody shows to everybody who has them in their
//! address book. They arrive like messages and belong to no conversation.

use super::inbox::Sent;
use crate::{
    content::{Content, Studio},
    error::SimError,
    names::{AccountId, Chat, DeviceAddr},
    wire::{message::head, proto::encode},
    world::{World, log::Note, queue::Class},
};
use wa_rs::Jid;

impl World {
    /// Somebody posts a status; returns its id.
    pub(crate) fn post_status(
        &mut self,
        by: AccountId,
        content: &Content,
    ) -> Result<String, SimError> {
        let mut studio = Studio {
            dice: &mut self.dice,
            shelf: &mut self.shelf,
            now: self.now,
        };
        let draft = content.draft(None, &mut studio);
        let id = self.dice.message_id();
        // Filed under its own author: it is said to nobody in particular.
        let chat = Chat::Direct(by);
        self.ledger.submitted(&id, by.phone(), &chat);
        self.ledger.accepted(&id, self.now);
        let from = self.number_of(by);
        self.note(Note::Posted {
            id: id.clone(),
            from,
            to: Jid::status_broadcast().to_string(),
        });
        if let Some(author) = self.accounts.get_mut(&by) {
            let draft = draft.clone();
            author.sent.insert(id.clone(), Sent { chat, draft });
        }
        for to in self.audience(by) {
            let sealed = self.seal_for(by, to, encode(&draft.message), &draft)?;
            let naming = self.own_naming(to.account);
            let Some(author) = self.account(by) else {
                continue;
            };
            let stanza = head(
                Jid::status_broadcast(),
                &id,
                draft.kind,
                self.now,
                &author.name,
            )
            .attr("participant", author.jid(naming))
            .children([sealed.node()])
            .build();
            self.ledger.addressed(&id, to);
            self.deliver(to, Class::Message, stanza);
        }
        Ok(id)
    }

    /// The linked devices of everybody who has somebody in their address book.
    fn audience(&self, by: AccountId) -> Vec<DeviceAddr> {
        let number = self.number_of(by);
        self.accounts
            .values()
            .filter(|account| account.id != by && !account.blocked.contains(&by))
            .filter(|account| {
                let book = account.notebook.values("critical_unblock_low");
                book.keys().any(|index| index.contains(&number))
            })
            .flat_map(|account| self.companions(account.id))
            .collect()
    }
}
