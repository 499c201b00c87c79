//! The few words that stand outside the window, in every language.

use frontdesk_app::host::LinkHealth;
use frontdesk_domain::{disconnect::Cause, settings::Language};

/// What the tray and the desktop's own notifications say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) open: &'static str,
    pub(super) quit: &'static str,
    unread_one: &'static str,
    /// Stands before the number.
    unread_many: &'static str,
    link_down: &'static str,
    link_needs_user: &'static str,
    /// Stands before the number of a slot without a name.
    slot: &'static str,
    language: Language,
}

impl Words {
    /// The words of the language chosen, or of the system's.
    pub(super) fn of(chosen: Option<Language>) -> Self {
        let language = chosen.unwrap_or_else(system_language);
        match language {
            Language::En => Self {
                open: "Open Frontdesk",
                quit: "Quit",
                unread_one: "1 unread message",
                unread_many: "Unread messages",
                link_down: "a number is not connected",
                link_needs_user: "a number needs you",
                slot: "Slot",
                language,
            },
            Language::Ar => Self {
                open: "فتح Frontdesk",
                quit: "إنهاء",
                unread_one: "رسالة واحدة غير مقروءة",
                unread_many: "رسائل غير مقروءة",
                link_down: "أحد الأرقام غير متصل",
                link_needs_user: "أحد الأرقام يحتاج إليك",
                slot: "الموضع",
                language,
            },
        }
    }

    pub(super) fn tooltip(self, unread: u32, links: LinkHealth) -> String {
        let unread = match unread {
            0 => None,
            1 => Some(self.unread_one.to_owned()),
            n => Some(format!("{}: {n}", self.unread_many)),
        };
        let links = match links {
            LinkHealth::None | LinkHealth::Up | LinkHealth::Coming => None,
            LinkHealth::Down => Some(self.link_down.to_owned()),
            LinkHealth::NeedsUser => Some(self.link_needs_user.to_owned()),
        };
        let parts: Vec<String> = unread.into_iter().chain(links).collect();
        if parts.is_empty() {
            "Frontdesk".to_owned()
        } else {
            format!("Frontdesk: {}", parts.join(", "))
        }
    }

    /// What a slot is called that nobody has named.
    pub(super) fn slot_name(self, number: u8) -> String {
        format!("{} {number}", self.slot)
    }

    /// Why a slot calls for the user, and what to do.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the other causes come with their own words in the window"
    )]
    pub(super) const fn call(self, cause: Cause) -> &'static str {
        match self.language {
            Language::En => match cause {
                Cause::LoggedOut => "The link was removed. Link the phone again to go on.",
                Cause::Replaced => "The link was opened in another place.",
                Cause::Outdated => "WhatsApp refuses this version. Install a newer Frontdesk.",
                Cause::Banned => "WhatsApp has restricted this number. Open WhatsApp on the phone.",
                Cause::BanOver => "The restriction is over. You can connect again.",
                Cause::Locked => "WhatsApp has locked this account. Open WhatsApp on the phone.",
                _ => "This number is not connected and needs you.",
            },
            Language::Ar => match cause {
                Cause::LoggedOut => "أُزيل الربط. اربط الهاتف من جديد للمتابعة.",
                Cause::Replaced => "فُتح الربط نفسه في مكان آخر.",
                Cause::Outdated => "يرفض واتساب هذه النسخة. ثبّت نسخة أحدث من Frontdesk.",
                Cause::Banned => "قيّد واتساب هذا الرقم. افتح واتساب على الهاتف.",
                Cause::BanOver => "انقضت مدة التقييد. يمكنك الاتصال من جديد.",
                Cause::Locked => "أقفل واتساب هذا الحساب. افتح واتساب على الهاتف.",
                _ => "هذا الرقم غير متصل ويحتاج إليك.",
            },
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
    fn the_tooltip_counts_and_names_the_worst_link() {
        let words = Words::of(Some(Language::En));
        let tooltip = |unread, links| words.tooltip(unread, links);
        assert_eq!(tooltip(0, LinkHealth::Up), "Frontdesk", "nothing to say");
        assert_eq!(
            tooltip(1, LinkHealth::None),
            "Frontdesk: 1 unread message",
            "one"
        );
        assert_eq!(
            tooltip(12, LinkHealth::Coming),
            "Frontdesk: Unread messages: 12",
            "many, and a link that is on its way is no news"
        );
        assert_eq!(
            tooltip(0, LinkHealth::Down),
            "Frontdesk: a number is not connected",
            "a link is down"
        );
        assert_eq!(
            tooltip(2, LinkHealth::NeedsUser),
            "Frontdesk: Unread messages: 2, a number needs you",
            "both"
        );
    }
}
