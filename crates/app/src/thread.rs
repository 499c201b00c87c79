//! The messages of one conversation.

use frontdesk_domain::{
    id::{ChatId, MessageId},
    message::{Direction, MessageKind},
};
use frontdesk_store::{Contact, Message, MessagePage, ReadTx, StoreError};

use crate::{
    error::CommandError,
    frontdesk::Frontdesk,
    inbox,
    view::message::{Content, MessageRow, Quote, Sender, ThreadAnchor, ThreadPage},
};

/// Messages of one page.
const PAGE: usize = 60;

impl Frontdesk {
    /// A stretch of a conversation.
    ///
    /// # Errors
    /// `Gone` when the conversation or the message at the anchor is gone,
    /// `NotOpen`, or the store's.
    pub async fn thread_page(
        &self,
        chat: ChatId,
        anchor: ThreadAnchor,
    ) -> Result<ThreadPage, CommandError> {
        self.read(move |tx| {
            if tx.chat(chat)?.is_none() {
                return Err(StoreError::Gone {
                    doing: "Opening a chat",
                });
            }
            let first_unread = tx.first_unread(chat)?;
            let page = match (anchor, first_unread) {
                (ThreadAnchor::FirstUnread, Some(message)) => {
                    tx.messages_around(chat, message, PAGE)?
                }
                (ThreadAnchor::FirstUnread, None) | (ThreadAnchor::Newest, _) => {
                    tx.messages_before(chat, None, PAGE)?
                }
                (ThreadAnchor::Before { message }, _) => {
                    tx.messages_before(chat, Some(message), PAGE)?
                }
                (ThreadAnchor::After { message }, _) => tx.messages_after(chat, message, PAGE)?,
                (ThreadAnchor::Around { message }, _) => tx.messages_around(chat, message, PAGE)?,
            };
            view(tx, page, first_unread)
        })
        .await
    }
}

fn view(
    tx: &ReadTx<'_>,
    page: MessagePage,
    first_unread: Option<MessageId>,
) -> Result<ThreadPage, StoreError> {
    let rows = page
        .rows
        .into_iter()
        .map(|message| row(tx, message))
        .collect::<Result<_, _>>()?;
    Ok(ThreadPage {
        rows,
        more_before: page.more_before,
        more_after: page.more_after,
        first_unread,
    })
}

/// One row, if the message still exists.
pub(crate) fn read_row(tx: &ReadTx<'_>, id: MessageId) -> Result<Option<MessageRow>, StoreError> {
    tx.message(id)?.map(|message| row(tx, message)).transpose()
}

fn row(tx: &ReadTx<'_>, message: Message) -> Result<MessageRow, StoreError> {
    let sender = match message.sender {
        Some(id) if message.direction == Direction::Incoming => tx.contact(id)?,
        Some(_) | None => None,
    };
    let quote = match &message.quoted {
        Some(wire_id) => Some(match tx.message_by_wire_id(message.chat, wire_id)? {
            Some(quoted) => known_quote(tx, quoted)?,
            None => Quote {
                id: None,
                sender: None,
                kind: MessageKind::Unsupported,
                preview: String::new(),
            },
        }),
        None => None,
    };
    let text = if message.kind == MessageKind::Deleted {
        String::new()
    } else {
        message.body
    };
    Ok(MessageRow {
        id: message.id,
        chat: message.chat,
        at: message.at,
        direction: message.direction,
        sender: sender.map(|contact| Sender {
            id: contact.id,
            name: name(contact),
        }),
        kind: message.kind,
        text,
        content: Content::Text,
        quote,
        mentions: Vec::new(),
        reactions: Vec::new(),
        edited_at: message.edited_at,
        earlier_versions: 0,
        delivery: message.delivery,
        stuck: None,
        held_back: false,
        pending: None,
        starred: false,
        forwarded: false,
        disappears_at: None,
        view_once: false,
    })
}

fn known_quote(tx: &ReadTx<'_>, quoted: Message) -> Result<Quote, StoreError> {
    let sender = match quoted.sender {
        Some(id) => tx.contact(id)?.map(name),
        None => None,
    };
    Ok(Quote {
        id: Some(quoted.id),
        sender: sender.filter(|_| quoted.direction == Direction::Incoming),
        kind: quoted.kind,
        preview: inbox::preview(quoted.kind, &quoted.body),
    })
}

fn name(contact: Contact) -> String {
    let phone = contact.address.phone.map(|phone| phone.to_string());
    inbox::named(contact.name, phone.as_deref())
}
