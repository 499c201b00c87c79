//! The list of other people's work inside the program, as the about view shows
//! it: crates that are linked in, and packages that are in the bundle.

use std::collections::{BTreeSet, HashMap};
use std::fs;

use serde_json::Value;

use crate::failure::{Failure, Result};
use crate::place::{Place, metadata};

const LIST: &str = "ui/src/features/about/licences.json";

/// The platform whose packages are built and tested.
const PLATFORM: &str = "x86_64-unknown-linux-gnu";

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Work {
    name: String,
    version: String,
    licence: String,
}

/// Writes the list.
pub(crate) fn licences(place: &Place) -> Result<()> {
    let path = place.root.join(LIST);
    let fresh = fresh(place)?;
    fs::write(&path, &fresh).map_err(|error| Failure::file("write", &path, error))?;
    println!("{} works written into {LIST}", fresh.lines().count() - 2);
    Ok(())
}

/// The list as it should be, one work a line.
fn fresh(place: &Place) -> Result<String> {
    let tree = metadata(&place.root, &["--locked", "--filter-platform", PLATFORM])?;
    let lock = place.ui().join("package-lock.json");
    let text = fs::read_to_string(&lock).map_err(|error| Failure::file("read", &lock, error))?;
    let lock: Value = serde_json::from_str(&text)
        .map_err(|error| Failure::Wrong(format!("package-lock.json is not readable: {error}")))?;
    let works: BTreeSet<Work> = crates(&tree).into_iter().chain(packages(&lock)).collect();
    let lines: Vec<String> = works
        .iter()
        .map(|work| {
            format!(
                "  {{ \"name\": {}, \"version\": {}, \"licence\": {} }}",
                Value::from(work.name.as_str()),
                Value::from(work.version.as_str()),
                Value::from(work.licence.as_str()),
            )
        })
        .collect();
    Ok(format!("[\n{}\n]\n", lines.join(",\n")))
}

/// Crates that the shipped program links: reached from it over dependencies
/// that are neither for tests nor for build scripts nor switched on by features
/// that are not shipped.
fn crates(tree: &Value) -> Vec<Work> {
    let packages: HashMap<&str, &Value> = list(tree, "packages")
        .filter_map(|package| Some((package.get("id")?.as_str()?, package)))
        .collect();
    let nodes: HashMap<&str, &Value> = tree
        .get("resolve")
        .into_iter()
        .flat_map(|resolve| list(resolve, "nodes"))
        .filter_map(|node| Some((node.get("id")?.as_str()?, node)))
        .collect();
    let root = packages
        .iter()
        .find(|(_, package)| package.get("name").is_some_and(|name| name == "frontdesk"))
        .map(|(id, _)| *id);

    let mut reached: BTreeSet<&str> = BTreeSet::new();
    let mut waiting: Vec<&str> = root.into_iter().collect();
    while let Some(id) = waiting.pop() {
        if !reached.insert(id) {
            continue;
        }
        let edges = nodes
            .get(id)
            .into_iter()
            .flat_map(|node| list(node, "deps"));
        waiting.extend(
            edges
                .filter(|edge| list(edge, "dep_kinds").any(|kind| is_null(kind, "kind")))
                .filter_map(|edge| edge.get("pkg")?.as_str()),
        );
    }
    reached
        .into_iter()
        .filter_map(|id| packages.get(id))
        .filter(|package| !is_null(package, "source"))
        .map(|package| work(package, "license"))
        .collect()
}

/// Packages of the bundle: those that are not only for development.
fn packages(lock: &Value) -> Vec<Work> {
    let Some(entries) = lock.get("packages").and_then(Value::as_object) else {
        return Vec::new();
    };
    entries
        .iter()
        .filter(|(path, entry)| !path.is_empty() && entry.get("dev") != Some(&Value::Bool(true)))
        .map(|(path, entry)| Work {
            name: path
                .rsplit("node_modules/")
                .next()
                .unwrap_or(path)
                .to_owned(),
            ..work(entry, "license")
        })
        .collect()
}

fn work(description: &Value, licence: &str) -> Work {
    let text = |key: &str| {
        description
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    Work {
        name: text("name").to_owned(),
        version: text("version").to_owned(),
        licence: text(licence).to_owned(),
    }
}

fn is_null(value: &Value, key: &str) -> bool {
    value.get(key).is_none_or(Value::is_null)
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_list_names_what_is_really_inside() {
        let place = Place::find().expect("the repository");
        let committed = fs::read_to_string(place.root.join(LIST)).expect("the list is committed");
        let fresh = fresh(&place).expect("cargo and the lock file tell");
        assert!(
            committed == fresh,
            "{LIST} is stale: run `cargo xtask licences` and commit the result"
        );
    }

    #[test]
    fn what_only_builds_or_tests_the_program_is_not_inside_it() {
        let tree = serde_json::json!({
            "packages": [
                { "id": "app", "name": "frontdesk", "version": "1", "source": null },
                { "id": "a", "name": "linked", "version": "1", "license": "MIT", "source": "r" },
                { "id": "b", "name": "builds", "version": "1", "license": "MIT", "source": "r" },
            ],
            "resolve": { "nodes": [
                { "id": "app", "deps": [
                    { "pkg": "a", "dep_kinds": [{ "kind": null }] },
                    { "pkg": "b", "dep_kinds": [{ "kind": "build" }, { "kind": "dev" }] },
                ] },
            ] },
        });
        let names: Vec<String> = crates(&tree).into_iter().map(|work| work.name).collect();
        assert_eq!(names, ["linked"], "one is in the binary, the other is not");
    }
}
