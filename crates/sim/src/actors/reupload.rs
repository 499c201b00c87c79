//! A phone uploads a file again that the media host no longer gives out.

use crate::{
    content::read::{self, FileRef},
    names::DeviceAddr,
    wire::{
        Node, NodeBuilder, blob, notice,
        proto::{decode, encode, wa},
        read::Read,
    },
    world::{World, log::Note, queue::Class},
};
use wa_rs::wacore::{
    crypto::hkdf_sha256_into,
    libsignal::crypto::{aes_256_gcm_decrypt, aes_256_gcm_encrypt},
};

/// Why a phone cannot help, as the device is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    NotFound,
    Unreadable,
}

impl Refusal {
    const fn code(self) -> u32 {
        match self {
            Self::NotFound => 2,
            Self::Unreadable => 3,
        }
    }
}

impl World {
    /// A linked device could not download the file of a message and asks its
    /// phone, encrypted with the file's own key, to upload it again.
    pub(crate) fn asked_to_upload_again(&mut self, by: DeviceAddr, id: &str, stanza: &Node) {
        let outcome = self.upload_again(by, id, stanza);
        let (action, path) = ("reupload".to_owned(), outcome.clone().unwrap_or_default());
        let status = if outcome.is_ok() { 200 } else { 404 };
        self.note(Note::Media {
            action,
            path,
            status,
        });
        let answer = match outcome {
            Ok(path) => self.sealed_path(by, id, path),
            Err(refusal) => Some(
                NodeBuilder::new("error")
                    .attr("code", refusal.code())
                    .build(),
            ),
        };
        let own = self
            .account(by.account)
            .map(|account| account.jid(self.own_naming(by.account)));
        let rmr = stanza.child("rmr").cloned();
        let children = answer.into_iter().chain(rmr).collect();
        let stanza = notice::notice(id, own, "mediaretry", self.now, children);
        self.deliver(by, Class::Notification, stanza);
    }

    fn upload_again(&mut self, by: DeviceAddr, id: &str, stanza: &Node) -> Result<String, Refusal> {
        let file = self.file_of(by, id).ok_or(Refusal::NotFound)?;
        let sealed = stanza.child("encrypt").ok_or(Refusal::Unreadable)?;
        let part = |tag| sealed.child(tag).and_then(Read::payload);
        let asked = part("enc_p")
            .zip(part("enc_iv"))
            .and_then(|(text, iv)| unseal(&file.key, id, iv, text))
            .and_then(|plain| decode::<wa::ServerErrorReceipt>(&plain).ok());
        if asked.and_then(|asked| asked.stanza_id).as_deref() != Some(id) {
            return Err(Refusal::Unreadable);
        }
        if self.faults.lost_files.contains(id) {
            return Err(Refusal::NotFound);
        }
        self.shelf
            .store_again(&file.path, self.now)
            .ok_or(Refusal::NotFound)
    }

    fn file_of(&self, by: DeviceAddr, id: &str) -> Option<FileRef> {
        let inbox = &self.account(by.account)?.inbox;
        let message = inbox.iter().find(|message| message.id == id)?;
        read::file(&message.message)
    }

    fn sealed_path(&mut self, by: DeviceAddr, id: &str, path: String) -> Option<Node> {
        let file = self.file_of(by, id)?;
        let answer = encode(&wa::MediaRetryNotification {
            stanza_id: Some(id.to_owned()),
            direct_path: Some(path),
            result: Some(wa::media_retry_notification::ResultType::SUCCESS),
            ..Default::default()
        });
        let iv = self.dice.bytes::<12>();
        let mut text = Vec::new();
        aes_256_gcm_encrypt(&key_for(&file.key)?, &iv, id.as_bytes(), &answer, &mut text).ok()?;
        let parts = [blob("enc_p", text), blob("enc_iv", iv)];
        Some(NodeBuilder::new("encrypt").children(parts).build())
    }
}

fn key_for(media_key: &[u8]) -> Option<[u8; 32]> {
    let mut key = [0; 32];
    hkdf_sha256_into(
        media_key,
        None,
        b"WhatsApp Media Retry Notification",
        &mut key,
    )
    .ok()?;
    Some(key)
}

fn unseal(media_key: &[u8], id: &str, iv: &[u8], text: &[u8]) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    let iv = iv.try_into().ok()?;
    aes_256_gcm_decrypt(&key_for(media_key)?, iv, id.as_bytes(), text, &mut plain).ok()?;
    Some(plain)
}
