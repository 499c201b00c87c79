//! The simulated network as benchmarks drive it: a process of its own, so that its
//! work is done on another processor than the candidate's, and orders by the
//! thousand, so that no candidate waits for who gives them.
//!
//! It prints one line that says where its doors are, and then answers each line of
//! standard input with one line: orders of [`order::Order`], or any command of the
//! network itself. When its input ends, it ends.

mod order;
mod world;

use std::io::Write as _;

use frontdesk_sim::{Sim, SimConfig};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader};

use order::Order;
use world::{Failure, World};

/// All that waits is sent at once: a network that holds back would be measured
/// instead of the candidate.
const ALL: usize = 1_000_000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let config = SimConfig {
        offline_primer: ALL,
        // Whether a receipt may come soon after a message decides nothing here.
        receipt_delay_ms: 1,
        ..SimConfig::default()
    };
    let anywhere = ([127, 0, 0, 1], 0).into();
    let mut sim = Sim::start(config)?;
    let ws = sim.open_ws(anywhere).await?;
    let control = sim.open_control(anywhere).await?;
    let media = sim.open_media(anywhere).await?;
    let tls = sim.open_media_tls(anywhere).await?;
    let handle = sim.handle();
    let root: String = handle
        .root_public_key()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    say(&json!({
        "ws": format!("ws://{ws}/ws/chat"),
        "control": format!("http://{control}"),
        "media": format!("http://{media}"),
        "media_tls": format!("https://{}", tls.address),
        "ca_pem": tls.ca_pem,
        "root_public_key": root,
    }))?;
    let mut world = World::new(handle);
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        let answer = match serde_json::from_str::<Order>(&line) {
            Ok(order) => world
                .carry_out(order)
                .await
                .unwrap_or_else(|failure| json!({ "ok": false, "error": failure.to_string() })),
            Err(_) => world.pass_on(&line).await,
        };
        say(&answer)?;
    }
    Ok(())
}

fn say(what: &Value) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{what}")?;
    out.flush()?;
    Ok(())
}
