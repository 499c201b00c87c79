//! What the user and the desktop can ask of the links.

use frontdesk_domain::{
    address::PhoneNumber,
    session::{Ask, Environment},
    slot::SlotNumber,
};
use frontdesk_store::LinkEventRow;
use tokio::sync::oneshot;

use super::{Wish, Word};
use crate::{
    error::CommandError,
    frontdesk::Frontdesk,
    view::{pairing::PairingView, slot::LinkEventView},
};

/// Lines of a timeline that the window is given.
const TIMELINE: u32 = 200;

impl Frontdesk {
    /// Links a phone in a slot, or brings its link back up.
    ///
    /// # Errors
    /// `Refused` with the reason, or `NotOpen`.
    pub async fn connect_slot(&self, slot: SlotNumber) -> Result<(), CommandError> {
        self.ask(slot, Wish::Plain(Ask::Connect)).await
    }

    /// Stops the pairing of a slot; nothing of it stays.
    ///
    /// # Errors
    /// `Refused` with the reason, or `NotOpen`.
    pub async fn cancel_slot(&self, slot: SlotNumber) -> Result<(), CommandError> {
        self.ask(slot, Wish::Plain(Ask::Cancel)).await
    }

    /// Tries now instead of later.
    ///
    /// # Errors
    /// `Refused` with the reason, or `NotOpen`.
    pub async fn retry_slot(&self, slot: SlotNumber) -> Result<(), CommandError> {
        self.ask(slot, Wish::Plain(Ask::RetryNow)).await
    }

    /// Asks for a new series of QR codes after the last one ran out.
    ///
    /// # Errors
    /// `Refused` with the reason, or `NotOpen`.
    pub async fn new_slot_code(&self, slot: SlotNumber) -> Result<(), CommandError> {
        self.ask(slot, Wish::Plain(Ask::NewCode)).await
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
        let number = PhoneNumber::parse(number)?;
        self.ask(slot, Wish::PairingCode(number)).await
    }

    /// Takes the pairing code back that is shown or on its way.
    ///
    /// # Errors
    /// `Refused` with the reason, or `NotOpen`.
    pub async fn cancel_pairing_code(&self, slot: SlotNumber) -> Result<(), CommandError> {
        self.ask(slot, Wish::Plain(Ask::CancelPairingCode)).await
    }

    /// Answers the question about a number that was linked: this slot takes it.
    ///
    /// # Errors
    /// `Refused` with the reason, or `NotOpen`.
    pub async fn use_number_here(&self, slot: SlotNumber) -> Result<(), CommandError> {
        self.ask(slot, Wish::Plain(Ask::UseHere)).await
    }

    /// Ends the link of a slot. The history stays.
    ///
    /// # Errors
    /// `Refused` with the reason, or `NotOpen`.
    pub async fn unlink_slot(&self, slot: SlotNumber) -> Result<(), CommandError> {
        self.ask(slot, Wish::Plain(Ask::Unlink)).await
    }

    /// Puts the pairing console of a slot away.
    ///
    /// # Errors
    /// `NotNow` while a link is being made, or `NotOpen`.
    pub async fn dismiss_pairing(&self, slot: SlotNumber) -> Result<(), CommandError> {
        let (answer, answered) = oneshot::channel();
        self.tell(slot, Word::Dismiss { answer })?;
        match answered.await {
            Ok(true) => Ok(()),
            Ok(false) => Err(CommandError::NotNow),
            Err(_) => Err(CommandError::NotOpen),
        }
    }

    /// What happened to the link of a slot, newest first: everything that was
    /// known when this was asked.
    ///
    /// # Errors
    /// `NotOpen`, or the store's.
    pub async fn slot_timeline(
        &self,
        slot: SlotNumber,
    ) -> Result<Vec<LinkEventView>, CommandError> {
        let (answer, answered) = oneshot::channel();
        self.tell(slot, Word::Flush { answer })?;
        answered.await.map_err(|_| CommandError::NotOpen)?;
        let rows = self.read(move |tx| tx.link_events(slot, TIMELINE)).await?;
        Ok(rows.into_iter().map(line).collect())
    }

    /// The links that are being made, as their consoles show them.
    pub fn pairings(&self) -> Vec<PairingView> {
        self.live.links().pairings()
    }

    /// The window has the user's eyes, or no longer. While it has, the phones of
    /// all accounts stay quiet.
    pub fn set_focused(&self, focused: bool) {
        self.sessions.set_focused(focused);
    }

    /// Something changed around the program that connections may not survive, or
    /// that ends the wait for one.
    pub fn environment(&self, environment: Environment) {
        self.sessions.tell_all(|| Word::Environment(environment));
    }

    /// Answered as soon as it is decided, before anything is sent.
    async fn ask(&self, slot: SlotNumber, wish: Wish) -> Result<(), CommandError> {
        let (answer, answered) = oneshot::channel();
        self.tell(slot, Word::Ask { wish, answer })?;
        answered.await.map_err(|_| CommandError::NotOpen)??;
        Ok(())
    }

    fn tell(&self, slot: SlotNumber, word: Word) -> Result<(), CommandError> {
        if self.sessions.tell(slot, word) {
            Ok(())
        } else {
            Err(CommandError::NotOpen)
        }
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
