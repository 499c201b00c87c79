//! Receiving with nothing around it (the limit of B1, B2 and B3): messages are
//! decrypted one by one, and their rows and the sessions they moved are written in
//! groups, each durable before the next begins.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::{Value, json};

use crate::{
    bare::Bare,
    clock::Watch,
    failure::{Failure, Result},
    party::{Party, Sealed},
    rows::{Row, an_empty_store},
};

const ME: &str = "desk";

/// `messages` of `people`, `group` of them durable at a time. Without a session when
/// everybody writes for the first time.
pub(crate) fn measure(
    folder: &Path,
    (messages, people, group): (usize, usize, usize),
    rounds: usize,
) -> Result<Value> {
    let (mut rates, mut busy) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let known = messages > people;
        let mut stage = Stage::set(messages, people, known)?;
        let profile = folder.join("receive");
        if profile.exists() {
            fs::remove_dir_all(&profile)?;
        }
        fs::create_dir_all(&profile)?;
        an_empty_store(&profile, people)?.close()?;
        let bare = Bare::open(&profile.join("frontdesk.db"), true)?;
        let watch = Watch::start();
        stage.receive(&bare, group)?;
        let took = watch.took();
        drop(bare);
        let count = Bare::open(&profile.join("frontdesk.db"), true)?.count()?;
        if usize::try_from(count).ok() != Some(messages) {
            return Err(Failure::Wrong(format!(
                "{count} of {messages} messages are in the file"
            )));
        }
        fs::remove_dir_all(&profile)?;
        #[expect(clippy::cast_precision_loss, reason = "small counts")]
        let all = messages as f64;
        rates.push(all / took.wall);
        busy.push(took.busy * 1e6 / all);
    }
    Ok(json!({
        "candidates": [{
            "name": "bare loop",
            "figures": {
                "messages a second [1/s]": rates,
                "processor per message [µs]": busy,
            },
        }],
        "counts": {},
    }))
}

struct Stage {
    desk: Party,
    waiting: Vec<(Row, Sealed)>,
}

impl Stage {
    fn set(messages: usize, people: usize, known: bool) -> Result<Self> {
        let mut desk = Party::new()?;
        let mut senders = (0..people)
            .map(|_| Party::new())
            .collect::<Result<Vec<_>>>()?;
        for (id, sender) in (1..).zip(&mut senders) {
            sender.begin(&mut desk, id, ME)?;
        }
        if known {
            for (number, sender) in senders.iter_mut().enumerate() {
                let name = name(number);
                desk.open(&name, &sender.seal(ME, b"hello")?)?;
                // Only an answer ends the beginning of a session.
                let answer = desk.seal(&name, b"hello")?;
                sender.open(ME, &answer)?;
            }
        }
        let mut waiting = Vec::new();
        for number in 0..messages {
            let (chat, place) = (number % people, number / people);
            let row = Row::new(chat, place);
            let Some(sender) = senders.get_mut(chat) else {
                continue;
            };
            // An envelope and padding, as messages have.
            let plain = format!("\n\u{78}{}\u{3}\u{3}\u{3}", row.text);
            waiting.push((row, sender.seal(ME, plain.as_bytes())?));
        }
        Ok(Self { desk, waiting })
    }

    fn receive(&mut self, bare: &Bare, group: usize) -> Result<()> {
        let mut id = 1;
        for (number, messages) in self.waiting.chunks(group).enumerate() {
            let mut senders = BTreeSet::new();
            for (row, sealed) in messages {
                self.desk.open(&name(row.chat), sealed)?;
                senders.insert(row.chat);
            }
            let sessions = senders
                .into_iter()
                .map(|chat| Ok((name(chat), self.desk.session(&name(chat))?)))
                .collect::<Result<Vec<_>>>()?;
            let rows: Vec<&Row> = messages.iter().map(|(row, _)| row).collect();
            bare.write_received(&rows, &sessions, id)?;
            id += i64::try_from(rows.len()).unwrap_or(0);
            if number % 20 == 19 {
                bare.checkpoint()?;
            }
        }
        Ok(())
    }
}

fn name(number: usize) -> String {
    format!("1556{number:07}@s.whatsapp.net")
}
