//! Groups, people, and messages that are kept for a while.
//!
//! Rows that the engine later judges by its own clock are stamped with that
//! clock.

use std::sync::Arc;

use frontdesk_store::{LidMappingRow, TokenRow};
use wa_rs::{
    async_trait,
    traits::{
        DeviceListRecord, LidPnMappingEntry, PendingInboundKey, PendingInboundRow, ProtocolStore,
        TcTokenEntry,
    },
    wacore::{store::error::Result, time::now_secs},
};

use super::{
    SqlBackend, count,
    error::{from_json_or_absent, to_json, unclear},
};

#[async_trait]
impl ProtocolStore for SqlBackend {
    async fn get_sender_key_devices(&self, group_jid: &str) -> Result<Vec<(String, bool)>> {
        let group = group_jid.to_owned();
        self.read(move |signal| signal.sender_key_devices(&group))
            .await
    }

    async fn set_sender_key_status(&self, group_jid: &str, entries: &[(&str, bool)]) -> Result<()> {
        if entries.is_empty() {
            return Ok(());
        }
        let group = group_jid.to_owned();
        frontdesk_failpoint::failpoint!("engine.sender_key_devices.before");
        let entries: Vec<_> = entries
            .iter()
            .map(|(device, has_key)| ((*device).to_owned(), *has_key))
            .collect();
        self.write(move |signal| {
            entries.iter().try_for_each(|(device, has_key)| {
                signal.put_sender_key_device(&group, device, *has_key)
            })
        })
        .await
    }

    async fn clear_sender_key_devices(&self, group_jid: &str) -> Result<()> {
        let group = group_jid.to_owned();
        self.write(move |signal| signal.clear_sender_key_devices(&group))
            .await
    }

    async fn delete_sender_key_device_rows(&self, device_jids: &[&str]) -> Result<()> {
        if device_jids.is_empty() {
            return Ok(());
        }
        let devices: Vec<_> = device_jids.iter().map(|jid| (*jid).to_owned()).collect();
        self.write(move |signal| {
            devices
                .iter()
                .try_for_each(|device| signal.delete_sender_key_device(device))
        })
        .await
    }

    async fn clear_all_sender_key_devices(&self) -> Result<()> {
        self.write(|signal| signal.clear_all_sender_key_devices())
            .await
    }

    async fn get_lid_mapping(&self, lid: &str) -> Result<Option<LidPnMappingEntry>> {
        let lid = lid.to_owned();
        let row = self.read(move |signal| signal.lid_mapping(&lid)).await?;
        Ok(row.map(mapping_of))
    }

    async fn get_pn_mapping(&self, phone: &str) -> Result<Option<LidPnMappingEntry>> {
        let phone = phone.to_owned();
        let row = self
            .read(move |signal| signal.lid_mapping_of_phone(&phone))
            .await?;
        Ok(row.map(mapping_of))
    }

    async fn put_lid_mapping(&self, entry: &LidPnMappingEntry) -> Result<()> {
        frontdesk_failpoint::failpoint!("engine.lid_mapping.before");
        let row = row_of(entry);
        self.write(move |signal| signal.put_lid_mapping(&row)).await
    }

    async fn put_lid_mappings(&self, entries: &[LidPnMappingEntry]) -> Result<()> {
        if entries.is_empty() {
            return Ok(());
        }
        frontdesk_failpoint::failpoint!("engine.lid_mappings.before");
        let rows: Vec<_> = entries.iter().map(row_of).collect();
        self.write(move |signal| rows.iter().try_for_each(|row| signal.put_lid_mapping(row)))
            .await
    }

    async fn get_all_lid_mappings(&self) -> Result<Vec<LidPnMappingEntry>> {
        let rows = self.read(|signal| signal.lid_mappings()).await?;
        Ok(rows.into_iter().map(mapping_of).collect())
    }

    async fn save_base_key(&self, address: &str, message_id: &str, base_key: &[u8]) -> Result<()> {
        frontdesk_failpoint::failpoint!("engine.base_key.before");
        let (address, message) = (address.to_owned(), message_id.to_owned());
        let base_key = base_key.to_vec();
        self.write(move |signal| signal.put_base_key(&address, &message, &base_key))
            .await
    }

    async fn has_same_base_key(
        &self,
        address: &str,
        message_id: &str,
        current_base_key: &[u8],
    ) -> Result<bool> {
        let (address, message) = (address.to_owned(), message_id.to_owned());
        let base_key = current_base_key.to_vec();
        self.read(move |signal| signal.has_same_base_key(&address, &message, &base_key))
            .await
    }

    async fn delete_base_key(&self, address: &str, message_id: &str) -> Result<()> {
        let (address, message) = (address.to_owned(), message_id.to_owned());
        self.write(move |signal| signal.delete_base_key(&address, &message))
            .await
    }

    async fn update_device_list(&self, record: DeviceListRecord) -> Result<()> {
        self.update_device_lists(vec![record]).await
    }

    async fn update_device_lists(&self, records: Vec<DeviceListRecord>) -> Result<()> {
        if records.is_empty() {
            return Ok(());
        }
        frontdesk_failpoint::failpoint!("engine.device_list.before");
        let lists: Vec<_> = records
            .into_iter()
            .map(|record| {
                let json = to_json(&record)?;
                Ok((record.user, json))
            })
            .collect::<Result<_>>()?;
        self.write(move |signal| {
            lists
                .iter()
                .try_for_each(|(user, json)| signal.put_device_list(user, json))
        })
        .await
    }

    // A list that cannot be read is treated as absent: the engine then asks the
    // server for it.
    async fn get_devices(&self, user: &str) -> Result<Option<DeviceListRecord>> {
        let user = user.to_owned();
        let json = self.read(move |signal| signal.device_list(&user)).await?;
        Ok(from_json_or_absent("device list", json))
    }

    async fn delete_devices(&self, user: &str) -> Result<()> {
        let user = user.to_owned();
        self.write(move |signal| signal.delete_device_list(&user))
            .await
    }

    async fn get_group_metadata(&self, group_jid: &str) -> Result<Option<Vec<u8>>> {
        let group = group_jid.to_owned();
        self.read(move |signal| signal.group_metadata(&group)).await
    }

    async fn put_group_metadata(&self, group_jid: &str, blob: &[u8]) -> Result<()> {
        let (group, blob) = (group_jid.to_owned(), blob.to_vec());
        self.write(move |signal| signal.put_group_metadata(&group, &blob))
            .await
    }

    async fn delete_group_metadata(&self, group_jid: &str) -> Result<()> {
        let group = group_jid.to_owned();
        self.write(move |signal| signal.delete_group_metadata(&group))
            .await
    }

    async fn get_tc_token(&self, jid: &str) -> Result<Option<TcTokenEntry>> {
        let jid = jid.to_owned();
        let row = self.read(move |signal| signal.token(&jid)).await?;
        Ok(row.map(|row| TcTokenEntry {
            token: row.token,
            token_timestamp: row.token_s,
            sender_timestamp: row.sender_s,
        }))
    }

    async fn put_tc_token(&self, jid: &str, entry: &TcTokenEntry) -> Result<()> {
        let jid = jid.to_owned();
        let row = TokenRow {
            token: entry.token.clone(),
            token_s: entry.token_timestamp,
            sender_s: entry.sender_timestamp,
        };
        self.write(move |signal| signal.put_token(&jid, &row)).await
    }

    async fn delete_tc_token(&self, jid: &str) -> Result<()> {
        let jid = jid.to_owned();
        self.write(move |signal| signal.delete_token(&jid)).await
    }

    async fn get_all_tc_token_jids(&self) -> Result<Vec<String>> {
        self.read(|signal| signal.token_holders()).await
    }

    async fn delete_expired_tc_tokens(&self, token_cutoff: i64, sender_cutoff: i64) -> Result<u32> {
        let rows = self
            .write(move |signal| signal.expire_tokens(token_cutoff, sender_cutoff))
            .await?;
        Ok(count(rows))
    }

    async fn touch_tc_token_sender_timestamp(
        &self,
        jid: &str,
        sender_timestamp: i64,
    ) -> Result<()> {
        let jid = jid.to_owned();
        self.write(move |signal| signal.touch_token(&jid, sender_timestamp))
            .await
    }

    async fn store_received_tc_token(
        &self,
        jid: &str,
        token: &[u8],
        token_timestamp: i64,
    ) -> Result<()> {
        frontdesk_failpoint::failpoint!("engine.token.before");
        let (jid, token) = (jid.to_owned(), token.to_vec());
        self.write(move |signal| signal.receive_token(&jid, &token, token_timestamp))
            .await
    }

    async fn store_sent_message(
        &self,
        chat_jid: &str,
        message_id: &str,
        payload: &[u8],
    ) -> Result<()> {
        let (chat, message) = (chat_jid.to_owned(), message_id.to_owned());
        let (payload, now) = (payload.to_vec(), now_secs());
        frontdesk_failpoint::failpoint!("engine.sent_message.before");
        self.write(move |signal| signal.put_sent_message(&chat, &message, &payload, now))
            .await?;
        frontdesk_failpoint::failpoint!("engine.sent_message.after");
        Ok(())
    }

    async fn take_sent_message(&self, chat_jid: &str, message_id: &str) -> Result<Option<Vec<u8>>> {
        let (chat, message) = (chat_jid.to_owned(), message_id.to_owned());
        if frontdesk_failpoint::defect!("no-retry-body") {
            return Ok(None);
        }
        let taken = self
            .write(move |signal| signal.take_sent_message(&chat, &message))
            .await;
        frontdesk_failpoint::failpoint!("engine.sent_message.taken");
        taken
    }

    async fn delete_expired_sent_messages(&self, cutoff_timestamp: i64) -> Result<u32> {
        let rows = self
            .write(move |signal| signal.expire_sent_messages(cutoff_timestamp))
            .await?;
        Ok(count(rows))
    }

    async fn store_pending_inbound(
        &self,
        chat: &str,
        sender: &str,
        id: &str,
        message: &[u8],
    ) -> Result<()> {
        let row = PendingInboundRow {
            chat,
            sender,
            id,
            message,
        };
        self.store_pending_inbound_batch(&[row]).await
    }

    async fn get_pending_inbound(
        &self,
        chat: &str,
        sender: &str,
        id: &str,
    ) -> Result<Option<Vec<u8>>> {
        let key = [chat, sender, id].map(str::to_owned);
        let (kept, noted) = self
            .read(move |signal| {
                let [chat, sender, id] = &key;
                let kept = signal.pending_inbound(chat, sender, id)?;
                let noted = kept.is_none() && signal.inbound_noted(id)?;
                Ok((kept, noted))
            })
            .await?;
        if noted && self.heard.is_ours(id) {
            // A repetition of what is in the history. The note must not outlive the
            // confirmation that follows.
            let (heard, id) = (Arc::clone(&self.heard), id.to_owned());
            self.write(move |signal| heard.forget(signal, &id)).await?;
            return Ok(None);
        }
        if noted && self.heard.is_unclear(id) {
            // Not answered, it comes again on the next connection.
            return Err(unclear());
        }
        // No bytes are the message that says nothing. The engine may have put it
        // back into the buffer before an earlier run died.
        let kept = if noted { Some(Vec::new()) } else { kept };
        if kept.as_ref().is_some_and(Vec::is_empty) {
            tracing::warn!("A message was lost on its way to the disk and is asked for again");
            self.heard.lost(id);
        }
        Ok(kept)
    }

    async fn delete_pending_inbound(&self, chat: &str, sender: &str, id: &str) -> Result<()> {
        self.delete_pending_inbound_batch(&[PendingInboundKey { chat, sender, id }])
            .await
    }

    async fn delete_expired_pending_inbound(&self, cutoff_timestamp: i64) -> Result<u32> {
        let rows = self
            .write(move |signal| signal.expire_pending_inbound(cutoff_timestamp))
            .await?;
        Ok(count(rows))
    }

    async fn store_pending_inbound_batch(&self, rows: &[PendingInboundRow<'_>]) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let now = now_secs();
        self.heard.cross_out(rows.iter().map(|row| row.id));
        let rows: Vec<_> = rows
            .iter()
            .map(|row| {
                let key = [row.chat, row.sender, row.id].map(str::to_owned);
                (key, row.message.to_vec())
            })
            .collect();
        if frontdesk_failpoint::defect!("no-pending-row") {
            return Ok(());
        }
        frontdesk_failpoint::failpoint!("engine.pending.before");
        self.write_in_order(move |signal| {
            rows.iter().try_for_each(|([chat, sender, id], message)| {
                signal.put_pending_inbound(chat, sender, id, message, now)
            })
        })
        .await?;
        frontdesk_failpoint::failpoint!("engine.pending.after");
        Ok(())
    }

    async fn delete_pending_inbound_batch(&self, keys: &[PendingInboundKey<'_>]) -> Result<()> {
        if keys.is_empty() {
            return Ok(());
        }
        let keys: Vec<_> = keys
            .iter()
            .map(|key| [key.chat, key.sender, key.id].map(str::to_owned))
            .collect();
        frontdesk_failpoint::failpoint!("engine.unpending.before");
        let heard = Arc::clone(&self.heard);
        let now = now_secs();
        let (new, old) = heard.kept(keys.iter().map(|[_, _, id]| id.as_str()));
        self.write_in_order(move |signal| {
            keys.iter().try_for_each(|[chat, sender, id]| {
                signal.delete_pending_inbound(chat, sender, id)?;
                heard.forget(signal, id)
            })?;
            new.iter()
                .try_for_each(|id| signal.remember_inbound(id, now))?;
            old.iter().try_for_each(|id| signal.forget_inbound(id))
        })
        .await?;
        frontdesk_failpoint::failpoint!("engine.unpending.after");
        Ok(())
    }
}

fn mapping_of(row: LidMappingRow) -> LidPnMappingEntry {
    LidPnMappingEntry {
        lid: row.lid,
        phone_number: row.phone,
        created_at: row.created_s,
        updated_at: row.updated_s,
        learning_source: row.source,
    }
}

fn row_of(entry: &LidPnMappingEntry) -> LidMappingRow {
    LidMappingRow {
        lid: entry.lid.clone(),
        phone: entry.phone_number.clone(),
        created_s: entry.created_at,
        updated_s: entry.updated_at,
        source: entry.learning_source.clone(),
    }
}
