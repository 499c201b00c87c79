//! The recovery code: 128 random bits in a form that people copy by hand.
//!
//! Twenty-eight letters and digits in seven groups. The alphabet leaves out I, L,
//! O and U; on reading, I and L count as 1 and O as 0. Of the 140 bits, 128 are
//! the secret and 12 a CRC, which finds every single wrong character and every
//! swap of two neighbours, so that a typing mistake is told from a wrong code.

use crate::error::CodeTypo;
use frontdesk_domain::secret::Secret;
use zeroize::Zeroizing;

const ALPHABET: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J',
    'K', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];
const CHARS: usize = 28;
const GROUP: usize = 4;
const CHECK_BITS: u32 = 12;

/// The code as it is shown and written down: `7QK4-…`.
pub(crate) fn render(secret: &Secret<[u8; 16]>) -> Secret<String> {
    let check = u32::from(crc12(secret.expose()));
    let mut bits = Bits::new();
    let mut text = String::with_capacity(CHARS + CHARS / GROUP);
    let mut written = 0;
    let mut emit = |bits: &mut Bits, text: &mut String| {
        while let Some(value) = bits.pop(5) {
            if written > 0 && written % GROUP == 0 {
                text.push('-');
            }
            text.extend(ALPHABET.get(usize::from(value)));
            written += 1;
        }
    };
    for byte in secret.expose() {
        bits.push(u32::from(*byte), 8);
        emit(&mut bits, &mut text);
    }
    bits.push(check, CHECK_BITS);
    emit(&mut bits, &mut text);
    Secret::new(text)
}

/// The secret that a typed code spells. Case, spaces and dashes do not matter.
pub(crate) fn parse(typed: &str) -> Result<Secret<[u8; 16]>, CodeTypo> {
    let values = read_characters(typed)?;
    let mut bits = Bits::new();
    let mut secret = Zeroizing::new([0; 16]);
    let mut bytes = secret.iter_mut();
    for value in values.iter() {
        bits.push(u32::from(*value), 5);
        // The CRC's bits stay behind once all sixteen bytes are filled.
        if bits.len >= 8
            && let Some(byte) = bytes.next()
            && let Some(next) = bits.pop(8)
        {
            *byte = next;
        }
    }
    let check = bits.waiting & ((1 << CHECK_BITS) - 1);
    if check != u32::from(crc12(&secret)) {
        return Err(CodeTypo::Checksum);
    }
    Ok(Secret::new(*secret))
}

fn read_characters(typed: &str) -> Result<Zeroizing<[u8; CHARS]>, CodeTypo> {
    let mut values = Zeroizing::new([0; CHARS]);
    let mut free = values.iter_mut();
    let mut found: usize = 0;
    for character in typed.chars().filter(|c| !is_separator(*c)) {
        found = found.saturating_add(1);
        let value = value_of(character).ok_or(CodeTypo::Character { position: found })?;
        if let Some(slot) = free.next() {
            *slot = value;
        }
    }
    if found != CHARS {
        return Err(CodeTypo::Length {
            expected: CHARS,
            found,
        });
    }
    Ok(values)
}

/// Spaces of every width, and whatever a text program makes of a dash.
fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '_' | '.' | '\u{200b}' | '\u{feff}'
        )
}

fn value_of(character: char) -> Option<u8> {
    let plain = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let index = ALPHABET.iter().position(|letter| *letter == plain)?;
    u8::try_from(index).ok()
}

/// CRC-12 (polynomial 0x80F): finds every run of wrong bits up to 12 long.
fn crc12(bytes: &[u8; 16]) -> u16 {
    let mut crc: u16 = 0xfff;
    for byte in bytes {
        for bit in (0..8).rev() {
            let incoming = u16::from(byte >> bit & 1);
            let carry = crc >> 11 & 1 ^ incoming;
            crc = crc << 1 & 0xfff;
            if carry == 1 {
                crc ^= 0x80f;
            }
        }
    }
    crc
}

/// A short queue of bits, most significant first.
struct Bits {
    waiting: u32,
    len: u32,
}

impl Bits {
    const fn new() -> Self {
        Self { waiting: 0, len: 0 }
    }

    const fn push(&mut self, value: u32, width: u32) {
        self.waiting = self.waiting << width | value;
        self.len += width;
    }

    fn pop(&mut self, width: u32) -> Option<u8> {
        self.len = self.len.checked_sub(width)?;
        let value = self.waiting >> self.len & ((1 << width) - 1);
        self.waiting &= (1 << self.len) - 1;
        u8::try_from(value).ok()
    }
}

impl Drop for Bits {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.waiting);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(bytes: [u8; 16]) -> String {
        render(&Secret::new(bytes)).expose().clone()
    }

    #[test]
    fn a_code_is_seven_groups_of_four() {
        insta::assert_snapshot!(code(*b"a fictional key!"), @"C4G6-CTB3-EHMP-YVK1-DGG6-PSBS-4671");
        insta::assert_snapshot!(code([0; 16]), @"0000-0000-0000-0000-0000-0000-016D");
        insta::assert_snapshot!(code([255; 16]), @"ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZXWF");
    }

    #[test]
    fn a_code_is_read_however_it_was_written_down() {
        let bytes = [0, 1, 0, 1, 0, 16, 66, 8, 33, 132, 16, 66, 8, 33, 132, 16];
        let shown = code(bytes);
        let variants = [
            shown.to_lowercase(),
            shown.replace('-', ""),
            shown.replace('-', " "),
            shown.replace('-', " \u{2013} "),
            format!("  {shown}\n"),
            shown.replace('0', "O").replace('1', "I"),
            shown.replace('0', "o").replace('1', "l"),
        ];
        assert!(
            shown.contains('0') && shown.contains('1'),
            "the example must contain both confusable digits"
        );
        for variant in variants {
            let read = parse(&variant).expect("a faithful copy is accepted");
            assert_eq!(read.expose(), &bytes, "{variant:?} is the same code");
        }
    }

    #[test]
    fn a_mistake_is_named() {
        let shown = code([42; 16]);
        let missing = &shown[1..];
        assert_eq!(
            parse(missing).map(|_| ()).expect_err("a character is gone"),
            CodeTypo::Length {
                expected: 28,
                found: 27
            },
            "a missing character is counted"
        );
        let foreign = format!("{}U{}", &shown[..6], &shown[7..]);
        assert_eq!(
            parse(&foreign).map(|_| ()).expect_err("U is in no code"),
            CodeTypo::Character { position: 6 },
            "the position skips the dash"
        );
        assert_eq!(
            parse("").map(|_| ()).expect_err("empty is no code"),
            CodeTypo::Length {
                expected: 28,
                found: 0
            },
            "empty input is too short, not a wrong code"
        );
    }

    proptest! {
        #[test]
        fn every_code_reads_back(bytes in any::<[u8; 16]>()) {
            let read = parse(&code(bytes)).expect("a rendered code is a code");
            prop_assert_eq!(read.expose(), &bytes, "the same 128 bits come back");
        }

        #[test]
        fn every_wrong_character_is_found_or_means_the_same(
            bytes in any::<[u8; 16]>(),
            at in 0..34_usize,
            typed in "[0-9A-Za-z*]",
        ) {
            let shown = code(bytes);
            let wrong = format!("{}{typed}{}", &shown[..at], &shown[at + 1..]);
            match parse(&wrong) {
                Ok(read) => prop_assert_eq!(
                    read.expose(), &bytes, "an accepted variant is the same code"
                ),
                Err(CodeTypo::Checksum | CodeTypo::Character { .. } | CodeTypo::Length { .. }) => {}
            }
        }

        #[test]
        fn swapped_neighbours_are_found(bytes in any::<[u8; 16]>(), at in 0..27_usize) {
            let plain: Vec<char> = code(bytes).chars().filter(|c| *c != '-').collect();
            let mut swapped = plain.clone();
            swapped.swap(at, at + 1);
            prop_assume!(swapped != plain);
            let typed: String = swapped.into_iter().collect();
            prop_assert_eq!(
                parse(&typed).map(|_| ()), Err(CodeTypo::Checksum), "a swap is a typing mistake"
            );
        }
    }
}
