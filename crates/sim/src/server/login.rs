//! Letting devices in: a new one waits to be linked, a known one logs in.

use crate::{
    names::DeviceAddr,
    net::{ConnId, link::Caller},
    signal::SignedKey,
    wire::{
        proto::{decode, wa},
        read::{big_endian, key32},
        stream,
    },
    world::{
        World,
        conn::{DeviceSession, Registration, Session},
        log::Note,
    },
};

/// The refusal of a device that the account does not know (any more).
const NOT_LINKED: u16 = 401;

impl World {
    /// The handshake is done: decide who this is.
    pub(crate) fn caller(&mut self, id: ConnId, caller: Caller) {
        let registering = caller.payload.device_pairing_data.as_option();
        match (registering, caller.payload.username) {
            (Some(data), _) => match registration(data, caller.noise_key) {
                Some(registration) if registration.is_consistent() => {
                    self.invite(id, registration);
                }
                Some(_) | None => self.refuse_login(id, 400, &[]),
            },
            (None, Some(username)) => self.login(id, username, &caller),
            (None, None) => self.refuse_login(id, 400, &[]),
        }
    }

    /// A device's connection ended; it is offline unless it came back already.
    pub(crate) fn device_gone(&mut self, addr: DeviceAddr, id: ConnId) {
        let Some(companion) = self.companion_mut(addr) else {
            return;
        };
        if companion.conn == Some(id) {
            companion.conn = None;
            if std::mem::take(&mut companion.available) {
                self.tell_presence(addr.account);
            }
        }
    }

    fn login(&mut self, id: ConnId, username: u64, caller: &Caller) {
        let device = caller.payload.device.unwrap_or(0);
        let addr = self
            .by_number(&username.to_string())
            .zip(u16::try_from(device).ok())
            .map(|(account, device)| account.device(device));
        let known = addr.filter(|addr| {
            self.companion(*addr)
                .is_some_and(|companion| companion.noise_key == caller.noise_key)
        });
        let Some(addr) = known else {
            return self.refuse_login(id, NOT_LINKED, &[]);
        };
        if self.faults.unreachable.contains(&addr.account) {
            return self.reset(id);
        }
        if let Some(failure) = self.faults.login_of(addr) {
            let mut extra = Vec::new();
            if let Some(code) = failure.code {
                extra.push(("code", code.to_string()));
            }
            if let Some(expire) = failure.expire {
                extra.push(("expire", expire.to_string()));
            }
            return self.refuse_login(id, failure.reason, &extra);
        }
        self.admit(id, addr, caller.resumed);
    }

    fn admit(&mut self, id: ConnId, addr: DeviceAddr, resumed: bool) {
        let before = self.companion(addr).and_then(|companion| companion.conn);
        if let Some(before) = before {
            self.dismiss(before, stream::conflict("replaced", None));
        }
        let line = self.faults.line_of(addr);
        if let Some(conn) = self.conns.get_mut(&id) {
            conn.line = line;
            conn.session = Session::Device(DeviceSession {
                addr,
                active: false,
                drain: None,
            });
        }
        if let Some(companion) = self.companion_mut(addr) {
            companion.conn = Some(id);
            companion.logins += 1;
        }
        let Some(account) = self.account(addr.account) else {
            return;
        };
        let lid = account.device_jid(addr.device, crate::wire::jid::Naming::Lid);
        let success = stream::success(self.now, lid, &account.name);
        let phone = account.number.clone();
        self.note(Note::LoggedIn {
            phone,
            device: addr.device,
            resumed,
        });
        self.send(id, success);
    }

    pub(crate) fn refuse_login(
        &mut self,
        id: ConnId,
        reason: u16,
        extra: &[(&'static str, String)],
    ) {
        self.note(Note::LoginRefused { reason });
        self.dismiss(id, stream::failure(reason, extra));
    }
}

fn registration(
    data: &wa::client_payload::DevicePairingRegistrationData,
    noise_key: [u8; 32],
) -> Option<Registration> {
    let platform = data
        .device_props
        .as_deref()
        .and_then(|props| decode::<wa::DeviceProps>(props).ok())
        .and_then(|props| props.os)
        .unwrap_or_default();
    Some(Registration {
        noise_key,
        registration: big_endian(data.e_regid.as_deref()?)?,
        identity: key32(data.e_ident.as_deref()?)?,
        signed: SignedKey {
            id: big_endian(data.e_skey_id.as_deref()?)?,
            key: key32(data.e_skey_val.as_deref()?)?,
            signature: data.e_skey_sig.clone()?,
        },
        platform,
    })
}
