//! Rules about what Rust sources say, and a few that hold for every source.

use super::scan::{Language, Scan, has_path_root, has_word};
use super::tree::Tree;
use super::{Finding, Rule};

const RUST: [&str; 1] = ["rs"];
const ALL_RUST: [&str; 4] = ["crates/", "src-tauri/", "xtask/", "bench/"];
const PRODUCT: [&str; 2] = ["crates/", "src-tauri/"];

/// Names of libraries as they stand in sources, with their homes.
const HOMES: [(&str, &[&str]); 12] = [
    ("rusqlite", &["crates/store/"]),
    ("libsqlite3_sys", &["crates/store/"]),
    ("keyring", &["crates/vault/"]),
    ("keyring_core", &["crates/vault/"]),
    ("zbus_secret_service_keyring_store", &["crates/vault/"]),
    ("tauri", &["src-tauri/", "bench/blank/"]),
    ("tauri_specta", &["src-tauri/"]),
    ("wa_rs", &["crates/engine/", "crates/sim/"]),
    ("whatsapp_rust", &["crates/engine/", "crates/sim/"]),
    ("wacore", &["crates/engine/", "crates/sim/"]),
    ("wacore_binary", &["crates/engine/", "crates/sim/"]),
    ("waproto", &["crates/engine/", "crates/sim/"]),
];

/// What the domain must not touch, as paths.
const IMPURE: [&str; 12] = [
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::process",
    "std::thread",
    "Instant::now",
    "SystemTime",
    "getrandom::",
    "rand::",
    "tokio::",
    "tracing::",
];

/// How SQL begins. Capitals only: so it is written here, and so prose is not.
const SQL: [&str; 13] = [
    "ALTER TABLE ",
    "ATTACH DATABASE ",
    "CREATE INDEX ",
    "CREATE TABLE ",
    "CREATE TRIGGER ",
    "CREATE UNIQUE INDEX ",
    "CREATE VIRTUAL TABLE ",
    "DELETE FROM ",
    "DROP TABLE ",
    "INSERT INTO ",
    "INSERT OR ",
    "PRAGMA ",
    "SELECT ",
];

/// Domain types with fields that cross to the window all the same, each with the reason.
const MAY_CROSS: [(&str, &str); 3] = [
    (
        "LinkState",
        "a closed list of states; what a state carries is what its card shows",
    ),
    (
        "Settings",
        "the person's own choices, without a rule in them",
    ),
    ("QuietHours", "one of the choices in Settings"),
];

const LONGEST: usize = 600;
/// Files that may be longer, each with the reason.
const MAY_BE_LONGER: [(&str, &str); 1] =
    [("ui/src/ipc/bindings.ts", "generated from the commands")];

pub(super) const FOREIGN_NAMES: Rule = Rule {
    name: "foreign-names",
    why: "Outside its home a library's types leak into every signature, and can never be exchanged again",
    instead: "Use what its home offers in our own words: store for SQLite, vault for the keychain, src-tauri for windows, \
              engine for the protocol",
    find: |tree| {
        lines(tree, &PRODUCT, |path, line| {
            let name = HOMES.iter().find(|(name, homes)| {
                has_path_root(line, name) && !homes.iter().any(|home| path.starts_with(home))
            })?;
            Some(format!("names {}", name.0))
        })
    },
};

pub(super) const PURE_DOMAIN: Rule = Rule {
    name: "pure-domain",
    why: "Decisions without files, clock and chance can be tested exhaustively, in milliseconds, and never flake",
    instead: "Take the time, the random bytes or the file's content as an argument; the caller in app fetches them",
    find: |tree| {
        lines(tree, &["crates/domain/src/"], |_, line| {
            let name = IMPURE.iter().find(|name| line.contains(**name))?;
            Some(format!("the domain uses {}", name.trim_end_matches("::")))
        })
    },
};

pub(super) const SQL_HOME: Rule = Rule {
    name: "sql-home",
    why: "SQL outside the store is not seen when a column changes, and bypasses the record of changes that feeds the window",
    instead: "Add a method to the table's file in crates/store/src/tables/ and call it",
    find: |tree| {
        let mut findings = Vec::new();
        for (path, text) in tree.below(&PRODUCT, &RUST) {
            if path.starts_with("crates/store/") {
                continue;
            }
            for text in Scan::of(text, Language::Rust).texts {
                if let Some(begin) = sql(&text.content) {
                    findings.push(Finding::new(
                        path,
                        text.line,
                        format!("holds SQL: {begin}…"),
                    ));
                }
            }
        }
        findings
    },
};

pub(super) const FACTS_FROM_FEED: Rule = Rule {
    name: "facts-from-feed",
    why: "Only the feed numbers what the window is told; a second publisher breaks the order and the promise that a gap is noticed",
    instead: "Change the store through WriteTx, or hand a volatile notice to the feed",
    find: |tree| {
        let publisher = |path: &str| {
            path.starts_with("crates/app/src/feed") || path.starts_with("crates/app/src/view")
        };
        lines(
            tree,
            &["crates/app/src/", "src-tauri/src/"],
            |path, line| {
                (!publisher(path) && line.contains("FeedMessage::"))
                    .then(|| "makes a feed message".to_owned())
            },
        )
    },
};

pub(super) const COMMANDS_WITHOUT_NETWORK: Rule = Rule {
    name: "commands-without-network",
    why: "A command validates, writes and returns; one that waits for a network freezes a button for as long as the train is in the tunnel",
    instead: "Write the wish into the store; the session or the outbox carries it out and the feed tells the result",
    find: |tree| {
        lines(tree, &["src-tauri/src/commands"], |_, line| {
            let name = ["frontdesk_engine", "frontdesk_sim"]
                .into_iter()
                .find(|name| has_word(line, name))?;
            Some(format!("a command names {name}"))
        })
    },
};

pub(super) const PLAIN_VOCABULARY: Rule = Rule {
    name: "plain-vocabulary",
    why: "Domain types with fields change with the rules they carry; the window would have to change with them",
    instead: "Give the window a plain type in crates/app/src/view and convert; only ids, timestamps and closed lists of words cross as they are",
    find: |tree| {
        let mut findings = Vec::new();
        for (path, text) in tree.below(&["crates/domain/src/"], &RUST) {
            let code = Scan::of(text, Language::Rust).code;
            let found = exported_with_fields(&code).into_iter();
            let found = found.filter(|(_, name)| MAY_CROSS.iter().all(|(known, _)| known != name));
            findings.extend(found.map(|(line, name)| {
                Finding::new(
                    path,
                    line,
                    format!("{name} has fields and crosses to the window"),
                )
            }));
        }
        findings
    },
};

pub(super) const DOCUMENTED_COMMANDS: Rule = Rule {
    name: "documented-commands",
    why: "The words above a command become the documentation in the generated TypeScript: they are all its caller sees",
    instead: "Say with /// what it does, what must be true before, and which errors the window has to handle",
    find: |tree| {
        let mut findings = Vec::new();
        for (path, text) in tree.below(&["src-tauri/"], &RUST) {
            let lines: Vec<&str> = text.lines().map(str::trim).collect();
            for (index, line) in lines.iter().enumerate() {
                let above = lines.iter().take(index).rev();
                let documented = above
                    .take_while(|line| line.starts_with("#[") || line.starts_with("///"))
                    .any(|line| line.starts_with("///"));
                if line.starts_with("#[tauri::command") && !documented {
                    findings.push(Finding::new(
                        path,
                        index + 1,
                        "a command without documentation",
                    ));
                }
            }
        }
        findings
    },
};

pub(super) const MODULE_FILES: Rule = Rule {
    name: "module-files",
    why: "Ten open tabs called mod.rs cannot be told apart",
    instead: "Name the file after the module: foo.rs beside the folder foo/",
    find: |tree| {
        let files = tree.below(&ALL_RUST, &RUST);
        files
            .filter(|(path, _)| path.ends_with("/mod.rs"))
            .map(|(path, _)| Finding::new(path, 1, "is called mod.rs"))
            .collect()
    },
};

pub(super) const MODULE_HEADERS: Rule = Rule {
    name: "module-headers",
    why: "The first lines tell a newcomer whether the thing looked for is in this file, and what must never get into it",
    instead: "Begin the file with //! lines: what lives here, and what must not",
    find: |tree| {
        let files = tree.below(&ALL_RUST, &RUST);
        files
            .filter(|(_, text)| !text.trim_start().starts_with("//!"))
            .map(|(path, _)| Finding::new(path, 1, "has no header"))
            .collect()
    },
};

pub(super) const NO_LEFTOVERS: Rule = Rule {
    name: "no-leftovers",
    why: "A note to oneself in the code is read by nobody, and a forgotten print shows a person's data in the terminal",
    instead: "Do it now, or open an issue; log through tracing",
    find: |tree| {
        let endings = ["rs", "ts", "tsx", "js", "mjs", "css", "sql", "toml"];
        let mut findings = Vec::new();
        for (path, text) in tree
            .files()
            .filter(|(path, _)| endings.iter().any(|end| path.ends_with(end)))
        {
            // This file must name what it looks for.
            if path == "xtask/src/tidy/rust_sources.rs" {
                continue;
            }
            let marks = ["TODO", "FIXME", "XXX"];
            let prints: &[&str] = if path.starts_with("ui/src/") {
                &["console.log(", "debugger;"]
            } else {
                &["dbg!("]
            };
            for (index, line) in text.lines().enumerate() {
                let mark = marks.iter().find(|mark| has_word(line, mark));
                let print = prints.iter().find(|print| line.contains(**print));
                if let Some(what) = mark.or(print) {
                    findings.push(Finding::new(path, index + 1, format!("holds {what}")));
                }
            }
        }
        findings
    },
};

pub(super) const HONEST_TESTS: Rule = Rule {
    name: "honest-tests",
    why: "A test that is skipped, or repeated until it passes, reports health that is not there",
    instead: "Make it pass each time: wait for the event and not for time; or assert today's wrong behaviour and open an issue",
    find: |tree| {
        let mut findings = lines(tree, &ALL_RUST, |_, line| {
            line.contains("#[ignore")
                .then(|| "a test that is not run".to_owned())
        });
        for (path, text) in tree.below(&["ui/src/", "e2e/"], &["ts", "tsx", "mjs", "js"]) {
            for (line, code) in Scan::of(text, Language::TypeScript).lines() {
                let skips = [
                    "it.skip(",
                    "test.skip(",
                    "describe.skip(",
                    "it.only(",
                    "test.only(",
                    "describe.only(",
                    "it.todo(",
                ];
                if let Some(skip) = skips.iter().find(|skip| code.contains(**skip)) {
                    findings.push(Finding::new(path, line, format!("uses {})", skip)));
                }
            }
        }
        let nextest = ".config/nextest.toml";
        for (index, line) in tree.text(nextest).unwrap_or_default().lines().enumerate() {
            if line.trim_start().starts_with("retries") {
                findings.push(Finding::new(nextest, index + 1, "repeats failing tests"));
            }
        }
        findings
    },
};

pub(super) const FILE_LENGTH: Rule = Rule {
    name: "file-length",
    why: "Nobody reads a file of a thousand lines before changing it",
    instead: "Split it by meaning, not by length: find the second thing it does and give it a name",
    find: |tree| {
        let endings = ["rs", "ts", "tsx", "css", "js", "mjs"];
        let files = tree
            .files()
            .filter(|(path, _)| endings.iter().any(|end| path.ends_with(&format!(".{end}"))));
        files
            .filter(|(path, _)| MAY_BE_LONGER.iter().all(|(known, _)| known != path))
            .filter(|(_, text)| text.lines().count() > LONGEST)
            .map(|(path, text)| {
                let what = format!("{} lines; {LONGEST} is the most", text.lines().count());
                Finding::new(path, LONGEST + 1, what)
            })
            .collect()
    },
};

/// Applies `wrong` to each line of code below `folders`, comments and texts blanked out.
fn lines(
    tree: &Tree,
    folders: &[&str],
    wrong: impl Fn(&str, &str) -> Option<String>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.below(folders, &RUST) {
        for (line, code) in Scan::of(text, Language::Rust).lines() {
            findings.extend(wrong(path, code).map(|what| Finding::new(path, line, what)));
        }
    }
    findings
}

/// The beginning of the SQL in a text, if there is any.
fn sql(text: &str) -> Option<&'static str> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let update = (text.starts_with("UPDATE ") && text.contains(" SET ")).then_some("UPDATE");
    SQL.iter()
        .find(|begin| {
            text.match_indices(**begin).any(|(at, _)| {
                at == 0
                    || text
                        .get(..at)
                        .is_some_and(|before| before.ends_with([' ', ';', '(']))
            })
        })
        .map(|begin| begin.trim_end())
        .or(update)
}

/// Types that derive specta's `Type` and carry more than one unnamed value, with the line of the derive.
fn exported_with_fields(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut derived_at = None;
    let mut rest = code;
    let mut line = 0;
    while let Some((first, tail)) = rest
        .split_once('\n')
        .or((!rest.is_empty()).then_some((rest, "")))
    {
        line += 1;
        let trimmed = first.trim();
        if trimmed.starts_with("#[") && trimmed.contains("derive") && has_word(trimmed, "Type") {
            derived_at = Some(line);
        } else if let Some((kind, name)) = declared(trimmed)
            && let Some(at) = derived_at.take()
            && has_fields(kind, rest)
        {
            found.push((at, name.to_owned()));
        }
        rest = tail;
    }
    found
}

fn declared(line: &str) -> Option<(&str, &str)> {
    let mut words = line
        .split_whitespace()
        .skip_while(|word| word.starts_with("pub"));
    let kind = words
        .next()
        .filter(|kind| matches!(*kind, "struct" | "enum"))?;
    let name = words.next()?;
    let end = name
        .find(|char: char| !char.is_alphanumeric() && char != '_')
        .unwrap_or(name.len());
    Some((kind, name.get(..end)?))
}

/// Whether the declaration at the beginning of `code` has named fields, or variants with content.
fn has_fields(kind: &str, code: &str) -> bool {
    let end = code.find([';', '{']).unwrap_or(code.len());
    if !code.get(end..).is_some_and(|body| body.starts_with('{')) {
        return false;
    }
    if kind == "struct" {
        return true;
    }
    let body = code.get(end + 1..).unwrap_or_default();
    let body = body.split('}').next().unwrap_or_default();
    // Attributes of variants have parentheses as well.
    body.lines()
        .filter(|line| !line.trim().starts_with("#["))
        .any(|line| line.contains(['(', '{']))
}

#[cfg(test)]
pub(super) fn samples() -> Vec<super::samples::Sample> {
    use super::samples::file;

    vec![
        file(
            "foreign-names",
            "crates/app/src/x.rs",
            2,
            "//! x\nuse rusqlite::Connection;\n",
        ),
        file(
            "foreign-names",
            "crates/testkit/src/x.rs",
            1,
            "fn f() { tauri::async_runtime::block_on(g()) }\n",
        ),
        file(
            "foreign-names",
            "src-tauri/src/x.rs",
            1,
            "use wa_rs::Client;\n",
        ),
        file(
            "pure-domain",
            "crates/domain/src/x.rs",
            2,
            "//! x\nlet now = std::time::SystemTime::now();\n",
        ),
        file(
            "pure-domain",
            "crates/domain/src/x.rs",
            1,
            "use std::fs::File;\n",
        ),
        file(
            "sql-home",
            "crates/app/src/x.rs",
            1,
            "let q = \"SELECT id FROM chats\";\n",
        ),
        file(
            "sql-home",
            "src-tauri/src/x.rs",
            1,
            "let q = \"\n  UPDATE chats\n  SET muted = 1\";\n",
        ),
        file(
            "facts-from-feed",
            "crates/app/src/chats.rs",
            1,
            "sink.send(FeedMessage::Batch(batch));\n",
        ),
        file(
            "commands-without-network",
            "src-tauri/src/commands/chats.rs",
            1,
            "use frontdesk_engine::connect;\n",
        ),
        file(
            "plain-vocabulary",
            "crates/domain/src/x.rs",
            1,
            "#[derive(Debug, specta::Type)]\npub struct Chat {\n  id: u8,\n}\n",
        ),
        file(
            "plain-vocabulary",
            "crates/domain/src/x.rs",
            1,
            "#[derive(Type)]\npub enum Kind {\n  Text(String),\n}\n",
        ),
        file(
            "documented-commands",
            "src-tauri/src/commands/x.rs",
            1,
            "#[tauri::command]\nfn bare() {}\n",
        ),
        file("module-files", "crates/app/src/feed/mod.rs", 1, "//! x\n"),
        file(
            "module-headers",
            "crates/app/src/x.rs",
            1,
            "use std::fmt;\n",
        ),
        file(
            "no-leftovers",
            "crates/app/src/x.rs",
            2,
            "//! x\n// TODO later\n",
        ),
        file("no-leftovers", "ui/src/x.ts", 1, "console.log(1);\n"),
        file(
            "honest-tests",
            "crates/app/tests/it/x.rs",
            1,
            "#[ignore]\nfn f() {}\n",
        ),
        file(
            "honest-tests",
            "ui/src/x.test.ts",
            1,
            "it.skip('works', () => {});\n",
        ),
        file(
            "honest-tests",
            ".config/nextest.toml",
            2,
            "[profile.default]\nretries = 2\n",
        ),
        file(
            "file-length",
            "crates/app/src/x.rs",
            LONGEST + 1,
            &"//!\n".repeat(LONGEST + 1),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_allowed_is_let_through() {
        let domain = "//! Pure. Nothing of tokio::time here.\n\
                      #[derive(Debug, specta::Type)]\npub struct ChatId(i64);\n\
                      #[derive(Type)]\npub enum Word {\n  #[serde(rename = \"a\")]\n  A,\n  B,\n}\n\
                      pub struct Plain { a: u8 }\n";
        let tree = Tree::sample(
            &[
                ("crates/domain/src/x.rs", domain),
                (
                    "crates/store/src/x.rs",
                    "//! x\nuse rusqlite::Row; // SQL\nlet q = \"SELECT 1\";\n",
                ),
                (
                    "crates/app/src/x.rs",
                    "//! SELECT id FROM chats\nlet words = \"Select a chat\";\n",
                ),
                (
                    "src-tauri/src/commands/x.rs",
                    "//! x\n/// Says hello.\n#[tauri::command]\n#[specta::specta]\nfn f() {}\n",
                ),
                (
                    "crates/app/src/feed.rs",
                    "//! x\nsink.send(FeedMessage::Batch(batch));\n",
                ),
            ],
            Vec::new(),
        );
        for rule in &super::super::RULES {
            if rule.name == "papers" || rule.name == "map" {
                continue;
            }
            assert_eq!(
                (rule.find)(&tree),
                Vec::new(),
                "`{}` must not cry wolf",
                rule.name
            );
        }
    }

    #[test]
    fn sql_is_told_from_prose() {
        assert_eq!(sql("  select nothing"), None, "small letters are prose");
        assert_eq!(sql("PRESELECT it"), None, "a longer word");
        assert_eq!(
            sql("WITH x AS (SELECT 1) DELETE FROM y"),
            Some("DELETE FROM"),
            "inside as well"
        );
        assert_eq!(sql("UPDATE available"), None, "an update that sets nothing");
    }

    #[test]
    fn every_exception_to_the_length_has_a_reason_that_still_holds() {
        let tree =
            Tree::read(&crate::place::Place::find().expect("the repository")).expect("readable");
        for (path, reason) in MAY_BE_LONGER {
            assert!(!reason.is_empty(), "{path} needs a reason");
            assert!(
                tree.text(path).is_none_or(|text| !text.is_empty()),
                "{path} is an exception that nobody needs"
            );
        }
    }
}
