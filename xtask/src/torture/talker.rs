//! Processes that are spoken to in lines of JSON: the network, and the program
//! that is to survive.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use serde_json::{Value, json};

use crate::clock::Stopwatch;
use crate::failure::{Failure, Result};
use crate::process;

/// Longer than anything takes that is not stuck.
pub(super) const LONG: Duration = Duration::from_secs(60);

/// A process that speaks lines. It ends with this value.
pub(super) struct Talker {
    child: Child,
    input: ChildStdin,
    lines: Receiver<Value>,
}

/// What was heard.
pub(super) enum Heard {
    Line(Value),
    /// The process said its last word.
    Gone,
    /// Nothing, in the time that was given.
    Silence,
}

impl Talker {
    pub(super) fn start(command: &mut Command) -> Result<Self> {
        let shown = process::shown(command);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|source| Failure::NotStarted {
                program: shown.clone(),
                source,
            })?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Failure::Wrong(format!("{shown} cannot be spoken to")));
        };
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(|line| line.ok()) {
                // What is not whole was cut off by a kill.
                let Ok(line) = serde_json::from_str(&line) else {
                    continue;
                };
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Ok(Self {
            child,
            input,
            lines,
        })
    }

    /// Says a line. One who is gone does not hear it, which shows by its silence.
    pub(super) fn say(&mut self, line: &Value) {
        let mut text = line.to_string();
        text.push('\n');
        let _ = self.input.write_all(text.as_bytes());
    }

    pub(super) fn hear(&self, within: Duration) -> Heard {
        match self.lines.recv_timeout(within) {
            Ok(line) => Heard::Line(line),
            Err(RecvTimeoutError::Disconnected) => Heard::Gone,
            Err(RecvTimeoutError::Timeout) => Heard::Silence,
        }
    }

    pub(super) fn kill(&mut self) {
        // An error means that it is gone already.
        let _ = self.child.kill();
    }

    /// How it ended.
    pub(super) fn ended(&mut self) -> Result<ExitStatus> {
        self.child
            .wait()
            .map_err(|error| Failure::Wrong(format!("A process cannot be waited for: {error}")))
    }
}

impl Drop for Talker {
    fn drop(&mut self) {
        self.kill();
        let _ = self.child.wait();
    }
}

/// The simulated network in a process of its own.
pub(super) struct Network {
    talker: Talker,
    doors: Value,
}

impl Network {
    pub(super) fn start(command: &mut Command) -> Result<Self> {
        let talker = Talker::start(command)?;
        match talker.hear(LONG) {
            Heard::Line(doors) => Ok(Self { talker, doors }),
            Heard::Gone | Heard::Silence => Err(Failure::Wrong(
                "The simulated network did not open its doors".to_owned(),
            )),
        }
    }

    /// Where clients enter, as the program wants to be told.
    pub(super) fn argument(&self) -> String {
        let door = |name: &str| self.doors.get(name).and_then(Value::as_str).unwrap_or("");
        format!(
            "--simulated-network={},{},{}",
            door("ws"),
            door("media_tls"),
            door("media")
        )
    }

    /// Carries a command out.
    pub(super) fn run(&mut self, command: &Value) -> Result<Value> {
        self.talker.say(command);
        match self.talker.hear(LONG) {
            Heard::Line(answer) if answer.get("ok") == Some(&Value::Bool(true)) => Ok(answer),
            Heard::Line(answer) => Err(Failure::Wrong(format!(
                "The network refused {command}: {answer}"
            ))),
            Heard::Gone | Heard::Silence => Err(Failure::Wrong(format!(
                "The network did not answer {command}"
            ))),
        }
    }
}

/// The program without a window.
pub(super) struct Core {
    talker: Talker,
    asked: u64,
    answers: BTreeMap<u64, Value>,
    events: Vec<Value>,
    gone: bool,
    cut_off: bool,
}

/// What became of a question.
#[derive(Debug)]
pub(super) enum Answer {
    /// It was done; what it brought.
    Done(Value),
    /// It was refused: the kind of the refusal.
    Refused(String),
    /// The program died first, so nobody knows.
    Unknown,
}

impl Core {
    pub(super) fn start(command: &mut Command) -> Result<Self> {
        Ok(Self {
            talker: Talker::start(command)?,
            asked: 0,
            answers: BTreeMap::new(),
            events: Vec::new(),
            gone: false,
            cut_off: false,
        })
    }

    /// Asks, without waiting.
    pub(super) fn ask(&mut self, mut command: Value) -> u64 {
        self.asked += 1;
        if let Some(command) = command.as_object_mut() {
            command.insert("n".to_owned(), json!(self.asked));
        }
        self.talker.say(&command);
        self.asked
    }

    /// Waits for the answer to a question.
    pub(super) fn answer(&mut self, question: u64) -> Result<Answer> {
        let since = Stopwatch::start();
        loop {
            if let Some(answer) = self.answers.remove(&question) {
                return Ok(judged(answer));
            }
            if self.gone {
                return Ok(Answer::Unknown);
            }
            if !self.listen(since.left_of(LONG)) {
                return Err(self.hangs("an answer"));
            }
        }
    }

    /// Asks and waits.
    pub(super) fn run(&mut self, command: Value) -> Result<Answer> {
        let question = self.ask(command);
        self.answer(question)
    }

    /// Waits for an event with this name that was not taken yet; nothing when
    /// the program dies first.
    pub(super) fn event(&mut self, name: &str) -> Result<Option<Value>> {
        let since = Stopwatch::start();
        loop {
            let is_it = |event: &Value| event.get("event").and_then(Value::as_str) == Some(name);
            if let Some(at) = self.events.iter().position(is_it) {
                return Ok(Some(self.events.remove(at)));
            }
            if self.gone {
                return Ok(None);
            }
            if !self.listen(since.left_of(LONG)) {
                return Err(self.hangs(name));
            }
        }
    }

    fn hangs(&self, waited_for: &str) -> Failure {
        let last: Vec<String> = self
            .events
            .iter()
            .rev()
            .take(3)
            .map(Value::to_string)
            .collect();
        Failure::Wrong(format!(
            "The program hangs: no {waited_for} in a minute, after {}",
            last.join(" after ")
        ))
    }

    /// Lets time pass, until the program dies or the time is over. True when it
    /// died.
    pub(super) fn rest(&mut self, time: Duration) -> bool {
        let since = Stopwatch::start();
        while !self.gone && self.listen(since.left_of(time)) {}
        self.gone
    }

    pub(super) const fn is_gone(&self) -> bool {
        self.gone
    }

    /// Kills it; its last words are still to be heard.
    pub(super) fn cut_off(&mut self) {
        while !self.gone && self.listen(Duration::ZERO) {}
        self.cut_off |= !self.gone;
        self.talker.kill();
    }

    /// Kills it, hears its last words, and says how it ended and whether it
    /// ended by itself.
    pub(super) fn end(&mut self) -> Result<(ExitStatus, bool)> {
        while !self.gone && self.listen(Duration::ZERO) {}
        let by_itself = self.gone && !self.cut_off;
        self.talker.kill();
        while !self.gone && self.listen(LONG) {}
        Ok((self.talker.ended()?, by_itself))
    }

    /// False when nothing was heard in that time.
    fn listen(&mut self, within: Duration) -> bool {
        match self.talker.hear(within) {
            Heard::Line(line) => {
                match line.get("re").and_then(Value::as_u64) {
                    Some(question) => {
                        self.answers.insert(question, line);
                    }
                    None => self.events.push(line),
                }
                true
            }
            Heard::Gone => {
                self.gone = true;
                true
            }
            Heard::Silence => false,
        }
    }
}

fn judged(answer: Value) -> Answer {
    if answer.get("ok") == Some(&Value::Bool(true)) {
        return Answer::Done(answer);
    }
    let kind = answer.pointer("/error/kind").and_then(Value::as_str);
    Answer::Refused(kind.unwrap_or("nothing").to_owned())
}
