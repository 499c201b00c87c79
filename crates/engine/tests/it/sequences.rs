//! Whatever is called in whatever order with whatever bytes: the same bytes come
//! back, and ours answers as the engine's own backend in memory does.
//!
//! Times rise with each step, because where they do not, the one in memory is
//! known to break the contract (see `conformance`).

use std::fmt::Debug;

use proptest::{collection::vec, prelude::*};
use wa_rs::{
    bytes::Bytes,
    traits::{
        AppStateSyncKey, Backend, DeviceInfo, DeviceListRecord, LidPnMappingEntry, MsgSecretEntry,
        PendingInboundKey, PendingInboundRow, TcTokenEntry,
    },
    wacore::{
        appstate::{hash::HashState, processor::AppStateMutationMAC},
        store::InMemoryBackend,
    },
};

use crate::kit::{OURS, Profile};

/// Keys that differ in what a careless statement would confuse.
const NAMES: [&str; 8] = [
    "1@c.us",
    "1:2@c.us",
    "11@c.us",
    "%",
    "_@c.us",
    "it's",
    "",
    "nul\0inside",
];

#[derive(Clone, Debug)]
struct Call {
    kind: u8,
    name: usize,
    other: usize,
    bytes: Vec<u8>,
    number: i64,
}

fn call() -> impl Strategy<Value = Call> {
    let bytes = prop_oneof![
        4 => vec(any::<u8>(), 0..40),
        1 => vec(any::<u8>(), 5_000..9_000),
    ];
    (
        0..KINDS,
        0..NAMES.len(),
        0..NAMES.len(),
        bytes,
        any::<i64>(),
    )
        .prop_map(|(kind, name, other, bytes, number)| Call {
            kind,
            name,
            other,
            bytes,
            number,
        })
}

const KINDS: u8 = 38;

/// Does one call and tells its answer.
#[expect(clippy::too_many_lines, reason = "one arm per call")]
async fn apply(b: &dyn Backend, step: usize, call: &Call) -> String {
    let (name, other) = (NAMES[call.name], NAMES[call.other]);
    let bytes = call.bytes.as_slice();
    let key = [bytes.first().copied().unwrap_or(0); 32];
    let id = u32::try_from(call.name).unwrap();
    let time = i64::try_from(step).unwrap();
    let shared = Bytes::copy_from_slice(bytes);
    match call.kind {
        0 => told(b.put_identity(name, key).await),
        1 => told(
            b.put_identities_batch(&[(name.into(), key), (other.into(), [9; 32])])
                .await,
        ),
        2 => told(b.delete_identity(name).await),
        3 => told(b.put_session(name, bytes).await),
        4 => told(
            b.put_sessions_batch(&[(name.into(), shared.clone()), (other.into(), shared)])
                .await,
        ),
        5 => told(b.delete_session(name).await),
        6 => told(b.store_prekey(id, bytes, true).await),
        7 => told(
            b.store_prekeys_batch(&[(id, shared.clone()), (id + 1, shared)], false)
                .await,
        ),
        8 => told(b.mark_prekeys_uploaded(&[id, id + 1]).await),
        9 => told(b.remove_prekey(id).await),
        10 => told(b.store_signed_prekey(id, bytes).await),
        11 => told(b.remove_signed_prekey(id).await),
        12 => told(b.put_sender_key(name, bytes).await),
        13 => told(
            b.put_sender_keys_batch(&[(name.into(), shared.clone()), (other.into(), shared)])
                .await,
        ),
        14 => told(b.delete_sender_key(name).await),
        15 => {
            let key = AppStateSyncKey {
                key_data: bytes.to_vec(),
                fingerprint: bytes.to_vec(),
                timestamp: call.number,
            };
            told(b.set_sync_key(name.as_bytes(), key).await)
        }
        16 => {
            let state = HashState {
                version: call.number.cast_unsigned(),
                hash: [key[0]; 128],
                mac_mismatch_fatal: call.number < 0,
                ..HashState::default()
            };
            told(b.set_version(name, state).await)
        }
        17 => {
            let macs = [key, [0; 32]].map(|index| AppStateMutationMAC {
                index_mac: index.to_vec(),
                value_mac: bytes.to_vec(),
            });
            told(b.put_mutation_macs(name, 1, &macs).await)
        }
        18 => told(b.delete_mutation_macs(name, &[key.to_vec()]).await),
        19 => told(b.clear_mutation_macs(name).await),
        20 => told(
            b.set_sender_key_status(name, &[(other, call.number < 0)])
                .await,
        ),
        21 => told(b.clear_sender_key_devices(name).await),
        22 => told(b.delete_sender_key_device_rows(&[name]).await),
        23 => told(b.save_base_key(name, other, bytes).await),
        24 => told(b.delete_base_key(name, other).await),
        25 => {
            let list = DeviceListRecord {
                user: name.to_owned(),
                devices: vec![DeviceInfo::new(id, Some(id))],
                timestamp: call.number,
                phash: Some(other.to_owned()),
                raw_id: None,
            };
            told(b.update_device_lists(vec![list]).await)
        }
        26 => told(b.delete_devices(name).await),
        27 => told(b.put_group_metadata(name, bytes).await),
        28 => told(b.delete_group_metadata(name).await),
        29 => {
            let token = TcTokenEntry {
                token: bytes.to_vec(),
                token_timestamp: call.number,
                sender_timestamp: (call.number % 2 == 0).then_some(call.number),
            };
            told(b.put_tc_token(name, &token).await)
        }
        30 => told(b.touch_tc_token_sender_timestamp(name, call.number).await),
        31 => told(b.store_received_tc_token(name, bytes, call.number).await),
        32 => told(
            b.delete_expired_tc_tokens(call.number, call.number / 2)
                .await,
        ),
        33 => told(b.store_sent_message(name, other, bytes).await),
        34 => told(b.take_sent_message(name, other).await),
        35 => {
            let (row, key) = (
                PendingInboundRow {
                    chat: name,
                    sender: other,
                    id: name,
                    message: bytes,
                },
                PendingInboundKey {
                    chat: other,
                    sender: name,
                    id: other,
                },
            );
            b.store_pending_inbound_batch(&[row]).await.unwrap();
            told(b.delete_pending_inbound_batch(&[key]).await)
        }
        36 => {
            let entry = MsgSecretEntry {
                chat: name.into(),
                sender: other.into(),
                msg_id: name.into(),
                secret: key,
                expires_at: call.number % 100,
                message_ts: call.number,
            };
            b.put_msg_secrets(vec![entry]).await.unwrap();
            told(b.delete_expired_msg_secrets(call.number % 50).await)
        }
        _ => {
            let mapping = LidPnMappingEntry {
                lid: format!("{name}/{other}"),
                phone_number: name.to_owned(),
                created_at: call.number,
                updated_at: time,
                learning_source: other.to_owned(),
            };
            told(b.put_lid_mappings(&[mapping]).await)
        }
    }
}

fn told<T: Debug, E: Debug>(answer: Result<T, E>) -> String {
    format!("{:?}", answer.unwrap())
}

/// Everything that can be read, as text.
async fn everything(b: &dyn Backend) -> Vec<String> {
    let mut all = Vec::new();
    let mut tell = |what: &str, answer: &dyn Debug| all.push(format!("{what}: {answer:?}"));
    tell("max", &b.get_max_prekey_id().await.unwrap());
    let mut signed = b.load_all_signed_prekeys().await.unwrap();
    signed.sort();
    tell("signed", &signed);
    let mut holders = b.get_all_tc_token_jids().await.unwrap();
    holders.sort();
    tell("holders", &holders);
    let mut mappings = b.get_all_lid_mappings().await.unwrap();
    mappings.sort_by(|one, two| one.lid.cmp(&two.lid));
    tell("mappings", &mappings);
    let ids: Vec<u32> = (0..10).collect();
    let mut prekeys = b.load_prekeys_batch(&ids).await.unwrap();
    prekeys.sort();
    tell("prekeys", &prekeys);
    for name in NAMES {
        tell("identity", &b.load_identity(name).await.unwrap());
        tell("session", &b.get_session(name).await.unwrap());
        tell("has", &b.has_session(name).await.unwrap());
        tell("known", &b.has_signal_state_for_user(name).await.unwrap());
        tell("sender key", &b.get_sender_key(name).await.unwrap());
        tell("sync key", &b.get_sync_key(name.as_bytes()).await.unwrap());
        tell("version", &b.get_version(name).await.unwrap());
        tell("mac", &b.get_mutation_mac(name, &[0; 32]).await.unwrap());
        let mut devices = b.get_sender_key_devices(name).await.unwrap();
        devices.sort();
        tell("devices", &devices);
        tell("list", &b.get_devices(name).await.unwrap());
        tell("group", &b.get_group_metadata(name).await.unwrap());
        tell("token", &b.get_tc_token(name).await.unwrap());
        tell("phone", &b.get_pn_mapping(name).await.unwrap());
        for other in NAMES {
            let pending = b.get_pending_inbound(name, other, name).await.unwrap();
            tell("pending", &pending);
            let secret = b.get_msg_secret_with_ts(name, other, name).await.unwrap();
            tell("secret", &secret);
            let same = b.has_same_base_key(name, other, &[]).await.unwrap();
            tell("base key", &same);
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_calls_is_answered_as_in_memory(calls in vec(call(), 1..40)) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
        runtime.block_on(async {
            let profile = Profile::new();
            let ours = profile.backend(OURS);
            let model = InMemoryBackend::new();
            for (step, call) in calls.iter().enumerate() {
                let (got, expected) = (apply(&ours, step, call).await, apply(&model, step, call).await);
                assert_eq!(got, expected, "answer to {call:?}");
            }
            for (got, expected) in everything(&ours).await.into_iter().zip(everything(&model).await) {
                assert_eq!(got, expected);
            }
        });
    }

    #[test]
    fn every_blob_comes_back_byte_for_byte_after_the_next_start(
        name in any::<String>(), blob in vec(any::<u8>(), 0..3_000), key in any::<[u8; 32]>(),
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
        runtime.block_on(async {
            let mut profile = Profile::new();
            let b: &dyn Backend = &profile.backend(OURS);
            let mac = AppStateMutationMAC { index_mac: key.to_vec(), value_mac: blob.clone() };
            let sync_key = AppStateSyncKey { key_data: blob.clone(), fingerprint: key.to_vec(), timestamp: -1 };
            b.put_session(&name, &blob).await.unwrap();
            b.put_identity(&name, key).await.unwrap();
            b.put_sender_key(&name, &blob).await.unwrap();
            b.store_prekey(1, &blob, false).await.unwrap();
            b.store_signed_prekey(1, &blob).await.unwrap();
            b.save_base_key(&name, &name, &blob).await.unwrap();
            b.set_sync_key(&key, sync_key).await.unwrap();
            b.put_mutation_macs(&name, 1, &[mac]).await.unwrap();
            b.put_group_metadata(&name, &blob).await.unwrap();
            b.store_received_tc_token(&name, &blob, 1).await.unwrap();
            b.store_sent_message(&name, &name, &blob).await.unwrap();
            b.store_pending_inbound(&name, &name, &name, &blob).await.unwrap();
            b.put_msg_secret(&name, &name, &name, &key).await.unwrap();
            profile.reopen();
            let b: &dyn Backend = &profile.backend(OURS);
            assert_eq!(b.get_session(&name).await.unwrap().unwrap(), blob);
            assert_eq!(b.load_identity(&name).await.unwrap().unwrap(), key);
            assert_eq!(b.get_sender_key(&name).await.unwrap().unwrap(), blob);
            assert_eq!(b.load_prekey(1).await.unwrap().unwrap(), blob);
            assert_eq!(b.load_signed_prekey(1).await.unwrap().unwrap(), blob);
            assert!(b.has_same_base_key(&name, &name, &blob).await.unwrap());
            let found = b.get_sync_key(&key).await.unwrap().unwrap();
            assert_eq!((found.key_data, found.fingerprint), (blob.clone(), key.to_vec()));
            assert_eq!(b.get_latest_sync_key_id().await.unwrap().unwrap(), key);
            assert_eq!(b.get_mutation_mac(&name, &key).await.unwrap().unwrap(), blob);
            assert_eq!(b.get_mutation_macs(&name, &[key]).await.unwrap()[&key], blob);
            assert_eq!(b.get_group_metadata(&name).await.unwrap().unwrap(), blob);
            assert_eq!(b.get_tc_token(&name).await.unwrap().unwrap().token, blob);
            let pending = b.get_pending_inbound(&name, &name, &name).await.unwrap();
            assert_eq!(pending.unwrap(), blob);
            let secret = b.get_msg_secret(&name, &name, &name).await.unwrap();
            assert_eq!(secret.unwrap(), key);
            assert_eq!(b.take_sent_message(&name, &name).await.unwrap().unwrap(), blob);
        });
    }
}
