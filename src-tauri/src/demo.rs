//! The demo: a fictitious world in a throwaway profile.
//!
//! It shares nothing with the user's own data: not the folder, not the
//! keychain, not the single-instance name.

use std::{error::Error, sync::Arc};

use frontdesk_app::clock::{Clock, SystemClock};
use frontdesk_store::{Place, Store};
use frontdesk_testkit::world::World;
use frontdesk_vault::{MemoryKeychain, Unlock, Vault};
use tauri::{App, Manager};
use tempfile::TempDir;

use crate::{Ground, host::arguments::Demo};

/// Removes the profile when the program ends.
struct Profile(#[expect(dead_code, reason = "held for its drop")] TempDir);

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

    app.manage(Profile(folder));
    Ok(Ground { profile, keychain })
}
