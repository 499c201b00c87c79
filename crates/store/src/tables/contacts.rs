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
    /// What they call themselves; empty when that is not known.
    pub own_name: String,
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
    SELECT c.id, c.name, c.own_name, c.notes, c.avatar_id, c.created_at, p.value AS phone, l.value AS lid
    FROM contacts c
    LEFT JOIN contact_addresses p ON p.contact_id = c.id AND p.kind = 'phone'
    LEFT JOIN contact_addresses l ON l.contact_id = c.id AND l.kind = 'lid'
    WHERE c.id = ?1";

pub(crate) const BY_ADDRESS: &str =
    "SELECT contact_id FROM contact_addresses WHERE kind = ?1 AND value = ?2";

pub(crate) const BY_FORMER: &str =
    "SELECT contact_id FROM former_addresses WHERE kind = ?1 AND value = ?2";

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
        const DOING: &str = "Looking up an address";
        let id = |row: &Row<'_>| row.get(0).map(ContactId);
        match self.one(DOING, BY_ADDRESS, (kind, value), id)? {
            Some(found) => Ok(Some(found)),
            None => self.one(DOING, BY_FORMER, (kind, value), id),
        }
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

    /// Keeps what the user wrote about a person.
    pub fn set_contact_notes(&mut self, id: ContactId, notes: &str) -> Result<(), StoreError> {
        self.run_on_one(
            "Keeping notes",
            "UPDATE contacts SET notes = ?2 WHERE id = ?1",
            (id.0, notes),
        )?;
        self.changed(Change::Contact(id));
        Ok(())
    }

    /// The account's user calls a person this in the phone's address book.
    pub fn set_saved_name(&mut self, id: ContactId, name: &str) -> Result<(), StoreError> {
        let changed = self.run(
            "Naming a contact",
            "UPDATE contacts SET saved_name = ?2 WHERE id = ?1 AND saved_name <> ?2",
            (id.0, name),
        )?;
        if changed > 0 {
            self.settle_name(id)?;
        }
        Ok(())
    }

    /// A person called themselves this at that moment; the newest word counts.
    pub fn put_own_name(
        &mut self,
        id: ContactId,
        name: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let changed = self.run(
            "Naming a contact",
            "UPDATE contacts SET own_name = ?2, own_name_at = ?3 WHERE id = ?1 \
             AND (own_name_at IS NULL OR (?3, ?2) > (own_name_at, own_name))",
            (id.0, name, at.0),
        )?;
        if changed > 0 {
            self.settle_name(id)?;
        }
        Ok(())
    }

    /// Saved beats what people call themselves; what was known otherwise stays
    /// where neither is known.
    pub(crate) fn settle_name(&mut self, id: ContactId) -> Result<(), StoreError> {
        let changed = self.run(
            "Naming a contact",
            "UPDATE contacts SET name = coalesce(nullif(saved_name, ''), nullif(own_name, ''), name) \
             WHERE id = ?1 AND name <> coalesce(nullif(saved_name, ''), nullif(own_name, ''), name)",
            [id.0],
        )?;
        if changed > 0 {
            self.changed(Change::Contact(id));
        }
        Ok(())
    }
}

fn contact(row: &Row<'_>) -> rusqlite::Result<Contact> {
    Ok(Contact {
        id: ContactId(row.get("id")?),
        name: row.get("name")?,
        own_name: row.get("own_name")?,
        notes: row.get("notes")?,
        avatar: row.get::<_, Option<i64>>("avatar_id")?.map(BlobId),
        address: Address {
            phone: phone(row, "phone")?,
            lid: row.get::<_, Option<String>>("lid")?.map(Lid),
        },
        created_at: Timestamp(row.get("created_at")?),
    })
}
