//! The commands of the window: thin adapters that hand over to the application.
//!
//! No decisions here. Each file is one topic and matches a file of the same
//! topic in `frontdesk-app`.

pub mod feed;
pub mod inbox;
pub mod keys;
pub mod messages;
pub mod settings;
pub mod slots;
pub mod system;
pub mod thread;

use std::sync::Arc;

use frontdesk_app::frontdesk::Frontdesk;

/// What Tauri hands to every command.
pub type App<'a> = tauri::State<'a, Arc<Frontdesk>>;
