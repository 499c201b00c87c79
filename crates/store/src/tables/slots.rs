//! The three slots.

use frontdesk_domain::{
    id::AccountId,
    slot::{SlotColour, SlotNumber},
};
use rusqlite::Row;

use crate::{
    change::Change,
    codes::{Code as _, code},
    error::StoreError,
    tx::{ReadTx, WriteTx},
};

/// One slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Slot 1, 2 or 3.
    pub number: SlotNumber,
    /// The user's name for it; empty when none was given.
    pub label: String,
    /// The colour that marks it.
    pub colour: SlotColour,
    /// The account in it.
    pub account: Option<AccountId>,
}

impl ReadTx<'_> {
    /// All three slots in order.
    pub fn slots(&self) -> Result<Vec<Slot>, StoreError> {
        self.all(
            "Reading the slots",
            "SELECT number, label, colour, account_id FROM slots ORDER BY number",
            [],
            slot,
        )
    }

    /// One slot.
    pub fn slot(&self, number: SlotNumber) -> Result<Slot, StoreError> {
        const DOING: &str = "Reading a slot";
        self.one(
            DOING,
            "SELECT number, label, colour, account_id FROM slots WHERE number = ?1",
            [number.get()],
            slot,
        )?
        .ok_or_else(|| StoreError::corrupt(DOING, "A slot has no row"))
    }

    /// The slot an account sits in.
    pub fn slot_of(&self, account: AccountId) -> Result<Option<SlotNumber>, StoreError> {
        self.one(
            "Reading the slot of an account",
            "SELECT number FROM slots WHERE account_id = ?1",
            [account.0],
            number,
        )
    }
}

impl WriteTx<'_> {
    /// Names a slot; an empty label is none.
    pub fn set_slot_label(&mut self, slot: SlotNumber, label: &str) -> Result<(), StoreError> {
        self.run_on_one(
            "Naming a slot",
            "UPDATE slots SET label = ?2 WHERE number = ?1",
            (slot.get(), label),
        )?;
        self.changed(Change::Slot(slot));
        Ok(())
    }

    /// Colours a slot.
    pub fn set_slot_colour(
        &mut self,
        slot: SlotNumber,
        colour: SlotColour,
    ) -> Result<(), StoreError> {
        self.run_on_one(
            "Colouring a slot",
            "UPDATE slots SET colour = ?2 WHERE number = ?1",
            (slot.get(), colour.word()),
        )?;
        self.changed(Change::Slot(slot));
        Ok(())
    }

    /// Seats an account in a slot, or empties the slot.
    /// [`StoreError::Conflict`] if the account sits in another.
    pub fn set_slot_account(
        &mut self,
        slot: SlotNumber,
        account: Option<AccountId>,
    ) -> Result<(), StoreError> {
        let before = self.slot(slot)?.account;
        self.run_on_one(
            "Seating an account",
            "UPDATE slots SET account_id = ?2 WHERE number = ?1",
            (slot.get(), account.map(|a| a.0)),
        )?;
        self.changed(Change::Slot(slot));
        for account in before.into_iter().chain(account) {
            self.changed(Change::Account(account));
        }
        Ok(())
    }
}

fn slot(row: &Row<'_>) -> rusqlite::Result<Slot> {
    Ok(Slot {
        number: number(row)?,
        label: row.get("label")?,
        colour: code(row, "colour")?,
        account: row.get::<_, Option<i64>>("account_id")?.map(AccountId),
    })
}

fn number(row: &Row<'_>) -> rusqlite::Result<SlotNumber> {
    let number: u8 = row.get("number")?;
    SlotNumber::try_from(number)
        .map_err(|_| rusqlite::Error::IntegralValueOutOfRange(0, i64::from(number)))
}
