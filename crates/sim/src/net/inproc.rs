//! The door for clients in the same process: no socket, nothing to wait for
//! but the other side.

use super::{ConnId, Out};
use crate::control::handle::Shared;
use std::{fmt, sync::Arc};
use wa_rs::{
    anyhow, async_channel, async_trait,
    bytes::Bytes,
    wacore::net::{DisconnectReason, Transport, TransportEvent, TransportFactory},
};

/// Connects an engine to a network in the same process.
#[derive(Clone)]
pub struct InProcess {
    shared: Arc<Shared>,
}

impl InProcess {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }
}

impl fmt::Debug for InProcess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InProcess")
    }
}

#[async_trait]
impl TransportFactory for InProcess {
    async fn create_transport(
        &self,
    ) -> anyhow::Result<(Arc<dyn Transport>, async_channel::Receiver<TransportEvent>)> {
        let (events, receiver) = async_channel::unbounded();
        let outbox = events.clone();
        let conn = self
            .shared
            .open(Box::new(move |out| {
                let (event, last) = match out {
                    Out::Bytes(bytes) => (TransportEvent::DataReceived(Bytes::from(bytes)), false),
                    Out::Close => (
                        TransportEvent::Disconnected(DisconnectReason::StreamEnded),
                        true,
                    ),
                    Out::Reset => (
                        TransportEvent::Disconnected(DisconnectReason::ReadError(
                            "Connection reset by peer".to_owned(),
                        )),
                        true,
                    ),
                };
                // A client that stopped listening needs no events.
                let _ = outbox.try_send(event);
                if last {
                    outbox.close();
                }
            }))
            .ok_or_else(|| anyhow::anyhow!("Connection refused"))?;
        events.send(TransportEvent::Connected).await?;
        let pipe = Pipe {
            shared: Arc::clone(&self.shared),
            conn,
            events,
        };
        Ok((Arc::new(pipe), receiver))
    }
}

struct Pipe {
    shared: Arc<Shared>,
    conn: ConnId,
    events: async_channel::Sender<TransportEvent>,
}

#[async_trait]
impl Transport for Pipe {
    async fn send(&self, data: Bytes) -> anyhow::Result<()> {
        if self.events.is_closed() {
            return Err(anyhow::anyhow!("Broken pipe"));
        }
        self.shared.heard(self.conn, &data);
        Ok(())
    }

    async fn disconnect(&self) {
        self.events.close();
        self.shared.gone(self.conn);
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        self.shared.gone(self.conn);
    }
}
