//! Small files that the network makes itself: a picture that opens, a voice
//! note that plays (silence), a document that opens, a film that has the
//! right head and nothing to show.

use crate::dice::Dice;
use flate2::{Compression, write::ZlibEncoder};
use std::io::Write;

/// A transparent WebP of one pixel.
pub(super) const STICKER: [u8; 26] = [
    b'R', b'I', b'F', b'F', 18, 0, 0, 0, b'W', b'E', b'B', b'P', b'V', b'P', b'8', b'L', 6, 0, 0,
    0, 0x2f, 0, 0, 0, 0x10, 0x07,
];

/// A square PNG in two random colours.
pub(crate) fn picture(dice: &mut Dice, side: u32) -> Vec<u8> {
    let (from, to) = (dice.bytes::<3>(), dice.bytes::<3>());
    let mut rows = Vec::new();
    for y in 0..side {
        rows.push(0);
        for x in 0..side {
            let share = (x + y) * 255 / (2 * side.max(1));
            for (from, to) in from.iter().zip(to) {
                let mixed = (u32::from(*from) * (255 - share) + u32::from(to) * share) / 255;
                rows.push(u8::try_from(mixed).unwrap_or(u8::MAX));
            }
        }
    }
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    // Writing into memory does not fail.
    let packed = encoder
        .write_all(&rows)
        .and_then(|()| encoder.finish())
        .unwrap_or_default();
    let mut header = Vec::new();
    header.extend(side.to_be_bytes());
    header.extend(side.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, data) in [(b"IHDR", &header[..]), (b"IDAT", &packed), (b"IEND", &[])] {
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
        assert!(picture(&mut dice, 16).starts_with(b"\x89PNG"));
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
