//! The list of conversations.

use frontdesk_app::{
    error::CommandError,
    view::chat::{ChatCursor, ChatPage, ContactPanel},
};
use frontdesk_domain::{
    attention::NotifyRule,
    id::{ChatId, ContactId},
    slot::SlotNumber,
    time::Timestamp,
};

use super::App;

/// A stretch of the inbox after `after`, or its beginning.
#[tauri::command]
#[specta::specta]
pub async fn inbox_page(app: App<'_>, after: Option<ChatCursor>) -> Result<ChatPage, CommandError> {
    app.inbox_page(after).await
}

/// Keeps a conversation above the others, or no longer.
#[tauri::command]
#[specta::specta]
pub async fn chat_set_pinned(app: App<'_>, chat: ChatId, pinned: bool) -> Result<(), CommandError> {
    app.set_chat_pinned(chat, pinned).await
}

/// Silences a conversation until then; `None` ends the silence.
#[tauri::command]
#[specta::specta]
pub async fn chat_set_muted(
    app: App<'_>,
    chat: ChatId,
    until: Option<Timestamp>,
) -> Result<(), CommandError> {
    app.set_chat_muted(chat, until).await
}

/// Puts a conversation away, or takes it out again.
#[tauri::command]
#[specta::specta]
pub async fn chat_set_archived(
    app: App<'_>,
    chat: ChatId,
    archived: bool,
) -> Result<(), CommandError> {
    app.set_chat_archived(chat, archived).await
}

/// Everything in the conversation has been seen.
#[tauri::command]
#[specta::specta]
pub async fn chat_mark_read(app: App<'_>, chat: ChatId) -> Result<(), CommandError> {
    app.mark_chat_read(chat).await
}

/// Keeps what was typed and not sent.
#[tauri::command]
#[specta::specta]
pub async fn draft_set(app: App<'_>, chat: ChatId, text: String) -> Result<(), CommandError> {
    app.draft_set(chat, text).await
}

/// Marks a conversation as unread.
#[tauri::command]
#[specta::specta]
pub async fn chat_mark_unread(app: App<'_>, chat: ChatId) -> Result<(), CommandError> {
    app.chat_mark_unread(chat).await
}

/// The conversation of a slot's account with a phone number; begins one where there is none.
#[tauri::command]
#[specta::specta]
pub async fn chat_with(
    app: App<'_>,
    slot: SlotNumber,
    phone: String,
) -> Result<ChatId, CommandError> {
    app.chat_with(slot, phone).await
}

/// The conversation of another slot with the same person, to answer from there. The choice is kept; the slot the conversation belongs to takes it back.
#[tauri::command]
#[specta::specta]
pub async fn chat_answer_from(
    app: App<'_>,
    chat: ChatId,
    slot: SlotNumber,
) -> Result<ChatId, CommandError> {
    app.chat_answer_from(chat, slot).await
}

/// Who a conversation is with.
#[tauri::command]
#[specta::specta]
pub async fn contact_panel(app: App<'_>, chat: ChatId) -> Result<ContactPanel, CommandError> {
    app.contact_panel(chat).await
}

/// Keeps what the user wrote about a person.
#[tauri::command]
#[specta::specta]
pub async fn contact_set_notes(
    app: App<'_>,
    contact: ContactId,
    notes: String,
) -> Result<(), CommandError> {
    app.contact_set_notes(contact, notes).await
}

/// The user looks at a conversation. It counts as read, unless its slot reads later.
#[tauri::command]
#[specta::specta]
pub async fn chat_seen(app: App<'_>, chat: ChatId) -> Result<(), CommandError> {
    app.chat_seen(chat).await
}

/// Chooses which messages of a conversation are told on the desktop; `None` is as its slot.
#[tauri::command]
#[specta::specta]
pub async fn chat_set_notify(
    app: App<'_>,
    chat: ChatId,
    rule: Option<NotifyRule>,
) -> Result<(), CommandError> {
    app.set_chat_notify(chat, rule).await
}

/// Blocks the person of a conversation for its account, or no longer.
#[tauri::command]
#[specta::specta]
pub async fn contact_block(app: App<'_>, chat: ChatId, blocked: bool) -> Result<(), CommandError> {
    app.contact_block(chat, blocked).await
}
