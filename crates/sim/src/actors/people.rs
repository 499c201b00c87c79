//! Accounts come into being, show themselves, move to a new phone.

use super::{behaviour::Behaviour, settings::Change};
use crate::{
    content::samples::TwoColours,
    error::SimError,
    names::{AccountId, DeviceAddr},
    signal::Peer,
    wire::{Node, NodeBuilder, empty, jid::Naming, notice},
    world::{
        World,
        account::{Account, Business, Picture},
        log::Note,
        queue::Class,
    },
};

/// Pixels along the side of an account's picture.
const PORTRAIT: u16 = 96;

/// A new account.
#[derive(Clone, Debug, Default)]
pub(crate) struct Newcomer {
    pub(crate) number: String,
    pub(crate) name: String,
    pub(crate) lid: Option<String>,
    /// Whether its own devices name everybody by LID.
    pub(crate) by_lid: bool,
    /// Whether others learn that number and LID are one person.
    pub(crate) lid_known: bool,
    pub(crate) about: String,
    pub(crate) picture: bool,
    pub(crate) business: Option<Business>,
    pub(crate) behaviour: Behaviour,
    pub(crate) wants_passkey: bool,
}

impl World {
    pub(crate) fn create_account(&mut self, new: Newcomer) -> Result<AccountId, SimError> {
        let digits = new.number.len();
        if !(7..=15).contains(&digits) || !new.number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(SimError::BadNumber(new.number));
        }
        if self.by_number(&new.number).is_some() {
            return Err(SimError::NumberTaken(new.number));
        }
        let next = self
            .accounts
            .last_key_value()
            .map_or(1, |(last, _)| last.0 + 1);
        let id = AccountId(next);
        let mut account = Account::new(id, new.number, new.name.clone(), self.now, &mut self.dice)?;
        if let Some(lid) = new.lid {
            account.lid = lid;
        }
        account.naming = if new.by_lid {
            Naming::Lid
        } else {
            Naming::Number
        };
        account.lid_known = new.lid_known;
        account.about = new.about;
        account.business = new.business;
        account.behaviour = new.behaviour;
        account.wants_passkey = new.wants_passkey;
        if new.picture {
            let bytes = TwoColours::new(&mut self.dice).jpeg(PORTRAIT);
            account.picture = Some(Picture {
                id: self.dice.digits(10),
                path: self.shelf.store("picture", bytes, self.now),
            });
        }
        self.accounts.insert(id, account);
        self.set(id, &Change::Name(new.name))?;
        Ok(id)
    }

    /// Puts a person into an account's address book.
    pub(crate) fn enter_in_book(
        &mut self,
        owner: AccountId,
        person: AccountId,
        name: &str,
    ) -> Result<(), SimError> {
        self.set(owner, &Change::Contact(person, name.to_owned()))
    }

    /// A person comes online or goes.
    pub(crate) fn show_presence(&mut self, id: AccountId, online: bool, last_seen: Option<u64>) {
        let now = self.now;
        if let Some(account) = self.accounts.get_mut(&id) {
            account.online = online;
            if !online {
                account.last_seen = last_seen.or(Some(now));
            }
        }
        self.tell_presence(id);
    }

    /// A person moves to a new phone: a new identity, no sessions, no devices.
    pub(crate) fn reinstall(&mut self, id: AccountId) -> Result<(), SimError> {
        let linked = self.companions(id);
        for addr in linked {
            self.unlink(addr, "phone")?;
        }
        let peer = Peer::new(self.now, &mut self.dice).map_err(|_| SimError::Keys)?;
        let raw_id = u32::try_from(self.dice.between(1, 0x7fff_ffff)).unwrap_or(1);
        if let Some(account) = self.accounts.get_mut(&id) {
            account.peer = peer;
            account.raw_id = raw_id;
            account.told_groups.clear();
        }
        let phone = id.phone();
        for account in self.accounts.values_mut() {
            account.peer.forget_session(phone);
            account.told_groups.retain(|(_, addr)| *addr != phone);
        }
        self.tell_all(id, |world, order, naming| {
            let from = world.account(id)?.jid(naming);
            Some(notice::notice(
                order,
                Some(from),
                "encrypt",
                world.now,
                vec![empty("identity")],
            ))
        });
        Ok(())
    }

    /// A person's picture changes or goes; linked devices are told.
    pub(crate) fn change_picture(&mut self, id: AccountId, removed: bool) {
        let picture = (!removed).then(|| {
            let bytes = TwoColours::new(&mut self.dice).jpeg(PORTRAIT);
            Picture {
                id: self.dice.digits(10),
                path: self.shelf.store("picture", bytes, self.now),
            }
        });
        if let Some(account) = self.accounts.get_mut(&id) {
            account.picture = picture;
        }
        self.tell_all(id, |world, order, naming| {
            let account = world.account(id)?;
            let jid = account.jid(naming);
            let change = match &account.picture {
                Some(picture) => NodeBuilder::new("set")
                    .attr("jid", &jid)
                    .attr("id", &picture.id)
                    .attr("author", &jid)
                    .build(),
                None => NodeBuilder::new("delete").attr("jid", &jid).build(),
            };
            Some(notice::notice(
                order,
                Some(jid),
                "picture",
                world.now,
                vec![change],
            ))
        });
    }

    /// A person's own words about themselves change; linked devices are told.
    pub(crate) fn change_about(&mut self, id: AccountId, about: &str) {
        if let Some(account) = self.accounts.get_mut(&id) {
            about.clone_into(&mut account.about);
        }
        self.tell_all(id, |world, order, naming| {
            let account = world.account(id)?;
            let set = NodeBuilder::new("set")
                .string_content(account.about.as_str())
                .build();
            Some(notice::notice(
                order,
                Some(account.jid(naming)),
                "status",
                world.now,
                vec![set],
            ))
        });
    }

    /// An account loses its network, or gets it back: its phone and its linked
    /// devices alike. What was sent meanwhile waits.
    pub(crate) fn set_reachable(&mut self, id: AccountId, reachable: bool) {
        let changed = if reachable {
            self.faults.unreachable.remove(&id)
        } else {
            self.faults.unreachable.insert(id)
        };
        if !changed {
            return;
        }
        let phone = self.number_of(id);
        self.note(Note::Reachable { phone, reachable });
        if reachable {
            let missed = self
                .accounts
                .get_mut(&id)
                .map(|account| std::mem::take(&mut account.missed));
            for arrival in missed.into_iter().flatten() {
                self.phone_hears(id, arrival);
            }
            return;
        }
        for addr in self.companions(id) {
            if let Some(conn) = self.companion(addr).and_then(|companion| companion.conn) {
                self.reset(conn);
            }
        }
    }

    /// Whether a phone can do anything at all now.
    pub(crate) fn check_reachable(&self, id: AccountId) -> Result<(), SimError> {
        if self.faults.unreachable.contains(&id) {
            return Err(SimError::PhoneOffline(self.number_of(id)));
        }
        Ok(())
    }

    /// Others learn that a number and a LID are one person.
    pub(crate) fn reveal_lid(&mut self, id: AccountId) {
        if let Some(account) = self.accounts.get_mut(&id) {
            account.lid_known = true;
        }
    }

    /// Tells everybody who has written with an account that its devices changed.
    pub(crate) fn tell_correspondents(
        &mut self,
        id: AccountId,
        change: &'static str,
        device: Option<u16>,
    ) {
        let changed: DeviceAddr = id.device(device.unwrap_or(0));
        let key_index = u32::from(changed.device);
        let correspondents: Vec<DeviceAddr> = self
            .accounts
            .values()
            .filter(|account| account.id != id)
            .filter(|account| account.inbox.iter().any(|message| message.from == id))
            .flat_map(|account| {
                account
                    .companions
                    .keys()
                    .map(|device| account.id.device(*device))
            })
            .collect();
        for addr in correspondents {
            let naming = self.own_naming(addr.account);
            let list = self.key_index_list(id);
            let Some(account) = self.account(id) else {
                return;
            };
            let device_node: Node = NodeBuilder::new("device")
                .attr("jid", account.device_jid(changed.device, naming))
                .attr("key-index", key_index)
                .build();
            let content = NodeBuilder::new(change)
                .attr("device_hash", "2:sim")
                .children(std::iter::once(device_node).chain(list))
                .build();
            let from = account.jid(naming);
            let lid =
                (account.lid_known && naming == Naming::Number).then(|| account.jid(Naming::Lid));
            let order = self.stanza_id();
            let mut stanza = notice::notice(&order, Some(from), "devices", self.now, vec![content]);
            if let Some(lid) = lid {
                stanza.attrs.insert("lid", lid);
            }
            self.deliver(addr, Class::Notification, stanza);
        }
    }
}
