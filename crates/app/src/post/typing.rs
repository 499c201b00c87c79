//! Who types where. Lives in memory, and not for long: nobody says so when they
//! close their phone.

use std::collections::BTreeMap;

use frontdesk_domain::{
    id::{ChatId, ContactId},
    session::Mono,
};

/// How long somebody types after the last word of it.
const LASTS: u64 = 25_000;

/// Everybody who types.
#[derive(Debug, Default)]
pub(crate) struct Typing {
    who: BTreeMap<ChatId, BTreeMap<ContactId, Mono>>,
}

impl Typing {
    /// Somebody types or stopped. Answers whether that is news.
    pub(crate) fn heard(&mut self, chat: ChatId, who: ContactId, typing: bool, now: Mono) -> bool {
        let there = self.who.entry(chat).or_default();
        let is_news = if typing {
            there.insert(who, now.plus(LASTS)).is_none()
        } else {
            there.remove(&who).is_some()
        };
        if there.is_empty() {
            self.who.remove(&chat);
        }
        is_news
    }

    /// Forgets whoever was not heard of for long; answers where.
    pub(crate) fn lapse(&mut self, now: Mono) -> Vec<ChatId> {
        let mut changed = Vec::new();
        self.who.retain(|chat, there| {
            let before = there.len();
            there.retain(|_, until| *until > now);
            if there.len() != before {
                changed.push(*chat);
            }
            !there.is_empty()
        });
        changed
    }

    /// When the next one lapses.
    pub(crate) fn next_lapse(&self) -> Option<Mono> {
        self.who.values().flat_map(BTreeMap::values).min().copied()
    }

    /// Who types in a conversation.
    pub(crate) fn whoever(&self, chat: ChatId) -> Vec<ContactId> {
        self.who
            .get(&chat)
            .map(|there| there.keys().copied().collect())
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_types_for_ever() {
        let mut typing = Typing::default();
        let (chat, who) = (ChatId(1), ContactId(2));
        assert!(typing.heard(chat, who, true, Mono(0)), "began");
        assert!(!typing.heard(chat, who, true, Mono(10_000)), "goes on");
        assert_eq!(typing.lapse(Mono(25_000)), [], "heard of since");
        assert_eq!(typing.whoever(chat), [who], "still types");
        assert_eq!(typing.lapse(Mono(35_000)), [chat], "not heard of for long");
        assert_eq!(typing.whoever(chat), [], "and gone");
        assert_eq!(typing.next_lapse(), None, "nothing left to wait for");
    }

    #[test]
    fn whoever_stops_is_gone_at_once() {
        let mut typing = Typing::default();
        typing.heard(ChatId(1), ContactId(2), true, Mono(0));
        assert!(
            typing.heard(ChatId(1), ContactId(2), false, Mono(1)),
            "stopped"
        );
        assert!(
            !typing.heard(ChatId(1), ContactId(2), false, Mono(2)),
            "no news"
        );
    }
}
