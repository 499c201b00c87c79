//! What phone and computer both can change about a conversation. The newest
//! word counts, wherever it was said.

use frontdesk_domain::{
    id::{ChatId, MessageId},
    time::Timestamp,
};

use crate::{
    change::Change,
    codes::Code,
    error::StoreError,
    tx::{ReadTx, WriteTx},
};

/// What is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChatMark {
    /// Kept above the others.
    Pinned,
    /// Silent; the value is until when, 0 for not.
    Muted,
    /// Put away.
    Archived,
    /// Marked as unread.
    Unread,
}

impl Code for ChatMark {
    const ALL: &'static [Self] = &[Self::Pinned, Self::Muted, Self::Archived, Self::Unread];

    fn word(self) -> &'static str {
        match self {
            Self::Pinned => "pinned",
            Self::Muted => "muted",
            Self::Archived => "archived",
            Self::Unread => "unread",
        }
    }
}

pub(crate) const READ_BEFORE: &str = "UPDATE messages INDEXED BY messages_unread SET unread = 0 \
     WHERE chat_id = ?1 AND unread = 1 AND at < ?2 RETURNING id";
pub(crate) const CLEAR: &str = "DELETE FROM messages WHERE chat_id = ?1 AND at <= ?2 RETURNING id";

impl ReadTx<'_> {
    /// All marks of a conversation: what, its value and since when.
    pub(crate) fn chat_marks(
        &self,
        chat: ChatId,
    ) -> Result<Vec<(ChatMark, i64, Timestamp)>, StoreError> {
        self.all(
            "Reading the marks of a chat",
            "SELECT kind, value, at FROM chat_marks WHERE chat_id = ?1 ORDER BY kind",
            [chat.0],
            |row| {
                Ok((
                    crate::codes::code(row, "kind")?,
                    row.get("value")?,
                    row.get("at").map(Timestamp)?,
                ))
            },
        )
    }
}

impl WriteTx<'_> {
    /// Marks a conversation, unless a newer word was said about it.
    pub fn put_chat_mark(
        &mut self,
        chat: ChatId,
        mark: ChatMark,
        value: i64,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        const DOING: &str = "Marking a chat";
        if self.chat(chat)?.is_none() {
            return Err(StoreError::Gone { doing: DOING });
        }
        let changed = self.run(
            DOING,
            "INSERT INTO chat_marks (chat_id, kind, value, at) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT DO UPDATE SET value = excluded.value, at = excluded.at \
             WHERE (excluded.at, excluded.value) > (at, value)",
            (chat.0, mark.word(), value, at.0),
        )?;
        if changed == 0 {
            return Ok(());
        }
        self.apply_chat_mark(chat, mark, value, at)
    }

    /// Marks a conversation with the newest word, said here and now, whatever
    /// the clocks of others claim.
    pub fn say_chat_mark(
        &mut self,
        chat: ChatId,
        mark: ChatMark,
        value: i64,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let said = self
            .chat_marks(chat)?
            .into_iter()
            .find(|(known, _, _)| *known == mark)
            .map(|(_, _, at)| at.plus_millis(1));
        self.put_chat_mark(chat, mark, value, said.map_or(now, |said| said.max(now)))
    }

    /// Makes the row of a conversation say what a mark says.
    pub(crate) fn apply_chat_mark(
        &mut self,
        chat: ChatId,
        mark: ChatMark,
        value: i64,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let (sql, value) = match mark {
            ChatMark::Pinned => (
                "UPDATE chats SET pinned_at = ?2 WHERE id = ?1",
                (value != 0).then_some(at.0),
            ),
            ChatMark::Muted => (
                "UPDATE chats SET muted_until = ?2 WHERE id = ?1",
                (value != 0).then_some(value),
            ),
            ChatMark::Archived => (
                "UPDATE chats SET archived = ?2 WHERE id = ?1",
                Some(i64::from(value != 0)),
            ),
            ChatMark::Unread => (
                "UPDATE chats SET marked_unread = ?2 WHERE id = ?1",
                Some(i64::from(value != 0)),
            ),
        };
        self.run_on_one("Marking a chat", sql, (chat.0, value))?;
        self.changed(Change::Chat(chat));
        Ok(())
    }

    /// Everything sent before then was read, here or elsewhere; also what comes
    /// later.
    pub fn raise_read_through(&mut self, chat: ChatId, at: Timestamp) -> Result<(), StoreError> {
        const DOING: &str = "Noting what was read";
        self.run_on_one(
            DOING,
            "UPDATE chats SET read_through = max(coalesce(read_through, ?2), ?2) WHERE id = ?1",
            (chat.0, at.0),
        )?;
        let read = self.all(DOING, READ_BEFORE, (chat.0, at.0), |row| {
            row.get::<_, i64>(0)
        })?;
        if !read.is_empty() {
            self.chat_read(chat, read.len())?;
        }
        Ok(())
    }

    /// Clears away everything sent up to then, also what comes later. `hide`
    /// takes the conversation out of the lists until something newer comes.
    pub fn clear_through(
        &mut self,
        chat: ChatId,
        at: Timestamp,
        hide: bool,
    ) -> Result<(), StoreError> {
        const DOING: &str = "Clearing a chat";
        self.run_on_one(
            DOING,
            "UPDATE chats SET cleared_through = max(coalesce(cleared_through, ?2), ?2) WHERE id = ?1",
            (chat.0, at.0),
        )?;
        let gone = self.all(DOING, CLEAR, (chat.0, at.0), |row| {
            row.get(0).map(MessageId)
        })?;
        self.run(
            DOING,
            "DELETE FROM message_changes WHERE chat_id = ?1 AND at <= ?2",
            (chat.0, at.0),
        )?;
        for message in gone {
            self.changed(Change::MessageGone { chat, message });
        }
        self.erased();
        self.recount_chat(chat)?;
        if hide {
            self.run(
                DOING,
                "UPDATE chats SET hidden = 1 WHERE id = ?1 AND last_message_id IS NULL AND draft = ''",
                [chat.0],
            )?;
        }
        Ok(())
    }
}
