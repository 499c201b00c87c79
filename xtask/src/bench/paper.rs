//! `docs/benchmarks.md`: the newest result of every benchmark, between two marks.

use std::fs;

use serde_json::Value;

use super::outcome::{figure, folder, plain};
use crate::failure::{Failure, Result};
use crate::place::Place;

const BEGIN: &str = "<!-- results: written by `cargo xtask bench` -->";
const END: &str = "<!-- end of results -->";
/// The order in which results are shown.
const ORDER: [&str; 13] = [
    "live",
    "drain",
    "first",
    "send",
    "history",
    "past",
    "open-chat",
    "tax",
    "start",
    "idle",
    "restart",
    "reconnects",
    "counts",
];

/// Shows the results that are there.
pub(super) fn write(place: &Place) -> Result<()> {
    let path = place.root.join("docs").join("benchmarks.md");
    let text = fs::read_to_string(&path).map_err(|error| Failure::file("read", &path, error))?;
    let mut results = Vec::new();
    for name in ORDER {
        let path = folder(place).join(format!("{name}.json"));
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        let result: Value = serde_json::from_str(&text)
            .map_err(|error| Failure::Wrong(format!("{}: {error}", path.display())))?;
        results.push(section(&result));
    }
    let text = put(&text, &results.join("\n"))
        .ok_or_else(|| Failure::Wrong(format!("The marks are missing in {}", path.display())))?;
    fs::write(&path, text).map_err(|error| Failure::file("write", &path, error))
}

fn put(text: &str, results: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n\n{results}\n{END}{after}"))
}

fn section(result: &Value) -> String {
    let word = |name: &str| result.get(name).map(plain).unwrap_or_default();
    let mut text = format!("### {}\n\n", word("name"));
    if !word("about").is_empty() {
        text.push_str(&format!("{}.\n\n", word("about")));
    }
    text.push_str("| | candidate | median | min | max |\n|---|---|---:|---:|---:|\n");
    let candidates: Vec<&Value> = result
        .get("candidates")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .collect();
    let mut names: Vec<&String> = Vec::new();
    for candidate in &candidates {
        let figures = candidate.get("figures").and_then(Value::as_object);
        for name in figures.into_iter().flat_map(|figures| figures.keys()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    for name in names {
        for candidate in &candidates {
            let spread = candidate.get("figures").and_then(|all| all.get(name));
            let who = candidate.get("name").map(plain).unwrap_or_default();
            text.push_str(&row(name, &who, spread));
        }
    }
    let ratios = result.get("ratios").and_then(Value::as_object);
    for (name, spread) in ratios.into_iter().flatten() {
        text.push_str(&row(name, "ratio", Some(spread)));
    }
    let counts: Vec<String> = result
        .get("counts")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(name, value)| format!("{name}: {}", plain(value)))
        .collect();
    if !counts.is_empty() {
        text.push_str(&format!("\n{}.\n", counts.join("; ")));
    }
    let goals: Vec<&Value> = result
        .get("goals")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .collect();
    if !goals.is_empty() {
        text.push('\n');
    }
    for goal in goals {
        let met = goal.get("met") == Some(&Value::Bool(true));
        let part = |name: &str| goal.get(name).map(plain).unwrap_or_default();
        let measured = goal.get("measured").and_then(Value::as_f64);
        text.push_str(&format!(
            "- {}: {} {}, measured {}\n",
            if met { "met" } else { "**missed**" },
            part("what"),
            part("goal"),
            measured.map(figure).unwrap_or_default()
        ));
    }
    text.push_str(&format!(
        "\n{} rounds; {}; {}.\n",
        word("pairs"),
        word("machine"),
        word("disturbance")
    ));
    text
}

fn row(what: &str, who: &str, spread: Option<&Value>) -> String {
    let value = |name: &str| {
        spread
            .and_then(|spread| spread.get(name))
            .and_then(Value::as_f64)
            .map(figure)
    };
    match (value("median"), value("min"), value("max")) {
        (Some(median), Some(min), Some(max)) => {
            format!("| {what} | {who} | {median} | {min} | {max} |\n")
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_result_becomes_a_table_with_its_verdicts() {
        let result = json!({
            "name": "live", "about": "messages come in", "machine": "two cores",
            "disturbance": "before: load 1", "pairs": 3,
            "candidates": [{"name": "ours", "figures": {"rate [1/s]": {"median": 12.5, "min": 1.0, "max": 200.0}}}],
            "ratios": {}, "counts": {"profile": "release"},
            "goals": [{"what": "rate", "goal": "at least 20 ×", "measured": 12.5, "met": false}],
        });
        assert_eq!(
            section(&result),
            "### live\n\nmessages come in.\n\n\
             | | candidate | median | min | max |\n|---|---|---:|---:|---:|\n\
             | rate [1/s] | ours | 12.5 | 1.00 | 200 |\n\
             \nprofile: release.\n\
             \n- **missed**: rate at least 20 ×, measured 12.5\n\
             \n3 rounds; two cores; before: load 1.\n",
            "a missed goal stands out"
        );
    }

    #[test]
    fn only_what_stands_between_the_marks_is_written_anew() {
        let text = format!("# Title\n{BEGIN}\nold\n{END}\nafter\n");
        assert_eq!(
            put(&text, "new"),
            Some(format!("# Title\n{BEGIN}\n\nnew\n{END}\nafter\n")),
            "words around them stay"
        );
        assert_eq!(put("no marks", "new"), None, "and without marks nothing is");
    }
}
