//! Programs that are driven line by line: the network, and the candidates.

use std::collections::{BTreeMap, VecDeque};
use std::ffi::OsString;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use serde_json::{Value, json};

use crate::clock::Stopwatch;
use crate::failure::{Failure, Result};

/// Nothing that is asked takes longer than this.
const PATIENCE: Duration = Duration::from_secs(900);

/// A program under way. It is killed when this is dropped.
pub(super) struct Driven {
    what: String,
    child: Child,
    input: ChildStdin,
    lines: Receiver<Value>,
    /// Lines that came before somebody wanted them.
    early: VecDeque<Value>,
    next: u64,
}

impl Driven {
    /// Starts it on one processor.
    pub(super) fn start(
        what: &str,
        core: usize,
        program: &Path,
        arguments: &[String],
    ) -> Result<Self> {
        let mut command = Command::new("taskset");
        command
            .args(["-c", &core.to_string()])
            .arg(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit());
        let mut child = command.spawn().map_err(|source| Failure::NotStarted {
            program: format!("taskset {}", program.display()),
            source,
        })?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Failure::Wrong(format!("{what} has no input or output")));
        };
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                let Ok(value) = serde_json::from_str(&line) else {
                    println!("{line}");
                    continue;
                };
                if sender.send(value).is_err() {
                    return;
                }
            }
        });
        Ok(Self {
            what: what.to_owned(),
            child,
            input,
            lines,
            early: VecDeque::new(),
            next: 1,
        })
    }

    /// Sends a numbered command and answers the number.
    pub(super) fn send(&mut self, mut command: Value) -> Result<u64> {
        let number = self.next;
        self.next += 1;
        if let Some(command) = command.as_object_mut() {
            command.insert("n".to_owned(), json!(number));
        }
        self.write(&command)?;
        Ok(number)
    }

    /// The answer to a numbered command.
    pub(super) fn answer(&mut self, number: u64) -> Result<Value> {
        let answer = self.first(|line| match line.get("re") {
            Some(re) => *re == json!(number),
            // A line that was not understood has no number.
            None => line.get("ok") == Some(&json!(false)),
        })?;
        self.good(answer)
    }

    /// Sends a numbered command and waits for its answer.
    pub(super) fn ask(&mut self, command: Value) -> Result<Value> {
        let number = self.send(command)?;
        self.answer(number)
    }

    /// The next event of that name.
    pub(super) fn event(&mut self, name: &str) -> Result<Value> {
        self.first(|line| line.get("event") == Some(&json!(name)))
    }

    /// Events that came before somebody wanted them are not wanted any more.
    pub(super) fn forget_events(&mut self) {
        self.early.retain(|line| line.get("event").is_none());
    }

    /// Sends a line to a program that answers each with one, in order.
    pub(super) fn order(&mut self, order: &Value) -> Result<Value> {
        self.begin(order)?;
        self.end()
    }

    /// Sends it without waiting.
    pub(super) fn begin(&mut self, order: &Value) -> Result<()> {
        self.write(order)
    }

    /// The answer to what was begun.
    pub(super) fn end(&mut self) -> Result<Value> {
        let answer = self.first(|_| true)?;
        self.good(answer)
    }

    /// Seconds of a processor it used so far.
    pub(super) fn busy(&self) -> f64 {
        let stat =
            fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        let fields: Vec<&str> = stat
            .rsplit_once(") ")
            .map(|(_, fields)| fields.split_whitespace().collect())
            .unwrap_or_default();
        let ticks = |place: usize| {
            let field = fields.get(place).and_then(|field| field.parse().ok());
            field.unwrap_or(0_u32)
        };
        // Linux counts in hundredths of a second, whatever its own clock does.
        f64::from(ticks(11) + ticks(12)) / 100.0
    }

    /// How often each of its threads was woken so far. Threads come and go, so sums of
    /// two moments say nothing: see [`woken`].
    pub(super) fn wakeups(&self) -> BTreeMap<OsString, u64> {
        let threads = fs::read_dir(format!("/proc/{}/task", self.child.id()));
        let threads = threads.into_iter().flatten().flatten();
        threads
            .filter_map(|thread| {
                let status = fs::read_to_string(thread.path().join("status")).ok()?;
                Some((
                    thread.file_name(),
                    field(&status, "voluntary_ctxt_switches:")?,
                ))
            })
            .collect()
    }

    /// How many bytes it has caused to be written to the disk.
    pub(super) fn written(&self) -> u64 {
        let io = fs::read_to_string(format!("/proc/{}/io", self.child.id())).unwrap_or_default();
        field(&io, "write_bytes:").unwrap_or(0)
    }

    /// Ends it as a power cut would.
    pub(super) fn kill(&mut self) {
        // Fails only when it has ended, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Waits for its end.
    pub(super) fn wait(&mut self) -> Result<()> {
        let ended = self.child.wait();
        ended
            .map(drop)
            .map_err(|error| Failure::Wrong(format!("{} cannot be waited for: {error}", self.what)))
    }

    fn write(&mut self, line: &Value) -> Result<()> {
        let text = format!("{line}\n");
        self.input
            .write_all(text.as_bytes())
            .and_then(|()| self.input.flush())
            .map_err(|error| Failure::Wrong(format!("{} listens no more: {error}", self.what)))
    }

    fn first(&mut self, fits: impl Fn(&Value) -> bool) -> Result<Value> {
        if let Some(place) = self.early.iter().position(&fits)
            && let Some(line) = self.early.remove(place)
        {
            return Ok(line);
        }
        let since = Stopwatch::start();
        loop {
            match self.lines.recv_timeout(since.left_of(PATIENCE)) {
                Ok(line) if fits(&line) => return Ok(line),
                Ok(line) => self.early.push_back(line),
                Err(_) => {
                    return Err(Failure::Wrong(format!(
                        "{} has ended or says nothing any more",
                        self.what
                    )));
                }
            }
        }
    }

    fn good(&self, answer: Value) -> Result<Value> {
        if answer.get("ok") == Some(&json!(false)) {
            return Err(Failure::Wrong(format!("{} refused: {answer}", self.what)));
        }
        Ok(answer)
    }
}

impl Drop for Driven {
    fn drop(&mut self) {
        self.kill();
    }
}

/// How often threads were woken between two moments, except those that ended.
pub(super) fn woken(before: &BTreeMap<OsString, u64>, after: &BTreeMap<OsString, u64>) -> u64 {
    after
        .iter()
        .map(|(thread, count)| count.saturating_sub(before.get(thread).copied().unwrap_or(0)))
        .sum()
}

fn field(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

/// A number in an answer.
pub(super) fn number(answer: &Value, name: &str) -> Result<f64> {
    answer
        .get(name)
        .and_then(Value::as_f64)
        .ok_or_else(|| Failure::Wrong(format!("No {name} in {answer}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_told_apart_from_events() {
        let script = "read line; echo '{\"event\":\"code\",\"text\":\"x\"}'; \
                      echo '{\"re\":1,\"ok\":true,\"a\":2.5}'; read line; echo '{\"re\":2,\"ok\":false}'";
        let mut shell = Driven::start(
            "a shell",
            0,
            Path::new("sh"),
            &["-c".to_owned(), script.to_owned()],
        )
        .expect("a shell exists everywhere");
        let answer = shell.ask(json!({"cmd": "one"})).expect("answered");
        assert_eq!(
            number(&answer, "a").ok(),
            Some(2.5),
            "an event before the answer is kept for later"
        );
        assert!(
            shell.event("code").is_ok_and(|event| event["text"] == "x"),
            "and found then"
        );
        assert!(
            shell.ask(json!({"cmd": "two"})).is_err(),
            "a refusal is a failure"
        );
        assert!(shell.event("code").is_err(), "an end is noticed");
    }
}
