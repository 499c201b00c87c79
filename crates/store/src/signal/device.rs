//! The linked device itself: one row per account, its content the engine's.

use std::fmt;

use frontdesk_domain::id::AccountId;

use super::{Signal, SignalMut};
use crate::{error::StoreError, tx::ReadTx};

/// The credentials of an account, as the engine wrote them.
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceRow {
    /// The shape in which `device` was written.
    pub format: u32,
    /// The credentials. They hold private keys.
    pub device: Vec<u8>,
    /// The device's own address by phone number, once it is linked.
    pub phone_jid: Option<String>,
    /// The device's own address by LID, once it is linked.
    pub lid_jid: Option<String>,
}

/// An account that has credentials, without them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedDevice {
    /// Whose they are.
    pub account: AccountId,
    /// The device's own address by phone number. While it is unknown the link
    /// is not made yet.
    pub phone_jid: Option<String>,
    /// The device's own address by LID.
    pub lid_jid: Option<String>,
}

impl fmt::Debug for DeviceRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceRow")
            .field("format", &self.format)
            .finish_non_exhaustive()
    }
}

impl ReadTx<'_> {
    /// Every account that has credentials, and every link that was being made
    /// when the program last ended.
    pub fn linked_devices(&self) -> Result<Vec<LinkedDevice>, StoreError> {
        self.all(
            "Reading which accounts are linked",
            "SELECT account_id, phone_jid, lid_jid FROM protocol_devices ORDER BY account_id",
            [],
            |row| {
                Ok(LinkedDevice {
                    account: AccountId(row.get("account_id")?),
                    phone_jid: row.get("phone_jid")?,
                    lid_jid: row.get("lid_jid")?,
                })
            },
        )
    }
}

impl Signal<'_, '_> {
    /// The credentials.
    pub fn device(&self) -> Result<Option<DeviceRow>, StoreError> {
        self.one(
            "Reading credentials",
            "SELECT format, device, phone_jid, lid_jid FROM protocol_devices WHERE account_id = ?1",
            [self.account.0],
            |row| {
                Ok(DeviceRow {
                    format: row.get("format")?,
                    device: row.get("device")?,
                    phone_jid: row.get("phone_jid")?,
                    lid_jid: row.get("lid_jid")?,
                })
            },
        )
    }

    /// Whether there are credentials.
    pub fn has_device(&self) -> Result<bool, StoreError> {
        Ok(self
            .one(
                "Looking for credentials",
                "SELECT 1 FROM protocol_devices WHERE account_id = ?1",
                [self.account.0],
                |_| Ok(()),
            )?
            .is_some())
    }
}

impl SignalMut<'_, '_> {
    /// Keeps the credentials.
    pub fn put_device(&mut self, device: &DeviceRow) -> Result<(), StoreError> {
        self.put(
            "Keeping credentials",
            "INSERT INTO protocol_devices (account_id, format, device, phone_jid, lid_jid) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET format = excluded.format, device = excluded.device,
               phone_jid = excluded.phone_jid, lid_jid = excluded.lid_jid",
            (
                self.account.0,
                device.format,
                &device.device,
                &device.phone_jid,
                &device.lid_jid,
            ),
        )
    }

    /// Keeps the credentials unless there are some.
    pub fn put_first_device(&mut self, device: &DeviceRow) -> Result<(), StoreError> {
        self.put(
            "Keeping the first credentials",
            "INSERT INTO protocol_devices (account_id, format, device, phone_jid, lid_jid) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO NOTHING",
            (
                self.account.0,
                device.format,
                &device.device,
                &device.phone_jid,
                &device.lid_jid,
            ),
        )
    }
}
