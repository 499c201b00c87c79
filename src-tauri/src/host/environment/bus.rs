//! What the system's own services tell over D-Bus.

#[cfg(test)]
mod tests;

use std::time::Duration;

use frontdesk_domain::session::Environment;
use zbus::{Connection, MatchRule, Message, MessageStream, message::Type, zvariant};

/// `systemd-logind` says before the computer sleeps (true) and after it woke.
const SLEEP: Signal = Signal {
    sender: "org.freedesktop.login1",
    path: "/org/freedesktop/login1",
    interface: "org.freedesktop.login1.Manager",
    member: "PrepareForSleep",
};

/// NetworkManager says when there is a way out, and when there is none.
const NETWORK: Signal = Signal {
    sender: "org.freedesktop.NetworkManager",
    path: "/org/freedesktop/NetworkManager",
    interface: "org.freedesktop.NetworkManager",
    member: "StateChanged",
};

/// How long is waited for what may never come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// After a bus was not there, or went away, until it is looked for again.
    pub(super) again: Duration,
    /// For an answer: what hangs must not keep the rest from being heard.
    pub(super) answer: Duration,
}

/// Tells every change, for ever. A bus that is not there, or goes away while
/// the system is being updated, is looked for again and again.
pub(super) async fn follow<C>(
    connect: impl Fn() -> C,
    patience: Patience,
    tell: impl Fn(Environment),
) where
    C: Future<Output = zbus::Result<Connection>>,
{
    loop {
        match listen(connect(), patience, &tell).await {
            Ok(()) => tracing::debug!("The system's bus went away"),
            Err(error) => tracing::debug!(%error, "Nobody tells of sleep and network"),
        }
        tokio::time::sleep(patience.again).await;
    }
}

/// Runs until the bus goes away.
async fn listen(
    connecting: impl Future<Output = zbus::Result<Connection>>,
    patience: Patience,
    tell: &impl Fn(Environment),
) -> zbus::Result<()> {
    let bus = connecting.await?;
    let mut sleeps = SLEEP.on(&bus).await?;
    let mut networks = NETWORK.on(&bus).await?;
    // A program that starts without a network says so, instead of blaming the
    // server. The other way round there is nothing to tell.
    let now = tokio::time::timeout(patience.answer, network_now(&bus)).await;
    if let Ok(Some(down @ Environment::NetworkDown)) = now {
        tell(down);
    }
    loop {
        let (signal, change) = tokio::select! {
            signal = next(&mut sleeps) => {
                let change = signal.as_ref().and_then(value).and_then(sleep_change);
                (signal, change)
            }
            signal = next(&mut networks) => {
                let change = signal.as_ref().and_then(value).and_then(network_change);
                (signal, change)
            }
        };
        if signal.is_none() {
            return Ok(());
        }
        if let Some(change) = change {
            tell(change);
        }
    }
}

/// Only the end of a sleep matters: what was open before it has to prove itself.
const fn sleep_change(goes_to_sleep: bool) -> Option<Environment> {
    if goes_to_sleep {
        None
    } else {
        Some(Environment::Resumed)
    }
}

/// The states are those of `NMState`; what lies between is passed through.
const fn network_change(state: u32) -> Option<Environment> {
    match state {
        10 | 20 => Some(Environment::NetworkDown),
        50 | 60 | 70 => Some(Environment::NetworkUp),
        _ => None,
    }
}

/// What NetworkManager says when it is asked, if it is there.
async fn network_now(bus: &Connection) -> Option<Environment> {
    let answer = bus
        .call_method(
            Some(NETWORK.sender),
            NETWORK.path,
            Some("org.freedesktop.DBus.Properties"),
            "Get",
            &(NETWORK.interface, "State"),
        )
        .await
        .ok()?;
    let state: zvariant::OwnedValue = answer.body().deserialize().ok()?;
    network_change(u32::try_from(state).ok()?)
}

/// A signal of a service on the system's bus.
struct Signal {
    sender: &'static str,
    path: &'static str,
    interface: &'static str,
    member: &'static str,
}

impl Signal {
    async fn on(&self, bus: &Connection) -> zbus::Result<MessageStream> {
        let rule = MatchRule::builder()
            .msg_type(Type::Signal)
            .sender(self.sender)?
            .path(self.path)?
            .interface(self.interface)?
            .member(self.member)?
            .build();
        MessageStream::for_match_rule(rule, bus, None).await
    }
}

/// What a signal carries. One that carries something else says nothing; the next
/// may again.
fn value<T>(signal: &zbus::Result<Message>) -> Option<T>
where
    T: serde::de::DeserializeOwned + zvariant::Type,
{
    signal.as_ref().ok()?.body().deserialize().ok()
}

async fn next(signals: &mut MessageStream) -> Option<zbus::Result<Message>> {
    std::future::poll_fn(|context| {
        futures_core::Stream::poll_next(std::pin::Pin::new(&mut *signals), context)
    })
    .await
}
