//! One simulated phone, as somebody would hold it. Plain texts only go in.

use super::view::PhoneView;
use crate::{
    content::{Content, Manner},
    control::{
        cmd::{Cmd, reply::Reply},
        handle::SimHandle,
    },
    error::SimError,
};
use std::{fmt, time::Duration};

/// At most this often somebody who watches a phone is told of a change.
const CALM: Duration = Duration::from_millis(100);

/// A phone in somebody's hand. Cheap to clone.
#[derive(Clone)]
pub struct SimulatedPhone {
    handle: SimHandle,
    number: String,
}

impl SimulatedPhone {
    pub(crate) const fn new(handle: SimHandle, number: String) -> Self {
        Self { handle, number }
    }

    /// Its number.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.number
    }

    /// What its screen shows now; nothing at all if there is no such phone.
    #[must_use]
    pub fn view(&self) -> PhoneView {
        self.handle.shared().with(|world| {
            world
                .by_number(&self.number)
                .and_then(|id| world.phone_view(id))
                .unwrap_or_default()
        })
    }

    /// Waits until its screen shows something else than `known`, and returns
    /// that. Never more often than ten times a second.
    pub async fn changed(&self, known: &PhoneView) -> PhoneView {
        let mut changes = self.handle.changes();
        loop {
            let view = self.view();
            if view != *known {
                return view;
            }
            if changes.changed().await.is_err() {
                // The network is gone, and with it everything that could change.
                std::future::pending::<()>().await;
            }
            tokio::time::sleep(CALM).await;
        }
    }

    /// Its camera reads a code from a screen; returns the new device's number.
    ///
    /// # Errors
    /// [`SimError::LinkRefused`] with the reason, or [`SimError::PhoneOffline`].
    pub async fn scan_qr(&self, text: &str) -> Result<u16, SimError> {
        self.handle.phone_scan_qr(&self.number, text).await
    }

    /// Somebody types a code from a screen into it; returns the new device's
    /// number. Dashes, blanks and the case of letters do not matter.
    ///
    /// # Errors
    /// [`SimError::LinkRefused`] with the reason, or [`SimError::PhoneOffline`].
    pub async fn enter_code(&self, code: &str) -> Result<u16, SimError> {
        self.handle.phone_enter_code(&self.number, code).await
    }

    /// Its owner finds the code on a computer's screen next to the one it shows;
    /// returns the new device's number.
    ///
    /// # Errors
    /// [`SimError::LinkRefused`] with the reason, or [`SimError::PhoneOffline`].
    pub async fn compare_code(&self, code: &str) -> Result<u16, SimError> {
        self.handle.phone_compare_code(&self.number, code).await
    }

    /// It unlinks a device.
    ///
    /// # Errors
    /// [`SimError::UnknownDevice`] if it has no such device.
    pub fn unlink(&self, device: u16) -> Result<(), SimError> {
        let phone = self.number.clone();
        self.run(Cmd::PhoneUnlink { phone, device }).map(drop)
    }

    /// It loses its network, and its linked devices with it; or gets it back.
    ///
    /// # Errors
    /// [`SimError::UnknownAccount`] if there is no such phone.
    pub fn set_offline(&self, offline: bool) -> Result<(), SimError> {
        let phone = self.number.clone();
        self.run(Cmd::PhoneOffline { phone, on: offline }).map(drop)
    }

    /// Its owner writes a text on it; returns the message's id.
    ///
    /// # Errors
    /// [`SimError::UnknownChat`], or [`SimError::PhoneOffline`].
    pub fn write(&self, chat: &str, text: &str) -> Result<String, SimError> {
        let reply = self.run(Cmd::PhoneSend {
            phone: self.number.clone(),
            chat: chat.to_owned(),
            content: Content::Text(text.to_owned()),
            manner: Manner::default(),
        })?;
        if let Reply::Message { msg } = reply {
            return Ok(msg);
        }
        Err(SimError::BadCommand(format!("An odd reply: {reply:?}")))
    }

    fn run(&self, cmd: Cmd) -> Result<Reply, SimError> {
        self.handle.shared().with(|world| world.run(cmd))
    }
}

impl fmt::Debug for SimulatedPhone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SimulatedPhone").field(&self.number).finish()
    }
}
