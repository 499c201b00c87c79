//! A fictitious world that lies in the store: what stories and pictures are made
//! of.

use std::error::Error;

use frontdesk_app::clock::{Clock, SystemClock};
use frontdesk_store::{Place, Store};
use frontdesk_testkit::world::World;
use frontdesk_vault::{Unlock, Vault};

use super::Throwaway;

/// Fills the profile with `world` before the application opens it.
pub(super) fn fill(profile: &Throwaway, world: &World) -> Result<(), Box<dyn Error>> {
    let place = Place::in_dir(profile.path());
    let now = SystemClock.now();
    let vault = Vault::new(profile.path(), &place.database, profile.keychain.clone());
    let Unlock::Create(created) = vault.unlock(now) else {
        return Err("A new profile needs no person".into());
    };
    let store = Store::create(&place, &created.key, now)?;
    vault.database_created(created.key_id)?;
    world.fill(&store, now).wait()?;
    store.close()?;
    Ok(())
}
