//! Embeds `migrations/NNNN_verb_noun.sql`, so that a new file needs no edit in code.

use std::{env, error::Error, fmt::Write as _, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../migrations");
    println!("cargo:rerun-if-changed={}", folder.display());

    let mut names = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let name = entry?
            .file_name()
            .into_string()
            .map_err(|_| "A migration's name is not text")?;
        if name.ends_with(".sql") {
            names.push(name);
        }
    }
    names.sort();

    let mut list = String::from("&[\n");
    for (index, name) in names.iter().enumerate() {
        let number = index + 1;
        if !name.starts_with(&format!("{number:04}_")) {
            return Err(format!(
                "{name}: migrations are numbered without gaps, expected {number:04}"
            )
            .into());
        }
        let path = folder.join(name).canonicalize()?;
        println!("cargo:rerun-if-changed={}", path.display());
        writeln!(
            list,
            "    Migration {{ number: {number}, name: {name:?}, sql: include_str!({path:?}) }},"
        )?;
    }
    list.push(']');
    fs::write(Path::new(&env::var("OUT_DIR")?).join("migrations.rs"), list)?;
    Ok(())
}
