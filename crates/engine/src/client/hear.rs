//! What the engine reports, in the order in which it reports it.
//!
//! What moves the link is told at once. What is to be kept goes into the lane.
//! Messages that the hook has kept are only repeated here and left alone.

mod drain;
mod kept;

use std::{
    future::Future,
    sync::{Arc, Mutex, PoisonError},
};

use frontdesk_domain::{
    address::PhoneNumber,
    disconnect::{Close, SocketEnd},
    network::Told,
    pairing::{Account, CodeText, PairCodeAnswer},
    secret::Secret,
    session::Notice,
};
use tokio::runtime::{Handle, RuntimeFlavor};
use wa_rs::{
    Jid, OwnedNodeRef,
    types::{
        events::{Event, EventHandler, PairSuccess, PairingCodeError},
        presence::ChatPresence,
    },
};

use self::{drain::Drain, kept::Ringing};
use super::{
    asks, blocks, collections, endings, groups, own, presence, questions, sends, shared::Shared,
};
use crate::jid;

/// Hears for one client.
pub(super) struct Hearing {
    shared: Arc<Shared>,
    drain: Mutex<Drain>,
    ringing: Ringing,
}

impl Hearing {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self {
            shared,
            drain: Mutex::default(),
            ringing: Ringing::default(),
        }
    }
}

impl EventHandler for Hearing {
    fn handle_event(&self, event: Arc<Event>) {
        self.link(&event);
        kept::hear(&self.shared, &self.ringing, &event);
    }
}

impl Hearing {
    /// What moves the link, and what is not kept.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the engine's list of events grows; what is unknown moves nothing"
    )]
    fn link(&self, event: &Event) {
        let shared = &self.shared;
        match event {
            Event::RawNode(node) => self.stanza(node),
            Event::PairingQrCode(code) => {
                shared.teller.handshake_done();
                shared.teller.tell(Told::QrCode {
                    text: Secret::new(code.code.clone()),
                    valid_for: millis(code.timeout),
                });
            }
            Event::PairingQrCodesExhausted(_) => shared.teller.out_of_codes(),
            Event::PairingCode(code) => match CodeText::parse(&code.code) {
                Ok(text) => shared.teller.tell(Told::PairingCode {
                    code: text,
                    valid_for: millis(code.timeout),
                }),
                Err(_) => refuse_code(shared, PairCodeAnswer::Fault, None),
            },
            Event::PairingCodeError(error) => {
                let back_off = error.backoff.map(millis);
                refuse_code(shared, answer(error), back_off);
            }
            Event::PairError(_) => {
                shared.teller.notice(Notice::PairFailed);
                shared.link_decided(None);
            }
            // The code that is shown is dead, and only the user asks for another.
            Event::PairingCodeRefresh(_) => shared.teller.notice(Notice::PairFailed),
            Event::PairPasskeyRequest(_) => shared.teller.notice(Notice::PasskeyDemanded),
            Event::PairSuccess(success) => linked(shared, success),
            Event::Connected(_) => connected(shared),
            Event::SelfPushNameUpdated(name) => own::tell_name(shared, &name.new_name),
            Event::OfflineSyncPreview(preview) => self.with_drain(|drain| {
                drain.announced(shared, preview.total);
            }),
            Event::OfflineSyncCompleted(end) => {
                self.with_drain(|drain| drain.over(shared, end.count));
                questions::drained(shared);
            }
            Event::Disconnected(end) => {
                shared.end(Close::Socket(if end.reason.is_clean_shutdown() {
                    SocketEnd::Clean
                } else {
                    SocketEnd::Broken
                }));
            }
            Event::ServerAck(ack) => sends::acknowledged(shared, ack),
            Event::ChatPresence(update) => {
                let source = &update.source;
                let known = [Some(&source.sender), source.sender_alt.as_ref()];
                let who = jid::address(known.into_iter().flatten());
                let chat = jid::chat(&source.chat, source.sender_alt.as_ref());
                if let (Some(chat), Some(who)) = (chat, who) {
                    shared.teller.tell(Told::Typing {
                        chat,
                        who,
                        typing: update.state == ChatPresence::Composing,
                    });
                }
            }
            Event::Receipt(receipt) => {
                questions::settle(shared, receipt);
                own::notice_phone(shared, &receipt.source, receipt.timestamp);
            }
            Event::HistorySync(_) => {
                shared.teller.phone_seen(shared.parts.wall());
            }
            Event::AppStateSyncFailed(event) => collections::fetch_skipped(shared, event),
            Event::PictureUpdate(update) if is_own(shared, &update.jid) => fetch_picture(shared),
            Event::GroupUpdate(update) => {
                shared.groups.forget(&update.group_jid);
                groups::notice(shared, &update.group_jid);
            }
            _ => {}
        }
    }

    /// The server's own words, of which some come as no event.
    fn stanza(&self, node: &Arc<OwnedNodeRef>) {
        let shared = &self.shared;
        let node = node.get();
        if node.tag.as_ref() == "message"
            && let Some(id) = node.get_attr("id")
        {
            shared.backend.heard(&id.as_str());
        }
        if node.tag.as_ref() == "notification" && node.get_optional_child("blocklist").is_some() {
            shared.on_the_side(blocks::fetch);
        }
        let kind = node.get_attr("type");
        if node.tag.as_ref() == "receipt" && kind.is_some_and(|kind| kind == "retry") {
            questions::heard(shared, node);
        }
        match node.tag.as_ref() {
            "stream:error" => {
                let word = endings::stream_word(node);
                if endings::goes_on(word) {
                    // It may be over all the same; the answer tells.
                    tracing::warn!(?word, "The server complains");
                    shared.teller.notice(Notice::Sent);
                    shared.on_the_side(asks::probe);
                } else {
                    shared.end(Close::Stream(word));
                }
            }
            "iq" if node.get_optional_child("pair-success").is_some() => shared.link_granted(),
            "ib" if node.get_optional_child("offline").is_some() => self.hold_back(),
            "failure" => shared.end(endings::refusal(node)),
            "xmlstreamend" => shared.end(Close::Socket(SocketEnd::Clean)),
            kind @ ("message" | "receipt" | "notification" | "call" | "status")
                if node.get_attr("offline").is_some() =>
            {
                self.with_drain(|drain| drain.arrived(shared, kind == "message"));
            }
            _ => {}
        }
    }

    /// The end of the backlog, before the engine sees it.
    fn hold_back(&self) {
        let mut goal = None;
        self.with_drain(|drain| goal = drain.goal(&self.shared));
        if let Some(goal) = goal {
            goal.wait();
        }
    }

    fn with_drain(&self, act: impl FnOnce(&mut Drain)) {
        act(&mut self.drain.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// Holds up the calling thread, which is one of the engine's, until the work is
/// done. A runtime with a single thread cannot be held up; the work is then done
/// on the side.
pub(super) fn hold_up(work: impl Future<Output = ()> + Send + 'static) {
    let Ok(runtime) = Handle::try_current() else {
        return;
    };
    if runtime.runtime_flavor() == RuntimeFlavor::MultiThread {
        tokio::task::block_in_place(|| runtime.block_on(work));
    } else {
        runtime.spawn(work);
    }
}

fn refuse_code(shared: &Shared, answer: PairCodeAnswer, back_off: Option<u64>) {
    shared
        .teller
        .notice(Notice::PairCodeRefused { answer, back_off });
}

fn answer(error: &PairingCodeError) -> PairCodeAnswer {
    error
        .rejection
        .as_ref()
        .map_or(PairCodeAnswer::Fault, |refusal| {
            u16::try_from(refusal.code()).map_or(PairCodeAnswer::Fault, PairCodeAnswer::from_code)
        })
}

/// Brings the fresh keys to the disk and then tells of the link. Killed before,
/// the program finds no link; killed after, a whole one.
fn linked(shared: &Arc<Shared>, success: &PairSuccess) {
    shared.teller.note_link();
    let Ok(phone) = PhoneNumber::parse(&success.id.user) else {
        tracing::error!("The phone linked an account without a number");
        shared.teller.notice(Notice::PairFailed);
        shared.link_decided(None);
        return;
    };
    let account = Account {
        phone,
        lid: jid::address([&success.lid]).and_then(|address| address.lid),
    };
    let business = &success.business_name;
    let business = (!business.is_empty()).then(|| business.clone());
    let Some(engine) = shared.engine() else {
        shared.link_decided(None);
        return;
    };
    let task = tokio::spawn({
        let shared = Arc::clone(shared);
        async move {
            frontdesk_failpoint::failpoint!("engine.linked.before");
            match engine.persistence_manager().flush().await {
                Ok(()) => {
                    frontdesk_failpoint::failpoint!("engine.linked.after");
                    let now = shared.parts.wall();
                    shared.teller.tell(Told::Linked { account, business });
                    shared.teller.phone_seen(now);
                }
                Err(_) => shared.store_failed(),
            }
        }
    });
    shared.link_decided(Some(task));
}

fn connected(shared: &Arc<Shared>) {
    frontdesk_failpoint::failpoint!("engine.connected");
    shared.teller.notice(Notice::Connected);
    let Some(engine) = shared.engine() else {
        return;
    };
    questions::connected(shared);
    own::tell_name(shared, &engine.push_name());
    shared.on_the_side({
        let engine = Arc::clone(&engine);
        move |shared| async move { presence::announce(&shared, &engine).await }
    });
    shared.on_the_side(blocks::fetch);
    fetch_picture(shared);
}

fn fetch_picture(shared: &Arc<Shared>) {
    if let Some(engine) = shared.engine() {
        shared.on_the_side(move |shared| own::fetch_picture(shared, engine));
    }
}

fn is_own(shared: &Shared, jid: &Jid) -> bool {
    shared.engine().is_some_and(|engine| {
        [engine.pn(), engine.lid()]
            .iter()
            .flatten()
            .any(|own| own.to_non_ad() == jid.to_non_ad())
    })
}

fn millis(time: std::time::Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
