//! Rules about the user interface's sources.

use super::scan::{Language, Scan, has_word};
use super::tree::Tree;
use super::{Finding, Rule};

const UI: [&str; 1] = ["ui/src/"];
const SCRIPT: [&str; 2] = ["ts", "tsx"];
const SEAM: &str = "ui/src/ipc/tauri.ts";
/// Generated for the seam; it names Tauri's channel and call.
const BINDINGS: &str = "ui/src/ipc/bindings.ts";
/// What several views need lies here; it knows none of them.
const SHARED: &str = "shared";
const THEME: &str = "ui/src/theme/";

/// Ways to turn a text into elements or code.
const SINKS: [&str; 9] = [
    "dangerouslySetInnerHTML",
    "innerHTML",
    "outerHTML",
    "srcdoc",
    "srcDoc",
    "insertAdjacentHTML",
    "createContextualFragment",
    "eval",
    "Function",
];

/// Notations and names of colours; the second list counts in style sheets only.
const NOTATIONS: [&str; 8] = [
    "rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "lab(", "lch(", "oklch(",
];
const NAMES: [&str; 14] = [
    "black", "blue", "brown", "gold", "gray", "green", "grey", "orange", "pink", "purple", "red",
    "teal", "white", "yellow",
];

/// Properties that know left and right, and what knows the direction of reading instead.
const ONE_SIDED: [(&str, &str); 14] = [
    ("margin-left", "margin-inline-start"),
    ("margin-right", "margin-inline-end"),
    ("padding-left", "padding-inline-start"),
    ("padding-right", "padding-inline-end"),
    ("border-left", "border-inline-start"),
    ("border-right", "border-inline-end"),
    ("border-top-left-radius", "border-start-start-radius"),
    ("border-top-right-radius", "border-start-end-radius"),
    ("border-bottom-left-radius", "border-end-start-radius"),
    ("border-bottom-right-radius", "border-end-end-radius"),
    ("left", "inset-inline-start"),
    ("right", "inset-inline-end"),
    ("scroll-margin-left", "scroll-margin-inline-start"),
    ("scroll-margin-right", "scroll-margin-inline-end"),
];

pub(super) const ONE_SEAM: Rule = Rule {
    name: "one-seam",
    why: "Because one file knows Tauri, the whole interface also runs on fixtures, in tests and in a browser",
    instead: "Add what is needed to the Backend interface, and implement it in ipc/tauri.ts and ipc/memory.ts",
    find: |tree| {
        imports(tree, |path, from| {
            (from.starts_with("@tauri-apps/") && path != SEAM && path != BINDINGS)
                .then(|| format!("imports {from}"))
        })
    },
};

pub(super) const FRAMEWORK_FREE: Rule = Rule {
    name: "framework-free",
    why: "The mirrors of what Rust knows are tested without a page, and outlive the framework",
    instead: "Keep hooks and components in app/ or features/; model/ and ipc/ offer plain functions and stores",
    find: |tree| {
        imports(tree, |path, from| {
            let plain = path.starts_with("ui/src/model/") || path.starts_with("ui/src/ipc/");
            let framework =
                from == "react" || from.starts_with("react/") || from.starts_with("react-");
            (plain && framework && !is_test(path)).then(|| format!("imports {from}"))
        })
    },
};

pub(super) const FEATURES_APART: Rule = Rule {
    name: "features-apart",
    why: "Features that know each other can only be changed, loaded and removed together",
    instead: "Move what both need to features/shared/, ui/, lib/ or model/, or let app/ put the two together",
    find: |tree| {
        imports(tree, |path, from| {
            let own = path.strip_prefix("ui/src/features/")?.split_once('/')?.0;
            let target = resolve(path, from);
            let other = target.split_once("features/")?.1.split('/').next()?;
            (other != own && other != SHARED)
                .then(|| format!("the feature {own} imports the feature {other}"))
        })
    },
};

pub(super) const TOKENS_ONLY: Rule = Rule {
    name: "tokens-only",
    why: "A colour written in place is wrong in the dark, in high contrast, or both, and no test of contrast sees it",
    instead: "Use a token: var(--…). A new one is defined for all themes in ui/src/theme",
    find: |tree| {
        let mut findings = Vec::new();
        for (path, text) in tree.below(&UI, &["css", "ts", "tsx"]) {
            if path.starts_with(THEME) || is_test(path) {
                continue;
            }
            if path.ends_with(".css") {
                let scan = Scan::of(text, Language::Css);
                for (line, code) in scan.lines() {
                    findings.extend(colour_in_style(code).map(|colour| {
                        Finding::new(path, line, format!("writes the colour {colour}"))
                    }));
                }
            } else {
                for text in Scan::of(text, Language::TypeScript).texts {
                    findings.extend(colour(&text.content).map(|colour| {
                        Finding::new(path, text.line, format!("writes the colour {colour}"))
                    }));
                }
            }
        }
        findings
    },
};

pub(super) const NO_MARKUP_SINK: Rule = Rule {
    name: "no-markup-sink",
    why: "Every text here may come from a stranger; one sink is enough for it to become an element, or code",
    instead: "Render text as text, and pictures from data: React escapes what stands between braces",
    find: |tree| {
        let mut findings = Vec::new();
        for (path, text) in tree.below(&UI, &SCRIPT) {
            if is_test(path) {
                continue;
            }
            for (line, code) in Scan::of(text, Language::TypeScript).lines() {
                let sink = SINKS.iter().find(|sink| match **sink {
                    "eval" => has_word(code, "eval") && code.contains("eval("),
                    "Function" => code.contains("new Function("),
                    sink => has_word(code, sink),
                });
                let write = code.contains("document.write").then_some(&"document.write");
                findings.extend(
                    sink.or(write)
                        .map(|sink| Finding::new(path, line, format!("uses {sink}"))),
                );
            }
        }
        findings
    },
};

pub(super) const BOTH_DIRECTIONS: Rule = Rule {
    name: "both-directions",
    why: "Half the world's right-to-left readers would see the gap on the wrong side",
    instead: "Use the logical property named in the finding: start and end turn with the direction of reading",
    find: |tree| {
        let mut findings = Vec::new();
        for (path, text) in tree.below(&UI, &["css"]) {
            for (line, code) in Scan::of(text, Language::Css).lines() {
                let found =
                    declarations(code).find_map(|(property, value)| one_sided(property, value));
                findings.extend(found.map(|(bad, good)| {
                    Finding::new(path, line, format!("{bad} instead of {good}"))
                }));
            }
        }
        findings
    },
};

pub(super) const NOTHING_REMOTE: Rule = Rule {
    name: "nothing-remote",
    why: "A picture or font from elsewhere tells a stranger who reads which chat, and when",
    instead: "Put the file into the repository; the content security policy would refuse it anyway",
    find: |tree| {
        let mut findings = Vec::new();
        for (path, text) in tree.below(&["ui/"], &["css", "html", "ts", "tsx"]) {
            if is_test(path) {
                continue;
            }
            let loads = [
                "src=\"http",
                "src='http",
                "src={\"http",
                "src={'http",
                "url(http",
                "url(\"http",
                "url('http",
                "url(//",
                "@import \"http",
            ];
            for (index, line) in text.lines().enumerate() {
                let link = line.contains("<link") && line.contains("href=\"http");
                if link || loads.iter().any(|load| line.contains(load)) {
                    findings.push(Finding::new(
                        path,
                        index + 1,
                        "loads something from elsewhere",
                    ));
                }
            }
        }
        findings
    },
};

/// Applies `wrong` to each import below ui/src.
fn imports(tree: &Tree, wrong: impl Fn(&str, &str) -> Option<String>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.below(&UI, &SCRIPT) {
        for text in Scan::of(text, Language::TypeScript).texts {
            if matches!(text.after.as_str(), "from" | "import" | "mock") {
                findings.extend(
                    wrong(path, &text.content).map(|what| Finding::new(path, text.line, what)),
                );
            }
        }
    }
    findings
}

/// The path that an import means; what is not relative stays as it is.
fn resolve(path: &str, from: &str) -> String {
    if !from.starts_with('.') {
        return from.to_owned();
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in from.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

fn is_test(path: &str) -> bool {
    path.contains(".test.") || path.contains("/test/")
}

/// `property: value` pairs on a line of a style sheet.
fn declarations(code: &str) -> impl Iterator<Item = (&str, &str)> {
    let parts = code
        .split([';', '{', '}'])
        .filter_map(|part| part.split_once(':'));
    parts.map(|(property, value)| (property.trim(), value.trim()))
}

fn one_sided(property: &str, value: &str) -> Option<(String, &'static str)> {
    if matches!(property, "text-align" | "float" | "clear") && matches!(value, "left" | "right") {
        return Some((format!("{property}: {value}"), "start or end"));
    }
    let (bad, good) = ONE_SIDED.iter().find(|(bad, _)| {
        property == *bad || bad.starts_with("border-") && property.starts_with(&format!("{bad}-"))
    })?;
    Some(((*bad).to_owned(), good))
}

fn colour_in_style(code: &str) -> Option<String> {
    colour(code).or_else(|| {
        let words = declarations(code).filter(|(property, _)| !property.starts_with("--"));
        let mut words = words.flat_map(|(_, value)| value.split([' ', ',', '(', ')']));
        words.find(|word| NAMES.contains(word)).map(str::to_owned)
    })
}

fn colour(text: &str) -> Option<String> {
    if let Some(notation) = NOTATIONS.iter().find(|notation| {
        text.match_indices(**notation).any(|(at, _)| {
            !text
                .get(..at)
                .unwrap_or_default()
                .ends_with(|char: char| char.is_alphanumeric() || char == '-')
        })
    }) {
        return Some(format!("{notation}…)"));
    }
    text.match_indices('#').find_map(|(at, _)| {
        let digits: String = text
            .get(at + 1..)?
            .chars()
            .take_while(|char| char.is_alphanumeric() || *char == '-')
            .collect();
        let hexadecimal = digits.chars().all(|char| char.is_ascii_hexdigit());
        (hexadecimal && matches!(digits.len(), 3 | 4 | 6 | 8)).then(|| format!("#{digits}"))
    })
}

#[cfg(test)]
pub(super) fn samples() -> Vec<super::samples::Sample> {
    use super::samples::file;

    vec![
        file(
            "one-seam",
            "ui/src/features/inbox/x.ts",
            1,
            "import { listen } from '@tauri-apps/api/event';\n",
        ),
        file(
            "one-seam",
            "ui/src/ipc/memory.ts",
            1,
            "const a = await import('@tauri-apps/api/core');\n",
        ),
        file(
            "framework-free",
            "ui/src/model/x.ts",
            1,
            "import { useState } from 'react';\n",
        ),
        file(
            "features-apart",
            "ui/src/features/shared/x.tsx",
            1,
            "import { Row } from '../inbox/Row';\n",
        ),
        file(
            "features-apart",
            "ui/src/features/inbox/list/x.tsx",
            1,
            "import { Bubble } from '../../thread/Bubble';\n",
        ),
        file(
            "features-apart",
            "ui/src/features/inbox/x.tsx",
            1,
            "import { Bubble } from '@/features/thread';\n",
        ),
        file(
            "tokens-only",
            "ui/src/ui/x.module.css",
            1,
            ".a { color: #fff; }\n",
        ),
        file(
            "tokens-only",
            "ui/src/ui/x.module.css",
            2,
            ".a {\n  border: 1px solid red;\n}\n",
        ),
        file(
            "tokens-only",
            "ui/src/ui/x.tsx",
            1,
            "const c = 'rgb(1 2 3)';\n",
        ),
        file(
            "no-markup-sink",
            "ui/src/ui/x.tsx",
            1,
            "<p dangerouslySetInnerHTML={{ __html: text }} />\n",
        ),
        file(
            "no-markup-sink",
            "ui/src/ui/x.ts",
            1,
            "node.innerHTML = text;\n",
        ),
        file(
            "no-markup-sink",
            "ui/src/ui/x.ts",
            1,
            "const f = new Function(text);\n",
        ),
        file(
            "both-directions",
            "ui/src/ui/x.module.css",
            1,
            ".a { margin-left: 4px; }\n",
        ),
        file(
            "both-directions",
            "ui/src/ui/x.module.css",
            1,
            ".a { text-align: right }\n",
        ),
        file(
            "both-directions",
            "ui/src/ui/x.module.css",
            2,
            ".a {\n  left: 0;\n}\n",
        ),
        file(
            "nothing-remote",
            "ui/index.html",
            1,
            "<script src=\"https://example.com/x.js\"></script>\n",
        ),
        file(
            "nothing-remote",
            "ui/src/ui/x.css",
            1,
            ".a { background: url(https://example.com/x.png) }\n",
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_allowed_is_let_through() {
        let tree = Tree::sample(
            &[
                (SEAM, "import { invoke } from '@tauri-apps/api/core';\n"),
                ("ui/src/theme/tokens.css", ":root { --paper: #fdfaf3; }\n"),
                (
                    "ui/src/features/inbox/list/x.tsx",
                    "import { a } from '../row'; // #fff innerHTML\nimport { b } from '../../shared/b';\n",
                ),
                (
                    "ui/src/ui/x.module.css",
                    ".a { color: var(--red); margin-inline-start: 0; white-space: nowrap; inset-inline-end: 0 }\n.a:hover { left-pad: 0 }\n",
                ),
                (
                    "ui/src/ui/x.tsx",
                    "const a = `#${id}`; const href = 'https://example.com'; const retrieval = evaluate(1);\n",
                ),
                (
                    "ui/src/ui/x.test.tsx",
                    "expect(node.innerHTML).toBe('#fff');\n",
                ),
            ],
            Vec::new(),
        );
        let rules = [
            ONE_SEAM,
            FRAMEWORK_FREE,
            FEATURES_APART,
            TOKENS_ONLY,
            NO_MARKUP_SINK,
            BOTH_DIRECTIONS,
            NOTHING_REMOTE,
        ];
        for rule in rules {
            assert_eq!(
                (rule.find)(&tree),
                Vec::new(),
                "`{}` must not cry wolf",
                rule.name
            );
        }
    }

    #[test]
    fn colours_are_told_from_other_things_with_a_hash() {
        assert_eq!(colour("#0af"), Some("#0af".to_owned()), "three digits");
        assert_eq!(
            colour("1px solid #00aaff80"),
            Some("#00aaff80".to_owned()),
            "eight digits"
        );
        assert_eq!(colour("#added-later"), None, "an anchor");
        assert_eq!(
            colour("color-mix(in oklch, var(--a), var(--b))"),
            None,
            "a space, not a colour"
        );
        assert_eq!(colour("#12345"), None, "five digits are no colour");
    }
}
