//! The three slots.

use frontdesk_domain::{
    attention::NotifyRule,
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
    /// Which of its messages are told on the desktop.
    pub notify: NotifyRule,
    /// Looking at a conversation does not count as reading it.
    pub read_later: bool,
}

macro_rules! columns {
    () => {
        "SELECT number, label, colour, account_id, notify, read_later FROM slots "
    };
}

impl ReadTx<'_> {
    /// All three slots in order.
    pub fn slots(&self) -> Result<Vec<Slot>, StoreError> {
        self.all(
            "Reading the slots",
            concat!(columns!(), "ORDER BY number"),
            [],
            slot,
        )
    }

    /// One slot.
    pub fn slot(&self, number: SlotNumber) -> Result<Slot, StoreError> {
        const DOING: &str = "Reading a slot";
        self.one(
            DOING,
            concat!(columns!(), "WHERE number = ?1"),
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

    /// Chooses which messages of a slot are told on the desktop.
    pub fn set_slot_notify(
        &mut self,
        slot: SlotNumber,
        rule: NotifyRule,
    ) -> Result<(), StoreError> {
        self.run_on_one(
            "Choosing what a slot tells",
            "UPDATE slots SET notify = ?2 WHERE number = ?1",
            (slot.get(), rule.word()),
        )?;
        self.changed(Change::Slot(slot));
        Ok(())
    }

    /// Chooses whether looking at a conversation of a slot counts as reading it.
    pub fn set_slot_read_later(
        &mut self,
        slot: SlotNumber,
        read_later: bool,
    ) -> Result<(), StoreError> {
        self.run_on_one(
            "Choosing when a slot reads",
            "UPDATE slots SET read_later = ?2 WHERE number = ?1",
            (slot.get(), read_later),
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
        notify: code(row, "notify")?,
        read_later: row.get("read_later")?,
    })
}

fn number(row: &Row<'_>) -> rusqlite::Result<SlotNumber> {
    let number: u8 = row.get("number")?;
    SlotNumber::try_from(number)
        .map_err(|_| rusqlite::Error::IntegralValueOutOfRange(0, i64::from(number)))
}
