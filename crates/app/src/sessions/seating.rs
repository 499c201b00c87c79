//! The transactions that tie a link to an account and end it. Each is whole by
//! itself: a crash before, between or after them leaves a slot linked or
//! cleanly unlinked, never half.

use frontdesk_domain::{
    address::{Address, PhoneNumber},
    id::AccountId,
    pairing::{Account, Occupant, Seat, seat_of},
    session::LogoutReason,
    slot::SlotNumber,
    time::Timestamp,
};
use frontdesk_store::{NewAccount, ReadTx, StoreError, WriteTx, account_while_linking};

/// Where the number of `account` sits, seen from the slot that links it.
pub(super) fn seat(
    tx: &ReadTx<'_>,
    here: SlotNumber,
    account: &Account,
) -> Result<Seat, StoreError> {
    Ok(seat_of(here, account, &occupants(tx)?))
}

/// Ties the fresh keys of a slot to their account: found or made, seated here,
/// linked. Repeated after a doubtful answer it does nothing more.
pub(super) fn take_seat(
    tx: &mut WriteTx<'_>,
    slot: SlotNumber,
    account: &Account,
    business: Option<&str>,
    now: Timestamp,
) -> Result<AccountId, StoreError> {
    let id = find_or_store(tx, account, business, now)?;
    move_seat(tx, id, slot)?;
    frontdesk_failpoint::failpoint!("app.seat.found");
    let linking = account_while_linking(slot);
    if tx.signal(linking).has_device()? {
        tx.signal_mut(linking).hand_over(id)?;
    }
    frontdesk_failpoint::failpoint!("app.seat.handed");
    tx.set_account_linked(id, now)?;
    Ok(id)
}

/// Gives an account its place in a slot, with all its history, and takes it from
/// where it sat before.
///
/// Written as soon as the user has said so, before the link in the other slot is
/// ended: a program that dies in between finds fresh keys for the number that
/// sits here, and finishes what was begun.
pub(super) fn move_seat(
    tx: &mut WriteTx<'_>,
    id: AccountId,
    to: SlotNumber,
) -> Result<(), StoreError> {
    if let Some(other) = tx.slot_of(id)?.filter(|other| *other != to) {
        tx.set_slot_account(other, None)?;
    }
    if tx.slot(to)?.account != Some(id) {
        tx.set_slot_account(to, Some(id))?;
    }
    Ok(())
}

/// The stored account that `account` is, if there is one.
pub(super) fn known(
    tx: &ReadTx<'_>,
    account: &Account,
) -> Result<Option<frontdesk_store::Account>, StoreError> {
    let known = tx.accounts()?;
    Ok(among(&known, account).cloned())
}

/// Notes that the link is over while its keys are still there.
pub(super) fn mark_logged_out(
    tx: &mut WriteTx<'_>,
    account: AccountId,
    reason: LogoutReason,
) -> Result<(), StoreError> {
    tx.set_account_logged_out(account, reason)
}

/// Deletes the keys of a link that is over. History stays.
pub(super) fn wipe(tx: &mut WriteTx<'_>, account: AccountId) -> Result<(), StoreError> {
    tx.signal_mut(account).erase()
}

/// Deletes the keys of a link that never came to be.
pub(super) fn discard(tx: &mut WriteTx<'_>, slot: SlotNumber) -> Result<(), StoreError> {
    tx.signal_mut(account_while_linking(slot)).erase()
}

/// Everybody who sits somewhere, linked or only remembered.
fn occupants(tx: &ReadTx<'_>) -> Result<Vec<Occupant>, StoreError> {
    let mut occupants = Vec::new();
    for slot in tx.slots()? {
        let Some(id) = slot.account else { continue };
        let account = tx.account(id)?.and_then(|account| named(&account.address));
        if let Some(account) = account {
            occupants.push(Occupant {
                slot: slot.number,
                account,
            });
        }
    }
    Ok(occupants)
}

/// An account as the network names it. One whose number was given to somebody
/// else has none, and no link can be made for it.
pub(super) fn named(address: &Address) -> Option<Account> {
    Some(Account {
        phone: address.phone.clone()?,
        lid: address.lid.clone(),
    })
}

fn find_or_store(
    tx: &mut WriteTx<'_>,
    account: &Account,
    business: Option<&str>,
    now: Timestamp,
) -> Result<AccountId, StoreError> {
    let known = tx.accounts()?;
    let found = among(&known, account);
    let address = Address {
        phone: free_number(tx, &known, found.map(|stored| stored.id), account)?
            .or_else(|| found.and_then(|stored| stored.address.phone.clone())),
        lid: account
            .lid
            .clone()
            .or_else(|| found.and_then(|stored| stored.address.lid.clone())),
    };
    let business = business.filter(|name| !name.is_empty());
    let Some(stored) = found else {
        let new = NewAccount {
            address,
            display_name: business.unwrap_or_default().to_owned(),
            linked_at: Some(now),
        };
        return tx.insert_account(&new, now);
    };
    if address != stored.address {
        tx.set_account_address(stored.id, &address)?;
    }
    if let Some(business) = business {
        tx.set_account_name(stored.id, business)?;
    }
    Ok(stored.id)
}

/// A LID that fits says more than a number that fits.
fn among<'k>(
    known: &'k [frontdesk_store::Account],
    account: &Account,
) -> Option<&'k frontdesk_store::Account> {
    known
        .iter()
        .filter(|stored| is_same(&stored.address, account))
        .max_by_key(|stored| stored.address.lid.is_some())
}

/// [`Account::is_same`], for a stored account that may have lost its number.
fn is_same(stored: &Address, account: &Account) -> bool {
    match (&stored.lid, &account.lid) {
        (Some(theirs), Some(ours)) => theirs == ours,
        (None, _) | (_, None) => stored.phone.as_ref() == Some(&account.phone),
    }
}

/// Takes the number from an account that had it before: numbers are handed on,
/// and the LID is the account. `None` if that account has nothing else to be
/// named by.
fn free_number(
    tx: &mut WriteTx<'_>,
    known: &[frontdesk_store::Account],
    id: Option<AccountId>,
    account: &Account,
) -> Result<Option<PhoneNumber>, StoreError> {
    let number = Some(account.phone.clone());
    let holder = known
        .iter()
        .find(|other| Some(other.id) != id && other.address.phone == number);
    match holder.map(|holder| (holder.id, &holder.address.lid)) {
        None => Ok(number),
        Some((_, None)) => Ok(None),
        Some((holder, lid)) => {
            let rest = Address {
                phone: None,
                lid: lid.clone(),
            };
            tx.set_account_address(holder, &rest)?;
            Ok(number)
        }
    }
}
