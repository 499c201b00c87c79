//! Messages.
#![allow(clippy::unused_async)]
use crate::{
    error::CommandError,
    frontdesk::Frontdesk,
    view::{
        chat::ContactPanel,
        message::{MessageRow, ReceiptView, Version},
    },
};
use frontdesk_domain::{
    id::{ChatId, ContactId, MessageId},
    slot::SlotNumber,
};

impl Frontdesk {
    /// Queues a text and answers its row. The same token makes the same message, however often it is asked.
    pub async fn message_send_text(
        &self,
        _chat: ChatId,
        _text: String,
        _quote: Option<MessageId>,
        _mentions: Vec<ContactId>,
        _client_token: String,
    ) -> Result<MessageRow, CommandError> {
        Err(CommandError::NotNow)
    }

    /// Queues a poll and answers its row.
    pub async fn message_send_poll(
        &self,
        _chat: ChatId,
        _question: String,
        _options: Vec<String>,
        _choices: u32,
        _client_token: String,
    ) -> Result<MessageRow, CommandError> {
        Err(CommandError::NotNow)
    }

    /// Gives a message of one's own other words.
    pub async fn message_edit(
        &self,
        _message: MessageId,
        _text: String,
    ) -> Result<(), CommandError> {
        Err(CommandError::NotNow)
    }

    /// Deletes a message, for everyone or on this computer and the account's other devices.
    pub async fn message_delete(
        &self,
        _message: MessageId,
        _for_everyone: bool,
    ) -> Result<(), CommandError> {
        Err(CommandError::NotNow)
    }

    /// Reacts to a message; an empty text takes the reaction back.
    pub async fn message_react(
        &self,
        _message: MessageId,
        _emoji: String,
    ) -> Result<(), CommandError> {
        Err(CommandError::NotNow)
    }

    /// Votes in a poll, by the places of the options; replaces an earlier vote.
    pub async fn poll_vote(
        &self,
        _message: MessageId,
        _options: Vec<u32>,
    ) -> Result<(), CommandError> {
        Err(CommandError::NotNow)
    }

    /// Passes messages on to other conversations.
    pub async fn message_forward(
        &self,
        _messages: Vec<MessageId>,
        _chats: Vec<ChatId>,
        _client_token: String,
    ) -> Result<(), CommandError> {
        Err(CommandError::NotNow)
    }

    /// Marks a message with a star, or no longer.
    pub async fn message_star(
        &self,
        _message: MessageId,
        _starred: bool,
    ) -> Result<(), CommandError> {
        Err(CommandError::NotNow)
    }

    /// Tries again to send what is stuck, under the same id.
    pub async fn message_retry(&self, _message: MessageId) -> Result<(), CommandError> {
        Err(CommandError::NotNow)
    }

    /// Takes back what has not left yet; it never will.
    pub async fn message_cancel(&self, _message: MessageId) -> Result<(), CommandError> {
        Err(CommandError::NotNow)
    }

    /// The wordings of a message that was edited, oldest first.
    pub async fn message_versions(
        &self,
        _message: MessageId,
    ) -> Result<Vec<Version>, CommandError> {
        Err(CommandError::NotNow)
    }

    /// How far a message got with each of its recipients.
    pub async fn message_receipts(
        &self,
        _message: MessageId,
    ) -> Result<Vec<ReceiptView>, CommandError> {
        Err(CommandError::NotNow)
    }

    /// Shows the others of a conversation that somebody types here, or no longer.
    pub async fn typing_set(&self, _chat: ChatId, _typing: bool) -> Result<(), CommandError> {
        Err(CommandError::NotNow)
    }

    /// Keeps what was typed and not sent.
    pub async fn draft_set(&self, _chat: ChatId, _text: String) -> Result<(), CommandError> {
        Err(CommandError::NotNow)
    }

    /// Marks a conversation as unread.
    pub async fn chat_mark_unread(&self, _chat: ChatId) -> Result<(), CommandError> {
        Err(CommandError::NotNow)
    }

    /// The conversation of a slot's account with a phone number; begins one where there is none.
    pub async fn chat_with(
        &self,
        _slot: SlotNumber,
        _phone: String,
    ) -> Result<ChatId, CommandError> {
        Err(CommandError::NotNow)
    }

    /// The conversation of another slot with the same person, to answer from there. The choice is kept; the slot the conversation belongs to takes it back.
    pub async fn chat_answer_from(
        &self,
        _chat: ChatId,
        _slot: SlotNumber,
    ) -> Result<ChatId, CommandError> {
        Err(CommandError::NotNow)
    }

    /// Who a conversation is with.
    pub async fn contact_panel(&self, _chat: ChatId) -> Result<ContactPanel, CommandError> {
        Err(CommandError::NotNow)
    }

    /// Keeps what the user wrote about a person.
    pub async fn contact_set_notes(
        &self,
        _contact: ContactId,
        _notes: String,
    ) -> Result<(), CommandError> {
        Err(CommandError::NotNow)
    }
}
