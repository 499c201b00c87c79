//! What tests and the demo share: a fictitious world.
//!
//! Nothing here belongs to the product. Every name and number is invented.

pub mod world;
