//! Opening a chat of a large store (B9): the store's own page against plain SQLite
//! with the same rows, schema and question, and against SQLCipher without a store
//! around it.

use std::{fs, path::Path};

use frontdesk_domain::{secret::Secret, time::Timestamp};
use frontdesk_store::{Place, Store};
use serde_json::{Value, json};

use crate::{
    bare::{Bare, KEY},
    clock::{Durations, Watch},
    failure::{Failure, Result},
    rows::{CHATS, Dice, a_life, a_store, chat_id},
};

/// How many chats are opened in one turn of one candidate.
const OPENS: usize = 2_000;
/// How many rows a person sees at first.
const PAGE: usize = 50;

/// Makes the large store in `folder` unless an earlier run left it there, and
/// measures.
pub(crate) fn measure(folder: &Path, messages: usize, pairs: usize) -> Result<Value> {
    let profile = folder.join(format!("life-{messages}"));
    let clear = profile.join("clear.db");
    if !clear.exists() {
        if profile.exists() {
            fs::remove_dir_all(&profile)?;
        }
        fs::create_dir_all(&profile)?;
        a_store(&profile, a_life(messages), CHATS)?.close()?;
        let unfinished = profile.join("unfinished.db");
        Bare::open(&profile.join("frontdesk.db"), true)?.copy_in_the_clear(&unfinished)?;
        fs::rename(&unfinished, &clear)?;
    }
    let store = Store::open(
        &Place::in_dir(&profile),
        &Secret::new(KEY),
        Timestamp(0),
        &mut |_| {},
    )?;
    let plain = Bare::reader(&clear, false)?;
    let cipher = Bare::reader(&profile.join("frontdesk.db"), true)?;
    check(&plain, &cipher, messages)?;

    let mut turns = Vec::new();
    for pair in 0..pairs {
        let mut dice = Dice::new(u64::try_from(pair).unwrap_or(0));
        let chats: Vec<usize> = (0..OPENS).map(|_| dice.below(CHATS)).collect();
        let ours = || {
            each(&chats, |chat| {
                let page = store.read(|tx| tx.messages_before(chat_id(chat), None, PAGE))?;
                Ok(page.rows.len())
            })
        };
        let bare = |of: &Bare| {
            each(&chats, |chat| {
                let rows = of.newest(
                    chat_id(chat).0,
                    // One more than is shown, as the store asks.
                    i64::try_from(PAGE + 1).unwrap_or(0),
                )?;
                Ok(rows.len().min(PAGE))
            })
        };
        let turn = if pair % 2 == 0 {
            let (a, b, c) = (ours()?, bare(&plain)?, bare(&cipher)?);
            (a, b, c)
        } else {
            let (c, b, a) = (bare(&cipher)?, bare(&plain)?, ours()?);
            (a, b, c)
        };
        turns.push(turn);
    }
    let figures = |of: fn(&Turns) -> &Durations, per_mille| {
        turns
            .iter()
            .map(|turn| of(turn).at(per_mille))
            .collect::<Vec<f64>>()
    };
    let candidate = |name: &str, of: fn(&Turns) -> &Durations| {
        json!({
            "name": name,
            "figures": {
                "open a chat, p50 [µs]": figures(of, 500),
                "open a chat, p99 [µs]": figures(of, 990),
            },
        })
    };
    Ok(json!({
        "candidates": [
            candidate("frontdesk", |turn| &turn.0),
            candidate("plain SQLite", |turn| &turn.1),
            candidate("bare SQLCipher", |turn| &turn.2),
        ],
        "counts": {
            "messages": messages,
            "conversations": CHATS,
            "chats opened per turn": OPENS,
            "rows per page": PAGE,
            "encrypted file [MiB]": mebibytes(&profile.join("frontdesk.db")),
            "plain file [MiB]": mebibytes(&clear),
            "query plan": cipher.plan()?,
        },
    }))
}

/// Ours, plain and encrypted without a store.
type Turns = (Durations, Durations, Durations);

fn each(chats: &[usize], mut open: impl FnMut(usize) -> Result<usize>) -> Result<Durations> {
    let mut durations = Durations::default();
    for &chat in chats {
        let watch = Watch::start();
        let rows = open(chat)?;
        durations.note(watch.took());
        if rows != PAGE {
            return Err(Failure::Wrong(format!(
                "Chat {chat} has {rows} rows instead of a full page"
            )));
        }
    }
    Ok(durations)
}

/// Both files hold the same rows, and no candidate sorts or scans.
fn check(plain: &Bare, cipher: &Bare, messages: usize) -> Result<()> {
    let counts = (plain.count()?, cipher.count()?);
    let messages = i64::try_from(messages).unwrap_or(0);
    if counts != (messages, messages) {
        return Err(Failure::Wrong(format!(
            "The files hold {counts:?} messages instead of {messages}"
        )));
    }
    let plans = [plain.plan()?, cipher.plan()?];
    if plans
        .iter()
        .any(|plan| plan != "SEARCH messages USING PRIMARY KEY (chat_id=?)")
    {
        return Err(Failure::Wrong(format!(
            "A chat is not opened by walking neighbours: {plans:?}"
        )));
    }
    Ok(())
}

fn mebibytes(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |file| file.len() >> 20)
}
