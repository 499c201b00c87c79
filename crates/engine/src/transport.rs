//! Watching the dials.
//!
//! The engine tries a failed dial again for ever and tells nobody: no event says
//! that there is no network or that a certificate was refused. Here every dial
//! is told from its beginning to its one end. What a failure means for a person
//! is decided elsewhere.

use std::{fmt, sync::Arc};

use wa_rs::{
    anyhow, async_channel, async_trait,
    transport::{Transport, TransportEvent, TransportFactory},
};

/// What became of a dial. Each [`Dial::Began`] is followed by one other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dial {
    /// A connection is being made.
    Began,
    /// The server answered on the socket. Nothing is known of who it is yet.
    Reached,
    /// It failed, in the words of the transport. They are for the log: it hands
    /// on no kind of error.
    Failed(String),
    /// The engine stopped waiting, as it does after 20 seconds, or the client
    /// was shut down.
    GivenUp,
}

/// Makes transports with `factory` and tells `tell` of every dial.
pub struct WatchedTransport<F, T> {
    factory: F,
    tell: T,
}

impl<F, T: Fn(Dial)> WatchedTransport<F, T> {
    /// `tell` is called in the middle of a dial and must not wait.
    pub const fn new(factory: F, tell: T) -> Self {
        Self { factory, tell }
    }
}

#[async_trait]
impl<F, T> TransportFactory for WatchedTransport<F, T>
where
    F: TransportFactory,
    T: Fn(Dial) + Send + Sync,
{
    async fn create_transport(
        &self,
    ) -> anyhow::Result<(Arc<dyn Transport>, async_channel::Receiver<TransportEvent>)> {
        let mut watch = Watch::begin(&self.tell);
        let result = self.factory.create_transport().await;
        watch.end = match &result {
            Ok(_) => Dial::Reached,
            Err(error) => Dial::Failed(format!("{error:#}")),
        };
        result
    }
}

impl<F, T> fmt::Debug for WatchedTransport<F, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WatchedTransport").finish_non_exhaustive()
    }
}

/// A dial under way. The engine gives one up by dropping it, so its end is told
/// by being dropped.
struct Watch<'t, T: Fn(Dial)> {
    tell: &'t T,
    end: Dial,
}

impl<'t, T: Fn(Dial)> Watch<'t, T> {
    fn begin(tell: &'t T) -> Self {
        tell(Dial::Began);
        Self {
            tell,
            end: Dial::GivenUp,
        }
    }
}

impl<T: Fn(Dial)> Drop for Watch<'_, T> {
    fn drop(&mut self) {
        (self.tell)(self.end.clone());
    }
}
