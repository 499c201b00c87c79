//! What the binary that people get must not have.
//!
//! WebKit brings its own SQLite into the process. Should ours export its symbols,
//! the two would be mixed up at load time, and one of them has no encryption.

use std::fs;

use object::{Object as _, ObjectSymbol as _};

use super::Outcome;
use crate::failure::{Failure, Result};
use crate::place::Place;
use crate::{process, setup};

/// The features people get.
const FEATURES: &str = "custom-protocol";
/// Packages that exist for tests and the demo.
const FOREIGN_PACKAGES: [&str; 2] = ["frontdesk-testkit", "frontdesk-sim"];
/// Our own features that bring a world which is not the real one.
const FOREIGN_FEATURES: [&str; 2] = ["demo", "simulated-network"];

pub(super) fn check(place: &Place) -> Result<Outcome> {
    let mut tree = process::cargo(&place.root);
    tree.args([
        "tree",
        "--locked",
        "-p",
        "frontdesk",
        "--edges",
        "normal,build",
        "--features",
        FEATURES,
    ]);
    tree.args(["--prefix", "none", "--format", "{p}|{f}"]);
    let mut wrong = foreign(&process::read(&mut tree)?);

    setup::build_ui(place)?;
    let mut build = process::cargo(&place.root);
    process::run(build.args([
        "build",
        "--locked",
        "-p",
        "frontdesk",
        "--features",
        FEATURES,
    ]))?;
    let path = place.binary("debug", "frontdesk");
    let bytes = fs::read(&path).map_err(|error| Failure::file("read", &path, error))?;
    if !contains(&bytes, b"SQLite format 3") {
        wrong.push(format!(
            "{} holds no SQLite at all: this is not the binary meant",
            path.display()
        ));
    }
    let exported = exported(&bytes)?;
    let total = exported.len();
    if cfg!(target_os = "linux") && total == 0 {
        // The linker itself leaves a few; none means that they were not read.
        wrong.push("Its exported symbols could not be seen at all".to_owned());
    }
    wrong.extend(exported.iter().filter(|name| is_sqlite(name)).map(|name| {
        format!("It exports {name}, which WebKit's own SQLite would be mixed up with")
    }));
    if wrong.is_empty() {
        return Ok(Outcome::Passed(format!(
            "{total} exported symbols, none of SQLite"
        )));
    }
    Err(Failure::Wrong(format!(
        "The shipped binary is not fit to ship:\n  {}",
        wrong.join("\n  ")
    )))
}

/// What in a listing of `package version|feature,feature` must not be shipped.
fn foreign(tree: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for line in tree.lines() {
        let Some((package, features)) = line.split_once('|') else {
            continue;
        };
        let name = package.split_whitespace().next().unwrap_or_default();
        if FOREIGN_PACKAGES.contains(&name) {
            wrong.push(format!("It contains the package {name}"));
        }
        for feature in features.trim_end_matches(" (*)").split(',') {
            if feature.starts_with("danger")
                || (name == "frontdesk-failpoint" && feature == "armed")
                || feature.starts_with("faulty")
                || (name == "frontdesk" && FOREIGN_FEATURES.contains(&feature))
            {
                wrong.push(format!("It contains the feature {feature} of {name}"));
            }
        }
    }
    wrong.dedup();
    wrong
}

/// The names of all symbols that the binary offers to others.
fn exported(bytes: &[u8]) -> Result<Vec<String>> {
    let file = object::File::parse(bytes)
        .map_err(|error| Failure::Wrong(format!("The binary cannot be read: {error}")))?;
    let mut names: Vec<String> = file
        .exports()
        .map_err(|error| Failure::Wrong(format!("The binary's exports cannot be read: {error}")))?
        .iter()
        .map(|export| String::from_utf8_lossy(export.name()).into_owned())
        .collect();
    // In ELF also what is defined in the dynamic table without being global code or data.
    let dynamic = file
        .dynamic_symbols()
        .filter(|symbol| !symbol.is_undefined());
    names.extend(dynamic.filter_map(|symbol| symbol.name().ok().map(str::to_owned)));
    names.sort();
    names.dedup();
    Ok(names)
}

fn is_sqlite(name: &str) -> bool {
    name.trim_start_matches('_').starts_with("sqlite3")
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_worlds_and_danger_features_are_found() {
        let tree = "frontdesk v0.1.0 (/x)|custom-protocol,default\n\
                    frontdesk-store v0.1.0 (/x/crates/store)|\n\
                    whatsapp-rust v0.7.0|tokio-native,tokio-runtime (*)\n";
        assert_eq!(
            foreign(tree),
            Vec::<String>::new(),
            "this is what people should get"
        );
        let tree = "frontdesk v0.1.0 (/x)|custom-protocol,demo\n\
                    frontdesk-testkit v0.1.0 (/x)|\n\
                    frontdesk-store v0.1.0 (/x)|faulty-disk\n\
                    frontdesk-failpoint v0.1.0 (/x)|armed\n\
                    whatsapp-rust v0.7.0|danger-skip-cert-chain-verify,tokio-native (*)\n";
        assert_eq!(
            foreign(tree),
            [
                "It contains the feature demo of frontdesk",
                "It contains the package frontdesk-testkit",
                "It contains the feature faulty-disk of frontdesk-store",
                "It contains the feature armed of frontdesk-failpoint",
                "It contains the feature danger-skip-cert-chain-verify of whatsapp-rust",
            ],
            "each of them alone is a reason not to ship"
        );
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn an_exported_symbol_of_sqlite_is_seen_in_a_real_library() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let source = folder.path().join("x.c");
        let library = folder.path().join("x.so");
        fs::write(
            &source,
            "int sqlite3_open(void) { return 0; }\n\
             __attribute__((visibility(\"hidden\"))) int sqlite3_hidden(void) { return 0; }\n\
             int other(void) { return sqlite3_hidden(); }\n",
        )
        .expect("writable");
        let mut compile = process::command(folder.path(), "cc");
        compile
            .args(["-shared", "-fPIC", "-o"])
            .args([&library, &source]);
        process::run(&mut compile).expect("a C compiler is part of the set-up");
        let names = exported(&fs::read(&library).expect("just written")).expect("a library");
        assert!(
            names.iter().any(|name| name == "other"),
            "exports are read at all: {names:?}"
        );
        let found: Vec<_> = names.iter().filter(|name| is_sqlite(name)).collect();
        assert_eq!(
            found,
            ["sqlite3_open"],
            "the exported one and not the hidden one"
        );
    }

    #[test]
    fn names_of_sqlite_are_recognised_with_the_underscore_of_other_systems() {
        assert!(is_sqlite("sqlite3_prepare_v2"), "Linux");
        assert!(
            is_sqlite("_sqlite3_prepare_v2"),
            "macOS puts an underscore before"
        );
        assert!(
            !is_sqlite("my_sqlite3_helper"),
            "another name that contains it"
        );
    }
}
