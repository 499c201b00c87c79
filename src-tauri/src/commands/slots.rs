//! The three slots.

use frontdesk_app::error::CommandError;
use frontdesk_domain::slot::{SlotColour, SlotNumber};

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
