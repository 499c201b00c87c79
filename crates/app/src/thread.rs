//! The messages of one conversation.

mod row;

use frontdesk_domain::{
    id::{ChatId, MessageId},
    past::Past,
};
use frontdesk_store::{MessagePage, ReadTx, StoreError};

pub(crate) use self::row::{Names, is_stuck, name, read_row, row, words};
use crate::{
    error::CommandError,
    frontdesk::Frontdesk,
    view::message::{ThreadAnchor, ThreadPage},
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
        let mut page = self.read(move |tx| read_page(tx, chat, &anchor)).await?;
        page.past = self.post.past(chat, page.past == Past::Beginning);
        Ok(page)
    }
}

fn read_page(
    tx: &ReadTx<'_>,
    chat: ChatId,
    anchor: &ThreadAnchor,
) -> Result<ThreadPage, StoreError> {
    let known = tx.chat(chat)?.ok_or(StoreError::Gone {
        doing: "Opening a chat",
    })?;
    let first_unread = tx.first_unread(chat)?;
    let page = match (*anchor, first_unread) {
        (ThreadAnchor::FirstUnread, Some(message)) => tx.messages_around(chat, message, PAGE)?,
        (ThreadAnchor::FirstUnread, None) | (ThreadAnchor::Newest, _) => {
            tx.messages_before(chat, None, PAGE)?
        }
        (ThreadAnchor::Before { message }, _) => tx.messages_before(chat, Some(message), PAGE)?,
        (ThreadAnchor::After { message }, _) => tx.messages_after(chat, message, PAGE)?,
        (ThreadAnchor::Around { message }, _) => tx.messages_around(chat, message, PAGE)?,
    };
    let past = if known.past_complete {
        Past::Beginning
    } else {
        Past::Open
    };
    view(tx, page, first_unread, past)
}

fn view(
    tx: &ReadTx<'_>,
    page: MessagePage,
    first_unread: Option<MessageId>,
    past: Past,
) -> Result<ThreadPage, StoreError> {
    let mut names = Names::new(tx);
    let rows = page
        .rows
        .into_iter()
        .map(|message| row(&mut names, message))
        .collect::<Result<_, _>>()?;
    Ok(ThreadPage {
        rows,
        more_before: page.more_before,
        more_after: page.more_after,
        first_unread,
        past,
    })
}
