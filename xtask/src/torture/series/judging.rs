//! The end of a series: everything comes to rest, and store, network and what
//! was said are compared.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::{Broken, Finding, Series, Step, Stop};
use crate::clock::Stopwatch;
use crate::failure::Failure;
use crate::torture::model::{By, Evidence, compare, list, text};
use crate::torture::talker::Answer;

/// What has not come to rest by then never does.
const REST_WITHIN: Duration = Duration::from_secs(20);
/// How long what is still on its way is given before the next look.
const LOOK_EVERY: Duration = Duration::from_millis(150);

impl Series<'_> {
    /// Lets everything come to rest and judges it.
    pub(super) fn settle(&mut self) -> Step {
        self.start(None)?;
        if !self.comes_up()? {
            let (status, _) = self.core()?.end()?;
            return Err(Stop::Found(Finding {
                broken: Broken::Died,
                words: format!(
                    "The program ended with {status} and nobody killed it: {}",
                    self.last_words()
                ),
            }));
        }
        self.catch_up()?;
        let since = Stopwatch::start();
        loop {
            let findings = self.judge()?;
            let is_late = since.left_of(REST_WITHIN).is_zero();
            if findings.is_empty() || is_late {
                self.outcome.findings.extend(findings);
                break;
            }
            self.core()?.rest(LOOK_EVERY);
        }
        self.core()?.end()?;
        self.core = None;
        Ok(())
    }

    /// Leaves what passed through the network beside the remains.
    pub(super) fn keep_the_books(&mut self) -> Step {
        let path = self.folder.path().join("stanzas.json");
        let books = self
            .network
            .run(&json!({"cmd": "inspect", "what": "stanzas"}))?;
        std::fs::write(&path, books.to_string())
            .map_err(|error| Failure::file("write", &path, error))?;
        Ok(())
    }

    fn judge(&mut self) -> Step<Vec<Finding>> {
        let book = match self.core()?.run(json!({"cmd": "book"}))? {
            Answer::Done(book) => book,
            other @ (Answer::Refused(_) | Answer::Unknown) => {
                return Err(Stop::Found(Finding {
                    broken: Broken::Died,
                    words: format!("The store cannot be read: {other:?}"),
                }));
            }
        };
        let evidence = self.evidence(&book)?;
        self.date_from(&evidence);
        let mut findings = compare(&self.said, &book, &evidence);
        for finding in &mut findings {
            finding
                .words
                .push_str(&self.what_the_network_knows(&finding.words));
        }
        for waiting in list(&book, "outbox") {
            findings.push(Finding {
                broken: Broken::Unsent,
                words: format!("Still waits to be sent: {waiting}"),
            });
        }
        let ledger = self
            .network
            .run(&json!({"cmd": "inspect", "what": "ledger"}))?;
        for alarm in ledger
            .pointer("/ledger/alarms")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let words = alarm.as_str().unwrap_or_default().to_owned();
            let broken = if words.contains("used counter") {
                Broken::ReusedKey
            } else {
                Broken::Alarm
            };
            findings.push(Finding { broken, words });
        }
        let unhandled = self.network.run(&json!({"cmd": "unhandled"}))?;
        for word in list(&unhandled, "unhandled") {
            findings.push(Finding {
                broken: Broken::Alarm,
                words: format!("The network did not understand {word}"),
            });
        }
        Ok(findings)
    }

    /// The network's entry about the message that a finding names.
    fn what_the_network_knows(&mut self, words: &str) -> String {
        let id = words
            .split_once(" (")
            .and_then(|(_, rest)| rest.split_once(") of "));
        let Some((id, _)) = id else {
            return String::new();
        };
        let asked = json!({"cmd": "inspect", "what": "receipts", "msg": id});
        match self.network.run(&asked) {
            Ok(told) => format!(
                "; the network knows {}",
                told.get("receipts").unwrap_or(&told)
            ),
            Err(_) => "; the network does not know it".to_owned(),
        }
    }

    fn evidence(&mut self, book: &Value) -> Step<Evidence> {
        let mut evidence = Evidence::default();
        for person in self.people.clone() {
            let inbox = self
                .network
                .run(&json!({"cmd": "inspect", "what": "inbox", "account": person}))?;
            evidence
                .inboxes
                .insert(person, list(&inbox, "messages").to_vec());
        }
        for account in &self.accounts {
            let members = self.people.iter().take(2).cloned().collect();
            evidence.groups.insert(account.group.clone(), members);
        }
        let own = list(book, "chats")
            .iter()
            .flat_map(|chat| list(chat, "messages"))
            .filter(|row| text(row, "from") == "me");
        for row in own {
            let id = text(row, "id");
            // What never reached the network has no receipts there.
            let Ok(told) = self
                .network
                .run(&json!({"cmd": "inspect", "what": "receipts", "msg": id}))
            else {
                continue;
            };
            let devices = told.pointer("/receipts/devices").and_then(Value::as_array);
            let mut steps: BTreeMap<String, &'static str> = BTreeMap::new();
            for device in devices.into_iter().flatten() {
                if device.get("retries").and_then(Value::as_u64) > Some(0) {
                    let question = (id.to_owned(), text(device, "account").to_owned());
                    evidence.asked_again.insert(question);
                }
                let has = |field: &str| device.get(field).is_some_and(|at| !at.is_null());
                let step = match (has("read_ms"), has("delivered_ms")) {
                    (true, _) => "read",
                    (false, true) => "delivered",
                    (false, false) => continue,
                };
                steps.insert(text(device, "account").to_owned(), step);
            }
            evidence.receipts.insert(id.to_owned(), steps);
        }
        Ok(evidence)
    }

    /// When others say that they sent what they said.
    fn date_from(&mut self, evidence: &Evidence) {
        for said in &mut self.said {
            let (By::Other(number), Some(id)) = (&said.by, &said.id) else {
                continue;
            };
            let inbox = evidence.inboxes.get(number).map_or(&[][..], Vec::as_slice);
            let own = inbox.iter().find(|row| text(row, "id") == id);
            let at = own.and_then(|row| row.get("at_ms")).and_then(Value::as_u64);
            said.at = at.map(|at| at / 1_000);
        }
    }
}
