//! What the user does to messages. A command writes and returns; the post
//! carries it out.

mod draft;

use frontdesk_domain::{
    id::{ChatId, ContactId, MessageId, WireId},
    message::{Direction, MessageKind},
    outbox::{DELETABLE_FOR, EDITABLE_FOR, QueueState},
};
use frontdesk_store::{
    ChangeKind, Media, Message, MessageChange, Outgoing, Peer, Sending, StoreError, WriteTx,
};
use sha2::{Digest as _, Sha256};

use self::draft::{Draft, check_poll, check_text, check_token, invalid};
use crate::{
    encode::hex,
    error::CommandError,
    frontdesk::Frontdesk,
    ingest::{change, take_back},
    post::{self, Named, Tell},
    stored::{Body, Extra, StoredOption, can_be_opened, kind_of_file},
    thread::{self, Names},
    view::message::{MessageRow, ReceiptView, Version},
};

/// What a person asked for that cannot be done.
enum Outcome<T> {
    Done(T),
    NotNow,
}

impl Frontdesk {
    /// Queues a text and answers its row. The same token makes the same message,
    /// however often it is asked. The draft of the conversation is used up.
    ///
    /// # Errors
    /// `Invalid` for a text that cannot be sent, `Gone` when the conversation or
    /// the quoted message is gone, `NotNow` without an engine, `NotOpen`, or the
    /// store's.
    pub async fn message_send_text(
        &self,
        chat: ChatId,
        text: String,
        quote: Option<MessageId>,
        mentions: Vec<ContactId>,
        client_token: String,
    ) -> Result<MessageRow, CommandError> {
        check_text(&text)?;
        let draft = Draft {
            chat,
            kind: MessageKind::Text,
            text,
            extra: Extra::default(),
            quote,
            mentions,
            sending: Sending::Message,
            uses_draft: true,
            media: None,
        };
        self.send(draft, client_token).await
    }

    /// Queues a poll and answers its row.
    ///
    /// # Errors
    /// As above.
    pub async fn message_send_poll(
        &self,
        chat: ChatId,
        question: String,
        options: Vec<String>,
        choices: u32,
        client_token: String,
    ) -> Result<MessageRow, CommandError> {
        check_poll(&question, &options, choices)?;
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(|_| CommandError::Internal)?;
        let options = options
            .into_iter()
            .map(|name| StoredOption {
                digest: hex(&Sha256::digest(name.as_bytes())),
                name,
            })
            .collect();
        let draft = Draft {
            chat,
            kind: MessageKind::Poll,
            text: question,
            extra: Extra {
                body: Some(Body::Poll { options, choices }),
                ..Extra::default()
            },
            quote: None,
            mentions: Vec::new(),
            sending: Sending::Poll { secret },
            uses_draft: false,
            media: None,
        };
        self.send(draft, client_token).await
    }

    /// Gives a message of the account's own other words, within fifteen minutes.
    /// One that has not left yet simply reads otherwise.
    ///
    /// # Errors
    /// `NotNow` when it is too late or not one's own text; else as above.
    pub async fn message_edit(&self, message: MessageId, text: String) -> Result<(), CommandError> {
        check_text(&text)?;
        let (id, now) = (self.new_wire_id()?, self.now());
        let outcome = self
            .write(move |tx| {
                let row = existing(tx, message)?;
                let is_own_text =
                    row.direction == Direction::Outgoing && row.kind == MessageKind::Text;
                if !is_own_text || now > row.at.plus_millis(EDITABLE_FOR) {
                    return Ok(Outcome::NotNow);
                }
                if let Some(waiting) = not_left(tx, message)? {
                    tx.reword(waiting.message, &text)?;
                    return Ok(Outcome::Done(()));
                }
                let edit = MessageChange {
                    by: id.clone(),
                    ..change(ChangeKind::Edit, None, now, &text)
                };
                tx.say_message_change(&row.key(), edit)?;
                frontdesk_failpoint::failpoint!("app.edit.said");
                tx.enqueue(row.chat, message, &id, &Sending::Edit { text }, now)?;
                Ok(Outcome::Done(()))
            })
            .await?;
        self.follow_up(outcome)
    }

    /// Deletes a message: for everyone within two days, which shows once the
    /// server has it, or on this computer alone. One that has not left never
    /// will.
    ///
    /// # Errors
    /// `NotNow` when it is too late or not one's own; else as above.
    pub async fn message_delete(
        &self,
        message: MessageId,
        for_everyone: bool,
    ) -> Result<(), CommandError> {
        let (id, now) = (self.new_wire_id()?, self.now());
        let outcome = self
            .write(move |tx| {
                let row = existing(tx, message)?;
                if not_left(tx, message)?.is_some() {
                    tx.delete_message(message)?;
                    return Ok(Outcome::Done(()));
                }
                if !for_everyone {
                    if is_flying(tx, message)? {
                        return Ok(Outcome::NotNow);
                    }
                    let named = Named::of(tx, &row)?;
                    tx.put_message_change(&row.key(), &change(ChangeKind::Hidden, None, now, "1"))?;
                    tx.tell(row.chat, &Tell::DeletedForMe { message: named })?;
                    return Ok(Outcome::Done(()));
                }
                let may = row.direction == Direction::Outgoing
                    && row.kind != MessageKind::Deleted
                    && now <= row.at.plus_millis(DELETABLE_FOR);
                if !may {
                    return Ok(Outcome::NotNow);
                }
                let asked = tx
                    .outgoing_of(message)?
                    .iter()
                    .any(|one| one.body == Sending::Delete);
                if !asked {
                    tx.enqueue(row.chat, message, &id, &Sending::Delete, now)?;
                }
                Ok(Outcome::Done(()))
            })
            .await?;
        self.follow_up(outcome)
    }

    /// Reacts to a message; an empty text takes the reaction back.
    ///
    /// # Errors
    /// As above.
    pub async fn message_react(
        &self,
        message: MessageId,
        emoji: String,
    ) -> Result<(), CommandError> {
        if emoji.chars().count() > 16 {
            return Err(invalid("emoji"));
        }
        let (id, now) = (self.new_wire_id()?, self.now());
        let outcome = self
            .write(move |tx| {
                let row = existing(tx, message)?;
                if row.kind == MessageKind::Deleted || not_left(tx, message)?.is_some() {
                    return Ok(Outcome::NotNow);
                }
                drop_waiting(tx, message, |body| matches!(body, Sending::Reaction { .. }))?;
                let given = change(ChangeKind::Reaction, None, now, &emoji);
                tx.say_message_change(&row.key(), given)?;
                frontdesk_failpoint::failpoint!("app.reaction.said");
                tx.enqueue(row.chat, message, &id, &Sending::Reaction { emoji }, now)?;
                Ok(Outcome::Done(()))
            })
            .await?;
        self.follow_up(outcome)
    }

    /// Votes in a poll, by the places of the options; replaces an earlier vote.
    ///
    /// # Errors
    /// `Invalid` for an option that is not there or too many; else as above.
    pub async fn poll_vote(
        &self,
        message: MessageId,
        options: Vec<u32>,
    ) -> Result<(), CommandError> {
        let (id, now) = (self.new_wire_id()?, self.now());
        let outcome = self
            .write(move |tx| {
                let row = existing(tx, message)?;
                let Some(Body::Poll {
                    options: offered,
                    choices,
                }) = Extra::of(&row).body
                else {
                    return Ok(Outcome::NotNow);
                };
                let mut digests = Vec::with_capacity(options.len());
                for place in &options {
                    match usize::try_from(*place).ok().and_then(|at| offered.get(at)) {
                        Some(option) => digests.push(option.digest.clone()),
                        None => return Ok(Outcome::NotNow),
                    }
                }
                let too_many =
                    choices > 0 && usize::try_from(choices).is_ok_and(|most| digests.len() > most);
                if too_many || not_left(tx, message)?.is_some() {
                    return Ok(Outcome::NotNow);
                }
                digests.sort();
                digests.dedup();
                drop_waiting(tx, message, |body| matches!(body, Sending::Vote { .. }))?;
                let given = change(ChangeKind::Vote, None, now, &digests.join(" "));
                tx.say_message_change(&row.key(), given)?;
                let vote = Sending::Vote { choices: options };
                tx.enqueue(row.chat, message, &id, &vote, now)?;
                Ok(Outcome::Done(()))
            })
            .await?;
        self.follow_up(outcome)
    }

    /// Passes messages on to other conversations, in their order. Files are not
    /// sent again: their recipients fetch them from where they lie.
    ///
    /// # Errors
    /// `Invalid` for messages that cannot be passed on, `FileGone` for a file that
    /// nobody could open any more; else as above.
    pub async fn message_forward(
        &self,
        messages: Vec<MessageId>,
        chats: Vec<ChatId>,
        client_token: String,
    ) -> Result<(), CommandError> {
        check_token(&client_token)?;
        let ids = (0..messages.len() * chats.len())
            .map(|_| self.new_wire_id())
            .collect::<Result<Vec<_>, _>>()?;
        let now = self.now();
        let passed = self
            .write(move |tx| {
                let mut rows = Vec::with_capacity(messages.len());
                for id in messages {
                    let row = existing(tx, id)?;
                    match passable(tx, &row)? {
                        Ok(media) => rows.push((row, media)),
                        Err(error) => return Ok(Err(error)),
                    }
                }
                let mut ids = ids.into_iter();
                for chat in chats {
                    for (row, media) in &rows {
                        let Some(id) = ids.next() else {
                            return Ok(Err(invalid("messages")));
                        };
                        let token = format!("{client_token}/{chat}/{}", row.id);
                        let draft = Draft {
                            chat,
                            kind: row.kind,
                            text: row.body.clone(),
                            extra: Extra {
                                forwarded: true,
                                ..Extra::default()
                            },
                            quote: None,
                            mentions: Vec::new(),
                            sending: Sending::Message,
                            uses_draft: false,
                            media: media.clone(),
                        };
                        draft.enqueue(tx, &id, &token, now)?;
                    }
                }
                Ok(Ok(()))
            })
            .await?;
        self.post.wake();
        passed
    }

    /// Marks a message with a star, or no longer; on the account's other devices
    /// too.
    ///
    /// # Errors
    /// As above.
    pub async fn message_star(
        &self,
        message: MessageId,
        starred: bool,
    ) -> Result<(), CommandError> {
        let now = self.now();
        self.write(move |tx| {
            let row = existing(tx, message)?;
            let value = if starred { "1" } else { "0" };
            tx.say_message_change(&row.key(), change(ChangeKind::Star, None, now, value))?;
            let named = Named::of(tx, &row)?;
            tx.tell(
                row.chat,
                &Tell::Starred {
                    message: named,
                    on: starred,
                },
            )
        })
        .await?;
        self.post.wake();
        Ok(())
    }

    /// Tries again to send what is stuck, under the same id.
    ///
    /// # Errors
    /// `NotNow` when nothing of the message is stuck; else as above.
    pub async fn message_retry(&self, message: MessageId) -> Result<(), CommandError> {
        let now = self.now();
        let outcome = self
            .write(move |tx| {
                existing(tx, message)?;
                let stuck: Vec<Outgoing> = tx
                    .outgoing_of(message)?
                    .into_iter()
                    .filter(|one| one.state == QueueState::Stuck)
                    .collect();
                for one in &stuck {
                    tx.wait_again(one.id, now, true)?;
                }
                Ok(if stuck.is_empty() {
                    Outcome::NotNow
                } else {
                    Outcome::Done(())
                })
            })
            .await?;
        self.follow_up(outcome)
    }

    /// Takes back what has not left yet: the message itself, or a change of it.
    /// Once this is answered, it never will.
    ///
    /// # Errors
    /// `NotNow` when it left, or may have; else as above.
    pub async fn message_cancel(&self, message: MessageId) -> Result<(), CommandError> {
        let outcome = self
            .write(move |tx| {
                existing(tx, message)?;
                if not_left(tx, message)?.is_some() {
                    tx.delete_message(message)?;
                    return Ok(Outcome::Done(()));
                }
                let waiting: Vec<Outgoing> = tx
                    .outgoing_of(message)?
                    .into_iter()
                    .filter(|one| !one.body.is_message() && !one.handed)
                    .collect();
                for one in &waiting {
                    withdraw(tx, one)?;
                }
                Ok(if waiting.is_empty() {
                    Outcome::NotNow
                } else {
                    Outcome::Done(())
                })
            })
            .await?;
        self.follow_up(outcome)
    }

    /// The wordings of a message that was edited, oldest first.
    ///
    /// # Errors
    /// `Gone`, `NotOpen`, or the store's.
    pub async fn message_versions(&self, message: MessageId) -> Result<Vec<Version>, CommandError> {
        self.read(move |tx| {
            let row = tx.message(message)?.ok_or(StoreError::Gone {
                doing: "Reading the versions of a message",
            })?;
            let changes = tx.message_changes(&row.key())?;
            Ok(changes
                .into_iter()
                .filter(|c| {
                    c.kind == ChangeKind::Original
                        || (c.kind == ChangeKind::Edit && c.actor == row.sender)
                })
                .map(|c| Version {
                    at: c.at,
                    text: c.value,
                })
                .collect())
        })
        .await
    }

    /// How far a message got with each of its recipients.
    ///
    /// # Errors
    /// As above.
    pub async fn message_receipts(
        &self,
        message: MessageId,
    ) -> Result<Vec<ReceiptView>, CommandError> {
        self.read(move |tx| {
            let row = tx.message(message)?.ok_or(StoreError::Gone {
                doing: "Reading the receipts of a message",
            })?;
            let mut names = Names::new(tx);
            tx.receipts(row.chat, &row.wire_id)?
                .into_iter()
                .map(|receipt| {
                    Ok(ReceiptView {
                        contact: receipt.contact,
                        name: names.of(receipt.contact)?,
                        delivered_at: receipt.delivered_at,
                        read_at: receipt.read_at,
                        played_at: receipt.played_at,
                    })
                })
                .collect()
        })
        .await
    }

    /// Shows the others of a conversation that somebody types here, or no
    /// longer. Without a connection nobody sees it, which is no error.
    ///
    /// # Errors
    /// As above.
    pub async fn typing_set(&self, chat: ChatId, typing: bool) -> Result<(), CommandError> {
        let (account, wire) = self
            .read(move |tx| {
                let row = tx.chat(chat)?.ok_or(StoreError::Gone {
                    doing: "Showing that somebody types",
                })?;
                Ok((row.account, post::wire_chat(tx, chat)?))
            })
            .await?;
        if let (Some(client), Some(wire)) = (self.sessions.client(account), wire) {
            client.set_typing(wire, typing);
        }
        Ok(())
    }

    async fn send(&self, draft: Draft, token: String) -> Result<MessageRow, CommandError> {
        check_token(&token)?;
        let (id, now) = (self.new_wire_id()?, self.now());
        frontdesk_failpoint::failpoint!("app.send.before");
        let row = self
            .write(move |tx| {
                if is_blocked(tx, draft.chat)? {
                    return Ok(Outcome::NotNow);
                }
                let message = draft.enqueue(tx, &id, &token, now)?;
                thread::read_row(tx, message).map(Outcome::Done)
            })
            .await?;
        frontdesk_failpoint::failpoint!("app.send.written");
        self.post.wake();
        match row {
            Outcome::Done(row) => row.ok_or(CommandError::Gone),
            Outcome::NotNow => Err(CommandError::NotNow),
        }
    }

    fn new_wire_id(&self) -> Result<WireId, CommandError> {
        let network = self.sessions.network().ok_or(CommandError::NotNow)?;
        Ok(network.new_wire_id())
    }

    fn follow_up(&self, outcome: Outcome<()>) -> Result<(), CommandError> {
        match outcome {
            Outcome::Done(()) => {
                frontdesk_failpoint::failpoint!("app.change.written");
                self.post.wake();
                Ok(())
            }
            Outcome::NotNow => Err(CommandError::NotNow),
        }
    }
}

/// Whether the account blocks whoever a conversation is with: WhatsApp would take
/// such a message and deliver it to nobody.
fn is_blocked(tx: &WriteTx<'_>, chat: ChatId) -> Result<bool, StoreError> {
    match tx.chat(chat)? {
        Some(row) => match row.peer {
            Peer::Contact(who) => tx.is_blocked(row.account, who),
            Peer::Group(_) => Ok(false),
        },
        None => Ok(false),
    }
}

/// Whether a message can be passed on, with its file if it has one.
fn passable(
    tx: &WriteTx<'_>,
    row: &Message,
) -> Result<Result<Option<Box<Media>>, CommandError>, StoreError> {
    if row.kind == MessageKind::Text {
        return Ok(Ok(None));
    }
    let Some(media) = tx.media(row.id)? else {
        return Ok(Err(invalid("messages")));
    };
    if kind_of_file(row.kind, &media).is_none() || Extra::of(row).view_once {
        return Ok(Err(invalid("messages")));
    }
    if !can_be_opened(&media) {
        return Ok(Err(CommandError::FileGone));
    }
    Ok(Ok(Some(Box::new(media))))
}

fn existing(tx: &WriteTx<'_>, id: MessageId) -> Result<Message, StoreError> {
    tx.message(id)?.ok_or(StoreError::Gone {
        doing: "Looking for a message",
    })
}

/// The message's own place in the queue, if nothing of it can have left.
fn not_left(tx: &WriteTx<'_>, message: MessageId) -> Result<Option<Outgoing>, StoreError> {
    Ok(tx
        .outgoing_of(message)?
        .into_iter()
        .find(|one| one.body.is_message() && !may_have_left(one)))
}

fn may_have_left(one: &Outgoing) -> bool {
    one.handed && !frontdesk_failpoint::defect!("cancel-in-flight")
}

/// Whether the message itself is between here and the server.
fn is_flying(tx: &WriteTx<'_>, message: MessageId) -> Result<bool, StoreError> {
    Ok(tx
        .outgoing_of(message)?
        .iter()
        .any(|one| one.body.is_message()))
}

/// Of several changes of a kind that wait, only the newest is worth sending.
fn drop_waiting(
    tx: &mut WriteTx<'_>,
    message: MessageId,
    kind: impl Fn(&Sending) -> bool,
) -> Result<(), StoreError> {
    for one in tx.outgoing_of(message)? {
        if kind(&one.body) && !one.handed {
            tx.leave_outbox(one.id)?;
        }
    }
    Ok(())
}

fn withdraw(tx: &mut WriteTx<'_>, one: &Outgoing) -> Result<(), StoreError> {
    match one.body {
        Sending::Edit { .. } => take_back(tx, one, ChangeKind::Edit),
        Sending::Reaction { .. } => take_back(tx, one, ChangeKind::Reaction),
        Sending::Vote { .. } => take_back(tx, one, ChangeKind::Vote),
        Sending::Delete | Sending::Message | Sending::Poll { .. } => tx.leave_outbox(one.id),
    }
}
