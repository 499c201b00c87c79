//! The repository as the rules see it: texts and manifests, in memory.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::failure::{Failure, Result};
use crate::place::{Place, metadata};

/// Folders that hold what was built, installed or generated.
const NOT_OURS: [&str; 8] = [
    ".git",
    "coverage",
    "dist",
    "gen",
    "node_modules",
    "screenshots",
    "target",
    "test-results",
];
/// Endings of files written by hand.
const TEXTS: [&str; 12] = [
    "css", "html", "js", "json", "jsonc", "md", "mjs", "rs", "sql", "toml", "ts", "tsx",
];

/// All texts and packages.
#[derive(Debug, Clone, Default)]
pub(super) struct Tree {
    files: BTreeMap<String, String>,
    /// The packages of the workspace.
    pub(super) packages: Vec<Package>,
}

/// A package of the workspace.
#[derive(Debug, Clone, Default)]
pub(super) struct Package {
    pub(super) name: String,
    /// Path of its manifest from the top of the repository.
    pub(super) manifest: String,
    pub(super) dependencies: Vec<Dependency>,
    pub(super) features: BTreeMap<String, Vec<String>>,
}

/// An edge from a package to another, inside or outside of the workspace.
#[derive(Debug, Clone, Default)]
pub(super) struct Dependency {
    pub(super) name: String,
    /// Only tests and examples see it.
    pub(super) dev: bool,
    pub(super) features: Vec<String>,
}

impl Tree {
    /// Reads the repository.
    pub(super) fn read(place: &Place) -> Result<Self> {
        let mut files = BTreeMap::new();
        collect(&place.root, &place.root, &mut files)?;
        let description = metadata(&place.root, &["--no-deps"])?;
        let packages = list(&description, "packages")
            .iter()
            .map(|package| Package::parse(package, &place.root));
        Ok(Self {
            packages: packages.collect(),
            files,
        })
    }

    #[cfg(test)]
    pub(super) fn sample(files: &[(&str, &str)], packages: Vec<Package>) -> Self {
        let files = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        Self {
            files: files.collect(),
            packages,
        }
    }

    /// All files as path and text.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The files below one of `folders` that have one of `endings`.
    pub(super) fn below<'a>(
        &'a self,
        folders: &'a [&str],
        endings: &'a [&str],
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files().filter(move |(path, _)| {
            folders.iter().any(|folder| path.starts_with(folder))
                && endings.iter().any(|ending| has_ending(path, ending))
        })
    }

    /// One file's text.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// The names of the folders directly below `folder`, which ends with a slash.
    pub(super) fn folders(&self, folder: &str) -> Vec<&str> {
        let below = self
            .files
            .keys()
            .filter_map(|path| path.strip_prefix(folder));
        let mut names: Vec<&str> = below
            .filter_map(|rest| rest.split_once('/'))
            .map(|(name, _)| name)
            .collect();
        names.dedup();
        names
    }
}

impl Package {
    fn parse(value: &Value, root: &Path) -> Self {
        let manifest = Path::new(text(value, "manifest_path"));
        let manifest = manifest.strip_prefix(root).unwrap_or(manifest);
        let features = value
            .get("features")
            .and_then(Value::as_object)
            .into_iter()
            .flatten();
        Self {
            name: text(value, "name").to_owned(),
            manifest: manifest.to_string_lossy().replace('\\', "/"),
            dependencies: list(value, "dependencies")
                .iter()
                .map(Dependency::parse)
                .collect(),
            features: features
                .map(|(name, parts)| (name.clone(), words(Some(parts))))
                .collect(),
        }
    }
}

impl Dependency {
    fn parse(value: &Value) -> Self {
        Self {
            name: text(value, "name").to_owned(),
            dev: text(value, "kind") == "dev",
            features: words(value.get("features")),
        }
    }
}

fn has_ending(path: &str, ending: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, found)| found == ending)
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) -> Result<()> {
    let entries = fs::read_dir(folder).map_err(|error| Failure::file("read", folder, error))?;
    for entry in entries {
        let path = entry
            .map_err(|error| Failure::file("read", folder, error))?
            .path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if path.is_symlink() || NOT_OURS.contains(&name) {
            continue;
        }
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if name == "LICENSE" || TEXTS.iter().any(|ending| has_ending(name, ending)) {
            let text =
                fs::read_to_string(&path).map_err(|error| Failure::file("read", &path, error))?;
            let relative = path.strip_prefix(root).unwrap_or(&path);
            files.insert(relative.to_string_lossy().replace('\\', "/"), text);
        }
    }
    Ok(())
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value
        .get(name)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}

fn words(value: Option<&Value>) -> Vec<String> {
    let words = value.and_then(Value::as_array).into_iter().flatten();
    words.filter_map(Value::as_str).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_real_repository_is_seen() {
        let tree = Tree::read(&Place::find().expect("the repository")).expect("readable");
        assert!(
            tree.text("xtask/src/tidy/tree.rs").is_some(),
            "sources are read"
        );
        assert!(
            tree.files()
                .all(|(path, _)| !path.contains("node_modules/")),
            "what is installed is not"
        );
        let store = tree
            .packages
            .iter()
            .find(|package| package.name == "frontdesk-store");
        let store = store.expect("a package of the workspace");
        assert_eq!(
            store.manifest, "crates/store/Cargo.toml",
            "relative, with slashes"
        );
        assert!(
            store
                .dependencies
                .iter()
                .any(|edge| edge.name == "rusqlite" && !edge.dev),
            "edges are read with their kind"
        );
    }
}
