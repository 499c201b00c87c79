//! The door for everybody else: a `ws://` listener.

use super::Out;
use crate::{
    control::handle::{Shared, Sim},
    error::SimError,
};
use std::{net::SocketAddr, sync::Arc};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::mpsc,
};
use tokio_websockets::{Limits, Message, ServerBuilder};
use wa_rs::futures::{SinkExt, StreamExt};

/// The largest WebSocket message that is taken; one frame and its neighbours.
const LARGEST_MESSAGE: usize = 32 << 20;

impl Sim {
    /// Opens a `ws://` door and returns its address; port 0 picks a free one.
    ///
    /// # Errors
    /// [`SimError::Door`] if the address cannot be bound.
    pub async fn open_ws(&mut self, at: SocketAddr) -> Result<SocketAddr, SimError> {
        let closed = |failed: std::io::Error| SimError::Door {
            door: "ws",
            why: failed.to_string(),
        };
        let listener = TcpListener::bind(at).await.map_err(closed)?;
        let bound = listener.local_addr().map_err(closed)?;
        let shared = Arc::clone(self.shared());
        self.adopt(tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&shared)));
            }
        }));
        Ok(bound)
    }
}

async fn serve(stream: TcpStream, shared: Arc<Shared>) {
    let limits = Limits::default().max_payload_len(Some(LARGEST_MESSAGE));
    let accepted = ServerBuilder::new().limits(limits).accept(stream).await;
    let Ok((_, mut socket)) = accepted else {
        return;
    };
    let (outbox, mut outs) = mpsc::unbounded_channel();
    let opened = shared.open(Box::new(move |out| {
        // The connection's task is gone: so is the client.
        let _ = outbox.send(out);
    }));
    let Some(id) = opened else {
        return;
    };
    loop {
        tokio::select! {
            out = outs.recv() => match out {
                Some(Out::Bytes(bytes)) => {
                    if socket.send(Message::binary(bytes)).await.is_err() {
                        break;
                    }
                }
                Some(Out::Reset) => {
                    // Linger 0 turns the close into a reset.
                    let _ = socket.get_ref().set_zero_linger();
                    break;
                }
                Some(Out::Close) | None => {
                    let _ = socket.close().await;
                    break;
                }
            },
            message = socket.next() => match message {
                Some(Ok(message)) if message.is_close() => break,
                Some(Ok(message)) if message.is_binary() => {
                    shared.heard(id, message.as_payload());
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => break,
            },
        }
    }
    shared.gone(id);
}
