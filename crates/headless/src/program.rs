//! The program: made of the same parts as the one with a window, and driven
//! from its standard input.

use std::{
    io::{self, BufRead as _},
    sync::Arc,
};

use frontdesk_app::{
    clock::Clock as _,
    frontdesk::{Frontdesk, Parts},
    sessions::NetworkMaker,
};
use frontdesk_engine::{Engine, Options, http};
use frontdesk_sim::PlainMedia;
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::{
    arguments::{Arguments, Doors},
    command::{Command, Line},
    desk::Desk,
    haste::HastyClock,
    keychain::FileKeychain,
    line::say,
    overheard::Overheard,
    watch::Watch,
    work::Work,
};

/// Runs until it is told to quit or nobody drives it any more.
///
/// # Errors
/// When the store does not open.
pub async fn run(arguments: Arguments) -> io::Result<()> {
    std::fs::create_dir_all(&arguments.profile)?;
    let desk = Arc::new(Desk::default());
    let clock = HastyClock::new(arguments.haste);
    let app = Arc::new(Frontdesk::new(Parts {
        profile: arguments.profile,
        keychain: Arc::new(FileKeychain::new(arguments.key)),
        host: desk.clone(),
        clock: Arc::new(clock),
        network: maker(&arguments.doors, clock),
        version: env!("CARGO_PKG_VERSION"),
        demo: false,
    }));
    let watch = Watch::new();
    watch.follow_feed(&app);
    app.start().await;
    let store = app
        .store()
        .map_err(|_| io::Error::other("The store did not open"))?;
    watch.follow_store(&store).map_err(io::Error::other)?;
    drop(store);
    watch.knows_slots().await;
    let work = Work { app, desk, watch };
    say(&json!({"event": "ready", "messages": work.watch.messages()}));
    serve(&work, lines()).await;
    work.app.shut_down().await;
    say(&json!({"event": "closed"}));
    Ok(())
}

/// An engine on the simulated network for each store that is opened.
fn maker(doors: &Doors, clock: HastyClock) -> NetworkMaker {
    let files = PlainMedia::new(
        http::client(http::Limits::default()),
        authority(&doors.media_told),
        authority(&doors.media),
    );
    let options = Options::simulated(
        Options::socket(&doors.clients),
        Arc::new(files),
        Arc::new(move || clock.mono()),
        Arc::new(move || clock.now()),
    );
    Some(Box::new(move |store| {
        Arc::new(Overheard(Engine::new(store.clone(), options.clone())))
    }))
}

/// The `address:port` of a URL.
fn authority(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}

/// The lines of the standard input, read on a thread of its own: nothing else
/// can wait for them.
fn lines() -> UnboundedReceiver<String> {
    let (sender, lines) = unbounded_channel();
    std::thread::spawn(move || {
        for line in io::stdin().lock().lines() {
            let Ok(line) = line else { return };
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    lines
}

async fn serve(work: &Work, mut lines: UnboundedReceiver<String>) {
    while let Some(text) = lines.recv().await {
        let line: Line = match serde_json::from_str(&text) {
            Ok(line) => line,
            Err(error) => {
                say(&json!({"ok": false, "error": {"kind": "line", "words": error.to_string()}}));
                continue;
            }
        };
        if matches!(line.command, Command::Quit) {
            return;
        }
        // Waiting must not hold up what is waited for.
        if line.apart || matches!(line.command, Command::Wait { .. }) {
            let work = work.clone();
            tokio::spawn(async move { answer(&work, line).await });
        } else {
            answer(work, line).await;
        }
    }
}

async fn answer(work: &Work, line: Line) {
    let told = match work.carry_out(line.command).await {
        Ok(Value::Object(mut told)) => {
            told.insert("ok".to_owned(), json!(true));
            told.insert("re".to_owned(), json!(line.n));
            Value::Object(told)
        }
        Ok(told) => json!({"re": line.n, "ok": true, "told": told}),
        Err(trouble) => json!({"re": line.n, "ok": false, "error": trouble.told()}),
    };
    say(&told);
}
