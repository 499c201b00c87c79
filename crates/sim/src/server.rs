//! What WhatsApp's servers do: let devices in, answer questions, carry
//! messages, keep what is not confirmed.
//!
//! The server never sees plaintext. Whatever needs a key is in `actors`.

pub(crate) mod answers;
pub(crate) mod channels;
pub(crate) mod code;
pub(crate) mod delivery;
pub(crate) mod gate;
pub(crate) mod groups;
pub(crate) mod iq;
pub(crate) mod keys;
pub(crate) mod linking;
pub(crate) mod login;
pub(crate) mod passkey;
pub(crate) mod presence;
pub(crate) mod receipts;
pub(crate) mod route;
pub(crate) mod stanza;
pub(crate) mod state;
pub(crate) mod tasks;
pub(crate) mod usync;
pub(crate) mod vouching;
