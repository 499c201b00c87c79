//! What the store holds of each slot's link when the program starts, and the
//! clearing up of what an end in the middle of a pairing left.

use frontdesk_domain::{
    address::{Lid, PhoneNumber},
    disconnect::Cause,
    id::AccountId,
    pairing::{Account, Seat},
    session::{EventKind, LinkEvent, LogoutReason, Stored},
    slot::SlotNumber,
    time::Timestamp,
};
use frontdesk_store::{LinkedDevice, ReadTx, Store, StoreError, WriteTx, account_while_linking};

use super::seating;

/// What was found.
#[derive(Debug)]
pub(crate) struct Stock {
    pub(super) slots: [Found; 3],
}

/// What was found in one slot.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) stored: Stored,
    /// Who sits there, linked or not.
    pub(super) account: Option<AccountId>,
}

/// Clears up what is left over, if anything is, and reads where each slot
/// stands. Blocks.
pub(crate) fn take_stock(
    store: &Store,
    has_engine: bool,
    now: Timestamp,
) -> Result<Stock, StoreError> {
    if store.read(|tx| Ok(!leftovers(tx)?.is_empty()))?
        && let Err(error) = store.write(move |tx| clear_up(tx, now)).wait()
    {
        // A full disk must not keep the inbox closed; what is left over counts
        // as a pairing that failed.
        tracing::error!(%error, "What a pairing left behind could not be cleared up");
    }
    store.read(|tx| {
        let [one, two, three] = SlotNumber::ALL;
        Ok(Stock {
            slots: [
                found(tx, one, has_engine)?,
                found(tx, two, has_engine)?,
                found(tx, three, has_engine)?,
            ],
        })
    })
}

/// Keys that sit in no slot.
fn leftovers(tx: &ReadTx<'_>) -> Result<Vec<LinkedDevice>, StoreError> {
    let mut left = Vec::new();
    for device in tx.linked_devices()? {
        if tx.slot_of(device.account)?.is_none() {
            left.push(device);
        }
    }
    Ok(left)
}

fn clear_up(tx: &mut WriteTx<'_>, now: Timestamp) -> Result<(), StoreError> {
    for device in leftovers(tx)? {
        let linking_in = SlotNumber::ALL
            .into_iter()
            .find(|slot| account_while_linking(*slot) == device.account);
        match linking_in {
            Some(slot) => finish_pairing(tx, slot, &device, now)?,
            None => find_place(tx, device.account)?,
        }
    }
    Ok(())
}

/// A pairing that the phone had accepted is finished where no question is open;
/// any other leaves nothing behind.
fn finish_pairing(
    tx: &mut WriteTx<'_>,
    slot: SlotNumber,
    device: &LinkedDevice,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(account) = account_of(device) else {
        return seating::discard(tx, slot);
    };
    let (kind, cause) = match seating::seat(tx, slot, &account)? {
        Seat::Free | Seat::Here => {
            if ends_older_link(tx, &account)? {
                line(tx, slot, EventKind::UnlinkedHereOnly, None, now)?;
            }
            seating::take_seat(tx, slot, &account, None, now)?;
            (EventKind::Linked, None)
        }
        // Nobody is left to ask, and nothing may be decided for the user.
        Seat::OtherSlot(_) | Seat::OverAnother => {
            seating::discard(tx, slot)?;
            (EventKind::UnlinkedHereOnly, Some(Cause::Cancelled))
        }
    };
    if kind == EventKind::Linked && says_linked(tx, slot)? {
        return Ok(());
    }
    line(tx, slot, kind, cause, now)
}

/// Whether the link is in the timeline already, which is told before the link is
/// made durable.
fn says_linked(tx: &ReadTx<'_>, slot: SlotNumber) -> Result<bool, StoreError> {
    let last = tx.link_events(slot, 1)?;
    Ok(last.iter().any(|row| row.event.kind == EventKind::Linked))
}

/// Whether a link of this number was being ended for the one that is finished
/// now: nobody knows any more whether the phone was told.
fn ends_older_link(tx: &ReadTx<'_>, account: &Account) -> Result<bool, StoreError> {
    let Some(known) = seating::known(tx, account)? else {
        return Ok(false);
    };
    let ended_here = known.logout_reason == Some(LogoutReason::Here);
    Ok(ended_here && tx.signal(known.id).has_device()?)
}

fn line(
    tx: &mut WriteTx<'_>,
    slot: SlotNumber,
    kind: EventKind,
    cause: Option<Cause>,
    at: Timestamp,
) -> Result<(), StoreError> {
    let event = LinkEvent {
        at,
        kind,
        cause,
        code: None,
        lasted: None,
    };
    tx.insert_link_event(slot, &event)
}

/// Keys of an account that lost its slot. Nothing here takes a slot from a
/// linked account, so this was another hand. Keys go only after a logout: one
/// that is still linked gets a free slot, or keeps its keys until there is one.
fn find_place(tx: &mut WriteTx<'_>, id: AccountId) -> Result<(), StoreError> {
    let Some(account) = tx.account(id)? else {
        tracing::warn!("Keys that belong to no account were deleted");
        return tx.signal_mut(id).erase();
    };
    if account.logout_reason.is_some() {
        return tx.signal_mut(id).erase();
    }
    let free = tx.slots()?.into_iter().find(|slot| slot.account.is_none());
    match free {
        Some(slot) => tx.set_slot_account(slot.number, Some(id)),
        None => {
            tracing::warn!("A linked account has no slot and stays offline");
            Ok(())
        }
    }
}

fn found(tx: &ReadTx<'_>, slot: SlotNumber, has_engine: bool) -> Result<Found, StoreError> {
    let seated = match tx.slot(slot)?.account {
        Some(id) => tx.account(id)?,
        None => None,
    };
    let Some(seated) = seated else {
        return Ok(Found {
            stored: Stored::Empty,
            account: None,
        });
    };
    let has_keys = tx.signal(seated.id).has_device()?;
    let stored = match (seated.logout_reason, seating::named(&seated.address)) {
        (Some(reason), _) => Stored::LoggedOut {
            reason,
            wiped: !has_keys,
        },
        // Without an engine nobody asks for keys, and the card says so.
        (None, Some(account)) if has_keys || !has_engine => Stored::Linked(account),
        (None, _) => Stored::LoggedOut {
            reason: LogoutReason::WhileAway,
            wiped: !has_keys,
        },
    };
    Ok(Found {
        stored,
        account: Some(seated.id),
    })
}

/// The account that a device was linked to, told by its own addresses.
fn account_of(device: &LinkedDevice) -> Option<Account> {
    let phone = PhoneNumber::parse(user_part(device.phone_jid.as_deref()?)).ok()?;
    let lid = device.lid_jid.as_deref().map(user_part);
    Some(Account {
        phone,
        lid: lid.map(|lid| Lid(lid.to_owned())),
    })
}

/// What names the user in `user:device@server`.
fn user_part(jid: &str) -> &str {
    jid.split([':', '.', '@']).next().unwrap_or(jid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_told_by_the_addresses_of_its_device() {
        let device = |phone: Option<&str>, lid: Option<&str>| LinkedDevice {
            account: AccountId(-1),
            phone_jid: phone.map(str::to_owned),
            lid_jid: lid.map(str::to_owned),
        };
        let whole = account_of(&device(
            Some("15550001111:7@s.whatsapp.net"),
            Some("9001:7@lid"),
        ))
        .unwrap();
        assert_eq!(whole.phone.digits(), "15550001111", "its number");
        assert_eq!(whole.lid, Some(Lid("9001".to_owned())), "its LID");
        let bare = account_of(&device(Some("15550001111@s.whatsapp.net"), None)).unwrap();
        assert_eq!(bare.phone.digits(), "15550001111", "without a device");
        assert_eq!(
            account_of(&device(None, Some("9001:7@lid"))),
            None,
            "no phone has accepted it yet"
        );
    }
}
