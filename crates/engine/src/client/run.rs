//! The life of one client: made, dialled, ended, torn down.

use std::{sync::Arc, time::Duration};

use frontdesk_domain::{
    disconnect::{Close, DialFault, LocalFault},
    session::Purpose,
    slot::SlotNumber,
};
use frontdesk_store::account_while_linking;
use wa_rs::{
    CacheConfig, Client as Engine, anyhow,
    bot::{Bot, BotHandle},
    traits::DeviceStore,
    wacore::{
        net::{HttpClient, HttpRequest, HttpResponse, StreamingHttpResponse, UploadBody},
        store::DevicePropsOverride,
    },
    waproto::whatsapp::device_props::PlatformType,
};

use super::{
    endings::{self, Facts},
    hear::Hearing,
    hook::Hook,
    pace::Leash,
    questions,
    shared::{Order, Shared},
    wire::WatchedWire,
};
use crate::{
    transport::{Dial, WatchedTransport},
    versions::{NoVersion, Version},
};

/// How the account's phone lists this program.
const NAME: &str = "Frontdesk";

/// A recipient may ask for a message again as long as its phone was away.
const SENT_MESSAGES_FOR: u64 = 30 * 24 * 60 * 60;

/// The flushes of the engine take 15 seconds at worst.
const FLUSH_WITHIN: Duration = Duration::from_secs(17);

/// How long the last news may take to be kept. A store that hangs longer is
/// given up, and the caller aborts.
const KEEP_WITHIN: Duration = Duration::from_secs(15);

/// Longer than the engine itself waits for anything before its login.
const SOCKET_WITHIN: Duration = Duration::from_secs(120);

/// Sees a client through from its beginning to its last word.
pub(super) async fn see_through(shared: Arc<Shared>, purpose: Purpose) {
    let leash = Leash::new();
    let made = tokio::select! {
        made = make(&shared, purpose, &leash) => made,
        () = shared.ordered(Order::Stop) => Ok(None),
    };
    match made {
        Ok(Some(bot)) => live(&shared, bot).await,
        Ok(None) => {}
        Err(close) => shared.teller.ended(close),
    }
    tear_down(&shared, leash).await;
}

/// Makes the engine's client. Nothing is dialled yet.
async fn make(shared: &Arc<Shared>, purpose: Purpose, leash: &Leash) -> Result<Option<Bot>, Close> {
    const STORE: Close = Close::Here(LocalFault::Store);
    let account = shared.backend.account().await;
    shared.lane.keep(shared.parts.pick_up(account));
    let mut device = shared.backend.load().await.map_err(|_| STORE)?;
    match purpose {
        Purpose::Pair => {
            let linking = SlotNumber::ALL.map(account_while_linking);
            if device.is_some() && linking.contains(&account) {
                // What an unfinished link left. Keys are fresh for each.
                shared.backend.erase().await.map_err(|_| STORE)?;
                device = None;
            }
            if device.is_some_and(|device| device.is_registered()) {
                tracing::error!("An account that is linked was to be linked again");
                return Err(STORE);
            }
        }
        Purpose::LogIn => {
            if !device.is_some_and(|device| device.is_registered()) {
                return Err(Close::Here(LocalFault::NoKeys));
            }
            shared.backend.recall().await.map_err(|_| STORE)?;
            questions::take_up(shared).await.map_err(|_| STORE)?;
        }
    }
    let parts = &shared.parts;
    let version = parts
        .versions
        .current(&parts.options.http, &*shared.backend, parts.wall())
        .await
        .map_err(|error| match error {
            NoVersion::Unknown => Close::Dial(DialFault::NoVersion),
            NoVersion::Store => STORE,
        })?;
    match build(shared, version, leash).await {
        Ok(bot) => Ok(Some(bot)),
        Err(_) => Err(STORE),
    }
}

/// The engine itself touches only the store here, so that is what an error means.
async fn build(
    shared: &Arc<Shared>,
    version: Version,
    leash: &Leash,
) -> Result<Bot, wa_rs::bot::BotBuilderError> {
    let options = &shared.parts.options;
    let factory = WatchedWire {
        factory: Arc::clone(&options.transport),
        wire: Arc::clone(&shared.wire),
        backend: Arc::clone(&shared.backend),
    };
    let dials = {
        let shared = Arc::clone(shared);
        move |dial: Dial| {
            let reached = dial == Dial::Reached;
            if let Dial::Failed(words) = &dial {
                tracing::debug!(words, "A dial failed");
            }
            shared.wire.dial(dial);
            if reached {
                shared.teller.dialled();
            }
        }
    };
    let builder = Bot::builder()
        .with_backend_arc(Arc::clone(&shared.backend) as Arc<_>)
        .with_transport_factory(WatchedTransport::new(factory, dials))
        .with_http_client(SharedHttp(Arc::clone(&options.http)))
        .with_runtime(leash.paced(options.pace))
        .with_version(version)
        .with_device_props(
            // The browser's row of the engine's table: nothing is asked for that
            // the client it stands for would not ask for. Phones name the
            // program by the system's name.
            DevicePropsOverride::new()
                .with_os(NAME)
                .with_platform_type(PlatformType::CHROME),
        )
        .with_cache_config(CacheConfig {
            sent_message_ttl_secs: SENT_MESSAGES_FOR,
            ..CacheConfig::default()
        })
        .with_inbound_durability_hook(Hook::new(Arc::clone(shared)))
        .with_event_handler(Hearing::new(Arc::clone(shared)));
    let builder = match options.one_time_keys {
        Some(count) => builder.with_wanted_pre_key_count(count),
        None => builder,
    };
    builder.build().await
}

/// Runs the one connection attempt until something ends it, and tells what.
async fn live(shared: &Arc<Shared>, bot: Bot) {
    let engine = bot.client();
    engine
        .enable_auto_reconnect
        .store(false, std::sync::atomic::Ordering::SeqCst);
    // Ticks at the sender stay what they are although nobody counts as present.
    engine.set_force_active_delivery_receipts(true);
    // The server's own words about an end come as no event.
    let words = engine.acquire_raw_node_forwarding();
    shared.set_engine(Some(Arc::clone(&engine)));
    frontdesk_failpoint::failpoint!("engine.client.made");
    let mut handle = bot.spawn();

    let asked = tokio::select! {
        () = &mut handle => false,
        () = shared.ended() => false,
        () = notice_faults(shared) => false,
        never = notice_handshake(shared, &engine) => never,
        () = super::presence::stay_away(shared, &engine) => false,
        () = shared.ordered(Order::Stop) => true,
    };
    shared.until_linked().await;
    if !asked {
        let close = shared.word().unwrap_or_else(|| {
            let facts = Facts {
                private: shared.teller.is_private(),
                linked: shared.teller.is_linked(),
                out_of_codes: shared.teller.is_out_of_codes(),
            };
            endings::conclude(&shared.wire.seen(), facts)
        });
        tracing::info!(?close, "A connection ended");
        shared.teller.ended(close);
    }
    drop(words);
    shut_down(shared, handle).await;
}

/// Keys or news that could not be stored end the connection.
async fn notice_faults(shared: &Shared) {
    tokio::select! {
        () = shared.backend.failed() => {}
        () = shared.lane.failed() => {}
    }
    shared.store_failed();
}

/// Notices that the channel is private. Never answers.
async fn notice_handshake(shared: &Shared, engine: &Engine) -> bool {
    if engine.wait_for_socket(SOCKET_WITHIN).await.is_ok() {
        shared.teller.handshake_done();
    }
    std::future::pending().await
}

async fn shut_down(shared: &Shared, handle: BotHandle) {
    tokio::select! {
        flushed = tokio::time::timeout(FLUSH_WITHIN, handle.shutdown()) => {
            if flushed.is_err() {
                tracing::warn!("A client did not flush in time");
            }
        }
        () = shared.ordered(Order::Abort) => {}
    }
}

/// Lets nothing of the client write any more, and says so.
async fn tear_down(shared: &Shared, leash: Leash) {
    shared.set_engine(None);
    let account = shared.backend.account().await;
    let rest = tokio::select! {
        rest = tokio::time::timeout(KEEP_WITHIN, shared.lane.close()) => rest,
        () = shared.ordered(Order::Abort) => Ok(Vec::new()),
    };
    match rest {
        Ok(rest) if rest.is_empty() => {}
        Ok(rest) => shared.parts.leave(account, rest),
        Err(_) => tracing::error!("The last news could not be kept in time"),
    }
    shared.lane.abort();
    shared.backend.close();
    shared.backend.quiet().await;
    drop(leash);
    frontdesk_failpoint::failpoint!("engine.client.quiet");
    shared.logout_done(false);
    shared.teller.stopped();
    shared.set_gone();
}

/// The engine wants an HTTP client of its own; all of ours share one.
struct SharedHttp(Arc<dyn HttpClient>);

#[wa_rs::async_trait]
impl HttpClient for SharedHttp {
    async fn execute(&self, request: HttpRequest) -> anyhow::Result<HttpResponse> {
        self.0.execute(request).await
    }

    fn supports_streaming(&self) -> bool {
        self.0.supports_streaming()
    }

    fn execute_streaming(&self, request: HttpRequest) -> anyhow::Result<StreamingHttpResponse> {
        self.0.execute_streaming(request)
    }

    fn supports_upload_streaming(&self) -> bool {
        self.0.supports_upload_streaming()
    }

    fn execute_upload(
        &self,
        request: HttpRequest,
        body: UploadBody,
        content_length: u64,
    ) -> anyhow::Result<HttpResponse> {
        self.0.execute_upload(request, body, content_length)
    }
}
