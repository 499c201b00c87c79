//! The eight characters a person types into the phone.

/// A pairing code. Prints only where it is asked to.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeText([u8; 8]);

/// The engine handed over something that no phone accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("A pairing code has eight letters and digits")]
pub struct NotAPairingCode;

impl CodeText {
    /// Reads a code with or without its dash.
    ///
    /// # Errors
    /// [`NotAPairingCode`] unless it is eight letters and digits.
    pub fn parse(text: &str) -> Result<Self, NotAPairingCode> {
        let bytes: Vec<u8> = text
            .bytes()
            .filter(|byte| *byte != b'-')
            .map(|byte| byte.to_ascii_uppercase())
            .collect();
        let code: [u8; 8] = bytes.try_into().map_err(|_| NotAPairingCode)?;
        if !code.iter().all(u8::is_ascii_alphanumeric) {
            return Err(NotAPairingCode);
        }
        Ok(Self(code))
    }

    /// As on the phone: `ABCD-EFGH`.
    pub fn shown(&self) -> String {
        let mut text: String = self.characters().collect();
        text.insert(4, '-');
        text
    }

    /// For a screen reader: each character for itself, a pause in the middle.
    pub fn spelled(&self) -> String {
        let spaced = |half: &[u8]| {
            let parts: Vec<String> = half.iter().map(|b| char::from(*b).to_string()).collect();
            parts.join(" ")
        };
        let (first, second) = self.0.split_at(4);
        format!("{}, {}", spaced(first), spaced(second))
    }

    fn characters(&self) -> impl Iterator<Item = char> {
        self.0.iter().map(|byte| char::from(*byte))
    }
}

impl std::fmt::Debug for CodeText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("<pairing code>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_shown_in_two_groups_and_spelled_letter_by_letter() {
        for text in ["ABCD2EFG", "abcd-2efg"] {
            let code = CodeText::parse(text).unwrap();
            assert_eq!(code.shown(), "ABCD-2EFG", "{text} as on the phone");
            assert_eq!(
                code.spelled(),
                "A B C D, 2 E F G",
                "a screen reader must not make a word of {text}"
            );
            assert_eq!(format!("{code:?}"), "<pairing code>", "a log shows nothing");
        }
    }

    #[test]
    fn anything_but_eight_letters_and_digits_is_no_code() {
        for text in ["", "ABC", "ABCD-EFGHI", "ABCD EFG", "ÄBCDEFG", "ABCD_EFG"] {
            assert_eq!(CodeText::parse(text), Err(NotAPairingCode), "{text:?}");
        }
    }
}
