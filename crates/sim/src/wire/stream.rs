//! The stanzas that open, disturb and end a stream.

use super::{Node, NodeBuilder, SERVER, empty};
use crate::clock::Millis;
use wa_rs::Jid;

/// The answer to an accepted login.
pub(crate) fn success(now: Millis, lid: Jid, name: &str) -> Node {
    NodeBuilder::new("success")
        .attr("t", now / 1000)
        .attr("lid", lid)
        .attr("props", 27_u32)
        .attr("abprops", 10_u32)
        .attr("location", "sim")
        .attr("display_name", name)
        .build()
}

/// The answer to a refused login.
pub(crate) fn failure(reason: u16, attrs: &[(&'static str, String)]) -> Node {
    let builder = NodeBuilder::new("failure")
        .attr("reason", u32::from(reason))
        .attr("location", "sim");
    attrs
        .iter()
        .fold(builder, |builder, (key, value)| builder.attr(key, value))
        .build()
}

/// A stream error with a bare code.
pub(crate) fn error(code: u16) -> Node {
    NodeBuilder::new("stream:error")
        .attr("code", u32::from(code))
        .build()
}

/// A stream error that says another place took over: `replaced` or `device_removed`.
pub(crate) fn conflict(kind: &'static str, code: Option<u16>) -> Node {
    let builder = NodeBuilder::new("stream:error");
    let builder = match code {
        Some(code) => builder.attr("code", u32::from(code)),
        None => builder,
    };
    builder
        .children([NodeBuilder::new("conflict").attr("type", kind).build()])
        .build()
}

/// The clean end of a stream.
pub(crate) fn end() -> Node {
    empty("xmlstreamend")
}

/// What waits in the offline queue.
pub(crate) fn offline_preview(
    count: usize,
    messages: usize,
    notices: usize,
    receipts: usize,
    calls: usize,
) -> Node {
    info(
        NodeBuilder::new("offline_preview")
            .attr("count", count)
            .attr("message", messages)
            .attr("notification", notices)
            .attr("receipt", receipts)
            .attr("appdata", 0_u32)
            .attr("call", calls)
            .attr("status", 0_u32)
            .build(),
    )
}

/// The offline queue is empty.
pub(crate) fn offline_done(count: usize) -> Node {
    info(NodeBuilder::new("offline").attr("count", count).build())
}

/// Something the client should fetch again.
pub(crate) fn dirty(kind: &'static str, now: Millis) -> Node {
    info(
        NodeBuilder::new("dirty")
            .attr("type", kind)
            .attr("timestamp", now / 1000)
            .build(),
    )
}

fn info(child: Node) -> Node {
    NodeBuilder::new("ib")
        .attr("from", SERVER)
        .children([child])
        .build()
}
