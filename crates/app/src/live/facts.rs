//! Turning what changed into what is told: the rows are read again.

use frontdesk_domain::{settings::Settings, time::Timestamp};
use frontdesk_store::{ReadTx, StoreError};

use super::{Links, Live, Open};
use crate::{
    feed::Pending,
    inbox, slots, thread,
    view::{
        chat::ChatPage,
        feed::{Fact, Snapshot},
        slot::SlotView,
    },
};

impl Live {
    /// The state of everything that the window mirrors. The unread count is
    /// shown on the desktop on the way.
    pub(crate) async fn snapshot(&self, now: Timestamp) -> Snapshot {
        let open = self.open();
        let links = self.links();
        let pairings = links.pairings();
        let filled = match &open {
            Some(open) => {
                self.reading(open, move |tx| Filled::read(tx, &links, now))
                    .await
            }
            None => None,
        };
        if let Some(filled) = &filled {
            self.host.show_unread(filled.unread);
        }
        let filled = filled.unwrap_or_default();
        Snapshot {
            stage: self.stage(),
            demo: self.demo,
            slots: filled.slots,
            pairings,
            inbox: filled.inbox,
            typing: self.typing(),
            unread: filled.unread,
            settings: filled.settings,
            key_care: open.map(|open| open.care),
            tasks: self.tasks(),
        }
    }

    /// The facts that `pending` comes to. The unread count is shown on the
    /// desktop on the way, whether or not a window listens.
    pub(crate) async fn read_facts(&self, pending: Pending, now: Timestamp) -> Vec<Fact> {
        let Some(open) = self.open() else {
            return pending.notices;
        };
        let wants_unread = pending.unread;
        let links = self.links();
        let told = self
            .reading(&open, move |tx| read(tx, pending, &links, now))
            .await;
        let facts = told.unwrap_or_default();
        if wants_unread {
            for fact in &facts {
                if let Fact::Unread { unread } = fact {
                    self.host.show_unread(*unread);
                }
            }
        }
        facts
    }

    /// A failed read is damage that the next command meets with words; the feed
    /// goes on without it.
    async fn reading<T: Send + 'static>(
        &self,
        open: &Open,
        f: impl FnOnce(&ReadTx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Option<T> {
        let store = open.store.clone();
        match tokio::task::spawn_blocking(move || store.read(f)).await {
            Ok(Ok(read)) => Some(read),
            Ok(Err(error)) => {
                tracing::error!(%error, "The feed could not read what changed");
                None
            }
            Err(_) => None,
        }
    }
}

/// The part of a snapshot that the store holds.
struct Filled {
    slots: Vec<SlotView>,
    inbox: ChatPage,
    unread: u32,
    settings: Settings,
}

impl Default for Filled {
    fn default() -> Self {
        Self {
            slots: Vec::new(),
            inbox: ChatPage {
                rows: Vec::new(),
                next: None,
            },
            unread: 0,
            settings: Settings::default(),
        }
    }
}

impl Filled {
    fn read(tx: &ReadTx<'_>, links: &Links, now: Timestamp) -> Result<Self, StoreError> {
        Ok(Self {
            slots: slots::read_all(tx, links)?,
            inbox: inbox::read_page(tx, None)?,
            unread: tx.total_unread(now)?,
            settings: tx.settings()?,
        })
    }
}

fn read(
    tx: &ReadTx<'_>,
    pending: Pending,
    links: &Links,
    now: Timestamp,
) -> Result<Vec<Fact>, StoreError> {
    let mut facts = pending.notices;
    let mut chats = pending.chats;
    let mut changed_slots = pending.slots;
    for contact in pending.contacts {
        chats.extend(tx.chats_of_contact(contact)?);
    }
    for account in pending.accounts {
        changed_slots.extend(tx.slot_of(account)?);
    }
    for slot in changed_slots {
        facts.push(Fact::Slot {
            slot: slots::read(tx, slot, links)?,
        });
    }
    for slot in pending.pairings {
        facts.push(match links.pairing(slot) {
            Some(pairing) => Fact::Pairing {
                pairing: pairing.clone(),
            },
            None => Fact::PairingGone { slot },
        });
    }
    facts.extend(
        pending
            .timelines
            .into_iter()
            .map(|slot| Fact::Timeline { slot }),
    );
    for chat in chats {
        // One that is not shown any more is gone for the window.
        facts.push(match inbox::read_row(tx, chat)? {
            Some(row) => Fact::Chat { row },
            None => Fact::ChatGone { chat },
        });
    }
    for chat in pending.chats_gone {
        facts.push(Fact::ChatGone { chat });
    }
    for message in pending.messages.into_keys() {
        if let Some(row) = thread::read_row(tx, message)? {
            facts.push(Fact::Message { row });
        }
    }
    for (message, chat) in pending.messages_gone {
        facts.push(Fact::MessageGone { chat, message });
    }
    if pending.settings {
        facts.push(Fact::Settings {
            settings: tx.settings()?,
        });
    }
    if pending.unread {
        facts.push(Fact::Unread {
            unread: tx.total_unread(now)?,
        });
    }
    Ok(facts)
}
