//! Pictures of accounts. Phones hand them out as JPEG files, and clients may
//! refuse anything else, so these are: baseline, in squares of one colour, which
//! needs no more than the mean of each square.

use crate::dice::Dice;

/// Pixels along a square: what the format transforms at once.
const SQUARE: u16 = 8;

/// A picture of so many squares along each side, in two random colours.
pub(crate) fn portrait(dice: &mut Dice, squares: u16) -> Vec<u8> {
    let (from, to) = (dice.bytes::<3>(), dice.bytes::<3>());
    let steps = 2 * u32::from(squares.max(2) - 1);
    let mut scan = Scan::default();
    for y in 0..squares {
        for x in 0..squares {
            let share = u32::from(x) + u32::from(y);
            let mix = |place: usize| {
                let of = |colour: &[u8; 3]| u32::from(colour.get(place).copied().unwrap_or(0));
                (of(&from) * (steps - share) + of(&to) * share) / steps
            };
            scan.square([mix(0), mix(1), mix(2)].map(|part| i32::try_from(part).unwrap_or(0)));
        }
    }
    file(squares * SQUARE, &scan.done())
}

/// The file around a scan.
fn file(side: u16, scan: &[u8]) -> Vec<u8> {
    let [high, low] = side.to_be_bytes();
    let mut file = vec![0xff, 0xd8];
    segment(&mut file, 0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    // Every coefficient is kept in eighths, so that the first one, eight times the
    // mean, is the mean.
    let mut steps = vec![0];
    steps.extend([8; 64]);
    segment(&mut file, 0xdb, &steps);
    segment(
        &mut file,
        0xc0,
        &[
            8, high, low, high, low, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0,
        ],
    );
    // Nine words of four bits for the lengths of means, and one of one bit for
    // the end of a square.
    let mut means = vec![0, 0, 0, 0, 9];
    means.extend([0; 12]);
    means.extend(0..9);
    segment(&mut file, 0xc4, &means);
    let mut ends = vec![0x10, 1];
    ends.extend([0; 15]);
    ends.push(0);
    segment(&mut file, 0xc4, &ends);
    segment(&mut file, 0xda, &[3, 1, 0, 2, 0, 3, 0, 0, 63, 0]);
    file.extend(scan);
    file.extend([0xff, 0xd9]);
    file
}

fn segment(file: &mut Vec<u8>, kind: u8, body: &[u8]) {
    file.extend([0xff, kind]);
    let length = u16::try_from(body.len() + 2).unwrap_or(u16::MAX);
    file.extend(length.to_be_bytes());
    file.extend(body);
}

/// The squares, bit by bit.
#[derive(Default)]
struct Scan {
    bytes: Vec<u8>,
    /// Bits that make no whole byte yet, and how many they are.
    open: (u32, u32),
    /// The mean of each part in the square before.
    before: [i32; 3],
}

impl Scan {
    /// A square of red, green and blue.
    fn square(&mut self, [red, green, blue]: [i32; 3]) {
        let light = (299 * red + 587 * green + 114 * blue) / 1000 - 128;
        let blueness = (-169 * red - 331 * green + 500 * blue) / 1000;
        let redness = (500 * red - 419 * green - 81 * blue) / 1000;
        let now = [light, blueness, redness];
        for (mean, before) in now.into_iter().zip(self.before) {
            self.mean(mean - before);
        }
        self.before = now;
    }

    /// How much a mean differs from the one before, and the end of the square.
    fn mean(&mut self, difference: i32) {
        let length = u32::BITS - difference.unsigned_abs().leading_zeros();
        self.bits(length, 4);
        // A negative one is written as what is missing to the length's largest.
        let largest = (1_i32 << length) - 1;
        let written = if difference < 0 {
            difference + largest
        } else {
            difference
        };
        self.bits(u32::try_from(written).unwrap_or(0), length);
        self.bits(0, 1);
    }

    fn bits(&mut self, value: u32, count: u32) {
        for place in (0..count).rev() {
            let (bits, known) = self.open;
            self.open = (bits << 1 | (value >> place & 1), known + 1);
            if self.open.1 == 8 {
                let byte = u8::try_from(self.open.0).unwrap_or(0);
                self.bytes.push(byte);
                // Else it would read as the beginning of a segment.
                if byte == 0xff {
                    self.bytes.push(0);
                }
                self.open = (0, 0);
            }
        }
    }

    fn done(mut self) -> Vec<u8> {
        while self.open.1 != 0 {
            self.bits(1, 1);
        }
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_portrait_is_a_whole_jpeg_file_of_its_size() {
        let mut dice = Dice::new(4);
        for _ in 0..50 {
            let file = portrait(&mut dice, 12);
            assert!(file.starts_with(&[0xff, 0xd8, 0xff]), "its head");
            assert!(file.ends_with(&[0xff, 0xd9]), "its end");
            let frame = file.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
            assert_eq!(
                file[frame + 5..frame + 9],
                [0, 96, 0, 96],
                "96 by 96 pixels"
            );
            let scan = file.windows(2).position(|two| two == [0xff, 0xda]).unwrap();
            let body = &file[scan + 14..file.len() - 2];
            let markers = body.windows(2).filter(|two| two[0] == 0xff && two[1] != 0);
            assert_eq!(markers.count(), 0, "nothing in it looks like a segment");
        }
    }
}
