//! Calls: ringing, answering, refusing, ending.

use super::{Node, NodeBuilder, blob};
use crate::clock::Millis;
use wa_rs::Jid;

/// What a caller's device says it can do, as real ones say it.
const CAPABILITY: [u8; 7] = [0x01, 0x05, 0xf7, 0x09, 0xe0, 0xbb, 0x13];

/// A call's stanza around what happens to the call.
pub(crate) fn call(from: Jid, id: &str, now: Millis, notify: &str, action: Node) -> Node {
    NodeBuilder::new("call")
        .attr("from", from)
        .attr("id", id)
        .attr("t", now / 1000)
        .attr("notify", notify)
        .attr("platform", "android")
        .attr("version", "2.26.20")
        .children([action])
        .build()
}

/// It rings; `key` is the call's key, encrypted for the device that rings.
pub(crate) fn offer(call: &str, creator: Jid, number: Option<Jid>, video: bool, key: Node) -> Node {
    let mut builder = NodeBuilder::new("offer")
        .attr("call-id", call)
        .attr("call-creator", creator)
        .attr("device_class", "2016");
    if let Some(number) = number {
        builder = builder.attr("caller_pn", number);
    }
    let mut children: Vec<Node> = ["8000", "16000"]
        .into_iter()
        .map(|rate| {
            NodeBuilder::new("audio")
                .attr("enc", "opus")
                .attr("rate", rate)
                .build()
        })
        .collect();
    if video {
        children.push(
            NodeBuilder::new("video")
                .attr("enc", "h.264")
                .attr("orientation", "0")
                .build(),
        );
    }
    children.push(NodeBuilder::new("net").attr("medium", "3").build());
    let mut capability = blob("capability", CAPABILITY);
    capability.attrs.insert("ver", "1");
    children.extend([capability, key]);
    children.push(NodeBuilder::new("encopt").attr("keygen", "2").build());
    builder.children(children).build()
}

/// It is over, and why, if that is said.
pub(crate) fn terminate(call: &str, creator: Jid, reason: Option<&str>) -> Node {
    let builder = NodeBuilder::new("terminate")
        .attr("call-id", call)
        .attr("call-creator", creator);
    match reason {
        Some(reason) => builder.attr("reason", reason).build(),
        None => builder.build(),
    }
}

/// Somebody does not take it.
pub(crate) fn reject(call: &str, creator: Jid) -> Node {
    NodeBuilder::new("reject")
        .attr("call-id", call)
        .attr("call-creator", creator)
        .attr("count", "0")
        .build()
}
