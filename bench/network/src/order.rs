//! What can be ordered besides the network's own commands.

use serde::Deserialize;

/// An order. People are numbered from 0 and keep their numbers.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Order {
    /// Makes contacts up to this number of them, and groups that hold the phone and
    /// nine contacts each.
    People {
        phone: String,
        contacts: usize,
        #[serde(default)]
        groups: usize,
    },
    /// Messages come in as they are said, with at most `window` of them unconfirmed;
    /// answers when the device has confirmed all.
    Live {
        phone: String,
        device: u16,
        /// The first of the contacts that speak, in turn.
        from: usize,
        contacts: usize,
        messages: usize,
        window: usize,
    },
    /// Messages are said while the device is away. Of every thousand, so many are
    /// said in groups.
    Queue {
        phone: String,
        contacts: usize,
        groups: usize,
        messages: usize,
        group_per_mille: usize,
    },
    /// Waits until the device has connected and confirmed all that waited.
    Drained {
        phone: String,
        device: u16,
        /// The number of the last event before it connected.
        since: u64,
    },
    /// Answers the number of the last event.
    Now,
    /// The connections of devices are cut, in turn by an orderly end and torn down.
    /// Every device comes back by itself before it is cut again; answers when each has
    /// come back so many times.
    Cut { devices: Vec<Linked>, times: usize },
    /// A past of `chats` conversations is handed over; answers when all of it is on
    /// its way.
    History {
        phone: String,
        chats: usize,
        messages_per_chat: usize,
        chunk: usize,
        seed: u64,
    },
}

/// A device of a phone.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Linked {
    pub(crate) phone: String,
    pub(crate) device: u16,
}
