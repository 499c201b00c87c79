//! One client: what it was asked, and what the test makes it say.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use frontdesk_domain::{
    address::{Address, PhoneNumber},
    disconnect::{Close, LocalFault},
    id::{AccountId, WireId},
    network::{
        Answer, Behind, ChatChange, Client, Ear, HeldState, Inbound, Key, MessageMark, NotKept,
        Outgoing, Presence, SendError, Told, WireChat,
    },
    pairing::{Account, CodeText, NotAPairingCode},
    secret::Secret,
    session::{Notice, Purpose},
    time::Timestamp,
};
use frontdesk_store::{DeviceRow, Store, StoreError};
use tokio::sync::watch;

use super::Start;

/// What a client was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// To stop in good order.
    Stop,
    /// To drop everything.
    Abort,
    /// For a sign of life of the server.
    Probe,
    /// To tell the server that the link ends.
    LogOut,
    /// For a pairing code.
    AskPairingCode(PhoneNumber),
    /// To withdraw it.
    CancelPairingCode,
    /// To stand still while its state is handed over.
    HoldState,
    /// To go on with the state of that account.
    GoOnAs(AccountId),
    /// To show itself as here or away.
    SetPresence(Presence),
    /// To send a message.
    Send(Box<Outgoing>),
    /// To show a chat that somebody types here, or no longer.
    Typing(bool),
    /// To tell that these were read; quietly or not.
    MarkRead(Vec<WireId>, bool),
    /// To change a chat on the other devices too.
    ChangeChat(ChatChange),
    /// To mark a message on the other devices too.
    MarkMessage(Key, MessageMark),
    /// To block somebody, or no longer.
    SetBlocked(Address, bool),
    /// To ask the phone for messages before this one.
    AskPast(WireChat, Behind),
    /// See the method.
    AskAgain(Key),
}

/// A client in the hands of a test. Clones are the same client.
#[derive(Clone)]
pub struct Puppet {
    inner: Arc<Inner>,
}

struct Inner {
    start: Start,
    store: Store,
    ear: Arc<dyn Ear>,
    now: Mutex<Now>,
    /// Whether it answers when it is asked to stop, and to stand still.
    stops: watch::Sender<bool>,
    holds: watch::Sender<bool>,
}

struct Now {
    state: AccountId,
    calls: Vec<Call>,
    alive: bool,
    /// What it answers when it is asked to send; `Ok` when nothing is left.
    answers: VecDeque<Result<(), SendError>>,
    /// The same for marking messages, blocking people and asking for the past.
    marking: VecDeque<Result<(), SendError>>,
}

struct Held(Puppet);

impl Puppet {
    pub(super) fn begin(start: Start, store: Store, ear: Arc<dyn Ear>) -> Self {
        let puppet = Self {
            inner: Arc::new(Inner {
                start,
                store,
                ear,
                now: Mutex::new(Now {
                    state: start.state,
                    calls: Vec::new(),
                    alive: true,
                    answers: VecDeque::new(),
                    marking: VecDeque::new(),
                }),
                stops: watch::Sender::new(true),
                holds: watch::Sender::new(true),
            }),
        };
        match start.purpose {
            Purpose::Pair => drop(puppet.put_device(None)),
            Purpose::LogIn => puppet.look_for_keys(),
        }
        puppet
    }

    /// How it was started.
    pub fn start(&self) -> Start {
        self.inner.start
    }

    /// Whose state it works on.
    pub fn state(&self) -> AccountId {
        self.now().state
    }

    /// Whether it has neither stopped nor been dropped.
    pub fn is_alive(&self) -> bool {
        self.now().alive
    }

    /// What it was asked so far.
    pub fn calls(&self) -> Vec<Call> {
        self.now().calls.clone()
    }

    /// The messages it was asked to send so far, in order.
    pub fn sent(&self) -> Vec<Outgoing> {
        let mut sent = Vec::new();
        for call in self.calls() {
            if let Call::Send(message) = call {
                sent.push(*message);
            }
        }
        sent
    }

    /// The next message cannot be handed over.
    pub fn will_not_send(&self, error: SendError) {
        self.now().answers.push_back(Err(error));
    }

    /// The next mark, block or question for the past fails like this.
    pub fn will_not_mark(&self, error: SendError) {
        self.now().marking.push_back(Err(error));
    }

    /// From now on it does not answer when it is asked to stop.
    pub fn will_not_stop(&self) {
        self.inner.stops.send_replace(false);
    }

    /// It stops after all.
    pub fn will_stop(&self) {
        self.inner.stops.send_replace(true);
    }

    /// From now on it does not stand still when it is asked to.
    pub fn will_not_hold(&self) {
        self.inner.holds.send_replace(false);
    }

    /// It stands still after all.
    pub fn will_hold(&self) {
        self.inner.holds.send_replace(true);
    }

    /// Says something, in good or bad order.
    pub fn tell(&self, told: Told) {
        self.inner.ear.told(told);
    }

    /// Says something that moves the link.
    pub fn notice(&self, notice: Notice) {
        self.tell(Told::Notice(notice));
    }

    /// The connection ends.
    pub fn ends(&self, close: Close) {
        self.notice(Notice::Ended(close));
    }

    /// The socket stands, the channel is private.
    pub fn reaches_the_server(&self) {
        self.notice(Notice::Dialled);
        self.notice(Notice::HandshakeDone);
    }

    /// The server lets it in.
    pub fn comes_up(&self) {
        self.reaches_the_server();
        self.notice(Notice::Connected);
    }

    /// A QR code is there.
    pub fn shows_qr(&self, valid_for: u64) {
        self.tell(Told::QrCode {
            text: Secret::new("2@fictitious,reference,key,identity,secret".to_owned()),
            valid_for,
        });
    }

    /// A pairing code is there.
    ///
    /// # Errors
    /// When `text` is none.
    pub fn shows_code(&self, text: &str) -> Result<(), NotAPairingCode> {
        self.tell(Told::PairingCode {
            code: CodeText::parse(text)?,
            valid_for: 180_000,
        });
        Ok(())
    }

    /// A phone links it: the keys are on the disk, then it says so.
    ///
    /// # Errors
    /// The store's.
    pub async fn is_linked_by(&self, account: &Account) -> Result<(), StoreError> {
        self.is_accepted_by(account).await?;
        self.tell(Told::Linked {
            account: account.clone(),
            business: None,
        });
        Ok(())
    }

    /// A phone links it: the keys are on the disk, and nobody was told yet.
    ///
    /// # Errors
    /// The store's.
    pub async fn is_accepted_by(&self, account: &Account) -> Result<(), StoreError> {
        self.put_device(Some(account)).await
    }

    /// News come in; answered as the server is answered.
    ///
    /// # Errors
    /// When they were not made durable.
    pub async fn brings(&self, news: Vec<Inbound>) -> Result<(), NotKept> {
        self.inner.ear.keep(news).await
    }

    pub(super) fn die(&self) {
        self.now().alive = false;
    }

    fn look_for_keys(&self) {
        let state = self.state();
        let has_keys = self.inner.store.read(|tx| tx.signal(state).has_device());
        if !has_keys.unwrap_or(false) {
            self.ends(Close::Here(LocalFault::NoKeys));
        }
    }

    fn put_device(&self, linked: Option<&Account>) -> frontdesk_store::Pending<()> {
        let state = self.state();
        let device = DeviceRow {
            format: 1,
            device: b"{}".to_vec(),
            phone_jid: linked.map(|account| format!("{}:7@s.whatsapp.net", account.phone.digits())),
            lid_jid: linked
                .and_then(|account| account.lid.as_ref())
                .map(|lid| format!("{}:7@lid", lid.0)),
        };
        self.inner
            .store
            .write(move |tx| tx.signal_mut(state).put_device(&device))
    }

    fn called(&self, call: Call) {
        self.now().calls.push(call);
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.inner
            .now
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Client for Puppet {
    fn stop(&self) -> Answer<'_, ()> {
        self.called(Call::Stop);
        Box::pin(async move {
            // The sender lives in the same puppet.
            let _ = self.inner.stops.subscribe().wait_for(|stops| *stops).await;
            self.die();
            self.notice(Notice::Stopped);
        })
    }

    fn abort(&self) {
        self.called(Call::Abort);
        self.die();
    }

    fn probe(&self) {
        self.called(Call::Probe);
    }

    fn log_out(&self) {
        self.called(Call::LogOut);
    }

    fn ask_pairing_code(&self, number: PhoneNumber) {
        self.called(Call::AskPairingCode(number));
    }

    fn cancel_pairing_code(&self) {
        self.called(Call::CancelPairingCode);
    }

    fn hold_state(&self) -> Answer<'_, Box<dyn HeldState>> {
        self.called(Call::HoldState);
        Box::pin(async move {
            let _ = self.inner.holds.subscribe().wait_for(|holds| *holds).await;
            let held: Box<dyn HeldState> = Box::new(Held(self.clone()));
            held
        })
    }

    fn set_presence(&self, presence: Presence) {
        self.called(Call::SetPresence(presence));
    }

    fn set_typing(&self, _: WireChat, typing: bool) {
        self.called(Call::Typing(typing));
    }

    fn send(&self, message: Outgoing) -> Answer<'_, Result<(), SendError>> {
        self.called(Call::Send(Box::new(message)));
        let answer = self.now().answers.pop_front().unwrap_or(Ok(()));
        Box::pin(async { answer })
    }

    fn mark_read(&self, keys: Vec<Key>, quietly: bool) -> Answer<'_, Result<(), SendError>> {
        let ids = keys.into_iter().map(|key| key.id).collect();
        self.called(Call::MarkRead(ids, quietly));
        Box::pin(async { Ok(()) })
    }

    fn change_chat(
        &self,
        _: WireChat,
        change: ChatChange,
        _: Option<Behind>,
    ) -> Answer<'_, Result<(), SendError>> {
        self.called(Call::ChangeChat(change));
        Box::pin(async { Ok(()) })
    }

    fn mark_message(
        &self,
        key: Key,
        _: Timestamp,
        mark: MessageMark,
    ) -> Answer<'_, Result<(), SendError>> {
        self.called(Call::MarkMessage(key, mark));
        let answer = self.now().marking.pop_front().unwrap_or(Ok(()));
        Box::pin(async { answer })
    }

    fn set_blocked(&self, who: Address, blocked: bool) -> Answer<'_, Result<(), SendError>> {
        self.called(Call::SetBlocked(who, blocked));
        let answer = self.now().marking.pop_front().unwrap_or(Ok(()));
        Box::pin(async { answer })
    }

    fn ask_past(
        &self,
        chat: WireChat,
        oldest: Behind,
        _: u32,
    ) -> Answer<'_, Result<(), SendError>> {
        self.called(Call::AskPast(chat, oldest));
        let answer = self.now().marking.pop_front().unwrap_or(Ok(()));
        Box::pin(async { answer })
    }

    fn ask_again(&self, key: Key, _: Timestamp) -> Answer<'_, Result<(), SendError>> {
        self.called(Call::AskAgain(key));
        Box::pin(async { Ok(()) })
    }
}

impl HeldState for Held {
    fn go_on_as(self: Box<Self>, account: AccountId) {
        self.0.called(Call::GoOnAs(account));
        self.0.now().state = account;
    }
}

impl fmt::Debug for Puppet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Puppet")
            .field("state", &self.state())
            .field("calls", &self.calls())
            .finish_non_exhaustive()
    }
}
