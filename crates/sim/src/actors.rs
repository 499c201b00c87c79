//! What phones and people do: everything that needs a key or a will.
//!
//! An account's device 0 lives here. It encrypts and decrypts for real, so the
//! server in `server` learns nothing from it that real servers would not.

pub(crate) mod behaviour;
pub(crate) mod calls;
pub(crate) mod chatter;
pub(crate) mod hear;
pub(crate) mod inbox;
pub(crate) mod notebook;
pub(crate) mod past;
pub(crate) mod peers;
pub(crate) mod people;
pub(crate) mod reupload;
mod seal;
pub(crate) mod settings;
pub(crate) mod speak;
pub(crate) mod status;
pub(crate) mod vanish;
