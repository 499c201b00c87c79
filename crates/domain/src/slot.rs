//! The three fixed places a number can sit in.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Slot 1, 2 or 3.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(try_from = "u8", into = "u8")]
#[specta(type = u8)]
pub struct SlotNumber(u8);

/// "Slot must be 1, 2 or 3."
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Slot must be 1, 2 or 3, not {0}")]
pub struct NoSuchSlot(pub u8);

impl SlotNumber {
    /// All slots in the order they are shown.
    pub const ALL: [Self; 3] = [Self(1), Self(2), Self(3)];

    /// The number as shown.
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for SlotNumber {
    type Error = NoSuchSlot;

    fn try_from(number: u8) -> Result<Self, NoSuchSlot> {
        match number {
            1..=3 => Ok(Self(number)),
            other => Err(NoSuchSlot(other)),
        }
    }
}

impl From<SlotNumber> for u8 {
    fn from(slot: SlotNumber) -> Self {
        slot.0
    }
}

/// The colour that marks a slot everywhere. The UI owns the actual values, one
/// per theme.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "camelCase")]
pub enum SlotColour {
    /// Blue-green.
    Teal,
    /// Warm orange.
    Amber,
    /// Blue-violet.
    Violet,
    /// Pink-red.
    Rose,
    /// Clear blue.
    Sky,
    /// Yellow-green.
    Lime,
}

impl SlotColour {
    /// The colour a slot starts with.
    pub const fn initial(slot: SlotNumber) -> Self {
        match slot.0 {
            1 => Self::Teal,
            2 => Self::Amber,
            _ => Self::Violet,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_two_and_three_are_slots() {
        let accepted: Vec<u8> = (0..=u8::MAX)
            .filter_map(|n| SlotNumber::try_from(n).ok())
            .map(SlotNumber::get)
            .collect();
        assert_eq!(accepted, [1, 2, 3], "there are exactly three slots");
    }

    #[test]
    fn a_slot_outside_the_range_is_refused_on_the_way_in() {
        let refused: Result<SlotNumber, _> = serde_json::from_str("4");
        assert!(refused.is_err(), "the IPC border must not let slot 4 in");
    }
}
