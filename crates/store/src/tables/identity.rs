//! One person is one contact and one thread, by whatever address they write.
//!
//! Numbers and LIDs become known in any order. Whoever turns out to be one
//! person is merged, see `merging`.

use frontdesk_domain::{
    address::{Address, Lid, PhoneNumber},
    id::ContactId,
    time::Timestamp,
};

use super::contacts::NewContact;
use crate::{change::Change, error::StoreError, tx::WriteTx};

const DOING: &str = "Finding out who somebody is";

pub(crate) const BY_BOTH: &str = "SELECT l.contact_id FROM contact_addresses l \
     JOIN contact_addresses p ON p.kind = 'phone' AND p.value = ?2 AND p.contact_id = l.contact_id \
     WHERE l.kind = 'lid' AND l.value = ?1";

impl WriteTx<'_> {
    /// The person that an address leads to, known or new. If the address holds
    /// both number and LID, they belong to one person from now on.
    pub fn meet(&mut self, address: &Address, now: Timestamp) -> Result<ContactId, StoreError> {
        if let Some(known) = self.known_by_both(address)? {
            return Ok(known);
        }
        let by_lid = match &address.lid {
            Some(lid) => self.contact_by_lid(lid)?,
            None => None,
        };
        let by_phone = match &address.phone {
            Some(phone) => self.contact_by_phone(phone)?,
            None => None,
        };
        match (by_lid, by_phone, &address.lid, &address.phone) {
            (None, None, _, _) => self.insert_contact(
                &NewContact {
                    address: address.clone(),
                    ..NewContact::default()
                },
                now,
            ),
            (Some(one), Some(same), _, _) if one == same => {
                self.lead_both(one, address)?;
                Ok(one)
            }
            (Some(one), Some(other), Some(lid), Some(phone)) => {
                if self.other_lid(other, lid)? {
                    // The number passed to another account.
                    self.take_phone(one, phone)?;
                    return Ok(one);
                }
                let kept = self.merge_contacts(one, other)?;
                self.lead_both(kept, address)?;
                Ok(kept)
            }
            (Some(one), None, _, Some(phone)) => {
                self.take_phone(one, phone)?;
                Ok(one)
            }
            (None, Some(other), Some(lid), _) => {
                if self.other_lid(other, lid)? {
                    let one = self.insert_contact(
                        &NewContact {
                            address: Address {
                                phone: None,
                                lid: Some(lid.clone()),
                            },
                            ..NewContact::default()
                        },
                        now,
                    )?;
                    if let Some(phone) = &address.phone {
                        self.take_phone(one, phone)?;
                    }
                    return Ok(one);
                }
                self.lead("lid", &lid.0, other)?;
                Ok(other)
            }
            (Some(one), _, _, _) | (None, Some(one), _, _) => Ok(one),
        }
    }

    /// A person has another number from now on; old messages still name the old
    /// one.
    pub fn change_number(
        &mut self,
        from: &Address,
        to: &Address,
        now: Timestamp,
    ) -> Result<ContactId, StoreError> {
        let before = self.meet(from, now)?;
        let after = match (self.contact_by_address(to)?, &to.phone) {
            (Some(known), _) if known != before => self.merge_contacts(before, known)?,
            _ => before,
        };
        if let Some(phone) = &to.phone {
            self.replace_phone(after, phone)?;
        }
        if let Some(lid) = &to.lid
            && !self.other_lid(after, lid)?
        {
            self.lead("lid", &lid.0, after)?;
        }
        if let Some(phone) = from
            .phone
            .as_ref()
            .filter(|old| to.phone.as_ref() != Some(old))
        {
            self.remember_former("phone", phone.digits(), after)?;
        }
        Ok(after)
    }

    /// The person that number and LID both lead to today: nothing is to be learnt
    /// from an address that tells what is known.
    fn known_by_both(&self, address: &Address) -> Result<Option<ContactId>, StoreError> {
        let (Some(lid), Some(phone)) = (&address.lid, &address.phone) else {
            return Ok(None);
        };
        self.one(DOING, BY_BOTH, (&lid.0, phone.digits()), |row| {
            row.get(0).map(ContactId)
        })
    }

    fn other_lid(&self, contact: ContactId, lid: &Lid) -> Result<bool, StoreError> {
        Ok(self
            .contact(contact)?
            .and_then(|contact| contact.address.lid)
            .is_some_and(|known| known != *lid))
    }

    fn lead_both(&mut self, contact: ContactId, address: &Address) -> Result<(), StoreError> {
        if let Some(phone) = &address.phone {
            self.take_phone(contact, phone)?;
        }
        if let Some(lid) = &address.lid
            && !self.other_lid(contact, lid)?
        {
            self.lead("lid", &lid.0, contact)?;
        }
        Ok(())
    }

    /// Gives a person a number, unless they once had it: then it comes back only
    /// in old news.
    fn take_phone(&mut self, contact: ContactId, phone: &PhoneNumber) -> Result<(), StoreError> {
        if self.is_former("phone", phone.digits(), contact)? {
            return Ok(());
        }
        self.replace_phone(contact, phone)
    }

    /// Gives a person a number, away from whoever had it. The number they had
    /// before still leads to them.
    fn replace_phone(&mut self, contact: ContactId, phone: &PhoneNumber) -> Result<(), StoreError> {
        let before = self.contact(contact)?.and_then(|c| c.address.phone);
        match before {
            Some(same) if same == *phone => return Ok(()),
            Some(old) => {
                self.run(
                    DOING,
                    "DELETE FROM contact_addresses WHERE kind = 'phone' AND contact_id = ?1",
                    [contact.0],
                )?;
                self.remember_former("phone", old.digits(), contact)?;
            }
            None => {}
        }
        self.lead("phone", phone.digits(), contact)
    }

    fn is_former(&self, kind: &str, value: &str, contact: ContactId) -> Result<bool, StoreError> {
        Ok(self
            .one(
                DOING,
                "SELECT 1 FROM former_addresses WHERE kind = ?1 AND value = ?2 AND contact_id = ?3",
                (kind, value, contact.0),
                |_| Ok(()),
            )?
            .is_some())
    }

    /// Lets an address lead to a person, whoever it led to before.
    pub(super) fn lead(
        &mut self,
        kind: &str,
        value: &str,
        contact: ContactId,
    ) -> Result<(), StoreError> {
        self.run(
            DOING,
            "DELETE FROM former_addresses WHERE kind = ?1 AND value = ?2",
            (kind, value),
        )?;
        let changed = self.run(
            DOING,
            "INSERT INTO contact_addresses (kind, value, contact_id) VALUES (?1, ?2, ?3) \
             ON CONFLICT (kind, value) DO UPDATE SET contact_id = excluded.contact_id \
             WHERE contact_id <> excluded.contact_id",
            (kind, value, contact.0),
        )?;
        if changed > 0 {
            self.changed(Change::Contact(contact));
        }
        Ok(())
    }

    pub(super) fn remember_former(
        &mut self,
        kind: &str,
        value: &str,
        contact: ContactId,
    ) -> Result<(), StoreError> {
        self.run(
            DOING,
            "INSERT INTO former_addresses (kind, value, contact_id) \
             SELECT ?1, ?2, ?3 WHERE NOT EXISTS \
               (SELECT 1 FROM contact_addresses WHERE kind = ?1 AND value = ?2) \
             ON CONFLICT (kind, value) DO UPDATE SET contact_id = excluded.contact_id",
            (kind, value, contact.0),
        )?;
        Ok(())
    }
}
