//! The stored files and how the host is told to misbehave with them.

use crate::clock::Millis;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, sync::Arc};

/// How the media host misbehaves until told otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MediaFaults {
    /// Uploads are refused with this status.
    pub fail_upload: Option<u16>,
    /// Downloads are refused with this status.
    pub fail_download: Option<u16>,
    /// How many requests the two refusals are good for; absent is for ever.
    pub times: Option<u32>,
    /// Thousands of bits per second; 0 is unlimited.
    pub kbps: u64,
    /// Downloads and uploads end after this many bytes.
    pub cut_after: Option<u64>,
    /// Downloads hand out changed bytes.
    pub corrupt: bool,
}

/// One stored file.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) bytes: Arc<Vec<u8>>,
    /// The status with which it is refused, once it expired.
    pub(crate) expired: Option<u16>,
    pub(crate) stored_at: Millis,
}

/// All files of the network.
#[derive(Debug)]
pub(crate) struct Shelf {
    files: BTreeMap<String, File>,
    /// Uploads that have begun and not ended.
    partial: BTreeMap<String, Vec<u8>>,
    /// What a client must show to upload.
    auth: String,
    /// Where the host listens, as `address:port`, once it does.
    pub(crate) host: Option<String>,
    pub(crate) faults: MediaFaults,
}

impl Shelf {
    pub(crate) fn new(auth: String) -> Self {
        Self {
            files: BTreeMap::new(),
            partial: BTreeMap::new(),
            auth,
            host: None,
            faults: MediaFaults::default(),
        }
    }

    pub(crate) fn auth(&self) -> &str {
        &self.auth
    }

    /// Makes every upload permission given so far worthless.
    pub(crate) fn renew_auth(&mut self, auth: String) {
        self.auth = auth;
    }

    /// Stores a file and returns the path under which it is served.
    pub(crate) fn store(&mut self, kind: &str, bytes: Vec<u8>, now: Millis) -> String {
        let name = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(&bytes));
        let path = format!("/v/sim/{kind}/{name}");
        self.files.insert(
            path.clone(),
            File {
                bytes: Arc::new(bytes),
                expired: None,
                stored_at: now,
            },
        );
        path
    }

    /// Stores a file that is or was here once more, under another path.
    pub(crate) fn store_again(&mut self, path: &str, now: Millis) -> Option<String> {
        let bytes = Arc::clone(&self.files.get(path)?.bytes);
        let (folder, name) = path.rsplit_once('/')?;
        let again = (2_u32..).map(|time| format!("{folder}/again{time}-{name}"));
        let path = again
            .into_iter()
            .find(|path| !self.files.contains_key(path))?;
        let file = File {
            bytes,
            expired: None,
            stored_at: now,
        };
        self.files.insert(path.clone(), file);
        Some(path)
    }

    pub(crate) fn file(&self, path: &str) -> Option<&File> {
        self.files.get(path)
    }

    pub(crate) fn files(&self) -> impl Iterator<Item = (&String, &File)> {
        self.files.iter()
    }

    /// Makes a file unavailable with that status.
    pub(crate) fn expire(&mut self, path: &str, status: u16) -> bool {
        self.files
            .get_mut(path)
            .map(|file| file.expired = Some(status))
            .is_some()
    }

    /// The path of the stored file whose digest is that token.
    pub(crate) fn stored_as(&self, token: &str) -> Option<String> {
        self.files
            .keys()
            .find(|path| path.ends_with(token))
            .cloned()
    }

    /// How many bytes of an upload are there already.
    pub(crate) fn partial_len(&self, token: &str) -> usize {
        self.partial.get(token).map_or(0, Vec::len)
    }

    /// Adds bytes to an upload from `offset` on and returns the whole so far.
    pub(crate) fn append(&mut self, token: &str, offset: usize, bytes: &[u8]) -> Vec<u8> {
        let so_far = self.partial.entry(token.to_owned()).or_default();
        so_far.truncate(offset);
        so_far.extend_from_slice(bytes);
        so_far.clone()
    }

    pub(crate) fn forget_partial(&mut self, token: &str) {
        self.partial.remove(token);
    }

    /// Whether this request is refused by a standing order, counted down.
    pub(crate) fn refusal(&mut self, upload: bool) -> Option<u16> {
        let status = if upload {
            self.faults.fail_upload
        } else {
            self.faults.fail_download
        }?;
        match &mut self.faults.times {
            Some(0) => None,
            Some(times) => {
                *times -= 1;
                Some(status)
            }
            None => Some(status),
        }
    }
}
