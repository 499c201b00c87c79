//! The three slots.

use std::{io::Read as _, sync::Arc};

use frontdesk_domain::{
    attention::NotifyRule,
    id::AccountId,
    slot::{SlotColour, SlotNumber},
};
use frontdesk_store::{ReadTx, Slot, Store, StoreError};

use crate::{
    encode::base64,
    error::CommandError,
    frontdesk::Frontdesk,
    live::Links,
    view::slot::{AccountView, SlotView},
};

/// Longer names would not fit the rail.
const LABEL_CHARS: usize = 40;

/// How a JPEG file begins. Nothing else reaches the window's decoder.
const JPEG: &[u8] = &[0xff, 0xd8, 0xff];

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

    /// Chooses which messages of a slot are told on the desktop.
    ///
    /// # Errors
    /// As above.
    pub async fn set_slot_notify(
        &self,
        slot: SlotNumber,
        rule: NotifyRule,
    ) -> Result<(), CommandError> {
        self.write(move |tx| tx.set_slot_notify(slot, rule)).await
    }

    /// Chooses whether looking at a conversation of a slot counts as reading it.
    ///
    /// # Errors
    /// As above.
    pub async fn set_slot_read_later(
        &self,
        slot: SlotNumber,
        read_later: bool,
    ) -> Result<(), CommandError> {
        self.write(move |tx| tx.set_slot_read_later(slot, read_later))
            .await
    }

    /// The picture an account shows to others, as a JPEG file in Base64.
    /// Nothing where it has none, or none that can be drawn.
    ///
    /// # Errors
    /// As above.
    pub async fn account_picture(
        &self,
        account: AccountId,
    ) -> Result<Option<String>, CommandError> {
        let store = self.store()?;
        tokio::task::spawn_blocking(move || read_picture(&store, account))
            .await
            .map_err(|_| CommandError::Internal)?
            .map_err(CommandError::from)
    }
}

/// One that was replaced while it was read will be asked for again.
fn read_picture(store: &Store, account: AccountId) -> Result<Option<String>, StoreError> {
    let Some(picture) = store.read(|tx| Ok(tx.account(account)?.and_then(|known| known.avatar)))?
    else {
        return Ok(None);
    };
    let mut file = match store.blobs().open(picture) {
        Err(StoreError::Gone { .. }) => return Ok(None),
        opened => opened?,
    };
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)
        .map_err(|cause| StoreError::Corrupt {
            doing: "Reading a picture",
            cause: Some(Arc::new(cause)),
        })?;
    Ok(bytes.starts_with(JPEG).then(|| base64(&bytes)))
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
        notify: slot.notify,
        read_later: slot.read_later,
        account: account.map(|account| AccountView {
            id: account.id,
            name: account.display_name,
            phone: account.address.phone.map(|phone| phone.to_string()),
            linked_at: account.linked_at,
            phone_seen_at: account.phone_seen_at,
            picture: account.avatar,
        }),
        link,
        action,
    })
}
