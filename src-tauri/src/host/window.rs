//! The main window.

use std::sync::atomic::{AtomicUsize, Ordering};

use tauri::{AppHandle, Manager, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, Wry};

use super::look;

/// The only window.
pub const MAIN: &str = "main";

/// Makes the window; `visible` is false when the program starts in the tray.
pub fn create(app: &AppHandle, visible: bool) -> tauri::Result<WebviewWindow> {
    let mut builder = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::default())
        .title("Frontdesk")
        .inner_size(1180.0, 760.0)
        .min_inner_size(420.0, 480.0)
        .visible(visible)
        // WebKit's own caches and storage would lie unencrypted on the disk.
        .incognito(!is_automated())
        .on_navigation(is_ours)
        .on_document_title_changed(|window, title| {
            if let Err(error) = window.set_title(&title) {
                tracing::debug!(%error, "The window keeps its title");
            }
        })
        .on_new_window(|_, _| tauri::webview::NewWindowResponse::Deny);
    if let Some(script) = app
        .path()
        .app_config_dir()
        .ok()
        .and_then(|folder| look::script(&folder))
    {
        builder = builder.initialization_script(script);
    }
    builder.build()
}

/// Brings the window to the front, from the tray or from behind others.
pub fn raise(app: &AppHandle) {
    let Some(window) = app.get_webview_window(MAIN) else {
        return;
    };
    let raised = window
        .show()
        .and_then(|()| window.unminimize())
        .and_then(|()| window.set_focus());
    if let Err(error) = raised {
        tracing::warn!(%error, "The window could not be raised");
    }
}

/// Tells whoever measures the start that a frame is on screen: first the still
/// picture, then the window with what it holds.
pub fn painted(_window: &WebviewWindow<Wry>) {
    static FRAMES: AtomicUsize = AtomicUsize::new(0);
    if std::env::var_os("FRONTDESK_TRACE_START").is_none() {
        return;
    }
    let frame = match FRAMES.fetch_add(1, Ordering::Relaxed) {
        0 => "painted",
        1 => "filled",
        _ => return,
    };
    #[expect(
        clippy::print_stderr,
        reason = "the measuring command waits for this line"
    )]
    {
        eprintln!("{frame}");
    }
}

/// WebKitGTK lets WebDriver into a stored session only. Tauri decides by the
/// same variable whether WebDriver is let in at all.
fn is_automated() -> bool {
    std::env::var("TAURI_WEBVIEW_AUTOMATION").as_deref() == Ok("true")
}

/// The window never leaves its own pages, whatever a message talks it into.
fn is_ours(url: &Url) -> bool {
    let bundled = url.scheme() == "tauri"
        || (url.scheme() == "http" && url.host_str() == Some("tauri.localhost"));
    let development = cfg!(dev)
        && url.scheme() == "http"
        && url.host_str() == Some("localhost")
        && url.port() == Some(1420);
    bundled || development
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_goes_nowhere_but_to_its_own_pages() {
        let foreign = [
            "https://example.com/",
            "http://127.0.0.1/",
            "http://localhost:1421/",
            "http://tauri.localhost.example.com/",
            "file:///etc/passwd",
            "data:text/html,x",
            "about:blank",
        ];
        for url in foreign {
            assert!(!is_ours(&Url::parse(url).unwrap()), "{url} is not ours");
        }
        assert!(
            is_ours(&Url::parse("tauri://localhost/index.html").unwrap()),
            "our own page"
        );
    }
}
