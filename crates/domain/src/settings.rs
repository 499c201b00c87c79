//! Choices of the user that the core acts on or remembers.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::time::Timestamp;

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
    /// Hours in which nothing makes itself heard.
    pub quiet_hours: Option<QuietHours>,
    /// Tell senders that their messages were read.
    pub read_receipts: bool,
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
            quiet_hours: None,
            read_receipts: true,
            inbox_width: 340,
        }
    }
}

/// A part of every day, by the clock on the wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QuietHours {
    /// When it begins, in minutes after midnight.
    pub from: u16,
    /// When it ends. Before `from`, it ends on the next day.
    pub until: u16,
    /// How far the user's clock is ahead of UTC, in minutes. The window knows it
    /// and keeps it current.
    pub utc_offset: i16,
}

impl QuietHours {
    /// Whether this moment belongs to it.
    pub fn holds(&self, now: Timestamp) -> bool {
        const DAY: i64 = 24 * 60;
        let minute = now.0.div_euclid(60_000) + i64::from(self.utc_offset);
        let minute = minute.rem_euclid(DAY);
        let (from, until) = (i64::from(self.from), i64::from(self.until));
        if from <= until {
            (from..until).contains(&minute)
        } else {
            minute >= from || minute < until
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
    fn quiet_hours_go_by_the_clock_on_the_wall_and_over_midnight() {
        let night = QuietHours {
            from: 22 * 60,
            until: 7 * 60,
            utc_offset: 120,
        };
        let utc = |hour: i64, minute: i64| Timestamp((hour * 60 + minute) * 60_000);
        assert!(!night.holds(utc(19, 59)), "21:59 here");
        assert!(night.holds(utc(20, 0)), "22:00 here");
        assert!(night.holds(utc(0, 0)), "02:00 here");
        assert!(night.holds(utc(4, 59)), "06:59 here");
        assert!(!night.holds(utc(5, 0)), "07:00 here");
        let lunch = QuietHours {
            from: 12 * 60,
            until: 13 * 60,
            utc_offset: 0,
        };
        assert!(
            lunch.holds(utc(12, 30)) && !lunch.holds(utc(13, 0)),
            "by day"
        );
    }

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
