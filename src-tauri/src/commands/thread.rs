//! The messages of one conversation.

use frontdesk_app::{
    error::CommandError,
    view::message::{ThreadAnchor, ThreadPage},
};
use frontdesk_domain::{id::ChatId, past::Past};

use super::App;

/// A stretch of a conversation.
#[tauri::command]
#[specta::specta]
pub async fn thread_page(
    app: App<'_>,
    chat: ChatId,
    anchor: ThreadAnchor,
) -> Result<ThreadPage, CommandError> {
    app.thread_page(chat, anchor).await
}

/// Asks the phone for what is older than the oldest message of a conversation. What is so of it now is told as it changes.
#[tauri::command]
#[specta::specta]
pub async fn past_ask(app: App<'_>, chat: ChatId) -> Result<Past, CommandError> {
    app.past_ask(chat).await
}
