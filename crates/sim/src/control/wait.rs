//! Waiting until something is so, without guessing how long it takes.

use crate::{error::SimError, names::AccountId, world::World};
use serde::{Deserialize, Serialize};

/// Something that can become true.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "until", rename_all = "snake_case")]
pub enum Condition {
    /// An account's phone has read a message like this.
    Received {
        by: String,
        #[serde(default)]
        text: Option<String>,
        #[serde(default)]
        kind: Option<String>,
    },
    /// A device is connected and asked for what waits.
    Online { phone: String, device: u16 },
    /// A device is not connected.
    Offline { phone: String, device: u16 },
    /// An account has that many linked devices.
    Linked { phone: String, count: usize },
    /// A device of an account, or that one, has confirmed a message's delivery.
    Delivered {
        msg: String,
        by: String,
        #[serde(default)]
        device: Option<u16>,
    },
    /// An account has read a message.
    Read { msg: String, by: String },
    /// An account has played a message.
    Played { msg: String, by: String },
    /// A device has confirmed everything.
    Settled { phone: String, device: u16 },
    /// A device waits to be linked.
    Waiting,
    /// A device waits for a code to be typed on this phone.
    CodeAsked { phone: String },
    /// A setting whose index contains this text is known to the phone.
    Setting {
        phone: String,
        collection: String,
        index: String,
    },
    /// An event with that name came after that number.
    Event {
        event: String,
        #[serde(default)]
        since: u64,
    },
}

impl World {
    /// Whether it is so.
    pub(crate) fn holds(&self, condition: &Condition) -> Result<bool, SimError> {
        Ok(match condition {
            Condition::Received { by, text, kind } => {
                let id = self.named(by)?;
                self.messages_of(id, None).iter().any(|message| {
                    message.from != *by
                        && text.as_ref().is_none_or(|text| message.text == *text)
                        && kind.as_ref().is_none_or(|kind| message.kind == *kind)
                })
            }
            Condition::Online { phone, device } => {
                let id = self.named(phone)?;
                self.devices_view(id)
                    .iter()
                    .any(|view| view.device == *device && view.active)
            }
            Condition::Offline { phone, device } => {
                let id = self.named(phone)?;
                !self
                    .devices_view(id)
                    .iter()
                    .any(|view| view.device == *device && view.online)
            }
            Condition::Linked { phone, count } => {
                let id = self.named(phone)?;
                self.account(id)
                    .is_some_and(|account| account.companions.len() == *count)
            }
            Condition::Delivered { msg, by, device } => {
                self.reached(msg, by, *device, |at| at.delivered)?
            }
            Condition::Read { msg, by } => self.reached(msg, by, None, |at| at.read)?,
            Condition::Played { msg, by } => self.reached(msg, by, None, |at| at.played)?,
            Condition::Settled { phone, device } => {
                let id = self.named(phone)?;
                self.companion(id.device(*device))
                    .is_some_and(|companion| companion.queue.len() == 0)
            }
            Condition::Waiting => self
                .conns
                .values()
                .any(|conn| matches!(conn.session, crate::world::conn::Session::Unlinked(_))),
            Condition::CodeAsked { phone } => self.code_asked(self.named(phone)?),
            Condition::Setting {
                phone,
                collection,
                index,
            } => {
                let id = self.named(phone)?;
                self.account(id).is_some_and(|account| {
                    let values = account.notebook.values(collection);
                    values.keys().any(|known| known.contains(index.as_str()))
                })
            }
            Condition::Event { event, since } => self
                .log
                .events_since(*since)
                .iter()
                .any(|known| known.note.name() == *event),
        })
    }

    fn reached(
        &self,
        msg: &str,
        by: &str,
        device: Option<u16>,
        when: impl Fn(&crate::ledger::AtDevice) -> Option<u64>,
    ) -> Result<bool, SimError> {
        let id: AccountId = self.named(by)?;
        Ok(self.ledger.entry(msg).is_some_and(|entry| {
            entry
                .devices
                .iter()
                .filter(|(addr, _)| addr.account == id)
                .filter(|(addr, _)| device.is_none_or(|device| addr.device == device))
                .any(|(_, at)| when(at).is_some())
        }))
    }
}
