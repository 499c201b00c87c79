//! What passes between a phone and its linked devices apart from messages:
//! keys for the settings, history, answers to requests.

use crate::{
    names::{AccountId, DeviceAddr},
    wire::{
        proto::{encode, some, wa},
        stream,
    },
    world::World,
};
use wa::message::peer_data_operation_request_response_message::{
    PeerDataOperationResult, peer_data_operation_result::PlaceholderMessageResendResponse,
};
use wa::message::{
    AppStateSyncKey, AppStateSyncKeyData, AppStateSyncKeyFingerprint, AppStateSyncKeyId,
    AppStateSyncKeyShare, PeerDataOperationRequestMessage, PeerDataOperationRequestResponseMessage,
    ProtocolMessage, protocol_message::Type,
};

/// How long after the first sign of life the phone welcomes a new device.
const WELCOME_MS: u64 = 30;

impl World {
    /// A device asked for what waits: a new one is welcomed by the phone.
    pub(crate) fn after_activation(&mut self, addr: DeviceAddr) {
        let new = self
            .companion(addr)
            .is_some_and(|companion| !companion.welcomed);
        if new {
            use crate::world::agenda::Task;
            self.later(WELCOME_MS, Task::Welcome { device: addr });
        }
    }

    /// The phone hands a new device what it needs.
    pub(crate) fn welcome(&mut self, addr: DeviceAddr) {
        let Some(companion) = self.companion_mut(addr) else {
            return;
        };
        if std::mem::replace(&mut companion.welcomed, true) {
            return;
        }
        let seeded = companion.seeded;
        let conn = companion.conn;
        self.share_keys(addr);
        self.give_first_history(addr);
        // A device that was not paired here does not know that it has to ask.
        if let (true, Some(conn)) = (seeded, conn) {
            self.send(conn, stream::dirty("syncd_app_state", self.now));
        }
    }

    /// A linked device asks its phone for something.
    pub(crate) fn peer_request(&mut self, by: DeviceAddr, id: &str, request: &ProtocolMessage) {
        match request.r#type {
            Some(Type::APP_STATE_SYNC_KEY_REQUEST) => self.share_keys(by),
            Some(Type::PEER_DATA_OPERATION_REQUEST_MESSAGE) => {
                let wanted = request.peer_data_operation_request_message.as_option();
                if let Some(wanted) = wanted.cloned() {
                    self.answer_data_request(by, id, &wanted);
                }
            }
            // Reports and everything else need no answer.
            Some(_) | None => {}
        }
    }

    fn answer_data_request(
        &mut self,
        by: DeviceAddr,
        request_id: &str,
        wanted: &PeerDataOperationRequestMessage,
    ) {
        use wa::message::PeerDataOperationRequestType as Wanted;
        match wanted.peer_data_operation_request_type {
            Some(Wanted::HISTORY_SYNC_ON_DEMAND) => {
                if let Some(request) = wanted.history_sync_on_demand_request.as_option() {
                    self.give_history_on_demand(by, request);
                }
            }
            Some(Wanted::PLACEHOLDER_MESSAGE_RESEND) => {
                for request in &wanted.placeholder_message_resend_request {
                    let id = request.message_key.id.as_deref().unwrap_or_default();
                    self.give_again(by, request_id, id);
                }
            }
            // Other requests can stay unanswered.
            Some(_) | None => {}
        }
    }

    /// A linked device could not read a message that the phone may have.
    fn give_again(&mut self, to: DeviceAddr, request: &str, id: &str) {
        let known = self.recalled(to.account, id);
        let response = PlaceholderMessageResendResponse {
            web_message_info_bytes: known.map(|known| encode(&known)),
        };
        self.tell_own(
            to,
            ProtocolMessage {
                r#type: Some(Type::PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE),
                peer_data_operation_request_response_message: some(
                    PeerDataOperationRequestResponseMessage {
                        peer_data_operation_request_type: Some(
                            wa::message::PeerDataOperationRequestType::PLACEHOLDER_MESSAGE_RESEND,
                        ),
                        stanza_id: Some(request.to_owned()),
                        peer_data_operation_result: vec![PeerDataOperationResult {
                            placeholder_message_resend_response: some(response),
                            ..Default::default()
                        }],
                    },
                ),
                ..Default::default()
            },
        );
    }

    fn share_keys(&mut self, to: DeviceAddr) {
        let at = i64::try_from(self.now).unwrap_or(0);
        let Some(account) = self.account(to.account) else {
            return;
        };
        let devices = account.companions.keys().map(|device| u32::from(*device));
        let key = AppStateSyncKey {
            key_id: some(AppStateSyncKeyId {
                key_id: Some(account.notebook.key_id().to_vec()),
            }),
            key_data: some(AppStateSyncKeyData {
                key_data: Some(account.notebook.key().to_vec()),
                fingerprint: some(AppStateSyncKeyFingerprint {
                    raw_id: Some(account.raw_id),
                    current_index: Some(u32::from(account.last_device)),
                    device_indexes: std::iter::once(0).chain(devices).collect(),
                }),
                timestamp: Some(at),
            }),
        };
        self.tell_own(
            to,
            ProtocolMessage {
                r#type: Some(Type::APP_STATE_SYNC_KEY_SHARE),
                app_state_sync_key_share: some(AppStateSyncKeyShare { keys: vec![key] }),
                ..Default::default()
            },
        );
    }

    /// Sends a linked device a message about the account itself.
    pub(crate) fn tell_own(&mut self, to: DeviceAddr, protocol: ProtocolMessage) {
        let message = wa::Message {
            protocol_message: some(protocol),
            ..Default::default()
        };
        if let Err(failed) = self.speak_to_own(to, &message) {
            tracing::warn!(%failed, device = %to, "a linked device could not be told something");
        }
    }

    /// The account's linked devices.
    pub(crate) fn companions(&self, id: AccountId) -> Vec<DeviceAddr> {
        self.devices_of(id)
            .into_iter()
            .filter(|addr| !addr.is_phone())
            .collect()
    }
}
