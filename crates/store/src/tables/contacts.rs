//! People, and the addresses that lead to them.

use frontdesk_domain::{
    address::{Address, Lid, PhoneNumber},
    id::{BlobId, ContactId},
    time::Timestamp,
};
use rusqlite::Row;

use crate::{
    change::Change,
    codes::phone,
    error::StoreError,
    tx::{ReadTx, WriteTx},
};

/// One person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The person.
    pub id: ContactId,
    /// The name to show; empty when none is known.
    pub name: String,
    /// What the user wrote about them.
    pub notes: String,
    /// Their picture.
    pub avatar: Option<BlobId>,
    /// How they are reached.
    pub address: Address,
    /// When they were first seen here.
    pub created_at: Timestamp,
}

/// A person to be stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewContact {
    /// The name to show.
    pub name: String,
    /// What the user wrote about them.
    pub notes: String,
    /// How they are reached.
    pub address: Address,
}

pub(crate) const CONTACT: &str = "
    SELECT c.id, c.name, c.notes, c.avatar_id, c.created_at, p.value AS phone, l.value AS lid
    FROM contacts c
    LEFT JOIN contact_addresses p ON p.contact_id = c.id AND p.kind = 'phone'
    LEFT JOIN contact_addresses l ON l.contact_id = c.id AND l.kind = 'lid'
    WHERE c.id = ?1";

pub(crate) const BY_ADDRESS: &str =
    "SELECT contact_id FROM contact_addresses WHERE kind = ?1 AND value = ?2";

impl ReadTx<'_> {
    /// One person.
    pub fn contact(&self, id: ContactId) -> Result<Option<Contact>, StoreError> {
        self.one("Reading a contact", CONTACT, [id.0], contact)
    }

    /// The person with this number.
    pub fn contact_by_phone(&self, phone: &PhoneNumber) -> Result<Option<ContactId>, StoreError> {
        self.contact_by("phone", phone.digits())
    }

    /// The person with this LID.
    pub fn contact_by_lid(&self, lid: &Lid) -> Result<Option<ContactId>, StoreError> {
        self.contact_by("lid", &lid.0)
    }

    /// The person that an address leads to. Its LID decides, for a phone number
    /// can pass to somebody else.
    pub fn contact_by_address(&self, address: &Address) -> Result<Option<ContactId>, StoreError> {
        if let Some(lid) = &address.lid
            && let Some(found) = self.contact_by_lid(lid)?
        {
            return Ok(Some(found));
        }
        match &address.phone {
            Some(phone) => self.contact_by_phone(phone),
            None => Ok(None),
        }
    }

    fn contact_by(&self, kind: &str, value: &str) -> Result<Option<ContactId>, StoreError> {
        self.one("Looking up an address", BY_ADDRESS, (kind, value), |row| {
            row.get(0).map(ContactId)
        })
    }
}

impl WriteTx<'_> {
    /// Stores a person. [`StoreError::Conflict`] if one of the addresses leads
    /// to somebody already.
    pub fn insert_contact(
        &mut self,
        new: &NewContact,
        now: Timestamp,
    ) -> Result<ContactId, StoreError> {
        const DOING: &str = "Storing a contact";
        self.run(
            DOING,
            "INSERT INTO contacts (name, notes, created_at) VALUES (?1, ?2, ?3)",
            (&new.name, &new.notes, now.0),
        )?;
        let id = ContactId(self.conn().last_insert_rowid());
        let phone = new
            .address
            .phone
            .as_ref()
            .map(|phone| ("phone", phone.digits()));
        let lid = new.address.lid.as_ref().map(|lid| ("lid", lid.0.as_str()));
        for (kind, value) in phone.into_iter().chain(lid) {
            self.run(
                DOING,
                "INSERT INTO contact_addresses (kind, value, contact_id) VALUES (?1, ?2, ?3)",
                (kind, value, id.0),
            )?;
        }
        self.changed(Change::Contact(id));
        Ok(id)
    }
}

fn contact(row: &Row<'_>) -> rusqlite::Result<Contact> {
    Ok(Contact {
        id: ContactId(row.get("id")?),
        name: row.get("name")?,
        notes: row.get("notes")?,
        avatar: row.get::<_, Option<i64>>("avatar_id")?.map(BlobId),
        address: Address {
            phone: phone(row, "phone")?,
            lid: row.get::<_, Option<String>>("lid")?.map(Lid),
        },
        created_at: Timestamp(row.get("created_at")?),
    })
}
