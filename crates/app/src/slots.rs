//! The three slots.

use frontdesk_domain::slot::{SlotColour, SlotNumber};
use frontdesk_store::{ReadTx, Slot, StoreError};

use crate::{
    error::CommandError,
    frontdesk::Frontdesk,
    live::Links,
    view::slot::{AccountView, SlotView},
};

/// Longer names would not fit the rail.
const LABEL_CHARS: usize = 40;

impl Frontdesk {
    /// Names a slot; an empty label takes the name away.
    ///
    /// # Errors
    /// `Invalid` for a label that is too long, `NotOpen`, or the store's.
    pub async fn set_slot_label(
        &self,
        slot: SlotNumber,
        label: String,
    ) -> Result<(), CommandError> {
        let label = label.trim().to_owned();
        if label.chars().count() > LABEL_CHARS || label.chars().any(char::is_control) {
            return Err(CommandError::Invalid {
                field: "label".to_owned(),
            });
        }
        self.write(move |tx| tx.set_slot_label(slot, &label)).await
    }

    /// Gives a slot another colour.
    ///
    /// # Errors
    /// `NotOpen`, or the store's.
    pub async fn set_slot_colour(
        &self,
        slot: SlotNumber,
        colour: SlotColour,
    ) -> Result<(), CommandError> {
        self.write(move |tx| tx.set_slot_colour(slot, colour)).await
    }
}

/// All slots as they are shown.
pub(crate) fn read_all(tx: &ReadTx<'_>, links: &Links) -> Result<Vec<SlotView>, StoreError> {
    tx.slots()?
        .into_iter()
        .map(|slot| view(tx, slot, links))
        .collect()
}

/// One slot as it is shown.
pub(crate) fn read(
    tx: &ReadTx<'_>,
    number: SlotNumber,
    links: &Links,
) -> Result<SlotView, StoreError> {
    view(tx, tx.slot(number)?, links)
}

fn view(tx: &ReadTx<'_>, slot: Slot, links: &Links) -> Result<SlotView, StoreError> {
    let account = match slot.account {
        Some(id) => tx.account(id)?,
        None => None,
    };
    let (link, action) = links.shown(slot.number, account.is_some());
    Ok(SlotView {
        number: slot.number,
        label: slot.label,
        colour: slot.colour,
        account: account.map(|account| AccountView {
            id: account.id,
            name: account.display_name,
            phone: account.address.phone.map(|phone| phone.to_string()),
            linked_at: account.linked_at,
            phone_seen_at: account.phone_seen_at,
        }),
        link,
        action,
    })
}
