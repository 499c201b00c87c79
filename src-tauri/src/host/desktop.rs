//! The application's [`Host`] on this desktop.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use frontdesk_app::{
    error::CommandError,
    frontdesk::Frontdesk,
    host::{Host, LinkHealth, Notice, SlotCall},
    view::feed::Destination,
};
use frontdesk_domain::{
    id::ChatId,
    settings::{Language, Settings},
};
use tauri::{AppHandle, Manager};
use tauri_plugin_autostart::ManagerExt;

use super::{
    look,
    notifications::{self, Raised},
    tray, window,
    words::Words,
};

/// Asks Tauri and the desktop's services.
#[derive(Debug)]
pub struct Desktop {
    app: AppHandle,
    frontdesk: OnceLock<Arc<Frontdesk>>,
    close_to_tray: AtomicBool,
    language: Mutex<Option<Language>>,
    /// The notification of each conversation that has one.
    raised: Mutex<BTreeMap<ChatId, Raised>>,
    /// A demo must not change how the computer starts.
    demo: bool,
}

impl Desktop {
    /// A desktop for `app`; [`Desktop::attach`] completes it.
    pub fn new(app: AppHandle, demo: bool) -> Self {
        Self {
            app,
            frontdesk: OnceLock::new(),
            close_to_tray: AtomicBool::new(false),
            language: Mutex::default(),
            raised: Mutex::default(),
            demo,
        }
    }

    /// Names the application that clicks from outside the window go to.
    pub fn attach(&self, frontdesk: Arc<Frontdesk>) {
        // Only the start of the program calls this, once.
        let _ = self.frontdesk.set(frontdesk);
    }

    /// Tray and window belong to the main thread.
    fn on_main_thread(&self, f: impl FnOnce(&AppHandle) + Send + 'static) {
        let app = self.app.clone();
        if let Err(error) = self.app.run_on_main_thread(move || f(&app)) {
            tracing::debug!(%error, "The window system is gone");
        }
    }

    /// A demo leaves no trace.
    fn remember_look(&self, settings: &Settings) {
        let Some(folder) = self.app.path().app_config_dir().ok().filter(|_| !self.demo) else {
            return;
        };
        if let Err(error) = look::remember(&folder, settings) {
            tracing::debug!(%error, "The next start begins in the system's look");
        }
    }

    fn language(&self) -> MutexGuard<'_, Option<Language>> {
        self.language.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn raised(&self) -> MutexGuard<'_, BTreeMap<ChatId, Raised>> {
        self.raised.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What closing the window means.
    pub fn closes_to_tray(&self) -> bool {
        self.close_to_tray.load(Ordering::Relaxed)
    }
}

impl Host for Desktop {
    fn notify(&self, notice: Notice) -> Result<(), CommandError> {
        let opens = notice.opens;
        if let Some(Destination::Chat { chat }) = opens {
            // One conversation, one notification.
            self.withdraw(chat);
        }
        let app = self.app.clone();
        let frontdesk = self.frontdesk.get().cloned();
        let raised = notifications::show(&notice, move || {
            window::raise(&app);
            if let (Some(frontdesk), Some(what)) = (frontdesk, opens) {
                frontdesk.show(what);
            }
        })
        .map_err(|error| {
            tracing::warn!(%error, "The desktop shows no notifications");
            CommandError::DesktopCannot
        })?;
        if let Some(Destination::Chat { chat }) = opens {
            self.raised().insert(chat, raised);
        }
        Ok(())
    }

    fn withdraw(&self, chat: ChatId) {
        if let Some(raised) = self.raised().remove(&chat) {
            tauri::async_runtime::spawn(notifications::withdraw(raised));
        }
    }

    fn show_unread(&self, unread: u32) {
        self.on_main_thread(move |app| tray::show_unread(app, unread));
    }

    fn call_to_slot(&self, call: SlotCall) -> Result<(), CommandError> {
        let words = Words::of(*self.language());
        let title = if call.name.is_empty() {
            words.slot_name(call.slot.get())
        } else {
            call.name
        };
        self.notify(Notice {
            title,
            body: words.call(call.cause).to_owned(),
            opens: Some(Destination::Slot { slot: call.slot }),
        })
    }

    fn show_links(&self, worst: LinkHealth) {
        self.on_main_thread(move |app| tray::show_links(app, worst));
    }

    fn set_autostart(&self, on: bool) -> Result<(), CommandError> {
        if self.demo {
            return Err(CommandError::DesktopCannot);
        }
        let autostart = self.app.autolaunch();
        let done = if on {
            autostart.enable()
        } else if autostart.is_enabled().unwrap_or(false) {
            autostart.disable()
        } else {
            Ok(())
        };
        done.map_err(|error| {
            tracing::warn!(%error, "The desktop does not take programs to start");
            CommandError::DesktopCannot
        })
    }

    fn follow(&self, settings: &Settings) {
        self.close_to_tray
            .store(settings.close_to_tray, Ordering::Relaxed);
        self.remember_look(settings);
        let language = settings.language;
        *self.language() = language;
        self.on_main_thread(move |app| tray::speak(app, language));
    }
}
