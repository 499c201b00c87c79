//! Messages: sending, changing, and what is known of one.

use frontdesk_app::{
    error::CommandError,
    view::message::{MessageRow, ReceiptView, Version},
};
use frontdesk_domain::id::{ChatId, ContactId, MessageId};

use super::App;

/// Queues a text and answers its row. The same token makes the same message, however often it is asked.
#[tauri::command]
#[specta::specta]
pub async fn message_send_text(
    app: App<'_>,
    chat: ChatId,
    text: String,
    quote: Option<MessageId>,
    mentions: Vec<ContactId>,
    client_token: String,
) -> Result<MessageRow, CommandError> {
    app.message_send_text(chat, text, quote, mentions, client_token)
        .await
}

/// Queues a poll and answers its row.
#[tauri::command]
#[specta::specta]
pub async fn message_send_poll(
    app: App<'_>,
    chat: ChatId,
    question: String,
    options: Vec<String>,
    choices: u32,
    client_token: String,
) -> Result<MessageRow, CommandError> {
    app.message_send_poll(chat, question, options, choices, client_token)
        .await
}

/// Gives a message of one's own other words.
#[tauri::command]
#[specta::specta]
pub async fn message_edit(
    app: App<'_>,
    message: MessageId,
    text: String,
) -> Result<(), CommandError> {
    app.message_edit(message, text).await
}

/// Deletes a message, for everyone or on this computer and the account's other devices.
#[tauri::command]
#[specta::specta]
pub async fn message_delete(
    app: App<'_>,
    message: MessageId,
    for_everyone: bool,
) -> Result<(), CommandError> {
    app.message_delete(message, for_everyone).await
}

/// Reacts to a message; an empty text takes the reaction back.
#[tauri::command]
#[specta::specta]
pub async fn message_react(
    app: App<'_>,
    message: MessageId,
    emoji: String,
) -> Result<(), CommandError> {
    app.message_react(message, emoji).await
}

/// Votes in a poll, by the places of the options; replaces an earlier vote.
#[tauri::command]
#[specta::specta]
pub async fn poll_vote(
    app: App<'_>,
    message: MessageId,
    options: Vec<u32>,
) -> Result<(), CommandError> {
    app.poll_vote(message, options).await
}

/// Passes messages on to other conversations.
#[tauri::command]
#[specta::specta]
pub async fn message_forward(
    app: App<'_>,
    messages: Vec<MessageId>,
    chats: Vec<ChatId>,
    client_token: String,
) -> Result<(), CommandError> {
    app.message_forward(messages, chats, client_token).await
}

/// Marks a message with a star, or no longer.
#[tauri::command]
#[specta::specta]
pub async fn message_star(
    app: App<'_>,
    message: MessageId,
    starred: bool,
) -> Result<(), CommandError> {
    app.message_star(message, starred).await
}

/// Tries again to send what is stuck, under the same id.
#[tauri::command]
#[specta::specta]
pub async fn message_retry(app: App<'_>, message: MessageId) -> Result<(), CommandError> {
    app.message_retry(message).await
}

/// Takes back what has not left yet; it never will.
#[tauri::command]
#[specta::specta]
pub async fn message_cancel(app: App<'_>, message: MessageId) -> Result<(), CommandError> {
    app.message_cancel(message).await
}

/// The wordings of a message that was edited, oldest first.
#[tauri::command]
#[specta::specta]
pub async fn message_versions(
    app: App<'_>,
    message: MessageId,
) -> Result<Vec<Version>, CommandError> {
    app.message_versions(message).await
}

/// How far a message got with each of its recipients.
#[tauri::command]
#[specta::specta]
pub async fn message_receipts(
    app: App<'_>,
    message: MessageId,
) -> Result<Vec<ReceiptView>, CommandError> {
    app.message_receipts(message).await
}

/// Shows the others of a conversation that somebody types here, or no longer.
#[tauri::command]
#[specta::specta]
pub async fn typing_set(app: App<'_>, chat: ChatId, typing: bool) -> Result<(), CommandError> {
    app.typing_set(chat, typing).await
}
