//! Encrypting what a phone says: for each device by its own session, for a
//! group by the sender's key, which every device has to be given first.

use crate::{
    content::Draft,
    error::SimError,
    names::{AccountId, Chat, DeviceAddr},
    signal::SignalFailed,
    wire::{
        jid::Naming,
        message::Sealed,
        proto::{encode, some, wa},
    },
    world::World,
};
use std::collections::BTreeMap;

impl World {
    /// The plaintext for one device: own devices learn where it went.
    pub(super) fn plain_for(
        &self,
        by: AccountId,
        to: DeviceAddr,
        chat: &Chat,
        message: &wa::Message,
    ) -> Vec<u8> {
        let group = matches!(chat, Chat::Group(_));
        if to.account != by || group {
            return encode(message);
        }
        let naming = self
            .account(by)
            .map_or(Naming::Number, |account| account.naming);
        encode(&wa::Message {
            device_sent_message: some(wa::message::DeviceSentMessage {
                destination_jid: self.chat_jid(chat, naming).map(|jid| jid.to_string()),
                message: some(message.clone()),
                ..Default::default()
            }),
            ..Default::default()
        })
    }

    pub(crate) fn seal_for(
        &mut self,
        by: AccountId,
        to: DeviceAddr,
        plain: Vec<u8>,
        draft: &Draft,
    ) -> Result<Sealed, SimError> {
        let failed = |failed: SignalFailed| SimError::NotEncrypted(failed.to_string());
        let known = self
            .account(by)
            .is_some_and(|account| account.peer.has_session(to));
        if !known {
            let bundle = self
                .take_bundle(to)
                .ok_or_else(|| SimError::NotEncrypted(format!("Device {to} has no keys")))?;
            if let Some(account) = self.accounts.get_mut(&by) {
                account
                    .peer
                    .begin(to, &bundle, &mut self.dice)
                    .map_err(failed)?;
            }
        }
        let account = self
            .accounts
            .get_mut(&by)
            .ok_or_else(|| SimError::NotEncrypted("No such sender".to_owned()))?;
        let mut sealed = account
            .peer
            .seal(to, plain, &mut self.dice)
            .map_err(failed)?;
        sealed.media = draft.media.map(str::to_owned);
        sealed.hide_failure = draft.hide_failure;
        Ok(sealed)
    }

    pub(super) fn group_key_message(
        &mut self,
        by: AccountId,
        group: &str,
    ) -> Result<wa::message::SenderKeyDistributionMessage, SimError> {
        let account = self
            .accounts
            .get_mut(&by)
            .ok_or_else(|| SimError::NotEncrypted("No such sender".to_owned()))?;
        let key = account
            .peer
            .group_key(group, by.phone(), &mut self.dice)
            .map_err(|failed| SimError::NotEncrypted(failed.to_string()))?;
        Ok(wa::message::SenderKeyDistributionMessage {
            group_id: Some(format!("{group}@g.us")),
            axolotl_sender_key_distribution_message: Some(key),
        })
    }

    /// Gives the group key to every device that does not have it yet.
    pub(super) fn hand_out_group_key(
        &mut self,
        by: AccountId,
        group: &str,
        parts: &mut BTreeMap<DeviceAddr, Vec<Sealed>>,
    ) -> Result<(), SimError> {
        let members: Vec<AccountId> = self
            .groups
            .get(group)
            .filter(|known| known.members.contains_key(&by))
            .map(|known| known.members.keys().copied().collect())
            .ok_or_else(|| SimError::NotAllowed(self.number_of(by)))?;
        let mut new: Vec<DeviceAddr> = members
            .into_iter()
            .flat_map(|member| self.devices_of(member))
            .filter(|addr| *addr != by.phone())
            .collect();
        new.retain(|addr| {
            self.account(by)
                .is_some_and(|account| !account.told_groups.contains(&(group.to_owned(), *addr)))
        });
        if new.is_empty() {
            return Ok(());
        }
        let message = wa::Message {
            sender_key_distribution_message: some(self.group_key_message(by, group)?),
            ..Default::default()
        };
        for addr in new {
            let sealed = self.seal_for(by, addr, encode(&message), &Draft::default())?;
            parts.entry(addr).or_default().push(sealed);
            if let Some(account) = self.accounts.get_mut(&by) {
                account.told_groups.insert((group.to_owned(), addr));
            }
        }
        Ok(())
    }

    pub(super) fn seal_for_group(
        &mut self,
        by: AccountId,
        group: &str,
        draft: &Draft,
    ) -> Result<Sealed, SimError> {
        let account = self
            .accounts
            .get_mut(&by)
            .ok_or_else(|| SimError::NotEncrypted("No such sender".to_owned()))?;
        let plain = encode(&draft.message);
        let mut sealed = account
            .peer
            .seal_group(group, by.phone(), plain, &mut self.dice)
            .map_err(|failed| SimError::NotEncrypted(failed.to_string()))?;
        sealed.media = draft.media.map(str::to_owned);
        sealed.hide_failure = draft.hide_failure;
        Ok(sealed)
    }
}
