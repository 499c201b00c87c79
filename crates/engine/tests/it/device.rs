//! Credentials as JSON: what an older and a newer program make of them.

use std::{error::Error as _, sync::Arc};

use frontdesk_store::DeviceRow;
use wa_rs::{
    traits::DeviceStore as _,
    wacore::store::{CachedNoiseCert, CachedServerCertChain, Device},
    waproto::whatsapp::ADVSignedDeviceIdentity,
};

use crate::kit::{OURS, Profile, THEIRS, stop_the_clock};

/// Everything about a device that is kept, as text.
pub(crate) fn text(device: &Device) -> String {
    serde_json::to_string(device).unwrap()
}

/// A device with something in every field that may be empty.
pub(crate) fn linked() -> Device {
    // The engine's device asks for the time when it is made.
    stop_the_clock();
    let cert = CachedNoiseCert {
        key: [9; 32],
        not_before: 1,
        not_after: i64::MAX,
    };
    let mut device = Device::new();
    device.pn = Some("15550001111:7@s.whatsapp.net".parse().unwrap());
    device.lid = Some("9001:7@lid".parse().unwrap());
    device.account = Some(Arc::new(ADVSignedDeviceIdentity {
        details: Some(vec![0, 255]),
        account_signature: Some(vec![1; 64]),
        ..ADVSignedDeviceIdentity::default()
    }));
    device.push_name = "Fröhlich \u{0} \"quoted\" 🦜".to_owned();
    device.edge_routing_info = Some(vec![0, 1, 255]);
    device.props_hash = Some("hash".to_owned());
    device.next_pre_key_id = 813;
    device.first_unupload_pre_key_id = 812;
    device.server_has_prekeys = true;
    device.nct_salt = Some(vec![255; 16]);
    device.server_cert_chain = Some(CachedServerCertChain {
        intermediate: cert.clone(),
        leaf: cert,
    });
    device.login_counter = 3;
    device.lid_migrated = true;
    device.read_receipts_disabled = true;
    device
}

async fn put(profile: &Profile, format: u32, device: Vec<u8>) {
    let row = DeviceRow {
        format,
        device,
        phone_jid: None,
        lid_jid: None,
    };
    profile
        .store
        .write(move |tx| tx.signal_mut(OURS).put_device(&row))
        .await
        .unwrap();
}

#[tokio::test]
async fn credentials_survive_the_end_of_the_program_whole() {
    let mut profile = Profile::new();
    let device = linked();
    profile.backend(OURS).save(&device).await.unwrap();
    profile.reopen();
    let found = profile.backend(OURS).load().await.unwrap().unwrap();
    assert_eq!(text(&found), text(&device));
}

#[tokio::test]
async fn who_is_linked_is_told_without_the_credentials() {
    let profile = Profile::new();
    profile.backend(OURS).save(&linked()).await.unwrap();
    profile.backend(THEIRS).create().await.unwrap();
    let devices = profile.store.read(|tx| tx.linked_devices()).unwrap();
    let told: Vec<_> = devices
        .iter()
        .map(|d| (d.account, d.phone_jid.as_deref(), d.lid_jid.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            (
                OURS,
                Some("15550001111:7@s.whatsapp.net"),
                Some("9001:7@lid")
            ),
            (THEIRS, None, None),
        ]
    );
}

#[tokio::test]
async fn fields_that_a_newer_engine_added_are_passed_over() {
    let profile = Profile::new();
    let device = linked();
    let mut json: serde_json::Value = serde_json::from_str(&text(&device)).unwrap();
    json["a_field_of_tomorrow"] = serde_json::json!({ "deep": [1, null] });
    put(&profile, 1, serde_json::to_vec(&json).unwrap()).await;
    let found = profile.backend(OURS).load().await.unwrap().unwrap();
    assert_eq!(text(&found), text(&device));
}

#[tokio::test]
async fn fields_that_an_older_engine_did_not_know_take_their_defaults() {
    let profile = Profile::new();
    let device = linked();
    let mut json: serde_json::Value = serde_json::from_str(&text(&device)).unwrap();
    let fields = json.as_object_mut().unwrap();
    for newer in [
        "account",
        "edge_routing_info",
        "props_hash",
        "next_pre_key_id",
        "first_unupload_pre_key_id",
        "server_has_prekeys",
        "nct_salt",
        "server_cert_chain",
        "login_counter",
        "lid_migrated",
        "last_signed_pre_key_rotation_ms",
        "read_receipts_disabled",
    ] {
        assert!(fields.remove(newer).is_some(), "{newer} is a field");
    }
    put(&profile, 1, serde_json::to_vec(&json).unwrap()).await;
    let found = profile.backend(OURS).load().await.unwrap().unwrap();
    assert_eq!(found.pn, device.pn, "who it is");
    assert_eq!(found.noise_key.public_key, device.noise_key.public_key);
    assert_eq!(found.next_pre_key_id, 0);
    assert!(found.server_cert_chain.is_none());
}

#[tokio::test]
async fn credentials_that_cannot_be_read_are_an_error_and_stay() {
    for (what, format, bytes) in [
        ("not JSON", 1, b"\xFF\xFE".to_vec()),
        ("cut short", 1, text(&linked()).into_bytes()[..900].to_vec()),
        ("a field missing", 1, b"{}".to_vec()),
        ("of a newer program", 2, text(&linked()).into_bytes()),
    ] {
        let profile = Profile::new();
        put(&profile, format, bytes).await;
        let before = profile.rows_of(OURS);
        let backend = profile.backend(OURS);
        assert!(
            backend.load().await.is_err(),
            "{what}: never taken for none"
        );
        assert!(backend.exists().await.unwrap(), "{what}");
        backend.create().await.unwrap();
        assert_eq!(profile.rows_of(OURS), before, "{what}: not replaced");
    }
}

#[tokio::test]
async fn nothing_secret_is_printed() {
    let profile = Profile::new();
    let backend = profile.backend(OURS);
    backend.save(&linked()).await.unwrap();
    let row = profile
        .store
        .read(|tx| tx.signal(OURS).device())
        .unwrap()
        .unwrap();
    let token = frontdesk_store::TokenRow {
        token: b"secret".to_vec(),
        token_s: 1,
        sender_s: None,
    };
    let printed = format!("{backend:?} {row:?} {token:?}");
    assert_eq!(
        printed,
        "SqlBackend { .. } DeviceRow { format: 1, .. } TokenRow { token_s: 1, sender_s: None, .. }"
    );
    let mut json: serde_json::Value = serde_json::from_str(&text(&linked())).unwrap();
    json["registration_id"] = "secret".into();
    put(&profile, 1, serde_json::to_vec(&json).unwrap()).await;
    let error = backend.load().await.err().unwrap();
    let cause = error.source().unwrap();
    let chain = format!("{error:?} {error} {cause:?} {cause}");
    assert!(!chain.contains("secret"), "{chain}");
}
