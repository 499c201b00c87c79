//! Rules about who may depend on whom.

use super::tree::{Dependency, Package, Tree};
use super::{Finding, Rule};

/// Which of our own packages a package may know. A package that is not here may know none.
const KNOWS: [Knows; 13] = [
    Knows {
        name: "frontdesk-domain",
        product: &[],
        tests: &[],
    },
    Knows {
        name: "frontdesk-store",
        product: &["domain", "failpoint"],
        tests: &[],
    },
    Knows {
        name: "frontdesk-vault",
        product: &["domain"],
        tests: &["store"],
    },
    Knows {
        name: "frontdesk-app",
        product: &["domain", "failpoint", "store", "vault"],
        tests: &[],
    },
    Knows {
        name: "frontdesk-engine",
        product: &["domain", "failpoint", "store"],
        tests: &["app", "sim", "vault"],
    },
    Knows {
        name: "frontdesk-sim",
        product: &["domain"],
        tests: &["app", "engine", "store"],
    },
    Knows {
        name: "frontdesk-headless",
        product: &[
            "app",
            "domain",
            "engine",
            "failpoint",
            "sim",
            "store",
            "vault",
        ],
        tests: &[],
    },
    Knows {
        name: "frontdesk-testkit",
        product: &["app", "domain", "store", "vault"],
        tests: &[],
    },
    Knows {
        name: "frontdesk",
        product: &[
            "app", "domain", "engine", "sim", "store", "testkit", "vault",
        ],
        tests: &[],
    },
    Knows {
        name: "frontdesk-blank",
        product: &[],
        tests: &[],
    },
    Knows {
        name: "frontdesk-limits",
        product: &["domain", "store"],
        tests: &[],
    },
    Knows {
        name: "frontdesk-bench-network",
        product: &["sim"],
        tests: &[],
    },
    Knows {
        name: "xtask",
        product: &[],
        tests: &[],
    },
];

struct Knows {
    name: &'static str,
    product: &'static [&'static str],
    /// Besides those of the product and the testkit, which every test may use.
    tests: &'static [&'static str],
}

/// Packages from outside that have one home each. A star stands for any ending.
const HOMES: [(&str, &[&str]); 8] = [
    // The limits are bare loops that the store is measured against.
    ("rusqlite", &["frontdesk-store", "frontdesk-limits"]),
    ("libsqlite3-sys", &["frontdesk-store"]),
    ("keyring*", &["frontdesk-vault"]),
    ("zbus-secret-service-keyring-store", &["frontdesk-vault"]),
    ("tauri*", &["frontdesk", "frontdesk-blank"]),
    ("notify-rust", &["frontdesk"]),
    (
        "whatsapp-rust*",
        &["frontdesk-engine", "frontdesk-sim", "frontdesk-limits"],
    ),
    ("wa*core*", &["frontdesk-engine", "frontdesk-sim"]),
];

/// What the domain must not be able to do at all.
const NOT_IN_DOMAIN: [&str; 7] = [
    "getrandom",
    "rand",
    "tempfile",
    "tokio",
    "tracing-subscriber",
    "ureq",
    "zbus",
];

pub(super) const ALLOWED_EDGES: Rule = Rule {
    name: "allowed-edges",
    why: "The direction of knowledge is what lets the core be tested in seconds and the window be exchanged",
    instead: "Pass the thing in through a trait the lower crate owns, or move the code to the crate that may know both; \
              a new crate gets its line in xtask/src/tidy/edges.rs and in ARCHITECTURE.md",
    find: |tree| {
        edges(tree, |package, edge| {
            let target = edge.name.strip_prefix("frontdesk-")?;
            let known = KNOWS.iter().find(|knows| knows.name == package.name);
            let allowed = known.is_some_and(|knows| {
                knows.product.contains(&target)
                    || edge.dev && (target == "testkit" || knows.tests.contains(&target))
                    // Its own tests may want more of it than the product has.
                    || edge.dev && edge.name == package.name
            });
            let kind = if edge.dev {
                "its tests depend"
            } else {
                "it depends"
            };
            (!allowed).then(|| format!("{}: {kind} on {}", package.name, edge.name))
        })
    },
};

pub(super) const ONE_HOME: Rule = Rule {
    name: "one-home",
    why: "A library that is named in one crate only can be replaced, and its dangers are reviewed in one place",
    instead: "Ask its home for what is needed: SQL in store, the keychain in vault, windows in the root package, the protocol in engine",
    find: |tree| {
        edges(tree, |package, edge| {
            let homeless = HOMES.iter().any(|(pattern, homes)| {
                matches(pattern, &edge.name) && !homes.contains(&package.name.as_str())
            });
            let impure =
                package.name == "frontdesk-domain" && NOT_IN_DOMAIN.contains(&edge.name.as_str());
            (homeless || impure).then(|| format!("{} depends on {}", package.name, edge.name))
        })
    },
};

pub(super) const DANGER_FEATURE: Rule = Rule {
    name: "danger-feature",
    why: "A feature that skips the check of certificates spreads to every crate of a build, also to the one that is shipped",
    instead: "Switch it on only through our own feature `simulated-network`, which no default names",
    find: |tree| {
        let mut findings = edges(tree, |package, edge| {
            let danger = edge.features.iter().find(|feature| is_danger(feature))?;
            (!edge.dev).then(|| format!("{} always has {} with {danger}", package.name, edge.name))
        });
        for package in &tree.packages {
            for (feature, parts) in &package.features {
                let bad = parts.iter().find(|part| match feature.as_str() {
                    "simulated-network" => false,
                    "default" => {
                        is_danger(part) || matches!(part.as_str(), "demo" | "simulated-network")
                    }
                    _ => is_danger(part),
                });
                if let Some(part) = bad {
                    let line = line_of(tree, &package.manifest, part);
                    let what = format!("{}: the feature {feature} brings {part}", package.name);
                    findings.push(Finding::new(&package.manifest, line, what));
                }
            }
        }
        findings
    },
};

fn edges(tree: &Tree, wrong: impl Fn(&Package, &Dependency) -> Option<String>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in &tree.packages {
        for edge in &package.dependencies {
            if let Some(what) = wrong(package, edge) {
                let line = line_of(tree, &package.manifest, &edge.name);
                findings.push(Finding::new(&package.manifest, line, what));
            }
        }
    }
    findings
}

/// The line of a manifest that begins with or holds `name`; 1 when it is written in another way.
fn line_of(tree: &Tree, manifest: &str, name: &str) -> usize {
    let lines = || tree.text(manifest).unwrap_or_default().lines().enumerate();
    lines()
        .find(|(_, line)| line.starts_with(name))
        .or_else(|| lines().find(|(_, line)| line.contains(name)))
        .map_or(1, |(index, _)| index + 1)
}

fn is_danger(feature: &str) -> bool {
    feature.contains("danger")
}

/// Whether `name` fits a pattern with stars.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((start, "")) => name.starts_with(start),
        Some((start, rest)) => name.strip_prefix(start).is_some_and(|tail| {
            (0..=tail.len()).any(|at| tail.get(at..).is_some_and(|tail| matches(rest, tail)))
        }),
    }
}

#[cfg(test)]
pub(super) fn samples() -> Vec<super::samples::Sample> {
    use super::samples::package;

    let with = |name: &str, edge: Dependency| Package {
        name: name.to_owned(),
        manifest: "crates/x/Cargo.toml".to_owned(),
        dependencies: vec![edge],
        ..Package::default()
    };
    let edge = |name: &str| Dependency {
        name: name.to_owned(),
        ..Dependency::default()
    };
    let dev = |name: &str| Dependency {
        dev: true,
        ..edge(name)
    };
    let danger = Dependency {
        features: vec!["danger-skip-tls-verify".to_owned()],
        ..edge("whatsapp-rust")
    };
    let feature = |name: &str, part: &str| Package {
        features: [(name.to_owned(), vec![part.to_owned()])].into(),
        ..with("frontdesk", edge("serde"))
    };
    vec![
        package(
            "allowed-edges",
            with("frontdesk-domain", edge("frontdesk-store")),
        ),
        package(
            "allowed-edges",
            with("frontdesk-app", edge("frontdesk-engine")),
        ),
        package("allowed-edges", with("frontdesk-app", dev("frontdesk-sim"))),
        package(
            "allowed-edges",
            with("frontdesk-newcomer", edge("frontdesk-domain")),
        ),
        package("one-home", with("frontdesk-app", edge("rusqlite"))),
        package(
            "one-home",
            with("frontdesk-app", dev("tauri-plugin-autostart")),
        ),
        package("one-home", with("frontdesk-store", edge("keyring-core"))),
        package("one-home", with("frontdesk-app", edge("wacore"))),
        package("one-home", with("frontdesk-domain", edge("tokio"))),
        package("danger-feature", with("frontdesk-engine", danger)),
        package(
            "danger-feature",
            feature("fast", "wa-rs/danger-skip-cert-chain-verify"),
        ),
        package("danger-feature", feature("default", "simulated-network")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_that_are_allowed_are_let_through() {
        let edge = |name: &str, dev: bool| Dependency {
            name: name.to_owned(),
            dev,
            ..Dependency::default()
        };
        let package = Package {
            name: "frontdesk-store".to_owned(),
            dependencies: vec![
                edge("frontdesk-domain", false),
                edge("frontdesk-store", true),
                edge("frontdesk-testkit", true),
                edge("rusqlite", false),
                edge("serde", false),
            ],
            features: [(
                "simulated-network".to_owned(),
                vec!["wa-rs/danger-skip-cert-chain-verify".to_owned()],
            )]
            .into(),
            ..Package::default()
        };
        let tree = Tree::sample(&[], vec![package]);
        for rule in [ALLOWED_EDGES, ONE_HOME, DANGER_FEATURE] {
            assert_eq!(
                (rule.find)(&tree),
                Vec::new(),
                "`{}` must not cry wolf",
                rule.name
            );
        }
    }

    #[test]
    fn patterns_with_stars_match_what_they_say() {
        assert!(matches("wa*core*", "wacore"), "the plain name");
        assert!(matches("wa*core*", "wacore-binary"), "with an ending");
        assert!(
            !matches("wa*core*", "wasm-bindgen"),
            "another that begins alike"
        );
        assert!(matches("tauri*", "tauri-plugin-autostart"), "a plugin");
        assert!(!matches("rusqlite", "rusqlite-extra"), "no star, no ending");
    }

    #[test]
    fn the_finding_points_at_the_line_of_the_dependency() {
        let text = "[package]\nname = \"x\"\n\n[dependencies]\ntokio.workspace = true\n";
        let tree = Tree::sample(&[("crates/x/Cargo.toml", text)], Vec::new());
        assert_eq!(
            line_of(&tree, "crates/x/Cargo.toml", "tokio"),
            5,
            "where it is written"
        );
        assert_eq!(
            line_of(&tree, "crates/x/Cargo.toml", "serde"),
            1,
            "or at least the file"
        );
    }
}
