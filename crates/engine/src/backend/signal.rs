//! Keys and sessions of end-to-end encryption.

use std::sync::Arc;

use wa_rs::{async_trait, bytes::Bytes, traits::SignalStore, wacore::store::error::Result};

use super::SqlBackend;

#[async_trait]
impl SignalStore for SqlBackend {
    async fn put_identity(&self, address: &str, key: [u8; 32]) -> Result<()> {
        let address = address.to_owned();
        self.write(move |signal| signal.put_identity(&address, &key))
            .await
    }

    async fn put_identities_batch(&self, identities: &[(Arc<str>, [u8; 32])]) -> Result<()> {
        if identities.is_empty() {
            return Ok(());
        }
        frontdesk_failpoint::failpoint!("engine.identities.before");
        let identities = identities.to_vec();
        self.write(move |signal| {
            identities
                .iter()
                .try_for_each(|(address, key)| signal.put_identity(address, key))
        })
        .await
    }

    async fn load_identity(&self, address: &str) -> Result<Option<[u8; 32]>> {
        let address = address.to_owned();
        self.read(move |signal| signal.identity(&address)).await
    }

    async fn delete_identity(&self, address: &str) -> Result<()> {
        let address = address.to_owned();
        self.write(move |signal| signal.delete_identity(&address))
            .await
    }

    async fn get_session(&self, address: &str) -> Result<Option<Bytes>> {
        let address = address.to_owned();
        let session = self.read(move |signal| signal.session(&address)).await?;
        Ok(session.map(Bytes::from))
    }

    async fn put_session(&self, address: &str, session: &[u8]) -> Result<()> {
        let (address, session) = (address.to_owned(), session.to_vec());
        self.write(move |signal| signal.put_session(&address, &session))
            .await
    }

    async fn put_sessions_batch(&self, sessions: &[(Arc<str>, Bytes)]) -> Result<()> {
        if sessions.is_empty() {
            return Ok(());
        }
        if frontdesk_failpoint::defect!("ratchet-not-kept") {
            return Ok(());
        }
        let sessions = sessions.to_vec();
        frontdesk_failpoint::failpoint!("engine.sessions.before");
        self.write(move |signal| {
            sessions
                .iter()
                .try_for_each(|(address, session)| signal.put_session(address, session))
        })
        .await?;
        frontdesk_failpoint::failpoint!("engine.sessions.after");
        Ok(())
    }

    async fn delete_session(&self, address: &str) -> Result<()> {
        let address = address.to_owned();
        self.write(move |signal| signal.delete_session(&address))
            .await
    }

    async fn has_session(&self, address: &str) -> Result<bool> {
        let address = address.to_owned();
        self.read(move |signal| signal.has_session(&address)).await
    }

    async fn has_signal_state_for_user(&self, user: &str) -> Result<bool> {
        let user = user.to_owned();
        self.read(move |signal| signal.knows_user(&user)).await
    }

    async fn store_prekey(&self, id: u32, record: &[u8], uploaded: bool) -> Result<()> {
        let record = record.to_vec();
        self.write(move |signal| signal.put_prekey(id, &record, uploaded))
            .await
    }

    async fn store_prekeys_batch(&self, keys: &[(u32, Bytes)], uploaded: bool) -> Result<()> {
        if keys.is_empty() {
            return Ok(());
        }
        frontdesk_failpoint::failpoint!("engine.prekeys.before");
        let keys = keys.to_vec();
        self.write(move |signal| {
            keys.iter()
                .try_for_each(|(id, record)| signal.put_prekey(*id, record, uploaded))
        })
        .await
    }

    async fn load_prekey(&self, id: u32) -> Result<Option<Bytes>> {
        let record = self.read(move |signal| signal.prekey(id)).await?;
        Ok(record.map(Bytes::from))
    }

    async fn load_prekeys_batch(&self, ids: &[u32]) -> Result<Vec<(u32, Bytes)>> {
        let ids = ids.to_vec();
        self.read(move |signal| {
            let mut found = Vec::with_capacity(ids.len());
            for id in ids {
                if let Some(record) = signal.prekey(id)? {
                    found.push((id, Bytes::from(record)));
                }
            }
            Ok(found)
        })
        .await
    }

    async fn mark_prekeys_uploaded(&self, ids: &[u32]) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        frontdesk_failpoint::failpoint!("engine.prekeys.uploaded");
        let ids = ids.to_vec();
        self.write(move |signal| {
            ids.iter()
                .try_for_each(|id| signal.mark_prekey_uploaded(*id))
        })
        .await
    }

    async fn remove_prekey(&self, id: u32) -> Result<()> {
        frontdesk_failpoint::failpoint!("engine.prekey.used");
        self.write(move |signal| signal.delete_prekey(id)).await
    }

    async fn get_max_prekey_id(&self) -> Result<u32> {
        self.read(|signal| signal.max_prekey_id()).await
    }

    async fn store_signed_prekey(&self, id: u32, record: &[u8]) -> Result<()> {
        let record = record.to_vec();
        self.write(move |signal| signal.put_signed_prekey(id, &record))
            .await
    }

    async fn load_signed_prekey(&self, id: u32) -> Result<Option<Vec<u8>>> {
        self.read(move |signal| signal.signed_prekey(id)).await
    }

    async fn load_all_signed_prekeys(&self) -> Result<Vec<(u32, Vec<u8>)>> {
        self.read(|signal| signal.signed_prekeys()).await
    }

    async fn remove_signed_prekey(&self, id: u32) -> Result<()> {
        self.write(move |signal| signal.delete_signed_prekey(id))
            .await
    }

    async fn put_sender_key(&self, address: &str, record: &[u8]) -> Result<()> {
        let (address, record) = (address.to_owned(), record.to_vec());
        self.write(move |signal| signal.put_sender_key(&address, &record))
            .await
    }

    async fn put_sender_keys_batch(&self, sender_keys: &[(Arc<str>, Bytes)]) -> Result<()> {
        if sender_keys.is_empty() {
            return Ok(());
        }
        if frontdesk_failpoint::defect!("sender-key-not-kept") {
            return Ok(());
        }
        let sender_keys = sender_keys.to_vec();
        frontdesk_failpoint::failpoint!("engine.sender_keys.before");
        self.write(move |signal| {
            sender_keys
                .iter()
                .try_for_each(|(address, record)| signal.put_sender_key(address, record))
        })
        .await?;
        frontdesk_failpoint::failpoint!("engine.sender_keys.after");
        Ok(())
    }

    async fn get_sender_key(&self, address: &str) -> Result<Option<Vec<u8>>> {
        let address = address.to_owned();
        self.read(move |signal| signal.sender_key(&address)).await
    }

    async fn delete_sender_key(&self, address: &str) -> Result<()> {
        let address = address.to_owned();
        self.write(move |signal| signal.delete_sender_key(&address))
            .await
    }
}
