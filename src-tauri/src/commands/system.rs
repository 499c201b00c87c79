//! The program itself.

use frontdesk_app::{
    error::CommandError,
    view::system::{About, TaskId},
};
use frontdesk_domain::id::ChatId;

use super::App;
use crate::host::window;

/// A frame stands on the screen: the still picture, then the window with what
/// it holds.
#[tauri::command]
#[specta::specta]
pub fn window_painted(window: tauri::WebviewWindow) {
    window::painted(&window);
}

/// Versions, sizes and places.
#[tauri::command]
#[specta::specta]
pub async fn about(app: App<'_>) -> Result<About, CommandError> {
    app.about().await
}

/// Decrypts and verifies every page and file of the store.
#[tauri::command]
#[specta::specta]
pub async fn store_check(app: App<'_>) -> Result<TaskId, CommandError> {
    // Not on the main thread: the work starts on the runtime, and that thread is
    // no part of it.
    app.check_store()
}

/// Stops long work.
#[tauri::command]
#[specta::specta]
pub fn task_cancel(app: App<'_>, task: TaskId) -> Result<(), CommandError> {
    app.cancel_task(task)
}

/// Puts the report of finished work away.
#[tauri::command]
#[specta::specta]
pub fn task_dismiss(app: App<'_>, task: TaskId) -> Result<(), CommandError> {
    app.dismiss_task(task)
}

/// Shows a notification as an incoming message would; clicking it opens `chat`.
#[tauri::command]
#[specta::specta]
pub async fn notification_test(app: App<'_>, chat: Option<ChatId>) -> Result<(), CommandError> {
    app.test_notification(chat).await
}
