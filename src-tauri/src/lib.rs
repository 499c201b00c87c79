//! The desktop shell: adapters between Tauri and the application, nothing else.

pub mod commands;
#[cfg(feature = "demo")]
mod demo;
pub mod host;
pub mod ipc;
mod network;

use std::{path::PathBuf, sync::Arc};

use frontdesk_app::{
    clock::SystemClock,
    frontdesk::{Frontdesk, Parts},
    sessions::NetworkMaker,
};
use frontdesk_engine::Options;
use frontdesk_vault::{Keychain, SystemKeychain};
use tauri::{App, Manager, RunEvent, WindowEvent};
use tauri_plugin_autostart::MacosLauncher;
use tauri_plugin_window_state::StateFlags;

use crate::host::{arguments::Arguments, desktop::Desktop, environment, logging, tray, window};

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
    #[cfg(feature = "demo")]
    {
        builder = builder.register_asynchronous_uri_scheme_protocol(demo::SCHEME, demo::answer);
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
            label,
            event: WindowEvent::CloseRequested { api, .. },
            ..
        } if label == window::MAIN && app.state::<Arc<Desktop>>().closes_to_tray() => {
            api.prevent_close();
            if let Some(window) = app.get_webview_window(window::MAIN)
                && let Err(error) = window.hide()
            {
                tracing::warn!(%error, "The window could not be hidden");
            }
        }
        RunEvent::WindowEvent {
            label,
            event: WindowEvent::Focused(focused),
            ..
        } if label == window::MAIN => app.state::<Arc<Frontdesk>>().set_focused(focused),
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
    let is_demo = arguments.demo.is_some();
    let ground = ground(app, &arguments)?;
    let network = links(app, &arguments)?;
    let desktop = Arc::new(Desktop::new(app.handle().clone(), is_demo));
    let frontdesk = Arc::new(Frontdesk::new(Parts {
        profile: ground.profile,
        keychain: ground.keychain,
        host: desktop.clone(),
        clock: Arc::new(SystemClock),
        version: env!("CARGO_PKG_VERSION"),
        demo: is_demo,
        network,
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
    environment::follow(&app.state::<Arc<Frontdesk>>());
    #[cfg(feature = "demo")]
    demo::LiveWorld::enliven(app, &app.state::<Arc<Frontdesk>>())?;
    #[cfg(unix)]
    end_on_signal(app.handle().clone());
    Ok(())
}

#[cfg(feature = "demo")]
fn ground(app: &App, arguments: &Arguments) -> Result<Ground, Box<dyn std::error::Error>> {
    match arguments.demo {
        Some(which) => demo::ground(app, which),
        None => own_ground(app),
    }
}

#[cfg(not(feature = "demo"))]
fn ground(app: &App, _: &Arguments) -> Result<Ground, Box<dyn std::error::Error>> {
    own_ground(app)
}

/// What the links of the slots are made by.
fn links(app: &App, arguments: &Arguments) -> Result<NetworkMaker, Box<dyn std::error::Error>> {
    #[cfg(feature = "demo")]
    {
        use host::arguments::Demo;
        match arguments.demo {
            Some(Demo::Stored | Demo::Hostile) => return Ok(demo::scripted_network(false)),
            Some(Demo::Flood) => return Ok(demo::scripted_network(true)),
            Some(Demo::Live) | None => {}
        }
    }
    let way_out = way_out(app, arguments)?;
    #[cfg(feature = "simulated-network")]
    if arguments.earlier {
        return Ok(network::earlier_maker(way_out));
    }
    Ok(network::maker(way_out))
}

/// Where the program finds WhatsApp.
#[cfg_attr(
    not(feature = "demo"),
    expect(
        clippy::unnecessary_wraps,
        reason = "starting the demo's network can fail"
    )
)]
fn way_out(app: &App, arguments: &Arguments) -> Result<Options, Box<dyn std::error::Error>> {
    #[cfg(feature = "demo")]
    if arguments.demo == Some(host::arguments::Demo::Live) {
        return demo::LiveWorld::start(app);
    }
    #[cfg(feature = "simulated-network")]
    if let Some(doors) = &arguments.simulated_network {
        return Ok(network::simulated(doors));
    }
    let _ = (app, arguments);
    Ok(network::whatsapp())
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
