//! One slot's task: takes what it is told in order, steps the session, shows
//! where it stands. What a step wants done is in `obey`.

use std::{collections::VecDeque, sync::Arc};

use frontdesk_domain::{
    backoff::STABLE_AFTER,
    disconnect::{Cause, Close, LocalFault},
    id::AccountId,
    network::{Client, Presence, Told},
    pairing::{Account, Refusal, Seat},
    session::{Ask, Effect, Environment, Input, Mono, NextAction, Notice, Run, Session, step},
    slot::SlotNumber,
    time::Timestamp,
};
use frontdesk_store::{ReadTx, StoreError};
use tokio::{
    sync::{mpsc::UnboundedReceiver, oneshot},
    task::JoinHandle,
};

use super::{
    Around, Heard, Leaving, Wish, Word,
    console::Console,
    ear::SlotEar,
    obey::{Debts, Unsaved},
    qr, seating,
};
use crate::live::LinkNow;

/// Signs of life of a phone are written down this far apart.
const PHONE_SEEN_APART: i64 = 60 * 60 * 1_000;

/// How often a store that failed is asked whether it works again.
const STORE_GLANCE: u64 = 3_000;
/// A store that answers and fails again this often is left to the long waits,
/// so that the server does not see a login every few seconds.
const MOST_MENDED: u32 = 5;

/// The supervisor of one slot.
pub(super) struct Supervisor {
    pub(super) slot: SlotNumber,
    pub(super) around: Arc<Around>,
    words: UnboundedReceiver<Word>,
    pub(super) session: Session,
    /// Inputs that follow from obeying, taken before the next word.
    pub(super) todo: VecDeque<Input>,
    /// Who sits here, linked or not.
    pub(super) account: Option<AccountId>,
    pub(super) client: Option<Running>,
    pub(super) stopping: Option<Stopping>,
    pub(super) timer: Option<Mono>,
    pub(super) console: Option<Console>,
    /// What a write that failed still owes the store.
    pub(super) debts: Debts,
    /// A link that was made and is not in the store yet.
    pub(super) unsaved: Option<Unsaved>,
    /// The number that was linked and is still being freed in another slot.
    pub(super) moving: Option<Account>,
    /// The name of the business that was linked, until the link is saved.
    pub(super) business: Option<String>,
    /// Accounts that are to go from here to slots that wait for them.
    leaving: Vec<Leaving>,
    phone_seen: Option<Timestamp>,
    focused: bool,
    /// The client that is known as able to send.
    up: Option<Run>,
    /// When that changed last.
    up_since: Mono,
    /// Tries that followed from a store that worked again, since the link last
    /// was up for a while.
    mended: u32,
}

/// The client of the slot.
pub(super) struct Running {
    pub(super) run: Run,
    pub(super) client: Arc<dyn Client>,
    pub(super) ear: Arc<SlotEar>,
    /// Whose protocol state it works on.
    pub(super) state: AccountId,
}

/// A client that was told to stop.
pub(super) struct Stopping {
    pub(super) running: Running,
    pub(super) stopped: JoinHandle<()>,
}

impl Supervisor {
    pub(super) fn new(
        slot: SlotNumber,
        around: Arc<Around>,
        words: UnboundedReceiver<Word>,
        session: Session,
        account: Option<AccountId>,
        focused: bool,
    ) -> Self {
        let mut supervisor = Self {
            slot,
            around,
            words,
            session,
            todo: VecDeque::new(),
            account,
            client: None,
            stopping: None,
            timer: None,
            console: None,
            debts: Debts::default(),
            unsaved: None,
            moving: None,
            business: None,
            leaving: Vec::new(),
            phone_seen: None,
            focused,
            up: None,
            up_since: Mono::default(),
            mended: 0,
        };
        supervisor.show();
        supervisor
    }

    /// Runs until the program ends, beginning with what the start of the session
    /// wants done.
    pub(super) async fn run(mut self, first: Vec<Effect>) {
        for effect in first {
            self.obey(effect).await;
        }
        self.work_off().await;
        loop {
            match self.next_word().await {
                Some(Word::ShutDown { answer }) => {
                    self.shut_down().await;
                    // Whoever asked may have given up waiting.
                    let _ = answer.send(());
                    return;
                }
                Some(word) => self.hear(word).await,
                None => self.take(Input::Environment(Environment::TimerFired)).await,
            }
            self.pay_debts_at_rest().await;
        }
    }

    /// The next word, or `None` when the timer fired.
    async fn next_word(&mut self) -> Option<Word> {
        loop {
            let Some(at) = self.timer else {
                return self.words.recv().await;
            };
            let glance = self.around.clock.mono().plus(STORE_GLANCE);
            let looks = self.waits_for_store() && glance < at;
            tokio::select! {
                biased;
                // The desk of a slot is never closed: every supervisor holds one.
                word = self.words.recv() => return word,
                () = self.around.clock.sleep_until(if looks { glance } else { at }) => {}
            }
            if !looks {
                self.timer = None;
                return None;
            }
            if self.around.store.probe().await.is_ok() {
                self.mended += 1;
                self.take(Input::Ask(Ask::RetryNow)).await;
            }
        }
    }

    /// The link is down because the store failed. It can be asked meanwhile, and
    /// the server need not wait for the end of a wait that is over.
    fn waits_for_store(&self) -> bool {
        self.mended < MOST_MENDED
            && self.session.linked().is_some()
            && self.session.cause() == Some(Cause::StoreFailed)
            && self.session.next_action() == Some(NextAction::RetryNow)
    }

    async fn hear(&mut self, word: Word) {
        match word {
            Word::Ask { wish, answer } => self.ask(wish, answer).await,
            Word::Dismiss { answer } => {
                let dismissed = self.dismiss().await;
                let _ = answer.send(dismissed);
            }
            Word::Told { run, told } => self.told(run, told).await,
            Word::Stopped { run } => {
                self.forget_client(run);
                self.take(Input::Engine(run, Notice::Stopped)).await;
            }
            Word::Environment(environment) => self.take(Input::Environment(environment)).await,
            Word::Focused(focused) => {
                self.focused = focused;
                if let (Some(_), Some(running)) = (self.up, &self.client) {
                    running.client.set_presence(self.presence());
                }
            }
            Word::LetGo(leaving) => self.let_go(leaving).await,
            Word::LetGone => self.move_in().await,
            Word::Flush { answer } => {
                // Behind every line of the timeline that was written before.
                if let Err(error) = self.around.store.write_soon(|_| Ok(())).await {
                    tracing::debug!(%error, "The store did not answer");
                }
                let _ = answer.send(());
            }
            // Taken by the loop.
            Word::ShutDown { .. } => {}
        }
    }

    /// What is due happens first, so that its refusals are not taken for the
    /// answer to this ask.
    async fn ask(&mut self, wish: Wish, answer: oneshot::Sender<Result<(), Refusal>>) {
        self.take(Input::Environment(Environment::TimerFired)).await;
        let ask = match wish {
            Wish::Plain(ask) => ask,
            Wish::PairingCode(number) => {
                let account = Account {
                    phone: number.clone(),
                    lid: None,
                };
                // Whether the number sits elsewhere is looked at again when it
                // is linked.
                let seat = self.seat(account).await.unwrap_or(Seat::Free);
                Ask::PairingCode { number, seat }
            }
        };
        let awaited = self.session.awaits_first_code();
        let effects = self.step(Input::Ask(ask));
        if self.session.awaits_first_code() && !awaited {
            self.console = Some(Console::open(self.around.clock.now()));
        }
        let refusal = effects.iter().find_map(|effect| {
            if let Effect::Refuse(refusal) = effect {
                Some(*refusal)
            } else {
                None
            }
        });
        let _ = answer.send(refusal.map_or(Ok(()), Err));
        self.show();
        for effect in effects {
            if !matches!(effect, Effect::Refuse(_)) {
                self.obey(effect).await;
            }
        }
        self.work_off().await;
    }

    /// Puts the console away. False while a link is being made in it.
    async fn dismiss(&mut self) -> bool {
        let Some(console) = &self.console else {
            return true;
        };
        if !console.is_done(&self.session) {
            return false;
        }
        self.console = None;
        if self.session.linked().is_none() {
            // The card must not go on about what was put away.
            self.take(Input::Ask(Ask::Cancel)).await;
        }
        self.show();
        true
    }

    async fn told(&mut self, run: Run, told: Told) {
        // What an earlier client still says is for the session to ignore; what
        // goes past the session is ignored here.
        let current = self.session.run() == Some(run);
        let notice = match told {
            Told::Notice(notice) => {
                if notice == Notice::Stopped {
                    self.forget_client(run);
                }
                notice
            }
            _ if !current => return,
            Told::QrCode { text, valid_for } => {
                let drawn = qr::draw(&text);
                if let Some(console) = &mut self.console {
                    console.qr = drawn;
                }
                Notice::QrCode { valid_for }
            }
            Told::PairingCode { code, valid_for } => {
                if let Some(console) = &mut self.console {
                    console.code = Some(code);
                }
                Notice::PairCodeIssued { valid_for }
            }
            Told::Linked { account, business } => {
                self.business = business;
                match self.seat(account.clone()).await {
                    Ok(seat) => Notice::PairSucceeded { account, seat },
                    Err(error) => {
                        tracing::warn!(%error, "A link cannot be kept");
                        Notice::Ended(Close::Here(LocalFault::Store))
                    }
                }
            }
            Told::OwnName(name) => return self.own_name(name),
            Told::OwnPicture(picture) => return self.own_picture(picture),
            Told::PhoneSeen(at) => return self.phone_seen(at),
            Told::Typing { chat, who, typing } => {
                if let Some(account) = self.account {
                    self.around.hear(Heard::Typing {
                        account,
                        chat,
                        who,
                        typing,
                    });
                }
                return;
            }
        };
        self.take(Input::Engine(run, notice)).await;
    }

    /// Feeds one input and everything that follows from it.
    pub(super) async fn take(&mut self, input: Input) {
        self.todo.push_back(input);
        self.work_off().await;
    }

    pub(super) async fn work_off(&mut self) {
        while let Some(input) = self.todo.pop_front() {
            let effects = self.step(input);
            self.show();
            for effect in effects {
                self.obey(effect).await;
            }
        }
        self.let_go_at_rest();
        self.show();
    }

    fn step(&mut self, input: Input) -> Vec<Effect> {
        let (session, effects) = step(&self.session, input, self.around.clock.moment());
        self.session = session;
        effects
    }

    /// Tells where the link stands to whoever shows it or sends through it.
    pub(super) fn show(&mut self) {
        if let Some(console) = &mut self.console
            && !console.follow(&self.session)
        {
            self.console = None;
        }
        let now = self.around.clock.moment();
        let link = LinkNow {
            state: self.session.link_state(),
            action: self.session.next_action(),
            pairing: self
                .console
                .as_ref()
                .map(|console| console.view(self.slot, &self.session, now)),
        };
        let moved = self.around.live.set_link(self.slot, link);
        if moved.link {
            self.around.feed.link_moved(self.slot);
        }
        if moved.pairing {
            self.around.feed.pairing_moved(self.slot);
        }
        self.show_up();
    }

    fn show_up(&mut self) {
        let up = match (&self.client, self.account) {
            (Some(running), Some(account))
                if self.session.phase().is_up() && self.session.run() == Some(running.run) =>
            {
                Some((running.run, account, running.client.clone()))
            }
            _ => None,
        };
        let run = up.as_ref().map(|(run, ..)| *run);
        if run == self.up {
            return;
        }
        let now = self.around.clock.mono();
        if self.up.is_some() && now.since(self.up_since) >= STABLE_AFTER {
            self.mended = 0;
        }
        self.up_since = now;
        self.up = run;
        let account = self.account;
        match up {
            Some((_, account, client)) => {
                client.set_presence(self.presence());
                self.around.ups.send_modify(|ups| {
                    ups.insert(account, client);
                });
            }
            None => self.around.ups.send_modify(|ups| {
                ups.retain(|held, _| Some(*held) != account);
            }),
        }
    }

    const fn presence(&self) -> Presence {
        if self.focused {
            Presence::Here
        } else {
            Presence::Away
        }
    }

    async fn seat(&self, account: Account) -> Result<Seat, StoreError> {
        let slot = self.slot;
        self.read(move |tx| seating::seat(tx, slot, &account)).await
    }

    pub(super) async fn read<T: Send + 'static>(
        &self,
        f: impl FnOnce(&ReadTx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let store = self.around.store.clone();
        tokio::task::spawn_blocking(move || store.read(f))
            .await
            .map_err(|_| StoreError::Panicked {
                doing: "Reading for a slot",
            })?
    }

    /// Another slot takes an account that sits here. The store is told with the
    /// end of the link, and before anything else of it: see
    /// [`seating::move_seat`].
    async fn let_go(&mut self, leaving: Leaving) {
        self.debts.moved = Some((leaving.account, leaving.to));
        if self.is_linked_to(&leaving) {
            self.todo.push_back(Input::Ask(Ask::Unlink));
        } else {
            self.pay_debts().await;
        }
        self.leaving.push(leaving);
        self.work_off().await;
    }

    /// An account may go once no client is left that writes to its state.
    fn let_go_at_rest(&mut self) {
        for leaving in std::mem::take(&mut self.leaving) {
            let account = leaving.account;
            // Of what comes here from yet another slot, that slot has to let go first.
            let coming = self.moving.as_ref();
            let is_coming = coming.is_some_and(|coming| coming.is_same(&leaving.who));
            if is_coming || self.is_linked_to(&leaving) || self.has_client_of(account) {
                self.leaving.push(leaving);
                continue;
            }
            if self.account == Some(account) {
                self.account = None;
            }
            self.debts.forget(account);
            self.around.tell(leaving.to, Word::LetGone);
        }
    }

    fn is_linked_to(&self, leaving: &Leaving) -> bool {
        let sits_here = match &self.unsaved {
            Some(unsaved) => unsaved.account.is_same(&leaving.who),
            None => self.account == Some(leaving.account),
        };
        sits_here && self.session.linked().is_some()
    }

    fn has_client_of(&self, account: AccountId) -> bool {
        let stopping = self.stopping.as_ref().map(|stopping| &stopping.running);
        let running = self.client.as_ref();
        running
            .into_iter()
            .chain(stopping)
            .any(|running| running.state == account)
    }

    /// This account sits here from now on.
    pub(super) fn take_account(&mut self, account: AccountId) {
        if self.account.replace(account) != Some(account) {
            self.phone_seen = None;
        }
    }

    fn phone_seen(&mut self, at: Timestamp) {
        let due = self
            .phone_seen
            .is_none_or(|seen| at >= seen.plus_millis(PHONE_SEEN_APART));
        if let Some(account) = self.account.filter(|_| due) {
            self.phone_seen = Some(at);
            self.write_aside(move |tx| tx.set_account_phone_seen(account, at));
        }
    }
}
