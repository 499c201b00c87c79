//! What a measurement ran on, and what else was going on there.

use std::fs;

/// Processor, cores and system.
pub(super) fn machine() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .unwrap_or_default();
    let model = model.trim_start_matches([':', '\t', ' ']);
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let system = release
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="))
        .unwrap_or("Linux");
    format!("{model}, {cores} cores, {}", system.trim_matches('"'))
}

/// How many processes wanted a processor lately, this one's among them.
pub(super) fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split_whitespace().next().unwrap_or("unknown");
    format!("load {load}")
}
