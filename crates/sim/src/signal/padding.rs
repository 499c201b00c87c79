//! The padding that WhatsApp puts behind a plaintext: n bytes of value n, 1 to 16.

use crate::dice::Dice;

/// The plaintext with its padding.
pub(crate) fn pad(mut plain: Vec<u8>, dice: &mut Dice) -> Vec<u8> {
    let count = u8::try_from(dice.between(1, 16)).unwrap_or(1);
    plain.extend(std::iter::repeat_n(count, usize::from(count)));
    plain
}

/// The plaintext without its padding; `None` if the padding is not one.
pub(crate) fn unpad(padded: &[u8]) -> Option<&[u8]> {
    let count = usize::from(*padded.last()?);
    if count == 0 || count > padded.len() {
        return None;
    }
    padded.get(..padded.len() - count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_comes_off_again_and_nonsense_is_refused() {
        let mut dice = Dice::new(3);
        for _ in 0..100 {
            let padded = pad(b"hello".to_vec(), &mut dice);
            assert_eq!(unpad(&padded), Some(&b"hello"[..]));
        }
        assert_eq!(unpad(&[]), None);
        assert_eq!(unpad(&[0]), None, "a padding of nothing does not exist");
        assert_eq!(unpad(&[9, 9]), None, "more padding than bytes");
    }
}
