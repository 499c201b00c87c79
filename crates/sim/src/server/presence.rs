//! Who is there and who is typing: told at once or never.

use crate::{
    names::{AccountId, Chat, DeviceAddr},
    net::ConnId,
    wire::{Node, NodeBuilder, empty, jid::Naming, read::Read},
    world::{World, log::Note},
};

impl World {
    /// A client says whether it is there, or asks whether somebody is.
    pub(crate) fn client_presence(&mut self, conn: ConnId, stanza: &Node) {
        let Some(by) = self.addr_of(conn) else {
            return;
        };
        let kind = stanza.text("type");
        match kind.as_deref() {
            None | Some("available" | "unavailable") => {
                self.set_available(by, kind.as_deref() != Some("unavailable"));
            }
            Some("subscribe" | "unsubscribe") => {
                let target = stanza.address("to").and_then(|jid| self.resolve(&jid));
                let Some(target) = target.map(|addr| addr.account) else {
                    return;
                };
                let Some(companion) = self.companion_mut(by) else {
                    return;
                };
                if kind.as_deref() == Some("subscribe") {
                    companion.watches.insert(target);
                    self.tell_presence_to(target, by);
                } else {
                    companion.watches.remove(&target);
                }
            }
            Some(_) => self.unhandled(stanza),
        }
    }

    /// A client shows that somebody is typing, recording, or has stopped.
    pub(crate) fn client_typing(&mut self, conn: ConnId, stanza: &Node) {
        let Some(by) = self.addr_of(conn) else {
            return;
        };
        let chat = stanza.address("to").and_then(|to| self.chat_of(by, &to));
        let (Some(chat), Some(state)) = (chat, stanza.parts().first()) else {
            return self.unhandled(stanza);
        };
        let audio = state.text("media").as_deref() == Some("audio");
        let shown = match (state.tag.as_ref(), audio) {
            ("composing", false) => Typing::Composing,
            ("composing", true) => Typing::Recording,
            ("paused", _) => Typing::Paused,
            _ => return self.unhandled(stanza),
        };
        let (phone, name) = (self.number_of(by.account), self.chat_name(&chat));
        self.note(Note::Typing {
            phone,
            chat: name,
            state: shown.name().to_owned(),
        });
        self.show_typing(by.account, &chat, shown);
    }

    /// Shows everybody in a conversation what somebody is doing.
    pub(crate) fn show_typing(&mut self, by: AccountId, chat: &Chat, shown: Typing) {
        let audience: Vec<AccountId> = match chat {
            Chat::Direct(other) => vec![*other],
            Chat::Group(id) => self
                .groups
                .get(id)
                .map(|group| group.members.keys().copied().collect())
                .unwrap_or_default(),
        };
        for account in audience.into_iter().filter(|account| *account != by) {
            let Some((naming, devices)) = self.account(account).map(|account| {
                (
                    account.naming,
                    account.companions.keys().copied().collect::<Vec<_>>(),
                )
            }) else {
                continue;
            };
            let Some(stanza) = self.typing_stanza(by, chat, naming, shown) else {
                continue;
            };
            for device in devices {
                self.mention(account.device(device), stanza.clone());
            }
        }
    }

    /// Tells everybody who watches an account whether it is there.
    pub(crate) fn tell_presence(&mut self, about: AccountId) {
        let watchers: Vec<DeviceAddr> = self
            .accounts
            .values()
            .flat_map(|account| {
                account
                    .companions
                    .iter()
                    .filter(|(_, companion)| companion.watches.contains(&about))
                    .map(|(device, _)| account.id.device(*device))
            })
            .collect();
        for watcher in watchers {
            self.tell_presence_to(about, watcher);
        }
    }

    fn set_available(&mut self, by: DeviceAddr, available: bool) {
        let now = self.now;
        let Some(account) = self.accounts.get_mut(&by.account) else {
            return;
        };
        let phone = account.number.clone();
        if let Some(companion) = account.companions.get_mut(&by.device) {
            companion.available = available;
        }
        if !available {
            account.last_seen = Some(now);
        }
        self.note(Note::Presence {
            phone,
            device: by.device,
            available,
        });
        self.tell_presence(by.account);
    }

    fn tell_presence_to(&mut self, about: AccountId, watcher: DeviceAddr) {
        let naming = self.account(watcher.account).map(|account| account.naming);
        let (Some(naming), Some(account)) = (naming, self.account(about)) else {
            return;
        };
        let there = account.online
            || account
                .companions
                .values()
                .any(|companion| companion.available);
        let mut builder = NodeBuilder::new("presence").attr("from", account.jid(naming));
        if !there {
            builder = builder.attr("type", "unavailable");
            if let Some(seen) = account.last_seen {
                builder = builder.attr("last", seen / 1000);
            }
        }
        self.mention(watcher, builder.build());
    }

    fn typing_stanza(
        &self,
        by: AccountId,
        chat: &Chat,
        naming: Naming,
        shown: Typing,
    ) -> Option<Node> {
        let own = self.account(by)?.jid(naming);
        let builder = match chat {
            Chat::Direct(_) => NodeBuilder::new("chatstate").attr("from", own),
            Chat::Group(_) => NodeBuilder::new("chatstate")
                .attr("from", self.chat_jid(chat, naming)?)
                .attr("participant", own),
        };
        let state = match shown {
            Typing::Composing => empty("composing"),
            Typing::Recording => NodeBuilder::new("composing").attr("media", "audio").build(),
            Typing::Paused => empty("paused"),
        };
        Some(builder.children([state]).build())
    }
}

/// What somebody is doing in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Typing {
    /// Writing a text.
    Composing,
    /// Recording a voice note.
    Recording,
    /// Nothing any more.
    Paused,
}

impl Typing {
    /// The name in commands and events.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Composing => "composing",
            Self::Recording => "recording",
            Self::Paused => "paused",
        }
    }
}
