//! History: what a phone tells a new device about the past, and the seeded
//! generator of people and conversations that never were.

pub(crate) mod generate;
pub(crate) mod give;
mod invent;
mod memory;
pub(crate) mod people;
pub(crate) mod phrases;
