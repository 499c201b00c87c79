//! A message that is to be sent: what it may hold, and its row.

use frontdesk_domain::{
    id::{ChatId, ContactId, MessageId, WireId},
    message::{Direction, MessageKind},
    receipt::Delivery,
    time::Timestamp,
};
use frontdesk_store::{Inserted, Media, NewMessage, Sending, StoreError, WriteTx};

use super::existing;
use crate::{
    error::CommandError,
    inbox,
    post::Tell,
    stored::{Extra, StoredQuote, Who},
};

/// Longer texts are not accepted by WhatsApp.
const TEXT_CHARS: usize = 65_536;
/// Choices a poll may have.
const POLL_OPTIONS: std::ops::RangeInclusive<usize> = 2..=12;
/// Characters of a question or an option.
const POLL_CHARS: usize = 255;
/// Longer tokens are no tokens.
const TOKEN_CHARS: usize = 128;

/// A message that is to be sent.
pub(super) struct Draft {
    pub(super) chat: ChatId,
    pub(super) kind: MessageKind,
    pub(super) text: String,
    pub(super) extra: Extra,
    pub(super) quote: Option<MessageId>,
    pub(super) mentions: Vec<ContactId>,
    pub(super) sending: Sending,
    pub(super) uses_draft: bool,
    /// The file it carries, which lies on the media hosts already.
    pub(super) media: Option<Box<Media>>,
}

impl Draft {
    /// The row of the message and its place in the queue, once for each token.
    pub(super) fn enqueue(
        self,
        tx: &mut WriteTx<'_>,
        id: &WireId,
        token: &str,
        now: Timestamp,
    ) -> Result<MessageId, StoreError> {
        let known = tx.message_of_token(token)?;
        if let Some(known) = known
            && !frontdesk_failpoint::defect!("no-token")
        {
            return Ok(known);
        }
        let chat = tx.chat(self.chat)?.ok_or(StoreError::Gone {
            doing: "Sending a message",
        })?;
        let mut extra = self.extra;
        let mut quoted = None;
        if let Some(quote) = self.quote {
            let quote = existing(tx, quote)?;
            extra.quote = Some(StoredQuote {
                sender: match quote.sender {
                    Some(sender) => tx.contact(sender)?.map(|c| Who::of(&c.address)),
                    None => None,
                },
                preview: inbox::preview(quote.kind, &quote.body),
            });
            quoted = Some(quote.wire_id);
        }
        for contact in self.mentions {
            if let Some(contact) = tx.contact(contact)? {
                extra.mentions.push(Who::of(&contact.address));
            }
        }
        // Behind what it answers, also when this computer's clock is slow.
        let at = match chat.last_message {
            Some(_) => now.max(chat.last_at),
            None => now,
        };
        let mut message =
            NewMessage::new(self.chat, at, id.clone(), Direction::Outgoing, self.kind);
        message.body = self.text;
        message.media = self.media;
        message.meta = extra.to_meta();
        message.quoted = quoted;
        message.delivery = Some(Delivery::Queued);
        let (Inserted::New(row) | Inserted::Known(row)) = tx.insert_message(&message)?;
        frontdesk_failpoint::failpoint!("app.draft.row");
        tx.enqueue(self.chat, row, id, &self.sending, now)?;
        frontdesk_failpoint::failpoint!("app.draft.queued");
        if known.is_none() {
            tx.remember_token(token, row, now)?;
        }
        if self.uses_draft {
            tx.set_draft(self.chat, "")?;
            // Whoever answers has read, also where looking does not count.
            let read = tx.mark_read(self.chat, None)?;
            if !read.is_empty() {
                tx.tell(self.chat, &Tell::Read { messages: read })?;
            }
        }
        Ok(row)
    }
}

pub(super) fn check_text(text: &str) -> Result<(), CommandError> {
    if text.trim().is_empty() || text.chars().count() > TEXT_CHARS {
        return Err(invalid("text"));
    }
    Ok(())
}

pub(super) fn check_poll(
    question: &str,
    options: &[String],
    choices: u32,
) -> Result<(), CommandError> {
    let fits = |text: &str| !text.trim().is_empty() && text.chars().count() <= POLL_CHARS;
    if !fits(question) {
        return Err(invalid("question"));
    }
    let distinct: std::collections::BTreeSet<&String> = options.iter().collect();
    if !POLL_OPTIONS.contains(&options.len())
        || distinct.len() != options.len()
        || !options.iter().all(|option| fits(option))
    {
        return Err(invalid("options"));
    }
    if usize::try_from(choices).is_ok_and(|choices| choices > options.len()) {
        return Err(invalid("choices"));
    }
    Ok(())
}

pub(super) fn check_token(token: &str) -> Result<(), CommandError> {
    if token.is_empty() || token.len() > TOKEN_CHARS {
        return Err(invalid("clientToken"));
    }
    Ok(())
}

pub(super) fn invalid(field: &str) -> CommandError {
    CommandError::Invalid {
        field: field.to_owned(),
    }
}
