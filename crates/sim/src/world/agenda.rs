//! What happens later: the network's only notion of waiting.

use crate::{
    clock::Millis,
    content::Content,
    names::{AccountId, Chat, DeviceAddr},
    net::{ConnId, Out},
};
use std::collections::BTreeMap;

/// Something that falls due.
#[derive(Clone, Debug)]
pub(crate) enum Task {
    /// Bytes, or the end, leave for a connection.
    Emit { conn: ConnId, out: Out },
    /// Stanzas held back for reordering go out.
    Release { conn: ConnId },
    /// A connection is ended in order.
    Close { conn: ConnId },
    /// The offline queue is sent on although the client asked for no more.
    DrainOn { conn: ConnId },
    /// A virtual device confirms messages: delivered, read or played.
    Confirm {
        by: AccountId,
        ids: Vec<String>,
        kind: Confirmation,
    },
    /// A contact answers by itself.
    Reply {
        by: AccountId,
        chat: Chat,
        text: String,
    },
    /// Somebody says something, and if it was wrong corrects it a little later.
    Say {
        by: AccountId,
        chat: Chat,
        content: Box<Content>,
        right: Option<String>,
    },
    /// Somebody changes the text of an own message.
    Correct {
        by: AccountId,
        msg: String,
        text: String,
    },
    /// Somebody comes online or goes.
    Presence { by: AccountId, online: bool },
    /// A phone looks at what a device with a passkey asks of it.
    Ponder { conn: ConnId },
    /// A message's time is over at somebody.
    Vanish { by: AccountId, msg: String },
    /// A call rang long enough.
    RingOut { call: String },
    /// Somebody does something by themselves.
    Chatter,
    /// A contact shows or stops "typing".
    Typing { by: AccountId, chat: Chat, on: bool },
    /// The phone gives a freshly linked device what it needs.
    Welcome { device: DeviceAddr },
    /// A stalled line moves again.
    Resume { conn: ConnId },
    /// A device leaves its account.
    Leave { device: DeviceAddr },
    /// An account has network again.
    Return { account: AccountId },
    /// The next step of a fault script.
    Mischief { step: usize },
}

/// How far a message has come at somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Confirmation {
    Delivered,
    Read,
    Played,
}

impl Confirmation {
    /// The receipt's type; "delivered" has none.
    pub(crate) const fn wire(self) -> Option<&'static str> {
        match self {
            Self::Delivered => None,
            Self::Read => Some("read"),
            Self::Played => Some("played"),
        }
    }
}

/// Tasks in the order in which they fall due; equals keep their order.
#[derive(Debug, Default)]
pub(crate) struct Agenda {
    tasks: BTreeMap<(Millis, u64), Task>,
    last: u64,
}

impl Agenda {
    pub(crate) fn put(&mut self, due: Millis, task: Task) {
        self.last += 1;
        self.tasks.insert((due, self.last), task);
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.tasks.len()
    }

    pub(crate) fn next_due(&self) -> Option<Millis> {
        self.tasks.keys().next().map(|(due, _)| *due)
    }

    pub(crate) fn pop_due(&mut self, now: Millis) -> Option<(Millis, Task)> {
        if self.next_due()? > now {
            return None;
        }
        let ((due, _), task) = self.tasks.pop_first()?;
        Some((due, task))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_fall_due_in_order_and_equals_keep_theirs() {
        let mut agenda = Agenda::default();
        for (due, step) in [(20, 1), (10, 2), (20, 3)] {
            agenda.put(due, Task::Mischief { step });
        }
        assert!(agenda.pop_due(9).is_none(), "nothing is due yet");
        let order: Vec<_> = std::iter::from_fn(|| agenda.pop_due(20))
            .map(|(due, task)| (due, format!("{task:?}")))
            .collect();
        assert_eq!(
            order,
            [
                (10, "Mischief { step: 2 }".to_owned()),
                (20, "Mischief { step: 1 }".to_owned()),
                (20, "Mischief { step: 3 }".to_owned()),
            ]
        );
    }
}
