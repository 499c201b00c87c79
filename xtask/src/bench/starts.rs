//! Starting both windows in turn and watching them.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use super::machine;
use super::report::{Measured, Start};
use crate::clock::Stopwatch;
use crate::failure::{Failure, Result};
use crate::place::Place;
use crate::process;
use crate::session::{Session, processes};
use crate::setup::{self, Purpose};

/// The line on stderr by which a window says that it has painted.
const PAINTED: &str = "painted";
/// The line by which Frontdesk says that what it holds is on the screen too.
const FILLED: &str = "filled";
/// Starts of each window before the first that counts: files get into memory, the profile exists.
const WARM_UP: usize = 2;
const PAINT_WITHIN: Duration = Duration::from_secs(60);
const END_WITHIN: Duration = Duration::from_secs(10);
/// A window rests when its processes use next to no time for this long.
const REST: Duration = Duration::from_millis(500);
const REST_TICKS: u64 = 1;
const REST_WITHIN: Duration = Duration::from_secs(20);

pub(super) fn measure(place: &Place, pairs: usize) -> Result<Measured> {
    setup::prepare(place, Purpose::Test)?;
    setup::build_ui(place)?;
    let mut build = process::cargo(&place.root);
    build.args([
        "build",
        "--locked",
        "--release",
        "-p",
        "frontdesk",
        "-p",
        "frontdesk-blank",
        "--features",
    ]);
    process::run(build.arg("frontdesk/custom-protocol,frontdesk-blank/custom-protocol"))?;
    let windows = [
        place.binary("release", "frontdesk"),
        place.binary("release", "frontdesk-blank"),
    ];
    let [frontdesk, blank] = &windows;

    let before = disturbance();
    let session = Session::start(place)?;
    for window in &windows {
        for _ in 0..WARM_UP {
            start(place, &session, window, window == frontdesk)?;
        }
    }
    let mut measured = Measured {
        machine: machine::machine(),
        disturbance: String::new(),
        pairs: Vec::new(),
    };
    for number in 1..=pairs {
        let pair = (
            start(place, &session, frontdesk, true)?,
            start(place, &session, blank, false)?,
        );
        println!(
            "{number:>3}  Frontdesk {:.3} s {:.1} MiB   blank {:.3} s {:.1} MiB",
            pair.0.painted, pair.0.mebibytes, pair.1.painted, pair.1.mebibytes
        );
        measured.pairs.push(pair);
    }
    drop(session);
    measured.disturbance = format!("before: {before}; after: {}", disturbance());
    Ok(measured)
}

/// One start: until it has painted, until it rests, to its end. `fills` is whether the
/// window says when it is filled.
fn start(place: &Place, session: &Session, window: &Path, fills: bool) -> Result<Start> {
    let mut command = session.command(place, window);
    command
        .env("FRONTDESK_TRACE_START", "1")
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let since = Stopwatch::start();
    let mut child = command.spawn().map_err(|source| Failure::NotStarted {
        program: window.display().to_string(),
        source,
    })?;
    let lines = lines(&mut child);
    let measured = wait_until(PAINTED, &lines, since).and_then(|painted| {
        let filled = if fills {
            wait_until(FILLED, &lines, since)?
        } else {
            painted
        };
        let tree = rest(&lines, child.id())?;
        Ok(Start {
            painted,
            filled,
            mebibytes: kib_as_mib(processes::proportional_kib(&tree)),
        })
    });
    processes::end(&processes::tree(child.id()), END_WITHIN);
    // It may have been reaped already.
    let _ = child.wait();
    measured.map_err(|words| Failure::Wrong(format!("{}: {words}", window.display())))
}

fn lines(child: &mut Child) -> Receiver<String> {
    let (sender, lines) = mpsc::channel();
    let stderr = child.stderr.take();
    std::thread::spawn(move || {
        let all = stderr
            .into_iter()
            .flat_map(|stderr| BufReader::new(stderr).lines());
        for line in all.map_while(|line| line.ok()) {
            // Read on even when nobody listens, so that the window never blocks on its log.
            let _ = sender.send(line);
        }
    });
    lines
}

fn wait_until(signal: &str, lines: &Receiver<String>, since: Stopwatch) -> Result<f64, String> {
    let mut said = Vec::new();
    loop {
        match lines.recv_timeout(since.left_of(PAINT_WITHIN)) {
            Ok(line) if line.trim() == signal => return Ok(since.elapsed().as_secs_f64()),
            Ok(line) => said.push(line),
            Err(RecvTimeoutError::Timeout) => {
                return Err(format!(
                    "was not {signal} within a minute. It said:\n{}",
                    said.join("\n")
                ));
            }
            Err(RecvTimeoutError::Disconnected) => {
                return Err(format!(
                    "ended before it was {signal}. It said:\n{}",
                    said.join("\n")
                ));
            }
        }
    }
}

/// Waits until the window's processes do nothing any more, and returns them.
fn rest(lines: &Receiver<String>, root: u32) -> Result<Vec<u32>, String> {
    let since = Stopwatch::start();
    loop {
        let before = processes::tree(root);
        let used = processes::ticks(&before);
        let pause = Stopwatch::start();
        while pause.elapsed() < REST {
            // What it logs meanwhile is of no interest; its end is.
            if let Err(RecvTimeoutError::Disconnected) = lines.recv_timeout(pause.left_of(REST)) {
                return Err("ended by itself after it had painted".to_owned());
            }
        }
        let after = processes::tree(root);
        if before == after && processes::ticks(&after).saturating_sub(used) <= REST_TICKS {
            return Ok(after);
        }
        if since.elapsed() > REST_WITHIN {
            return Err("is still busy 20 s after it had painted".to_owned());
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "kibibytes of a process fit into 52 bits"
)]
fn kib_as_mib(kib: u64) -> f64 {
    kib as f64 / 1024.0
}

/// What makes figures worth less: other work, and other WebKit windows, whose pages are
/// shared with ours and so make the proportional size smaller.
fn disturbance() -> String {
    format!(
        "{}, {} other WebKit processes",
        machine::load(),
        processes::named("WebKitWeb")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(script: &str) -> Result<f64, String> {
        let mut command = process::command(Path::new("/"), "sh");
        let mut child = command
            .args(["-c", script])
            .stderr(Stdio::piped())
            .spawn()
            .expect("a shell exists everywhere");
        let lines = lines(&mut child);
        let painted = wait_until(PAINTED, &lines, Stopwatch::start());
        child.wait().expect("the script ends");
        painted
    }

    #[test]
    fn only_the_signal_itself_counts_as_painted() {
        assert!(
            window("echo warming up >&2; echo painted >&2").is_ok(),
            "other lines may come before"
        );
        let words = window("echo not painted yet >&2").expect_err("that was not the signal");
        assert!(
            words.contains("not painted yet"),
            "the window's own words are told: {words}"
        );
    }
}
