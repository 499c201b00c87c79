//! Carrying commands out, by the same methods that the window's calls reach.

use std::{sync::Arc, time::Duration};

use frontdesk_app::{error::CommandError, frontdesk::Frontdesk, view::slot::SlotView};
use frontdesk_domain::{
    address::PhoneNumber,
    id::{ChatId, MessageId, WireId},
    outbox::QueueState,
    session::Environment,
    slot::SlotNumber,
};
use frontdesk_store::{Peer, ReadTx, StoreError};
use serde_json::{Value, json};

use crate::{
    book,
    command::{Command, Until},
    desk::Desk,
    figures,
    watch::{Watch, is_up, told},
};

/// What a command needs.
#[derive(Clone)]
pub(crate) struct Work {
    pub(crate) app: Arc<Frontdesk>,
    pub(crate) desk: Arc<Desk>,
    pub(crate) watch: Arc<Watch>,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Trouble {
    #[error(transparent)]
    Command(#[from] CommandError),
    #[error("The store: {0}")]
    Store(#[from] StoreError),
    #[error("Not in time; {0}")]
    Late(String),
}

impl Trouble {
    /// As it stands in an answer.
    pub(crate) fn told(&self) -> Value {
        match self {
            Self::Command(error) => json!(error),
            Self::Store(_) => json!({"kind": "store", "words": self.to_string()}),
            Self::Late(_) => json!({"kind": "late", "words": self.to_string()}),
        }
    }
}

type Outcome<T> = Result<T, Trouble>;

impl Work {
    /// Carries one out. What it answers is an object.
    pub(crate) async fn carry_out(&self, command: Command) -> Outcome<Value> {
        let app = &self.app;
        match command {
            Command::Status => self.status().await,
            Command::Connect { slot } => done(app.connect_slot(slot).await),
            Command::Retry { slot } => done(app.retry_slot(slot).await),
            Command::Unlink { slot } => done(app.unlink_slot(slot).await),
            Command::UseHere { slot } => done(app.use_number_here(slot).await),
            Command::Dismiss { slot } => done(app.dismiss_pairing(slot).await),
            Command::Send {
                slot,
                to,
                text,
                token,
                quote,
            } => {
                let chat = self.chat(slot, to).await?;
                let quote = match quote {
                    Some(id) => Some(self.message_in(chat, id).await?),
                    None => None,
                };
                let row = app
                    .message_send_text(chat, text, quote, Vec::new(), token)
                    .await?;
                self.sent(row.id).await
            }
            Command::Poll {
                slot,
                to,
                question,
                options,
                token,
            } => {
                let chat = self.chat(slot, to).await?;
                let row = app
                    .message_send_poll(chat, question, options, 1, token)
                    .await?;
                self.sent(row.id).await
            }
            Command::Edit { slot, to, id, text } => {
                let message = self.message(slot, to, id).await?;
                done(app.message_edit(message, text).await)
            }
            Command::Delete {
                slot,
                to,
                id,
                only_here,
            } => {
                let message = self.message(slot, to, id).await?;
                done(app.message_delete(message, !only_here).await)
            }
            Command::React {
                slot,
                to,
                id,
                emoji,
            } => {
                let message = self.message(slot, to, id).await?;
                done(app.message_react(message, emoji).await)
            }
            Command::Cancel { slot, to, id } => {
                let message = self.message(slot, to, id).await?;
                done(app.message_cancel(message).await)
            }
            Command::Resend { slot, to, id } => {
                let message = self.message(slot, to, id).await?;
                done(app.message_retry(message).await)
            }
            Command::MarkRead { slot, to } => {
                let chat = self.chat(slot, to).await?;
                done(app.mark_chat_read(chat).await)
            }
            Command::Outbox => {
                let waiting = self.read(book::outbox).await?;
                Ok(json!({ "outbox": waiting }))
            }
            Command::Book => self.read(book::book).await,
            Command::Dump => {
                let store = app.store()?;
                let dump = tokio::task::spawn_blocking(move || store.canonical_dump()).await;
                let dump = dump.map_err(|_| CommandError::Internal)??;
                Ok(json!({ "dump": dump }))
            }
            Command::Figures => {
                let mut figures = figures::figures(app.store().ok().as_ref());
                if let Some(figures) = figures.as_object_mut() {
                    figures.insert("notices".to_owned(), json!(self.desk.notices()));
                    figures.insert("messages".to_owned(), json!(self.watch.messages()));
                }
                Ok(figures)
            }
            Command::Wait { until, timeout_ms } => self.wait(until, timeout_ms).await,
            Command::Network { up } => {
                app.environment(if up {
                    Environment::NetworkUp
                } else {
                    Environment::NetworkDown
                });
                Ok(json!({}))
            }
            #[cfg(feature = "torture")]
            Command::Arm { point, hit } => {
                frontdesk_failpoint::arm(&point, hit);
                Ok(json!({}))
            }
            // The caller ends the program.
            Command::Quit => Ok(json!({})),
        }
    }

    async fn status(&self) -> Outcome<Value> {
        let waiting = self.read(book::outbox).await?.len();
        Ok(json!({
            "slots": self.watch.slots().iter().map(told).collect::<Vec<_>>(),
            "messages": self.watch.messages(),
            "outbox": waiting,
        }))
    }

    async fn sent(&self, message: MessageId) -> Outcome<Value> {
        let row = self.read(move |tx| tx.message(message)).await?;
        Ok(json!({ "id": row.map(|row| row.wire_id) }))
    }

    async fn wait(&self, until: Until, timeout_ms: u64) -> Outcome<Value> {
        let mut ticks = self.watch.ticks();
        let waiting = async {
            loop {
                ticks.mark_unchanged();
                if self.holds(&until).await? {
                    return Ok(json!({}));
                }
                if ticks.changed().await.is_err() {
                    return Err(CommandError::NotOpen.into());
                }
            }
        };
        match tokio::time::timeout(Duration::from_millis(timeout_ms), waiting).await {
            Ok(answer) => answer,
            Err(_) => Err(Trouble::Late(self.status().await?.to_string())),
        }
    }

    async fn holds(&self, until: &Until) -> Outcome<bool> {
        Ok(match until {
            Until::Online { slot } => self.slot(*slot).as_ref().is_some_and(is_up),
            Until::Offline { slot } => !self.slot(*slot).as_ref().is_some_and(is_up),
            Until::Messages { count } => self.watch.messages() >= *count,
            Until::Message { slot, to, id } => {
                match self.message(*slot, to.clone(), id.clone()).await {
                    Ok(_) => true,
                    Err(Trouble::Command(CommandError::Gone | CommandError::NotNow)) => false,
                    Err(error) => return Err(error),
                }
            }
            Until::Sent => {
                self.read(|tx| {
                    for account in tx.accounts_with_outbox()? {
                        let queue = tx.outbox(account)?;
                        if queue.iter().any(|one| one.state != QueueState::Stuck) {
                            return Ok(false);
                        }
                    }
                    Ok(true)
                })
                .await?
            }
        })
    }

    fn slot(&self, number: SlotNumber) -> Option<SlotView> {
        let slots = self.watch.slots();
        slots.into_iter().find(|slot| slot.number == number)
    }

    async fn message(&self, slot: SlotNumber, to: String, id: String) -> Outcome<MessageId> {
        let chat = self.chat(slot, to).await?;
        self.message_in(chat, id).await
    }

    async fn message_in(&self, chat: ChatId, id: String) -> Outcome<MessageId> {
        let found = self
            .read(move |tx| tx.message_by_wire_id(chat, &WireId(id)))
            .await?;
        Ok(found.ok_or(CommandError::Gone)?.id)
    }

    /// The conversation of a slot's account; one with a person is begun if need
    /// be, as the window does.
    async fn chat(&self, slot: SlotNumber, to: String) -> Outcome<ChatId> {
        let phone = PhoneNumber::parse(&to).ok();
        let is_person = phone.is_some();
        let named = to.clone();
        let found = self
            .read(move |tx| {
                let Some(account) = tx.slot(slot)?.account else {
                    return Ok(None);
                };
                let peer = match phone {
                    Some(phone) => tx.contact_by_phone(&phone)?.map(Peer::Contact),
                    None => Some(Peer::Group(named)),
                };
                match peer {
                    Some(peer) => tx.chat_with(account, &peer),
                    None => Ok(None),
                }
            })
            .await?;
        match found {
            Some(chat) => Ok(chat),
            None if is_person => Ok(self.app.chat_with(slot, to).await?),
            None => Err(CommandError::Gone.into()),
        }
    }

    async fn read<T: Send + 'static>(
        &self,
        f: impl FnOnce(&ReadTx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Outcome<T> {
        let store = self.app.store()?;
        let read = tokio::task::spawn_blocking(move || store.read(f)).await;
        Ok(read.map_err(|_| CommandError::Internal)??)
    }
}

fn done(outcome: Result<(), CommandError>) -> Outcome<Value> {
    outcome?;
    Ok(json!({}))
}
