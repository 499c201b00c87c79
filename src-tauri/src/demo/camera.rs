//! The eye of a simulated phone: reads a code off the screen.

use frontdesk_app::view::pairing::QrView;

/// Screen points per module, as many as the reader needs to find its way.
const POINT: usize = 4;
/// Modules of bright margin around a code.
const MARGIN: usize = 4;

/// What the code says; `None` if it cannot be read.
pub(super) fn read(code: &QrView) -> Option<String> {
    let dark = dark_modules(code)?;
    let side = (usize::from(code.size) + 2 * MARGIN) * POINT;
    let module = |at: usize| (at / POINT).checked_sub(MARGIN);
    let mut screen = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
        let is_dark = module(x)
            .zip(module(y))
            .is_some_and(|place| dark.contains(&place));
        if is_dark { 0 } else { u8::MAX }
    });
    let (_, text) = screen.detect_grids().first()?.decode().ok()?;
    Some(text)
}

/// Follows the path as a screen does: each stretch is one row high.
fn dark_modules(code: &QrView) -> Option<std::collections::BTreeSet<(usize, usize)>> {
    let mut dark = std::collections::BTreeSet::new();
    for stretch in code.path.split('M').skip(1) {
        let (start, rest) = stretch.split_once('h')?;
        let (x, y) = start.split_once(' ')?;
        let (length, _) = rest.split_once('v')?;
        let (x, y): (usize, usize) = (x.parse().ok()?, y.parse().ok()?);
        let length: usize = length.parse().ok()?;
        dark.extend((x..x + length).map(|x| (x, y)));
    }
    Some(dark)
}
