//! Colours and language of the last run, for the first frame of the next.
//!
//! The settings lie in the encrypted store, which opens after the window. The
//! three words kept here say nothing about anybody.

use std::{fs, io, path::Path};

use frontdesk_domain::settings::{Language, Settings, Theme};

const FILE: &str = "look";

/// Keeps the look for the next start.
pub(super) fn remember(folder: &Path, settings: &Settings) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join(FILE), words(settings))
}

/// A script that hands the look of the last run to the page before it paints.
/// The page keeps nothing by itself, for its storage ends with the program.
pub(super) fn script(folder: &Path) -> Option<String> {
    let kept = fs::read_to_string(folder.join(FILE)).ok()?;
    let (look, language) = kept.split_once('\n')?;
    let look = known(
        look,
        &["light", "dark", "light more", "dark more", " more", ""],
    )?;
    let language = known(language, &["en ltr", "ar rtl", ""])?;
    Some(format!(
        "try {{ localStorage.setItem('frontdesk.look', '{look}'); \
         localStorage.setItem('frontdesk.language', '{language}'); }} catch {{}}"
    ))
}

fn words(settings: &Settings) -> String {
    let theme = match settings.theme {
        Theme::System => "",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    let contrast = if settings.high_contrast { " more" } else { "" };
    let language = match settings.language {
        None => "",
        Some(Language::En) => "en ltr",
        Some(Language::Ar) => "ar rtl",
    };
    format!("{theme}{contrast}\n{language}")
}

/// Whoever can write the file must not be able to write a script.
fn known<'a>(found: &str, words: &[&'a str]) -> Option<&'a str> {
    words.iter().find(|word| **word == found).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_look_that_can_be_chosen_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        for theme in [Theme::System, Theme::Light, Theme::Dark] {
            for high_contrast in [false, true] {
                for language in [None, Some(Language::En), Some(Language::Ar)] {
                    let settings = Settings {
                        theme,
                        high_contrast,
                        language,
                        ..Settings::default()
                    };
                    remember(folder.path(), &settings).unwrap();
                    let script = script(folder.path()).expect("a look that was kept is known");
                    for word in words(&settings).split('\n') {
                        assert!(
                            script.contains(&format!("'{word}'")),
                            "{word:?} in {script}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn a_file_written_by_somebody_else_runs_nothing() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(script(folder.path()), None, "no file, no script");
        fs::write(folder.path().join(FILE), "dark'); alert(1); ('\nen ltr").unwrap();
        assert_eq!(
            script(folder.path()),
            None,
            "only words that are known get through"
        );
    }
}
