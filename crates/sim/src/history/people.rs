//! Invented people, the same ones for the same seed.

use super::phrases::TONGUES;
use crate::dice::Dice;

/// Somebody who does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) number: String,
    pub(crate) name: String,
    /// Which language the person writes.
    pub(crate) tongue: usize,
}

/// An invented person. Numbers are from the range reserved for fiction.
pub(crate) fn person(dice: &mut Dice, ordinal: usize) -> Person {
    let last = u64::try_from(TONGUES.len()).unwrap_or(1) - 1;
    let tongue = usize::try_from(dice.between(0, last)).unwrap_or(0);
    let name = TONGUES.get(tongue).map(|tongue| {
        let given = dice.pick(tongue.given).copied().unwrap_or_default();
        let family = dice.pick(tongue.family).copied().unwrap_or_default();
        format!("{given} {family}")
    });
    Person {
        number: format!("1555{:07}", 2_000_000 + ordinal),
        name: name.unwrap_or_default(),
        tongue,
    }
}
