//! The credentials: the engine's whole `Device` as one JSON value, so that a new
//! field of it needs no migration.
//!
//! `snapshot_db` stays the engine's no-op: a copy for debugging would lie in the
//! clear beside the encrypted file.

use frontdesk_store::DeviceRow;
use wa_rs::{
    Jid, async_trait,
    traits::DeviceStore,
    wacore::store::{Device, error::Result},
};

use super::{
    SqlBackend,
    error::{from_json, newer_device, to_json},
};

/// The shape in which credentials are written. It is raised when an engine
/// writes what the one before cannot read.
const FORMAT: u32 = 1;

#[async_trait]
impl DeviceStore for SqlBackend {
    async fn save(&self, device: &Device) -> Result<()> {
        let row = row_of(device)?;
        frontdesk_failpoint::failpoint!("engine.device.before");
        self.write(move |signal| signal.put_device(&row)).await?;
        frontdesk_failpoint::failpoint!("engine.device.after");
        Ok(())
    }

    // Credentials that cannot be read are an error and never "none": the engine
    // would make new ones in their place.
    async fn load(&self) -> Result<Option<Device>> {
        let Some(row) = self.read(|signal| signal.device()).await? else {
            return Ok(None);
        };
        if row.format > FORMAT {
            return Err(newer_device(row.format, FORMAT));
        }
        Ok(Some(from_json(&row.device)?))
    }

    async fn exists(&self) -> Result<bool> {
        self.read(|signal| signal.has_device()).await
    }

    async fn create(&self) -> Result<i32> {
        let row = row_of(&Device::new())?;
        self.write(move |signal| signal.put_first_device(&row))
            .await?;
        // The engine only logs it. There is one device per backend.
        Ok(1)
    }
}

fn row_of(device: &Device) -> Result<DeviceRow> {
    Ok(DeviceRow {
        format: FORMAT,
        device: to_json(device)?,
        phone_jid: device.pn.as_ref().map(Jid::to_string),
        lid_jid: device.lid.as_ref().map(Jid::to_string),
    })
}
