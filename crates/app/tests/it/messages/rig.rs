//! One slot that is linked, and the network's end of it.

use frontdesk_app::{
    frontdesk::Frontdesk,
    view::{
        chat::ChatRow,
        message::{MessageRow, ThreadAnchor},
    },
};
use frontdesk_domain::{
    address::{Address, Lid, PhoneNumber},
    disconnect::{Close, StreamWord},
    id::{AccountId, ChatId, WireId},
    network::{Arrival, Content, Inbound, Key, Origin, Outgoing, OutgoingBody, WireChat},
    session::Notice,
    slot::SlotNumber,
    time::Timestamp,
};
use frontdesk_store::{DeviceRow, NewAccount, Store};
use frontdesk_testkit::network::{Puppet, Script};
use frontdesk_vault::{Unlock, Vault};

use crate::support::{Desk, NOW};

/// Looks that are taken before something that should happen counts as not
/// happening. Each goes through the writer and back.
const LOOKS: usize = 400;

/// A program with one linked slot.
pub(super) struct Rig {
    pub(super) desk: Desk,
    pub(super) script: Script,
    pub(super) app: Frontdesk,
    pub(super) own: AccountId,
}

pub(super) fn ada() -> Address {
    Address {
        phone: Some(PhoneNumber::parse("+1 555 000 2222").unwrap()),
        lid: None,
    }
}

pub(super) fn with_ada() -> WireChat {
    WireChat::Person(ada())
}

pub(super) fn from_ada(id: &str) -> Key {
    Key {
        chat: with_ada(),
        sender: Some(ada()),
        id: WireId(id.to_owned()),
    }
}

pub(super) fn says(key: Key, at: Timestamp, text: &str) -> Arrival {
    Arrival {
        key,
        at,
        origin: Origin::Live,
        sender_name: Some("Ada".to_owned()),
        content: Content::Text(text.to_owned()),
        quoted: None,
        mentions: Vec::new(),
        forwarded: false,
        disappears_after: None,
        view_once: false,
        payload: Vec::new(),
        read: false,
        delivery: None,
    }
}

pub(super) fn arrived(arrival: Arrival) -> Inbound {
    Inbound::Arrived(Box::new(arrival))
}

pub(super) fn slot() -> SlotNumber {
    SlotNumber::ALL[0]
}

impl Rig {
    /// Linked, and not connected yet.
    pub(super) async fn offline() -> Self {
        let mut desk = Desk::new();
        let script = Script::new(desk.clock.0.clone());
        desk.script = Some(script.clone());
        let own = prepare(&desk).await;
        let app = desk.start().await;
        Self {
            desk,
            script,
            app,
            own,
        }
    }

    /// Linked and online.
    pub(super) async fn online() -> Self {
        let rig = Self::offline().await;
        rig.connect().await;
        rig
    }

    /// A conversation that the user begins by number.
    pub(super) async fn new_chat(&self) -> ChatId {
        self.app
            .chat_with(slot(), "+1 555 000 2222".to_owned())
            .await
            .unwrap()
    }

    /// The connection stands, as soon as the next try comes.
    pub(super) async fn connect(&self) {
        for _ in 0..LOOKS {
            if self.script.puppet(self.own).is_some() {
                break;
            }
            self.later(5_000).await;
        }
        self.client().comes_up();
        self.settle().await;
    }

    /// The connection breaks, and the next one is made.
    pub(super) async fn reconnect(&self) {
        self.disconnect().await;
        self.later(5_000).await;
        self.connect().await;
    }

    /// The connection breaks.
    pub(super) async fn disconnect(&self) {
        self.client().ends(Close::Stream(StreamWord::Code(515)));
        self.settle().await;
    }

    /// The program is killed and started again.
    pub(super) async fn restart(self) -> Self {
        let Self {
            desk,
            script,
            app,
            own,
        } = self;
        script.kill();
        app.shut_down().await;
        drop(app);
        let app = desk.start().await;
        Self {
            desk,
            script,
            app,
            own,
        }
    }

    pub(super) fn client(&self) -> Puppet {
        self.script.puppet(self.own).expect("a client runs")
    }

    pub(super) fn store(&self) -> Store {
        self.app.store().unwrap()
    }

    /// Everything that was said is acted on, as far as the links go.
    pub(super) async fn settle(&self) {
        for _ in 0..8 {
            self.app.slot_timeline(slot()).await.unwrap();
            self.store().write(|_| Ok(())).await.unwrap();
        }
    }

    /// Time passes; whoever sleeps wakes in time, and the server answers
    /// whatever client is up.
    pub(super) async fn later(&self, millis: u64) {
        let clock = &self.desk.clock.0;
        let end = clock.mono().plus(millis);
        self.settle().await;
        while clock.mono() < end {
            let step = clock.next_waking().map_or(end, |at| at.min(end));
            clock.advance(step.since(clock.mono()).min(5_000));
            let asked_at = clock.mono();
            for puppet in self.script.puppets().iter().filter(|p| p.is_alive()) {
                puppet.notice(Notice::RoundTrip { asked_at });
            }
            self.settle().await;
        }
    }

    /// Looks until it is so.
    pub(super) async fn until(&self, what: &str, is_so: impl Fn(&Self) -> bool) {
        for _ in 0..LOOKS {
            if is_so(self) {
                return;
            }
            self.settle().await;
        }
        panic!("never: {what}; the client was asked {:?}", self.client());
    }

    /// The conversation with Ada, begun by her.
    pub(super) async fn ada_wrote(&self) -> ChatId {
        let hello = says(from_ada("A1"), Timestamp(NOW.0 - 60_000), "Hello");
        self.client().brings(vec![arrived(hello)]).await.unwrap();
        self.settle().await;
        self.row().await.id
    }

    pub(super) async fn row(&self) -> ChatRow {
        self.app.inbox_page(None).await.unwrap().rows.remove(0)
    }

    pub(super) async fn say(&self, chat: ChatId, text: &str) -> MessageRow {
        // A token says nothing about what is sent.
        let token = text.bytes().fold(7_u64, |token, byte| {
            token.wrapping_mul(31).wrapping_add(u64::from(byte))
        });
        self.app
            .message_send_text(chat, text.to_owned(), None, Vec::new(), token.to_string())
            .await
            .unwrap()
    }

    pub(super) async fn thread(&self, chat: ChatId) -> Vec<MessageRow> {
        self.app
            .thread_page(chat, ThreadAnchor::Newest)
            .await
            .unwrap()
            .rows
    }

    /// What a person would see, a line a message.
    pub(super) async fn picture(&self, chat: ChatId) -> String {
        let mut picture = String::new();
        for row in self.thread(chat).await {
            let who = row.sender.as_ref().map_or("Me", |sender| &sender.name);
            picture.push_str(&format!("{who}: {}", row.text));
            if row.edited_at.is_some() {
                picture.push_str(" (edited)");
            }
            if let Some(delivery) = row.delivery {
                picture.push_str(&format!(" {delivery:?}"));
            }
            if let Some(stuck) = row.stuck {
                picture.push_str(&format!(" stuck: {:?}, {:?}", stuck.reason, stuck.step));
            }
            if row.held_back {
                picture.push_str(" held back");
            }
            if let Some(pending) = row.pending {
                picture.push_str(&format!(" pending {:?}", pending.stuck.map(|s| s.reason)));
            }
            for reaction in &row.reactions {
                picture.push_str(&format!(" {{{} {}}}", reaction.emoji, reaction.count));
            }
            picture.push('\n');
        }
        picture
    }

    /// The server takes a message, or refuses it.
    pub(super) async fn server_answers(&self, id: &WireId, refused: Option<u16>) {
        let at = self.desk.clock.0.wall();
        self.client()
            .brings(vec![Inbound::Acknowledged {
                id: id.clone(),
                refused,
                at,
            }])
            .await
            .unwrap();
        self.settle().await;
    }

    /// So many messages were handed to the present client.
    pub(super) async fn sent(&self, count: usize) -> Vec<Outgoing> {
        self.until(&format!("{count} handed over"), |rig| {
            rig.client().sent().len() >= count
        })
        .await;
        self.settle().await;
        let sent = self.client().sent();
        assert_eq!(sent.len(), count, "no more than that: {sent:?}");
        sent
    }
}

/// The words of what was sent.
pub(super) fn words(sent: &[Outgoing]) -> Vec<String> {
    sent.iter()
        .map(|message| match &message.body {
            OutgoingBody::Text { text, .. } => text.clone(),
            other => format!("{other:?}"),
        })
        .collect()
}

/// A store with a linked account, as an earlier run of the program left it.
async fn prepare(desk: &Desk) -> AccountId {
    let place = desk.place();
    let vault = Vault::new(desk.profile.path(), &place.database, desk.keychain.clone());
    let Unlock::Create(created) = vault.unlock(NOW) else {
        panic!("a new profile needs no person");
    };
    let store = Store::create(&place, &created.key, NOW).unwrap();
    vault.database_created(created.key_id).unwrap();
    let own = store
        .write(|tx| {
            tx.put_setting("recovery_confirmed", &true)?;
            let own = tx.insert_account(
                &NewAccount {
                    address: Address {
                        phone: Some(PhoneNumber::parse("+1 555 000 1111").unwrap()),
                        lid: Some(Lid("9001".to_owned())),
                    },
                    display_name: "Corner Shop".to_owned(),
                    linked_at: Some(NOW),
                },
                NOW,
            )?;
            tx.set_slot_account(slot(), Some(own))?;
            tx.signal_mut(own).put_device(&DeviceRow {
                format: 1,
                device: b"{}".to_vec(),
                phone_jid: Some("15550001111:7@s.whatsapp.net".to_owned()),
                lid_jid: Some("9001:7@lid".to_owned()),
            })?;
            Ok(own)
        })
        .await
        .unwrap();
    store.close().unwrap();
    own
}
