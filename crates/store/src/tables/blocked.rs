//! Whom each account blocks.

use frontdesk_domain::id::{AccountId, ContactId};

use crate::{
    change::Change,
    error::StoreError,
    tx::{ReadTx, WriteTx},
};

pub(crate) const IS_BLOCKED: &str =
    "SELECT 1 FROM blocked_contacts WHERE account_id = ?1 AND contact_id = ?2";

impl ReadTx<'_> {
    /// Whether an account blocks a person.
    pub fn is_blocked(&self, account: AccountId, who: ContactId) -> Result<bool, StoreError> {
        Ok(self
            .one(
                "Looking who is blocked",
                IS_BLOCKED,
                (account.0, who.0),
                |_| Ok(()),
            )?
            .is_some())
    }

    /// Everybody an account blocks.
    pub fn blocked(&self, account: AccountId) -> Result<Vec<ContactId>, StoreError> {
        self.all(
            "Looking who is blocked",
            "SELECT contact_id FROM blocked_contacts WHERE account_id = ?1 ORDER BY contact_id",
            [account.0],
            |row| row.get(0).map(ContactId),
        )
    }
}

impl WriteTx<'_> {
    /// Notes that an account blocks a person, or no longer.
    pub fn set_blocked(
        &mut self,
        account: AccountId,
        who: ContactId,
        blocked: bool,
    ) -> Result<(), StoreError> {
        const DOING: &str = "Noting who is blocked";
        let changed = if blocked {
            self.run(
                DOING,
                "INSERT OR IGNORE INTO blocked_contacts (account_id, contact_id) VALUES (?1, ?2)",
                (account.0, who.0),
            )?
        } else {
            self.run(
                DOING,
                "DELETE FROM blocked_contacts WHERE account_id = ?1 AND contact_id = ?2",
                (account.0, who.0),
            )?
        };
        if changed > 0 {
            self.changed(Change::Contact(who));
        }
        Ok(())
    }
}
