//! Tells Tauri where the capabilities lie and which commands exist.

use std::{error::Error, fs};

const CAPABILITY: &str = "src-tauri/capabilities/main.json";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    // WebKit brings the system's SQLite into the process. Without this the
    // linker exports ours and WebKit would bind to the encrypted one, or, with
    // another link order, we to the plain one.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-link-arg-bins=-Wl,--exclude-libs,ALL");
    }
    tauri_build::try_build(
        tauri_build::Attributes::new()
            .capabilities_path_pattern("./src-tauri/capabilities/**/*")
            .app_manifest(tauri_build::AppManifest::new().commands(allowed_commands()?)),
    )?;
    Ok(())
}

/// Naming the commands makes Tauri refuse every one that the capability does
/// not list. The capability is the list, so there is no second one to forget.
fn allowed_commands() -> Result<&'static [&'static str], Box<dyn Error>> {
    let capability: serde_json::Value = serde_json::from_str(&fs::read_to_string(CAPABILITY)?)?;
    let permissions = capability
        .get("permissions")
        .and_then(serde_json::Value::as_array)
        .ok_or("The capability lists no permissions")?;
    let commands = permissions
        .iter()
        .filter_map(|permission| permission.as_str()?.strip_prefix("allow-"))
        .map(|name| &*name.replace('-', "_").leak())
        .collect::<Vec<&str>>();
    Ok(commands.leak())
}
