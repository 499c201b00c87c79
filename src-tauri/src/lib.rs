//! The desktop shell: adapters between Tauri and the application, nothing else.

pub mod commands;
#[cfg(feature = "demo")]
mod demo;
pub mod host;
pub mod ipc;

use std::{path::PathBuf, sync::Arc};

use frontdesk_app::{
    clock::SystemClock,
    frontdesk::{Frontdesk, Parts},
};
use frontdesk_vault::{Keychain, SystemKeychain};
use tauri::{App, Manager, RunEvent, WindowEvent};
use tauri_plugin_autostart::MacosLauncher;
use tauri_plugin_window_state::StateFlags;

use crate::host::{arguments::Arguments, desktop::Desktop, logging, tray, window};

/// Runs the program until it is asked to quit.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "Tauri adds kinds of events with minor versions, and few concern us"
)]
pub fn run(arguments: Arguments) -> tauri::Result<()> {
    logging::start();
    let border = ipc::border();
    let mut builder = tauri::Builder::default();
    if arguments.demo.is_none() {
        // First of all plugins, so that a second start ends before it touches
        // anything.
        builder = builder
            .plugin(tauri_plugin_single_instance::init(|app, _, _| {
                window::raise(app)
            }))
            .plugin(
                tauri_plugin_window_state::Builder::new()
                    // Whether it is seen is decided by how the program was started.
                    .with_state_flags(StateFlags::all() - StateFlags::VISIBLE)
                    .build(),
            );
    }
    let app = builder
        .plugin(tauri_plugin_autostart::init(
            MacosLauncher::LaunchAgent,
            Some(vec!["--background"]),
        ))
        .invoke_handler(border.invoke_handler())
        .setup(move |app| set_up(app, arguments))
        .build(context())?;
    app.run(|app, event| match event {
        RunEvent::WindowEvent {
            event: WindowEvent::CloseRequested { api, .. },
            ..
        } if app.state::<Arc<Desktop>>().closes_to_tray() => {
            api.prevent_close();
            if let Some(window) = app.get_webview_window(window::MAIN)
                && let Err(error) = window.hide()
            {
                tracing::warn!(%error, "The window could not be hidden");
            }
        }
        RunEvent::Exit => {
            tauri::async_runtime::block_on(app.state::<Arc<Frontdesk>>().shut_down());
            #[cfg(feature = "demo")]
            demo::clear_away(app);
        }
        _ => {}
    });
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the macro's own code exits when it cannot go on"
)]
fn context() -> tauri::Context {
    tauri::generate_context!()
}

/// The item in the keychain. There is one profile for each user of the computer.
const KEYCHAIN_ACCOUNT: &str = "profile";

/// What the program stands on, chosen by how it was started.
struct Ground {
    profile: PathBuf,
    keychain: Arc<dyn Keychain>,
}

fn set_up(app: &App, arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let ground = ground(app, arguments)?;
    let desktop = Arc::new(Desktop::new(app.handle().clone(), arguments.demo.is_some()));
    let frontdesk = Arc::new(Frontdesk::new(Parts {
        profile: ground.profile,
        keychain: ground.keychain,
        host: desktop.clone(),
        clock: Arc::new(SystemClock),
        network: None,
        version: env!("CARGO_PKG_VERSION"),
        demo: arguments.demo.is_some(),
    }));
    desktop.attach(frontdesk.clone());
    app.manage(desktop);
    app.manage(frontdesk.clone());
    // The store opens while the web view starts; the tray can wait for both.
    tauri::async_runtime::spawn(async move { frontdesk.start().await });
    window::create(app.handle(), !arguments.background)?;
    if let Err(error) = tray::create(app.handle()) {
        tracing::warn!(%error, "The desktop has no place for a tray icon");
    }
    #[cfg(unix)]
    end_on_signal(app.handle().clone());
    Ok(())
}

#[cfg(feature = "demo")]
fn ground(app: &App, arguments: Arguments) -> Result<Ground, Box<dyn std::error::Error>> {
    match arguments.demo {
        Some(which) => demo::ground(app, which),
        None => own_ground(app),
    }
}

#[cfg(not(feature = "demo"))]
fn ground(app: &App, _: Arguments) -> Result<Ground, Box<dyn std::error::Error>> {
    own_ground(app)
}

/// The user's own profile and keychain.
fn own_ground(app: &App) -> Result<Ground, Box<dyn std::error::Error>> {
    Ok(Ground {
        profile: app.path().app_local_data_dir()?.join("profile"),
        keychain: Arc::new(SystemKeychain::new(KEYCHAIN_ACCOUNT)),
    })
}

/// Asked to end by the system, the program ends as if the user had quit it.
#[cfg(unix)]
fn end_on_signal(app: tauri::AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};
    tauri::async_runtime::spawn(async move {
        let (Ok(mut terminate), Ok(mut interrupt)) = (
            signal(SignalKind::terminate()),
            signal(SignalKind::interrupt()),
        ) else {
            return;
        };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        app.exit(0);
    });
}
