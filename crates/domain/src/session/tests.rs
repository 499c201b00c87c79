//! The machine as a table, as stories, and under random scripts.

mod honesty;
mod kit;
mod random;
mod render;
mod samples;
mod stories;
mod table;
mod world;
