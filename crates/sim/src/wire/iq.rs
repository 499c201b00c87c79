//! Answers to a client's questions, and the server's own questions.

use super::{Node, NodeBuilder, SERVER, jid};
use wa_rs::Jid;

/// The successful answer to the iq with that id.
pub(crate) fn result(id: &str, from: Option<Jid>, children: Vec<Node>) -> Node {
    let builder = NodeBuilder::new("iq")
        .attr("from", from.unwrap_or_else(jid::server))
        .attr("type", "result")
        .attr("id", id);
    if children.is_empty() {
        builder.build()
    } else {
        builder.children(children).build()
    }
}

/// The refusal of the iq with that id.
pub(crate) fn error(id: &str, from: Option<Jid>, code: u16, text: &str) -> Node {
    NodeBuilder::new("iq")
        .attr("from", from.unwrap_or_else(jid::server))
        .attr("type", "error")
        .attr("id", id)
        .children([NodeBuilder::new("error")
            .attr("code", u32::from(code))
            .attr("text", text)
            .build()])
        .build()
}

/// A question or order from the server.
pub(crate) fn order(id: &str, namespace: &'static str, child: Node) -> Node {
    NodeBuilder::new("iq")
        .attr("from", SERVER)
        .attr("type", "set")
        .attr("id", id)
        .attr("xmlns", namespace)
        .children([child])
        .build()
}

/// The words that go with an error code.
pub(crate) const fn words(code: u16) -> &'static str {
    match code {
        400 => "bad-request",
        401 => "not-authorized",
        403 => "forbidden",
        404 => "item-not-found",
        405 => "not-allowed",
        406 => "not-acceptable",
        409 => "conflict",
        419 => "resource-limit",
        429 => "rate-overlimit",
        452 => "link-code-rejected",
        500 => "internal-server-error",
        501 => "feature-not-implemented",
        503 => "service-unavailable",
        _ => "error",
    }
}
