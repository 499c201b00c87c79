//! Runs Tauri's build step for the blank window.

fn main() {
    tauri_build::build();
}
