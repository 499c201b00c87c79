//! Linking commands: what the phone grants, and waiting until the device has
//! done its part.

use super::{cmd::reply::Reply, handle::SimHandle};
use crate::{
    error::{LinkRefusal, SimError},
    names::DeviceAddr,
    server::code::key_of,
    world::log::Note,
};
use std::time::Duration;

/// How long a typed code may take until its outcome is known. Both sides
/// derive keys from it, which is slow, and very slow without optimisation.
const CODE_PATIENCE_MS: u64 = 60_000;

/// How long a device may take to sign what the phone granted.
const LINK_PATIENCE_MS: u64 = 20_000;

impl SimHandle {
    pub(super) async fn scan_qr(&self, phone: &str, qr: &str) -> Result<Reply, SimError> {
        let granted = self
            .shared()
            .with(|world| world.scan(world.named(phone)?, qr));
        let linked = match granted {
            Ok(addr) => self.signed(addr).await,
            Err(refused) => Err(refused),
        };
        self.note_refusal(phone, linked)
    }

    fn note_refusal(
        &self,
        phone: &str,
        linked: Result<Reply, SimError>,
    ) -> Result<Reply, SimError> {
        if let Err(SimError::LinkRefused(refusal)) = &linked {
            let (phone, why) = (phone.to_owned(), refusal.code().to_owned());
            self.shared()
                .with(|world| world.note(Note::LinkRefused { phone, why }));
        }
        linked
    }

    /// Waits until a device has signed what the phone granted.
    async fn signed(&self, addr: DeviceAddr) -> Result<Reply, SimError> {
        self.until(LINK_PATIENCE_MS, |world| {
            if world.companion(addr).is_some() {
                return Ok(Some(()));
            }
            if world.is_pending(addr) {
                return Ok(None);
            }
            Err(SimError::LinkRefused(LinkRefusal::BadSignature))
        })
        .await?;
        Ok(Reply::Device {
            device: addr.device,
        })
    }

    pub(super) async fn enter_code(&self, phone: String, code: String) -> Result<Reply, SimError> {
        let linked = self.typed(&phone, &code).await;
        self.note_refusal(&phone, linked)
    }

    pub(super) async fn compare_code(&self, phone: &str, code: &str) -> Result<Reply, SimError> {
        let mut changed = self.changes();
        let comparing = async {
            loop {
                let compared = self
                    .shared()
                    .with(|world| world.compare_codes(world.named(phone)?, code));
                match compared {
                    Ok(None) => {}
                    Ok(Some(addr)) => return self.signed(addr).await,
                    Err(refused) => return Err(refused),
                }
                if changed.changed().await.is_err() {
                    return Err(SimError::NotConnected);
                }
            }
        };
        let patience = Duration::from_millis(CODE_PATIENCE_MS);
        let linked = tokio::time::timeout(patience, comparing)
            .await
            .unwrap_or(Err(SimError::Timeout(CODE_PATIENCE_MS)));
        self.note_refusal(phone, linked)
    }

    async fn typed(&self, phone: &str, code: &str) -> Result<Reply, SimError> {
        let salt = self
            .shared()
            .with(|world| world.code_salt(world.named(phone)?))?;
        // Slow, and the world goes on meanwhile.
        let code = code.to_owned();
        let key = tokio::task::spawn_blocking(move || key_of(&code, &salt))
            .await
            .map_err(|_| SimError::Keys)?;
        let conn = self
            .shared()
            .with(|world| world.type_code_with(world.named(phone)?, &key))?;
        let outcome = self
            .until(CODE_PATIENCE_MS, |world| {
                // A device that hangs up instead of answering typed nothing.
                if !world.conns.contains_key(&conn) {
                    return Ok(Some(Err(LinkRefusal::NoRequest)));
                }
                Ok(world.code_outcome(conn))
            })
            .await?;
        self.signed(outcome.map_err(SimError::LinkRefused)?).await
    }
}
