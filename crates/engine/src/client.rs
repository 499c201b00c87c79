//! One connection attempt and the connection it may become.
//!
//! - `run` makes the engine's client, sees it through to its end and names it.
//! - `hear` turns what the engine reports into news.
//! - `hook` makes messages durable before the server is answered.
//! - `lane` keeps all other news, in order.
//! - `teller` tells in order what moves the link.
//! - `wire` watches the socket, `endings` knows what each end means.
//! - `pace` is the runtime that the engine waits by.
//!
//! Whatever a caller asks here is done on the side: no call waits for the
//! network unless its answer is the point of it.

mod addresses;
mod asks;
mod blocks;
mod collections;
mod endings;
mod groups;
mod hear;
mod hook;
mod lane;
mod own;
mod pace;
mod presence;
mod questions;
mod run;
mod sends;
mod shared;
mod teller;
mod wire;

use std::sync::Arc;

use frontdesk_domain::{
    address::{Address, PhoneNumber},
    id::AccountId,
    network::{
        Answer, Behind, ChatChange, Client, Ear, HeldState, Key, MessageMark, Outgoing, Presence,
        SendError, WireChat,
    },
    session::Purpose,
    time::Timestamp,
};

use self::shared::{Order, Shared};
use crate::{backend::HeldBackend, engine::Parts};

/// A client as the application holds it.
pub(crate) struct Link {
    shared: Arc<Shared>,
}

impl Link {
    /// Begins the attempt.
    pub(crate) fn start(
        parts: Arc<Parts>,
        state: AccountId,
        purpose: Purpose,
        ear: Arc<dyn Ear>,
    ) -> Arc<dyn Client> {
        let shared = Shared::new(parts, state, ear);
        tokio::spawn(run::see_through(Arc::clone(&shared), purpose));
        Arc::new(Self { shared })
    }
}

impl Client for Link {
    fn stop(&self) -> Answer<'_, ()> {
        self.shared.order(Order::Stop);
        Box::pin(self.shared.until_gone())
    }

    fn abort(&self) {
        self.shared.order(Order::Abort);
    }

    fn probe(&self) {
        self.shared.on_the_side(asks::probe);
    }

    fn log_out(&self) {
        self.shared.on_the_side(asks::log_out);
    }

    fn ask_pairing_code(&self, number: PhoneNumber) {
        self.shared
            .on_the_side(move |shared| asks::pairing_code(shared, number));
    }

    fn cancel_pairing_code(&self) {
        self.shared.on_the_side(asks::cancel_pairing_code);
    }

    fn hold_state(&self) -> Answer<'_, Box<dyn HeldState>> {
        let backend = Arc::clone(&self.shared.backend);
        Box::pin(async move {
            let held: Box<dyn HeldState> = Box::new(backend.hold().await);
            held
        })
    }

    fn set_presence(&self, presence: Presence) {
        self.shared
            .on_the_side(move |shared| presence::want(shared, presence));
    }

    fn set_typing(&self, chat: WireChat, typing: bool) {
        self.shared
            .on_the_side(move |shared| presence::typing(shared, chat, typing));
    }

    fn send(&self, message: Outgoing) -> Answer<'_, Result<(), SendError>> {
        Box::pin(sends::send(&self.shared, message))
    }

    fn mark_read(&self, keys: Vec<Key>, quietly: bool) -> Answer<'_, Result<(), SendError>> {
        Box::pin(asks::mark_read(&self.shared, keys, quietly))
    }

    fn change_chat(
        &self,
        chat: WireChat,
        change: ChatChange,
        last: Option<Behind>,
    ) -> Answer<'_, Result<(), SendError>> {
        Box::pin(asks::change_chat(&self.shared, chat, change, last))
    }

    fn mark_message(
        &self,
        key: Key,
        at: Timestamp,
        mark: MessageMark,
    ) -> Answer<'_, Result<(), SendError>> {
        Box::pin(asks::mark_message(&self.shared, key, at, mark))
    }

    fn set_blocked(&self, who: Address, blocked: bool) -> Answer<'_, Result<(), SendError>> {
        Box::pin(blocks::set(&self.shared, who, blocked))
    }

    fn ask_past(
        &self,
        chat: WireChat,
        oldest: Behind,
        count: u32,
    ) -> Answer<'_, Result<(), SendError>> {
        Box::pin(asks::past(&self.shared, chat, oldest, count))
    }

    fn ask_again(&self, key: Key, at: Timestamp) -> Answer<'_, Result<(), SendError>> {
        Box::pin(asks::again(&self.shared, key, at))
    }
}

impl HeldState for HeldBackend {
    fn go_on_as(self: Box<Self>, account: AccountId) {
        (*self).go_on_as(account);
    }
}

/// A client that its last holder lets go of without a word is stopped: two
/// clients on the same keys would corrupt them.
impl Drop for Link {
    fn drop(&mut self) {
        self.shared.order(Order::Stop);
    }
}
