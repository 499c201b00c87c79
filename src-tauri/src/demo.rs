//! The demo: a fictitious world in a throwaway profile.
//!
//! It shares nothing with the user's own data: not the folder, not the
//! keychain, not the single-instance name.

use std::{
    error::Error,
    sync::{Arc, Mutex, PoisonError},
};

use frontdesk_app::clock::{Clock, SystemClock};
use frontdesk_store::{Place, Store};
use frontdesk_testkit::world::World;
use frontdesk_vault::{MemoryKeychain, Unlock, Vault};
use tauri::{App, AppHandle, Manager};
use tempfile::TempDir;

use crate::{Ground, host::arguments::Demo};

/// The folder of the profile, until it is cleared away.
struct Profile(Mutex<Option<TempDir>>);

/// Makes the profile and fills it.
pub(crate) fn ground(app: &App, demo: Demo) -> Result<Ground, Box<dyn Error>> {
    let folder = tempfile::Builder::new()
        .prefix("frontdesk-demo-")
        .tempdir()?;
    let profile = folder.path().to_owned();
    let place = Place::in_dir(&profile);
    let keychain = Arc::new(MemoryKeychain::default());
    let now = SystemClock.now();

    let vault = Vault::new(&profile, &place.database, keychain.clone());
    let Unlock::Create(created) = vault.unlock(now) else {
        return Err("A new profile needs no person".into());
    };
    let store = Store::create(&place, &created.key, now)?;
    vault.database_created(created.key_id)?;
    let world = match demo {
        Demo::Friendly => World::friendly(),
        Demo::Hostile => World::hostile(),
    };
    world.fill(&store, now).wait()?;
    store.close()?;

    app.manage(Profile(Mutex::new(Some(folder))));
    Ok(Ground { profile, keychain })
}

/// Removes the profile. The program ends without dropping what Tauri holds.
pub(crate) fn clear_away(app: &AppHandle) {
    let folder = app.try_state::<Profile>().and_then(|profile| {
        profile
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    });
    if let Some(Err(error)) = folder.map(TempDir::close) {
        tracing::warn!(%error, "The demo's profile was left behind");
    }
}
