//! Where things are: the repository, the build output, the cache outside the repository.

use std::path::{Path, PathBuf};

use crate::failure::{Failure, Result};
use crate::process;

/// The folders every command works with.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The top of the repository.
    pub(crate) root: PathBuf,
    /// Where cargo puts what it builds.
    pub(crate) target: PathBuf,
    /// What outlives a clone: tools that cost minutes to build.
    pub(crate) cache: PathBuf,
}

impl Place {
    /// Finds the folders.
    ///
    /// # Errors
    /// When the workspace cannot be read, or no home for the cache is known.
    pub(crate) fn find() -> Result<Self> {
        // At run time, not at compile time: one build folder may serve several clones.
        let package = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = package.parent().map(Path::to_owned).unwrap_or(package);
        let metadata = metadata(&root, &["--no-deps"])?;
        let target = metadata
            .get("target_directory")
            .and_then(serde_json::Value::as_str);
        let target = target
            .map(PathBuf::from)
            .unwrap_or_else(|| root.join("target"));
        let cache =
            cache_folder(|name| std::env::var_os(name).map(PathBuf::from)).ok_or_else(|| {
                Failure::Missing {
                    what: "No folder for the tools is known".to_owned(),
                    how: "Set HOME, XDG_CACHE_HOME or FRONTDESK_CACHE".to_owned(),
                }
            })?;
        Ok(Self {
            root,
            target,
            cache,
        })
    }

    /// The user interface.
    pub(crate) fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// The real-window tests.
    pub(crate) fn e2e(&self) -> PathBuf {
        self.root.join("e2e")
    }

    /// A binary that cargo built under `profile` ("debug" or "release").
    pub(crate) fn binary(&self, profile: &str, name: &str) -> PathBuf {
        self.target
            .join(profile)
            .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// The Tauri command line that `npm ci` installs.
    pub(crate) fn tauri_cli(&self) -> PathBuf {
        let name = if cfg!(windows) { "tauri.cmd" } else { "tauri" };
        self.ui().join("node_modules").join(".bin").join(name)
    }
}

/// The description of the workspace as cargo gives it.
pub(crate) fn metadata(root: &Path, arguments: &[&str]) -> Result<serde_json::Value> {
    let mut command = process::cargo(root);
    command
        .args(["metadata", "--format-version", "1"])
        .args(arguments);
    let text = process::read(&mut command)?;
    serde_json::from_str(&text)
        .map_err(|error| Failure::Wrong(format!("cargo metadata is not readable: {error}")))
}

fn cache_folder(variable: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    let set = |name: &str| variable(name).filter(|path| path.is_absolute());
    if let Some(own) = set("FRONTDESK_CACHE") {
        return Some(own);
    }
    let base = set("XDG_CACHE_HOME")
        .or_else(|| set("HOME").map(|home| home.join(".cache")))
        .or_else(|| set("LOCALAPPDATA"))?;
    Some(base.join("frontdesk"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pairs: &[(&str, &str)]) -> Option<PathBuf> {
        cache_folder(|name| {
            pairs
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, path)| PathBuf::from(path))
        })
    }

    #[test]
    #[cfg(unix)]
    fn the_cache_is_where_the_person_said_or_else_in_the_usual_place() {
        let home = ("HOME", "/home/ada");
        assert_eq!(
            with(&[home]),
            Some("/home/ada/.cache/frontdesk".into()),
            "the usual place"
        );
        assert_eq!(
            with(&[home, ("XDG_CACHE_HOME", "/var/x")]),
            Some("/var/x/frontdesk".into()),
            "the desktop's rule comes before HOME"
        );
        assert_eq!(
            with(&[home, ("FRONTDESK_CACHE", "/fast")]),
            Some("/fast".into()),
            "the own variable names the folder itself"
        );
        assert_eq!(with(&[("HOME", "")]), None, "an empty HOME is not a place");
    }
}
