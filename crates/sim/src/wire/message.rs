//! Messages, receipts, acknowledgements, presence.

use super::{Node, NodeBuilder};
use crate::clock::Millis;
use wa_rs::Jid;

/// How an encrypted part is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Envelope {
    /// The first message of a Signal session.
    PreKey,
    /// A message inside a Signal session.
    Session,
    /// A group message under a sender key.
    SenderKey,
}

impl Envelope {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::PreKey => "pkmsg",
            Self::Session => "msg",
            Self::SenderKey => "skmsg",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        [Self::PreKey, Self::Session, Self::SenderKey]
            .into_iter()
            .find(|envelope| envelope.name() == name)
    }
}

/// One encrypted part of a message.
#[derive(Clone, Debug)]
pub(crate) struct Sealed {
    pub(crate) envelope: Envelope,
    pub(crate) bytes: Vec<u8>,
    pub(crate) media: Option<String>,
    pub(crate) retry: u32,
    pub(crate) hide_failure: bool,
}

impl Sealed {
    /// The part as it stands in a stanza.
    pub(crate) fn node(&self) -> Node {
        let mut builder = NodeBuilder::new("enc")
            .attr("v", "2")
            .attr("type", self.envelope.name());
        if let Some(media) = &self.media {
            builder = builder.attr("mediatype", media);
        }
        if self.retry > 0 {
            builder = builder.attr("count", self.retry);
        }
        if self.hide_failure {
            builder = builder.attr("decrypt-fail", "hide");
        }
        builder.bytes(self.bytes.clone()).build()
    }
}

/// The head of a message stanza, before its encrypted parts.
pub(crate) fn head(from: Jid, id: &str, kind: &str, now: Millis, notify: &str) -> NodeBuilder {
    NodeBuilder::new("message")
        .attr("from", from)
        .attr("id", id)
        .attr("type", kind)
        .attr("t", now / 1000)
        .attr("notify", notify)
}

/// The server's word on a client's stanza.
pub(crate) fn ack(class: &'static str, id: &str, from: Option<Jid>, now: Millis) -> NodeBuilder {
    let builder = NodeBuilder::new("ack").attr("class", class).attr("id", id);
    let builder = match from {
        Some(from) => builder.attr("from", from),
        None => builder,
    };
    builder.attr("t", now / 1000)
}

/// A receipt for one or several messages; `kind` is absent for "delivered".
pub(crate) fn receipt(
    from: Jid,
    participant: Option<Jid>,
    ids: &[String],
    kind: Option<&str>,
    now: Millis,
) -> Option<Node> {
    let (first, rest) = ids.split_first()?;
    let mut builder = NodeBuilder::new("receipt")
        .attr("from", from)
        .attr("id", first)
        .attr("t", now / 1000);
    if let Some(participant) = participant {
        builder = builder.attr("participant", participant);
    }
    if let Some(kind) = kind {
        builder = builder.attr("type", kind);
    }
    if rest.is_empty() {
        return Some(builder.build());
    }
    let items = rest
        .iter()
        .map(|id| NodeBuilder::new("item").attr("id", id).build());
    Some(
        builder
            .children([NodeBuilder::new("list").children(items).build()])
            .build(),
    )
}
