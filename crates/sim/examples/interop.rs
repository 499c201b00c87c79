//! Runs unmodified Baileys, and our engine beside it, on one network, and
//! prints which scenario held: `cargo run -p frontdesk-sim --example interop`.
//!
//! Needs Node 20 and npm; `npm ci` fetches the library as its lockfile says.
//! With `-- --write` the matrix is also written to crates/sim/INTEROP.md.
//! An example and not a test, because tests must not need the internet.

use frontdesk_sim::{Content, NewAccount, PlainMedia, Sim, SimConfig};
use std::{
    io::Write,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::Duration,
};
use tokio::process::Command;
use wa_rs::{
    bot::Bot,
    types::events::{Event, EventHandler},
    wacore::{proto_helpers::MessageExt, store::InMemoryBackend},
};
use whatsapp_rust_ureq_http_client::UreqHttpClient;

/// The account whose linked device is our engine.
const ENGINE: &str = "15550108888";

/// Where each scenario is proved for our engine.
const ENGINE_TESTS: [(&str, &str); 16] = [
    (
        "link by QR",
        "linking::a_client_links_by_qr_over_both_doors",
    ),
    (
        "link by code",
        "linking::a_client_links_by_code_after_a_wrong_one",
    ),
    (
        "text from a contact, confirmed",
        "messages::texts_travel_both_ways_with_every_receipt",
    ),
    (
        "text to a contact, delivered and read",
        "messages::texts_travel_both_ways_with_every_receipt",
    ),
    (
        "picture from a contact",
        "media::a_picture_is_downloaded_and_another_uploaded",
    ),
    (
        "picture to a contact",
        "media::a_picture_is_downloaded_and_another_uploaded",
    ),
    (
        "reaction both ways",
        "messages::quotes_reactions_edits_and_deletions_refer_to_their_message",
    ),
    (
        "edit and delete",
        "messages::quotes_reactions_edits_and_deletions_refer_to_their_message",
    ),
    (
        "typing and presence",
        "messages::people_behave_as_told_and_are_seen_typing",
    ),
    (
        "group both ways",
        "groups::a_group_talks_both_ways_and_its_changes_are_told",
    ),
    (
        "settings both ways",
        "settings::settings_travel_from_the_client_to_the_phone_and_to_its_other_devices",
    ),
    (
        "history inline and as a file",
        "history::history_arrives_inline_and_as_files",
    ),
    (
        "drop and redelivery",
        "offline::what_was_sent_while_away_arrives_once_and_in_order",
    ),
    (
        "conversation with our engine on another account",
        "addresses::two_accounts_with_real_devices_talk_to_each_other",
    ),
    (
        "logout by the phone",
        "linking::a_device_that_the_phone_unlinks_is_logged_out",
    ),
    ("nothing was misunderstood", "every test of tests/it"),
];

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failed) => {
            let _ = writeln!(
                std::io::stderr(),
                "The interop run could not be made: {failed}"
            );
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Outcome<bool> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = home.join("interop");
    let installed = Command::new("npm")
        .args([
            "ci",
            "--ignore-scripts",
            "--omit=peer",
            "--no-audit",
            "--no-fund",
        ])
        .current_dir(&folder)
        .status()
        .await?;
    if !installed.success() {
        return Err("npm ci failed".into());
    }

    let mut sim = Sim::start(SimConfig::default())?;
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    let ws = sim.open_ws(any).await?;
    let control = sim.open_control(any).await?;
    let media = sim.open_media(any).await?;
    let tls = sim.open_media_tls(any).await?;
    let ca = std::env::temp_dir().join(format!("frontdesk-interop-{}-ca.pem", std::process::id()));
    std::fs::write(&ca, &tls.ca_pem)?;
    let root: String = sim
        .handle()
        .root_public_key()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let ready = serde_json::json!({
        "ws": format!("ws://{ws}/ws/chat"),
        "control": format!("http://{control}"),
        "media": format!("http://{media}"),
        "media_tls": format!("https://{}", tls.address),
        "ca_pem": ca,
        "root_public_key": root,
    });
    let told = tls.address.to_string();
    let engine = start_engine(
        &sim,
        PlainMedia::new(UreqHttpClient::new(), &told, &media.to_string()),
    )
    .await?;

    let output = Command::new("node")
        .arg("run.mjs")
        .current_dir(&folder)
        .env("SIM_READY", ready.to_string())
        .env("ENGINE_PEER", ENGINE)
        .env("NODE_EXTRA_CA_CERTS", &ca)
        .stderr(std::process::Stdio::inherit())
        .kill_on_drop(true)
        .output();
    let output = tokio::time::timeout(Duration::from_secs(600), output).await??;
    engine.shutdown().await;
    let _ = std::fs::remove_file(&ca);

    let results: Vec<serde_json::Value> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let matrix = matrix(&results);
    std::io::stdout().write_all(matrix.as_bytes())?;
    if std::env::args().any(|argument| argument == "--write") {
        let target: PathBuf = home.join("INTEROP.md");
        std::fs::write(target, &matrix)?;
    }
    let complete = results.len() == ENGINE_TESTS.len();
    Ok(output.status.success() && complete)
}

/// Links our engine to an account; it answers whatever it hears.
async fn start_engine(
    sim: &Sim,
    http: PlainMedia<UreqHttpClient>,
) -> Outcome<wa_rs::bot::BotHandle> {
    let handle = sim.handle();
    handle
        .create_phone(NewAccount::new(ENGINE, "Engine"))
        .await?;
    let (codes, mut shown) = tokio::sync::mpsc::unbounded_channel();
    let bot = Bot::builder()
        .with_backend_arc(Arc::new(InMemoryBackend::new()))
        .with_transport_factory(handle.in_process())
        .with_http_client(http)
        .with_version((2, 3000, 1_042_742_319))
        .with_event_handler(Screen(codes))
        .on_message(|ctx| async move {
            let Some(heard) = ctx.message.text_content() else {
                return;
            };
            let answer = wa_rs::waproto::whatsapp::Message {
                conversation: Some(format!("Engine heard: {heard}")),
                ..Default::default()
            };
            let id = ctx.info.id.clone();
            let chat = ctx.info.source.chat.clone();
            let _ = ctx.client.mark_as_read(&chat, None, &[id.as_str()]).await;
            let _ = ctx.send_message(answer).await;
        })
        .build()
        .await?
        .spawn();
    let code = shown.recv().await.ok_or("the engine showed no code")?;
    let device = handle.phone_scan_qr(ENGINE, &code).await?;
    let online = frontdesk_sim::Condition::Online {
        phone: ENGINE.to_owned(),
        device,
    };
    handle.wait_until(online, 60_000).await?;
    // One message from the engine's own phone proves that it listens.
    handle
        .phone_send(ENGINE, ENGINE, Content::Text("ready".to_owned()))
        .await?;
    Ok(bot)
}

/// Passes the first linking code on.
struct Screen(tokio::sync::mpsc::UnboundedSender<String>);

impl EventHandler for Screen {
    fn handle_event(&self, event: Arc<Event>) {
        if let Event::PairingQrCode(qr) = event.as_ref() {
            let _ = self.0.send(qr.code.clone());
        }
    }
}

fn matrix(results: &[serde_json::Value]) -> String {
    let mut text = String::from(
        "# Which client passes which scenario\n\n\
         Made by `cargo run -p frontdesk-sim --example interop -- --write`.\n\
         Baileys is the unmodified package from npm at the version of `interop/package-lock.json`;\n\
         the engine's scenarios are the named tests of `cargo test -p frontdesk-sim --test it`.\n\n\
         | scenario | Baileys 7.0.0-rc14 | engine (whatsapp-rust 0.7.0) |\n|---|---|---|\n",
    );
    for (scenario, test) in ENGINE_TESTS {
        let result = results
            .iter()
            .find(|result| result.get("scenario").and_then(|name| name.as_str()) == Some(scenario));
        let verdict = match result {
            Some(result) if result.get("ok") == Some(&serde_json::Value::Bool(true)) => {
                "holds".to_owned()
            }
            Some(result) => format!(
                "**fails**: {}",
                result
                    .get("error")
                    .and_then(|error| error.as_str())
                    .unwrap_or("unknown")
            ),
            None => "**did not run**".to_owned(),
        };
        text.push_str(&format!("| {scenario} | {verdict} | `{test}` |\n"));
    }
    text
}
