//! What a companion has not confirmed yet.
//!
//! Nothing leaves the queue because it was sent; only the client's own word
//! takes it out. Whatever is left goes out again at the next login.

use crate::{
    net::ConnId,
    wire::{Node, read::Read},
};
use std::collections::VecDeque;

/// What kind of confirmation a stanza waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    Message,
    Receipt,
    Notification,
    Call,
}

/// A stanza that waits for the client's confirmation.
#[derive(Clone, Debug)]
pub(crate) struct Pending {
    pub(crate) class: Class,
    pub(crate) id: String,
    pub(crate) kind: Option<String>,
    pub(crate) stanza: Node,
    /// How often it was sent.
    pub(crate) attempts: u32,
    /// The connection on which it was sent last.
    pub(crate) sent_on: Option<ConnId>,
}

/// One companion's unconfirmed stanzas, oldest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Queue(VecDeque<Pending>);

impl Queue {
    pub(crate) fn push(&mut self, class: Class, stanza: Node) {
        self.0.push_back(Pending {
            class,
            id: stanza.text("id").unwrap_or_default(),
            kind: stanza.text("type"),
            stanza,
            attempts: 0,
            sent_on: None,
        });
    }

    /// Removes what the client confirmed: the oldest stanza of that class and id,
    /// from that member of a group if the client names one, and of that kind.
    /// Only receipts are always confirmed by their kind.
    pub(crate) fn confirm(
        &mut self,
        class: Class,
        id: &str,
        kind: Option<&str>,
        member: Option<&str>,
    ) -> Option<Pending> {
        let fits = |pending: &Pending| {
            pending.class == class
                && pending.id == id
                && (member.is_none() || pending.stanza.text("participant").as_deref() == member)
        };
        let place = self
            .0
            .iter()
            .position(|pending| fits(pending) && pending.kind.as_deref() == kind)
            .or_else(|| {
                let any_kind = class != Class::Receipt;
                any_kind.then(|| self.0.iter().position(fits)).flatten()
            })?;
        self.0.remove(place)
    }

    /// The next stanza that was not sent on that connection.
    pub(crate) fn next_for(&mut self, conn: ConnId) -> Option<&mut Pending> {
        self.0
            .iter_mut()
            .find(|pending| pending.sent_on != Some(conn))
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn count(&self, class: Class) -> usize {
        self.0
            .iter()
            .filter(|pending| pending.class == class)
            .count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::NodeBuilder;

    fn receipt(id: &str, kind: Option<&str>) -> Node {
        let builder = NodeBuilder::new("receipt").attr("id", id);
        match kind {
            Some(kind) => builder.attr("type", kind).build(),
            None => builder.build(),
        }
    }

    #[test]
    fn a_stanza_stays_until_its_own_confirmation() {
        let mut queue = Queue::default();
        queue.push(Class::Receipt, receipt("a", None));
        queue.push(Class::Receipt, receipt("a", Some("read")));
        assert!(
            queue.confirm(Class::Message, "a", None, None).is_none(),
            "another class"
        );
        assert!(
            queue.confirm(Class::Receipt, "b", None, None).is_none(),
            "another id"
        );
        let read = queue
            .confirm(Class::Receipt, "a", Some("read"), None)
            .expect("waits");
        assert_eq!(
            read.kind.as_deref(),
            Some("read"),
            "the kind chooses between two"
        );
        assert_eq!(queue.len(), 1);
    }
    #[test]
    fn each_member_of_a_group_is_confirmed_for_itself() {
        let by = |member: &str, kind: Option<&str>| {
            let mut stanza = receipt("a", kind);
            stanza.attrs.insert("participant", member.to_owned());
            stanza
        };
        let mut queue = Queue::default();
        queue.push(Class::Receipt, by("one", Some("read")));
        queue.push(Class::Receipt, by("two", Some("read")));
        queue.push(Class::Receipt, by("two", None));
        let taken = queue
            .confirm(Class::Receipt, "a", None, Some("two"))
            .expect("waits");
        assert_eq!(taken.kind, None, "the one without a kind, not the oldest");
        assert_eq!(taken.stanza.text("participant").as_deref(), Some("two"));
        for (kind, member) in [(None, "two"), (Some("read"), "three")] {
            let taken = queue.confirm(Class::Receipt, "a", kind, Some(member));
            assert!(
                taken.is_none(),
                "neither another kind's nor another member's"
            );
        }
        assert_eq!(queue.len(), 2);
    }
}
