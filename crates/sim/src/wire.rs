//! Stanzas: reading what a client sent and building what the server says.
//!
//! Only shapes live here. Who gets which stanza, and when, is decided in
//! `server` and `actors`.

pub(crate) mod call;
pub(crate) mod iq;
pub(crate) mod jid;
pub(crate) mod message;
pub(crate) mod notice;
pub(crate) mod proto;
pub(crate) mod read;
pub(crate) mod stream;

pub(crate) use wa_rs::NodeBuilder;
pub(crate) use wa_rs::wacore_binary::{Node, NodeContent};

/// The server's own address.
pub(crate) const SERVER: &str = "s.whatsapp.net";

/// A stanza part without attributes or content.
pub(crate) fn empty(tag: &'static str) -> Node {
    NodeBuilder::new(tag).build()
}

/// A stanza part that holds bytes.
pub(crate) fn blob(tag: &'static str, bytes: impl Into<Vec<u8>>) -> Node {
    NodeBuilder::new(tag).bytes(bytes).build()
}
