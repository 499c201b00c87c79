//! Taking in a past (the limit of B7): what the store does for each message, against
//! a bare loop that writes the same rows in the same groups into the same schema.

use std::{fs, path::Path};

use frontdesk_domain::time::Timestamp;
use serde_json::{Value, json};

use crate::{
    bare::Bare,
    clock::{Took, Watch},
    failure::{Failure, Result},
    rows::{Row, an_empty_store, chat_id, wait},
};

/// So many messages are kept in one step, as when a phone's chunk is unpacked.
const PIECE: usize = 300;
/// How many messages each conversation has.
const EACH: usize = 100;

pub(crate) fn measure(folder: &Path, messages: usize, pairs: usize) -> Result<Value> {
    let mut turns = Vec::new();
    for pair in 0..pairs {
        turns.push(if pair % 2 == 0 {
            let store = through_the_store(folder, messages)?;
            (store, in_a_bare_loop(folder, messages)?)
        } else {
            let bare = in_a_bare_loop(folder, messages)?;
            (through_the_store(folder, messages)?, bare)
        });
    }
    let candidate = |name: &str, of: fn(&(Took, Took)) -> Took| {
        let per = |value: fn(Took) -> f64| {
            turns
                .iter()
                .map(|turn| value(of(turn)) * 1e6 / as_float(messages))
                .collect::<Vec<f64>>()
        };
        json!({
            "name": name,
            "figures": {
                "per message [µs]": per(|took| took.wall),
                "processor per message [µs]": per(|took| took.busy),
            },
        })
    };
    Ok(json!({
        "candidates": [
            candidate("frontdesk's store", |turn| turn.0),
            candidate("bare SQLCipher", |turn| turn.1),
        ],
        "counts": {
            "messages per turn": messages,
            "messages per transaction": PIECE,
            "conversations": messages.div_ceil(EACH),
        },
    }))
}

fn past(messages: usize) -> Vec<Row> {
    (0..messages)
        .map(|number| Row::new(number / EACH, number % EACH))
        .collect()
}

fn through_the_store(folder: &Path, messages: usize) -> Result<Took> {
    let profile = fresh(folder)?;
    let store = an_empty_store(&profile, messages.div_ceil(EACH))?;
    let rows = past(messages);
    let watch = Watch::start();
    for piece in rows.chunks(PIECE) {
        let piece = piece.to_vec();
        wait(store.write(move |tx| {
            for row in &piece {
                tx.take_in(&row.message(chat_id(row.chat)), Timestamp(0))?;
            }
            Ok(())
        }))?;
    }
    let took = watch.took();
    store.close()?;
    end(&profile, messages)?;
    Ok(took)
}

fn in_a_bare_loop(folder: &Path, messages: usize) -> Result<Took> {
    let profile = fresh(folder)?;
    an_empty_store(&profile, messages.div_ceil(EACH))?.close()?;
    let bare = Bare::open(&profile.join("frontdesk.db"), true)?;
    let rows = past(messages);
    let watch = Watch::start();
    let mut id = 1;
    for (number, piece) in rows.chunks(PIECE).enumerate() {
        bare.write(piece, id)?;
        id += i64::try_from(piece.len()).unwrap_or(0);
        if number % 10 == 9 {
            bare.checkpoint()?;
        }
    }
    let took = watch.took();
    drop(bare);
    end(&profile, messages)?;
    Ok(took)
}

fn fresh(folder: &Path) -> Result<std::path::PathBuf> {
    let profile = folder.join("past");
    if profile.exists() {
        fs::remove_dir_all(&profile)?;
    }
    fs::create_dir_all(&profile)?;
    Ok(profile)
}

/// Counts the rows from a new connection and clears the folder.
fn end(profile: &Path, messages: usize) -> Result<()> {
    let count = Bare::open(&profile.join("frontdesk.db"), true)?.count()?;
    if usize::try_from(count).ok() != Some(messages) {
        return Err(Failure::Wrong(format!(
            "{count} of {messages} messages are in the file"
        )));
    }
    fs::remove_dir_all(profile)?;
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "small counts")]
fn as_float(count: usize) -> f64 {
    count as f64
}
