//! How much is tried: a sample in every run, all of it with
//! `FRONTDESK_TRIALS=all`.

/// Whether all of it is to be tried.
pub(crate) fn all() -> bool {
    std::env::var("FRONTDESK_TRIALS").is_ok_and(|trials| trials == "all")
}

/// Every how manieth place is tried, when a sample takes each `step`-th.
pub(crate) fn every(step: u32) -> u32 {
    if all() { 1 } else { step }
}
