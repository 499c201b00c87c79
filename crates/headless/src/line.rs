//! The standard output: one line of JSON at a time.

use std::io::Write as _;

use serde_json::Value;

/// Says something. Whoever drives the program is gone when that fails, and the
/// end of the input ends the program.
pub(crate) fn say(what: &Value) {
    let mut line = what.to_string();
    line.push('\n');
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(line.as_bytes()).and_then(|()| out.flush());
}
