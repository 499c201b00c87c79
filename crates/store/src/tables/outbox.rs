//! What is to be sent, in the order in which it was asked for.

use frontdesk_domain::{
    id::{AccountId, ChatId, MessageId, OutboxId, WireId},
    message::Direction,
    outbox::{QueueState, Queued, Stuck},
    receipt::Delivery,
    time::Timestamp,
};
use rusqlite::Row;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    error::StoreError,
    tx::{ReadTx, WriteTx},
};

/// One thing to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// Its place in the queue.
    pub id: OutboxId,
    /// From whom.
    pub account: AccountId,
    /// Where to.
    pub chat: ChatId,
    /// The message it is, or is about.
    pub message: MessageId,
    /// Its id on the network, for its whole life.
    pub wire_id: WireId,
    /// What it is.
    pub body: Sending,
    /// How far it got.
    pub state: QueueState,
    /// Why it does not leave by itself, when stuck.
    pub reason: Option<Stuck>,
    /// How often it was handed over.
    pub attempt: u32,
    /// It may have left: nobody can take it back any more.
    pub handed: bool,
    /// When it was asked for.
    pub queued_at: Timestamp,
}

/// What is to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Sending {
    /// The message itself, as its row says.
    Message,
    /// The message itself, which is a poll.
    Poll {
        /// The secret that votes are encrypted with.
        secret: [u8; 32],
    },
    /// Other words for it.
    Edit {
        /// The words.
        text: String,
    },
    /// Its deletion for everyone.
    Delete,
    /// A reaction to it.
    Reaction {
        /// The reaction; empty takes it back.
        emoji: String,
    },
    /// A vote in it.
    Vote {
        /// The places of what is chosen.
        choices: Vec<u32>,
    },
}

impl Sending {
    /// Whether it is a message of its own rather than a change of one.
    pub const fn is_message(&self) -> bool {
        matches!(self, Self::Message | Self::Poll { .. })
    }
}

/// Something to be told about a conversation that is no message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling<T> {
    /// Its place.
    pub id: i64,
    /// About which conversation.
    pub chat: ChatId,
    /// What.
    pub what: T,
}

macro_rules! columns {
    () => {
        "SELECT id, account_id, chat_id, message_id, wire_id, body, state, reason, attempt, handed, since, queued_at \
         FROM outbox "
    };
}

pub(crate) const QUEUE: &str = "SELECT id, chat_id, body, state, since FROM outbox WHERE account_id = ?1 ORDER BY id LIMIT 1000";
pub(crate) const BY_WIRE: &str = concat!(columns!(), "WHERE account_id = ?1 AND wire_id = ?2");
pub(crate) const OF_MESSAGE: &str = concat!(columns!(), "WHERE message_id = ?1 ORDER BY id");
pub(crate) const STUCK_BEFORE: &str = "SELECT 1 FROM outbox WHERE chat_id = ?1 AND id < ?2 AND state = 'stuck' AND json_extract(body, '$.kind') IN ('message', 'poll') LIMIT 1";
pub(crate) const TELLINGS: &str =
    "SELECT id, chat_id, body FROM tellings WHERE account_id = ?1 ORDER BY id LIMIT 100";
const ENQUEUING: &str = "Queueing a message";
/// How long a token is remembered.
const TOKENS_FOR: i64 = 24 * 3_600_000;

impl ReadTx<'_> {
    /// The queue of an account, in order. Changes of messages that are stuck
    /// hold nothing back and are left out.
    pub fn outbox(&self, account: AccountId) -> Result<Vec<Queued>, StoreError> {
        let rows = self.all("Reading the outbox", QUEUE, [account.0], |row| {
            let body: Sending = json(row, "body")?;
            let queued = Queued {
                id: OutboxId(row.get("id")?),
                chat: ChatId(row.get("chat_id")?),
                state: state(row)?,
            };
            Ok((body.is_message(), queued))
        })?;
        Ok(rows
            .into_iter()
            .filter(|(is_message, queued)| *is_message || queued.state != QueueState::Stuck)
            .map(|(_, queued)| queued)
            .collect())
    }

    /// One thing to be sent.
    pub fn outgoing(&self, id: OutboxId) -> Result<Option<Outgoing>, StoreError> {
        self.one(
            "Reading the outbox",
            concat!(columns!(), "WHERE id = ?1"),
            [id.0],
            outgoing,
        )
    }

    /// What is to be sent under this id.
    pub fn outgoing_by_wire_id(
        &self,
        account: AccountId,
        wire_id: &WireId,
    ) -> Result<Option<Outgoing>, StoreError> {
        self.one(
            "Reading the outbox",
            BY_WIRE,
            (account.0, &wire_id.0),
            outgoing,
        )
    }

    /// What is to be sent of a message: itself or its changes.
    pub fn outgoing_of(&self, message: MessageId) -> Result<Vec<Outgoing>, StoreError> {
        self.all("Reading the outbox", OF_MESSAGE, [message.0], outgoing)
    }

    /// Whether a message waits behind one of its conversation that is stuck.
    pub fn is_held_back(&self, chat: ChatId, id: OutboxId) -> Result<bool, StoreError> {
        Ok(self
            .one("Reading the outbox", STUCK_BEFORE, (chat.0, id.0), |_| {
                Ok(())
            })?
            .is_some())
    }

    /// The accounts that have something to send or to tell.
    pub fn accounts_with_outbox(&self) -> Result<Vec<AccountId>, StoreError> {
        self.all(
            "Reading the outbox",
            "SELECT account_id FROM outbox UNION SELECT account_id FROM tellings ORDER BY 1",
            [],
            |row| row.get(0).map(AccountId),
        )
    }

    /// The message that a token made.
    pub fn message_of_token(&self, token: &str) -> Result<Option<MessageId>, StoreError> {
        self.one(
            "Looking up a token",
            "SELECT message_id FROM send_tokens WHERE token = ?1",
            [token],
            |row| row.get(0).map(MessageId),
        )
    }

    /// What is still to be told, in order.
    pub fn tellings<T: DeserializeOwned>(
        &self,
        account: AccountId,
    ) -> Result<Vec<Telling<T>>, StoreError> {
        self.all("Reading what is to be told", TELLINGS, [account.0], |row| {
            Ok(Telling {
                id: row.get("id")?,
                chat: ChatId(row.get("chat_id")?),
                what: json(row, "body")?,
            })
        })
    }
}

impl WriteTx<'_> {
    /// Queues something, behind everything else of its account.
    pub fn enqueue(
        &mut self,
        chat: ChatId,
        message: MessageId,
        wire_id: &WireId,
        body: &Sending,
        now: Timestamp,
    ) -> Result<OutboxId, StoreError> {
        let account = self
            .chat(chat)?
            .ok_or(StoreError::Gone { doing: ENQUEUING })?
            .account;
        self.run(
            ENQUEUING,
            "INSERT INTO outbox (account_id, chat_id, message_id, wire_id, body, state, since, queued_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, 'ready', ?6, ?7)",
            (
                account.0,
                chat.0,
                message.0,
                &wire_id.0,
                to_json(ENQUEUING, body)?,
                now.0,
                now.0,
            ),
        )?;
        let id = OutboxId(self.conn().last_insert_rowid());
        self.outbox_touched(chat, message)?;
        Ok(id)
    }

    /// Remembers which message a token made.
    pub fn remember_token(
        &mut self,
        token: &str,
        message: MessageId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.run(
            ENQUEUING,
            "DELETE FROM send_tokens WHERE at < ?1",
            [now.0 - TOKENS_FOR],
        )?;
        self.run(
            ENQUEUING,
            "INSERT INTO send_tokens (token, message_id, at) VALUES (?1, ?2, ?3)",
            (token, message.0, now.0),
        )?;
        Ok(())
    }

    /// It is about to be handed over. From here on it may have left.
    pub fn hand_over(&mut self, id: OutboxId, now: Timestamp) -> Result<(), StoreError> {
        const DOING: &str = "Handing a message over";
        self.run_on_one(
            DOING,
            "UPDATE outbox SET state = 'in_flight', since = ?2, attempt = attempt + 1, handed = 1, reason = NULL \
             WHERE id = ?1",
            (id.0, now.0),
        )?;
        self.show_state(id, Delivery::InFlight)
    }

    /// It waits again. `left_nothing` says that nothing of it left for certain.
    pub fn wait_again(
        &mut self,
        id: OutboxId,
        not_before: Timestamp,
        left_nothing: bool,
    ) -> Result<(), StoreError> {
        const DOING: &str = "Queueing a message again";
        self.run_on_one(
            DOING,
            "UPDATE outbox SET state = 'ready', since = ?2, reason = NULL, handed = handed AND NOT ?3 WHERE id = ?1",
            (id.0, not_before.0, left_nothing),
        )?;
        self.show_state(id, Delivery::Queued)
    }

    /// It does not leave by itself. Nothing of it left.
    pub fn get_stuck(
        &mut self,
        id: OutboxId,
        reason: Stuck,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const DOING: &str = "Noting why a message is stuck";
        self.run_on_one(
            DOING,
            "UPDATE outbox SET state = 'stuck', since = ?2, reason = ?3, handed = 0 WHERE id = ?1",
            (id.0, now.0, to_json(DOING, &reason)?),
        )?;
        self.show_state(id, Delivery::Queued)
    }

    /// It is done, one way or the other.
    pub fn leave_outbox(&mut self, id: OutboxId) -> Result<(), StoreError> {
        const DOING: &str = "Taking a message out of the outbox";
        let one = self
            .outgoing(id)?
            .ok_or(StoreError::Gone { doing: DOING })?;
        self.run_on_one(DOING, "DELETE FROM outbox WHERE id = ?1", [id.0])?;
        self.outbox_touched(one.chat, one.message)
    }

    /// The connection ended: what it did not answer waits for the next one.
    pub fn line_ended(&mut self, account: AccountId, now: Timestamp) -> Result<(), StoreError> {
        let flying = self.all(
            "Queueing messages again",
            "SELECT id FROM outbox WHERE account_id = ?1 AND state = 'in_flight' ORDER BY id",
            [account.0],
            |row| row.get(0).map(OutboxId),
        )?;
        for id in flying {
            self.wait_again(id, now, frontdesk_failpoint::defect!("forgets-it-left"))?;
        }
        Ok(())
    }

    /// Something is to be told about a conversation.
    pub fn tell<T: Serialize>(&mut self, chat: ChatId, what: &T) -> Result<(), StoreError> {
        const DOING: &str = "Keeping what is to be told";
        let account = self
            .chat(chat)?
            .ok_or(StoreError::Gone { doing: DOING })?
            .account;
        self.run(
            DOING,
            "INSERT INTO tellings (account_id, chat_id, body) VALUES (?1, ?2, ?3)",
            (account.0, chat.0, to_json(DOING, what)?),
        )?;
        Ok(())
    }

    /// It was told, or cannot be.
    pub fn told(&mut self, id: i64) -> Result<(), StoreError> {
        self.run(
            "Dropping what was told",
            "DELETE FROM tellings WHERE id = ?1",
            [id],
        )?;
        Ok(())
    }

    fn show_state(&mut self, id: OutboxId, step: Delivery) -> Result<(), StoreError> {
        let Some(one) = self.outgoing(id)? else {
            return Ok(());
        };
        if one.body.is_message()
            && let Some(message) = self.message(one.message)?
            && message.direction == Direction::Outgoing
        {
            self.lower_delivery(&message, step)?;
        }
        self.outbox_touched(one.chat, one.message)
    }

    fn outbox_touched(&mut self, chat: ChatId, message: MessageId) -> Result<(), StoreError> {
        self.message_changed(chat, message)
    }
}

fn outgoing(row: &Row<'_>) -> rusqlite::Result<Outgoing> {
    let index = row.as_ref().column_index("reason")?;
    Ok(Outgoing {
        id: OutboxId(row.get("id")?),
        account: AccountId(row.get("account_id")?),
        chat: ChatId(row.get("chat_id")?),
        message: MessageId(row.get("message_id")?),
        wire_id: WireId(row.get("wire_id")?),
        body: json(row, "body")?,
        state: state(row)?,
        reason: match row.get::<_, Option<String>>(index)? {
            Some(_) => Some(json(row, "reason")?),
            None => None,
        },
        attempt: row.get("attempt")?,
        handed: row.get("handed")?,
        queued_at: Timestamp(row.get("queued_at")?),
    })
}

fn state(row: &Row<'_>) -> rusqlite::Result<QueueState> {
    let index = row.as_ref().column_index("state")?;
    let since = Timestamp(row.get("since")?);
    match row.get_ref(index)?.as_str()? {
        "ready" => Ok(QueueState::Ready { not_before: since }),
        "in_flight" => Ok(QueueState::InFlight { since }),
        "stuck" => Ok(QueueState::Stuck),
        _ => Err(rusqlite::Error::FromSqlConversionFailure(
            index,
            rusqlite::types::Type::Text,
            "A word that this version does not know".into(),
        )),
    }
}

fn json<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let index = row.as_ref().column_index(column)?;
    serde_json::from_str(row.get_ref(index)?.as_str()?).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(
            index,
            rusqlite::types::Type::Text,
            Box::new(error),
        )
    })
}

fn to_json<T: Serialize>(doing: &'static str, value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Defect {
        doing,
        cause: std::sync::Arc::new(error),
    })
}
