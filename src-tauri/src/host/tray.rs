//! The icon in the tray: unread count, open, quit.

use std::sync::{Mutex, PoisonError};

use frontdesk_app::host::LinkHealth;
use frontdesk_domain::settings::Language;
use tauri::{
    AppHandle, Manager, Wry,
    image::Image,
    menu::{Menu, MenuItem},
    tray::{TrayIcon, TrayIconBuilder},
};

use super::{window, words::Words};

const OPEN: &str = "open";
const QUIT: &str = "quit";

/// The tray's parts that change while the program runs.
struct Tray {
    icon: TrayIcon,
    open: MenuItem<Wry>,
    quit: MenuItem<Wry>,
    now: Mutex<Shown>,
}

/// What the icon tells.
struct Shown {
    words: Words,
    unread: u32,
    links: LinkHealth,
}

/// Puts the icon into the tray.
///
/// A desktop without a tray accepts this and shows nothing, so hiding the
/// window must never be the only way the program can be reached: a second start
/// raises it.
pub fn create(app: &AppHandle) -> tauri::Result<()> {
    let words = Words::of(None);
    let open = MenuItem::with_id(app, OPEN, words.open, true, None::<&str>)?;
    let quit = MenuItem::with_id(app, QUIT, words.quit, true, None::<&str>)?;
    let mut builder = TrayIconBuilder::new()
        .tooltip(words.tooltip(0, LinkHealth::None))
        .menu(&Menu::with_items(app, &[&open, &quit])?)
        .on_menu_event(|app, event| match event.id().as_ref() {
            OPEN => window::raise(app),
            QUIT => app.exit(0),
            _ => {}
        });
    if let Some(icon) = app.default_window_icon() {
        builder = builder.icon(icon.clone());
    }
    let icon = builder.build(app)?;
    app.manage(Tray {
        icon,
        open,
        quit,
        now: Mutex::new(Shown {
            words,
            unread: 0,
            links: LinkHealth::None,
        }),
    });
    Ok(())
}

/// Shows how many unread messages wait, on the tray and on the taskbar.
pub fn show_unread(app: &AppHandle, unread: u32) {
    let Some(tray) = app.try_state::<Tray>() else {
        return;
    };
    let shown = tray.update(|shown| shown.unread = unread).and_then(|()| {
        tray.mark(app, unread)?;
        match app.get_webview_window(window::MAIN) {
            Some(window) => window.set_badge_count((unread > 0).then_some(i64::from(unread))),
            None => Ok(()),
        }
    });
    if let Err(error) = shown {
        tracing::debug!(%error, "The desktop shows no unread count");
    }
}

/// Says how the worst of all links stands.
pub fn show_links(app: &AppHandle, worst: LinkHealth) {
    let Some(tray) = app.try_state::<Tray>() else {
        return;
    };
    if let Err(error) = tray.update(|shown| shown.links = worst) {
        tracing::debug!(%error, "The tray says nothing about links");
    }
}

/// Speaks the language chosen, or the system's.
pub fn speak(app: &AppHandle, language: Option<Language>) {
    let Some(tray) = app.try_state::<Tray>() else {
        return;
    };
    let words = Words::of(language);
    let spoken = tray
        .update(|shown| shown.words = words)
        .and_then(|()| tray.open.set_text(words.open))
        .and_then(|()| tray.quit.set_text(words.quit));
    if let Err(error) = spoken {
        tracing::debug!(%error, "The tray keeps its words");
    }
}

impl Tray {
    fn update(&self, change: impl FnOnce(&mut Shown)) -> tauri::Result<()> {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut now);
        self.icon
            .set_tooltip(Some(now.words.tooltip(now.unread, now.links)))
    }

    fn mark(&self, app: &AppHandle, unread: u32) -> tauri::Result<()> {
        self.icon
            .set_title((unread > 0).then(|| unread.to_string()))?;
        let Some(icon) = app.default_window_icon() else {
            return Ok(());
        };
        self.icon.set_icon(Some(if unread > 0 {
            with_dot(icon)
        } else {
            icon.clone().to_owned()
        }))
    }
}

/// The icon with a red dot in its lower right quarter.
fn with_dot(icon: &Image<'_>) -> Image<'static> {
    const DOT: [u8; 4] = [0xd6, 0x2f, 0x4b, 0xff];
    let (width, height) = (icon.width(), icon.height());
    let radius = width.min(height) / 4;
    let (centre_x, centre_y) = (width - radius, height - radius);
    let mut rgba = icon.rgba().to_vec();
    for (index, pixel) in rgba.chunks_exact_mut(4).enumerate() {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        let (x, y) = (index % width.max(1), index / width.max(1));
        if x.abs_diff(centre_x).pow(2) + y.abs_diff(centre_y).pow(2) <= radius.pow(2) {
            pixel.copy_from_slice(&DOT);
        }
    }
    Image::new_owned(rgba, width, height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dot_covers_the_lower_right_and_leaves_the_rest() {
        let plain = Image::new_owned(vec![9; 16 * 16 * 4], 16, 16);
        let marked = with_dot(&plain);
        let pixel = |x: usize, y: usize| marked.rgba()[(y * 16 + x) * 4];
        assert_eq!(pixel(12, 12), 0xd6, "the dot's centre is red");
        assert_eq!(pixel(1, 1), 9, "the upper left corner is untouched");
    }
}
