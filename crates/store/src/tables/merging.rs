//! Making two contacts one, with everything that names them: messages, what
//! happened to them, receipts, and the conversations with their pins, unread
//! counts and drafts.

use frontdesk_domain::{
    id::{ChatId, ContactId, MessageId, WireId},
    time::Timestamp,
};
use rusqlite::Row;

use super::{
    changes::{MessageChange, MessageKey, change, number, somebody},
    chats::{Chat, Peer},
    messages::Message,
    receipts::RecipientReceipt,
};
use crate::{change::Change, codes::Code as _, error::StoreError, tx::WriteTx};

const MERGING: &str = "Merging two contacts";

pub(crate) const SENT_BY: &str = "SELECT id FROM messages WHERE sender_id = ?1 AND sender_id <> 0";
pub(crate) const ABOUT: &str = "SELECT chat_id, wire_id, target_id, kind, actor_id, by_wire_id, at, value, payload \
     FROM message_changes WHERE target_id = ?1 AND target_id <> 0 \
     UNION ALL SELECT chat_id, wire_id, target_id, kind, actor_id, by_wire_id, at, value, payload \
     FROM message_changes WHERE actor_id = ?1 AND actor_id <> 0 AND target_id <> ?1";
pub(crate) const RECEIVED_BY: &str = "SELECT chat_id, wire_id, contact_id, delivered_at, read_at, played_at \
     FROM message_receipts WHERE contact_id = ?1";

impl WriteTx<'_> {
    /// Makes two contacts one and answers which is left: the one that was here
    /// first.
    pub(crate) fn merge_contacts(
        &mut self,
        one: ContactId,
        other: ContactId,
    ) -> Result<ContactId, StoreError> {
        let (kept, gone) = (one.min(other), one.max(other));
        self.merge_traces(kept, gone)?;
        let chats: Vec<Chat> = self
            .chats_of_contact(gone)?
            .into_iter()
            .map(|id| self.chat(id))
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .flatten()
            .collect();
        for chat in chats {
            match self.chat_with(chat.account, &Peer::Contact(kept))? {
                Some(into) => self.merge_chats(into, chat.id)?,
                None => {
                    self.run_on_one(
                        MERGING,
                        "UPDATE chats SET contact_id = ?2 WHERE id = ?1",
                        (chat.id.0, kept.0),
                    )?;
                    self.changed(Change::Chat(chat.id));
                }
            }
        }
        self.merge_faces(kept, gone)?;
        self.changed(Change::Contact(kept));
        Ok(kept)
    }

    /// Everything that names the one who goes names the other.
    fn merge_traces(&mut self, kept: ContactId, gone: ContactId) -> Result<(), StoreError> {
        let swap = |who: Option<ContactId>| who.map(|who| if who == gone { kept } else { who });
        let sent = self.all(MERGING, SENT_BY, [gone.0], |row| row.get(0).map(MessageId))?;
        for id in sent {
            if let Some(message) = self.message(id)? {
                self.move_message(&message, message.chat, Some(kept))?;
            }
        }
        let changes = self.all(MERGING, ABOUT, [gone.0], located)?;
        let mut touched = Vec::with_capacity(changes.len());
        for (key, change) in changes {
            self.forget_change(&key, &change)?;
            let key = MessageKey {
                sender: swap(key.sender),
                ..key
            };
            let change = MessageChange {
                actor: swap(change.actor),
                ..change
            };
            self.write_change(&key, &change)?;
            touched.push(key);
        }
        let receipts = self.all(MERGING, RECEIVED_BY, [gone.0], located_receipt)?;
        self.run(
            MERGING,
            "DELETE FROM message_receipts WHERE contact_id = ?1",
            [gone.0],
        )?;
        for (chat, wire_id, receipt) in receipts {
            let receipt = RecipientReceipt {
                contact: kept,
                ..receipt
            };
            self.put_receipt(chat, &wire_id, &receipt)?;
        }
        self.run(
            MERGING,
            "INSERT OR IGNORE INTO group_members (chat_id, contact_id) \
             SELECT chat_id, ?1 FROM group_members WHERE contact_id = ?2",
            (kept.0, gone.0),
        )?;
        self.run(
            MERGING,
            "INSERT OR IGNORE INTO blocked_contacts (account_id, contact_id) \
             SELECT account_id, ?1 FROM blocked_contacts WHERE contact_id = ?2",
            (kept.0, gone.0),
        )?;
        self.settle_keys(touched)
    }

    /// Names, notes, picture and addresses of both.
    fn merge_faces(&mut self, kept: ContactId, gone: ContactId) -> Result<(), StoreError> {
        self.run(
            MERGING,
            "UPDATE contacts SET \
               name = CASE WHEN contacts.name = '' THEN g.name ELSE contacts.name END, \
               saved_name = max(contacts.saved_name, g.saved_name), \
               own_name = CASE WHEN g.own_name_at IS NOT NULL AND (contacts.own_name_at IS NULL \
                 OR (g.own_name_at, g.own_name) > (contacts.own_name_at, contacts.own_name)) \
                 THEN g.own_name ELSE contacts.own_name END, \
               own_name_at = CASE WHEN contacts.own_name_at IS NULL THEN g.own_name_at \
                 ELSE max(contacts.own_name_at, coalesce(g.own_name_at, contacts.own_name_at)) END, \
               notes = CASE WHEN contacts.notes = '' THEN g.notes WHEN g.notes IN ('', contacts.notes) \
                 THEN contacts.notes ELSE contacts.notes || char(10) || g.notes END, \
               avatar_id = coalesce(contacts.avatar_id, g.avatar_id), \
               created_at = min(contacts.created_at, g.created_at) \
             FROM (SELECT * FROM contacts WHERE id = ?2) AS g WHERE contacts.id = ?1",
            (kept.0, gone.0),
        )?;
        let addresses = self.all(
            MERGING,
            "SELECT kind, value FROM contact_addresses WHERE contact_id = ?1 ORDER BY kind",
            [gone.0],
            |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)),
        )?;
        self.run(
            MERGING,
            "DELETE FROM contact_addresses WHERE contact_id = ?1",
            [gone.0],
        )?;
        for (kind, value) in addresses {
            let has_one = self
                .one(
                    MERGING,
                    "SELECT 1 FROM contact_addresses WHERE contact_id = ?1 AND kind = ?2",
                    (kept.0, &kind),
                    |_| Ok(()),
                )?
                .is_some();
            if has_one {
                self.remember_former(&kind, &value, kept)?;
            } else {
                self.lead(&kind, &value, kept)?;
            }
        }
        self.run(
            MERGING,
            "UPDATE former_addresses SET contact_id = ?1 WHERE contact_id = ?2",
            (kept.0, gone.0),
        )?;
        self.run_on_one(MERGING, "DELETE FROM contacts WHERE id = ?1", [gone.0])?;
        self.settle_name(kept)
    }

    /// Makes two conversations of one account one.
    fn merge_chats(&mut self, kept: ChatId, gone: ChatId) -> Result<(), StoreError> {
        let ids = self.all(
            MERGING,
            "SELECT id FROM messages WHERE chat_id = ?1 ORDER BY at, id",
            [gone.0],
            |row| row.get(0).map(MessageId),
        )?;
        for id in ids {
            if let Some(message) = self.message(id)? {
                self.move_message(&message, kept, message.sender)?;
                self.changed(Change::MessageGone {
                    chat: gone,
                    message: id,
                });
            }
        }
        let changes = self.all(
            MERGING,
            "SELECT chat_id, wire_id, target_id, kind, actor_id, by_wire_id, at, value, payload \
             FROM message_changes WHERE chat_id = ?1",
            [gone.0],
            located,
        )?;
        let mut touched = Vec::with_capacity(changes.len());
        for (key, change) in changes {
            let key = MessageKey { chat: kept, ..key };
            self.write_change(&key, &change)?;
            touched.push(key);
        }
        let receipts = self.all(
            MERGING,
            "SELECT chat_id, wire_id, contact_id, delivered_at, read_at, played_at FROM message_receipts WHERE chat_id = ?1",
            [gone.0],
            located_receipt,
        )?;
        for (_, wire_id, receipt) in receipts {
            self.write_receipt(kept, &wire_id, &receipt)?;
        }
        for sql in [
            "INSERT OR IGNORE INTO early_reads (chat_id, wire_id) SELECT ?1, wire_id FROM early_reads WHERE chat_id = ?2",
            "UPDATE outbox SET chat_id = ?1 WHERE chat_id = ?2",
            "UPDATE tellings SET chat_id = ?1 WHERE chat_id = ?2",
            "UPDATE chats SET answer_chat_id = ?1 WHERE answer_chat_id = ?2",
        ] {
            self.run(MERGING, sql, (kept.0, gone.0))?;
        }
        let marks = self.chat_marks(gone)?;
        self.merge_chat_rows(kept, gone)?;
        self.run_on_one(MERGING, "DELETE FROM chats WHERE id = ?1", [gone.0])?;
        self.changed(Change::ChatGone(gone));
        for (mark, value, at) in marks {
            self.put_chat_mark(kept, mark, value, at)?;
        }
        self.settle_keys(touched)?;
        self.settle_deliveries(kept)?;
        self.settle_reads(kept)
    }

    fn merge_chat_rows(&mut self, kept: ChatId, gone: ChatId) -> Result<(), StoreError> {
        self.run(
            MERGING,
            "UPDATE chats SET \
               pinned_at = coalesce(min(chats.pinned_at, g.pinned_at), chats.pinned_at, g.pinned_at), \
               muted_until = coalesce(max(chats.muted_until, g.muted_until), chats.muted_until, g.muted_until), \
               archived = min(chats.archived, g.archived), \
               marked_unread = max(chats.marked_unread, g.marked_unread), \
               hidden = min(chats.hidden, g.hidden), \
               read_through = coalesce(max(chats.read_through, g.read_through), chats.read_through, g.read_through), \
               cleared_through = coalesce(max(chats.cleared_through, g.cleared_through), \
                 chats.cleared_through, g.cleared_through), \
               answer_chat_id = coalesce(chats.answer_chat_id, g.answer_chat_id), \
               notify = coalesce(chats.notify, g.notify), \
               past_complete = min(chats.past_complete, g.past_complete), \
               past_wanted = max(chats.past_wanted, g.past_wanted), \
               draft = CASE WHEN chats.draft = '' THEN g.draft WHEN g.draft IN ('', chats.draft) \
                 THEN chats.draft ELSE chats.draft || char(10) || g.draft END, \
               created_at = min(chats.created_at, g.created_at) \
             FROM (SELECT * FROM chats WHERE id = ?2) AS g WHERE chats.id = ?1",
            (kept.0, gone.0),
        )?;
        // Marks said which is the newest word; a mark on one side alone is it.
        for (mark, value, at) in self.chat_marks(kept)? {
            self.apply_chat_mark(kept, mark, value, at)?;
        }
        Ok(())
    }

    /// What was read or cleared of one of the two holds for both.
    fn settle_reads(&mut self, chat: ChatId) -> Result<(), StoreError> {
        self.recount_chat(chat)?;
        let Some(row) = self.chat(chat)? else {
            return Ok(());
        };
        if let Some(at) = row.cleared_through {
            self.clear_through(chat, at, false)?;
        }
        if let Some(at) = row.read_through {
            self.raise_read_through(chat, at)?;
        }
        let early = self.all(
            MERGING,
            "SELECT e.wire_id FROM early_reads e JOIN messages m ON m.chat_id = e.chat_id AND m.wire_id = e.wire_id \
             WHERE e.chat_id = ?1",
            [chat.0],
            |row| row.get(0).map(WireId),
        )?;
        for wire_id in early {
            self.run(
                MERGING,
                "DELETE FROM early_reads WHERE chat_id = ?1 AND wire_id = ?2",
                (chat.0, &wire_id.0),
            )?;
            self.read_elsewhere(chat, &wire_id)?;
        }
        Ok(())
    }

    fn settle_keys(&mut self, mut keys: Vec<MessageKey>) -> Result<(), StoreError> {
        keys.sort();
        keys.dedup();
        for key in keys {
            self.settle(&key)?;
        }
        Ok(())
    }

    /// Puts a message into another conversation or another's mouth. If it is
    /// there already, one of the two is left: the one that holds more.
    fn move_message(
        &mut self,
        message: &Message,
        chat: ChatId,
        sender: Option<ContactId>,
    ) -> Result<(), StoreError> {
        let twin = self.message_by_key(chat, &message.wire_id, sender)?;
        if let Some(twin) = twin.filter(|twin| twin.id != message.id) {
            let loser = if twin.rank() < message.rank() {
                &twin
            } else {
                message
            };
            let winner = if loser.id == twin.id { message } else { &twin };
            self.run_on_one(
                MERGING,
                "UPDATE messages SET unread = unread AND ?4 WHERE chat_id = ?1 AND at = ?2 AND id = ?3",
                (winner.chat.0, winner.at.0, winner.id.0, loser.unread),
            )?;
            if let Some(step) = loser.delivery
                && winner.delivery.is_none_or(|own| own < step)
            {
                self.set_delivery(winner, step)?;
            }
            self.run(
                MERGING,
                "UPDATE outbox SET message_id = ?1 WHERE message_id = ?2",
                (winner.id.0, loser.id.0),
            )?;
            self.run_on_one(
                MERGING,
                "DELETE FROM messages WHERE chat_id = ?1 AND at = ?2 AND id = ?3",
                (loser.chat.0, loser.at.0, loser.id.0),
            )?;
            self.changed(Change::MessageGone {
                chat: loser.chat,
                message: loser.id,
            });
            self.recount_chat(loser.chat)?;
            if loser.id == message.id {
                return Ok(());
            }
        }
        self.run_on_one(
            MERGING,
            "UPDATE messages SET chat_id = ?4, sender_id = ?5 WHERE chat_id = ?1 AND at = ?2 AND id = ?3",
            (
                message.chat.0,
                message.at.0,
                message.id.0,
                chat.0,
                number(sender),
            ),
        )?;
        self.changed(Change::Message {
            chat,
            message: message.id,
        });
        Ok(())
    }

    fn forget_change(
        &mut self,
        key: &MessageKey,
        change: &MessageChange,
    ) -> Result<(), StoreError> {
        self.run(
            MERGING,
            "DELETE FROM message_changes WHERE chat_id = ?1 AND wire_id = ?2 AND target_id = ?3 AND kind = ?4 \
             AND actor_id = ?5 AND by_wire_id = ?6",
            (
                key.chat.0,
                &key.wire_id.0,
                number(key.sender),
                change.kind.word(),
                number(change.actor),
                &change.by.0,
            ),
        )?;
        Ok(())
    }
}

fn located(row: &Row<'_>) -> rusqlite::Result<(MessageKey, MessageChange)> {
    let key = MessageKey {
        chat: ChatId(row.get("chat_id")?),
        wire_id: WireId(row.get("wire_id")?),
        sender: somebody(row.get("target_id")?),
    };
    Ok((key, change(row)?))
}

fn located_receipt(row: &Row<'_>) -> rusqlite::Result<(ChatId, WireId, RecipientReceipt)> {
    let receipt = RecipientReceipt {
        contact: ContactId(row.get("contact_id")?),
        delivered_at: row.get::<_, Option<i64>>("delivered_at")?.map(Timestamp),
        read_at: row.get::<_, Option<i64>>("read_at")?.map(Timestamp),
        played_at: row.get::<_, Option<i64>>("played_at")?.map(Timestamp),
    };
    Ok((
        ChatId(row.get("chat_id")?),
        WireId(row.get("wire_id")?),
        receipt,
    ))
}
