//! The border between the window and the shell, compared with what is committed.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{collections::BTreeSet, fs, path::Path};

use specta_typescript::Typescript;

const BINDINGS: &str = "ui/src/ipc/bindings.ts";
const CAPABILITY: &str = "src-tauri/capabilities/main.json";

fn generated_bindings() -> String {
    let out = tempfile::tempdir().unwrap();
    let file = out.path().join("bindings.ts");
    frontdesk_shell::ipc::border()
        .export(Typescript::default(), &file)
        .unwrap();
    fs::read_to_string(file).unwrap()
}

#[test]
fn the_committed_bindings_are_what_the_commands_say() {
    let fresh = generated_bindings();
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        fs::write(BINDINGS, &fresh).unwrap();
    }
    let committed = fs::read_to_string(Path::new(BINDINGS)).unwrap_or_default();
    assert!(
        committed == fresh,
        "{BINDINGS} is stale: run `cargo xtask bindings` and commit the result"
    );
}

#[test]
fn every_command_is_allowed_and_every_allowance_is_a_command() {
    let bindings = generated_bindings();
    let registered: BTreeSet<String> = bindings
        .split("__TAURI_INVOKE")
        .skip(2) // The import and whatever stands before it.
        .filter_map(|call| call.split('"').nth(1))
        .map(str::to_owned)
        .collect();
    let capability: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(CAPABILITY).unwrap()).unwrap();
    let allowed: BTreeSet<String> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|permission| permission.as_str()?.strip_prefix("allow-"))
        .map(|name| name.replace('-', "_"))
        .collect();
    assert_eq!(
        registered, allowed,
        "the list in src-tauri/src/ipc.rs and {CAPABILITY} must name the same commands"
    );
}
