//! What travels to the window without being asked for.

use frontdesk_domain::{
    id::{ChatId, MessageId},
    past::Past,
    settings::Settings,
    slot::SlotNumber,
};
use serde::Serialize;
use specta::Type;

use super::{
    chat::{ChatPage, ChatRow, TypingView},
    message::MessageRow,
    pairing::PairingView,
    slot::SlotView,
    stage::Stage,
    system::{KeyCare, TaskId, TaskView},
};

/// One message of the feed, in order.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum FeedMessage {
    /// Everything, as of `seq`. Always the first message.
    Snapshot {
        /// The next batch carries `seq + 1`.
        seq: u32,
        /// The state of everything mirrored.
        snapshot: Box<Snapshot>,
    },
    /// What changed since `seq - 1`.
    Batch {
        /// Rises by one with each batch.
        seq: u32,
        /// Applied in order.
        facts: Vec<Fact>,
    },
    /// Too much changed to tell piece by piece: open the feed again.
    Resync,
}

/// Everything the window mirrors.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// Where the program stands. The rest is empty before `Ready`.
    pub stage: Stage,
    /// A fictitious world is shown, not the user's own.
    pub demo: bool,
    /// The three slots in order.
    pub slots: Vec<SlotView>,
    /// The links that are being made.
    pub pairings: Vec<PairingView>,
    /// The first stretch of the inbox.
    pub inbox: ChatPage,
    /// Who types where.
    pub typing: Vec<TypingView>,
    /// Unread messages in chats that are neither muted nor archived.
    pub unread: u32,
    /// The user's choices.
    pub settings: Settings,
    /// How the key is kept; `None` while the store is closed.
    pub key_care: Option<KeyCare>,
    /// Long work under way.
    pub tasks: Vec<TaskView>,
}

/// One thing that is now so.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Fact {
    /// The program moved on.
    Stage {
        /// Where it stands now.
        stage: Stage,
    },
    /// A slot looks like this.
    Slot {
        /// The slot.
        slot: SlotView,
    },
    /// A link is being made and stands here.
    Pairing {
        /// The pairing.
        pairing: PairingView,
    },
    /// The pairing of a slot was put away.
    PairingGone {
        /// Which slot.
        slot: SlotNumber,
    },
    /// A slot's timeline has a new line.
    Timeline {
        /// Which slot.
        slot: SlotNumber,
    },
    /// A conversation looks like this; it may be new.
    Chat {
        /// The conversation.
        row: ChatRow,
    },
    /// A conversation is gone.
    ChatGone {
        /// Which.
        chat: ChatId,
    },
    /// A message looks like this; it may be new.
    Message {
        /// The message.
        row: MessageRow,
    },
    /// Somebody types in a conversation, or nobody does any more.
    Typing {
        /// Where and who.
        typing: TypingView,
    },
    /// What is so of the messages before the oldest one of a conversation.
    Past {
        /// Which conversation.
        chat: ChatId,
        /// What is so.
        past: Past,
    },
    /// WhatsApp refused to block somebody, or to end that; it is as before.
    BlockRefused {
        /// The conversation with them.
        chat: ChatId,
    },
    /// A message is gone.
    MessageGone {
        /// Its conversation.
        chat: ChatId,
        /// Which.
        message: MessageId,
    },
    /// The count on the badge.
    Unread {
        /// Unread messages in chats that are neither muted nor archived.
        unread: u32,
    },
    /// The user's choices.
    Settings {
        /// All of them.
        settings: Settings,
    },
    /// How the key is kept.
    KeyCare {
        /// The new arrangement.
        key_care: KeyCare,
    },
    /// Long work moved on, began or ended.
    Task {
        /// The work.
        task: TaskView,
    },
    /// Long work that ended was put away.
    TaskGone {
        /// Which.
        task: TaskId,
    },
    /// The user asked from outside the window to see something.
    Show {
        /// What to open.
        what: Destination,
    },
}

/// Something that can be opened from outside the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Destination {
    /// A conversation.
    Chat {
        /// Which.
        chat: ChatId,
    },
    /// The slots, at one of them.
    Slot {
        /// Which.
        slot: SlotNumber,
    },
    /// The settings.
    Settings,
}
