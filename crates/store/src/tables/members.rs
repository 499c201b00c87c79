//! Who is in a group.

use frontdesk_domain::id::{ChatId, ContactId};

use crate::{
    change::Change,
    error::StoreError,
    tx::{ReadTx, WriteTx},
};

pub(crate) const MEMBERS: &str =
    "SELECT contact_id FROM group_members WHERE chat_id = ?1 ORDER BY contact_id";

impl ReadTx<'_> {
    /// The members of a group, as far as they are known.
    pub fn group_members(&self, chat: ChatId) -> Result<Vec<ContactId>, StoreError> {
        self.all("Listing the members of a group", MEMBERS, [chat.0], |row| {
            row.get(0).map(ContactId)
        })
    }

    /// The person that the account of a conversation is to others.
    pub(crate) fn own_contact(&self, chat: ChatId) -> Result<Option<ContactId>, StoreError> {
        let Some(account) = self.chat(chat)?.map(|chat| chat.account) else {
            return Ok(None);
        };
        match self.account(account)? {
            Some(account) => self.contact_by_address(&account.address),
            None => Ok(None),
        }
    }
}

impl WriteTx<'_> {
    /// Replaces what is known of a group's members.
    pub fn set_group_members(
        &mut self,
        chat: ChatId,
        members: &[ContactId],
    ) -> Result<(), StoreError> {
        const DOING: &str = "Keeping the members of a group";
        self.run(
            DOING,
            "DELETE FROM group_members WHERE chat_id = ?1",
            [chat.0],
        )?;
        for member in members {
            self.run(
                DOING,
                "INSERT OR IGNORE INTO group_members (chat_id, contact_id) VALUES (?1, ?2)",
                (chat.0, member.0),
            )?;
        }
        self.settle_deliveries(chat)?;
        self.changed(Change::Chat(chat));
        Ok(())
    }
}
