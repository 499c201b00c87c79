//! The invariants of the architecture, checked, with messages that teach.
//!
//! A rule here is one that a reader could check with the eyes and would forget.
//! What the compiler, clippy or a test can say better does not belong here.
//! Every rule carries a sample that breaks it, so that none can pass for ever.

mod edges;
mod papers;
mod rust_sources;
mod scan;
mod tree;
mod ui_sources;

use std::process::ExitCode;

use crate::failure::Result;
use crate::place::Place;

use tree::Tree;

/// One invariant.
pub(crate) struct Rule {
    name: &'static str,
    why: &'static str,
    instead: &'static str,
    find: fn(&Tree) -> Vec<Finding>,
}

/// A place that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    path: String,
    line: usize,
    what: String,
}

impl Finding {
    fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            what: what.into(),
        }
    }
}

/// All invariants that are checked.
pub(crate) const RULES: [Rule; 26] = [
    edges::ALLOWED_EDGES,
    edges::ONE_HOME,
    edges::DANGER_FEATURE,
    rust_sources::FOREIGN_NAMES,
    rust_sources::PURE_DOMAIN,
    rust_sources::SQL_HOME,
    rust_sources::FACTS_FROM_FEED,
    rust_sources::COMMANDS_WITHOUT_NETWORK,
    rust_sources::PLAIN_VOCABULARY,
    rust_sources::DOCUMENTED_COMMANDS,
    rust_sources::MODULE_FILES,
    rust_sources::MODULE_HEADERS,
    rust_sources::NO_LEFTOVERS,
    rust_sources::HONEST_TESTS,
    rust_sources::FILE_LENGTH,
    ui_sources::ONE_SEAM,
    ui_sources::FRAMEWORK_FREE,
    ui_sources::FEATURES_APART,
    ui_sources::TOKENS_ONLY,
    ui_sources::NO_MARKUP_SINK,
    ui_sources::BOTH_DIRECTIONS,
    ui_sources::NOTHING_REMOTE,
    papers::PAPERS,
    papers::MAP,
    papers::MIGRATIONS,
    papers::WHOLE_LOCK,
];

/// `cargo xtask tidy`: prints every finding.
pub(crate) fn run(place: &Place) -> Result<ExitCode> {
    let findings = check(place)?;
    println!("{} rules, {findings} findings", RULES.len());
    Ok(if findings == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Prints every finding with what it means and returns how many there are.
pub(crate) fn check(place: &Place) -> Result<usize> {
    let tree = Tree::read(place)?;
    let mut count = 0;
    for rule in &RULES {
        let mut findings = (rule.find)(&tree);
        findings.sort();
        count += findings.len();
        print!("{}", report(rule, &findings));
    }
    Ok(count)
}

fn report(rule: &Rule, findings: &[Finding]) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let mut text = String::new();
    for Finding { path, line, what } in findings {
        text.push_str(&format!("{path}:{line}: {what}\n"));
    }
    text.push_str(&format!(
        "  rule  {}\n  why   {}\n  do    {}\n\n",
        rule.name, rule.why, rule.instead
    ));
    text
}

#[cfg(test)]
mod samples {
    //! What breaks each rule, and what must not.

    use super::tree::{Package, Tree};

    /// A tree in which exactly one place breaks one rule.
    pub(super) struct Sample {
        pub(super) rule: &'static str,
        pub(super) tree: Tree,
        pub(super) at: (&'static str, usize),
    }

    /// A sample of one file whose `line` breaks `rule`.
    pub(super) fn file(rule: &'static str, path: &'static str, line: usize, text: &str) -> Sample {
        Sample {
            rule,
            tree: Tree::sample(&[(path, text)], Vec::new()),
            at: (path, line),
        }
    }

    /// A sample of one package whose manifest breaks `rule`.
    pub(super) fn package(rule: &'static str, package: Package) -> Sample {
        let manifest = "crates/x/Cargo.toml";
        Sample {
            rule,
            tree: Tree::sample(&[(manifest, "")], vec![package]),
            at: (manifest, 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_sample_that_breaks_it() {
        let samples: Vec<samples::Sample> = [
            edges::samples(),
            rust_sources::samples(),
            ui_sources::samples(),
            papers::samples(),
        ]
        .into_iter()
        .flatten()
        .collect();
        for rule in &RULES {
            let own: Vec<_> = samples
                .iter()
                .filter(|sample| sample.rule == rule.name)
                .collect();
            assert!(
                !own.is_empty(),
                "`{}` needs a sample, or it might never fail",
                rule.name
            );
            for sample in own {
                let findings = (rule.find)(&sample.tree);
                let (path, line) = sample.at;
                assert!(
                    findings
                        .iter()
                        .any(|finding| finding.path == path && finding.line == line),
                    "`{}` must find {path}:{line}; it found {findings:?}",
                    rule.name
                );
            }
        }
        for sample in &samples {
            assert!(
                RULES.iter().any(|rule| rule.name == sample.rule),
                "a sample for `{}`, which is not a rule",
                sample.rule
            );
        }
    }

    #[test]
    fn names_are_distinct() {
        let mut names: Vec<_> = RULES.iter().map(|rule| rule.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), RULES.len(), "a finding names one rule");
    }

    #[test]
    fn a_finding_says_where_what_why_and_what_to_do() {
        let rule = Rule {
            name: "r",
            why: "because",
            instead: "this",
            find: |_| Vec::new(),
        };
        let findings = [
            Finding::new("a.rs", 3, "names x"),
            Finding::new("b.rs", 1, "names y"),
        ];
        assert_eq!(
            report(&rule, &findings),
            "a.rs:3: names x\nb.rs:1: names y\n  rule  r\n  why   because\n  do    this\n\n",
            "all places of a rule, then the lesson once"
        );
    }
}
