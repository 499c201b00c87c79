//! Dials on the loopback, as the engine makes them.

use std::sync::{Arc, Mutex};

use frontdesk_engine::transport::{Dial, WatchedTransport};
use tokio::{net::TcpListener, select};
use wa_rs::{
    anyhow, async_channel, async_trait,
    bytes::Bytes,
    transport::{TokioWebSocketTransportFactory, Transport, TransportEvent, TransportFactory},
};

type Told = Arc<Mutex<Vec<Dial>>>;

fn watched<F>(factory: F) -> (Told, WatchedTransport<F, impl Fn(Dial)>) {
    let told = Told::default();
    let tell = {
        let told = Arc::clone(&told);
        move |dial| told.lock().unwrap().push(dial)
    };
    (told, WatchedTransport::new(factory, tell))
}

fn to(port: u16) -> TokioWebSocketTransportFactory {
    TokioWebSocketTransportFactory::new().with_url(format!("ws://127.0.0.1:{port}/ws/chat"))
}

struct Silent;

#[async_trait]
impl Transport for Silent {
    async fn send(&self, _: Bytes) -> anyhow::Result<()> {
        Ok(())
    }

    async fn disconnect(&self) {}
}

struct Answering;

#[async_trait]
impl TransportFactory for Answering {
    async fn create_transport(
        &self,
    ) -> anyhow::Result<(Arc<dyn Transport>, async_channel::Receiver<TransportEvent>)> {
        let (_, events) = async_channel::bounded(1);
        Ok((Arc::new(Silent), events))
    }
}

#[tokio::test]
async fn a_dial_that_nobody_takes_is_told_as_failed() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let (told, factory) = watched(to(port));
    let error = factory.create_transport().await.err().unwrap();
    let told = told.lock().unwrap().clone();
    assert_eq!(told, [Dial::Began, Dial::Failed(error.to_string())]);
}

#[tokio::test]
async fn a_dial_that_is_hung_up_on_is_told_as_failed() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (told, factory) = watched(to(listener.local_addr().unwrap().port()));
    let hang_up = async { drop(listener.accept().await.unwrap()) };
    let (dialled, ()) = tokio::join!(factory.create_transport(), hang_up);
    assert!(dialled.is_err(), "there is nobody to talk to");
    let told = told.lock().unwrap().clone();
    assert!(
        matches!(told.as_slice(), [Dial::Began, Dial::Failed(_)]),
        "{told:?}"
    );
}

#[tokio::test]
async fn a_dial_that_is_no_longer_waited_for_is_told_as_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (told, factory) = watched(to(listener.local_addr().unwrap().port()));
    // The other side takes the call and says nothing.
    let _held = select! {
        dialled = factory.create_transport() => panic!("nobody answered: {}", dialled.is_ok()),
        taken = listener.accept() => taken.unwrap(),
    };
    assert_eq!(*told.lock().unwrap(), [Dial::Began, Dial::GivenUp]);
}

#[tokio::test]
async fn a_dial_that_is_answered_is_told_as_reached() {
    let (told, factory) = watched(Answering);
    for dials in 1..3 {
        factory.create_transport().await.unwrap();
        let told = told.lock().unwrap().clone();
        assert_eq!(told, vec![[Dial::Began, Dial::Reached]; dials].concat());
    }
}
