//! The list of conversations.

use frontdesk_app::{
    error::CommandError,
    view::chat::{ChatCursor, ChatPage},
};
use frontdesk_domain::{id::ChatId, time::Timestamp};

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
