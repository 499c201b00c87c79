//! Does what a step of the session wants done.

use frontdesk_domain::{
    address::PhoneNumber,
    disconnect::{Cause, Close, LocalFault, StreamWord},
    id::AccountId,
    network::{Client, HeldState},
    pairing::Account,
    session::{Effect, Input, LinkEvent, LogoutReason, Notice, Purpose, Run},
    slot::SlotNumber,
};
use frontdesk_store::{ReadTx, Store, StoreError, WriteTx, account_while_linking};
use std::{io::Write as _, sync::Arc};

use super::{
    Leaving, Word,
    ear::SlotEar,
    seating,
    supervisor::{Running, Stopping, Supervisor},
};
use crate::host::SlotCall;

/// A client that does not let go of its state within this time is taken for
/// stuck, and the link is saved once it is gone.
const HOLD_WITHIN: u64 = 10_000;

/// A link that the store does not know yet.
pub(super) struct Unsaved {
    pub(super) account: Account,
}

/// What the store was to be told and could not.
#[derive(Default)]
pub(super) struct Debts {
    mark: Option<(AccountId, LogoutReason)>,
    /// The slot that the user wants to have the account.
    pub(super) moved: Option<(AccountId, SlotNumber)>,
    wipe: Option<AccountId>,
    discard: bool,
}

impl Debts {
    const fn any(&self) -> bool {
        self.mark.is_some() || self.moved.is_some() || self.wipe.is_some() || self.discard
    }

    /// The account was linked anew or went elsewhere: nothing of it is owed.
    pub(super) fn forget(&mut self, account: AccountId) {
        self.mark = self.mark.filter(|(marked, _)| *marked != account);
        self.moved = self.moved.filter(|(moved, _)| *moved != account);
        self.wipe = self.wipe.filter(|wiped| *wiped != account);
    }
}

impl Supervisor {
    pub(super) async fn obey(&mut self, effect: Effect) {
        match effect {
            Effect::StartClient { run, purpose } => self.start_client(run, purpose).await,
            Effect::StopClient { run } => self.stop_client(run),
            Effect::AbortClient { run } => self.abort_client(run),
            Effect::LogOut { run } => self.with_client(run, Client::log_out),
            Effect::Probe { run } => self.with_client(run, Client::probe),
            Effect::SetTimer { at } => self.timer = Some(at),
            Effect::CancelTimer => self.timer = None,
            Effect::AskPairingCode { run, number } => self.ask_pairing_code(run, number),
            Effect::CancelPairingCode { run } => {
                self.with_client(run, Client::cancel_pairing_code);
            }
            Effect::MoveAccount { from } => self.move_account(from).await,
            Effect::SaveCredentials { account } => self.save_credentials(account).await,
            Effect::MarkLoggedOut { reason } => self.mark_logged_out(reason).await,
            Effect::WipeCredentials => {
                self.debts.wipe = self.account;
                self.debts.discard = true;
                self.pay_debts().await;
            }
            Effect::DiscardUnlinked => {
                self.debts.discard = true;
                self.pay_debts().await;
            }
            // A build without an engine says so on the card; it is no event.
            Effect::RecordEvent(LinkEvent {
                cause: Some(Cause::NoEngine),
                ..
            })
            | Effect::RaiseAttention {
                cause: Cause::NoEngine,
            } => {}
            Effect::RecordEvent(event) => {
                let slot = self.slot;
                self.write_aside(move |tx| tx.insert_link_event(slot, &event));
            }
            Effect::RaiseAttention { cause } => self.raise_attention(cause),
            // An ask is answered before its effects are obeyed; this refusal
            // came from the server.
            Effect::Refuse(refusal) => {
                if let Some(console) = &mut self.console {
                    console.refused = Some(refusal);
                }
            }
        }
    }

    async fn start_client(&mut self, run: Run, purpose: Purpose) {
        if self.moving.is_some() {
            // The keys belong to nobody yet. The session comes back in a second,
            // as after any restart, and keeps its limit on starts.
            let restart = Notice::Ended(Close::Stream(StreamWord::Code(515)));
            self.todo.push_back(Input::Engine(run, restart));
            return;
        }
        let ready = self.pay_debts().await && self.save().await;
        if !ready {
            return self.ended_here(run, LocalFault::Store);
        }
        let Some(network) = self.around.network.clone() else {
            return self.ended_here(run, LocalFault::NoEngine);
        };
        // The keys of a link that is given up before it was tied to an account
        // log in too, to tell the server.
        let account = match purpose {
            Purpose::LogIn if self.session.linked().is_some() => self.account,
            Purpose::LogIn | Purpose::Pair => None,
        };
        let state = account.unwrap_or_else(|| account_while_linking(self.slot));
        let ear = Arc::new(match (purpose, account) {
            (Purpose::LogIn, None) => SlotEar::leaving(run, self.slot, &self.around),
            (Purpose::LogIn | Purpose::Pair, account) => {
                SlotEar::new(run, self.slot, &self.around, account)
            }
        });
        let client = network.start(state, purpose, ear.clone());
        self.around
            .clients()
            .insert((self.slot, run), client.clone());
        self.client = Some(Running {
            run,
            client,
            ear,
            state,
        });
    }

    fn stop_client(&mut self, run: Run) {
        let Some(running) = self.client.take_if(|running| running.run == run) else {
            // It never came to be.
            self.todo.push_back(Input::Engine(run, Notice::Stopped));
            return;
        };
        let client = running.client.clone();
        let desk = self.around.desk(self.slot).clone();
        let stopped = tokio::spawn(async move {
            client.stop().await;
            // The program ends when nobody is there to hear it.
            let _ = desk.send(Word::Stopped { run });
        });
        self.stopping = Some(Stopping { running, stopped });
    }

    fn abort_client(&mut self, run: Run) {
        if let Some(stopping) = self.stopping.take_if(|s| s.running.run == run) {
            stopping.stopped.abort();
            stopping.running.ear.close();
            stopping.running.client.abort();
            self.around.clients().remove(&(self.slot, run));
        }
    }

    /// A client has stopped: nothing of it counts any more.
    pub(super) fn forget_client(&mut self, run: Run) {
        let stopping = self.stopping.take_if(|s| s.running.run == run);
        let gone = match stopping {
            Some(stopping) => Some(stopping.running),
            None => self.client.take_if(|running| running.run == run),
        };
        if let Some(gone) = gone {
            gone.ear.close();
            self.around.clients().remove(&(self.slot, run));
        }
    }

    fn with_client(&self, run: Run, f: impl FnOnce(&dyn Client)) {
        if let Some(running) = self.client.as_ref().filter(|running| running.run == run) {
            f(&*running.client);
        }
    }

    fn ask_pairing_code(&mut self, run: Run, number: PhoneNumber) {
        if let Some(console) = &mut self.console {
            console.refused = None;
            console.code = None;
        }
        self.with_client(run, |client| client.ask_pairing_code(number));
    }

    fn ended_here(&mut self, run: Run, fault: LocalFault) {
        let ended = Notice::Ended(Close::Here(fault));
        self.todo.push_back(Input::Engine(run, ended));
    }

    /// Asks the slot where the number sits to let go of it; what follows waits
    /// for that without holding up anything else that this slot is told.
    async fn move_account(&mut self, from: SlotNumber) {
        let (Some(who), to) = (self.session.linked().cloned(), self.slot) else {
            return;
        };
        let number = who.clone();
        let found = self.read(move |tx| {
            let Some(known) = seating::known(tx, &number)? else {
                return Ok(None);
            };
            // It may have moved on since the question was asked.
            let sits = tx.slot_of(known.id)?.filter(|slot| *slot != to);
            Ok(Some((known.id, sits.unwrap_or(from))))
        });
        match found.await {
            Ok(Some((account, from))) => {
                let leaving = Leaving {
                    account,
                    who: who.clone(),
                    to,
                };
                let told = self.around.tell(from, Word::LetGo(leaving));
                self.moving = told.then_some(who);
            }
            Ok(None) => {}
            Err(error) => {
                tracing::warn!(%error, "It cannot be read who sits in the other slot");
            }
        }
    }

    /// The account is free to be seated here.
    pub(super) async fn move_in(&mut self) {
        self.moving = None;
        if self.unsaved.is_none() {
            self.sit_down().await;
        } else if !self.save().await
            && let Some(run) = self.session.run()
        {
            self.ended_here(run, LocalFault::Store);
        }
        self.work_off().await;
    }

    /// The link that a number was moved for was given up meanwhile. The number
    /// sits here all the same, without a link.
    async fn sit_down(&mut self) {
        let slot = self.slot;
        match self.read(move |tx| Ok(tx.slot(slot)?.account)).await {
            Ok(Some(account)) => self.take_account(account),
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "It cannot be read who sits in a slot"),
        }
    }

    async fn save_credentials(&mut self, account: Account) {
        self.unsaved = Some(Unsaved { account });
        if self.moving.is_none()
            && !self.save().await
            && let Some(run) = self.session.run()
        {
            self.ended_here(run, LocalFault::Store);
        }
    }

    /// Makes the link durable if it is not yet: account, seat and keys in one
    /// transaction, while the client stands still. False if that failed.
    async fn save(&mut self) -> bool {
        let Some(unsaved) = &self.unsaved else {
            return true;
        };
        let account = unsaved.account.clone();
        let held = match &self.client {
            Some(running) => {
                let Some(held) = self.hold(running.client.clone()).await else {
                    tracing::warn!("A client does not let go of the keys it made");
                    return false;
                };
                Some(held)
            }
            None => None,
        };
        let (slot, business) = (self.slot, self.business.clone());
        let now = self.around.clock.now();
        let seated = self
            .around
            .store
            .write(move |tx| seating::take_seat(tx, slot, &account, business.as_deref(), now))
            .await;
        match seated {
            Ok(account) => {
                frontdesk_failpoint::failpoint!("app.seat.written");
                if let Some(held) = held {
                    held.go_on_as(account);
                }
                if let Some(running) = &mut self.client {
                    running.state = account;
                    running.ear.seat(account);
                }
                self.take_account(account);
                self.unsaved = None;
                self.business = None;
                frontdesk_failpoint::failpoint!("app.seat.taken");
                self.debts.forget(account);
                true
            }
            Err(error) => {
                tracing::error!(%error, "A link could not be saved");
                false
            }
        }
    }

    async fn hold(&self, client: Arc<dyn Client>) -> Option<Box<dyn HeldState>> {
        let clock = &self.around.clock;
        let by = clock.mono().plus(HOLD_WITHIN);
        tokio::select! {
            biased;
            held = client.hold_state() => Some(held),
            () = clock.sleep_until(by) => None,
        }
    }

    async fn mark_logged_out(&mut self, reason: LogoutReason) {
        // A link that never reached the store has no mark to bear.
        if self.unsaved.take().is_some() {
            return;
        }
        if let Some(account) = self.account {
            self.debts.mark = Some((account, reason));
            self.pay_debts().await;
        }
    }

    /// Tells the store what it still has to know, in one transaction. False if
    /// it does not take it.
    pub(super) async fn pay_debts(&mut self) -> bool {
        if !self.debts.any() {
            return true;
        }
        let slot = self.slot;
        let Debts {
            mark,
            moved,
            wipe,
            discard,
        } = self.debts;
        let paid = self.around.store.write(move |tx| {
            if let Some((account, reason)) = mark {
                seating::mark_logged_out(tx, account, reason)?;
            }
            if let Some((account, to)) = moved {
                seating::move_seat(tx, account, to)?;
            }
            if let Some(account) = wipe {
                seating::wipe(tx, account)?;
            }
            if discard {
                seating::discard(tx, slot)?;
            }
            Ok(())
        });
        match paid.await {
            Ok(()) => {
                self.debts = Debts::default();
                true
            }
            Err(error) => {
                tracing::error!(%error, "The end of a link could not be written down");
                false
            }
        }
    }

    /// Nothing waits for a debt at rest, so every occasion is taken.
    pub(super) async fn pay_debts_at_rest(&mut self) {
        if self.client.is_none() && self.stopping.is_none() {
            self.pay_debts().await;
        }
    }

    fn raise_attention(&self, cause: Cause) {
        let (store, host, slot) = (
            self.around.store.clone(),
            self.around.host.clone(),
            self.slot,
        );
        tokio::task::spawn_blocking(move || {
            let told = store.read(|tx| Ok((tx.settings()?.notifications, name_of(tx, slot)?)));
            match told {
                Ok((true, name)) => {
                    if let Err(error) = host.call_to_slot(SlotCall { slot, name, cause }) {
                        tracing::debug!(%error, "Nobody was called to a slot");
                    }
                }
                Ok((false, _)) => {}
                Err(error) => tracing::warn!(%error, "A slot has no name to be called by"),
            }
        });
    }

    pub(super) fn own_name(&mut self, name: String) {
        match self.account.filter(|_| self.unsaved.is_none()) {
            Some(account) if self.session.linked().is_some() => {
                self.write_aside(move |tx| tx.set_account_name(account, &name));
            }
            Some(_) | None => self.business = Some(name),
        }
    }

    pub(super) fn own_picture(&self, picture: Vec<u8>) {
        let Some(account) = self.account.filter(|_| self.session.linked().is_some()) else {
            return;
        };
        let (store, now) = (self.around.store.clone(), self.around.clock.now());
        tokio::task::spawn_blocking(move || {
            if let Err(error) = keep_picture(&store, account, &picture, now) {
                tracing::warn!(%error, "The picture of an account was not kept");
            }
        });
    }

    /// Writes what no step waits for. The order of writes is kept.
    pub(super) fn write_aside(
        &self,
        f: impl FnOnce(&mut WriteTx<'_>) -> Result<(), StoreError> + Send + 'static,
    ) {
        let written = self.around.store.write_soon(f);
        tokio::spawn(async move {
            if let Err(error) = written.await {
                tracing::warn!(%error, "Something about a slot was not kept");
            }
        });
    }

    /// The program ends: the client stops with all its flushes. The bound on it
    /// is set by whoever waits.
    pub(super) async fn shut_down(&mut self) {
        if let Some(account) = self.account {
            self.around.ups.send_modify(|ups| {
                ups.remove(&account);
            });
        }
        if let Some(stopping) = self.stopping.take() {
            // A stop that panicked has stopped too.
            let _ = stopping.stopped.await;
            stopping.running.ear.close();
        }
        if let Some(running) = self.client.take() {
            running.client.stop().await;
            running.ear.close();
        }
        self.around
            .clients()
            .retain(|(slot, _), _| *slot != self.slot);
    }
}

fn name_of(tx: &ReadTx<'_>, slot: SlotNumber) -> Result<String, StoreError> {
    let slot = tx.slot(slot)?;
    if !slot.label.is_empty() {
        return Ok(slot.label);
    }
    let account = match slot.account {
        Some(id) => tx.account(id)?,
        None => None,
    };
    Ok(account
        .map(|account| {
            if account.display_name.is_empty() {
                let phone = account.address.phone;
                phone.map(|phone| phone.to_string()).unwrap_or_default()
            } else {
                account.display_name
            }
        })
        .unwrap_or_default())
}

fn keep_picture(
    store: &Store,
    account: AccountId,
    picture: &[u8],
    now: frontdesk_domain::time::Timestamp,
) -> Result<(), StoreError> {
    let mut file = store.blobs().writer()?;
    file.write_all(picture).map_err(|_| StoreError::Full {
        doing: "Keeping a picture",
    })?;
    let file = file.finish()?;
    store
        .write(move |tx| {
            let blob = tx.insert_blob(file, now)?;
            tx.set_account_avatar(account, Some(blob))
        })
        .wait()
}
