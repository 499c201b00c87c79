//! Every way a connection can end, and that each is told exactly once.

use std::{net::SocketAddr, sync::Arc};

use frontdesk_domain::{
    disconnect::{Close, DialFault, HandshakeFault, LocalFault, SocketEnd, StreamWord},
    network::Network as _,
    session::{Notice, Purpose},
};
use frontdesk_engine::{Engine, Options};
use frontdesk_sim::{Cmd, NetAct, StreamFault};
use tokio::{io::AsyncReadExt, net::TcpListener};
use wa_rs::{
    anyhow, async_channel, async_trait,
    bytes::Bytes,
    transport::{
        DisconnectReason, TokioWebSocketTransportFactory, Transport, TransportEvent,
        TransportFactory,
    },
    wacore::net::{HttpClient, HttpRequest, HttpResponse},
};

use crate::{
    ear::RecordingEar,
    rig::{ACCOUNT, DEVICE, Rig, SHOP, Started},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_login_ends_with_its_code() {
    let rig = Rig::new().await;
    rig.link().await;
    let cases = [
        (402, Some(101), Some(3_600), Some(3_600_000)),
        (402, None, None, None),
        (403, None, None, None),
        (405, None, None, None),
        (406, None, None, None),
        (409, None, None, None),
        (500, None, None, None),
        (503, None, None, None),
        (401, None, None, None),
    ];
    for (reason, code, expire, expires_in) in cases {
        rig.command(Cmd::FailLogin {
            phone: SHOP.to_owned(),
            device: DEVICE,
            reason,
            code,
            expire,
            times: 1,
        })
        .await;
        let client = rig.log_in();
        let close = client.ear.ended().await;
        assert_eq!(
            close,
            Close::Login {
                code: reason,
                expires_in
            }
        );
        ends_once(&client).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_ends_with_the_servers_word() {
    let cases = [
        (StreamFault::Restart, StreamWord::Code(515)),
        (StreamFault::Unavailable, StreamWord::Code(503)),
        (StreamFault::RateLimited, StreamWord::Code(429)),
        (StreamFault::Replaced, StreamWord::Replaced),
        (StreamFault::Code(500), StreamWord::Code(500)),
        (StreamFault::LoggedOut, StreamWord::Code(516)),
    ];
    let rig = Rig::new().await;
    rig.link().await;
    for (fault, word) in cases {
        let client = rig.back_online().await;
        rig.sim.stream_error(SHOP, DEVICE, fault).await.unwrap();
        assert_eq!(client.ear.ended().await, Close::Stream(word), "{fault:?}");
        ends_once(&client).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clean_end_and_a_broken_socket_are_told_apart() {
    let rig = Rig::new().await;
    rig.link().await;
    let client = rig.back_online().await;
    rig.sim
        .stream_error(SHOP, DEVICE, StreamFault::End)
        .await
        .unwrap();
    assert_eq!(client.ear.ended().await, Close::Socket(SocketEnd::Clean));
    ends_once(&client).await;
    for (act, end) in [
        (NetAct::Drop, SocketEnd::Clean),
        (NetAct::Reset, SocketEnd::Broken),
    ] {
        let client = rig.back_online().await;
        rig.sim.net(SHOP, DEVICE, act.clone()).await.unwrap();
        assert_eq!(client.ear.ended().await, Close::Socket(end), "{act:?}");
        ends_once(&client).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_that_the_phone_removes_hears_that_it_was_removed() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    rig.sim.phone_unlink(SHOP, DEVICE).await.unwrap();
    assert_eq!(
        client.ear.ended().await,
        Close::Stream(StreamWord::Removed),
        "while connected"
    );
    ends_once(&client).await;
    let again = rig.log_in();
    assert_eq!(
        again.ear.ended().await,
        Close::Login {
            code: 401,
            expires_in: None
        },
        "and at the next login"
    );
}

/// This network hangs up after every complaint; others go on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_complaint_asks_for_a_sign_of_life_and_is_no_end_by_itself() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    rig.sim
        .stream_error(SHOP, DEVICE, StreamFault::Code(488))
        .await
        .unwrap();
    client.ear.notice(Notice::Sent).await;
    assert_eq!(
        client.ear.ended().await,
        Close::Socket(SocketEnd::Clean),
        "the end is that of the socket"
    );
    ends_once(&client).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_that_is_dead_and_looks_alive_answers_no_probe() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    rig.sim.net(SHOP, DEVICE, NetAct::Stall).await.unwrap();
    let before = trips(&client);
    client.client.probe();
    rig.sim.net(SHOP, DEVICE, NetAct::Resume).await.unwrap();
    client
        .ear
        .until("the answer after all", |_| {
            (trips(&client) > before).then_some(())
        })
        .await;
    rig.sim.net(SHOP, DEVICE, NetAct::Stall).await.unwrap();
    // Nobody answers any more, and the client ends all the same.
    client.stop().await;
    assert_eq!(client.ear.notices().last(), Some(&Notice::Stopped));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dial_that_nobody_takes_ends_as_unreachable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let rig = Rig::with(|_| {}, Some(Arc::new(to(address)))).await;
    let client = rig.pairing();
    assert_eq!(
        client.ear.ended().await,
        Close::Dial(DialFault::Unreachable)
    );
    ends_once(&client).await;
    assert!(
        !client.ear.notices().contains(&Notice::Dialled),
        "no socket came to be"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_login_page_in_the_way_is_not_the_server() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut asked = [0; 512];
        let _ = socket.read(&mut asked).await.unwrap();
        let page =
            b"HTTP/1.1 302 Found\r\nLocation: http://login.example/\r\nContent-Length: 0\r\n\r\n";
        tokio::io::AsyncWriteExt::write_all(&mut socket, page)
            .await
            .unwrap();
    });
    let rig = Rig::with(|_| {}, Some(Arc::new(to(address)))).await;
    let client = rig.pairing();
    assert_eq!(
        client.ear.ended().await,
        Close::Dial(DialFault::NotTheServer)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_breaks_the_handshake_off_or_cannot_prove_itself_is_named() {
    let cases = [
        (Answer::HangUp, HandshakeFault::BrokenOff),
        (Answer::Nonsense, HandshakeFault::BadCertificate),
    ];
    for (answer, fault) in cases {
        let rig = Rig::with(|_| {}, Some(Arc::new(answer))).await;
        let client = rig.pairing();
        assert_eq!(client.ear.ended().await, Close::Handshake(fault));
        ends_once(&client).await;
        assert!(client.ear.notices().contains(&Notice::Dialled));
    }
}

/// The clock stands still from the dial on, so the engine's patience takes no
/// time.
#[tokio::test(flavor = "current_thread")]
async fn a_server_that_says_nothing_is_named() {
    let rig = Rig::with(|_| {}, Some(Arc::new(Answer::Silence))).await;
    let client = rig.pairing();
    client.ear.notice(Notice::Dialled).await;
    // What stands before the first word is no matter of timers.
    SPOKEN.notified().await;
    tokio::time::pause();
    let close = client.ear.ended().await;
    tokio::time::resume();
    assert_eq!(close, Close::Handshake(HandshakeFault::NoAnswer));
    ends_once(&client).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_that_cannot_be_stored_end_the_connection() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    rig.store.close().unwrap();
    rig.says(crate::rig::MAYA, "Hello?").await;
    assert_eq!(client.ear.ended().await, Close::Here(LocalFault::Store));
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_version_nothing_is_dialled() {
    let change = |options: &mut Options| {
        options.version = None;
        options.http = Arc::new(NoWeb);
    };
    let rig = Rig::with(change, None).await;
    let client = rig.pairing();
    assert_eq!(client.ear.ended().await, Close::Dial(DialFault::NoVersion));
    assert!(!client.ear.notices().contains(&Notice::Dialled));
    ends_once(&client).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_version_that_was_learnt_serves_when_it_cannot_be_asked_for() {
    const DAYS: i64 = 24 * 60 * 60 * 1_000;
    let rig = Rig::new().await;
    rig.link().await;
    let mut options = rig.options.clone();
    options.version = None;
    options.http = Arc::new(NoWeb);
    let wall = Arc::clone(&options.wall);
    options.wall = Arc::new(move || wall().plus_millis(2 * DAYS));
    let engine = Engine::new(rig.store.clone(), options);
    let ear = Arc::<RecordingEar>::default();
    let client = engine.start(ACCOUNT, Purpose::LogIn, Arc::clone(&ear) as Arc<_>);
    ear.notice(Notice::Connected).await;
    client.stop().await;
}

/// Waits for the last word and looks for a second end.
async fn ends_once(client: &Started) {
    client.ear.notice(Notice::Stopped).await;
    let notices = client.ear.notices();
    let ends = notices
        .iter()
        .filter(|notice| matches!(notice, Notice::Ended(_)));
    assert_eq!(ends.count(), 1, "{notices:?}");
    assert_eq!(notices.last(), Some(&Notice::Stopped), "{notices:?}");
}

fn trips(client: &Started) -> usize {
    let notices = client.ear.notices();
    notices
        .iter()
        .filter(|notice| matches!(notice, Notice::RoundTrip { .. }))
        .count()
}

fn to(address: SocketAddr) -> TokioWebSocketTransportFactory {
    TokioWebSocketTransportFactory::new().with_url(format!("ws://{address}/ws/chat"))
}

/// A computer that reaches no web server.
struct NoWeb;

#[async_trait]
impl HttpClient for NoWeb {
    async fn execute(&self, _: HttpRequest) -> anyhow::Result<HttpResponse> {
        anyhow::bail!("there is no web")
    }
}

/// A server that answers the first bytes like this.
#[derive(Clone, Copy)]
enum Answer {
    HangUp,
    Nonsense,
    Silence,
}

/// Something was said to a server that says nothing.
static SPOKEN: tokio::sync::Notify = tokio::sync::Notify::const_new();

struct Line {
    answer: Answer,
    events: async_channel::Sender<TransportEvent>,
}

#[async_trait]
impl TransportFactory for Answer {
    async fn create_transport(
        &self,
    ) -> anyhow::Result<(Arc<dyn Transport>, async_channel::Receiver<TransportEvent>)> {
        let (events, receiver) = async_channel::unbounded();
        let line = Line {
            answer: *self,
            events,
        };
        Ok((Arc::new(line), receiver))
    }
}

#[async_trait]
impl Transport for Line {
    async fn send(&self, _: Bytes) -> anyhow::Result<()> {
        let event = match self.answer {
            Answer::HangUp => TransportEvent::Disconnected(DisconnectReason::StreamEnded),
            Answer::Nonsense => TransportEvent::DataReceived(Bytes::from_static(&[0, 0, 2, 8, 1])),
            Answer::Silence => {
                SPOKEN.notify_one();
                return Ok(());
            }
        };
        let _ = self.events.send(event).await;
        Ok(())
    }

    async fn disconnect(&self) {}
}
