//! The doors of the network: how bytes come in and go out.
//!
//! `link` is the whole protocol below stanzas and does no input or output of
//! its own; `ws` and `inproc` only carry its bytes. What stanzas mean is not
//! known here.

pub(crate) mod cert;
pub(crate) mod frame;
pub(crate) mod http;
pub(crate) mod inproc;
pub(crate) mod link;
pub(crate) mod noise;
pub(crate) mod ws;

/// One connection, for as long as it lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ConnId(pub(crate) u64);

/// What a door has to do for a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Out {
    /// Send these bytes.
    Bytes(Vec<u8>),
    /// End the connection in order.
    Close,
    /// Tear the connection down without a word.
    Reset,
}
