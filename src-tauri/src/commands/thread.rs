//! The messages of one conversation.

use frontdesk_app::{
    error::CommandError,
    view::message::{ThreadAnchor, ThreadPage},
};
use frontdesk_domain::id::ChatId;

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
