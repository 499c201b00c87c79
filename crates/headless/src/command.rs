//! What the program is told, one line at a time.

use frontdesk_domain::slot::SlotNumber;
use serde::Deserialize;

/// A line.
#[derive(Debug, Deserialize)]
pub(crate) struct Line {
    /// Stands in the answer as `re`.
    #[serde(default)]
    pub(crate) n: u64,
    /// Carried out beside the lines after it instead of before them, as the
    /// window's calls are.
    #[serde(default)]
    pub(crate) apart: bool,
    #[serde(flatten)]
    pub(crate) command: Command,
}

/// A command. `to` is the number of a person or the address of a group; `id`
/// is the id of a message on the network.
#[derive(Debug, Deserialize)]
#[serde(tag = "cmd", rename_all = "snake_case")]
pub(crate) enum Command {
    /// How everything stands.
    Status,
    /// Links a phone in a slot, or brings its link back up. The text of the
    /// code to be scanned comes as an event.
    Connect {
        slot: SlotNumber,
    },
    /// Tries now instead of later.
    Retry {
        slot: SlotNumber,
    },
    /// Ends a link.
    Unlink {
        slot: SlotNumber,
    },
    /// Answers the question about a number that sits elsewhere: this slot takes it.
    UseHere {
        slot: SlotNumber,
    },
    /// Puts the pairing console away.
    Dismiss {
        slot: SlotNumber,
    },
    /// Queues a text.
    Send {
        slot: SlotNumber,
        to: String,
        text: String,
        token: String,
        #[serde(default)]
        quote: Option<String>,
    },
    /// Queues a poll.
    Poll {
        slot: SlotNumber,
        to: String,
        question: String,
        options: Vec<String>,
        token: String,
    },
    Edit {
        slot: SlotNumber,
        to: String,
        id: String,
        text: String,
    },
    Delete {
        slot: SlotNumber,
        to: String,
        id: String,
        #[serde(default)]
        only_here: bool,
    },
    React {
        slot: SlotNumber,
        to: String,
        id: String,
        emoji: String,
    },
    Cancel {
        slot: SlotNumber,
        to: String,
        id: String,
    },
    /// Tries again to send what is stuck.
    Resend {
        slot: SlotNumber,
        to: String,
        id: String,
    },
    MarkRead {
        slot: SlotNumber,
        to: String,
    },
    /// What waits to be sent.
    Outbox,
    /// Everything that people would call the content of the store, in order and
    /// without anything that two equal stores could differ in.
    Book,
    /// Every row of the store, named by what it is.
    Dump,
    /// Memory, barriers, sizes.
    Figures,
    /// Answers once it is so, at the latest when the time is over.
    Wait {
        #[serde(flatten)]
        until: Until,
        #[serde(default = "half_a_minute")]
        timeout_ms: u64,
    },
    /// What the computer around the program says of its network.
    Network {
        up: bool,
    },
    /// Has the process kill itself when it reaches a place for that time.
    #[cfg(feature = "torture")]
    Arm {
        point: String,
        hit: u64,
    },
    /// Closes the store in order and ends.
    Quit,
}

/// Something that can become true.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "until", rename_all = "snake_case")]
pub(crate) enum Until {
    /// The link of a slot is up.
    Online { slot: SlotNumber },
    /// It is not.
    Offline { slot: SlotNumber },
    /// So many messages are stored.
    Messages { count: u64 },
    /// A message is stored.
    Message {
        slot: SlotNumber,
        to: String,
        id: String,
    },
    /// Nothing waits to be sent in any slot, except what is stuck.
    Sent,
}

const fn half_a_minute() -> u64 {
    30_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_number_and_a_command() {
        let line: Line = serde_json::from_str(
            r#"{"n":7,"cmd":"wait","until":"online","slot":2,"timeout_ms":5}"#,
        )
        .unwrap();
        assert_eq!((line.n, line.apart), (7, false), "in order unless asked");
        assert!(
            matches!(
                line.command,
                Command::Wait { until: Until::Online { slot }, timeout_ms: 5 } if slot.get() == 2
            ),
            "{:?}",
            line.command
        );
    }

    #[test]
    fn a_command_without_what_it_needs_is_refused() {
        assert!(
            serde_json::from_str::<Line>(r#"{"cmd":"send","slot":1}"#).is_err(),
            "nothing is made up"
        );
    }
}
