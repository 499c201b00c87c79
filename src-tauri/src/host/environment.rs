//! What changes around the program and moves its connections: the network, and
//! the computer going to sleep.
//!
//! Told by the system's own services. Where a service is missing, as on a
//! computer without NetworkManager, that part is silent; the connections notice
//! by themselves then, only later. On macOS and Windows nothing is told yet.

#[cfg(target_os = "linux")]
mod bus;

use std::sync::Arc;
#[cfg(target_os = "linux")]
use std::time::Duration;

use frontdesk_app::frontdesk::Frontdesk;

/// Tells `frontdesk` of every change from now on.
#[cfg(target_os = "linux")]
pub fn follow(frontdesk: &Arc<Frontdesk>) {
    let frontdesk = frontdesk.clone();
    let tell = move |change| frontdesk.environment(change);
    let patience = bus::Patience {
        again: Duration::from_secs(60),
        answer: Duration::from_secs(2),
    };
    tauri::async_runtime::spawn(bus::follow(zbus::Connection::system, patience, tell));
}

/// Tells `frontdesk` of every change from now on.
#[cfg(not(target_os = "linux"))]
pub fn follow(_frontdesk: &Arc<Frontdesk>) {}
