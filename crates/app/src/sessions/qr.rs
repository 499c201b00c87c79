//! Draws a QR code as the path of a vector image.

use std::fmt::Write as _;

use frontdesk_domain::secret::Secret;
use qrcode::{Color, EcLevel, QrCode};

/// A drawn code. As secret as its text.
pub(super) struct Drawn {
    /// Its side in modules, without a margin.
    pub(super) size: u16,
    /// The dark modules, one unit each.
    pub(super) path: String,
}

/// `None` for a text that no code can hold.
pub(super) fn draw(text: &Secret<String>) -> Option<Drawn> {
    // The least correction gives the fewest modules, which a phone reads best
    // from a clean screen.
    let code = QrCode::with_error_correction_level(text.expose(), EcLevel::L).ok()?;
    let size = code.width();
    let modules = code.to_colors();
    let mut path = String::new();
    for (y, row) in modules.chunks(size.max(1)).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|one, other| one == other) {
            if run.first() == Some(&Color::Dark) {
                let length = run.len();
                // Writing to a text cannot fail.
                let _ = write!(path, "M{x} {y}h{length}v1h-{length}z");
            }
            x += run.len();
        }
    }
    Some(Drawn {
        size: u16::try_from(size).ok()?,
        path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The picture that the path describes, drawn by its own rules.
    fn painted(drawn: &Drawn) -> Vec<String> {
        let side = usize::from(drawn.size);
        let mut rows = vec![vec!['·'; side]; side];
        for run in drawn.path.split('M').skip(1) {
            let (place, run) = run.split_once('h').unwrap();
            let (x, y) = place.split_once(' ').unwrap();
            let (length, _) = run.split_once('v').unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            for module in &mut rows[y][x..x + length.parse::<usize>().unwrap()] {
                *module = '█';
            }
        }
        rows.into_iter().map(String::from_iter).collect()
    }

    #[test]
    fn the_path_paints_exactly_the_dark_modules() {
        let text = "2@fictitious,reference,key,identity,secret";
        let drawn = draw(&Secret::new(text.to_owned())).unwrap();
        let code = QrCode::with_error_correction_level(text, EcLevel::L).unwrap();
        let expected: Vec<String> = code
            .to_colors()
            .chunks(code.width())
            .map(|row| {
                row.iter()
                    .map(|module| if *module == Color::Dark { '█' } else { '·' })
                    .collect()
            })
            .collect();
        assert_eq!(painted(&drawn), expected, "module by module");
        assert!(
            painted(&drawn)[0].starts_with("███████·"),
            "a finder stands in the corner, so no margin is part of it"
        );
    }

    #[test]
    fn a_text_too_long_for_any_code_is_no_code() {
        assert!(draw(&Secret::new("x".repeat(4_000))).is_none());
    }
}
