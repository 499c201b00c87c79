//! The user's choices.

use frontdesk_app::error::CommandError;
use frontdesk_domain::settings::Settings;

use super::App;

/// Replaces all choices.
#[tauri::command]
#[specta::specta]
pub async fn settings_set(app: App<'_>, settings: Settings) -> Result<(), CommandError> {
    app.set_settings(settings).await
}
