//! Rows of encrypted files: which file, which key.

use frontdesk_domain::{id::BlobId, secret::Secret, time::Timestamp};
use zeroize::Zeroizing;

use crate::{
    blobs::NewBlob,
    change::Change,
    error::StoreError,
    tx::{ReadTx, WriteTx},
};

/// What it takes to read a file.
#[derive(Debug)]
pub(crate) struct BlobRow {
    pub(crate) name: String,
    pub(crate) key: Secret<[u8; 32]>,
    pub(crate) size: u64,
}

impl ReadTx<'_> {
    pub(crate) fn blob(&self, id: BlobId) -> Result<Option<BlobRow>, StoreError> {
        self.one(
            "Reading an encrypted file's row",
            "SELECT name, key, plain_size FROM blobs WHERE id = ?1",
            [id.0],
            |row| {
                Ok(BlobRow {
                    name: row.get("name")?,
                    key: Secret::new(*Zeroizing::new(row.get::<_, [u8; 32]>("key")?)),
                    size: row.get("plain_size")?,
                })
            },
        )
    }

    pub(crate) fn blob_ids(&self) -> Result<Vec<BlobId>, StoreError> {
        self.all(
            "Listing encrypted files",
            "SELECT id FROM blobs ORDER BY id",
            [],
            |row| row.get(0).map(BlobId),
        )
    }

    pub(crate) fn blob_names(&self) -> Result<Vec<String>, StoreError> {
        self.all(
            "Listing encrypted files",
            "SELECT name FROM blobs",
            [],
            |row| row.get(0),
        )
    }

    pub(crate) fn blob_garbage(&self) -> Result<Vec<String>, StoreError> {
        self.all(
            "Listing dropped files",
            "SELECT name FROM blob_garbage",
            [],
            |row| row.get(0),
        )
    }
}

impl WriteTx<'_> {
    /// Gives a finished file its row. Should the write not be committed, the
    /// file is swept away at the next opening.
    pub fn insert_blob(&mut self, blob: NewBlob, now: Timestamp) -> Result<BlobId, StoreError> {
        self.run(
            "Keeping an encrypted file",
            "INSERT INTO blobs (name, key, plain_size, created_at) VALUES (?1, ?2, ?3, ?4)",
            (&blob.name, blob.key.expose(), blob.size, now.0),
        )?;
        blob.adopt();
        Ok(BlobId(self.conn().last_insert_rowid()))
    }

    /// Puts a finished file in the place of another. Readers see the old or the
    /// new content, never a mixture; the old file is deleted after the commit.
    pub fn replace_blob(
        &mut self,
        id: BlobId,
        blob: NewBlob,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const DOING: &str = "Replacing an encrypted file";
        self.drop_file(DOING, id)?;
        self.run_on_one(
            DOING,
            "UPDATE blobs SET name = ?2, key = ?3, plain_size = ?4, created_at = ?5 WHERE id = ?1",
            (id.0, &blob.name, blob.key.expose(), blob.size, now.0),
        )?;
        blob.adopt();
        self.changed(Change::Blob(id));
        Ok(())
    }

    /// Deletes a file; what pointed to it points to nothing.
    pub fn delete_blob(&mut self, id: BlobId) -> Result<(), StoreError> {
        const DOING: &str = "Deleting an encrypted file";
        self.drop_file(DOING, id)?;
        self.run_on_one(DOING, "DELETE FROM blobs WHERE id = ?1", [id.0])?;
        self.changed(Change::BlobGone(id));
        Ok(())
    }

    fn drop_file(&mut self, doing: &'static str, id: BlobId) -> Result<(), StoreError> {
        self.run_on_one(
            doing,
            "INSERT INTO blob_garbage (name) SELECT name FROM blobs WHERE id = ?1",
            [id.0],
        )?;
        self.blob_dropped();
        self.erased();
        Ok(())
    }
}
