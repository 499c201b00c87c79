//! Every random choice of the network: keys, ids, delays, people.
//!
//! One stream per network, made from its seed. Nothing else in this crate may
//! draw randomness, or two runs with one seed would differ.

use rand::{CryptoRng, Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;
use wa_rs::wacore::libsignal::protocol::KeyPair;

/// A seeded stream of random values.
#[derive(Clone, Debug)]
pub(crate) struct Dice(ChaCha20Rng);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(ChaCha20Rng::seed_from_u64(seed))
    }

    /// An independent stream for one purpose, so that drawing more from it
    /// later does not shift what the others see.
    pub(crate) fn fork(seed: u64, purpose: &str) -> Self {
        let mut label = seed;
        for byte in purpose.bytes() {
            label = label.rotate_left(7).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ u64::from(byte);
        }
        Self::new(label)
    }

    pub(crate) fn rng(&mut self) -> &mut (impl CryptoRng + use<>) {
        &mut self.0
    }

    pub(crate) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut out = [0u8; N];
        self.0.fill_bytes(&mut out);
        out
    }

    pub(crate) fn key_pair(&mut self) -> KeyPair {
        KeyPair::generate(&mut self.0)
    }

    /// A number in `low..=high`; `low` when the range is empty.
    pub(crate) fn between(&mut self, low: u64, high: u64) -> u64 {
        if high <= low {
            return low;
        }
        self.0.random_range(low..=high)
    }

    /// True with a probability of `per_mille` in a thousand.
    pub(crate) fn chance(&mut self, per_mille: u64) -> bool {
        self.between(0, 999) < per_mille
    }

    /// One of `choices`; `None` when there are none.
    pub(crate) fn pick<'a, T>(&mut self, choices: &'a [T]) -> Option<&'a T> {
        let last = u64::try_from(choices.len()).ok()?.checked_sub(1)?;
        choices.get(usize::try_from(self.between(0, last)).ok()?)
    }

    /// Upper-case hexadecimal text of `N` random bytes.
    pub(crate) fn hex<const N: usize>(&mut self) -> String {
        hex(&self.bytes::<N>()).to_uppercase()
    }

    /// A message id in the form the real clients use.
    pub(crate) fn message_id(&mut self) -> String {
        format!("3EB0{}", self.hex::<9>())
    }

    /// Digits, the first never a zero.
    pub(crate) fn digits(&mut self, count: usize) -> String {
        (0..count)
            .map(|place| {
                let lowest = u64::from(place == 0);
                char::from(b'0' + u8::try_from(self.between(lowest, 9)).unwrap_or(1))
            })
            .collect()
    }
}

/// Lower-case hexadecimal text.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
