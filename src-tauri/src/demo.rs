//! The demo: a fictitious world in a throwaway profile.
//!
//! It shares nothing with the user's own data: not the folder, not the
//! keychain, not the single-instance name.

mod camera;
mod live;
mod phone;
mod scripted;
mod stored;

use std::{
    error::Error,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use frontdesk_testkit::world::World;
use frontdesk_vault::MemoryKeychain;
use tauri::{App, AppHandle, Manager};
use tempfile::TempDir;

pub(crate) use live::World as LiveWorld;
pub(crate) use phone::{SCHEME, answer};
pub(crate) use scripted::network as scripted_network;

use crate::{Ground, host::arguments::Demo};

/// A profile that goes with the program.
struct Throwaway {
    folder: TempDir,
    keychain: Arc<MemoryKeychain>,
}

impl Throwaway {
    fn new() -> std::io::Result<Self> {
        Ok(Self {
            folder: tempfile::Builder::new()
                .prefix("frontdesk-demo-")
                .tempdir()?,
            keychain: Arc::default(),
        })
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// The folder of the profile, until it is cleared away.
struct Folder(Mutex<Option<TempDir>>);

/// Makes the profile, with what the demo needs in it.
pub(crate) fn ground(app: &App, demo: Demo) -> Result<Ground, Box<dyn Error>> {
    let profile = Throwaway::new()?;
    match demo {
        Demo::Live => {}
        Demo::Stored => stored::fill(&profile, &World::friendly().linked())?,
        Demo::Hostile => stored::fill(&profile, &World::hostile().linked())?,
        Demo::Flood => stored::fill(&profile, &World::vast().linked())?,
    }
    let ground = Ground {
        profile: profile.path().to_owned(),
        keychain: profile.keychain,
    };
    app.manage(Folder(Mutex::new(Some(profile.folder))));
    Ok(ground)
}

/// Where the simulated phone's page may keep what it keeps, which is nothing.
fn phone_folder(app: &AppHandle) -> Option<std::path::PathBuf> {
    let folder = app.try_state::<Folder>()?;
    let folder = folder.0.lock().unwrap_or_else(PoisonError::into_inner);
    Some(folder.as_ref()?.path().join("phone"))
}

/// Removes the profile. The program ends without dropping what Tauri holds.
pub(crate) fn clear_away(app: &AppHandle) {
    let folder = app.try_state::<Folder>().and_then(|folder| {
        folder
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    });
    if let Some(Err(error)) = folder.map(TempDir::close) {
        tracing::warn!(%error, "The demo's profile was left behind");
    }
}
