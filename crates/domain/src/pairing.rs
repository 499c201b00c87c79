//! Linking a phone: the series of QR codes, the pairing code, who may ask for
//! one and when, and what a linked number can collide with.
//!
//! The codes themselves never come here except as [`CodeText`], which knows how
//! to be shown and not how to be logged. Nothing asks for a new code by itself:
//! accounts that link in a loop get restricted.

mod code_text;
mod limits;
mod offer;
mod refusal;
mod seat;

pub use code_text::{CodeText, NotAPairingCode};
pub use limits::{CodeLimits, PairCodeAnswer};
pub(crate) use offer::Lapse;
pub use offer::{Pairing, PhoneCode, QR_REFS, QrSeries};
pub use refusal::Refusal;
pub use seat::{Account, Conflict, Occupant, Seat, seat_of};
