//! Medians, spreads and slopes.

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

/// By how much values rise from one to the next: the line that fits them best.
#[expect(clippy::cast_precision_loss, reason = "small counts")]
pub(super) fn slope(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    let middle = (count - 1.0) / 2.0;
    let mean = values.iter().sum::<f64>() / count;
    let mut both = 0.0;
    let mut width = 0.0;
    for (place, value) in values.iter().enumerate() {
        let from_middle = place as f64 - middle;
        both += from_middle * (value - mean);
        width += from_middle * from_middle;
    }
    if width > 0.0 { both / width } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slope_is_that_of_the_line_and_not_of_its_ends() {
        assert_eq!(slope(&[1.0, 3.0, 5.0, 7.0]), 2.0, "a line is itself");
        assert_eq!(slope(&[1.0, 5.0, 5.0, 1.0]), 0.0, "there and back");
        assert_eq!(slope(&[4.0]), 0.0, "one value rises by nothing");
    }

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
