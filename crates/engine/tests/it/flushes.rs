//! What a call costs: how often the disk is asked to make something durable.
//!
//! Counted where it cannot be missed: the C functions by which SQLite asks are
//! replaced in this test program by ones that count and then do it.
#![cfg(target_os = "linux")]
#![expect(unsafe_code, reason = "the functions to count are those of C")]

use std::{
    collections::BTreeMap,
    ffi::{CStr, c_char, c_int, c_void},
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use wa_rs::{
    bytes::Bytes,
    traits::{
        AppSyncStore as _, DeviceInfo, DeviceListRecord, LidPnMappingEntry, MsgSecretEntry,
        MsgSecretStore as _, PendingInboundKey, PendingInboundRow, ProtocolStore as _,
        SignalStore as _,
    },
    wacore::appstate::processor::AppStateMutationMAC,
};

use crate::kit::{OURS, Profile};

static FLUSHES: Mutex<BTreeMap<PathBuf, usize>> = Mutex::new(BTreeMap::new());

unsafe extern "C" {
    fn dlsym(handle: *mut c_void, name: *const c_char) -> *mut c_void;
}

/// The next definition after this program's own: that of the C library.
const NEXT: *mut c_void = -1_isize as *mut c_void;

fn count_and_do(fd: c_int, name: &CStr) -> c_int {
    if let Ok(file) = fs::read_link(format!("/proc/self/fd/{fd}"))
        && let Some(folder) = file.parent()
    {
        let mut flushes = FLUSHES.lock().unwrap_or_else(PoisonError::into_inner);
        *flushes.entry(folder.to_owned()).or_default() += 1;
    }
    // SAFETY: the C library defines both functions with this signature.
    unsafe {
        let real: extern "C" fn(c_int) -> c_int = std::mem::transmute(dlsym(NEXT, name.as_ptr()));
        real(fd)
    }
}

// SAFETY: same name, same signature and same effect as the one it hides.
#[unsafe(no_mangle)]
extern "C" fn fsync(fd: c_int) -> c_int {
    count_and_do(fd, c"fsync")
}

// SAFETY: as above.
#[unsafe(no_mangle)]
extern "C" fn fdatasync(fd: c_int) -> c_int {
    count_and_do(fd, c"fdatasync")
}

fn flushes(folder: &Path) -> usize {
    let folder = folder.canonicalize().unwrap();
    let flushes = FLUSHES.lock().unwrap_or_else(PoisonError::into_inner);
    flushes.get(&folder).copied().unwrap_or(0)
}

fn many(n: u32) -> Vec<(Arc<str>, Bytes)> {
    (0..n)
        .map(|n| (format!("{n}@c.us").into(), Bytes::from_static(b"bytes")))
        .collect()
}

macro_rules! costs {
    ($folder:expr, $($expected:literal => $call:expr;)*) => {
        $(let before = flushes($folder);
        $call.await.unwrap();
        assert_eq!(flushes($folder) - before, $expected, stringify!($call));)*
    };
}

#[tokio::test]
async fn what_is_kept_costs_one_flush_before_the_next_word_and_a_message_on_its_way_in_none() {
    let profile = Profile::new();
    let b = &profile.backend(OURS);
    let rows = many(200);
    let identities: Vec<_> = rows.iter().map(|(a, _)| (Arc::clone(a), [1; 32])).collect();
    let prekeys: Vec<_> = (0..200).map(|id| (id, Bytes::from_static(b"k"))).collect();
    let mappings: Vec<_> = (0..200)
        .map(|n| LidPnMappingEntry {
            lid: n.to_string(),
            phone_number: n.to_string(),
            created_at: 0,
            updated_at: 0,
            learning_source: String::new(),
        })
        .collect();
    let lists: Vec<_> = (0..200_u32)
        .map(|n| DeviceListRecord {
            user: n.to_string(),
            devices: vec![DeviceInfo::new(n, None)],
            timestamp: 0,
            phash: None,
            raw_id: None,
        })
        .collect();
    let macs: Vec<_> = (0..200_u8)
        .map(|n| AppStateMutationMAC {
            index_mac: vec![n; 32],
            value_mac: vec![n; 32],
        })
        .collect();
    let secrets: Vec<_> = rows
        .iter()
        .map(|(address, _)| MsgSecretEntry {
            chat: Arc::clone(address),
            sender: Arc::clone(address),
            msg_id: Arc::clone(address),
            secret: [1; 32],
            expires_at: 0,
            message_ts: 0,
        })
        .collect();
    let devices: Vec<_> = rows.iter().map(|(a, _)| (&**a, true)).collect();
    let inbound: Vec<_> = rows
        .iter()
        .map(|(address, message)| PendingInboundRow {
            chat: address,
            sender: address,
            id: "i",
            message,
        })
        .collect();
    let keys: Vec<_> = rows
        .iter()
        .map(|(address, _)| PendingInboundKey {
            chat: address,
            sender: address,
            id: "i",
        })
        .collect();
    let folder = profile.folder.path();
    // The first commit into an empty log also flushes the log's header.
    b.put_session("first@c.us", b"s").await.unwrap();
    b.flushed().await.unwrap();
    assert!(flushes(folder) > 0, "the counters must be in SQLite's way");
    costs! { folder,
        0 => b.put_session("u@c.us", b"s");
        1 => b.flushed();
        0 => b.flushed();
        0 => b.put_sessions_batch(&rows);
        0 => b.put_sender_keys_batch(&rows);
        0 => b.put_identities_batch(&identities);
        0 => b.remove_prekey(1);
        1 => b.flushed();
        0 => b.store_prekeys_batch(&prekeys, false);
        1 => b.flushed();
        0 => b.mark_prekeys_uploaded(&[1, 2, 3]);
        0 => b.put_lid_mappings(&mappings);
        0 => b.update_device_lists(lists);
        0 => b.put_mutation_macs("regular", 1, &macs);
        0 => b.put_msg_secrets(secrets);
        0 => b.set_sender_key_status("g", &devices);
        0 => b.store_sent_message("c", "A1", b"words");
        1 => b.flushed();
        0 => b.store_pending_inbound_batch(&inbound);
        0 => b.delete_pending_inbound_batch(&keys);
        0 => b.put_sessions_batch(&[]);
        0 => b.put_sender_keys_batch(&[]);
        0 => b.get_session("u@c.us");
        0 => b.flushed();
    }
    // Somebody else's flush is as good.
    b.put_session("u@c.us", b"t").await.unwrap();
    profile
        .store
        .write(|tx| tx.put_setting("x", &1))
        .await
        .unwrap();
    costs! { folder,
        0 => b.flushed();
    }
}
