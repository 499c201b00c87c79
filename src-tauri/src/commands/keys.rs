//! Getting at the key of the store, and keeping it.

use frontdesk_app::{error::CommandError, view::system::RecoveryCode};
use frontdesk_domain::secret::Secret;

use super::App;

/// Tries again to fetch the key and open the store.
#[tauri::command]
#[specta::specta]
pub async fn start_retry(app: App<'_>) -> Result<(), CommandError> {
    app.retry_start().await
}

/// Opens the store with the recovery code.
#[tauri::command]
#[specta::specta]
pub async fn key_enter_recovery_code(app: App<'_>, code: String) -> Result<(), CommandError> {
    app.enter_recovery_code(Secret::new(code)).await
}

/// Opens the store with its passphrase.
#[tauri::command]
#[specta::specta]
pub async fn key_enter_passphrase(app: App<'_>, passphrase: String) -> Result<(), CommandError> {
    app.enter_passphrase(Secret::new(passphrase)).await
}

/// Creates the store under a passphrase, on a computer without a keychain.
#[tauri::command]
#[specta::specta]
pub async fn key_choose_passphrase(app: App<'_>, passphrase: String) -> Result<(), CommandError> {
    app.choose_passphrase(Secret::new(passphrase)).await
}

/// Tries the key that the keychain holds, though the key file is gone.
#[tauri::command]
#[specta::specta]
pub async fn key_open_with_keychain(app: App<'_>) -> Result<(), CommandError> {
    app.open_with_keychain().await
}

/// Creates a new store although the keychain holds the key of one that is gone.
#[tauri::command]
#[specta::specta]
pub async fn key_start_fresh(app: App<'_>) -> Result<(), CommandError> {
    app.start_fresh().await
}

/// Puts the key of the open store back into the keychain. An item of another
/// store that stands there is replaced only when `replace_other` says so.
#[tauri::command]
#[specta::specta]
pub async fn key_remember(app: App<'_>, replace_other: bool) -> Result<(), CommandError> {
    app.remember_key(replace_other).await
}

/// Makes a new recovery code; the one before stops working.
#[tauri::command]
#[specta::specta]
pub async fn recovery_code_issue(app: App<'_>) -> Result<RecoveryCode, CommandError> {
    app.issue_recovery_code().await
}

/// The user has written the recovery code down.
#[tauri::command]
#[specta::specta]
pub async fn recovery_code_confirm(app: App<'_>) -> Result<(), CommandError> {
    app.confirm_recovery_code().await
}
