//! Linking and unlinking devices: the server's half and the phone's signature.

use crate::{
    error::{LinkRefusal, SimError},
    names::{AccountId, DeviceAddr},
    net::ConnId,
    wire::{
        Node, NodeBuilder, blob, iq,
        jid::Naming,
        notice,
        proto::{encode, wa},
        read::{Read, key32},
        stream,
    },
    world::{
        World,
        companion::Companion,
        conn::{PendingLink, Registration, Session, Unlinked},
        log::Note,
        queue::{Class, Queue},
    },
};
use base64::{Engine, prelude::BASE64_STANDARD};
use std::collections::{BTreeSet, VecDeque};

/// How long the first QR ref is good, and each further one.
const FIRST_REF_MS: u64 = 60_000;
const NEXT_REF_MS: u64 = 20_000;
const REFS: usize = 6;

/// What a phone reads from the code on a screen.
#[derive(Debug)]
struct ScannedCode {
    reference: String,
    noise_key: [u8; 32],
    identity: [u8; 32],
    adv_secret: [u8; 32],
}

impl World {
    /// An unlinked device is there: give it refs to show as QR codes.
    pub(crate) fn invite(&mut self, id: ConnId, registration: Registration) {
        let mut good_until = self.now + FIRST_REF_MS;
        let refs: Vec<_> = (0..REFS)
            .map(|_| {
                let reference = (format!("2@{}", self.dice.hex::<24>()), good_until);
                good_until += NEXT_REF_MS;
                reference
            })
            .collect();
        let nodes = refs
            .iter()
            .map(|(reference, _)| blob("ref", reference.as_bytes()));
        let pair_device = NodeBuilder::new("pair-device").children(nodes).build();
        if let Some(conn) = self.conns.get_mut(&id) {
            conn.session = Session::Unlinked(Box::new(Unlinked {
                registration,
                refs,
                code: None,
                passkey: None,
                pending: None,
            }));
        }
        self.note(Note::Waiting { conn: id.0 });
        let order = self.stanza_id();
        self.send(id, iq::order(&order, "md", pair_device));
    }

    /// The phone's camera reads a code.
    pub(crate) fn scan(&mut self, phone: AccountId, code: &str) -> Result<DeviceAddr, SimError> {
        self.check_reachable(phone)?;
        let scanned = parse_code(code).ok_or(SimError::LinkRefused(LinkRefusal::NotACode))?;
        let (conn, registration) = self.waiting_with(&scanned)?;
        self.check_room(phone)?;
        if self.demands_passkey(phone, conn) {
            return Err(SimError::LinkRefused(LinkRefusal::Passkey));
        }
        self.grant(phone, conn, &registration, &scanned.adv_secret)
    }

    /// Whether the account has room for one more device.
    pub(crate) fn check_room(&self, phone: AccountId) -> Result<(), SimError> {
        let linked = self
            .account(phone)
            .map_or(0, |account| account.companions.len());
        if linked >= self.config.companions {
            return Err(SimError::LinkRefused(LinkRefusal::Full));
        }
        Ok(())
    }

    /// The phone vouches for a device; the device still has to sign.
    pub(crate) fn grant(
        &mut self,
        phone: AccountId,
        conn: ConnId,
        registration: &Registration,
        adv_secret: &[u8; 32],
    ) -> Result<DeviceAddr, SimError> {
        let vouched = self.vouch(phone, &registration.identity, adv_secret)?;
        let addr = vouched.addr;
        let Some(account) = self.account(phone) else {
            return Err(SimError::NotConnected);
        };
        let mut children = vec![
            blob("device-identity", vouched.container),
            NodeBuilder::new("platform").attr("name", "android").build(),
            NodeBuilder::new("device")
                .attr("jid", account.device_jid(addr.device, Naming::Number))
                .attr("lid", account.device_jid(addr.device, Naming::Lid))
                .build(),
        ];
        if account.business.is_some() {
            children.push(NodeBuilder::new("biz").attr("name", &account.name).build());
        }
        if account.naming == Naming::Lid {
            let props = wa::ClientPairingProps {
                is_chat_db_lid_migrated: Some(true),
                is_syncd_pure_lid_session: Some(true),
                ..Default::default()
            };
            children.push(blob("client-props", encode(&props)));
        }
        let order = self.stanza_id();
        if let Some(conn) = self.conns.get_mut(&conn)
            && let Session::Unlinked(unlinked) = &mut conn.session
        {
            unlinked.pending = Some(PendingLink {
                addr,
                order: order.clone(),
                details: vouched.details,
                key_index: vouched.key_index,
            });
        }
        let success = NodeBuilder::new("pair-success").children(children).build();
        self.send(conn, iq::order(&order, "md", success));
        Ok(addr)
    }

    /// The device's answer to the phone's word.
    pub(crate) fn signed(&mut self, id: ConnId, answer: &Node) {
        let Some(Session::Unlinked(unlinked)) = self.conns.get(&id).map(|conn| &conn.session)
        else {
            return;
        };
        let Some(pending) = unlinked
            .pending
            .clone()
            .filter(|pending| answer.text("id").as_deref() == Some(&pending.order))
        else {
            return;
        };
        let registration = unlinked.registration.clone();
        let blob = answer
            .child("pair-device-sign")
            .and_then(|sign| sign.child("device-identity"))
            .and_then(Read::payload);
        let Some(proof) = blob.and_then(|blob| self.check_signature(&pending, &registration, blob))
        else {
            self.note(Note::Alarm {
                what: format!(
                    "Device {} answered the link without a valid signature",
                    pending.addr
                ),
            });
            return self.close(id);
        };
        self.enrol(pending.addr, registration, proof, pending.key_index);
        self.dismiss(id, stream::error(515));
        self.tell_own_devices(pending.addr.account);
        self.tell_correspondents(pending.addr.account, "add", Some(pending.addr.device));
    }

    /// Whether a granted device still has to sign.
    pub(crate) fn is_pending(&self, addr: DeviceAddr) -> bool {
        self.conns.values().any(|conn| match &conn.session {
            Session::Unlinked(unlinked) => unlinked
                .pending
                .as_ref()
                .is_some_and(|pending| pending.addr == addr),
            Session::Greeting | Session::Device(_) | Session::Ending => false,
        })
    }

    /// Puts a device on the account's list.
    pub(crate) fn enrol(
        &mut self,
        addr: DeviceAddr,
        registration: Registration,
        device_identity: Vec<u8>,
        key_index: u32,
    ) {
        let now = self.now;
        let Some(account) = self.accounts.get_mut(&addr.account) else {
            return;
        };
        account.key_list_at = now;
        account.companions.insert(
            addr.device,
            Companion {
                noise_key: registration.noise_key,
                identity: registration.identity,
                registration: registration.registration,
                signed: registration.signed,
                one_time: VecDeque::new(),
                device_identity,
                key_index,
                platform: registration.platform,
                linked_at: now,
                queue: Queue::default(),
                conn: None,
                available: false,
                logins: 0,
                welcomed: false,
                seeded: false,
                watches: BTreeSet::new(),
                told_low: false,
            },
        );
        let phone = account.number.clone();
        self.note(Note::Linked {
            phone,
            device: addr.device,
        });
    }

    /// Takes a device off the account's list and ends its connection.
    pub(crate) fn unlink(&mut self, addr: DeviceAddr, by: &str) -> Result<(), SimError> {
        let now = self.now;
        let number = self
            .account(addr.account)
            .map(|account| account.number.clone())
            .unwrap_or_default();
        let removed = self.accounts.get_mut(&addr.account).and_then(|account| {
            account.key_list_at = now;
            account.peer.forget_session(addr);
            account.companions.remove(&addr.device)
        });
        let Some(companion) = removed else {
            return Err(SimError::UnknownDevice {
                number,
                device: addr.device,
            });
        };
        self.note(Note::Unlinked {
            phone: number,
            device: addr.device,
            by: by.to_owned(),
        });
        if let Some(conn) = companion.conn {
            self.dismiss(conn, stream::conflict("device_removed", Some(401)));
        }
        self.tell_own_devices(addr.account);
        self.tell_correspondents(addr.account, "remove", Some(addr.device));
        Ok(())
    }

    /// Tells the account's own devices which devices there are now.
    pub(crate) fn tell_own_devices(&mut self, id: AccountId) {
        let Some(list) = self.key_index_list(id) else {
            return;
        };
        let Some(account) = self.account(id) else {
            return;
        };
        let own = account.jid(Naming::Number);
        let mut children = vec![
            NodeBuilder::new("device")
                .attr("jid", account.device_jid(0, Naming::Number))
                .build(),
        ];
        for (device, companion) in &account.companions {
            children.push(
                NodeBuilder::new("device")
                    .attr("jid", account.device_jid(*device, Naming::Number))
                    .attr("key-index", companion.key_index)
                    .build(),
            );
        }
        children.push(list);
        let devices: Vec<_> = account.companions.keys().copied().collect();
        for device in devices {
            let content = NodeBuilder::new("devices")
                .attr("dhash", "2:sim")
                .children(children.clone())
                .build();
            let order = self.stanza_id();
            let stanza = notice::notice(
                &order,
                Some(own.clone()),
                "account_sync",
                self.now,
                vec![content],
            );
            self.deliver(id.device(device), Class::Notification, stanza);
        }
    }

    fn waiting_with(&self, scanned: &ScannedCode) -> Result<(ConnId, Registration), SimError> {
        for (id, conn) in &self.conns {
            let Session::Unlinked(unlinked) = &conn.session else {
                continue;
            };
            let shown = unlinked
                .refs
                .iter()
                .find(|(reference, _)| *reference == scanned.reference);
            let Some((_, good_until)) = shown else {
                continue;
            };
            if *good_until < self.now {
                return Err(SimError::LinkRefused(LinkRefusal::Expired));
            }
            let registration = &unlinked.registration;
            if registration.noise_key != scanned.noise_key
                || registration.identity != scanned.identity
            {
                return Err(SimError::LinkRefused(LinkRefusal::NotACode));
            }
            return Ok((*id, registration.clone()));
        }
        Err(SimError::LinkRefused(LinkRefusal::UnknownRef))
    }
}

/// Reads a linking code; some clients put an address before it.
fn parse_code(code: &str) -> Option<ScannedCode> {
    let bare = code.rsplit_once('#').map_or(code, |(_, bare)| bare);
    let mut fields = bare.split(',');
    let reference = fields.next()?.to_owned();
    let mut key = || key32(&BASE64_STANDARD.decode(fields.next()?).ok()?);
    Some(ScannedCode {
        reference,
        noise_key: key()?,
        identity: key()?,
        adv_secret: key()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_with_and_without_an_address_before_it() {
        let key = BASE64_STANDARD.encode([7; 32]);
        let bare = format!("2@ref,{key},{key},{key},1");
        for code in [
            bare.clone(),
            format!("https://wa.me/settings/linked_devices#{bare}"),
        ] {
            let scanned = parse_code(&code).expect("a code");
            assert_eq!(scanned.reference, "2@ref");
            assert_eq!(scanned.adv_secret, [7; 32]);
        }
        assert!(
            parse_code("hello").is_none(),
            "other codes are not linking codes"
        );
    }
}
