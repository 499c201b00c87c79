//! The key of the store.
