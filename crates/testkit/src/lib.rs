//! Fictitious world and doubles.
