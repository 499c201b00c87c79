//! Watching the socket, because the engine reports neither how far a
//! connection attempt got nor which side hung up; and holding back what leaves
//! until what it follows from is on the disk.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use wa_rs::{
    anyhow, async_channel, async_trait,
    bytes::Bytes,
    transport::{DisconnectReason, Transport, TransportEvent, TransportFactory},
    wacore::stats::TransportResourceReport,
};

use crate::{backend::SqlBackend, transport::Dial};

/// As many events as the engine's own transport keeps waiting.
const WAITING: usize = 64;

/// What was seen of one connection.
#[derive(Default)]
pub(crate) struct Wire {
    seen: Mutex<Seen>,
}

/// See [`Wire`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// What became of the dial.
    pub(crate) dial: Option<Dial>,
    /// Whether the server ever said anything.
    pub(crate) heard: bool,
    /// Whether the other side ended it, and if so, whether in good order.
    pub(crate) hung_up: Option<bool>,
}

impl Wire {
    pub(crate) fn dial(&self, dial: Dial) {
        self.lock().dial = Some(dial);
    }

    pub(crate) fn seen(&self) -> Seen {
        self.lock().clone()
    }

    fn note(&self, event: &TransportEvent) {
        match event {
            TransportEvent::Connected => {}
            TransportEvent::DataReceived(_) => self.lock().heard = true,
            // The transport's own word for an end that was asked for from here.
            TransportEvent::Disconnected(DisconnectReason::Unknown) => {}
            TransportEvent::Disconnected(reason) => {
                self.lock().hung_up = Some(reason.is_clean_shutdown());
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Connections of `factory` under watch.
pub(crate) struct WatchedWire {
    pub(crate) factory: Arc<dyn TransportFactory>,
    pub(crate) wire: Arc<Wire>,
    pub(crate) backend: Arc<SqlBackend>,
}

#[async_trait]
impl TransportFactory for WatchedWire {
    async fn create_transport(
        &self,
    ) -> anyhow::Result<(Arc<dyn Transport>, async_channel::Receiver<TransportEvent>)> {
        let (transport, events) = self.factory.create_transport().await?;
        let (forward, watched) = async_channel::bounded(WAITING);
        tokio::spawn(pass_on(Arc::clone(&self.wire), events, forward));
        let backend = Arc::clone(&self.backend);
        Ok((Arc::new(FlushedFirst { transport, backend }), watched))
    }
}

/// A transport that speaks only once the disk has what was written before. A
/// ratchet that a power cut takes back would use a key a second time.
struct FlushedFirst {
    transport: Arc<dyn Transport>,
    backend: Arc<SqlBackend>,
}

#[async_trait]
impl Transport for FlushedFirst {
    async fn send(&self, data: Bytes) -> anyhow::Result<()> {
        if !frontdesk_failpoint::defect!("speaks-before-flush") {
            self.backend.flushed().await?;
        }
        self.transport.send(data).await
    }

    async fn disconnect(&self) {
        self.transport.disconnect().await;
    }

    fn resource_report(&self) -> Option<TransportResourceReport> {
        self.transport.resource_report()
    }
}

/// Ends with either side.
async fn pass_on(
    wire: Arc<Wire>,
    events: async_channel::Receiver<TransportEvent>,
    forward: async_channel::Sender<TransportEvent>,
) {
    while let Ok(event) = events.recv().await {
        wire.note(&event);
        if forward.send(event).await.is_err() {
            return;
        }
    }
}
