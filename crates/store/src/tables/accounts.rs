//! WhatsApp numbers that are or were linked.

use frontdesk_domain::{
    address::{Address, Lid, PhoneNumber},
    id::{AccountId, BlobId},
    session::LogoutReason,
    time::Timestamp,
};
use rusqlite::{Params, Row};

use crate::{
    change::Change,
    codes::{Code as _, code_or_null, phone},
    error::StoreError,
    tx::{ReadTx, WriteTx},
};

/// One account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The account.
    pub id: AccountId,
    /// Its number and LID, as far as they are known.
    pub address: Address,
    /// The name it shows to others.
    pub display_name: String,
    /// Its picture.
    pub avatar: Option<BlobId>,
    /// Since when it has been linked; `None` while it is not.
    pub linked_at: Option<Timestamp>,
    /// Why its link ended; `None` while it is linked.
    pub logout_reason: Option<LogoutReason>,
    /// When its phone last gave a sign of life.
    pub phone_seen_at: Option<Timestamp>,
    /// When it was first seen here.
    pub created_at: Timestamp,
}

/// An account to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAccount {
    /// Its number and LID; at least one is known.
    pub address: Address,
    /// The name it shows to others.
    pub display_name: String,
    /// Since when it has been linked.
    pub linked_at: Option<Timestamp>,
}

impl ReadTx<'_> {
    /// One account.
    pub fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        self.one(
            "Reading an account",
            "SELECT id, phone, lid, display_name, avatar_id, linked_at, logout_reason, phone_seen_at, created_at FROM accounts WHERE id = ?1",
            [id.0],
            account,
        )
    }

    /// All accounts, oldest first, with or without a slot.
    pub fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        self.all(
            "Listing the accounts",
            "SELECT id, phone, lid, display_name, avatar_id, linked_at, logout_reason, phone_seen_at, created_at FROM accounts ORDER BY id",
            [],
            account,
        )
    }
}

impl WriteTx<'_> {
    /// Stores an account. [`StoreError::Conflict`] if its number or LID is
    /// already stored, or neither is known.
    pub fn insert_account(
        &mut self,
        new: &NewAccount,
        now: Timestamp,
    ) -> Result<AccountId, StoreError> {
        self.run(
            "Storing an account",
            "INSERT INTO accounts (phone, lid, display_name, linked_at, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
            (
                new.address.phone.as_ref().map(PhoneNumber::digits),
                new.address.lid.as_ref().map(|lid| &lid.0),
                &new.display_name,
                new.linked_at.map(|t| t.0),
                now.0,
            ),
        )?;
        let id = AccountId(self.conn().last_insert_rowid());
        self.changed(Change::Account(id));
        Ok(id)
    }

    /// Notes that an account is linked since then.
    pub fn set_account_linked(&mut self, id: AccountId, at: Timestamp) -> Result<(), StoreError> {
        self.change_account(
            "Noting that an account is linked",
            id,
            "UPDATE accounts SET linked_at = ?2, logout_reason = NULL WHERE id = ?1",
            (id.0, at.0),
        )
    }

    /// Notes that an account is no longer linked, and why.
    pub fn set_account_logged_out(
        &mut self,
        id: AccountId,
        reason: LogoutReason,
    ) -> Result<(), StoreError> {
        self.change_account(
            "Noting that an account is no longer linked",
            id,
            "UPDATE accounts SET linked_at = NULL, logout_reason = ?2 WHERE id = ?1",
            (id.0, reason.word()),
        )
    }

    /// Names how an account is reached. [`StoreError::Conflict`] if its number or
    /// LID is another account's, or neither is known.
    pub fn set_account_address(
        &mut self,
        id: AccountId,
        address: &Address,
    ) -> Result<(), StoreError> {
        self.change_account(
            "Noting an account's number",
            id,
            "UPDATE accounts SET phone = ?2, lid = ?3 WHERE id = ?1",
            (
                id.0,
                address.phone.as_ref().map(PhoneNumber::digits),
                address.lid.as_ref().map(|lid| &lid.0),
            ),
        )
    }

    /// Keeps the name that an account shows to others.
    pub fn set_account_name(&mut self, id: AccountId, name: &str) -> Result<(), StoreError> {
        self.change_account(
            "Noting an account's name",
            id,
            "UPDATE accounts SET display_name = ?2 WHERE id = ?1",
            (id.0, name),
        )
    }

    /// Keeps when an account's phone last gave a sign of life.
    pub fn set_account_phone_seen(
        &mut self,
        id: AccountId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.change_account(
            "Noting when a phone was seen",
            id,
            "UPDATE accounts SET phone_seen_at = ?2 WHERE id = ?1",
            (id.0, at.0),
        )
    }

    fn change_account(
        &mut self,
        doing: &'static str,
        id: AccountId,
        sql: &str,
        params: impl Params,
    ) -> Result<(), StoreError> {
        self.run_on_one(doing, sql, params)?;
        self.changed(Change::Account(id));
        Ok(())
    }

    /// Gives an account a picture or takes it away. The former picture's file
    /// is deleted.
    pub fn set_account_avatar(
        &mut self,
        id: AccountId,
        avatar: Option<BlobId>,
    ) -> Result<(), StoreError> {
        const DOING: &str = "Setting an account's picture";
        let before = self
            .account(id)?
            .ok_or(StoreError::Gone { doing: DOING })?
            .avatar;
        self.run_on_one(
            DOING,
            "UPDATE accounts SET avatar_id = ?2 WHERE id = ?1",
            (id.0, avatar.map(|blob| blob.0)),
        )?;
        if let Some(old) = before.filter(|old| Some(*old) != avatar) {
            self.delete_blob(old)?;
        }
        self.changed(Change::Account(id));
        Ok(())
    }
}

fn account(row: &Row<'_>) -> rusqlite::Result<Account> {
    Ok(Account {
        id: AccountId(row.get("id")?),
        address: Address {
            phone: phone(row, "phone")?,
            lid: row.get::<_, Option<String>>("lid")?.map(Lid),
        },
        display_name: row.get("display_name")?,
        avatar: row.get::<_, Option<i64>>("avatar_id")?.map(BlobId),
        linked_at: row.get::<_, Option<i64>>("linked_at")?.map(Timestamp),
        logout_reason: code_or_null(row, "logout_reason")?,
        phone_seen_at: row.get::<_, Option<i64>>("phone_seen_at")?.map(Timestamp),
        created_at: Timestamp(row.get("created_at")?),
    })
}
