//! How a person is reached, and what makes two addresses one person.

use serde::{Deserialize, Serialize};
use specta::Type;

/// A phone number in international form, digits only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(try_from = "String", into = "String")]
#[specta(type = String)]
pub struct PhoneNumber(String);

/// Why a text is not a phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAPhoneNumber {
    /// It holds a character that no notation uses.
    #[error("Only digits, spaces, dashes, dots, brackets and a leading + are allowed")]
    StrayCharacter,
    /// It starts with a zero, so the country is missing.
    #[error("Include the country code, for example +44 instead of 0")]
    NoCountryCode,
    /// Fewer digits than any country uses.
    #[error("The number is too short")]
    TooShort,
    /// More digits than the international plan allows.
    #[error("The number is too long")]
    TooLong,
}

impl PhoneNumber {
    /// Reads a number as people write it.
    pub fn parse(text: &str) -> Result<Self, NotAPhoneNumber> {
        let trimmed = text.trim();
        let body = trimmed.strip_prefix('+').unwrap_or(trimmed);
        let mut digits = String::with_capacity(15);
        for c in body.chars() {
            match c {
                '0'..='9' => digits.push(c),
                ' ' | '-' | '.' | '(' | ')' | '\u{a0}' | '\u{202f}' | '\u{2011}' => {}
                _ => return Err(NotAPhoneNumber::StrayCharacter),
            }
        }
        if digits.starts_with('0') {
            return Err(NotAPhoneNumber::NoCountryCode);
        }
        match digits.len() {
            0..=6 => Err(NotAPhoneNumber::TooShort),
            7..=15 => Ok(Self(digits)),
            _ => Err(NotAPhoneNumber::TooLong),
        }
    }

    /// The digits alone, as the network wants them.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "+{}", self.0)
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = NotAPhoneNumber;

    fn try_from(text: String) -> Result<Self, NotAPhoneNumber> {
        Self::parse(&text)
    }
}

impl From<PhoneNumber> for String {
    fn from(number: PhoneNumber) -> Self {
        number.to_string()
    }
}

/// WhatsApp's own name for an account that may hide its phone number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct Lid(pub String);

/// What is known of how a person is reached; at least one part is present
/// wherever it is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Address {
    /// The phone number, if it was ever told.
    pub phone: Option<PhoneNumber>,
    /// The account's LID, if it was ever told.
    pub lid: Option<Lid>,
}

impl Address {
    /// Two addresses belong to one person when they share a part and
    /// contradict each other in none.
    pub fn is_same_person(&self, other: &Self) -> bool {
        fn compare<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> Option<bool> {
            Some(a? == b?)
        }
        let phone = compare(self.phone.as_ref(), other.phone.as_ref());
        let lid = compare(self.lid.as_ref(), other.lid.as_ref());
        phone.or(lid).is_some() && phone != Some(false) && lid != Some(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_however_it_is_written() {
        for text in [
            "+1 555 000 1111",
            "1-555-000-1111",
            " (1) 555.000.1111 ",
            "15550001111",
        ] {
            assert_eq!(
                PhoneNumber::parse(text).map(|n| n.to_string()),
                Ok("+15550001111".to_owned()),
                "{text:?} names the same number"
            );
        }
    }

    #[test]
    fn a_text_that_is_no_number_says_why() {
        let cases = [
            ("0555 000 1111", NotAPhoneNumber::NoCountryCode),
            ("+1 555", NotAPhoneNumber::TooShort),
            ("+1234567890123456", NotAPhoneNumber::TooLong),
            ("shop", NotAPhoneNumber::StrayCharacter),
            ("1+5550001111", NotAPhoneNumber::StrayCharacter),
        ];
        for (text, why) in cases {
            assert_eq!(PhoneNumber::parse(text), Err(why), "{text:?}");
        }
    }

    fn address(phone: Option<&str>, lid: Option<&str>) -> Address {
        Address {
            phone: phone.map(|p| PhoneNumber::parse(p).unwrap()),
            lid: lid.map(|l| Lid(l.to_owned())),
        }
    }

    #[test]
    fn one_shared_part_makes_one_person_unless_another_part_contradicts() {
        let both = address(Some("15550001111"), Some("900"));
        assert!(
            both.is_same_person(&address(Some("15550001111"), None)),
            "same phone"
        );
        assert!(both.is_same_person(&address(None, Some("900"))), "same lid");
        assert!(
            !both.is_same_person(&address(Some("15550001111"), Some("901"))),
            "a number that moved to another account is another person"
        );
        assert!(
            !address(Some("15550001111"), None).is_same_person(&address(None, Some("900"))),
            "nothing in common proves nothing"
        );
    }
}
