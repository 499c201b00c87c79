//! An open connection: the link under it, who is behind it, how bad the line is.

use crate::{
    clock::Millis,
    names::DeviceAddr,
    net::{Out, link::Link},
    signal::SignedKey,
    wire::Node,
};
use wa_rs::wacore::libsignal::protocol::PublicKey;

/// One connection.
#[derive(Debug)]
pub(crate) struct Conn {
    pub(crate) link: Link,
    pub(crate) session: Session,
    pub(crate) line: Line,
    /// Bytes that arrived while the line stood still.
    pub(crate) held_in: Vec<u8>,
    /// What wanted to leave while the line stood still.
    pub(crate) held_out: Vec<Out>,
    /// Stanzas held back for reordering.
    pub(crate) shuffle: Vec<Node>,
    /// When the line is free for the next bytes.
    pub(crate) free_at: Millis,
    /// How many pieces are on their way.
    pub(crate) in_flight: usize,
}

/// Who is behind a connection.
#[derive(Debug)]
pub(crate) enum Session {
    /// The handshake is not done.
    Greeting,
    /// A device that belongs to nobody yet.
    Unlinked(Box<Unlinked>),
    /// A logged-in companion.
    Device(DeviceSession),
    /// Nothing more is said to it or heard from it.
    Ending,
}

/// A logged-in companion's connection.
#[derive(Clone, Debug)]
pub(crate) struct DeviceSession {
    pub(crate) addr: DeviceAddr,
    /// Whether it asked for what waits.
    pub(crate) active: bool,
    /// What is left of the offline queue's delivery.
    pub(crate) drain: Option<Drain>,
}

/// The delivery of an offline queue.
#[derive(Clone, Debug)]
pub(crate) struct Drain {
    /// How many more may go before the client asks again.
    pub(crate) credit: usize,
    /// How many went.
    pub(crate) sent: usize,
}

/// What an unlinked device said about itself.
#[derive(Clone, Debug)]
pub(crate) struct Registration {
    pub(crate) noise_key: [u8; 32],
    pub(crate) registration: u32,
    pub(crate) identity: [u8; 32],
    pub(crate) signed: SignedKey,
    pub(crate) platform: String,
}

impl Registration {
    /// Whether the identity signed the signed key. Nobody could begin a
    /// session with a device of which that is not true.
    pub(crate) fn is_consistent(&self) -> bool {
        let identity = PublicKey::from_djb_public_key_bytes(&self.identity);
        let signed = PublicKey::from_djb_public_key_bytes(&self.signed.key);
        match (identity, signed) {
            (Ok(identity), Ok(signed)) => {
                identity.verify_signature(&signed.serialize(), &self.signed.signature)
            }
            _ => false,
        }
    }
}

/// A device that wants to be linked.
#[derive(Clone, Debug)]
pub(crate) struct Unlinked {
    pub(crate) registration: Registration,
    /// The refs shown as QR codes, and until when each is good.
    pub(crate) refs: Vec<(String, Millis)>,
    pub(crate) code: Option<crate::server::code::CodeLink>,
    pub(crate) passkey: Option<crate::server::passkey::PasskeyLink>,
    /// The link that waits for the device's signature.
    pub(crate) pending: Option<PendingLink>,
}

/// A link that the phone granted and the device has not signed yet.
#[derive(Clone, Debug)]
pub(crate) struct PendingLink {
    pub(crate) addr: DeviceAddr,
    pub(crate) order: String,
    pub(crate) details: Vec<u8>,
    pub(crate) key_index: u32,
}

/// How good or bad a line is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Line {
    /// Milliseconds on the way, each direction alike.
    pub latency_ms: u64,
    /// Thousands of bits per second towards the client; 0 is unlimited.
    pub kbps: u64,
    /// Nothing passes, and nobody is told: a half-open connection.
    pub stalled: bool,
    /// How many stanzas in a thousand are sent again, and how many of those once
    /// more, up to three times.
    pub duplicate_per_mille: u64,
    /// Stanzas leave in groups of this size, shuffled; 0 or 1 keeps the order.
    pub reorder: usize,
    /// Bytes leave in pieces of at most this size; 0 does not cut.
    pub split: usize,
}

impl Conn {
    pub(crate) fn new(line: Line) -> Self {
        Self {
            link: Link::new(),
            session: Session::Greeting,
            line,
            held_in: Vec::new(),
            held_out: Vec::new(),
            shuffle: Vec::new(),
            free_at: 0,
            in_flight: 0,
        }
    }

    /// The companion behind this connection, if one is logged in.
    pub(crate) fn device(&self) -> Option<&DeviceSession> {
        if let Session::Device(session) = &self.session {
            Some(session)
        } else {
            None
        }
    }
}
