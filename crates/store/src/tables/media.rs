//! What is known of the files that messages carry.

use frontdesk_domain::id::MessageId;

use crate::{
    error::StoreError,
    tx::{ReadTx, WriteTx},
};

/// What a message tells about its file, and how to get it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Media {
    /// A voice note, not just a sound file.
    pub voice: bool,
    /// Its type.
    pub mime: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its name, for documents.
    pub file_name: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// How long it plays.
    pub seconds: u32,
    /// Loudness along a voice note, 0 to 100.
    pub waveform: Vec<u8>,
    /// A small picture of it, as a JPEG file.
    pub thumbnail: Vec<u8>,
    /// Path on the media hosts.
    pub path: String,
    /// Whole address, where the path is missing.
    pub url: String,
    /// What opens it.
    pub key: Vec<u8>,
    /// Digest of the file.
    pub digest: Vec<u8>,
    /// Digest of the file as it is encrypted.
    pub encrypted_digest: Vec<u8>,
}

impl std::fmt::Debug for Media {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Media")
            .field("mime", &self.mime)
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

impl ReadTx<'_> {
    /// What is known of the file of a message.
    pub fn media(&self, message: MessageId) -> Result<Option<Media>, StoreError> {
        self.one(
            "Reading about a file",
            "SELECT voice, mime, size, file_name, width, height, seconds, waveform, thumbnail, path, url, \
             media_key, digest, encrypted_digest FROM message_media WHERE message_id = ?1",
            [message.0],
            |row| {
                Ok(Media {
                    voice: row.get(0)?,
                    mime: row.get(1)?,
                    size: row.get(2)?,
                    file_name: row.get(3)?,
                    width: row.get(4)?,
                    height: row.get(5)?,
                    seconds: row.get(6)?,
                    waveform: row.get(7)?,
                    thumbnail: row.get(8)?,
                    path: row.get(9)?,
                    url: row.get(10)?,
                    key: row.get(11)?,
                    digest: row.get(12)?,
                    encrypted_digest: row.get(13)?,
                })
            },
        )
    }
}

impl WriteTx<'_> {
    pub(crate) fn put_media(
        &mut self,
        message: MessageId,
        media: &Media,
    ) -> Result<(), StoreError> {
        // A size beyond what a file can have is a lie of the sender, not a number.
        let size = i64::try_from(media.size).unwrap_or(0);
        self.run(
            "Keeping what is known of a file",
            "INSERT OR REPLACE INTO message_media (message_id, voice, mime, size, file_name, width, height, seconds, \
             waveform, thumbnail, path, url, media_key, digest, encrypted_digest) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            (
                message.0,
                media.voice,
                &media.mime,
                size,
                &media.file_name,
                media.width,
                media.height,
                media.seconds,
                &media.waveform,
                &media.thumbnail,
                &media.path,
                &media.url,
                &media.key,
                &media.digest,
                &media.encrypted_digest,
            ),
        )?;
        Ok(())
    }
}
