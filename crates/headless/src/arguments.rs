//! The command line.

use std::path::PathBuf;

/// How the program is used.
pub const HELP: &str = "\
frontdesk-headless --profile=FOLDER --simulated-network=WS,MEDIA_TLS,MEDIA [--key=FILE] [--haste=N]

Reads one JSON command per line and writes one JSON line per answer and event.";

/// How the program was started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arguments {
    /// The folder of the store.
    pub profile: PathBuf,
    /// The file that stands for the keychain.
    pub key: PathBuf,
    /// The network, as it prints its doors.
    pub doors: Doors,
    /// How many times faster than the computer's its clock runs.
    pub haste: u64,
}

/// Where a simulated network is entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doors {
    /// For clients.
    pub clients: String,
    /// The media host as clients are told of it.
    pub media_told: String,
    /// The media host's door without TLS.
    pub media: String,
}

/// A command line that cannot be followed.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotUnderstood {
    /// It means nothing.
    #[error("Unknown argument {0:?}\n\n{HELP}")]
    Unknown(String),
    /// It must be there.
    #[error("{0} is missing\n\n{HELP}")]
    Missing(&'static str),
}

impl Arguments {
    /// Reads the arguments after the program's own name.
    ///
    /// # Errors
    /// For anything that is unknown, malformed or missing.
    pub fn parse(arguments: impl Iterator<Item = String>) -> Result<Self, NotUnderstood> {
        let (mut profile, mut key, mut doors, mut haste) = (None, None, None, 1);
        for argument in arguments {
            match argument.split_once('=') {
                Some(("--profile", path)) => profile = Some(PathBuf::from(path)),
                Some(("--key", path)) => key = Some(PathBuf::from(path)),
                Some(("--haste", times)) => {
                    let times = times.parse().ok().filter(|times| *times > 0);
                    haste = times.ok_or_else(|| NotUnderstood::Unknown(argument.clone()))?;
                }
                Some(("--simulated-network", text)) => {
                    let parsed = Doors::parse(text);
                    doors = Some(parsed.ok_or_else(|| NotUnderstood::Unknown(argument.clone()))?);
                }
                Some(_) | None => return Err(NotUnderstood::Unknown(argument)),
            }
        }
        let profile = profile.ok_or(NotUnderstood::Missing("--profile"))?;
        Ok(Self {
            key: key.unwrap_or_else(|| profile.with_extension("key")),
            doors: doors.ok_or(NotUnderstood::Missing("--simulated-network"))?,
            profile,
            haste,
        })
    }
}

impl Doors {
    fn parse(text: &str) -> Option<Self> {
        let mut doors = text.split(',').map(str::to_owned);
        Some(Self {
            clients: doors.next()?,
            media_told: doors.next()?,
            media: doors.next()?,
        })
        .filter(|_| doors.next().is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Arguments, NotUnderstood> {
        Arguments::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn the_key_lies_beside_the_profile_unless_it_is_told() {
        let read = parse("--profile=/x/profile --simulated-network=ws://a,https://b,http://c");
        assert_eq!(
            read.map(|read| (read.key, read.doors.media)),
            Ok((PathBuf::from("/x/profile.key"), "http://c".to_owned())),
            "outside the folder that holds what it opens"
        );
    }

    #[test]
    fn time_passes_as_it_does_unless_it_is_told() {
        let haste = |text: &str| {
            parse(&format!(
                "--profile=/x --simulated-network=ws://a,https://b,http://c {text}"
            ))
            .map(|read| read.haste)
        };
        assert_eq!(haste(""), Ok(1), "as on the computer");
        assert_eq!(haste("--haste=10"), Ok(10), "as it was told");
        assert!(haste("--haste=0").is_err(), "it never stands still");
    }

    #[test]
    fn what_is_missing_or_unknown_is_named() {
        assert_eq!(
            parse("--profile=/x"),
            Err(NotUnderstood::Missing("--simulated-network")),
            "there is no other network to fall back on"
        );
        assert_eq!(
            parse("--profile=/x --simulated-network=ws://a"),
            Err(NotUnderstood::Unknown(
                "--simulated-network=ws://a".to_owned()
            )),
            "all three doors are needed"
        );
    }
}
