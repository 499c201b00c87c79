//! The encrypted store.
