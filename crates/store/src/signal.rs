//! What the protocol engine keeps between two runs: keys, sessions, mappings and
//! buffers, account by account.
//!
//! Here live the SQL and the rules of merging that must be one statement to be
//! safe. The engine's types do not: bytes come in and the same bytes go out,
//! times are the engine's own seconds. [`ReadTx::signal`] and
//! [`WriteTx::signal_mut`] bind the account once, so that no method can forget
//! it, and every key of every table begins with it.
//!
//! Nothing here records a [`Change`](crate::Change): no window shows any of it.
//!
//! What is deleted leaves the log too, with one exception that [`buffers`] gives
//! a reason for.

mod buffers;
mod device;
mod groups;
mod keys;
mod people;
mod questions;
mod sync;

#[cfg(test)]
mod tests;

use std::fmt;

use frontdesk_domain::{id::AccountId, slot::SlotNumber};
use rusqlite::{Params, Row};

use crate::{
    error::StoreError,
    tx::{ReadTx, WriteTx},
};

pub use device::{DeviceRow, LinkedDevice};
pub use people::{LidMappingRow, TokenRow};
pub use questions::RetryQuestion;

/// One account's protocol state, to read.
pub struct Signal<'t, 'c> {
    tx: &'t ReadTx<'c>,
    account: AccountId,
}

/// One account's protocol state, to change.
pub struct SignalMut<'t, 'c> {
    tx: &'t mut WriteTx<'c>,
    account: AccountId,
}

/// Whose state a link has while it is being made in `slot`, before it is known
/// which account it will be. No account ever gets this id.
/// [`SignalMut::hand_over`] ends it.
pub fn account_while_linking(slot: SlotNumber) -> AccountId {
    AccountId(-i64::from(slot.get()))
}

impl<'c> ReadTx<'c> {
    /// The protocol state of an account.
    pub const fn signal(&self, account: AccountId) -> Signal<'_, 'c> {
        Signal { tx: self, account }
    }
}

impl<'c> WriteTx<'c> {
    /// The protocol state of an account.
    pub const fn signal_mut(&mut self, account: AccountId) -> SignalMut<'_, 'c> {
        SignalMut { tx: self, account }
    }
}

impl Signal<'_, '_> {
    fn one<T>(
        &self,
        doing: &'static str,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        self.tx.one(doing, sql, params, map)
    }

    fn all<T>(
        &self,
        doing: &'static str,
        sql: &str,
        params: impl Params,
        map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        self.tx.all(doing, sql, params, map)
    }
}

impl SignalMut<'_, '_> {
    /// Deletes all protocol state of the account, as unlinking does. Chats,
    /// messages and the account itself stay.
    pub fn erase(&mut self) -> Result<(), StoreError> {
        const DOING: &str = "Erasing the protocol state of an account";
        for table in self.tables(DOING)? {
            self.delete(
                DOING,
                &format!("DELETE FROM {table} WHERE account_id = ?1"),
                [self.account.0],
            )?;
        }
        Ok(())
    }

    /// Gives all protocol state of this account to `to`, whose own is deleted:
    /// a new link replaces the old one.
    pub fn hand_over(&mut self, to: AccountId) -> Result<(), StoreError> {
        const DOING: &str = "Handing over the protocol state of a link";
        if to == self.account {
            return Ok(());
        }
        self.tx.signal_mut(to).erase()?;
        for table in self.tables(DOING)? {
            self.put(
                DOING,
                &format!("UPDATE {table} SET account_id = ?2 WHERE account_id = ?1"),
                (self.account.0, to.0),
            )?;
        }
        Ok(())
    }

    /// Asked of the schema, so that a table of a later migration is never left
    /// out.
    fn tables(&self, doing: &'static str) -> Result<Vec<String>, StoreError> {
        self.tx.all(
            doing,
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'protocol!_%' ESCAPE '!' ORDER BY name",
            [],
            |row| row.get(0),
        )
    }

    fn put(
        &mut self,
        doing: &'static str,
        sql: &str,
        params: impl Params,
    ) -> Result<(), StoreError> {
        self.tx.run(doing, sql, params)?;
        Ok(())
    }

    /// Deletes rows, marks the log for shortening if there were any, and tells
    /// how many.
    fn delete(
        &mut self,
        doing: &'static str,
        sql: &str,
        params: impl Params,
    ) -> Result<usize, StoreError> {
        let rows = self.tx.run(doing, sql, params)?;
        if rows > 0 {
            self.tx.erased();
        }
        Ok(rows)
    }
}

impl fmt::Debug for Signal<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Signal").field(&self.account).finish()
    }
}

impl fmt::Debug for SignalMut<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SignalMut").field(&self.account).finish()
    }
}
