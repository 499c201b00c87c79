//! What a simulated phone's screen shows, as plain data.

use crate::{
    actors::inbox::Received,
    clock::Millis,
    names::{AccountId, Chat},
    world::{
        World,
        log::{Event, Note},
    },
};
use serde::Serialize;
use std::{cmp::Reverse, collections::BTreeMap};

/// How many lines of its log a phone shows.
const LOG_LINES: usize = 40;

/// What a phone's screen shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PhoneView {
    /// Its number, digits only.
    pub number: String,
    /// What the account is called.
    pub name: String,
    /// Whether it has network.
    pub online: bool,
    /// Whether a computer waits for a code to be typed into it.
    pub code_asked: bool,
    /// The code it shows, to be compared with the one on a computer's screen.
    pub compare: Option<String>,
    /// Its linked devices, the oldest first.
    pub linked: Vec<LinkedView>,
    /// Its conversations, the liveliest first.
    pub chats: Vec<PhoneChat>,
    /// What happened, the newest first.
    pub log: Vec<LogLine>,
}

/// A linked device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkedView {
    /// Its number.
    pub device: u16,
    /// What it says it runs on.
    pub platform: String,
    /// Whether it is connected.
    pub online: bool,
    /// When it was linked, in Unix milliseconds.
    pub since_ms: u64,
}

/// A conversation on a phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PhoneChat {
    /// What [`super::SimulatedPhone::write`] calls it: a number or a group's address.
    pub chat: String,
    /// What the phone calls it.
    pub title: String,
    /// Whether it is a group.
    pub group: bool,
    /// How many messages at its end the account has not read.
    pub unread: usize,
    /// What was said last.
    pub last: LastLine,
}

/// What was said last in a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LastLine {
    /// `text`, `image`, `voice`, …
    pub kind: String,
    /// Its text, if it has one.
    pub text: String,
    /// Whether the account itself said it.
    pub own: bool,
    /// Whether it was taken back.
    pub revoked: bool,
    /// When, in Unix milliseconds.
    pub at_ms: u64,
}

/// Something that happened to a phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LogLine {
    /// Counts up over everything that happens in the network.
    pub seq: u64,
    /// When, in Unix milliseconds.
    pub at_ms: u64,
    /// What.
    #[serde(flatten)]
    pub what: Happening,
}

/// What can happen to a phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Happening {
    /// A device was linked.
    Linked {
        /// Which.
        device: u16,
    },
    /// A device was not linked.
    LinkRefused {
        /// The refusal's short name: `expired`, `wrong_code`, …
        why: String,
    },
    /// A device was unlinked.
    Unlinked {
        /// Which.
        device: u16,
        /// `phone` or `device`.
        by: String,
    },
    /// A linked device connected.
    LoggedIn {
        /// Which.
        device: u16,
    },
    /// The phone and its devices lost their network.
    WentOffline,
    /// They have it again.
    CameBack,
    /// A message came.
    Received {
        /// What the author is called.
        from: String,
        /// Its kind.
        what: String,
        /// Its text, if it has one.
        text: String,
    },
    /// The account sent a message.
    Sent {
        /// Where to: a title.
        to: String,
        /// From which device; 0 is the phone itself.
        device: u16,
    },
    /// The account read messages.
    Read {
        /// On which device.
        device: u16,
    },
}

impl World {
    pub(super) fn phone_view(&self, id: AccountId) -> Option<PhoneView> {
        let account = self.account(id)?;
        Some(PhoneView {
            number: account.number.clone(),
            name: account.name.clone(),
            online: !self.faults.unreachable.contains(&id),
            code_asked: self.code_asked(id),
            compare: self.code_to_compare(id),
            linked: account
                .companions
                .iter()
                .map(|(device, companion)| LinkedView {
                    device: *device,
                    platform: companion.platform.clone(),
                    online: companion.conn.is_some(),
                    since_ms: companion.linked_at,
                })
                .collect(),
            chats: self.phone_chats(id, &account.inbox),
            log: self.phone_log(&account.number),
        })
    }

    fn phone_chats(&self, id: AccountId, inbox: &[Received]) -> Vec<PhoneChat> {
        let mut chats: BTreeMap<&Chat, (usize, &Received)> = BTreeMap::new();
        for message in inbox.iter().filter(|message| message.stands_alone()) {
            let unread = message.from != id && !self.has_read(id, &message.id);
            let entry = chats.entry(&message.chat).or_insert((0, message));
            // Who writes or reads has seen what stood before.
            entry.0 = if unread { entry.0 + 1 } else { 0 };
            entry.1 = message;
        }
        let mut views: Vec<PhoneChat> = chats
            .into_iter()
            .map(|(chat, (unread, last))| PhoneChat {
                chat: self.chat_name(chat),
                title: self.title(chat),
                group: matches!(chat, Chat::Group(_)),
                unread,
                last: LastLine {
                    kind: last.kind.to_owned(),
                    text: last.text.clone(),
                    own: last.from == id,
                    revoked: last.revoked,
                    at_ms: last.at,
                },
            })
            .collect();
        views.sort_by_key(|view| Reverse(view.last.at_ms));
        views
    }

    fn title(&self, chat: &Chat) -> String {
        match chat {
            Chat::Direct(other) => self
                .account(*other)
                .map(|account| account.name.clone())
                .unwrap_or_default(),
            Chat::Group(id) => self
                .groups
                .get(id)
                .map(|group| group.subject.clone())
                .unwrap_or_default(),
        }
    }

    fn phone_log(&self, number: &str) -> Vec<LogLine> {
        self.log
            .newest_first()
            .filter_map(|event| self.log_line(number, event))
            .take(LOG_LINES)
            .collect()
    }

    fn log_line(&self, number: &str, event: &Event) -> Option<LogLine> {
        let what = self.happening(number, &event.note)?;
        let at_ms: Millis = event.at_ms;
        Some(LogLine {
            seq: event.seq,
            at_ms,
            what,
        })
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "a phone shows a few of the many things that happen"
    )]
    fn happening(&self, number: &str, note: &Note) -> Option<Happening> {
        let what = match note {
            Note::Linked { phone, device } if phone == number => {
                Happening::Linked { device: *device }
            }
            Note::LinkRefused { phone, why } if phone == number => {
                Happening::LinkRefused { why: why.clone() }
            }
            Note::Unlinked { phone, device, by } if phone == number => Happening::Unlinked {
                device: *device,
                by: by.clone(),
            },
            Note::LoggedIn { phone, device, .. } if phone == number => {
                Happening::LoggedIn { device: *device }
            }
            Note::Reachable { phone, reachable } if phone == number => {
                if *reachable {
                    Happening::CameBack
                } else {
                    Happening::WentOffline
                }
            }
            Note::Received {
                by,
                from,
                kind,
                text,
                ..
            } if by == number && from != number && kind != "protocol" => Happening::Received {
                from: self.called(from),
                what: kind.clone(),
                text: text.clone(),
            },
            Note::Accepted {
                from, device, chat, ..
            } if from == number => Happening::Sent {
                to: self.called(chat),
                device: *device,
            },
            Note::Receipt {
                by, device, kind, ..
            } if by == number && kind.starts_with("read") => Happening::Read { device: *device },
            _ => return None,
        };
        Some(what)
    }

    /// What an account or a group is called that the log names.
    fn called(&self, name: &str) -> String {
        self.chat_named(name)
            .map_or_else(|_| name.to_owned(), |chat| self.title(&chat))
    }
}
