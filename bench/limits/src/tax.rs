//! What encryption costs (B15): the same statements on the same rows, with
//! SQLCipher and without, as the store sets its connections up.

use std::{
    fs::{self, File},
    path::Path,
};

use rustix::fs::{Advice, fadvise};
use serde_json::{Value, json};

use crate::{
    bare::Bare,
    clock::{Took, Watch},
    failure::Result,
    rows::{Dice, GROUP, Row, an_empty_store},
};

const CHATS: usize = 300;
/// How many chats are opened in one turn.
const OPENS: usize = 2_000;
const PAGE: i64 = 51;

/// What one turn of one candidate took.
struct Turn {
    write: Took,
    hot: Took,
    cold: Took,
    rows: usize,
}

/// `messages` rows are written in each turn, in groups as a drained queue is.
pub(crate) fn measure(folder: &Path, messages: usize, pairs: usize) -> Result<Value> {
    let template = folder.join("tax");
    if template.exists() {
        fs::remove_dir_all(&template)?;
    }
    fs::create_dir_all(&template)?;
    an_empty_store(&template, CHATS)?.close()?;
    let schema = Bare::open(&template.join("frontdesk.db"), true)?;
    let mut turns = Vec::new();
    for pair in 0..pairs {
        let encrypted_first = pair % 2 == 0;
        let first = turn(&schema, &template, encrypted_first, messages)?;
        let second = turn(&schema, &template, !encrypted_first, messages)?;
        turns.push(if encrypted_first {
            (first, second)
        } else {
            (second, first)
        });
    }
    drop(schema);
    fs::remove_dir_all(&template)?;
    let candidate = |name: &str, of: fn(&(Turn, Turn)) -> &Turn| {
        let figures = |value: fn(&Turn) -> f64| {
            turns
                .iter()
                .map(|turn| value(of(turn)))
                .collect::<Vec<f64>>()
        };
        json!({
            "name": name,
            "figures": {
                "write, per row [µs]": figures(|turn| per(turn.write.wall, turn.rows)),
                "write, processor per row [µs]": figures(|turn| per(turn.write.busy, turn.rows)),
                "open a chat, hot [µs]": figures(|turn| per(turn.hot.wall, OPENS)),
                "open a chat, cold [µs]": figures(|turn| per(turn.cold.wall, CHATS)),
                "the whole mix, processor [s]":
                    figures(|turn| turn.write.busy + turn.hot.busy + turn.cold.busy),
            },
        })
    };
    Ok(json!({
        "candidates": [
            candidate("SQLCipher", |turn| &turn.0),
            candidate("plain SQLite", |turn| &turn.1),
        ],
        "counts": {
            "rows per turn": messages,
            "rows per transaction": GROUP,
            "conversations": CHATS,
            "chats opened hot": OPENS,
            "chats opened cold": CHATS,
        },
    }))
}

fn turn(schema: &Bare, folder: &Path, encrypted: bool, messages: usize) -> Result<Turn> {
    let path = folder.join(if encrypted { "cipher.db" } else { "plain.db" });
    let writer = schema.make_like(&path, encrypted, CHATS)?;
    let rows: Vec<Row> = (0..messages)
        .map(|number| Row::new(number % CHATS, number / CHATS))
        .collect();
    writer.checkpoint()?;
    let watch = Watch::start();
    let mut id = 1;
    for (number, group) in rows.chunks(GROUP).enumerate() {
        writer.write(group, id)?;
        id += i64::try_from(group.len()).unwrap_or(0);
        // The store empties its log whenever it has grown to some mebibytes.
        if number % 10 == 9 {
            writer.checkpoint()?;
        }
    }
    writer.checkpoint()?;
    let write = watch.took();

    let reader = Bare::reader(&path, encrypted)?;
    let mut dice = Dice::new(3);
    let chats: Vec<i64> = (0..OPENS).map(|_| chat(dice.below(CHATS))).collect();
    // The first round fills the cache.
    read(&reader, &chats)?;
    let watch = Watch::start();
    read(&reader, &chats)?;
    let hot = watch.took();
    drop(reader);

    // Neither the database nor the system remembers a page.
    let file = File::open(&path)?;
    file.sync_all()?;
    fadvise(&file, 0, None, Advice::DontNeed).map_err(std::io::Error::from)?;
    let reader = Bare::reader(&path, encrypted)?;
    let every: Vec<i64> = (0..CHATS).map(chat).collect();
    let watch = Watch::start();
    read(&reader, &every)?;
    let cold = watch.took();
    drop((reader, writer));
    for ending in ["", "-wal", "-shm"] {
        let file = format!("{}{ending}", path.display());
        if Path::new(&file).exists() {
            fs::remove_file(file)?;
        }
    }
    Ok(Turn {
        write,
        hot,
        cold,
        rows: messages,
    })
}

fn read(reader: &Bare, chats: &[i64]) -> Result<()> {
    for &chat in chats {
        reader.newest(chat, PAGE)?;
    }
    Ok(())
}

fn chat(place: usize) -> i64 {
    i64::try_from(place + 1).unwrap_or(0)
}

#[expect(clippy::cast_precision_loss, reason = "small counts")]
fn per(seconds: f64, things: usize) -> f64 {
    seconds * 1e6 / things.max(1) as f64
}
