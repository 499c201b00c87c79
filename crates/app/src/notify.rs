//! Decides what is worth a notification and what it says. Showing it is the
//! host's.

use frontdesk_domain::{
    attention::{News, NotifyRule, is_told},
    chat::ChatKind,
    id::{ChatId, MessageId},
    message::MessageKind,
    settings::Settings,
    time::Timestamp,
};
use frontdesk_store::{Chat, Message, ReadTx, StoreError};

use crate::{
    error::CommandError, frontdesk::Frontdesk, host::Notice, inbox, stored::Extra, thread::Names,
    view::feed::Destination,
};

/// Messages of one conversation that a notification shows; the newest.
const LINES: usize = 4;

/// Whether a message that just came is worth a notification. `chat` is the
/// conversation with the message in it.
fn is_worth_it(
    tx: &ReadTx<'_>,
    settings: &Settings,
    chat: &Chat,
    message: &Message,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let slot_rule = match tx.slot_of(chat.account)? {
        Some(slot) => tx.slot(slot)?.notify,
        None => NotifyRule::default(),
    };
    let quiet = settings.quiet_hours.is_some_and(|quiet| quiet.holds(now));
    let news = News {
        chat: chat.kind(),
        kind: message.kind,
        direction: message.direction,
        unread: message.unread,
        addressed: is_addressed(tx, chat, message)?,
        archived: chat.archived,
        muted_until: chat.muted_until,
        slot_rule,
        chat_rule: chat.notify,
        wanted: settings.notifications && !quiet,
    };
    Ok(is_told(&news, now))
}

/// Whether it mentions the account or answers a message of the account.
fn is_addressed(tx: &ReadTx<'_>, chat: &Chat, message: &Message) -> Result<bool, StoreError> {
    let extra = Extra::of(message);
    if extra.quote.is_some_and(|quote| quote.sender.is_none()) {
        return Ok(true);
    }
    let own = tx.account(chat.account)?.map(|account| account.address);
    Ok(own.is_some_and(|own| {
        let mut mentions = extra.mentions.iter();
        mentions.any(|who| own.is_same_person(&who.address()))
    }))
}

/// One notification for the new messages of a conversation, if any of them is
/// worth it.
pub(crate) fn for_messages(
    tx: &ReadTx<'_>,
    chat: ChatId,
    messages: &[MessageId],
    now: Timestamp,
) -> Result<Option<Notice>, StoreError> {
    let settings = tx.settings()?;
    let Some(row) = tx.chat(chat)? else {
        return Ok(None);
    };
    let mut worth = Vec::new();
    for id in messages {
        if let Some(message) = tx.message(*id)?
            && is_worth_it(tx, &settings, &row, &message, now)?
        {
            worth.push(message);
        }
    }
    if worth.is_empty() {
        return Ok(None);
    }
    let mut names = Names::new(tx);
    let mut lines = Vec::new();
    if settings.notification_preview {
        for message in worth.iter().rev().take(LINES).rev() {
            lines.push(line(&mut names, &row, message)?);
        }
    }
    let (title, _) = inbox::titled(tx, &row)?;
    Ok(Some(Notice {
        title,
        body: lines.join("\n"),
        opens: Some(Destination::Chat { chat }),
    }))
}

/// One message as a line. Kinds have a sign instead of a word: the core knows
/// no language.
fn line(names: &mut Names<'_, '_>, chat: &Chat, message: &Message) -> Result<String, StoreError> {
    let text = inbox::shown_preview(names, message)?;
    let text = match (sign(message.kind), text.is_empty()) {
        (Some(sign), true) => sign.to_owned(),
        (Some(sign), false) => format!("{sign} {text}"),
        (None, _) => text,
    };
    match message.sender {
        Some(sender) if chat.kind() == ChatKind::Group => {
            Ok(format!("{}: {text}", names.of(sender)?))
        }
        Some(_) | None => Ok(text),
    }
}

const fn sign(kind: MessageKind) -> Option<&'static str> {
    match kind {
        MessageKind::Text | MessageKind::GroupEvent | MessageKind::Deleted => None,
        MessageKind::Image => Some("📷"),
        MessageKind::Video => Some("🎬"),
        MessageKind::Audio => Some("🎤"),
        MessageKind::Document => Some("📄"),
        MessageKind::Sticker => Some("🏷️"),
        MessageKind::Location => Some("📍"),
        MessageKind::Contact => Some("👤"),
        MessageKind::Poll => Some("📊"),
        MessageKind::Call => Some("📞"),
        MessageKind::Unsupported => Some("💬"),
    }
}

impl Frontdesk {
    /// Shows a notification as an incoming message of `chat` would look, so
    /// that the user sees whether the desktop shows them.
    ///
    /// # Errors
    /// `Gone` when there is no such chat, `DesktopCannot`, or `NotOpen`.
    pub async fn test_notification(&self, chat: Option<ChatId>) -> Result<(), CommandError> {
        let (settings, row) = self
            .read(move |tx| {
                let row = match chat {
                    Some(chat) => Some(inbox::read_row(tx, chat)?),
                    None => None,
                };
                Ok((tx.settings()?, row))
            })
            .await?;
        let notice = match row {
            Some(None) => return Err(CommandError::Gone),
            Some(Some(row)) => {
                let preview = row.last.map(|last| last.preview).unwrap_or_default();
                Notice {
                    title: row.title,
                    body: if settings.notification_preview {
                        preview
                    } else {
                        String::new()
                    },
                    opens: chat.map(|chat| Destination::Chat { chat }),
                }
            }
            None => Notice {
                title: "Frontdesk".to_owned(),
                body: String::new(),
                opens: None,
            },
        };
        self.on_desktop(move |host| host.notify(notice)).await
    }
}
