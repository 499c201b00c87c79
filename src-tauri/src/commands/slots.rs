//! The three slots.

use frontdesk_app::{error::CommandError, view::slot::LinkEventView};
use frontdesk_domain::{
    attention::NotifyRule,
    id::AccountId,
    slot::{SlotColour, SlotNumber},
};

use super::App;

/// Names a slot; an empty label takes the name away.
#[tauri::command]
#[specta::specta]
pub async fn slot_set_label(
    app: App<'_>,
    slot: SlotNumber,
    label: String,
) -> Result<(), CommandError> {
    app.set_slot_label(slot, label).await
}

/// Gives a slot another colour.
#[tauri::command]
#[specta::specta]
pub async fn slot_set_colour(
    app: App<'_>,
    slot: SlotNumber,
    colour: SlotColour,
) -> Result<(), CommandError> {
    app.set_slot_colour(slot, colour).await
}

/// Links a phone in a slot, or brings its link back up.
#[tauri::command]
#[specta::specta]
pub async fn slot_connect(app: App<'_>, slot: SlotNumber) -> Result<(), CommandError> {
    app.connect_slot(slot).await
}

/// Stops the pairing of a slot; nothing of it stays.
#[tauri::command]
#[specta::specta]
pub async fn slot_cancel(app: App<'_>, slot: SlotNumber) -> Result<(), CommandError> {
    app.cancel_slot(slot).await
}

/// Tries now instead of later; also takes the link back from where it was opened.
#[tauri::command]
#[specta::specta]
pub async fn slot_retry(app: App<'_>, slot: SlotNumber) -> Result<(), CommandError> {
    app.retry_slot(slot).await
}

/// Asks for a new series of QR codes after the last one ran out.
#[tauri::command]
#[specta::specta]
pub async fn slot_new_code(app: App<'_>, slot: SlotNumber) -> Result<(), CommandError> {
    app.new_slot_code(slot).await
}

/// Asks for a pairing code for the number that the phone has.
#[tauri::command]
#[specta::specta]
pub async fn slot_pairing_code(
    app: App<'_>,
    slot: SlotNumber,
    number: String,
) -> Result<(), CommandError> {
    app.ask_pairing_code(slot, &number).await
}

/// Takes the pairing code back that is shown or on its way.
#[tauri::command]
#[specta::specta]
pub async fn slot_cancel_pairing_code(app: App<'_>, slot: SlotNumber) -> Result<(), CommandError> {
    app.cancel_pairing_code(slot).await
}

/// Answers the question about a number: this slot takes it.
#[tauri::command]
#[specta::specta]
pub async fn slot_use_here(app: App<'_>, slot: SlotNumber) -> Result<(), CommandError> {
    app.use_number_here(slot).await
}

/// Ends the link of a slot. The history stays.
#[tauri::command]
#[specta::specta]
pub async fn slot_unlink(app: App<'_>, slot: SlotNumber) -> Result<(), CommandError> {
    app.unlink_slot(slot).await
}

/// Puts the pairing console of a slot away, once nothing is under way in it.
#[tauri::command]
#[specta::specta]
pub async fn slot_pairing_dismiss(app: App<'_>, slot: SlotNumber) -> Result<(), CommandError> {
    app.dismiss_pairing(slot).await
}

/// What happened to the link of a slot, newest first.
#[tauri::command]
#[specta::specta]
pub async fn slot_timeline(
    app: App<'_>,
    slot: SlotNumber,
) -> Result<Vec<LinkEventView>, CommandError> {
    app.slot_timeline(slot).await
}

/// Chooses which messages of a slot are told on the desktop.
#[tauri::command]
#[specta::specta]
pub async fn slot_set_notify(
    app: App<'_>,
    slot: SlotNumber,
    rule: NotifyRule,
) -> Result<(), CommandError> {
    app.set_slot_notify(slot, rule).await
}

/// Chooses whether looking at a conversation of a slot counts as reading it.
#[tauri::command]
#[specta::specta]
pub async fn slot_set_read_later(
    app: App<'_>,
    slot: SlotNumber,
    read_later: bool,
) -> Result<(), CommandError> {
    app.set_slot_read_later(slot, read_later).await
}

/// The picture an account shows to others, as a JPEG file in Base64.
#[tauri::command]
#[specta::specta]
pub async fn account_picture(
    app: App<'_>,
    account: AccountId,
) -> Result<Option<String>, CommandError> {
    app.account_picture(account).await
}
