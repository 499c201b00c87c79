//! What is on a disk, and what a power cut makes of it.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// What a disk writes as a whole or not at all.
const SECTOR: usize = 512;

/// Files as a disk has them.
#[derive(Clone, Debug, Default)]
pub struct Platter {
    /// What was flushed, per file.
    flushed: BTreeMap<PathBuf, Vec<u8>>,
    /// Written, in order, but not flushed yet.
    floating: Vec<(PathBuf, Step)>,
}

#[derive(Clone, Debug)]
pub(super) enum Step {
    Write(usize, Vec<u8>),
    Truncate(usize),
}

/// What becomes of writes that were not flushed when the power goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// None of them reached the platter.
    Dropped,
    /// All of them did.
    Kept,
    /// They reached it in order up to some point, and the one at that point only
    /// in part. The number decides where.
    Torn(u64),
    /// Any sector of any of them reached it, or did not. The number decides.
    Reordered(u64),
}

impl Loss {
    /// One of each.
    pub const fn kinds(seed: u64) -> [Self; 4] {
        [
            Self::Dropped,
            Self::Kept,
            Self::Torn(seed),
            Self::Reordered(seed),
        ]
    }
}

impl Platter {
    /// Puts what the power cut leaves into a folder.
    pub fn leave(&self, loss: Loss, into: &Path) {
        let mut files = self.flushed.clone();
        let mut dice = Dice(match loss {
            Loss::Torn(seed) | Loss::Reordered(seed) => seed,
            Loss::Dropped | Loss::Kept => 0,
        });
        let taken = match loss {
            Loss::Dropped => 0,
            Loss::Kept | Loss::Reordered(_) => self.floating.len(),
            Loss::Torn(_) => dice.below(self.floating.len() + 1),
        };
        for (number, (path, step)) in self.floating.iter().enumerate() {
            let file = files.entry(path.clone()).or_default();
            let in_part = match loss {
                Loss::Reordered(_) => true,
                Loss::Torn(_) => number == taken,
                Loss::Dropped | Loss::Kept => false,
            };
            if in_part {
                step.apply_in_part(file, &mut dice);
            } else if number < taken {
                step.apply(file);
            }
        }
        for (path, bytes) in files {
            fs::write(into.join(path.file_name().unwrap()), bytes).unwrap();
        }
    }

    pub(super) fn put(&mut self, path: PathBuf, bytes: Vec<u8>) {
        self.flushed.insert(path, bytes);
    }

    pub(super) fn float(&mut self, path: PathBuf, step: Step) {
        self.floating.push((path, step));
    }

    pub(super) fn flush(&mut self, path: &Path) {
        let file = self.flushed.entry(path.to_owned()).or_default();
        self.floating.retain(|(of, step)| {
            if of == path {
                step.apply(file);
            }
            of != path
        });
    }
}

impl Step {
    fn apply(&self, file: &mut Vec<u8>) {
        match self {
            Self::Write(offset, bytes) => write(file, *offset, bytes),
            Self::Truncate(length) => file.resize(*length, 0),
        }
    }

    fn apply_in_part(&self, file: &mut Vec<u8>, dice: &mut Dice) {
        match self {
            Self::Write(offset, bytes) => {
                let mut at = 0;
                while at < bytes.len() {
                    let end = (at + SECTOR - (offset + at) % SECTOR).min(bytes.len());
                    if dice.below(2) == 1 {
                        write(file, offset + at, &bytes[at..end]);
                    }
                    at = end;
                }
            }
            Self::Truncate(length) if dice.below(2) == 1 => file.resize(*length, 0),
            Self::Truncate(_) => {}
        }
    }
}

fn write(file: &mut Vec<u8>, offset: usize, bytes: &[u8]) {
    let end = offset + bytes.len();
    if file.len() < end {
        file.resize(end, 0);
    }
    file[offset..end].copy_from_slice(bytes);
}

/// The same number, the same luck.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % u64::try_from(sides).unwrap()).unwrap()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(platter: &Platter, loss: Loss) -> Vec<u8> {
        let folder = tempfile::tempdir().unwrap();
        platter.leave(loss, folder.path());
        fs::read(folder.path().join("file")).unwrap()
    }

    #[test]
    fn what_was_flushed_stays_and_the_rest_may_be_lost_whole_in_part_or_out_of_order() {
        let path = PathBuf::from("file");
        let mut platter = Platter::default();
        platter.float(path.clone(), Step::Write(0, vec![1; 2048]));
        platter.flush(&path);
        platter.float(path.clone(), Step::Write(0, vec![2; 2048]));
        platter.float(path, Step::Write(2048, vec![3; 2048]));
        assert_eq!(left(&platter, Loss::Dropped), vec![1; 2048]);
        assert_eq!(
            left(&platter, Loss::Kept),
            [vec![2; 2048], vec![3; 2048]].concat()
        );
        let (mut torn, mut overtaken) = (0, 0);
        for seed in 0..200 {
            let sectors = |loss| -> Vec<u8> {
                let file = left(&platter, loss);
                assert_eq!(file.len() % SECTOR, 0, "sectors are whole");
                for sector in file.chunks(SECTOR) {
                    assert!(sector.iter().all(|byte| *byte == sector[0]), "each of them");
                }
                file.chunks(SECTOR).map(|sector| sector[0]).collect()
            };
            let in_order = sectors(Loss::Torn(seed));
            assert!(
                !in_order.contains(&3) || in_order[..4] == [2; 4],
                "a write reaches the disk only after those before it: {in_order:?}"
            );
            torn += u32::from(in_order.contains(&1) && in_order.contains(&2));
            let any_order = sectors(Loss::Reordered(seed));
            overtaken += u32::from(any_order.contains(&1) && any_order.contains(&3));
        }
        assert!(torn > 30, "only {torn} of 200 were torn");
        assert!(overtaken > 100, "only {overtaken} of 200 were overtaken");
    }
}
