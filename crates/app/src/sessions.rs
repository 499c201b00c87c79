//! What the user can ask of the link of a slot.

use frontdesk_domain::{address::PhoneNumber, slot::SlotNumber};

use frontdesk_store::LinkEventRow;

use crate::{error::CommandError, frontdesk::Frontdesk, view::slot::LinkEventView};

/// Lines of a timeline that the window is given.
const TIMELINE: u32 = 200;

impl Frontdesk {
    /// Links a phone in a slot, or brings its link back up.
    ///
    /// # Errors
    /// `Refused` with the reason, or `NotOpen`.
    pub async fn connect_slot(&self, slot: SlotNumber) -> Result<(), CommandError> {
        self.ask(slot).await
    }

    /// Stops the pairing of a slot; nothing of it stays.
    ///
    /// # Errors
    /// `Refused` with the reason, or `NotOpen`.
    pub async fn cancel_slot(&self, slot: SlotNumber) -> Result<(), CommandError> {
        self.ask(slot).await
    }

    /// Tries now instead of later.
    ///
    /// # Errors
    /// `Refused` with the reason, or `NotOpen`.
    pub async fn retry_slot(&self, slot: SlotNumber) -> Result<(), CommandError> {
        self.ask(slot).await
    }

    /// Asks for a new series of QR codes after the last one ran out.
    ///
    /// # Errors
    /// `Refused` with the reason, or `NotOpen`.
    pub async fn new_slot_code(&self, slot: SlotNumber) -> Result<(), CommandError> {
        self.ask(slot).await
    }

    /// Asks for a pairing code for the number that the phone has.
    ///
    /// # Errors
    /// `InvalidNumber`, `Refused` with the reason, or `NotOpen`.
    pub async fn ask_pairing_code(
        &self,
        slot: SlotNumber,
        number: &str,
    ) -> Result<(), CommandError> {
        PhoneNumber::parse(number)?;
        self.ask(slot).await
    }

    /// Takes the pairing code back that is shown or on its way.
    ///
    /// # Errors
    /// `Refused` with the reason, or `NotOpen`.
    pub async fn cancel_pairing_code(&self, slot: SlotNumber) -> Result<(), CommandError> {
        self.ask(slot).await
    }

    /// Answers the question about a number that was linked: this slot takes it.
    ///
    /// # Errors
    /// `Refused` with the reason, or `NotOpen`.
    pub async fn use_number_here(&self, slot: SlotNumber) -> Result<(), CommandError> {
        self.ask(slot).await
    }

    /// Ends the link of a slot. The history stays.
    ///
    /// # Errors
    /// `Refused` with the reason, or `NotOpen`.
    pub async fn unlink_slot(&self, slot: SlotNumber) -> Result<(), CommandError> {
        self.ask(slot).await
    }

    /// Puts the pairing console of a slot away.
    ///
    /// # Errors
    /// `NotNow` while a link is being made, `Gone` without a console, `NotOpen`.
    pub async fn dismiss_pairing(&self, slot: SlotNumber) -> Result<(), CommandError> {
        self.ask(slot).await
    }

    /// What happened to the link of a slot, newest first.
    ///
    /// # Errors
    /// `NotOpen`, or the store's.
    pub async fn slot_timeline(
        &self,
        slot: SlotNumber,
    ) -> Result<Vec<LinkEventView>, CommandError> {
        let rows = self.read(move |tx| tx.link_events(slot, TIMELINE)).await?;
        Ok(rows.into_iter().map(line).collect())
    }

    async fn ask(&self, slot: SlotNumber) -> Result<(), CommandError> {
        self.read(move |tx| tx.slot(slot)).await?;
        Err(CommandError::NotNow)
    }
}

fn line(row: LinkEventRow) -> LinkEventView {
    let LinkEventRow { id, event } = row;
    LinkEventView {
        id: u32::try_from(id).unwrap_or(u32::MAX),
        at: event.at,
        event: event.kind,
        cause: event.cause,
        code: event.code,
        lasted: event.lasted,
    }
}
