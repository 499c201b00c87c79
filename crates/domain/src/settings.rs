//! Choices of the user that the core acts on or remembers.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Everything in the settings view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default, rename_all = "camelCase")]
pub struct Settings {
    /// Light, dark or as the system says.
    pub theme: Theme,
    /// Stronger borders and text.
    pub high_contrast: bool,
    /// Tag of the UI language; `None` follows the system.
    pub language: Option<Language>,
    /// Closing the window keeps Frontdesk running in the tray.
    pub close_to_tray: bool,
    /// Start with the computer.
    pub autostart: bool,
    /// Raise desktop notifications at all.
    pub notifications: bool,
    /// Show the text of the message in the notification.
    pub notification_preview: bool,
    /// Width of the inbox beside the thread, in CSS pixels. Kept here because
    /// the window itself stores nothing on disk.
    pub inbox_width: u16,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            high_contrast: false,
            language: None,
            close_to_tray: false,
            autostart: false,
            notifications: true,
            notification_preview: true,
            inbox_width: 340,
        }
    }
}

/// Colours of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// Follow the operating system.
    System,
    /// Dark text on light ground.
    Light,
    /// Light text on dark ground.
    Dark,
}

/// A language the UI is translated into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Language {
    /// English.
    En,
    /// Arabic, written from right to left.
    Ar,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_written_by_an_older_version_read_with_todays_defaults() {
        let old: Settings = serde_json::from_str(r#"{"theme":"dark"}"#).unwrap();
        assert_eq!(
            old,
            Settings {
                theme: Theme::Dark,
                ..Settings::default()
            },
            "a missing choice takes its default"
        );
    }
}
