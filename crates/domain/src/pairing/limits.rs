//! How often codes may be asked for. Repeated linking gets numbers restricted,
//! so the limits hold here, before the server has to say it.

use crate::{
    backoff,
    session::{Deadline, Moment, Mono},
};

const WINDOW: u64 = 15 * 60_000;
const SERIES_PER_WINDOW: usize = 6;
const SERIES_APART: u64 = 3_000;
const CODES_PER_WINDOW: usize = 5;
const CODES_APART: u64 = 20_000;
const FIRST_BACK_OFF: u64 = 60_000;
const LAST_BACK_OFF: u64 = 15 * 60_000;
/// A server that names a longer time than this is not believed.
const LONGEST_HINT: u64 = 24 * 60 * 60_000;

/// How the server answers an ask for a pairing code it does not follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairCodeAnswer {
    /// 400: throttled, or something is wrong with the number.
    BadRequest,
    /// 403: not for this number.
    Forbidden,
    /// 429: too many.
    TooMany,
    /// 452: this account cannot be linked by number.
    NotAvailable,
    /// 500, or a code without a meaning.
    Fault,
}

impl PairCodeAnswer {
    /// From the server's number.
    pub const fn from_code(code: u16) -> Self {
        match code {
            400 => Self::BadRequest,
            403 => Self::Forbidden,
            429 => Self::TooMany,
            452 => Self::NotAvailable,
            _ => Self::Fault,
        }
    }
}

/// The asks of the last quarter of an hour, and what the server said to them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeLimits {
    series: Vec<Mono>,
    codes: Vec<Mono>,
    strikes: u32,
    blocked: Option<Deadline>,
}

impl CodeLimits {
    /// Takes one series of QR codes from the allowance.
    ///
    /// # Errors
    /// When it is too soon: the time it may be asked for again.
    pub fn take_series(&mut self, now: Moment) -> Result<(), Deadline> {
        take(&mut self.series, SERIES_PER_WINDOW, SERIES_APART, now)
    }

    /// Takes one pairing code from the allowance.
    ///
    /// # Errors
    /// When it is too soon: the time it may be asked for again.
    pub fn take_code(&mut self, now: Moment) -> Result<(), Deadline> {
        if let Some(blocked) = self.blocked_until(now) {
            return Err(blocked);
        }
        take(&mut self.codes, CODES_PER_WINDOW, CODES_APART, now)
    }

    /// The server refused a pairing code. `hint` is the wait it named.
    pub fn back_off(&mut self, hint: Option<u64>, now: Moment) -> Deadline {
        self.strikes = self.strikes.saturating_add(1);
        let own = backoff::ceiling(FIRST_BACK_OFF, LAST_BACK_OFF, self.strikes);
        let wait = own.max(hint.unwrap_or(0).min(LONGEST_HINT));
        let until = now.deadline_in(wait);
        self.blocked = Some(until);
        until
    }

    /// A phone was linked: the strikes before it no longer count.
    pub fn forgive(&mut self) {
        self.strikes = 0;
        self.blocked = None;
    }

    /// Until when the server wants no ask for a pairing code.
    pub fn blocked_until(&self, now: Moment) -> Option<Deadline> {
        self.blocked.filter(|until| !now.has_reached(until.at))
    }

    pub(crate) const fn reshow(&mut self, by_millis: i64) {
        if let Some(blocked) = &mut self.blocked {
            blocked.reshow(by_millis);
        }
    }
}

fn take(taken: &mut Vec<Mono>, most: usize, apart: u64, now: Moment) -> Result<(), Deadline> {
    taken.retain(|at| !now.has_reached(at.plus(WINDOW)));
    let after_last = taken.last().map(|last| last.plus(apart));
    let after_first = taken
        .len()
        .checked_sub(most)
        .and_then(|index| taken.get(index))
        .map(|first| first.plus(WINDOW));
    let free_at = after_last.max(after_first);
    match free_at {
        Some(at) if !now.has_reached(at) => Err(now.deadline_at(at)),
        Some(_) | None => {
            taken.push(now.mono);
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    fn at(seconds: u64) -> Moment {
        Moment {
            mono: Mono(seconds * 1_000),
            wall: Timestamp(i64::try_from(seconds * 1_000).unwrap()),
            dice: 0,
        }
    }

    #[test]
    fn five_pairing_codes_in_a_quarter_of_an_hour_twenty_seconds_apart() {
        let mut limits = CodeLimits::default();
        let granted: Vec<u64> = (0..=900)
            .filter(|second| limits.take_code(at(*second)).is_ok())
            .collect();
        assert_eq!(
            granted,
            [0, 20, 40, 60, 80, 900],
            "granted at these seconds"
        );
        assert_eq!(
            limits.take_code(at(901)),
            Err(at(901).deadline_at(at(920).mono)),
            "the refusal names the time it ends"
        );
    }

    #[test]
    fn a_throttled_ask_waits_longer_each_time_and_at_least_as_long_as_the_server_says() {
        let mut limits = CodeLimits::default();
        let mut waits = Vec::new();
        for _ in 0..6 {
            waits.push(limits.back_off(None, at(0)).at.0 / 1_000);
        }
        assert_eq!(
            waits,
            [60, 120, 240, 480, 900, 900],
            "doubling, then 15 min"
        );
        assert_eq!(
            limits.back_off(Some(3_600_000), at(0)).at,
            at(3_600).mono,
            "the server's own time wins when it is longer"
        );
        assert!(limits.take_code(at(3_599)).is_err(), "still blocked");
        assert!(limits.take_code(at(3_600)).is_ok(), "the time is over");
    }

    #[test]
    fn a_linked_phone_forgives_what_came_before() {
        let mut limits = CodeLimits::default();
        limits.back_off(None, at(0));
        limits.back_off(None, at(0));
        limits.forgive();
        assert_eq!(limits.blocked_until(at(0)), None, "no timer is left");
        assert_eq!(
            limits.back_off(None, at(0)).at,
            at(60).mono,
            "the next one starts small"
        );
    }
}
