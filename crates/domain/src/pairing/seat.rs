//! Where a number sits before it is linked, and what that means.

use crate::{
    address::{Lid, PhoneNumber},
    slot::SlotNumber,
};

/// One WhatsApp number, as the network names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its phone number.
    pub phone: PhoneNumber,
    /// Its LID, if the network told it.
    pub lid: Option<Lid>,
}

impl Account {
    /// Whether both are the same number. A phone number can move to another
    /// account, a LID cannot: where both LIDs are known, they decide.
    pub fn is_same(&self, other: &Self) -> bool {
        match (&self.lid, &other.lid) {
            (Some(mine), Some(theirs)) => mine == theirs,
            (None, _) | (_, None) => self.phone == other.phone,
        }
    }
}

/// What a slot holds, linked or only remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occupant {
    /// Which slot.
    pub slot: SlotNumber,
    /// The account whose conversations it shows.
    pub account: Account,
}

/// Where a number sits, seen from the slot that links it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seat {
    /// Nowhere, and this slot is empty.
    Free,
    /// In this slot already: its history goes on.
    Here,
    /// In another slot. An account sits in one slot only.
    OtherSlot(SlotNumber),
    /// Nowhere, but this slot holds another account.
    OverAnother,
}

/// A question that only the user can answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// Move the account here from that slot?
    InOtherSlot(SlotNumber),
    /// Put it in the place of the account this slot held? Whose history stays.
    OverAnother,
}

/// Finds the seat of `account` for the slot `here`.
pub fn seat_of(here: SlotNumber, account: &Account, occupants: &[Occupant]) -> Seat {
    let held = |slot| occupants.iter().find(move |held| held.slot == slot);
    if held(here).is_some_and(|held| held.account.is_same(account)) {
        return Seat::Here;
    }
    let elsewhere = occupants
        .iter()
        .find(|held| held.slot != here && held.account.is_same(account));
    match (elsewhere, held(here)) {
        (Some(other), _) => Seat::OtherSlot(other.slot),
        (None, Some(_)) => Seat::OverAnother,
        (None, None) => Seat::Free,
    }
}

impl Seat {
    /// The question this seat raises, if any.
    pub const fn conflict(self) -> Option<Conflict> {
        match self {
            Self::Free | Self::Here => None,
            Self::OtherSlot(slot) => Some(Conflict::InOtherSlot(slot)),
            Self::OverAnother => Some(Conflict::OverAnother),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(phone: &str, lid: Option<&str>) -> Account {
        Account {
            phone: PhoneNumber::parse(phone).unwrap(),
            lid: lid.map(|lid| Lid(lid.to_owned())),
        }
    }

    #[test]
    fn a_number_is_found_wherever_it_sits() {
        let [one, two, three] = SlotNumber::ALL;
        let desk = account("+1 555 000 1111", Some("900"));
        let shop = account("+1 555 000 2222", None);
        let occupants = [
            Occupant {
                slot: one,
                account: desk.clone(),
            },
            Occupant {
                slot: two,
                account: shop.clone(),
            },
        ];
        let seat = |here, account: &Account| seat_of(here, account, &occupants);
        assert_eq!(seat(one, &desk), Seat::Here, "its own slot");
        assert_eq!(seat(three, &desk), Seat::OtherSlot(one), "an empty slot");
        assert_eq!(seat(two, &desk), Seat::OtherSlot(one), "a taken slot");
        let new = account("+1 555 000 3333", None);
        assert_eq!(seat(three, &new), Seat::Free, "nobody knows it");
        assert_eq!(seat(two, &new), Seat::OverAnother, "shop sits there");
        assert_eq!(
            seat(two, &account("+1 555 000 2222", Some("901"))),
            Seat::Here,
            "a LID learnt later does not make another account"
        );
        assert_eq!(
            seat(one, &account("+1 555 000 1111", Some("999"))),
            Seat::OverAnother,
            "a number handed on to somebody else is another account"
        );
    }
}
