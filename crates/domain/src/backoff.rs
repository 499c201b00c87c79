//! How long to wait before the next connection.
//!
//! Full jitter: the wait is drawn evenly below a ceiling that doubles, so that
//! many clients cut off together do not come back together. Nothing here knows
//! the time; the dice come from the caller.

/// Never more than one connection per this many milliseconds.
pub const MIN_BETWEEN_STARTS: u64 = 1_000;
/// A connection that lived this long forgives the failures before it.
pub const STABLE_AFTER: u64 = 30_000;

const FIRST_CEILING: u64 = 1_000;
const LAST_CEILING: u64 = 60_000;
const FIRST_SLOW_CEILING: u64 = 60_000;
const LAST_SLOW_CEILING: u64 = 900_000;

/// The wait after `failures` connections that failed in a row (at least 1):
/// anything up to 1 s, 2 s, 4 s … 60 s.
pub const fn wait(failures: u32, dice: u32) -> u64 {
    scale(ceiling(FIRST_CEILING, LAST_CEILING, failures), dice)
}

/// The wait after the server asked for patience or refused for no known reason:
/// between half of and all of 1 min, 2 min, 4 min … 15 min. It never comes out
/// short, because a short wait is what the server complained about.
pub const fn slow_wait(failures: u32, dice: u32) -> u64 {
    let half = ceiling(FIRST_SLOW_CEILING, LAST_SLOW_CEILING, failures) / 2;
    half + scale(half, dice)
}

/// Doubles from `first` with every failure after the first, up to `last`.
pub(crate) const fn ceiling(first: u64, last: u64, failures: u32) -> u64 {
    let doublings = failures.saturating_sub(1);
    if doublings >= 32 {
        return last;
    }
    let grown = first.saturating_mul(1 << doublings);
    if grown < last { grown } else { last }
}

/// `dice` as a share of `ceiling`, both ends included.
const fn scale(ceiling: u64, dice: u32) -> u64 {
    // Ceilings stay below 2^20, so the product fits.
    ceiling * dice as u64 / u32::MAX as u64
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ceilings_double_up_to_a_minute_and_slow_ones_to_a_quarter_of_an_hour() {
        let mut table = String::new();
        for failures in [1, 2, 3, 4, 5, 6, 7, 8, 100, u32::MAX] {
            writeln!(
                table,
                "{failures:>10}: 0..{} s, slow {}..{} s",
                wait(failures, u32::MAX) / 1_000,
                slow_wait(failures, 0) / 1_000,
                slow_wait(failures, u32::MAX) / 1_000,
            )
            .unwrap();
        }
        insta::assert_snapshot!(table, @r#"
                 1: 0..1 s, slow 30..60 s
                 2: 0..2 s, slow 60..120 s
                 3: 0..4 s, slow 120..240 s
                 4: 0..8 s, slow 240..480 s
                 5: 0..16 s, slow 450..900 s
                 6: 0..32 s, slow 450..900 s
                 7: 0..60 s, slow 450..900 s
                 8: 0..60 s, slow 450..900 s
               100: 0..60 s, slow 450..900 s
        4294967295: 0..60 s, slow 450..900 s
        "#);
    }

    proptest! {
        #[test]
        fn a_wait_is_never_above_a_minute_and_a_slow_one_never_below_half_a_minute(
            failures: u32, dice: u32,
        ) {
            prop_assert!(wait(failures, dice) <= 60_000, "backoff ends at a minute");
            let slow = slow_wait(failures, dice);
            prop_assert!((30_000..=900_000).contains(&slow), "{slow} ms is no patience");
        }
    }

    #[test]
    fn the_wait_is_spread_evenly_over_its_range() {
        let mut quarters = [0_u32; 4];
        for step in 0..4_000_u32 {
            let drawn = wait(7, step * (u32::MAX / 4_000));
            let quarter = (drawn / 15_001) as usize;
            quarters[quarter] += 1;
        }
        assert!(
            quarters.iter().all(|hits| (990..=1_010).contains(hits)),
            "full jitter favours no part of the minute: {quarters:?}"
        );
    }
}
