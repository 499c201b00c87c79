//! What can be chosen about a network before it starts.

use crate::clock::Clock;

/// The choices of a network.
#[derive(Clone, Debug)]
pub struct SimConfig {
    /// Decides every key, id and person of the network.
    pub seed: u64,
    /// Where the network's time comes from.
    pub clock: Clock,
    /// How many stanzas of an offline queue go out before the client must ask
    /// for more.
    pub offline_primer: usize,
    /// How long the network waits for that question before it sends the rest,
    /// in milliseconds.
    pub offline_patience_ms: u64,
    /// Below how many one-time keys a device is told to upload more.
    pub low_keys: usize,
    /// How long after a message's acceptance its receipts may leave, in
    /// milliseconds. Real networks are never faster, and clients rely on it.
    pub receipt_delay_ms: u64,
    /// How many linked devices an account may have.
    pub companions: usize,
}

impl Default for SimConfig {
    fn default() -> Self {
        Self {
            seed: 1,
            clock: Clock::real(),
            offline_primer: 5,
            offline_patience_ms: 10_000,
            low_keys: 10,
            receipt_delay_ms: 120,
            companions: 4,
        }
    }
}

impl SimConfig {
    /// The defaults with that seed and a clock that only moves on command.
    #[must_use]
    pub fn manual(seed: u64) -> Self {
        Self {
            seed,
            clock: Clock::manual(),
            ..Self::default()
        }
    }
}
