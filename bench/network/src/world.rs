//! Carrying orders out on the network.

use std::time::{Duration, Instant};

use frontdesk_sim::{
    Behaviour, Cmd, Condition, Content, HistoryKind, HistoryPlan, Inspected, NetAct, NewAccount,
    Note, Reply, SimError, SimHandle, What,
};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::order::{Linked, Order};

/// How often is looked whether the device has confirmed something.
const GLANCE: Duration = Duration::from_millis(1);
/// No candidate may take longer for what it is given at once.
const PATIENCE: Duration = Duration::from_secs(900);
/// A device that was cut off is back within this time.
const BACK_WITHIN_MS: u64 = 60_000;
/// How many people are in a group besides the phone.
const GROUP: usize = 9;

/// Why an order was not carried out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("The network refused: {0}")]
    Network(#[from] SimError),
    #[error("A line could not be written or read: {0}")]
    Line(#[from] std::io::Error),
    #[error("{0}")]
    Wrong(String),
}

/// The network and who lives in it.
pub(crate) struct World {
    handle: SimHandle,
    contacts: usize,
    groups: Vec<String>,
}

impl World {
    pub(crate) const fn new(handle: SimHandle) -> Self {
        Self {
            handle,
            contacts: 0,
            groups: Vec::new(),
        }
    }

    /// Hands a command of the network's own to it.
    pub(crate) async fn pass_on(&self, line: &str) -> Value {
        self.handle.command_json(line).await
    }

    pub(crate) async fn carry_out(&mut self, order: Order) -> Result<Value, Failure> {
        match order {
            Order::People {
                phone,
                contacts,
                groups,
            } => self.people(&phone, contacts, groups).await,
            Order::Live {
                phone,
                device,
                from,
                contacts,
                messages,
                window,
            } => {
                let began = now();
                for number in 0..messages {
                    self.room(&phone, device, window).await?;
                    let contact = contact(from + number % contacts.max(1));
                    self.say(&contact, &phone, number).await?;
                }
                let said = began.elapsed();
                self.room(&phone, device, 1).await?;
                Ok(json!({
                    "ok": true,
                    "seconds": began.elapsed().as_secs_f64(),
                    "said": said.as_secs_f64(),
                }))
            }
            Order::Queue {
                phone,
                contacts,
                groups,
                messages,
                group_per_mille,
            } => {
                for number in 0..messages {
                    let in_group = groups > 0 && number * 7919 % 1000 < group_per_mille;
                    let group = self.groups.get(number % groups.max(1)).filter(|_| in_group);
                    match group.cloned() {
                        // One voice in each group: a sender's key is handed out once.
                        Some(group) => {
                            let speaker = contact(number % groups.max(1) % contacts.max(1));
                            self.say(&speaker, &group, number).await?;
                        }
                        None => {
                            let speaker = contact(number % contacts.max(1));
                            self.say(&speaker, &phone, number).await?;
                        }
                    }
                }
                Ok(json!({ "ok": true }))
            }
            Order::Drained {
                phone,
                device,
                since,
            } => self.drained(&phone, device, since).await,
            Order::Cut { devices, times } => {
                let began = now();
                let mut links = JoinSet::new();
                for device in devices {
                    links.spawn(cut(self.handle.clone(), device, times));
                }
                while let Some(done) = links.join_next().await {
                    done.map_err(|error| Failure::Wrong(error.to_string()))??;
                }
                Ok(json!({ "ok": true, "seconds": began.elapsed().as_secs_f64() }))
            }
            Order::Now => Ok(json!({ "ok": true, "event": self.handle.last_event() })),
            Order::History {
                phone,
                chats,
                messages_per_chat,
                chunk,
                seed,
            } => {
                let plan = HistoryPlan {
                    chats,
                    messages_per_chat,
                    media_per_mille: 0,
                    kind: HistoryKind::Recent,
                    chunk,
                    inline: false,
                    seed: Some(seed),
                    remembered: false,
                };
                let given = self
                    .handle
                    .command(Cmd::PushHistory { phone, plan })
                    .await?;
                Ok(json!({ "ok": true, "given": given }))
            }
        }
    }

    async fn people(
        &mut self,
        phone: &str,
        contacts: usize,
        groups: usize,
    ) -> Result<Value, Failure> {
        for number in self.contacts..contacts {
            let mut new = NewAccount::new(contact(number), format!("Contact {number}"));
            new.auto = Behaviour {
                deliver_after: None,
                ..Behaviour::default()
            };
            self.handle.create_contact(new).await?;
        }
        self.contacts = self.contacts.max(contacts);
        for number in self.groups.len()..groups {
            let members = (0..GROUP).map(|place| contact((number + place) % contacts.max(1)));
            let mut members: Vec<String> = members.collect();
            let creator = members.remove(0);
            members.push(phone.to_owned());
            let made = self
                .handle
                .command(Cmd::CreateGroup {
                    subject: format!("Group {number}"),
                    creator,
                    members,
                    admins: Vec::new(),
                })
                .await?;
            let Reply::Group { group } = made else {
                return Err(Failure::Wrong(format!("An odd reply: {made:?}")));
            };
            self.groups.push(group);
        }
        Ok(json!({ "ok": true, "contacts": self.contacts, "first": contact(0) }))
    }

    async fn say(&self, by: &str, to: &str, number: usize) -> Result<(), Failure> {
        let mut text = format!("Message {number}. ");
        while text.len() < 120 {
            text.push_str("The rain in the hills fills the river. ");
        }
        text.truncate(120);
        self.handle
            .contact_send(by, to, Content::Text(text))
            .await?;
        // Sockets are written by tasks of this same thread.
        tokio::task::yield_now().await;
        Ok(())
    }

    /// Waits until fewer than `window` stanzas are unconfirmed.
    async fn room(&self, phone: &str, device: u16, window: usize) -> Result<(), Failure> {
        let began = now();
        while self.waiting(phone, device).await? >= window {
            if began.elapsed() > PATIENCE {
                return Err(Failure::Wrong(format!(
                    "The device has confirmed nothing for long; {} wait",
                    self.waiting(phone, device).await?
                )));
            }
            tokio::time::sleep(GLANCE).await;
        }
        Ok(())
    }

    async fn waiting(&self, phone: &str, device: u16) -> Result<usize, Failure> {
        let what = What::Devices {
            phone: phone.to_owned(),
        };
        let Reply::Inspected(Inspected::Devices(devices)) =
            self.handle.command(Cmd::Inspect { what }).await?
        else {
            return Err(Failure::Wrong("The books are odd".to_owned()));
        };
        devices
            .iter()
            .find(|known| known.device == device)
            .map(|known| known.waiting)
            .ok_or_else(|| Failure::Wrong(format!("{phone} has no device {device}")))
    }

    /// Measured from the moment at which the device has logged in, so that no
    /// candidate pays for the start of its program.
    async fn drained(&self, phone: &str, device: u16, since: u64) -> Result<Value, Failure> {
        let mut seen = since;
        let began = loop {
            let events = self.handle.next_events(seen).await;
            seen = events.last().map_or(seen, |event| event.seq);
            let active = events.iter().find_map(|event| {
                if let Note::Active {
                    phone: of,
                    device: which,
                    waiting,
                } = &event.note
                    && of == phone
                    && *which == device
                {
                    Some(*waiting)
                } else {
                    None
                }
            });
            if let Some(waiting) = active {
                break (now(), waiting);
            }
        };
        self.room(phone, device, 1).await?;
        Ok(json!({
            "ok": true,
            "seconds": began.0.elapsed().as_secs_f64(),
            "waiting": began.1,
        }))
    }
}

/// Cuts a device off so many times, each time when it is back and at rest.
async fn cut(network: SimHandle, linked: Linked, times: usize) -> Result<(), Failure> {
    let Linked { phone, device } = linked;
    for time in 0..times {
        let act = if time.is_multiple_of(2) {
            NetAct::Drop
        } else {
            NetAct::Reset
        };
        network.net(&phone, device, act).await?;
        for rest in [
            Condition::Online {
                phone: phone.clone(),
                device,
            },
            Condition::Settled {
                phone: phone.clone(),
                device,
            },
        ] {
            network.wait_until(rest, BACK_WITHIN_MS).await?;
        }
    }
    Ok(())
}

/// The number of a contact.
fn contact(number: usize) -> String {
    format!("1556{number:07}")
}

#[expect(
    clippy::disallowed_methods,
    reason = "the network's clock counts in milliseconds, which is too coarse"
)]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_said_to_an_absent_device_waits_for_it() {
        let sim =
            frontdesk_sim::Sim::start(frontdesk_sim::SimConfig::default()).expect("a network");
        let mut world = World::new(sim.handle());
        world
            .handle
            .create_phone(NewAccount::new("15550001111", "Desk"))
            .await
            .expect("a phone");
        let order = r#"{"do":"people","phone":"15550001111","contacts":12,"groups":2}"#;
        let order: Order = serde_json::from_str(order).expect("an order");
        let made = world.carry_out(order).await.expect("people");
        assert_eq!(made["contacts"], 12, "as many as were ordered");
        assert_eq!(world.groups.len(), 2, "groups too");
        let order = r#"{"do":"queue","phone":"15550001111","contacts":12,"groups":2,"messages":50,"group_per_mille":200}"#;
        let order: Order = serde_json::from_str(order).expect("an order");
        world.carry_out(order).await.expect("said");
        let Reply::Inspected(Inspected::Ledger(sums)) = world
            .handle
            .command(Cmd::Inspect { what: What::Ledger })
            .await
            .expect("sums")
        else {
            panic!("the books are odd");
        };
        assert_eq!(sums.accepted, 50, "the server has them all");
        assert!(sums.alarms.is_empty(), "and nothing is wrong with them");
    }

    #[test]
    fn commands_of_the_network_are_not_taken_for_orders() {
        let command = r#"{"cmd":"unhandled"}"#;
        assert!(
            serde_json::from_str::<Order>(command).is_err(),
            "they are passed on"
        );
    }
}
