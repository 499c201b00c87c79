//! Starting other programs: cleaned environment, no stdin, echoed command lines.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::failure::{Failure, Result};

/// `cargo`, the same one that runs this tool.
pub(crate) fn cargo(folder: &Path) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    command(folder, cargo)
}

/// `npm`, quiet about funding, audits and its own updates.
pub(crate) fn npm(folder: &Path) -> Command {
    let mut command = command(folder, if cfg!(windows) { "npm.cmd" } else { "npm" });
    command
        .env("npm_config_loglevel", "error")
        .env("npm_config_update_notifier", "false");
    command
}

/// Any program, started in `folder`.
pub(crate) fn command(folder: &Path, program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).stdin(Stdio::null());
    // What `cargo run` tells this tool about itself would look like a changed input
    // to build scripts that watch these variables, and rebuild them every time.
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(describes_this_tool) {
            command.env_remove(name);
        }
    }
    command
}

/// Runs to the end with its output on the terminal.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    println!("$ {}", shown(command));
    let status = command
        .status()
        .map_err(|source| not_started(command, source))?;
    check(command, status)
}

/// Like [`run`], but stops the program when `limit` is over.
pub(crate) fn run_within(command: &mut Command, limit: Duration) -> Result<()> {
    println!("$ {}", shown(command));
    let child = command
        .spawn()
        .map_err(|source| not_started(command, source))?;
    match wait_within(child, limit) {
        Some(status) => check(command, status),
        None => Err(Failure::TooLong {
            command: shown(command),
            seconds: limit.as_secs(),
        }),
    }
}

/// Runs to the end and returns what it wrote; its complaints go to the terminal.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|source| not_started(command, source))?;
    check(command, output.status)?;
    String::from_utf8(output.stdout)
        .map_err(|_| Failure::Wrong(format!("Not text: what came from {}", shown(command))))
}

/// Whether a program runs and says yes; nothing is shown.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// What a program answers, or `None` when it is missing or says no; nothing is shown.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The command line as one would type it.
pub(crate) fn shown(command: &Command) -> String {
    let mut line = base_name(command.get_program());
    for argument in command.get_args() {
        let argument = argument.to_string_lossy();
        // Writing into a String cannot fail.
        let _ = if argument.contains(char::is_whitespace) {
            write!(line, " '{argument}'")
        } else {
            write!(line, " {argument}")
        };
    }
    line
}

fn base_name(program: &OsStr) -> String {
    let name = Path::new(program).file_name().unwrap_or(program);
    name.to_string_lossy().into_owned()
}

fn check(command: &Command, status: ExitStatus) -> Result<()> {
    if status.success() {
        return Ok(());
    }
    Err(Failure::Refused {
        command: shown(command),
        status: status.to_string(),
    })
}

fn not_started(command: &Command, source: std::io::Error) -> Failure {
    Failure::NotStarted {
        program: base_name(command.get_program()),
        source,
    }
}

/// Waits for the end; past the limit the child is killed and `None` returned.
fn wait_within(mut child: Child, limit: Duration) -> Option<ExitStatus> {
    let pid = child.id();
    let (done, ended) = mpsc::channel();
    let waiting = std::thread::spawn(move || {
        // The receiver only goes away after the limit, when nobody asks any more.
        let _ = done.send(child.wait());
    });
    let status = match ended.recv_timeout(limit) {
        Ok(status) => status.ok(),
        Err(_) => {
            stop(pid);
            None
        }
    };
    // Ends at once: the child has been waited for or killed.
    let _ = waiting.join();
    status
}

#[cfg(target_os = "linux")]
fn stop(pid: u32) {
    use rustix::process::{Pid, Signal, kill_process};
    let pid = i32::try_from(pid).ok().and_then(Pid::from_raw);
    if let Some(pid) = pid {
        // An error means that it has ended by itself.
        let _ = kill_process(pid, Signal::KILL);
    }
}

#[cfg(not(target_os = "linux"))]
fn stop(pid: u32) {
    let (program, arguments) = if cfg!(windows) {
        (
            "taskkill",
            vec![
                "/F".to_owned(),
                "/T".to_owned(),
                "/PID".to_owned(),
                pid.to_string(),
            ],
        )
    } else {
        ("kill", vec!["-KILL".to_owned(), pid.to_string()])
    };
    // An error means that it has ended by itself.
    let _ = Command::new(program).args(arguments).status();
}

fn describes_this_tool(variable: &str) -> bool {
    variable.starts_with("CARGO_PKG_")
        || variable.starts_with("CARGO_MANIFEST_")
        || variable == "CARGO_PRIMARY_PACKAGE"
        || variable == "OUT_DIR"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_line_is_shown_as_one_would_type_it() {
        let mut command = Command::new("/usr/bin/printf");
        command.args(["%s", "two words"]);
        assert_eq!(
            shown(&command),
            "printf %s 'two words'",
            "short, and copyable"
        );
    }

    #[test]
    fn what_cargo_says_about_this_tool_is_kept_from_its_children() {
        assert!(
            describes_this_tool("CARGO_PKG_NAME"),
            "build scripts watch this one"
        );
        assert!(
            describes_this_tool("CARGO_MANIFEST_DIR"),
            "build scripts watch this one"
        );
        for kept in ["CARGO_HOME", "CARGO_TARGET_DIR", "CARGO_BUILD_JOBS", "PATH"] {
            assert!(
                !describes_this_tool(kept),
                "{kept} is the person's own setting"
            );
        }
    }

    #[test]
    #[cfg(unix)]
    fn a_program_that_never_ends_is_stopped_at_the_limit() {
        let mut endless = command(Path::new("/"), "tail");
        let child = endless
            .args(["-f", "/dev/null"])
            .spawn()
            .expect("tail exists everywhere");
        let pid = child.id();
        assert!(
            wait_within(child, Duration::from_millis(50)).is_none(),
            "the limit must win over a program that does not end"
        );
        assert!(
            !succeeds(command(Path::new("/"), "kill").args(["-0", &pid.to_string()])),
            "the program must be gone afterwards"
        );
    }

    #[test]
    #[cfg(unix)]
    fn a_program_that_says_no_is_a_failure_with_its_command_line() {
        let failure = run(command(Path::new("/"), "sh").args(["-c", "exit 3"]));
        let words = failure
            .err()
            .map(|failure| failure.to_string())
            .unwrap_or_default();
        assert!(
            words.contains("exit status: 3"),
            "the exit code is told: {words}"
        );
        assert!(
            words.contains("sh -c 'exit 3'"),
            "the command is told: {words}"
        );
    }
}
