//! Small files that the network makes itself: a picture that opens, a voice
//! note that plays (silence), a document that opens, a film that has the
//! right head and nothing to show.

mod jpeg;

use crate::dice::Dice;
use flate2::{Compression, write::ZlibEncoder};
use std::{collections::BTreeMap, io::Write};

/// A transparent WebP of one pixel.
pub(super) const STICKER: [u8; 26] = [
    b'R', b'I', b'F', b'F', 18, 0, 0, 0, b'W', b'E', b'B', b'P', b'V', b'P', b'8', b'L', 6, 0, 0,
    0, 0x2f, 0, 0, 0, 0x10, 0x07,
];

/// A square in two colours, one of which becomes the other from corner to corner.
#[derive(Clone, Copy)]
pub(crate) struct TwoColours([u8; 3], [u8; 3]);

impl TwoColours {
    /// Two random ones.
    pub(crate) fn new(dice: &mut Dice) -> Self {
        Self(dice.bytes(), dice.bytes())
    }

    /// The square as a PNG file.
    pub(super) fn png(self, side: u16) -> Vec<u8> {
        let mut rows = Vec::new();
        for y in 0..side.into() {
            rows.push(0);
            for x in 0..side.into() {
                rows.extend(self.pixel(side, x, y));
            }
        }
        png(side.into(), side.into(), &rows, None)
    }

    /// The square as a JPEG file.
    pub(crate) fn jpeg(self, side: u16) -> Vec<u8> {
        jpeg::jpeg(side, side, |x, y| self.pixel(side, x, y))
    }

    fn pixel(self, side: u16, x: u32, y: u32) -> [u8; 3] {
        let share = (x + y) * 255 / (2 * u32::from(side.max(1)));
        let colour = mix(self.0.map(u32::from), self.1.map(u32::from), share);
        colour.map(|part| u8::try_from(part).unwrap_or(u8::MAX))
    }
}

/// How the light falls: sky above, sky at the horizon, sun, the farthest hills,
/// the nearest.
const LIGHTS: [[[u32; 3]; 5]; 5] = [
    // A clear morning.
    [
        [96, 158, 214],
        [214, 232, 240],
        [255, 244, 214],
        [140, 170, 176],
        [52, 92, 84],
    ],
    // Evening.
    [
        [58, 62, 120],
        [248, 172, 120],
        [255, 222, 160],
        [128, 92, 122],
        [44, 40, 66],
    ],
    // Fog.
    [
        [186, 196, 200],
        [226, 228, 224],
        [246, 244, 232],
        [168, 180, 180],
        [92, 108, 104],
    ],
    // High summer.
    [
        [70, 150, 210],
        [190, 224, 224],
        [255, 250, 210],
        [150, 190, 120],
        [64, 124, 60],
    ],
    // Night.
    [
        [16, 22, 48],
        [54, 70, 110],
        [232, 232, 214],
        [38, 50, 84],
        [14, 18, 34],
    ],
];

/// How many shades a sky has; the sun and the hills come after them.
const SHADES: u8 = 64;
const SUN: u8 = SHADES;
const HILLS: [u8; 3] = [SUN + 1, SUN + 2, SUN + 3];

/// A landscape that nobody has seen: sky, sun or moon, and hills behind hills.
/// The same view is the same landscape in every size.
#[derive(Clone, Copy)]
pub(super) struct Landscape(pub(super) u64);

impl Landscape {
    /// The landscape as a PNG file.
    pub(super) fn png(self, width: u16, height: u16) -> Vec<u8> {
        let (palette, rows) = paint(self.0, width.into(), height.into());
        let filtered: Vec<u8> = rows
            .chunks(usize::from(width.max(1)))
            .flat_map(|row| [&[0], row].concat())
            .collect();
        png(
            width.into(),
            height.into(),
            &filtered,
            Some(palette.as_flattened()),
        )
    }

    /// The landscape as a JPEG file, which is looked at enlarged: every pixel is
    /// the mean of four, so that no edge has steps.
    pub(super) fn jpeg(self, width: u16, height: u16) -> Vec<u8> {
        let (palette, rows) = paint(self.0, u32::from(width) * 2, u32::from(height) * 2);
        let colour = |x: u32, y: u32| {
            let place = usize::try_from(y * 2 * u32::from(width) + x).unwrap_or(0);
            let colour = rows.get(place).and_then(|at| palette.get(usize::from(*at)));
            colour.copied().unwrap_or_default().map(u32::from)
        };
        jpeg::jpeg(width, height, |x, y| {
            let (x, y) = (2 * x, 2 * y);
            let upper = mix(colour(x, y), colour(x + 1, y), 127);
            let lower = mix(colour(x, y + 1), colour(x + 1, y + 1), 127);
            mix(upper, lower, 127).map(|part| u8::try_from(part).unwrap_or(u8::MAX))
        })
    }
}

/// A palette, and which of its colours every pixel has, row after row: quick even
/// without optimisation.
fn paint(view: u64, width: u32, height: u32) -> (Vec<[u8; 3]>, Vec<u8>) {
    let mut dice = Dice::fork(view, "landscape");
    let light = dice.pick(&LIGHTS).copied().unwrap_or_default();
    let mut some = |low, high| u32::try_from(dice.between(low, high)).unwrap_or(0);
    let (sun_x, sun_y) = (some(15, 85) * width / 100, some(15, 40) * height / 100);
    let radius = height * some(5, 9) / 100;
    // Which hill stands in each column, at the row that is painted.
    let mut hills = vec![0_u8; usize::try_from(width).unwrap_or(0)];
    let mut rises: BTreeMap<u32, Vec<(usize, u8)>> = BTreeMap::new();
    for (low, hill) in [48, 60, 74].into_iter().zip(HILLS) {
        for (x, top) in ridge(&mut dice, width, height, low).into_iter().enumerate() {
            rises.entry(top).or_default().push((x, hill));
        }
    }
    let mut rows = Vec::new();
    for y in 0..height {
        for (x, hill) in rises.remove(&y).unwrap_or_default() {
            if let Some(column) = hills.get_mut(x) {
                *column = hill.max(*column);
            }
        }
        let shade = (y * 100 / height.max(1)).min(u32::from(SHADES) - 1);
        let start = rows.len();
        rows.resize(start + hills.len(), u8::try_from(shade).unwrap_or(0));
        let row = rows.get_mut(start..).unwrap_or_default();
        let half = (radius * radius)
            .checked_sub(y.abs_diff(sun_y).pow(2))
            .map(u32::isqrt);
        if let Some(half) = half {
            let from = usize::try_from(sun_x.saturating_sub(half)).unwrap_or(0);
            let to = usize::try_from(sun_x + half).unwrap_or(0).min(row.len());
            row.get_mut(from..to).unwrap_or_default().fill(SUN);
        }
        for (pixel, hill) in row.iter_mut().zip(&hills) {
            if *hill > 0 {
                *pixel = *hill;
            }
        }
    }
    (palette(light), rows)
}

fn palette([above, horizon, sun, far, near]: [[u32; 3]; 5]) -> Vec<[u8; 3]> {
    let shades = (0..SHADES).map(|shade| mix(above, horizon, u32::from(shade) * 4));
    let hills = [0, 127, 255].map(|share| mix(far, near, share));
    shades
        .chain([sun])
        .chain(hills)
        .map(|colour| colour.map(|part| u8::try_from(part).unwrap_or(u8::MAX)))
        .collect()
}

/// The upper edge of a range of hills, from left to right.
fn ridge(dice: &mut Dice, width: u32, height: u32, low: u64) -> Vec<u32> {
    const PEAKS: u32 = 6;
    let tops: Vec<u32> = (0..=PEAKS)
        .map(|_| {
            let per_cent = u32::try_from(dice.between(low - 12, low + 8)).unwrap_or(50);
            height * per_cent / 100
        })
        .collect();
    let top = |peak: u32| {
        let place = usize::try_from(peak.min(PEAKS)).unwrap_or(0);
        tops.get(place).copied().unwrap_or(height)
    };
    (0..width)
        .map(|x| {
            let along = x * PEAKS * 256 / width.max(1);
            let (peak, share) = (along / 256, along % 256);
            // Round at the peaks and in the valleys.
            let round = share * share * (768 - 2 * share) / 65_536;
            (top(peak) * (256 - round) + top(peak + 1) * round) / 256
        })
        .collect()
}

/// A colour between two, `share` of 255 towards the second.
fn mix(from: [u32; 3], to: [u32; 3], share: u32) -> [u32; 3] {
    let [a, b, c] = from;
    let [d, e, f] = to;
    [(a, d), (b, e), (c, f)].map(|(from, to)| (from * (255 - share) + to * share) / 255)
}

/// A PNG of these rows, each with its filter's byte before it: of three bytes
/// per pixel, or of one that names a colour of the palette.
fn png(width: u32, height: u32, rows: &[u8], palette: Option<&[u8]>) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    // Writing into memory does not fail.
    let packed = encoder
        .write_all(rows)
        .and_then(|()| encoder.finish())
        .unwrap_or_default();
    let mut header = Vec::new();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, if palette.is_some() { 3 } else { 2 }, 0, 0, 0]);
    let parts = [
        Some((b"IHDR", &header[..])),
        palette.map(|colours| (b"PLTE", colours)),
        Some((b"IDAT", &packed)),
        Some((b"IEND", &[])),
    ];
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, data) in parts.into_iter().flatten() {
        png.extend(u32::try_from(data.len()).unwrap_or(0).to_be_bytes());
        let start = png.len();
        png.extend(name);
        png.extend(data);
        let mut crc = flate2::Crc::new();
        crc.update(png.get(start..).unwrap_or_default());
        png.extend(crc.sum().to_be_bytes());
    }
    png
}

/// An Ogg file with that many seconds of Opus silence.
pub(super) fn silence(seconds: u32) -> Vec<u8> {
    /// One packet of 20 ms silence.
    const PACKET: [u8; 3] = [0xf8, 0xff, 0xfe];
    const PACKETS_PER_PAGE: u32 = 50;
    let head = *b"OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00";
    let tags = b"OpusTags\x03\x00\x00\x00sim\x00\x00\x00\x00";
    let mut file = ogg_page(&[&head[..]], 0, 0, 2);
    file.extend(ogg_page(&[&tags[..]], 0, 1, 0));
    for page in 0..seconds {
        let packets: Vec<&[u8]> = (0..PACKETS_PER_PAGE).map(|_| &PACKET[..]).collect();
        let granule = u64::from(page + 1) * 48_000;
        let last = if page + 1 == seconds { 4 } else { 0 };
        file.extend(ogg_page(&packets, granule, page + 2, last));
    }
    file
}

/// A one-page PDF, padded with random comment text to about that size.
pub(super) fn document(dice: &mut Dice, size: usize) -> Vec<u8> {
    let mut text = String::from(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
         2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n",
    );
    while text.len() + 80 < size {
        text.push_str(&format!("% {}\n", dice.hex::<30>()));
    }
    text.push_str("trailer<</Root 1 0 R>>\n%%EOF\n");
    text.into_bytes()
}

/// An MP4 head followed by free space.
pub(super) fn film(dice: &mut Dice, size: usize) -> Vec<u8> {
    let mut file = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42".to_vec();
    let free = u32::try_from(size.saturating_sub(file.len()).max(8)).unwrap_or(8);
    file.extend(free.to_be_bytes());
    file.extend(b"free");
    while file.len() < size {
        file.extend(dice.bytes::<32>());
    }
    file
}

fn ogg_page(packets: &[&[u8]], granule: u64, number: u32, flags: u8) -> Vec<u8> {
    let mut page = b"OggS\x00".to_vec();
    page.push(flags);
    page.extend(granule.to_le_bytes());
    page.extend(1_u32.to_le_bytes());
    page.extend(number.to_le_bytes());
    page.extend([0; 4]);
    page.push(u8::try_from(packets.len()).unwrap_or(0));
    page.extend(
        packets
            .iter()
            .map(|packet| u8::try_from(packet.len()).unwrap_or(0)),
    );
    for packet in packets {
        page.extend(*packet);
    }
    let crc = ogg_crc(&page).to_le_bytes();
    for (place, byte) in page.iter_mut().skip(22).zip(crc) {
        *place = byte;
    }
    page
}

fn ogg_crc(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |crc, byte| {
        (0..8).fold(crc ^ (u32::from(*byte) << 24), |crc, _| {
            if crc & 0x8000_0000 == 0 {
                crc << 1
            } else {
                (crc << 1) ^ 0x04c1_1db7
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_carry_the_heads_by_which_programs_know_them() {
        let mut dice = Dice::new(4);
        let square = TwoColours::new(&mut dice);
        assert!(square.png(16).starts_with(b"\x89PNG"));
        assert!(square.jpeg(16).starts_with(b"\xff\xd8\xff"));
        assert!(Landscape(7).png(36, 24).starts_with(b"\x89PNG"));
        assert!(Landscape(7).jpeg(36, 24).starts_with(b"\xff\xd8\xff"));
        assert!(silence(2).starts_with(b"OggS"));
        assert!(document(&mut dice, 900).starts_with(b"%PDF"));
        assert_eq!(film(&mut dice, 900).get(4..8), Some(&b"ftyp"[..]));
    }

    #[test]
    fn an_ogg_page_carries_the_checksum_of_the_standard() {
        // The published check value of this polynomial over "123456789".
        assert_eq!(ogg_crc(b"123456789"), 0x89a1_897f);
    }
}
