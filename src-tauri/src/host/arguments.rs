//! The command line.

/// How the program was started.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// Start in the tray, as the desktop does at login.
    pub background: bool,
    /// Show a fictitious world in a throwaway profile.
    pub demo: Option<Demo>,
    /// Talk to this network instead of WhatsApp.
    pub simulated_network: Option<Doors>,
    /// Know less of that network than the program does today, as a version before
    /// it did.
    pub earlier: bool,
}

/// Which fictitious world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demo {
    /// Three phones and their people on a simulated network in this process.
    Live,
    /// Everyday conversations, stored and at rest.
    Stored,
    /// Names and texts that try to break out of their place, stored.
    Hostile,
    /// More than anybody has, stored, and fifty messages a second on top.
    Flood,
}

/// Where a simulated network in another process is entered, as it prints them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doors {
    /// For clients.
    pub clients: String,
    /// The media host as clients are told of it.
    pub media_told: String,
    /// The media host's door without TLS.
    pub media: String,
    /// How many times shorter the engine waits than it does at WhatsApp, so that
    /// a story need not wait until codes have run out.
    pub pace: u32,
}

/// An argument that means nothing.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("Unknown argument {0:?}")]
pub struct UnknownArgument(pub String);

impl Arguments {
    /// Reads the arguments after the program's own name.
    pub fn parse(arguments: impl Iterator<Item = String>) -> Result<Self, UnknownArgument> {
        let mut parsed = Self::default();
        for argument in arguments {
            match argument.as_str() {
                "--background" => parsed.background = true,
                #[cfg(feature = "demo")]
                "--demo" => parsed.demo = Some(Demo::Live),
                #[cfg(feature = "demo")]
                "--demo=stored" => parsed.demo = Some(Demo::Stored),
                #[cfg(feature = "demo")]
                "--demo=hostile" => parsed.demo = Some(Demo::Hostile),
                #[cfg(feature = "demo")]
                "--demo=flood" => parsed.demo = Some(Demo::Flood),
                #[cfg(feature = "simulated-network")]
                other if other.starts_with("--simulated-network=") => {
                    parsed.simulated_network =
                        Some(Doors::parse(other).ok_or(UnknownArgument(argument))?);
                }
                #[cfg(feature = "simulated-network")]
                "--earlier" => parsed.earlier = true,
                _ => return Err(UnknownArgument(argument)),
            }
        }
        Ok(parsed)
    }
}

#[cfg(feature = "simulated-network")]
impl Doors {
    fn parse(argument: &str) -> Option<Self> {
        let (_, doors) = argument.split_once('=')?;
        let mut doors = doors.split(',').map(str::to_owned);
        Some(Self {
            clients: doors.next()?,
            media_told: doors.next()?,
            media: doors.next()?,
            pace: match doors.next() {
                Some(pace) => pace.parse::<u32>().ok().filter(|&pace| pace > 0)?,
                None => 1,
            },
        })
        .filter(|_| doors.next().is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Arguments, UnknownArgument> {
        Arguments::parse(arguments.iter().map(|&a| a.to_owned()))
    }

    #[test]
    fn starting_in_the_background_is_asked_for_by_name() {
        assert_eq!(
            parse(&["--background"]),
            Ok(Arguments {
                background: true,
                ..Arguments::default()
            }),
            "autostart passes it"
        );
    }

    #[test]
    fn an_unknown_argument_is_named() {
        assert_eq!(
            parse(&["--frobnicate"]),
            Err(UnknownArgument("--frobnicate".to_owned())),
            "a typing error must not start the program as if nothing was said"
        );
    }

    #[test]
    fn another_network_exists_only_in_builds_made_for_it() {
        let read = parse(&["--simulated-network=ws://a,https://b,http://c"]);
        assert_eq!(
            read.is_ok(),
            cfg!(feature = "simulated-network"),
            "the shipped program talks to WhatsApp and to nobody else"
        );
    }

    #[test]
    fn only_builds_made_for_it_can_be_as_they_were() {
        assert_eq!(
            parse(&["--earlier"]).is_ok(),
            cfg!(feature = "simulated-network"),
            "nobody's program forgets what it knows"
        );
    }

    #[test]
    #[cfg(feature = "simulated-network")]
    fn a_simulated_network_may_be_hurried() {
        let pace = |argument: &str| Doors::parse(argument).map(|doors| doors.pace);
        assert_eq!(pace("--x=ws://a,https://b,http://c"), Some(1), "as it is");
        assert_eq!(
            pace("--x=ws://a,https://b,http://c,20"),
            Some(20),
            "twenty times as fast"
        );
        for wrong in ["0", "fast", "20,1"] {
            let argument = format!("--x=ws://a,https://b,http://c,{wrong}");
            assert_eq!(pace(&argument), None, "{wrong} is no pace");
        }
    }

    #[test]
    fn the_demo_exists_only_in_builds_made_for_it() {
        assert_eq!(
            parse(&["--demo"]).is_ok(),
            cfg!(feature = "demo"),
            "the shipped program has no demo switch"
        );
    }
}
