//! What the process used so far.

use std::fs;

use frontdesk_store::Store;
use serde_json::{Value, json};
use tokio::runtime::Handle;

/// Memory, threads, tasks, open files and sockets, barriers and the sizes of the
/// store's files. `own_kib` is memory that no file stands behind. Asked inside
/// the runtime.
pub(crate) fn figures(store: Option<&Store>) -> Value {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let rollup = fs::read_to_string("/proc/self/smaps_rollup").unwrap_or_default();
    let io = fs::read_to_string("/proc/self/io").unwrap_or_default();
    let facts = store.map(Store::facts);
    json!({
        "rss_kib": field(&status, "VmRSS:"),
        "rss_most_kib": field(&status, "VmHWM:"),
        "threads": field(&status, "Threads:"),
        "pss_kib": field(&rollup, "Pss:"),
        "own_kib": field(&status, "RssAnon:"),
        "handles": handles(),
        "tasks": Handle::current().metrics().num_alive_tasks(),
        "written_bytes": field(&io, "write_bytes:"),
        "barriers": barriers(),
        "database_bytes": facts.as_ref().map(|facts| facts.database_bytes),
        "log_bytes": facts.as_ref().map(|facts| facts.log_bytes),
    })
}

/// How many files and sockets are open, without the one that this takes.
fn handles() -> Option<usize> {
    Some(
        fs::read_dir("/proc/self/fd")
            .ok()?
            .count()
            .saturating_sub(1),
    )
}

#[cfg(target_os = "linux")]
fn barriers() -> Option<u64> {
    Some(crate::barriers::so_far())
}

#[cfg(not(target_os = "linux"))]
fn barriers() -> Option<u64> {
    None
}

fn field(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_by_its_whole_name() {
        let text = "VmPeak:  10 kB\nVmRSS:\t 123 kB\n";
        assert_eq!(field(text, "VmRSS:"), Some(123), "not another one's");
        assert_eq!(field(text, "Pss:"), None, "missing is not zero");
    }
}
