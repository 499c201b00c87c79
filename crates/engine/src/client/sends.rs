//! Handing messages to the connection, and the server's answers to them.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use frontdesk_domain::{
    network::{Inbound, Outgoing, SendError},
    session::{Mono, Notice},
    time::Timestamp,
};
use wa_rs::{
    Client as Engine, SendOptions, SignalMaintenanceError,
    chrono::{DateTime, Utc},
    types::events::ServerAck,
};

use super::{asks, shared::Shared};
use crate::outbound::{self, error};

/// More than ever wait for an answer at once on a connection that lives.
const MOST_OPEN: usize = 10_000;

/// Messages that the server has not answered yet.
#[derive(Default)]
pub(crate) struct Unanswered {
    open: Mutex<HashMap<String, Open>>,
}

#[derive(Clone, Copy)]
enum Open {
    /// Being encrypted and handed over.
    OnItsWay,
    /// Handed over then.
    Out(Mono),
    /// Answered before the engine said that it was handed over.
    Answered,
}

/// Hands a message over. The server's answer comes as news.
pub(super) async fn send(shared: &Arc<Shared>, message: Outgoing) -> Result<(), SendError> {
    let engine = shared.online()?;
    let made = outbound::message(&engine, &shared.secrets, &message, shared.parts.wall()).await?;
    let id = message.id.0;
    if let Some(me) = engine.pn() {
        shared.secrets.note(&made.message, &me, &id);
    }
    frontdesk_failpoint::failpoint!("engine.send.made");
    shared.unanswered.begin(&id);
    // Before the hand-over, so that it never comes after its answer.
    shared.teller.notice(Notice::Sent);
    let options = SendOptions::default().with_message_id(id.as_str());
    settle_keys(shared, &engine).await?;
    frontdesk_failpoint::failpoint!("engine.send.before");
    let sent = engine
        .send_message_with_options(made.to, made.message, options)
        .await;
    match sent {
        Ok(_) => {
            frontdesk_failpoint::failpoint!("engine.send.handed");
            let now = shared.parts.mono();
            if shared.unanswered.handed_over(&id, now) {
                shared.teller.round_trip(now);
            }
            Ok(())
        }
        Err(cause) => {
            shared.unanswered.forget(&id);
            // Nothing will answer what did not leave, and a connection must not
            // look dead for it.
            shared.on_the_side(asks::probe);
            Err(unless_closed(shared, error::of_send(&cause)))
        }
    }
}

/// Brings the ratchets to the store. The engine does so by itself before a message
/// leaves, except when the keys to come were set aside in advance: then a crash
/// takes back the step that began the chain the message is sent on, and whoever
/// answers it on the next step cannot be understood any more.
pub(super) async fn settle_keys(shared: &Shared, engine: &Engine) -> Result<(), SendError> {
    engine.flush_pending_signal_state().await.map_err(|cause| {
        if matches!(cause, SignalMaintenanceError::Storage(_)) {
            unless_closed(shared, SendError::NotStored)
        } else {
            // A backlog could not be kept, and the connection ends for it.
            SendError::NotConnected
        }
    })
}

/// A client that is being ended stores nothing any more, which is no fault of the
/// disk.
fn unless_closed(shared: &Shared, error: SendError) -> SendError {
    if error == SendError::NotStored && shared.backend.is_closed() {
        SendError::NotConnected
    } else {
        error
    }
}

/// The server's answer to something that was sent.
pub(super) fn acknowledged(shared: &Shared, ack: &ServerAck) {
    if ack.class.as_deref() != Some("message") {
        return;
    }
    if let Some(asked_at) = shared.unanswered.answered(&ack.id) {
        shared.teller.round_trip(asked_at);
    }
    frontdesk_failpoint::failpoint!("engine.ack.heard");
    let refused = ack.error.as_ref().map(|code| code.parse().unwrap_or(0));
    shared.lane.keep(vec![Inbound::Acknowledged {
        id: frontdesk_domain::id::WireId(ack.id.clone()),
        refused,
        at: ack.timestamp.map_or_else(|| shared.parts.wall(), at),
    }]);
}

fn at(time: DateTime<Utc>) -> Timestamp {
    Timestamp(time.timestamp_millis())
}

impl Unanswered {
    fn begin(&self, id: &str) {
        let mut open = self.lock();
        if open.len() >= MOST_OPEN {
            open.clear();
        }
        open.insert(id.to_owned(), Open::OnItsWay);
    }

    /// Whether the answer is there already.
    fn handed_over(&self, id: &str, now: Mono) -> bool {
        let mut open = self.lock();
        match open.get_mut(id) {
            Some(state @ Open::OnItsWay) => {
                *state = Open::Out(now);
                false
            }
            Some(Open::Answered) => open.remove(id).is_some(),
            Some(Open::Out(_)) | None => false,
        }
    }

    fn forget(&self, id: &str) {
        self.lock().remove(id);
    }

    /// When the message was handed over, if that is known.
    fn answered(&self, id: &str) -> Option<Mono> {
        let mut open = self.lock();
        match open.get_mut(id)? {
            Open::Out(at) => {
                let at = *at;
                open.remove(id);
                Some(at)
            }
            state @ (Open::OnItsWay | Open::Answered) => {
                *state = Open::Answered;
                None
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
