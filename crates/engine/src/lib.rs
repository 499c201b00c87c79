//! The protocol engine behind the rest of the program: the only product crate
//! that names `wa_rs`.
//!
//! - [`backend`] keeps the engine's state in our store.
//! - [`http`] gives its HTTP calls limits of time, of which it sets none itself.
//! - [`transport`] watches its dials, of which it tells nothing itself.
//!
//! Nothing here decides what a person sees, and no SQL stands here.
#![warn(missing_docs)]

pub mod backend;
pub mod http;
pub mod transport;
