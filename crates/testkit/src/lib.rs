//! What tests and the demo share: a fictitious world, a clock moved by hand, and
//! a network that does what a test tells it.
//!
//! Nothing here belongs to the product. Every name and number is invented.

pub mod clock;
pub mod network;
pub mod world;
