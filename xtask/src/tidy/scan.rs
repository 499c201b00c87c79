//! Telling code from comments and from text in quotes, well enough for the rules.
//!
//! Not a parser: regular expressions in TypeScript and quotes in JSX text may hide
//! the rest of their line. No rule depends on such a line.

/// Whose quotes and comments are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Rust,
    TypeScript,
    Css,
}

/// A source, taken apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Scan {
    /// The source with comments and quoted text blanked out; lines stay where they are.
    pub(super) code: String,
    /// The quoted texts in order.
    pub(super) texts: Vec<Text>,
}

/// A text in quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text {
    /// The line it begins on, from 1.
    pub(super) line: usize,
    /// What stands between the quotes, as written.
    pub(super) content: String,
    /// The word of code right before it, such as `from` or `import`.
    pub(super) after: String,
}

impl Scan {
    /// Takes a source apart.
    pub(super) fn of(source: &str, language: Language) -> Self {
        let mut scan = Self::default();
        let mut rest = source;
        let mut line = 1;
        while let Some(first) = rest.chars().next() {
            let before = scan.code.chars().next_back();
            let token = Token::at_start(rest, before, language);
            let length = token.as_ref().map_or(first.len_utf8(), Token::length);
            let (taken, left) = rest.split_at_checked(length).unwrap_or((rest, ""));
            if let Some(Token::Text { open, close, .. }) = token {
                let content = taken
                    .get(open..taken.len().saturating_sub(close))
                    .unwrap_or_default();
                let after = last_word(&scan.code);
                scan.texts.push(Text {
                    line,
                    content: content.to_owned(),
                    after,
                });
            }
            if token.is_none() {
                scan.code.push(first);
            } else {
                scan.code.extend(
                    taken
                        .chars()
                        .map(|char| if char == '\n' { '\n' } else { ' ' }),
                );
            }
            line += taken.matches('\n').count();
            rest = left;
        }
        scan
    }

    /// The lines of code with their numbers from 1.
    pub(super) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line))
    }
}

/// Whether `name` stands in `line` as a whole word.
pub(super) fn has_word(line: &str, name: &str) -> bool {
    words_at(line, name).next().is_some()
}

/// Whether `line` uses `name` as the beginning of a path: `name::…`, `use name;`, `use name as …`.
pub(super) fn has_path_root(line: &str, name: &str) -> bool {
    words_at(line, name).any(|(before, after)| {
        !before.ends_with("::")
            && (after.starts_with("::")
                || before.trim_end().ends_with("use") && after.starts_with([';', ' ']))
    })
}

fn words_at<'a>(line: &'a str, name: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
    line.match_indices(name).filter_map(move |(at, found)| {
        let before = line.get(..at)?;
        let after = line.get(at + found.len()..)?;
        let apart = !before.ends_with(is_word_char) && !after.starts_with(is_word_char);
        apart.then_some((before, after))
    })
}

/// Something that is not code, at the beginning of what is left.
enum Token {
    Comment(usize),
    /// Length in all, and how much of it the quotes at both ends take.
    Text {
        length: usize,
        open: usize,
        close: usize,
    },
}

impl Token {
    fn length(&self) -> usize {
        match self {
            Self::Comment(length) | Self::Text { length, .. } => *length,
        }
    }

    fn at_start(rest: &str, before: Option<char>, language: Language) -> Option<Self> {
        if rest.starts_with("/*") {
            return Some(Self::Comment(block_comment(
                rest,
                language == Language::Rust,
            )));
        }
        if rest.starts_with("//") && language != Language::Css {
            return Some(Self::Comment(rest.find('\n').unwrap_or(rest.len())));
        }
        match language {
            Language::Rust => {
                if !before.is_some_and(is_word_char)
                    && let Some(text) = raw_text(rest)
                {
                    return Some(text);
                }
                if rest.starts_with('"') {
                    return Some(quoted(rest, '"', true));
                }
                rest.starts_with('\'').then(|| character(rest)).flatten()
            }
            Language::TypeScript => match rest.chars().next() {
                Some(quote @ ('"' | '\'')) => Some(quoted(rest, quote, false)),
                Some('`') => Some(quoted(rest, '`', true)),
                _ => None,
            },
            Language::Css => match rest.chars().next() {
                Some(quote @ ('"' | '\'')) => Some(quoted(rest, quote, false)),
                _ => None,
            },
        }
    }
}

fn block_comment(rest: &str, nested: bool) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(tail) = rest.get(at..).filter(|tail| !tail.is_empty()) {
        if tail.starts_with("/*") && (nested || depth == 0) {
            depth += 1;
            at += 2;
        } else if tail.starts_with("*/") {
            depth = depth.saturating_sub(1);
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += tail.chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// `r"…"`, `r#"…"#`, and the same behind `b` or `c`.
fn raw_text(rest: &str) -> Option<Token> {
    let body = rest
        .strip_prefix(['b', 'c'])
        .unwrap_or(rest)
        .strip_prefix('r')?;
    let hashes = body.chars().take_while(|char| *char == '#').count();
    let inner = body.get(hashes..)?.strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let open = rest.len() - inner.len();
    let length = inner
        .find(&close)
        .map_or(rest.len(), |at| open + at + close.len());
    Some(Token::Text {
        length,
        open,
        close: close.len(),
    })
}

fn quoted(rest: &str, quote: char, over_lines: bool) -> Token {
    let mut escaped = false;
    for (at, char) in rest.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if char == '\\' {
            escaped = true;
        } else if char == quote {
            return Token::Text {
                length: at + 1,
                open: 1,
                close: 1,
            };
        } else if char == '\n' && !over_lines {
            // Not a text after all, or a broken one: it ends with the line.
            return Token::Text {
                length: at,
                open: 1,
                close: 0,
            };
        }
    }
    Token::Text {
        length: rest.len(),
        open: 1,
        close: 0,
    }
}

/// A character literal, told from a lifetime by its closing quote.
fn character(rest: &str) -> Option<Token> {
    let mut chars = rest.char_indices().skip(1);
    let (_, first) = chars.next()?;
    let end = if first == '\\' {
        chars.next()?;
        chars.find(|(_, char)| *char == '\'')?.0
    } else {
        chars.next().filter(|(_, char)| *char == '\'')?.0
    };
    Some(Token::Text {
        length: end + 1,
        open: 1,
        close: 1,
    })
}

fn last_word(code: &str) -> String {
    let code = code.trim_end().trim_end_matches('(').trim_end();
    let start = code
        .rfind(|char: char| !is_word_char(char))
        .map_or(0, |at| at + 1);
    code.get(start..).unwrap_or_default().to_owned()
}

fn is_word_char(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str, language: Language) -> Vec<String> {
        Scan::of(source, language)
            .texts
            .into_iter()
            .map(|text| text.content)
            .collect()
    }

    #[test]
    fn rust_is_taken_apart() {
        let source = "let a = \"x // y\"; // tokio\n/* a /* b */ tokio */ let b = r#\"q\"q\"#;\nfn f<'a>(c: &'a str) { '\\''; '\"'; }";
        let scan = Scan::of(source, Language::Rust);
        assert!(
            !has_word(&scan.code, "tokio"),
            "comments are blank, nested ones too: {}",
            scan.code
        );
        assert_eq!(
            texts(source, Language::Rust),
            ["x // y", "q\"q", "\\'", "\""],
            "texts as written"
        );
        assert_eq!(
            scan.code.lines().count(),
            source.lines().count(),
            "lines stay where they are"
        );
        assert!(
            scan.code.contains("fn f<'a>(c: &'a str)"),
            "lifetimes are code: {}",
            scan.code
        );
    }

    #[test]
    fn a_text_over_lines_knows_where_it_began() {
        let scan = Scan::of("a();\nb(\"one\ntwo\");\nc(\"three\");", Language::Rust);
        let lines: Vec<usize> = scan.texts.iter().map(|text| text.line).collect();
        assert_eq!(lines, [2, 4], "the first line of each");
    }

    #[test]
    fn typescript_is_taken_apart() {
        let source = "import { a } from './a';\nconst b = await import(\"b\");\nconst c = `https://x`; // 'd'\n<p>Don't</p>\nimport 'e';";
        let scan = Scan::of(source, Language::TypeScript);
        let found: Vec<_> = scan
            .texts
            .iter()
            .map(|text| (text.after.as_str(), text.content.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                ("from", "./a"),
                ("import", "b"),
                ("", "https://x"),
                ("Don", "t</p>"),
                ("import", "e")
            ],
            "a stray quote in JSX costs its own line and no more"
        );
    }

    #[test]
    fn a_slash_pair_in_css_is_no_comment() {
        let scan = Scan::of("a { x: url(//b); } /* c */", Language::Css);
        assert!(
            scan.code.contains("url(//b)"),
            "CSS has block comments only"
        );
        assert!(!scan.code.contains('c'), "and those are blank");
    }

    #[test]
    fn the_root_of_a_path_is_told_from_a_part_of_it() {
        assert!(has_path_root("use tauri::Manager;", "tauri"), "an import");
        assert!(
            has_path_root("use keyring as k;", "keyring"),
            "an import with a new name"
        );
        assert!(has_path_root("#[tauri::command]", "tauri"), "an attribute");
        assert!(
            !has_path_root("crate::keyring::open()", "keyring"),
            "a module of the same name"
        );
        assert!(
            !has_path_root("let keyring = 1;", "keyring"),
            "a variable of the same name"
        );
        assert!(
            !has_path_root("use tauri_like::x;", "tauri"),
            "a longer name"
        );
    }
}
