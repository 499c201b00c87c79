//! An ear that remembers everything, and can be told to keep nothing.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use frontdesk_domain::{
    network::{Answer, Ear, Inbound, NotKept, Told},
    pairing::Account,
    session::Notice,
};
use tokio::{sync::watch, time::timeout};

use crate::rig::BOUND;

/// One thing that was heard.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "tests look into it by patterns")]
pub(crate) enum Heard {
    Notice(Notice),
    Qr(String),
    Code(String),
    Linked(Account, Option<String>),
    OwnName(String),
    OwnPicture(usize),
    Typing(bool),
    PhoneSeen,
    Kept(Inbound),
    /// So many pieces of news came in one call.
    Barrier(usize),
}

#[derive(Default)]
pub(crate) struct RecordingEar {
    heard: Mutex<Vec<Heard>>,
    count: watch::Sender<usize>,
    deaf: AtomicBool,
}

impl RecordingEar {
    /// From now on nothing can be kept, or again everything.
    pub(crate) fn refuse(&self, refuse: bool) {
        self.deaf.store(refuse, Ordering::SeqCst);
    }

    pub(crate) fn all(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }

    pub(crate) fn notices(&self) -> Vec<Notice> {
        let all = self.all().into_iter();
        all.filter_map(|heard| match heard {
            Heard::Notice(notice) => Some(notice),
            _ => None,
        })
        .collect()
    }

    pub(crate) fn kept(&self) -> Vec<Inbound> {
        let all = self.all().into_iter();
        all.filter_map(|heard| match heard {
            Heard::Kept(news) => Some(news),
            _ => None,
        })
        .collect()
    }

    /// Waits for something and returns what is made of it.
    pub(crate) async fn until<T>(&self, what: &str, look: impl FnMut(&Heard) -> Option<T>) -> T {
        self.until_within(BOUND, what, look).await
    }

    pub(crate) async fn until_within<T>(
        &self,
        bound: Duration,
        what: &str,
        mut look: impl FnMut(&Heard) -> Option<T>,
    ) -> T {
        let mut count = self.count.subscribe();
        let waiting = async {
            loop {
                let found = self.all().iter().find_map(&mut look);
                if let Some(found) = found {
                    return found;
                }
                count.changed().await.unwrap();
            }
        };
        match timeout(bound, waiting).await {
            Ok(found) => found,
            Err(_) => panic!("{what} did not happen; heard: {:#?}", self.all()),
        }
    }

    pub(crate) async fn notice(&self, wanted: Notice) {
        self.until(&format!("{wanted:?}"), |heard| {
            (*heard == Heard::Notice(wanted.clone())).then_some(())
        })
        .await;
    }

    pub(crate) async fn ended(&self) -> frontdesk_domain::disconnect::Close {
        self.until("the end", |heard| match heard {
            Heard::Notice(Notice::Ended(close)) => Some(*close),
            _ => None,
        })
        .await
    }

    fn hear(&self, new: impl IntoIterator<Item = Heard>) {
        let mut heard = self.heard.lock().unwrap();
        heard.extend(new);
        self.count.send_replace(heard.len());
    }
}

impl Ear for RecordingEar {
    fn told(&self, told: Told) {
        self.hear([match told {
            Told::Notice(notice) => Heard::Notice(notice),
            Told::QrCode { text, .. } => Heard::Qr(text.expose().clone()),
            Told::PairingCode { code, .. } => Heard::Code(code.shown()),
            Told::Linked { account, business } => Heard::Linked(account, business),
            Told::OwnName(name) => Heard::OwnName(name),
            Told::OwnPicture(file) => Heard::OwnPicture(file.len()),
            Told::Typing { typing, .. } => Heard::Typing(typing),
            Told::PhoneSeen(_) => Heard::PhoneSeen,
        }]);
    }

    fn keep(&self, news: Vec<Inbound>) -> Answer<'_, Result<(), NotKept>> {
        Box::pin(async move {
            if self.deaf.load(Ordering::SeqCst) {
                return Err(NotKept);
            }
            let barrier = Heard::Barrier(news.len());
            self.hear(
                [barrier]
                    .into_iter()
                    .chain(news.into_iter().map(Heard::Kept)),
            );
            Ok(())
        })
    }
}
