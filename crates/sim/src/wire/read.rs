//! Taking a received stanza apart, without ever trusting it.

use super::{Node, NodeContent};
use wa_rs::Jid;

/// Shorthand for the questions the server asks of a stanza.
pub(crate) trait Read {
    /// An attribute as text.
    fn text(&self, key: &str) -> Option<String>;
    /// An attribute as an address.
    fn address(&self, key: &str) -> Option<Jid>;
    /// An attribute as a number.
    fn number(&self, key: &str) -> Option<u64>;
    /// The first child with that tag.
    fn child(&self, tag: &str) -> Option<&Node>;
    /// All children, or none.
    fn parts(&self) -> &[Node];
    /// The content as bytes, whether it came as bytes or as text.
    fn payload(&self) -> Option<&[u8]>;
}

impl Read for Node {
    fn text(&self, key: &str) -> Option<String> {
        self.attrs.get(key).map(|value| value.as_str().into_owned())
    }

    fn address(&self, key: &str) -> Option<Jid> {
        self.attrs
            .get(key)
            .and_then(wa_rs::wacore_binary::NodeValue::to_jid)
    }

    fn number(&self, key: &str) -> Option<u64> {
        self.text(key)?.parse().ok()
    }

    fn child(&self, tag: &str) -> Option<&Node> {
        self.parts().iter().find(|part| part.tag == tag)
    }

    fn parts(&self) -> &[Node] {
        if let Some(NodeContent::Nodes(parts)) = &self.content {
            parts
        } else {
            &[]
        }
    }

    fn payload(&self) -> Option<&[u8]> {
        match self.content.as_ref()? {
            NodeContent::Bytes(bytes) => Some(bytes),
            NodeContent::String(text) => Some(text.as_bytes()),
            NodeContent::Nodes(_) => None,
        }
    }
}

/// A big-endian number of up to four bytes.
pub(crate) fn big_endian(bytes: &[u8]) -> Option<u32> {
    if bytes.is_empty() || bytes.len() > 4 {
        return None;
    }
    Some(
        bytes
            .iter()
            .fold(0, |value, byte| (value << 8) | u32::from(*byte)),
    )
}

/// Exactly 32 bytes; a leading key-type byte of 5 is dropped.
pub(crate) fn key32(bytes: &[u8]) -> Option<[u8; 32]> {
    match bytes {
        [5, rest @ ..] if rest.len() == 32 => rest.try_into().ok(),
        _ => bytes.try_into().ok(),
    }
}
