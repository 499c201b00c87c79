//! What deserves the user's attention: which messages are told on the desktop,
//! and whether looking at one counts as reading it.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{
    chat::ChatKind,
    message::{Direction, MessageKind},
    time::Timestamp,
};

/// Which messages of a slot or a conversation are told on the desktop.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "camelCase")]
pub enum NotifyRule {
    /// Every one.
    #[default]
    All,
    /// Those of people, and in groups those that mention or answer the account.
    Addressed,
    /// None.
    Nothing,
}

/// A message that just came, and everything that decides whether it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct News {
    /// Person or group.
    pub chat: ChatKind,
    /// What it carries.
    pub kind: MessageKind,
    /// Which way it went.
    pub direction: Direction,
    /// Nobody has read it yet.
    pub unread: bool,
    /// It mentions the account or answers a message of the account.
    pub addressed: bool,
    /// The conversation was put away.
    pub archived: bool,
    /// The conversation is silent until then.
    pub muted_until: Option<Timestamp>,
    /// What was chosen for its slot.
    pub slot_rule: NotifyRule,
    /// What was chosen for the conversation, where something was.
    pub chat_rule: Option<NotifyRule>,
    /// Notifications are wanted at all, and these are no quiet hours.
    pub wanted: bool,
}

/// Whether a message is told on the desktop. The choice for the conversation
/// counts before that for its slot; silence counts before both.
pub fn is_told(news: &News, now: Timestamp) -> bool {
    let silent = news.archived || news.muted_until.is_some_and(|until| now < until);
    if !news.wanted || silent || !news.unread || news.direction != Direction::Incoming {
        return false;
    }
    if matches!(news.kind, MessageKind::GroupEvent | MessageKind::Deleted) {
        return false;
    }
    match news.chat_rule.unwrap_or(news.slot_rule) {
        NotifyRule::All => true,
        NotifyRule::Addressed => news.chat == ChatKind::Direct || news.addressed,
        NotifyRule::Nothing => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000);

    fn news() -> News {
        News {
            chat: ChatKind::Group,
            kind: MessageKind::Text,
            direction: Direction::Incoming,
            unread: true,
            addressed: false,
            archived: false,
            muted_until: None,
            slot_rule: NotifyRule::All,
            chat_rule: None,
            wanted: true,
        }
    }

    #[test]
    fn every_pair_of_choices_has_one_meaning() {
        let rules = [NotifyRule::All, NotifyRule::Addressed, NotifyRule::Nothing];
        let mut table = String::new();
        for slot_rule in rules {
            for chat_rule in [None].into_iter().chain(rules.map(Some)) {
                let told = |chat, addressed| {
                    let news = News {
                        chat,
                        addressed,
                        slot_rule,
                        chat_rule,
                        ..news()
                    };
                    if is_told(&news, NOW) { "yes" } else { "no" }
                };
                let chosen = chat_rule.map_or("-".to_owned(), |rule| format!("{rule:?}"));
                table.push_str(&format!(
                    "{slot_rule:?} {chosen}: person {}, group {}, group and addressed {}\n",
                    told(ChatKind::Direct, false),
                    told(ChatKind::Group, false),
                    told(ChatKind::Group, true),
                ));
            }
        }
        insta::assert_snapshot!(table, @r"
        All -: person yes, group yes, group and addressed yes
        All All: person yes, group yes, group and addressed yes
        All Addressed: person yes, group no, group and addressed yes
        All Nothing: person no, group no, group and addressed no
        Addressed -: person yes, group no, group and addressed yes
        Addressed All: person yes, group yes, group and addressed yes
        Addressed Addressed: person yes, group no, group and addressed yes
        Addressed Nothing: person no, group no, group and addressed no
        Nothing -: person no, group no, group and addressed no
        Nothing All: person yes, group yes, group and addressed yes
        Nothing Addressed: person yes, group no, group and addressed yes
        Nothing Nothing: person no, group no, group and addressed no
        ");
    }

    #[test]
    fn silence_counts_before_every_choice() {
        let told = |change: fn(&mut News)| {
            let mut news = News {
                chat_rule: Some(NotifyRule::All),
                ..news()
            };
            change(&mut news);
            is_told(&news, NOW)
        };
        assert!(told(|_| {}), "chosen and not silenced");
        assert!(
            !told(|news| news.wanted = false),
            "switched off, or quiet hours"
        );
        assert!(!told(|news| news.archived = true), "put away");
        assert!(
            !told(|news| news.muted_until = Some(NOW.plus_millis(1))),
            "muted for another millisecond"
        );
        assert!(
            told(|news| news.muted_until = Some(NOW)),
            "a silence ends at its end"
        );
        assert!(!told(|news| news.unread = false), "read already");
        assert!(
            !told(|news| news.direction = Direction::Outgoing),
            "one's own"
        );
        assert!(
            !told(|news| news.kind = MessageKind::GroupEvent),
            "somebody joined"
        );
    }
}
