//! Recipients who could not read a message ask for it again.
//!
//! The engine answers them, but it tells the server that it has the question
//! before it does. So a question is kept first, and settled by the recipient's
//! own word that the message is there. What an earlier run left open is answered
//! once the server has handed over its backlog, in which that word may be.

use std::{
    mem,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU8, Ordering},
    },
    time::Duration,
};

use frontdesk_store::RetryQuestion;
use wa_rs::{
    Client as Engine, Jid, MessageRetransmission, Server,
    types::{events::Receipt, presence::ReceiptType},
    wacore::{store::error::StoreError, time::now_secs},
    wacore_binary::NodeRef,
    waproto::codec,
};

use super::{hear, sends, shared::Shared};

/// A recipient who has not said a word after so many answers is gone.
const MOST_ATTEMPTS: u32 = 5;

/// Messages are not kept longer for this, in seconds.
const WORTH_ANSWERING: i64 = 30 * 24 * 3_600;

/// How long the engine may take to answer, until the recipient's receipt.
const ANSWERED_WITHIN: Duration = Duration::from_secs(5);

/// A recipient asks no more often than this; beyond, the engine refuses.
const MOST_ASKED: u8 = 4;

/// Open questions.
#[derive(Default)]
pub(crate) struct Questions {
    open: Mutex<Vec<Open>>,
    /// [`CONNECTED`] and [`DRAINED`], which come in any order.
    reached: AtomicU8,
}

const CONNECTED: u8 = 1;
const DRAINED: u8 = 2;

/// A question that is kept.
struct Open {
    message: String,
    device: Jid,
    /// When, in seconds by the server's clock.
    asked_s: i64,
    /// As it is kept by an earlier run; a question of this run is being answered
    /// by the engine.
    left_over: Option<RetryQuestion>,
}

impl Questions {
    fn lock(&self) -> MutexGuard<'_, Vec<Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reach(&self, shared: &Arc<Shared>, what: u8) {
        let before = self.reached.fetch_or(what, Ordering::SeqCst);
        if before != before | what && before | what == CONNECTED | DRAINED {
            shared.on_the_side(answer);
        }
    }
}

/// Takes up what an earlier run left open.
pub(super) async fn take_up(shared: &Shared) -> Result<(), StoreError> {
    let kept = shared.backend.questions().await?;
    let known = kept.into_iter().filter_map(|question| {
        Some(Open {
            message: question.message.clone(),
            device: question.device.parse().ok()?,
            asked_s: question.asked_s,
            left_over: Some(question),
        })
    });
    *shared.questions.lock() = known.collect();
    Ok(())
}

/// The connection can carry messages.
pub(super) fn connected(shared: &Arc<Shared>) {
    shared.questions.reach(shared, CONNECTED);
}

/// The server has handed over its backlog.
pub(super) fn drained(shared: &Arc<Shared>) {
    shared.questions.reach(shared, DRAINED);
}

/// Somebody asks. Holds up the calling thread, and with it the engine's word to
/// the server, until the question is kept.
pub(super) fn heard(shared: &Arc<Shared>, receipt: &NodeRef<'_>) {
    let asked_by = receipt
        .get_attr("participant")
        .or_else(|| receipt.get_attr("from"));
    let (Some(message), Some(device)) = (receipt.get_attr("id"), asked_by) else {
        return;
    };
    let (message, device) = (message.as_str().into_owned(), device.as_str().into_owned());
    let Ok(jid) = device.parse::<Jid>() else {
        return;
    };
    let count = receipt
        .get_optional_child("retry")
        .and_then(|retry| retry.get_attr("count"))
        .and_then(|count| count.as_str().parse().ok())
        .unwrap_or(1);
    let asked_s = receipt
        .get_attr("t")
        .and_then(|at| at.as_str().parse().ok())
        .unwrap_or_else(now_secs);
    let shared = Arc::clone(shared);
    hear::hold_up(async move {
        let kept = shared
            .backend
            .keep_question(&message, &device, count, asked_s);
        if let Ok(true) = kept.await {
            {
                let mut open = shared.questions.lock();
                open.retain(|known| known.message != message || known.device != jid);
                open.push(Open {
                    message: message.clone(),
                    device: jid,
                    asked_s,
                    left_over: None,
                });
            }
            shared.on_the_side(|shared| remind(shared, message, device));
        }
    });
}

/// Of several who ask for a message at once the engine answers one. The others are
/// answered here when it had time for it.
async fn remind(shared: Arc<Shared>, message: String, device: String) {
    tokio::time::sleep(ANSWERED_WITHIN).await;
    let kept = shared.backend.questions().await.unwrap_or_default();
    let question = kept
        .into_iter()
        .find(|kept| kept.message == message && kept.device == device && kept.attempts == 0);
    if let (Some(question), Some(engine)) = (question, shared.engine()) {
        answer_one(&shared, &engine, question).await;
    }
}

/// The recipient has it.
pub(super) fn settle(shared: &Arc<Shared>, receipt: &Receipt) {
    let source = &receipt.source;
    if source.is_from_me || receipt.r#type == ReceiptType::Retry {
        return;
    }
    let is_by = |device: &Jid| {
        let known = [Some(&source.sender), source.sender_alt.as_ref()];
        known
            .into_iter()
            .flatten()
            .any(|by| by.to_non_ad() == device.to_non_ad())
    };
    let settled: Vec<Open> = shared
        .questions
        .lock()
        .extract_if(.., |open| {
            receipt.message_ids.contains(&open.message)
                && is_by(&open.device)
                // An older word may come late.
                && receipt.timestamp.timestamp() >= open.asked_s
        })
        .collect();
    for open in settled {
        shared.on_the_side(move |shared| async move {
            forget(&shared, &open.message, &open.device.to_string()).await;
        });
    }
}

/// Answers what an earlier run left open.
async fn answer(shared: Arc<Shared>) {
    let Some(engine) = shared.engine() else {
        return;
    };
    let left_over: Vec<RetryQuestion> = shared
        .questions
        .lock()
        .iter_mut()
        .filter_map(|open| mem::take(&mut open.left_over))
        .collect();
    for question in left_over {
        let is_old = question.asked_s < now_secs() - WORTH_ANSWERING;
        if is_old || question.attempts >= MOST_ATTEMPTS {
            forget(&shared, &question.message, &question.device).await;
            continue;
        }
        if !engine.is_connected() {
            return;
        }
        answer_one(&shared, &engine, question).await;
    }
}

async fn answer_one(shared: &Shared, engine: &Arc<Engine>, question: RetryQuestion) {
    let (message, device) = (question.message.clone(), question.device.clone());
    send_again(shared, engine, question).await;
    frontdesk_failpoint::failpoint!("engine.question.answered");
    if let Err(error) = shared.backend.question_attempted(&message, &device).await {
        tracing::debug!(%error, "An answer was not counted");
    }
}

async fn send_again(shared: &Shared, engine: &Arc<Engine>, question: RetryQuestion) {
    let Some(request) = retransmission(engine, &question) else {
        forget(shared, &question.message, &question.device).await;
        return;
    };
    let Ok(device) = question.device.parse::<Jid>() else {
        return;
    };
    // Whoever could not read the message may have lost the session.
    let renewed = engine.signal().delete_sessions(&[device]).await;
    if renewed.is_err() || sends::settle_keys(shared, engine).await.is_err() {
        return;
    }
    if let Err(error) = engine.retransmit_message(request).await {
        tracing::warn!(%error, "A message that was asked for again did not leave");
    }
}

fn retransmission(engine: &Engine, question: &RetryQuestion) -> Option<MessageRetransmission> {
    let chat: Jid = question.chat.parse().ok()?;
    let device: Jid = question.device.parse().ok()?;
    let message = codec::message_decode(&question.payload).ok()?;
    let is_own = [engine.pn(), engine.lid()]
        .iter()
        .flatten()
        .any(|own| own.to_non_ad() == device.to_non_ad());
    let count = question.count.clamp(1, MOST_ASKED);
    let request = MessageRetransmission::new(
        chat.clone(),
        device,
        message,
        question.message.clone(),
        count,
    );
    Some(if is_own && chat.server != Server::Group {
        request.with_recipient(chat)
    } else {
        request
    })
}

async fn forget(shared: &Shared, message: &str, device: &str) {
    if let Err(error) = shared.backend.forget_question(message, device).await {
        tracing::debug!(%error, "A question that is settled was not forgotten");
    }
}
