//! Secrets of messages, by which later reactions, votes and edits are read.

use wa_rs::{
    async_trait,
    traits::{MsgSecretEntry, MsgSecretStore},
    wacore::store::error::Result,
};

use super::{SqlBackend, count};

#[async_trait]
impl MsgSecretStore for SqlBackend {
    async fn put_msg_secrets(&self, entries: Vec<MsgSecretEntry>) -> Result<usize> {
        if entries.is_empty() {
            return Ok(0);
        }
        frontdesk_failpoint::failpoint!("engine.secrets.before");
        self.write(move |signal| {
            for entry in &entries {
                signal.put_message_secret(
                    &entry.chat,
                    &entry.sender,
                    &entry.msg_id,
                    &entry.secret,
                    entry.expires_at,
                    entry.message_ts,
                )?;
            }
            Ok(entries.len())
        })
        .await
    }

    async fn get_msg_secret(
        &self,
        chat: &str,
        sender: &str,
        msg_id: &str,
    ) -> Result<Option<Vec<u8>>> {
        let secret = self.get_msg_secret_with_ts(chat, sender, msg_id).await?;
        Ok(secret.map(|(secret, _)| secret))
    }

    async fn get_msg_secret_with_ts(
        &self,
        chat: &str,
        sender: &str,
        msg_id: &str,
    ) -> Result<Option<(Vec<u8>, i64)>> {
        let (chat, sender, id) = (chat.to_owned(), sender.to_owned(), msg_id.to_owned());
        let secret = self
            .read(move |signal| signal.message_secret(&chat, &sender, &id))
            .await?;
        Ok(secret.map(|(secret, message_s)| (secret.to_vec(), message_s)))
    }

    async fn delete_expired_msg_secrets(&self, cutoff_timestamp: i64) -> Result<u32> {
        let rows = self
            .write(move |signal| signal.expire_message_secrets(cutoff_timestamp))
            .await?;
        Ok(count(rows))
    }
}
