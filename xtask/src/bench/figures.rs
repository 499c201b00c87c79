//! Medians and spreads.

/// The middle, the smallest and the largest of some measurements.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spread {
    pub(super) median: f64,
    pub(super) min: f64,
    pub(super) max: f64,
}

impl Spread {
    /// `None` without a single measurement.
    pub(super) fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        let upper = *values.get(values.len() / 2)?;
        let lower = *values.get(values.len().saturating_sub(1) / 2)?;
        Some(Self {
            median: f64::midpoint(lower, upper),
            min: *values.first()?,
            max: *values.last()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_the_middle() {
        let odd = Spread::of([3.0, 1.0, 20.0]).expect("three values");
        assert_eq!(
            (odd.median, odd.min, odd.max),
            (3.0, 1.0, 20.0),
            "an outlier does not move it"
        );
        let even = Spread::of([4.0, 1.0, 2.0, 8.0]).expect("four values");
        assert_eq!(even.median, 3.0, "between the two in the middle");
        assert_eq!(Spread::of([]), None, "nothing measured is nothing claimed");
    }
}
