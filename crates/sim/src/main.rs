//! The network as a program. See README.md.

fn main() {}
