//! What is offered to the phone at the moment, and for how long.

use crate::session::{Deadline, Moment, Mono};

/// How many QR codes one connection gets.
pub const QR_REFS: u8 = 6;

/// The longest a QR code can live, whatever the engine says.
const QR_LONGEST: u64 = 60_000;
/// The next code of a series may take this long to appear.
const QR_GRACE: u64 = 1_000;
/// Two codes that end this close to each other are one code, drawn anew.
const SAME_REF_WITHIN: u64 = 1_000;
/// The longest a pairing code can live, whatever the engine says.
const CODE_LONGEST: u64 = 180_000;
/// How long the server may take to answer with a code.
const CODE_ANSWER: u64 = 30_000;

/// The offers of one pairing connection. At least one of the two is alive,
/// otherwise pairing is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pairing {
    /// The QR code, until the last of the series ran out.
    pub qr: Option<QrSeries>,
    /// The pairing code.
    pub code: PhoneCode,
}

/// Where a series of QR codes stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QrSeries {
    /// Which code this is, from 1.
    pub number: u8,
    /// How many there will be.
    pub of: u8,
    /// When this one stops working.
    pub expires: Deadline,
}

/// Where the pairing code stands. There is one at a time; the rotation of the
/// QR codes does not touch it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneCode {
    /// None was asked for.
    None,
    /// Asked for.
    Asked {
        /// When no answer counts as a refusal.
        by: Mono,
    },
    /// On the screen.
    Shown {
        /// When it stops working.
        expires: Deadline,
    },
}

/// What became of an offer when its time came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lapse {
    /// Nothing was due.
    Nothing,
    /// Something ended, something is left.
    Partly,
    /// Nothing is left to offer.
    Over,
}

impl Pairing {
    /// The first QR code of a connection.
    pub const fn first(valid_for: u64, now: Moment) -> Self {
        Self {
            qr: Some(QrSeries::first(valid_for, now)),
            code: PhoneCode::None,
        }
    }

    /// Another QR code came. A series that is over is not begun anew, and a
    /// code beyond the last is none: QR codes do not go on for ever.
    #[must_use]
    pub fn with_qr(mut self, valid_for: u64, now: Moment) -> Self {
        self.qr = self.qr.and_then(|series| series.next(valid_for, now));
        self
    }

    /// A pairing code was asked for.
    #[must_use]
    pub const fn with_code_asked(mut self, now: Moment) -> Self {
        self.code = PhoneCode::Asked {
            by: now.mono.plus(CODE_ANSWER),
        };
        self
    }

    /// The pairing code that was asked for came; one that nobody waits for any
    /// more is not shown.
    #[must_use]
    pub const fn with_code(mut self, valid_for: u64, now: Moment) -> Self {
        if let PhoneCode::Asked { .. } = self.code {
            self.code = PhoneCode::Shown {
                expires: now.deadline_in(at_most(valid_for, CODE_LONGEST)),
            };
        }
        self
    }

    /// When something here ends next.
    pub(crate) fn next(&self) -> Option<Mono> {
        let code = match self.code {
            PhoneCode::None => None,
            PhoneCode::Asked { by } => Some(by),
            PhoneCode::Shown { expires } => Some(expires.at),
        };
        let qr = self.qr.map(QrSeries::gone_at);
        match (code, qr) {
            (Some(code), Some(qr)) => Some(code.min(qr)),
            (one, other) => one.or(other),
        }
    }

    /// Lets end what is over.
    pub(crate) fn lapse(&mut self, now: Moment) -> Lapse {
        let mut lapse = Lapse::Nothing;
        match self.code {
            PhoneCode::Asked { by: end }
            | PhoneCode::Shown {
                expires: Deadline { at: end, .. },
            } if now.has_reached(end) => {
                self.code = PhoneCode::None;
                lapse = Lapse::Partly;
            }
            PhoneCode::None | PhoneCode::Asked { .. } | PhoneCode::Shown { .. } => {}
        }
        if self.qr.is_some_and(|qr| now.has_reached(qr.gone_at())) {
            self.qr = None;
            lapse = Lapse::Partly;
        }
        if self.is_over() { Lapse::Over } else { lapse }
    }

    /// Whether nothing is left to offer.
    pub(crate) fn is_over(&self) -> bool {
        self.qr.is_none() && self.code == PhoneCode::None
    }

    pub(crate) const fn reshow(&mut self, by_millis: i64) {
        if let Some(qr) = &mut self.qr {
            qr.expires.reshow(by_millis);
        }
        if let PhoneCode::Shown { expires } = &mut self.code {
            expires.reshow(by_millis);
        }
    }
}

impl QrSeries {
    const fn first(valid_for: u64, now: Moment) -> Self {
        Self {
            number: 1,
            of: QR_REFS,
            expires: now.deadline_in(at_most(valid_for, QR_LONGEST)),
        }
    }

    fn next(self, valid_for: u64, now: Moment) -> Option<Self> {
        let expires = now.deadline_in(at_most(valid_for, QR_LONGEST));
        // The engine redraws a code whose secrets changed without moving on.
        let same = !now.has_reached(self.expires.at)
            && expires.at.0.abs_diff(self.expires.at.0) <= SAME_REF_WITHIN;
        let number = if same {
            self.number
        } else {
            self.number.saturating_add(1)
        };
        (number <= self.of).then_some(Self {
            number,
            expires,
            ..self
        })
    }

    /// When the code must be off the screen: at once after the last, after a
    /// blink between two.
    fn gone_at(self) -> Mono {
        if self.number >= self.of {
            self.expires.at
        } else {
            self.expires.at.plus(QR_GRACE)
        }
    }
}

const fn at_most(value: u64, most: u64) -> u64 {
    if value < most { value } else { most }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    fn at(mono: u64) -> Moment {
        Moment {
            mono: Mono(mono),
            wall: Timestamp(1_000_000 + i64::try_from(mono).unwrap()),
            dice: 0,
        }
    }

    #[test]
    fn six_codes_are_counted_and_a_redrawn_one_is_not() {
        let mut pairing = Pairing::first(60_000, at(0));
        let mut seen = vec![(0, pairing.qr.unwrap().number)];
        // The second is redrawn once, four seconds before it ends.
        for (mono, valid_for) in [
            (60_000, 20_000),
            (76_000, 4_000),
            (80_050, 20_000),
            (100_100, 20_000),
            (120_100, 20_000),
            (140_200, 20_000),
        ] {
            assert_eq!(pairing.lapse(at(mono)), Lapse::Nothing, "in time at {mono}");
            pairing = pairing.with_qr(valid_for, at(mono));
            seen.push((mono, pairing.qr.unwrap().number));
        }
        let numbers: Vec<u8> = seen.iter().map(|(_, number)| *number).collect();
        assert_eq!(numbers, [1, 2, 2, 3, 4, 5, 6], "code n of 6");
        assert_eq!(pairing.next(), Some(Mono(160_200)), "the last has no grace");
        assert_eq!(
            pairing.with_qr(20_000, at(160_100)).qr,
            None,
            "there is no seventh"
        );
        assert_eq!(pairing.lapse(at(160_200)), Lapse::Over, "nothing is left");
    }

    #[test]
    fn a_pairing_code_outlives_the_qr_codes_and_is_not_renewed_with_them() {
        let mut pairing = Pairing::first(60_000, at(0)).with_code_asked(at(1_000));
        pairing = pairing.with_code(180_000, at(2_000));
        let shown = pairing.code;
        pairing = pairing.with_qr(20_000, at(60_000));
        assert_eq!(pairing.code, shown, "a new QR code changes nothing");
        assert_eq!(pairing.lapse(at(81_000)), Lapse::Partly, "the QR is gone");
        assert_eq!(pairing.lapse(at(181_999)), Lapse::Nothing, "the code works");
        assert_eq!(pairing.lapse(at(182_000)), Lapse::Over, "180 s are over");
    }

    #[test]
    fn a_code_that_was_withdrawn_is_not_shown_when_it_comes_late() {
        let pairing = Pairing::first(60_000, at(0)).with_code(180_000, at(5));
        assert_eq!(pairing.code, PhoneCode::None, "nobody waits for it");
    }

    #[test]
    fn no_code_is_believed_to_live_longer_than_the_server_lets_it() {
        let pairing = Pairing::first(u64::MAX, at(0))
            .with_code_asked(at(0))
            .with_code(u64::MAX, at(0));
        assert_eq!(pairing.qr.unwrap().expires.at, Mono(60_000), "a minute");
        assert_eq!(
            pairing.code,
            PhoneCode::Shown {
                expires: at(0).deadline_in(180_000)
            },
            "three minutes"
        );
    }
}
