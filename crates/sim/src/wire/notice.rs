//! Notifications: what the server tells a device about the rest of the world.

use super::{Node, NodeBuilder, SERVER};
use crate::clock::Millis;
use wa_rs::Jid;

/// A notification with that content.
pub(crate) fn notice(
    id: &str,
    from: Option<Jid>,
    kind: &'static str,
    now: Millis,
    children: Vec<Node>,
) -> Node {
    let builder = NodeBuilder::new("notification");
    let builder = match from {
        Some(from) => builder.attr("from", from),
        None => builder.attr("from", SERVER),
    };
    builder
        .attr("id", id)
        .attr("type", kind)
        .attr("t", now / 1000)
        .children(children)
        .build()
}

/// How many one-time keys the server still has.
pub(crate) fn keys_left(count: usize) -> Node {
    NodeBuilder::new("count").attr("value", count).build()
}

/// A collection of the app state moved to that version.
pub(crate) fn collection(name: &str, version: u64) -> Node {
    NodeBuilder::new("collection")
        .attr("name", name)
        .attr("version", version)
        .build()
}
