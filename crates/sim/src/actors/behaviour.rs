//! What a contact does by itself when a message comes.

use serde::{Deserialize, Serialize};

/// A contact's habits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Behaviour {
    /// After how many milliseconds its phone confirms delivery; absent is never.
    pub deliver_after: Option<u64>,
    /// After how many milliseconds it has read the message; absent is never.
    pub read_after: Option<u64>,
    /// What it answers, after it has read; absent is nothing. `{}` stands for
    /// the text it answers to.
    pub reply: Option<String>,
    /// What it answers in turn, in conversations of two, once for all that was
    /// said to it meanwhile; empty is nothing.
    pub replies: Vec<String>,
    /// How many milliseconds it is seen typing before it answers.
    pub typing: u64,
    /// Whether it is seen online while it reads and answers.
    pub comes_online: bool,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            deliver_after: Some(150),
            read_after: None,
            reply: None,
            replies: Vec::new(),
            typing: 0,
            comes_online: false,
        }
    }
}
