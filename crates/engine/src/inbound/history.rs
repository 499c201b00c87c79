//! Stretches of the past, as the phone packs them.

use frontdesk_domain::{network::Inbound, pairing::Account};

/// Unpacks a chunk and hands it on piece by piece until `each` answers false.
/// False when it cannot be read.
pub(crate) fn unpack(
    own: &Account,
    chunk: &[u8],
    each: &mut dyn FnMut(Vec<Inbound>) -> bool,
) -> bool {
    let _ = (own, chunk, each);
    false
}
