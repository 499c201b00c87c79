//! The blank window: the least a Tauri application can be.
//!
//! It does what every Tauri application must do and nothing else, so that a ratio
//! against it tells what Frontdesk itself adds. It must never grow a feature.

/// Tells the measuring process that the page has painted a frame.
#[tauri::command]
#[expect(
    clippy::print_stderr,
    reason = "the line on stderr is the signal that is measured"
)]
fn window_painted() {
    eprintln!("painted");
}

#[expect(
    clippy::expect_used,
    reason = "a blank window that cannot open has nothing to fall back to"
)]
#[expect(
    clippy::disallowed_methods,
    reason = "the code of Tauri's macro exits when it cannot go on"
)]
fn main() {
    tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![window_painted])
        .run(tauri::generate_context!())
        .expect("the blank window must open");
}
