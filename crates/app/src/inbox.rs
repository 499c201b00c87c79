//! The list of conversations: reading its rows, and what can be done to one.

use frontdesk_domain::{
    id::ChatId,
    message::{Direction, MessageKind},
    time::Timestamp,
};
use frontdesk_store::{Chat, ChatList, ChatPosition, Message, Peer, ReadTx, StoreError};

use crate::{
    error::CommandError,
    frontdesk::Frontdesk,
    view::chat::{ChatCursor, ChatPage, ChatRow, LastMessage},
};

/// Rows of one page.
const PAGE: usize = 200;
/// Characters of a preview; a row shows fewer.
const PREVIEW_CHARS: usize = 140;
/// Comes before every row of a list, and fits a JavaScript number.
const TOP: ChatPosition = ChatPosition {
    pinned: true,
    last_at: Timestamp(FAR),
    id: ChatId(FAR),
};
const FAR: i64 = (1 << 53) - 1;

impl Frontdesk {
    /// A stretch of the inbox after `after`, or its beginning. What was put away
    /// follows behind the rest.
    ///
    /// # Errors
    /// `NotOpen`, or the store's.
    pub async fn inbox_page(&self, after: Option<ChatCursor>) -> Result<ChatPage, CommandError> {
        self.read(move |tx| read_page(tx, after.as_ref())).await
    }

    /// Keeps a conversation above the others, or no longer.
    ///
    /// # Errors
    /// `Gone`, `NotOpen`, or the store's; so for all that follow.
    pub async fn set_chat_pinned(&self, chat: ChatId, pinned: bool) -> Result<(), CommandError> {
        let pinned_at = pinned.then(|| self.now());
        self.write(move |tx| tx.set_chat_pinned(chat, pinned_at))
            .await
    }

    /// Silences a conversation until then; `None` ends the silence.
    ///
    /// # Errors
    /// As above.
    pub async fn set_chat_muted(
        &self,
        chat: ChatId,
        until: Option<Timestamp>,
    ) -> Result<(), CommandError> {
        self.write(move |tx| tx.set_chat_muted(chat, until)).await
    }

    /// Puts a conversation away, or takes it out again.
    ///
    /// # Errors
    /// As above.
    pub async fn set_chat_archived(
        &self,
        chat: ChatId,
        archived: bool,
    ) -> Result<(), CommandError> {
        self.write(move |tx| tx.set_chat_archived(chat, archived))
            .await
    }

    /// Everything in the conversation has been seen.
    ///
    /// # Errors
    /// As above.
    pub async fn mark_chat_read(&self, chat: ChatId) -> Result<(), CommandError> {
        self.write(move |tx| tx.mark_read(chat, None)).await?;
        Ok(())
    }
}

/// A stretch of the list.
pub(crate) fn read_page(
    tx: &ReadTx<'_>,
    after: Option<&ChatCursor>,
) -> Result<ChatPage, StoreError> {
    let archived = after.is_some_and(|cursor| cursor.archived);
    let list = if archived {
        ChatList::Archive
    } else {
        ChatList::Inbox
    };
    let position = after.map(|cursor| ChatPosition {
        pinned: cursor.pinned,
        last_at: cursor.sort_at,
        id: cursor.id,
    });
    let page = tx.chat_page(list, position, PAGE)?;
    let next = match page.next {
        Some(position) => Some(cursor(archived, position)),
        None if archived => None,
        None => Some(cursor(true, TOP)),
    };
    let rows = page
        .rows
        .into_iter()
        .map(|chat| row(tx, chat))
        .collect::<Result<_, _>>()?;
    Ok(ChatPage { rows, next })
}

/// One row, if the conversation still exists.
pub(crate) fn read_row(tx: &ReadTx<'_>, id: ChatId) -> Result<Option<ChatRow>, StoreError> {
    tx.chat(id)?.map(|chat| row(tx, chat)).transpose()
}

fn cursor(archived: bool, position: ChatPosition) -> ChatCursor {
    let ChatPosition {
        pinned,
        last_at,
        id,
    } = position;
    ChatCursor {
        archived,
        pinned,
        sort_at: last_at,
        id,
    }
}

fn row(tx: &ReadTx<'_>, chat: Chat) -> Result<ChatRow, StoreError> {
    let kind = chat.kind();
    let (title, phone) = match chat.peer {
        Peer::Contact(contact) => match tx.contact(contact)? {
            Some(contact) => {
                let phone = contact.address.phone.map(|phone| phone.to_string());
                (named(contact.name, phone.as_deref()), phone)
            }
            None => (String::new(), None),
        },
        Peer::Group(_) => (chat.title, None),
    };
    let last = match chat.last_message {
        Some(id) => tx.message(id)?,
        None => None,
    };
    let last = last.map(|message| last_message(tx, message)).transpose()?;
    let last_is_theirs = last
        .as_ref()
        .is_some_and(|last| last.direction == Direction::Incoming);
    Ok(ChatRow {
        id: chat.id,
        account: chat.account,
        slot: tx.slot_of(chat.account)?,
        kind,
        title,
        phone,
        last,
        sort_at: chat.last_at,
        unread: chat.unread,
        pinned: chat.pinned_at.is_some(),
        muted_until: chat.muted_until,
        archived: chat.archived,
        draft: (!chat.draft.is_empty()).then_some(chat.draft),
        marked_unread: false,
        waiting_for_me: last_is_theirs,
        answer_from: None,
    })
}

fn last_message(tx: &ReadTx<'_>, message: Message) -> Result<LastMessage, StoreError> {
    let sender = match message.sender {
        Some(id) => tx.contact(id)?.map(|contact| {
            named(
                contact.name,
                contact.address.phone.map(|p| p.to_string()).as_deref(),
            )
        }),
        None => None,
    };
    Ok(LastMessage {
        id: message.id,
        at: message.at,
        direction: message.direction,
        kind: message.kind,
        preview: preview(message.kind, &message.body),
        sender: sender.filter(|_| message.direction == Direction::Incoming),
        delivery: message.delivery,
        stuck: false,
    })
}

/// The name to show: the one that is known, or the number.
pub(crate) fn named(name: String, phone: Option<&str>) -> String {
    if name.is_empty() {
        phone.unwrap_or_default().to_owned()
    } else {
        name
    }
}

/// A text as one short line.
pub(crate) fn preview(kind: MessageKind, body: &str) -> String {
    if kind == MessageKind::Deleted {
        return String::new();
    }
    let mut line = String::with_capacity(body.len().min(PREVIEW_CHARS * 2));
    for word in body.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.chars().count() > PREVIEW_CHARS {
            break;
        }
    }
    match line.char_indices().nth(PREVIEW_CHARS) {
        Some((cut, _)) => {
            line.truncate(cut);
            line.push('…');
            line
        }
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_is_one_short_line() {
        assert_eq!(
            preview(MessageKind::Text, "two\n\n  lines\tand more"),
            "two lines and more",
            "line breaks would tear the row"
        );
        let long = preview(MessageKind::Text, &"ä".repeat(100_000));
        assert_eq!(
            long.chars().count(),
            PREVIEW_CHARS + 1,
            "cut, with an ellipsis"
        );
    }

    #[test]
    fn a_deleted_message_leaves_no_words_behind() {
        assert_eq!(
            preview(MessageKind::Deleted, "what was said"),
            "",
            "deleted for everyone means here too"
        );
    }
}
