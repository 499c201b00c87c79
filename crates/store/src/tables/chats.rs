//! Conversations, and the one place where their counters are kept.

use frontdesk_domain::{
    attention::NotifyRule,
    chat::ChatKind,
    id::{AccountId, ChatId, ContactId, MessageId},
    time::Timestamp,
};
use rusqlite::Row;

use crate::{
    change::Change,
    codes::{Code as _, code_or_null},
    error::StoreError,
    tx::{ReadTx, WriteTx, page},
};

/// One conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chat {
    /// The conversation.
    pub id: ChatId,
    /// The account it belongs to.
    pub account: AccountId,
    /// Whom it is with.
    pub peer: Peer,
    /// The name of a group; empty for a person.
    pub title: String,
    /// Since when it has been kept above the others.
    pub pinned_at: Option<Timestamp>,
    /// No notifications until then.
    pub muted_until: Option<Timestamp>,
    /// Put away.
    pub archived: bool,
    /// Incoming messages not read yet.
    pub unread: u32,
    /// What was typed and not sent; empty when nothing was.
    pub draft: String,
    /// The newest message of the thread.
    pub last_message: Option<MessageId>,
    /// Where the chat stands in the inbox: the time of the newest message, or
    /// that of the chat's own making while it has none.
    pub last_at: Timestamp,
    /// When it was first seen here.
    pub created_at: Timestamp,
    /// Nothing of it is shown yet: something was told about it, but no message
    /// has come.
    pub hidden: bool,
    /// Marked as unread by hand.
    pub marked_unread: bool,
    /// Everything sent before then was read.
    pub read_through: Option<Timestamp>,
    /// Everything sent up to then was cleared away.
    pub cleared_through: Option<Timestamp>,
    /// The conversation of another account from which the user answers.
    pub answer_chat: Option<ChatId>,
    /// Which of its messages are told on the desktop; `None` is as its slot.
    pub notify: Option<NotifyRule>,
    /// The phone has nothing older.
    pub past_complete: bool,
    /// A stretch of it may be missing, and the phone is to be asked.
    pub past_wanted: bool,
}

/// Whom a conversation is with.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Peer {
    /// One person.
    Contact(ContactId),
    /// A group, by its address on the network.
    Group(String),
}

/// A conversation to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewChat {
    /// The account it belongs to.
    pub account: AccountId,
    /// Whom it is with.
    pub peer: Peer,
    /// The name of a group; empty for a person.
    pub title: String,
}

/// Which conversations a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChatList {
    /// Those not put away.
    Inbox,
    /// Those put away.
    Archive,
}

/// Where a page of conversations ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChatPosition {
    /// Whether the last one was pinned.
    pub pinned: bool,
    /// Its [`Chat::last_at`].
    pub last_at: Timestamp,
    /// The conversation itself.
    pub id: ChatId,
}

/// A stretch of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatPage {
    /// Pinned first, then newest first.
    pub rows: Vec<Chat>,
    /// Where the next page starts; `None` at the end.
    pub next: Option<ChatPosition>,
}

macro_rules! columns {
    () => {
        "SELECT id, account_id, contact_id, group_jid, title, pinned_at, muted_until, archived, unread, draft, \
         last_message_id, last_at, created_at, hidden, marked_unread, read_through, cleared_through, answer_chat_id, \
         notify, past_complete, past_wanted FROM chats "
    };
}

pub(crate) const CHAT: &str = concat!(columns!(), "WHERE id = ?1");
pub(crate) const FIRST_PAGE: &str = concat!(
    columns!(),
    "WHERE archived = ?1 AND hidden = 0 ORDER BY pinned DESC, last_at DESC, id DESC LIMIT ?2"
);
pub(crate) const NEXT_PAGE: &str = concat!(
    columns!(),
    "WHERE archived = ?1 AND hidden = 0 AND (pinned, last_at, id) < (?3, ?4, ?5) \
     ORDER BY pinned DESC, last_at DESC, id DESC LIMIT ?2"
);
pub(crate) const WITH_CONTACT: &str =
    "SELECT id FROM chats WHERE contact_id = ?2 AND account_id = ?1";
pub(crate) const WITH_GROUP: &str = "SELECT id FROM chats WHERE account_id = ?1 AND group_jid = ?2";
pub(crate) const OF_CONTACT: &str =
    "SELECT id FROM chats WHERE contact_id = ?1 ORDER BY account_id";
pub(crate) const RECOUNT: &str = "UPDATE chats SET \
       unread = (SELECT count(*) FROM messages INDEXED BY messages_unread WHERE chat_id = ?1 AND unread = 1), \
       last_message_id = (SELECT id FROM messages WHERE chat_id = ?1 ORDER BY at DESC, id DESC LIMIT 1), \
       last_at = coalesce( \
         (SELECT at FROM messages WHERE chat_id = ?1 ORDER BY at DESC, id DESC LIMIT 1), cleared_through, last_at) \
     WHERE id = ?1";
pub(crate) const UNREAD: &str = "SELECT coalesce(sum(unread), 0) FROM chats INDEXED BY chats_unread \
     WHERE archived = 0 AND unread > 0 AND (muted_until IS NULL OR muted_until <= ?1)";

pub(crate) const UNMUTING: &str = "SELECT min(muted_until) FROM chats INDEXED BY chats_unread \
     WHERE archived = 0 AND unread > 0 AND muted_until > ?1";

impl Chat {
    /// Where it stands in its list.
    pub const fn position(&self) -> ChatPosition {
        ChatPosition {
            pinned: self.pinned_at.is_some(),
            last_at: self.last_at,
            id: self.id,
        }
    }

    /// Person or group.
    pub const fn kind(&self) -> ChatKind {
        self.peer.kind()
    }
}

impl Peer {
    /// Person or group.
    pub const fn kind(&self) -> ChatKind {
        match self {
            Self::Contact(_) => ChatKind::Direct,
            Self::Group(_) => ChatKind::Group,
        }
    }
}

impl ReadTx<'_> {
    /// One conversation.
    pub fn chat(&self, id: ChatId) -> Result<Option<Chat>, StoreError> {
        self.one("Reading a chat", CHAT, [id.0], chat)
    }

    /// The conversation of an account with a person or group.
    pub fn chat_with(&self, account: AccountId, peer: &Peer) -> Result<Option<ChatId>, StoreError> {
        const DOING: &str = "Looking up a chat";
        let id = |row: &Row<'_>| row.get(0).map(ChatId);
        match peer {
            Peer::Contact(contact) => self.one(DOING, WITH_CONTACT, (account.0, contact.0), id),
            Peer::Group(jid) => self.one(DOING, WITH_GROUP, (account.0, jid), id),
        }
    }

    /// The conversations of all accounts with a person, oldest account first.
    pub fn chats_of_contact(&self, contact: ContactId) -> Result<Vec<ChatId>, StoreError> {
        self.all(
            "Looking up the chats of a contact",
            OF_CONTACT,
            [contact.0],
            |row| row.get(0).map(ChatId),
        )
    }

    /// Every conversation there is.
    pub fn chat_ids(&self) -> Result<Vec<ChatId>, StoreError> {
        self.all(
            "Listing all chats",
            "SELECT id FROM chats ORDER BY id",
            [],
            |row| row.get(0).map(ChatId),
        )
    }

    /// A stretch of a list, from its top or after a position.
    pub fn chat_page(
        &self,
        list: ChatList,
        after: Option<ChatPosition>,
        limit: usize,
    ) -> Result<ChatPage, StoreError> {
        const DOING: &str = "Reading a page of chats";
        let archived = matches!(list, ChatList::Archive);
        let rows = match after {
            None => self.all(DOING, FIRST_PAGE, (archived, limit + 1), chat)?,
            Some(at) => self.all(
                DOING,
                NEXT_PAGE,
                (archived, limit + 1, at.pinned, at.last_at.0, at.id.0),
                chat,
            )?,
        };
        let (rows, more) = page(rows, limit);
        let next = rows.last().filter(|_| more).map(Chat::position);
        Ok(ChatPage { rows, next })
    }

    /// When the next silence ends that hides unread messages from the count.
    pub fn next_unmuting(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        Ok(self
            .one(
                "Looking for the end of a silence",
                UNMUTING,
                [now.0],
                |row| row.get::<_, Option<i64>>(0),
            )?
            .flatten()
            .map(Timestamp))
    }

    /// Unread messages in conversations that are neither put away nor muted at
    /// this moment.
    pub fn total_unread(&self, now: Timestamp) -> Result<u32, StoreError> {
        Ok(self
            .one("Counting unread messages", UNREAD, [now.0], |row| {
                row.get(0)
            })?
            .unwrap_or(0))
    }
}

impl WriteTx<'_> {
    /// Stores a conversation. [`StoreError::Conflict`] if the account has one
    /// with this peer, or account or contact do not exist.
    pub fn insert_chat(&mut self, new: &NewChat, now: Timestamp) -> Result<ChatId, StoreError> {
        self.insert_chat_as(new, false, now)
    }

    /// Stores a conversation that no list shows before its first message.
    pub fn insert_hidden_chat(
        &mut self,
        new: &NewChat,
        now: Timestamp,
    ) -> Result<ChatId, StoreError> {
        self.insert_chat_as(new, true, now)
    }

    fn insert_chat_as(
        &mut self,
        new: &NewChat,
        hidden: bool,
        now: Timestamp,
    ) -> Result<ChatId, StoreError> {
        let (contact, group) = match &new.peer {
            Peer::Contact(contact) => (Some(contact.0), None),
            Peer::Group(jid) => (None, Some(jid)),
        };
        self.run(
            "Storing a chat",
            "INSERT INTO chats (account_id, kind, contact_id, group_jid, title, last_at, created_at, hidden) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7)",
            (new.account.0, new.peer.kind().word(), contact, group, &new.title, now.0, hidden),
        )?;
        let id = ChatId(self.conn().last_insert_rowid());
        self.changed(Change::Chat(id));
        Ok(id)
    }

    /// Keeps what was typed; an empty text is no draft.
    pub fn set_draft(&mut self, chat: ChatId, text: &str) -> Result<(), StoreError> {
        self.run_on_one(
            "Keeping a draft",
            "UPDATE chats SET draft = ?2 WHERE id = ?1",
            (chat.0, text),
        )?;
        if text.is_empty() {
            self.erased();
        }
        self.changed(Change::Chat(chat));
        Ok(())
    }

    /// Lets lists show a conversation though it may hold no message.
    pub fn show_chat(&mut self, chat: ChatId) -> Result<(), StoreError> {
        self.run_on_one(
            "Showing a chat",
            "UPDATE chats SET hidden = 0 WHERE id = ?1",
            [chat.0],
        )?;
        self.changed(Change::Chat(chat));
        Ok(())
    }

    /// Names a group.
    pub fn set_chat_title(&mut self, chat: ChatId, title: &str) -> Result<(), StoreError> {
        self.run_on_one(
            "Naming a group",
            "UPDATE chats SET title = ?2 WHERE id = ?1",
            (chat.0, title),
        )?;
        self.changed(Change::Chat(chat));
        Ok(())
    }

    /// Answers in a conversation come from another account's conversation with
    /// the same person from now on, or no longer.
    pub fn set_answer_chat(
        &mut self,
        chat: ChatId,
        from: Option<ChatId>,
    ) -> Result<(), StoreError> {
        self.run_on_one(
            "Choosing who answers",
            "UPDATE chats SET answer_chat_id = ?2 WHERE id = ?1",
            (chat.0, from.map(|chat| chat.0)),
        )?;
        self.changed(Change::Chat(chat));
        Ok(())
    }

    /// Chooses which messages of a conversation are told on the desktop; `None`
    /// is as its slot.
    pub fn set_chat_notify(
        &mut self,
        chat: ChatId,
        rule: Option<NotifyRule>,
    ) -> Result<(), StoreError> {
        self.run_on_one(
            "Choosing what a chat tells",
            "UPDATE chats SET notify = ?2 WHERE id = ?1",
            (chat.0, rule.map(NotifyRule::word)),
        )?;
        self.changed(Change::Chat(chat));
        Ok(())
    }

    /// Keeps a conversation above the others, or lets it go. Pinning a pinned
    /// one changes nothing about when that happened.
    pub fn set_chat_pinned(
        &mut self,
        chat: ChatId,
        pinned_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        self.run_on_one(
            "Pinning a chat",
            "UPDATE chats SET pinned_at = CASE WHEN ?2 IS NULL THEN NULL ELSE coalesce(pinned_at, ?2) END \
             WHERE id = ?1",
            (chat.0, pinned_at.map(|t| t.0)),
        )?;
        self.changed(Change::Chat(chat));
        Ok(())
    }

    /// No notifications until then; `None` unmutes.
    pub fn set_chat_muted(
        &mut self,
        chat: ChatId,
        until: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        self.run_on_one(
            "Muting a chat",
            "UPDATE chats SET muted_until = ?2 WHERE id = ?1",
            (chat.0, until.map(|t| t.0)),
        )?;
        self.changed(Change::Chat(chat));
        Ok(())
    }

    /// Puts a conversation away, or takes it back.
    pub fn set_chat_archived(&mut self, chat: ChatId, archived: bool) -> Result<(), StoreError> {
        self.run_on_one(
            "Archiving a chat",
            "UPDATE chats SET archived = ?2 WHERE id = ?1",
            (chat.0, archived),
        )?;
        self.changed(Change::Chat(chat));
        Ok(())
    }

    /// Deletes a conversation and all its messages from this computer.
    pub fn delete_chat(&mut self, chat: ChatId) -> Result<(), StoreError> {
        self.run_on_one(
            "Deleting a chat",
            "DELETE FROM chats WHERE id = ?1",
            [chat.0],
        )?;
        self.erased();
        self.changed(Change::ChatGone(chat));
        Ok(())
    }

    /// A message came in or went out: the conversation rises, unless the message
    /// is older than its newest, and counts it if it is unread.
    pub(crate) fn chat_gained(
        &mut self,
        chat: ChatId,
        message: MessageId,
        at: Timestamp,
        unread: bool,
    ) -> Result<(), StoreError> {
        self.run_on_one(
            "Raising a chat",
            "UPDATE chats SET \
               hidden = 0, \
               unread = unread + ?4, \
               last_at = CASE WHEN last_message_id IS NULL OR (last_at, last_message_id) < (?3, ?2) \
                 THEN ?3 ELSE last_at END, \
               last_message_id = CASE WHEN last_message_id IS NULL OR (last_at, last_message_id) < (?3, ?2) \
                 THEN ?2 ELSE last_message_id END \
             WHERE id = ?1",
            (chat.0, message.0, at.0, unread),
        )?;
        self.changed(Change::Chat(chat));
        Ok(())
    }

    /// Some of its unread messages were read or deleted.
    pub(crate) fn chat_read(&mut self, chat: ChatId, messages: usize) -> Result<(), StoreError> {
        self.run_on_one(
            "Counting down a chat",
            "UPDATE chats SET unread = unread - ?2 WHERE id = ?1",
            (chat.0, messages),
        )?;
        self.changed(Change::Chat(chat));
        Ok(())
    }

    /// Counts and orders a conversation anew, from its messages.
    pub(crate) fn recount_chat(&mut self, chat: ChatId) -> Result<(), StoreError> {
        self.run_on_one("Counting a chat anew", RECOUNT, [chat.0])?;
        self.changed(Change::Chat(chat));
        Ok(())
    }

    /// One of its messages was deleted; if it was the newest, the one before it
    /// takes its place.
    pub(crate) fn chat_lost(&mut self, chat: ChatId, message: MessageId) -> Result<(), StoreError> {
        self.run(
            "Lowering a chat",
            "UPDATE chats SET \
               last_message_id = (SELECT id FROM messages WHERE chat_id = ?1 ORDER BY at DESC, id DESC LIMIT 1), \
               last_at = coalesce( \
                 (SELECT at FROM messages WHERE chat_id = ?1 ORDER BY at DESC, id DESC LIMIT 1), last_at) \
             WHERE id = ?1 AND last_message_id = ?2",
            (chat.0, message.0),
        )?;
        self.changed(Change::Chat(chat));
        Ok(())
    }
}

/// Reads a row of `columns!`, by place: looking a column up by its name takes
/// longer than reading it.
fn chat(row: &Row<'_>) -> rusqlite::Result<Chat> {
    let contact: Option<i64> = row.get(2)?;
    let time =
        |place| -> rusqlite::Result<_> { Ok(row.get::<_, Option<i64>>(place)?.map(Timestamp)) };
    Ok(Chat {
        id: ChatId(row.get(0)?),
        account: AccountId(row.get(1)?),
        peer: match contact {
            Some(contact) => Peer::Contact(ContactId(contact)),
            None => Peer::Group(row.get(3)?),
        },
        title: row.get(4)?,
        pinned_at: time(5)?,
        muted_until: time(6)?,
        archived: row.get(7)?,
        unread: row.get(8)?,
        draft: row.get(9)?,
        last_message: row.get::<_, Option<i64>>(10)?.map(MessageId),
        last_at: Timestamp(row.get(11)?),
        created_at: Timestamp(row.get(12)?),
        hidden: row.get(13)?,
        marked_unread: row.get(14)?,
        read_through: time(15)?,
        cleared_through: time(16)?,
        answer_chat: row.get::<_, Option<i64>>(17)?.map(ChatId),
        notify: code_or_null(row, 18)?,
        past_complete: row.get(19)?,
        past_wanted: row.get(20)?,
    })
}
