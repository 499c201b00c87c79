//! Small JPEG files. Phones hand out pictures of accounts and previews of files
//! as such, and clients may refuse anything else. Baseline, every colour at full
//! size, words of two lengths: what is small and smooth needs no more. Integers
//! alone, so that a picture is the same to the byte on every machine.

/// Pixels along a square: what the format transforms at once.
const SQUARE: usize = 8;
/// 4096 times half the cosine of so many sixteenths of a half turn.
const COSINES: [i64; 9] = [2048, 2009, 1892, 1703, 1448, 1138, 784, 400, 0];
/// The order in which a square is written: from the coarse to the fine, row after
/// row of this table.
const ORDER: [[usize; SQUARE]; SQUARE] = [
    [0, 1, 8, 16, 9, 2, 3, 10],
    [17, 24, 32, 25, 18, 11, 4, 5],
    [12, 19, 26, 33, 40, 48, 41, 34],
    [27, 20, 13, 6, 7, 14, 21, 28],
    [35, 42, 49, 56, 57, 50, 43, 36],
    [29, 22, 15, 23, 30, 37, 44, 51],
    [58, 59, 52, 45, 38, 31, 39, 46],
    [53, 60, 61, 54, 47, 55, 62, 63],
];
/// Nothing but zeros up to the end of the square.
const END: u8 = 0;
/// Sixteen zeros.
const ZEROS: u8 = 0xf0;
/// Most bits of a number that is written after the first of its square.
const LONGEST: u8 = 8;

/// A file of so many pixels, each asked for by its column and row.
pub(super) fn jpeg(width: u16, height: u16, pixel: impl Fn(u32, u32) -> [u8; 3]) -> Vec<u8> {
    let mut scan = Scan::default();
    let side = u16::try_from(SQUARE).unwrap_or(u16::MAX);
    for top in (0..height).step_by(SQUARE) {
        for left in (0..width).step_by(SQUARE) {
            let mut parts = [[0; SQUARE * SQUARE]; 3];
            let places = (0..side).flat_map(|y| (0..side).map(move |x| (x, y)));
            for (at, (x, y)) in places.enumerate() {
                // Squares over the edge repeat it.
                let x = (left + x).min(width.saturating_sub(1));
                let y = (top + y).min(height.saturating_sub(1));
                let shades = shades(pixel(x.into(), y.into()));
                for (part, shade) in parts.iter_mut().zip(shades) {
                    if let Some(place) = part.get_mut(at) {
                        *place = shade;
                    }
                }
            }
            scan.squares(&parts);
        }
    }
    file(width, height, &scan.done())
}

/// Light, blueness and redness, each around zero.
fn shades(colour: [u8; 3]) -> [i64; 3] {
    let [red, green, blue] = colour.map(i64::from);
    [
        (299 * red + 587 * green + 114 * blue) / 1000 - 128,
        (-169 * red - 331 * green + 500 * blue) / 1000,
        (500 * red - 419 * green - 81 * blue) / 1000,
    ]
}

/// The file around a scan.
fn file(width: u16, height: u16, scan: &[u8]) -> Vec<u8> {
    let mut file = vec![0xff, 0xd8];
    segment(&mut file, 0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    let mut steps = vec![0];
    steps.extend(
        ORDER
            .as_flattened()
            .iter()
            .map(|at| u8::try_from(step(*at)).unwrap_or(u8::MAX)),
    );
    segment(&mut file, 0xdb, &steps);
    let mut frame = vec![8];
    frame.extend(height.to_be_bytes());
    frame.extend(width.to_be_bytes());
    frame.extend([3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]);
    segment(&mut file, 0xc0, &frame);
    // Nine words of four bits for the lengths of first numbers.
    let mut firsts = vec![0, 0, 0, 0, 9];
    firsts.extend([0; 12]);
    firsts.extend(0..9);
    segment(&mut file, 0xc4, &firsts);
    // One word of one bit for the end of a square, and many of nine.
    let rest: Vec<u8> = rest().collect();
    let mut words = vec![0x10, 1];
    words.extend([0; 7]);
    words.push(u8::try_from(rest.len()).unwrap_or(u8::MAX));
    words.extend([0; 7]);
    words.push(END);
    words.extend(rest);
    segment(&mut file, 0xc4, &words);
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

/// What the words of nine bits mean: how many zeros come first, and how many bits
/// the number after them has.
fn rest() -> impl Iterator<Item = u8> {
    let runs = (0..16).flat_map(|zeros| (1..=LONGEST).map(move |length| zeros << 4 | length));
    std::iter::once(ZEROS).chain(runs)
}

/// How coarsely a wave is kept: the finer, the coarser, because nobody sees it.
fn step(at: usize) -> i64 {
    let (down, across) = (at / SQUARE, at % SQUARE);
    i64::try_from(SQUARE + down + across).unwrap_or(i64::MAX)
}

/// The waves of which a square is made, at their places.
fn waves(square: &[i64; SQUARE * SQUARE]) -> [i64; SQUARE * SQUARE] {
    turned(&turned(square))
}

/// The waves along each row, row and column changed places: done twice, all are
/// found and everything is in its place again.
fn turned(square: &[i64; SQUARE * SQUARE]) -> [i64; SQUARE * SQUARE] {
    let mut found = [0; SQUARE * SQUARE];
    for (at, place) in found.iter_mut().enumerate() {
        let (wave, row) = (at / SQUARE, at % SQUARE);
        let values = square.iter().skip(row * SQUARE).take(SQUARE);
        let sum: i64 = values
            .enumerate()
            .map(|(x, value)| value * weight(wave, x))
            .sum();
        *place = (sum + 2048) >> 12;
    }
    found
}

/// How much a place counts towards a wave.
fn weight(wave: usize, place: usize) -> i64 {
    let cosine = |turn: usize| COSINES.get(turn).copied().unwrap_or(0);
    if wave == 0 {
        return cosine(4);
    }
    let turn = (2 * place + 1) * wave % 32;
    let turn = turn.min(32 - turn);
    if turn <= 8 {
        cosine(turn)
    } else {
        -cosine(16 - turn)
    }
}

/// The squares, bit by bit.
#[derive(Default)]
struct Scan {
    bytes: Vec<u8>,
    /// Bits that make no whole byte yet, and how many they are.
    open: (u32, u32),
    /// The first number of each part in the square before.
    before: [i64; 3],
}

impl Scan {
    /// One place of the picture, in all its parts.
    fn squares(&mut self, parts: &[[i64; SQUARE * SQUARE]; 3]) {
        let mut before = self.before;
        for (part, before) in parts.iter().zip(&mut before) {
            let waves = waves(part);
            let mut numbers = ORDER.as_flattened().iter().map(|at| {
                let (wave, step) = (waves.get(*at).copied().unwrap_or(0), step(*at));
                (wave + step / 2 * wave.signum()) / step
            });
            let first = numbers.next().unwrap_or(0);
            self.first(first - *before);
            *before = first;
            self.others(numbers);
        }
        self.before = before;
    }

    /// How much the first number differs from that of the square before.
    fn first(&mut self, difference: i64) {
        let length = length(difference);
        self.bits(length.into(), 4);
        self.number(difference, length);
    }

    /// The other numbers, zeros counted instead of written.
    fn others(&mut self, numbers: impl Iterator<Item = i64>) {
        let mut zeros = 0_u8;
        for number in numbers {
            if number == 0 {
                zeros += 1;
                continue;
            }
            while zeros >= 16 {
                self.word(ZEROS);
                zeros -= 16;
            }
            let length = length(number);
            self.word(zeros << 4 | length);
            self.number(number, length);
            zeros = 0;
        }
        if zeros > 0 {
            self.bits(0, 1);
        }
    }

    /// One of the words of nine bits.
    fn word(&mut self, meaning: u8) {
        let place = rest().position(|one| one == meaning).unwrap_or(0);
        self.bits(0x100 + u32::try_from(place).unwrap_or(0), 9);
    }

    fn number(&mut self, number: i64, length: u8) {
        // A negative one is written as what is missing to the length's largest.
        let largest = (1_i64 << length) - 1;
        let written = if number < 0 { number + largest } else { number };
        self.bits(u32::try_from(written).unwrap_or(0), length.into());
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

/// How many bits a number takes.
fn length(number: i64) -> u8 {
    let bits = i64::BITS - number.unsigned_abs().leading_zeros();
    u8::try_from(bits).unwrap_or(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Its bytes between the head of its scan and its end.
    fn scan(file: &[u8]) -> &[u8] {
        let at = file.windows(2).position(|two| two == [0xff, 0xda]).unwrap();
        &file[at + 14..file.len() - 2]
    }

    #[test]
    fn a_picture_is_a_whole_file_of_its_size() {
        for (width, height) in [(96, 96), (72, 48), (64, 36), (1, 1)] {
            let file = jpeg(width, height, |x, y| {
                [x, y, x * y].map(|part| u8::try_from(part % 256).unwrap())
            });
            assert!(file.starts_with(&[0xff, 0xd8, 0xff]), "its head");
            assert!(file.ends_with(&[0xff, 0xd9]), "its end");
            let frame = file.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
            let size = [height.to_be_bytes(), width.to_be_bytes()].concat();
            assert_eq!(file[frame + 5..frame + 9], size, "{width} by {height}");
            let markers = scan(&file).windows(2);
            let markers = markers.filter(|two| two[0] == 0xff && two[1] != 0);
            assert_eq!(markers.count(), 0, "nothing in it looks like a segment");
        }
    }

    #[test]
    fn what_has_one_colour_takes_one_number_in_each_square() {
        let file = jpeg(16, 8, |_, _| [128; 3]);
        // Grey is zero in every part: a length of no bits, and the end of the square.
        assert_eq!(
            scan(&file),
            [0, 0, 0, 0b11],
            "six squares of five bits, filled up with ones"
        );
    }

    #[test]
    fn the_waves_of_a_square_make_the_square_again() {
        let mut square = [0; SQUARE * SQUARE];
        for (at, place) in square.iter_mut().enumerate() {
            let at = i64::try_from(at).unwrap();
            *place = at * at * 37 % 255 - 127;
        }
        let waves = waves(&square);
        for (at, shade) in square.iter().enumerate() {
            let (y, x) = (at / SQUARE, at % SQUARE);
            let sum: i64 = waves
                .iter()
                .enumerate()
                .map(|(wave, much)| much * weight(wave / SQUARE, y) * weight(wave % SQUARE, x))
                .sum();
            let again = sum >> 24;
            assert!(
                (again - shade).abs() <= 2,
                "{shade} at {x}, {y} came back as {again}"
            );
        }
    }
}
