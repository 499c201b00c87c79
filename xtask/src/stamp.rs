//! Remembering that a step was done for exactly these inputs.
//!
//! A stamp lives inside the output it vouches for, so that deleting the output
//! deletes the claim as well.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Result};

/// Whether the stamp says that this fingerprint was done.
pub(crate) fn is_current(stamp: &Path, fingerprint: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|done| done == fingerprint)
}

/// Says that this fingerprint was done.
pub(crate) fn write(stamp: &Path, fingerprint: &str) -> Result<()> {
    fs::write(stamp, fingerprint).map_err(|error| Failure::file("write", stamp, error))
}

/// A fingerprint of names and contents; folders are read with everything below.
///
/// Inputs that do not exist count as absent, so that their appearance changes it.
pub(crate) fn fingerprint(root: &Path, inputs: &[&str]) -> Result<String> {
    let mut files = Vec::new();
    for input in inputs {
        collect(&root.join(input), &mut files)?;
    }
    files.sort();
    let mut hash = Fnv::default();
    for file in files {
        let content = fs::read(&file).map_err(|error| Failure::file("read", &file, error))?;
        let name = file.strip_prefix(root).unwrap_or(&file);
        hash.add(name.to_string_lossy().as_bytes());
        hash.add(&content.len().to_le_bytes());
        hash.add(&content);
    }
    Ok(format!("{:016x}", hash.0))
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        files.push(path.to_owned());
    } else if path.is_dir() {
        let entries = fs::read_dir(path).map_err(|error| Failure::file("read", path, error))?;
        for entry in entries {
            let entry = entry.map_err(|error| Failure::file("read", path, error))?;
            collect(&entry.path(), files)?;
        }
    }
    Ok(())
}

/// FNV-1a: notices changes, defends against nobody.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_change_below_the_inputs_changes_the_fingerprint() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        let take = || fingerprint(root, &["src", "lock.json"]).expect("readable inputs");
        fs::create_dir_all(root.join("src/deep")).expect("writable");
        fs::write(root.join("src/deep/a"), "one").expect("writable");
        let first = take();
        assert_eq!(first, take(), "the same inputs give the same fingerprint");
        fs::write(root.join("src/deep/a"), "two").expect("writable");
        let edited = take();
        assert_ne!(first, edited, "an edit counts");
        fs::rename(root.join("src/deep/a"), root.join("src/deep/b")).expect("writable");
        let renamed = take();
        assert_ne!(edited, renamed, "a new name counts");
        fs::write(root.join("lock.json"), "{}").expect("writable");
        assert_ne!(renamed, take(), "a file that appears counts");
    }

    #[test]
    fn a_stamp_holds_only_for_its_own_fingerprint() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let stamp = folder.path().join("stamp");
        assert!(!is_current(&stamp, "a"), "without a stamp nothing was done");
        write(&stamp, "a").expect("writable");
        assert!(is_current(&stamp, "a"), "done for these inputs");
        assert!(!is_current(&stamp, "b"), "not done for others");
    }
}
