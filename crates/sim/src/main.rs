//! The network as a program: opens its doors, says where they are in one line
//! of JSON, and runs until it is stopped.

use frontdesk_sim::{Sim, SimConfig, json_of_line};
use std::{io::Write, net::SocketAddr, path::PathBuf, process::ExitCode};
use tokio::io::{AsyncBufReadExt, BufReader};

const HELP: &str = "\
A simulated WhatsApp network for client libraries.

Usage: frontdesk-sim serve [options]

  --ws ADDR         where clients connect                 (127.0.0.1:0)
  --control ADDR    where commands are taken              (127.0.0.1:0)
  --media ADDR      where files are served over HTTP      (127.0.0.1:0)
  --media-tls ADDR  where files are served over HTTPS     (127.0.0.1:0)
  --seed N          decides every key, id and person      (1)
  --ca FILE         where the HTTPS authority is written  (a file of its own)
  --console         also take commands from standard input

When everything is open, one line of JSON says where:
  {\"ws\",\"control\",\"media\",\"media_tls\",\"ca_pem\",\"root_public_key\"}
";

struct Options {
    ws: SocketAddr,
    control: SocketAddr,
    media: SocketAddr,
    media_tls: SocketAddr,
    seed: u64,
    ca: PathBuf,
    console: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match read_options(&arguments) {
        Ok(Some(options)) => serve(options).await,
        Ok(None) => say(HELP),
        Err(why) => Err(format!("{why}\n\n{HELP}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            let _ = writeln!(std::io::stderr(), "{why}");
            ExitCode::FAILURE
        }
    }
}

fn read_options(arguments: &[String]) -> Result<Option<Options>, String> {
    let mut words = arguments.iter();
    match words.next().map(String::as_str) {
        Some("serve") => {}
        None | Some("help" | "--help" | "-h") => return Ok(None),
        Some(other) => return Err(format!("There is no command called {other}")),
    }
    let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
    let own_ca = format!("frontdesk-sim-{}-ca.pem", std::process::id());
    let mut options = Options {
        ws: anywhere,
        control: anywhere,
        media: anywhere,
        media_tls: anywhere,
        seed: 1,
        ca: std::env::temp_dir().join(own_ca),
        console: false,
    };
    while let Some(word) = words.next() {
        if word == "--console" {
            options.console = true;
            continue;
        }
        let value = words
            .next()
            .ok_or_else(|| format!("{word} needs a value"))?;
        let address = || {
            value
                .parse::<SocketAddr>()
                .map_err(|_| format!("{value} is not an address like 127.0.0.1:0"))
        };
        match word.as_str() {
            "--ws" => options.ws = address()?,
            "--control" => options.control = address()?,
            "--media" => options.media = address()?,
            "--media-tls" => options.media_tls = address()?,
            "--ca" => options.ca = PathBuf::from(value),
            "--seed" => {
                options.seed = value
                    .parse()
                    .map_err(|_| format!("{value} is not a number"))?;
            }
            _ => return Err(format!("There is no option called {word}")),
        }
    }
    if !options.control.ip().is_loopback() {
        return Err("The control door opens on a loopback address only".to_owned());
    }
    Ok(Some(options))
}

async fn serve(options: Options) -> Result<(), String> {
    let told = |failed: frontdesk_sim::SimError| failed.to_string();
    let config = SimConfig {
        seed: options.seed,
        ..SimConfig::default()
    };
    let mut sim = Sim::start(config).map_err(told)?;
    let ws = sim.open_ws(options.ws).await.map_err(told)?;
    let control = sim.open_control(options.control).await.map_err(told)?;
    let media = sim.open_media(options.media).await.map_err(told)?;
    let tls = sim.open_media_tls(options.media_tls).await.map_err(told)?;
    std::fs::write(&options.ca, &tls.ca_pem)
        .map_err(|failed| format!("{} cannot be written: {failed}", options.ca.display()))?;
    let handle = sim.handle();
    let root: String = handle
        .root_public_key()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let ready = serde_json::json!({
        "ws": format!("ws://{ws}/ws/chat"),
        "control": format!("http://{control}"),
        "media": format!("http://{media}"),
        "media_tls": format!("https://{}", tls.address),
        "ca_pem": options.ca,
        "root_public_key": root,
    });
    say(&format!("{ready}\n"))?;
    if options.console {
        let mut lines = BufReader::new(tokio::io::stdin()).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            let reply = match json_of_line(&line) {
                Ok(json) => handle.command_json(&json).await,
                Err(why) => serde_json::json!({ "ok": false, "error": why }),
            };
            say(&format!("{reply}\n"))?;
        }
        return Ok(());
    }
    tokio::signal::ctrl_c()
        .await
        .map_err(|failed| failed.to_string())
}

fn say(text: &str) -> Result<(), String> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|failed| failed.to_string())
}
