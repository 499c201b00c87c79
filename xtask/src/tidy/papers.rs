//! Rules about the documents, the migrations and the lock file of the UI.

use super::tree::Tree;
use super::{Finding, Rule};

const WANTED: [&str; 6] = [
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "README.md",
    "SECURITY.md",
];
/// What a newcomer must find in the README as it is typed.
const COMMANDS: [&str; 2] = ["cargo xtask demo", "cargo xtask test"];

pub(super) const PAPERS: Rule = Rule {
    name: "papers",
    why: "A newcomer reads these first, and a person who updates reads the changelog only",
    instead: "Write it in the same change: a line under `## Unreleased`, in words of a person who uses the application",
    find: |tree| {
        let missing = WANTED.iter().filter(|path| tree.text(path).is_none());
        let mut findings: Vec<Finding> = missing
            .map(|path| Finding::new(path, 1, "is missing"))
            .collect();
        if let Some(text) = tree.text("CHANGELOG.md")
            && !text
                .lines()
                .any(|line| line.starts_with("## ") && line.contains("Unreleased"))
        {
            findings.push(Finding::new(
                "CHANGELOG.md",
                1,
                "has no section `## Unreleased`",
            ));
        }
        if let Some(text) = tree.text("README.md") {
            let unsaid = COMMANDS.iter().filter(|command| !text.contains(**command));
            findings.extend(
                unsaid.map(|command| {
                    Finding::new("README.md", 1, format!("does not say `{command}`"))
                }),
            );
        }
        findings
    },
};

pub(super) const MAP: Rule = Rule {
    name: "map",
    why: "The map is worth reading only as long as everything that exists is on it",
    instead: "Give the folder its paragraph in ARCHITECTURE.md: what lives there, what must not, who may know it",
    find: |tree| {
        let Some(map) = tree.text("ARCHITECTURE.md") else {
            return Vec::new();
        };
        let inside = |parent: &'static str| {
            tree.folders(parent)
                .into_iter()
                .map(move |name| (parent, name))
        };
        let top = tree
            .folders("")
            .into_iter()
            .filter(|name| !name.starts_with('.'));
        let all = inside("crates/")
            .chain(inside("ui/src/"))
            .chain(top.map(|name| ("", name)));
        all.filter(|(parent, name)| !is_named(map, parent, name))
            .map(|(parent, name)| {
                Finding::new(
                    "ARCHITECTURE.md",
                    1,
                    format!("does not name {parent}{name}/"),
                )
            })
            .collect()
    },
};

pub(super) const MIGRATIONS: Rule = Rule {
    name: "migrations",
    why: "Migrations run in the order of their numbers on databases that people have: a gap or a double is a lost table",
    instead: "Name it NNNN_verb_noun.sql with the next free number; never rename one that was released",
    find: |tree| {
        let mut findings = Vec::new();
        for (index, (path, name)) in migrations(tree).enumerate() {
            let number = format!("{:04}", index + 1);
            let words = name
                .strip_prefix(&number)
                .and_then(|rest| rest.strip_prefix('_'));
            match words.and_then(|words| words.strip_suffix(".sql")) {
                None => findings.push(Finding::new(
                    path,
                    1,
                    format!("should have the number {number}"),
                )),
                Some(words) if !is_verb_noun(words) => {
                    findings.push(Finding::new(path, 1, "is not called verb_noun"));
                }
                Some(_) => {}
            }
        }
        findings
    },
};

/// Path and name of each migration; what lies deeper are fixtures of tests.
fn migrations(tree: &Tree) -> impl Iterator<Item = (&str, &str)> {
    let files = tree.below(&["migrations/"], &["sql"]);
    let named = files.filter_map(|(path, _)| Some((path, path.strip_prefix("migrations/")?)));
    named.filter(|(_, name)| !name.contains('/'))
}

fn is_verb_noun(words: &str) -> bool {
    let plain = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '_';
    words.contains('_') && words.chars().all(plain)
}

pub(super) const WHOLE_LOCK: Rule = Rule {
    name: "whole-lock",
    why: "`npm ci` refuses a lock file that leaves out what other platforms need, and npm leaves it out where it cannot reach it",
    instead: "Add the entry with version, os and cpu, marked optional, as it stands for its neighbours; npm keeps it from then on",
    find: |tree| {
        let mut findings = Vec::new();
        for (path, text) in tree
            .files()
            .filter(|(path, _)| path.ends_with("package-lock.json"))
        {
            let Ok(lock) = serde_json::from_str::<serde_json::Value>(text) else {
                findings.push(Finding::new(path, 1, "is not readable"));
                continue;
            };
            for name in left_out(&lock) {
                let line = text
                    .lines()
                    .position(|line| line.contains(&format!("\"{name}\":")));
                let what = format!("leaves out {name}");
                findings.push(Finding::new(path, line.map_or(1, |line| line + 1), what));
            }
        }
        findings
    },
};

/// Optional packages that a lock file names as needed and does not describe.
fn left_out(lock: &serde_json::Value) -> Vec<String> {
    let Some(packages) = lock.get("packages").and_then(serde_json::Value::as_object) else {
        return Vec::new();
    };
    let mut missing = Vec::new();
    for (place, package) in packages {
        let optional = package
            .get("optionalDependencies")
            .and_then(serde_json::Value::as_object);
        for name in optional.into_iter().flat_map(|names| names.keys()) {
            let beside = format!("node_modules/{name}");
            let below = format!("{place}/node_modules/{name}");
            if !packages.contains_key(&beside) && !packages.contains_key(&below) {
                missing.push(name.clone());
            }
        }
    }
    missing
}

/// Whether the map has `crates/store`, `store/` or `frontdesk-store` for the crate store.
fn is_named(map: &str, parent: &str, name: &str) -> bool {
    let forms = [
        format!("{parent}{name}"),
        format!("{name}/"),
        format!("frontdesk-{name}"),
    ];
    forms.iter().any(|form| {
        map.match_indices(form.as_str()).any(|(at, found)| {
            let before = map.get(..at).and_then(|text| text.chars().next_back());
            let after = map
                .get(at + found.len()..)
                .and_then(|text| text.chars().next());
            let apart = |char: Option<char>| {
                !char.is_some_and(|char| char.is_alphanumeric() || char == '-' || char == '_')
            };
            apart(before) && (found.ends_with('/') || apart(after))
        })
    })
}

#[cfg(test)]
pub(super) fn samples() -> Vec<super::samples::Sample> {
    use super::samples::{Sample, file};

    let map = |folder: &str| Sample {
        rule: "map",
        tree: Tree::sample(
            &[
                ("ARCHITECTURE.md", "The storefront is crates/domain."),
                (folder, ""),
            ],
            Vec::new(),
        ),
        at: ("ARCHITECTURE.md", 1),
    };
    vec![
        file("papers", "CHANGELOG.md", 1, "# Changelog\n\n## 1.0.0\n"),
        file(
            "papers",
            "README.md",
            1,
            "# Frontdesk\n\nRun `cargo xtask demo`.\n",
        ),
        file("papers", "SECURITY.md", 1, "").with_missing("README.md"),
        map("crates/store/src/lib.rs"),
        map("ui/src/features/x.ts"),
        map("bench/x.md"),
        file(
            "whole-lock",
            "ui/package-lock.json",
            2,
            "{\"packages\": {\"node_modules/tool\": {\"optionalDependencies\": {\n\"tool-darwin\": \"1.0.0\"}}}}",
        ),
        file("migrations", "migrations/0002_create_chats.sql", 1, ""),
        file("migrations", "migrations/0001_chats.sql", 1, ""),
        file("migrations", "migrations/0001_Create_Chats.sql", 1, ""),
    ]
}

#[cfg(test)]
impl super::samples::Sample {
    /// The same tree, but the place to be found is a file that is not there.
    fn with_missing(mut self, path: &'static str) -> Self {
        self.at = (path, 1);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complete_set_of_papers_is_let_through() {
        let readme = "`cargo xtask demo` and `cargo xtask test`";
        let map = "`crates/store` holds SQL; `features/` the views; frontdesk-app the rest; ui/, crates/, migrations/";
        let tree = Tree::sample(
            &[
                ("ARCHITECTURE.md", map),
                ("CHANGELOG.md", "# Changelog\n\n## Unreleased\n"),
                ("CONTRIBUTING.md", ""),
                ("LICENSE", ""),
                ("README.md", readme),
                ("SECURITY.md", ""),
                ("crates/store/src/lib.rs", ""),
                ("crates/app/src/lib.rs", ""),
                ("ui/src/features/x/x.ts", ""),
                (
                    "ui/package-lock.json",
                    "{\"packages\": {\"node_modules/a\": {\"optionalDependencies\": {\"b\": \"1\", \"c\": \"1\"}}, \"node_modules/b\": {}, \"node_modules/a/node_modules/c\": {}}}",
                ),
                ("migrations/0001_create_chats.sql", ""),
                ("migrations/0002_add_drafts.sql", ""),
                ("migrations/fixtures/0001.sql", ""),
            ],
            Vec::new(),
        );
        for rule in [PAPERS, MAP, MIGRATIONS, WHOLE_LOCK] {
            assert_eq!(
                (rule.find)(&tree),
                Vec::new(),
                "`{}` must not cry wolf",
                rule.name
            );
        }
    }

    #[test]
    fn a_longer_name_does_not_name_the_folder() {
        assert!(
            !is_named("the storefront/", "crates/", "store"),
            "another word"
        );
        assert!(
            !is_named("crates/store-old", "crates/", "store"),
            "another crate"
        );
        assert!(
            is_named("see crates/store.", "crates/", "store"),
            "the path in a sentence"
        );
    }
}
