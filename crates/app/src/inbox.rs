//! The list of conversations: reading its rows, and what can be done to one.

use frontdesk_domain::{
    address::{Address, PhoneNumber},
    attention::NotifyRule,
    id::{AccountId, ChatId},
    message::{Direction, MessageKind},
    network::FOREVER,
    slot::SlotNumber,
    time::Timestamp,
};
use frontdesk_store::{
    Chat, ChatList, ChatMark, ChatPosition, Message, NewChat, Peer, ReadTx, StoreError, WriteTx,
};

use crate::{
    error::CommandError,
    frontdesk::Frontdesk,
    post::Tell,
    thread::{self, Names, is_stuck},
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

    /// Keeps a conversation above the others, or no longer; on the account's
    /// other devices too.
    ///
    /// # Errors
    /// `Gone`, `NotOpen`, or the store's; so for all that follow.
    pub async fn set_chat_pinned(&self, chat: ChatId, pinned: bool) -> Result<(), CommandError> {
        self.mark(
            chat,
            ChatMark::Pinned,
            i64::from(pinned),
            Tell::Pinned { on: pinned },
        )
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
        let until = until.map(|until| until.min(FOREVER));
        let value = until.map_or(0, |until| until.0);
        self.mark(chat, ChatMark::Muted, value, Tell::Muted { until })
            .await
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
        self.mark(
            chat,
            ChatMark::Archived,
            i64::from(archived),
            Tell::Archived { on: archived },
        )
        .await
    }

    /// Everything in the conversation has been seen. Its senders are told, if
    /// the user wants that.
    ///
    /// # Errors
    /// As above.
    pub async fn mark_chat_read(&self, chat: ChatId) -> Result<(), CommandError> {
        let now = self.now();
        self.write(move |tx| {
            let read = tx.mark_read(chat, None)?;
            let was_marked = tx.chat(chat)?.is_some_and(|chat| chat.marked_unread);
            if was_marked {
                tx.say_chat_mark(chat, ChatMark::Unread, 0, now)?;
            }
            if !read.is_empty() {
                tx.tell(chat, &Tell::Read { messages: read })?;
            } else if was_marked {
                tx.tell(chat, &Tell::MarkedRead { read: true })?;
            }
            Ok(())
        })
        .await?;
        frontdesk_failpoint::failpoint!("app.read.marked");
        self.post.wake();
        self.post.was_read(chat);
        Ok(())
    }

    /// The user looks at a conversation. It counts as read, unless its slot reads
    /// later: then only [`mark_chat_read`](Self::mark_chat_read) and an answer do.
    ///
    /// # Errors
    /// As above.
    pub async fn chat_seen(&self, chat: ChatId) -> Result<(), CommandError> {
        let reads_later = self
            .read(move |tx| {
                let row = tx.chat(chat)?.ok_or(StoreError::Gone {
                    doing: "Looking at a chat",
                })?;
                Ok(match tx.slot_of(row.account)? {
                    Some(slot) => tx.slot(slot)?.read_later,
                    None => false,
                })
            })
            .await?;
        if reads_later {
            self.post.was_read(chat);
            return Ok(());
        }
        self.mark_chat_read(chat).await
    }

    /// Chooses which messages of a conversation are told on the desktop; `None`
    /// is as its slot.
    ///
    /// # Errors
    /// As above.
    pub async fn set_chat_notify(
        &self,
        chat: ChatId,
        rule: Option<NotifyRule>,
    ) -> Result<(), CommandError> {
        self.write(move |tx| tx.set_chat_notify(chat, rule)).await
    }

    /// Marks a conversation as unread.
    ///
    /// # Errors
    /// As above.
    pub async fn chat_mark_unread(&self, chat: ChatId) -> Result<(), CommandError> {
        self.mark(chat, ChatMark::Unread, 1, Tell::MarkedRead { read: false })
            .await
    }

    /// Keeps what was typed and not sent.
    ///
    /// # Errors
    /// As above.
    pub async fn draft_set(&self, chat: ChatId, text: String) -> Result<(), CommandError> {
        // A draft that a power cut takes back is no message that was sent.
        self.store()?
            .write_soon(move |tx| tx.set_draft(chat, &text))
            .await?;
        Ok(())
    }

    /// The conversation of a slot's account with a phone number; begins one
    /// where there is none.
    ///
    /// # Errors
    /// `InvalidNumber`, `NotNow` when the slot is empty, `NotOpen`, or the store's.
    pub async fn chat_with(&self, slot: SlotNumber, phone: String) -> Result<ChatId, CommandError> {
        let phone = PhoneNumber::parse(&phone)?;
        let now = self.now();
        let chat = self
            .write(move |tx| {
                let Some(account) = tx.slot(slot)?.account else {
                    return Ok(None);
                };
                let address = Address {
                    phone: Some(phone),
                    lid: None,
                };
                let contact = tx.meet(&address, now)?;
                begin(tx, account, Peer::Contact(contact), now).map(Some)
            })
            .await?;
        chat.ok_or(CommandError::NotNow)
    }

    /// The conversation of another slot with the same person, to answer from
    /// there. The choice is kept; naming the conversation's own slot takes it
    /// back.
    ///
    /// # Errors
    /// `NotNow` for a group of which the slot's account is no member, or when
    /// the slot is empty; else as above.
    pub async fn chat_answer_from(
        &self,
        chat: ChatId,
        slot: SlotNumber,
    ) -> Result<ChatId, CommandError> {
        let now = self.now();
        let answer = self
            .write(move |tx| {
                let row = tx.chat(chat)?.ok_or(StoreError::Gone {
                    doing: "Choosing who answers",
                })?;
                let Some(account) = tx.slot(slot)?.account else {
                    return Ok(None);
                };
                if account == row.account {
                    tx.set_answer_chat(chat, None)?;
                    return Ok(Some(chat));
                }
                let answer = match (&row.peer, tx.chat_with(account, &row.peer)?) {
                    (_, Some(known)) => known,
                    (Peer::Contact(_), None) => begin(tx, account, row.peer.clone(), now)?,
                    (Peer::Group(_), None) => return Ok(None),
                };
                tx.set_answer_chat(chat, Some(answer))?;
                Ok(Some(answer))
            })
            .await?;
        answer.ok_or(CommandError::NotNow)
    }

    async fn mark(
        &self,
        chat: ChatId,
        mark: ChatMark,
        value: i64,
        tell: Tell,
    ) -> Result<(), CommandError> {
        let now = self.now();
        self.write(move |tx| {
            tx.say_chat_mark(chat, mark, value, now)?;
            tx.tell(chat, &tell)
        })
        .await?;
        self.post.wake();
        Ok(())
    }
}

/// The conversation of an account with somebody, for the user to write in.
fn begin(
    tx: &mut WriteTx<'_>,
    account: AccountId,
    peer: Peer,
    now: Timestamp,
) -> Result<ChatId, StoreError> {
    match tx.chat_with(account, &peer)? {
        Some(chat) => {
            tx.show_chat(chat)?;
            Ok(chat)
        }
        None => tx.insert_chat(
            &NewChat {
                account,
                peer,
                title: String::new(),
            },
            now,
        ),
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

/// One row, if the conversation still exists and is shown.
pub(crate) fn read_row(tx: &ReadTx<'_>, id: ChatId) -> Result<Option<ChatRow>, StoreError> {
    tx.chat(id)?
        .filter(|chat| !chat.hidden)
        .map(|chat| row(tx, chat))
        .transpose()
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
    let (title, phone) = titled(tx, &chat)?;
    let last = match chat.last_message {
        Some(id) => tx.message(id)?,
        None => None,
    };
    let last = last.map(|message| last_message(tx, message)).transpose()?;
    let last_is_theirs = last
        .as_ref()
        .is_some_and(|last| last.direction == Direction::Incoming && waits(last.kind));
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
        marked_unread: chat.marked_unread,
        waiting_for_me: last_is_theirs,
        answer_from: chat.answer_chat,
        blocked: match chat.peer {
            Peer::Contact(who) => tx.is_blocked(chat.account, who)?,
            Peer::Group(_) => false,
        },
        notify: chat.notify,
    })
}

/// The name of a conversation, and the number of whoever it is with.
pub(crate) fn titled(tx: &ReadTx<'_>, chat: &Chat) -> Result<(String, Option<String>), StoreError> {
    Ok(match &chat.peer {
        Peer::Contact(contact) => match tx.contact(*contact)? {
            Some(contact) => {
                let phone = contact.address.phone.as_ref().map(ToString::to_string);
                (thread::name(contact), phone)
            }
            None => (String::new(), None),
        },
        Peer::Group(_) => (chat.title.clone(), None),
    })
}

/// Whether such a message asks for an answer.
const fn waits(kind: MessageKind) -> bool {
    !matches!(kind, MessageKind::GroupEvent | MessageKind::Deleted)
}

fn last_message(tx: &ReadTx<'_>, message: Message) -> Result<LastMessage, StoreError> {
    let sender = match message.sender {
        Some(id) => tx.contact(id)?.map(thread::name),
        None => None,
    };
    Ok(LastMessage {
        id: message.id,
        at: message.at,
        direction: message.direction,
        kind: message.kind,
        preview: shown_preview(&mut Names::new(tx), &message)?,
        sender: sender.filter(|_| message.direction == Direction::Incoming),
        stuck: is_stuck(tx, &message)?,
        delivery: message.delivery,
    })
}

/// The words of a message as one short line; a document without words is known
/// by its name.
pub(crate) fn shown_preview(
    names: &mut Names<'_, '_>,
    message: &Message,
) -> Result<String, StoreError> {
    if message.body.is_empty()
        && message.kind == MessageKind::Document
        && let Some(media) = names.tx().media(message.id)?
    {
        return Ok(preview(message.kind, &media.file_name));
    }
    Ok(preview(message.kind, &thread::words(names, message)?))
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
