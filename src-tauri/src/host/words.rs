//! The few words that stand outside the window, in every language.

use frontdesk_domain::settings::Language;

/// What the tray says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) open: &'static str,
    pub(super) quit: &'static str,
    unread_one: &'static str,
    /// Stands before the number.
    unread_many: &'static str,
}

impl Words {
    /// The words of the language chosen, or of the system's.
    pub(super) fn of(chosen: Option<Language>) -> Self {
        match chosen.unwrap_or_else(system_language) {
            Language::En => Self {
                open: "Open Frontdesk",
                quit: "Quit",
                unread_one: "1 unread message",
                unread_many: "Unread messages",
            },
            Language::Ar => Self {
                open: "فتح Frontdesk",
                quit: "إنهاء",
                unread_one: "رسالة واحدة غير مقروءة",
                unread_many: "رسائل غير مقروءة",
            },
        }
    }

    pub(super) fn tooltip(self, unread: u32) -> String {
        match unread {
            0 => "Frontdesk".to_owned(),
            1 => format!("Frontdesk: {}", self.unread_one),
            n => format!("Frontdesk: {}: {n}", self.unread_many),
        }
    }
}

fn system_language() -> Language {
    let tag = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    language_of(tag.as_deref().unwrap_or_default())
}

fn language_of(tag: &str) -> Language {
    let is_arabic = tag
        .strip_prefix("ar")
        .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    if is_arabic {
        Language::Ar
    } else {
        Language::En
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_language_is_read_from_its_tag() {
        for (tag, language) in [
            ("ar_EG.UTF-8", Language::Ar),
            ("ar", Language::Ar),
            ("arn_CL.UTF-8", Language::En),
            ("C.UTF-8", Language::En),
            ("", Language::En),
        ] {
            assert_eq!(language_of(tag), language, "{tag:?}");
        }
    }

    #[test]
    fn the_tooltip_counts() {
        let words = Words::of(Some(Language::En));
        assert_eq!(words.tooltip(0), "Frontdesk", "nothing to say");
        assert_eq!(words.tooltip(1), "Frontdesk: 1 unread message", "one");
        assert_eq!(words.tooltip(12), "Frontdesk: Unread messages: 12", "many");
    }
}
