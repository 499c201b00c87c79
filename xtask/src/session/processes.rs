//! Finding and ending processes through /proc and process descriptors.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{
    Pid, PidfdFlags, Signal, WaitOptions, getpid, kill_process, pidfd_open, set_child_subreaper,
    waitpid,
};

use crate::clock::Stopwatch;
use crate::failure::{Failure, Result};

/// Makes this process the parent of orphans, so that they can be reaped after their end.
pub(crate) fn adopt_orphans() -> Result<()> {
    set_child_subreaper(Some(getpid()))
        .map_err(|error| Failure::Wrong(format!("Cannot become the parent of orphans: {error}")))
}

/// Names the session in the environment of everything started in it. Not HOME, because
/// tests give the programs they start homes of their own.
pub(crate) const MARK: &str = "FRONTDESK_SESSION";

/// All live processes that were started in the session with this mark.
pub(crate) fn marked(mark: &Path) -> Vec<u32> {
    let mut entry = format!("{MARK}=").into_bytes();
    entry.extend_from_slice(mark.as_os_str().as_bytes());
    let mut found = all();
    found.retain(|pid| {
        let environment = fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
        environment
            .split(|byte| *byte == 0)
            .any(|variable| variable == entry)
    });
    found
}

/// A process and everything below it, as far as it is alive now.
pub(crate) fn tree(root: u32) -> Vec<u32> {
    let parents = all().into_iter().filter_map(|pid| {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        Some((pid, Stat::parse(&stat)?.parent))
    });
    below(root, &parents.collect())
}

/// Processor time that these processes have used, in clock ticks.
pub(crate) fn ticks(processes: &[u32]) -> u64 {
    let stats = processes
        .iter()
        .filter_map(|pid| fs::read_to_string(format!("/proc/{pid}/stat")).ok());
    stats
        .filter_map(|stat| Stat::parse(&stat))
        .map(|stat| stat.ticks)
        .sum()
}

/// How many processes have a name that begins like this.
pub(crate) fn named(beginning: &str) -> usize {
    let names = all()
        .into_iter()
        .filter_map(|pid| fs::read_to_string(format!("/proc/{pid}/comm")).ok());
    names.filter(|name| name.starts_with(beginning)).count()
}

/// Proportional set size of these processes in KiB: memory, shared pages divided fairly.
pub(crate) fn proportional_kib(processes: &[u32]) -> u64 {
    let rollups = processes
        .iter()
        .filter_map(|pid| fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok());
    rollups.filter_map(|rollup| pss(&rollup)).sum()
}

/// Ends processes: politely at first, by force after `grace`; reaps those that are ours.
pub(crate) fn end(processes: &[u32], grace: Duration) {
    let known: Vec<Pid> = processes
        .iter()
        .filter_map(|pid| i32::try_from(*pid).ok())
        .filter_map(Pid::from_raw)
        .collect();
    // The descriptor is taken before the signal: afterwards the number might be another's.
    let running: Vec<_> = known
        .iter()
        .filter_map(|pid| {
            pidfd_open(*pid, PidfdFlags::empty())
                .ok()
                .map(|descriptor| (*pid, descriptor))
        })
        .collect();
    for (pid, _) in &running {
        // An error means that it has ended by itself.
        let _ = kill_process(*pid, Signal::TERM);
    }
    let since = Stopwatch::start();
    for (pid, descriptor) in &running {
        let mut ready = [PollFd::new(descriptor, PollFlags::IN)];
        if !matches!(
            poll(&mut ready, timespec(since.left_of(grace)).as_ref()),
            Ok(1)
        ) {
            let _ = kill_process(*pid, Signal::KILL);
            // A killed process ends; the limit only guards against a stuck kernel.
            let _ = poll(&mut ready, timespec(grace).as_ref());
        }
        // Fails for those that are not our children; their parent reaps them.
        let _ = waitpid(Some(*pid), WaitOptions::NOHANG);
    }
}

fn timespec(duration: Duration) -> Option<Timespec> {
    Timespec::try_from(duration).ok()
}

fn all() -> Vec<u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let mut pids: Vec<u32> = entries
        .filter_map(|entry| {
            entry
                .file_name()
                .to_str()
                .and_then(|name| name.parse().ok())
        })
        .collect();
    pids.sort_unstable();
    pids
}

fn below(root: u32, parents: &BTreeMap<u32, u32>) -> Vec<u32> {
    let mut tree = vec![root];
    let mut at = 0;
    while let Some(parent) = tree.get(at).copied() {
        tree.extend(
            parents
                .iter()
                .filter(|(_, of)| **of == parent)
                .map(|(pid, _)| *pid),
        );
        at += 1;
    }
    tree
}

/// The fields of /proc/PID/stat that are of use here.
struct Stat {
    parent: u32,
    ticks: u64,
}

impl Stat {
    fn parse(line: &str) -> Option<Self> {
        // The name stands in parentheses and may itself hold blanks and parentheses.
        let (_, fields) = line.rsplit_once(") ")?;
        let fields: Vec<&str> = fields.split_whitespace().collect();
        let user: u64 = fields.get(11)?.parse().ok()?;
        let system: u64 = fields.get(12)?.parse().ok()?;
        Some(Self {
            parent: fields.get(1)?.parse().ok()?,
            ticks: user + system,
        })
    }
}

fn pss(rollup: &str) -> Option<u64> {
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_name_with_blanks_and_parentheses_does_not_shift_the_fields() {
        let line = "42 (Web (Content) x) S 7 42 42 0 -1 4194560 1 0 0 0 30 12 0 0 20 0 5 0 100 1 1";
        let stat = Stat::parse(line).expect("a well-formed line");
        assert_eq!(
            (stat.parent, stat.ticks),
            (7, 42),
            "parent, and user plus system time"
        );
    }

    #[test]
    fn a_tree_has_all_generations_and_nobody_else() {
        let parents = BTreeMap::from([(10, 1), (11, 10), (12, 11), (20, 1), (21, 20)]);
        assert_eq!(
            below(10, &parents),
            [10, 11, 12],
            "children and grandchildren, not the neighbours"
        );
    }

    #[test]
    fn the_proportional_set_size_is_read_and_not_one_of_its_parts() {
        let rollup = "Rss:  900 kB\nPss:                 123 kB\nPss_Dirty:  50 kB\n";
        assert_eq!(pss(rollup), Some(123), "Pss, neither Rss nor Pss_Dirty");
    }

    #[test]
    fn this_process_has_memory_and_time() {
        let me = std::process::id();
        assert!(
            proportional_kib(&[me]) > 100,
            "a running program has memory"
        );
        assert!(tree(me).contains(&me), "a tree holds its root");
        assert_eq!(named("no such program"), 0, "names are compared at all");
        assert!(named("") > 0, "every name begins with nothing");
    }
}
