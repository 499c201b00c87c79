//! The places at which the program can be killed and the faults it can be given,
//! read from its sources: a name that is added there is asked for here.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::failure::{Failure, Result};
use crate::place::Place;

/// Where such names may stand.
const SOURCES: [&str; 3] = ["crates/store/src", "crates/engine/src", "crates/app/src"];

/// What the sources name.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Places to be killed at.
    pub(super) points: BTreeSet<String>,
    /// Deliberate faults.
    pub(super) defects: BTreeSet<String>,
}

impl Names {
    pub(super) fn read(place: &Place) -> Result<Self> {
        let mut names = Self::default();
        for folder in SOURCES {
            names.read_folder(&place.root.join(folder))?;
        }
        Ok(names)
    }

    fn read_folder(&mut self, folder: &Path) -> Result<()> {
        let failed = |error| Failure::file("read", folder, error);
        for entry in fs::read_dir(folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.is_dir() {
                self.read_folder(&path)?;
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path)
                    .map_err(|error| Failure::file("read", &path, error))?;
                for name in named(&text, "failpoint!(\"") {
                    if !self.points.insert(name.to_owned()) {
                        return Err(Failure::Wrong(format!(
                            "Two places are called {name}: a kill must say where it was"
                        )));
                    }
                }
                self.defects
                    .extend(named(&text, "defect!(\"").map(str::to_owned));
            }
        }
        Ok(())
    }
}

fn named<'t>(text: &'t str, opening: &'t str) -> impl Iterator<Item = &'t str> {
    text.split(opening)
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('"')?.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sources_name_places_and_faults() {
        let names = Names::read(&Place::find().expect("the repository")).expect("readable");
        assert!(
            names.points.len() >= 40,
            "as dense as makes sense: {:?}",
            names.points
        );
        assert!(names.defects.len() >= 12, "{:?}", names.defects);
        assert!(
            names.points.contains("store.commit.before"),
            "the most important one"
        );
    }

    #[test]
    fn a_name_is_what_stands_between_the_quotes() {
        let text = r#"x::failpoint!("a.b"); if defect!("c") {} failpoint!("d");"#;
        let found: Vec<_> = named(text, "failpoint!(\"").collect();
        assert_eq!(found, ["a.b", "d"], "each place once");
    }
}
