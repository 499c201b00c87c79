//! The command line.

/// How the program was started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// Start in the tray, as the desktop does at login.
    pub background: bool,
    /// Show a fictitious world in a throwaway profile.
    pub demo: Option<Demo>,
}

/// Which fictitious world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demo {
    /// Everyday conversations.
    Friendly,
    /// Names and texts that try to break out of their place.
    Hostile,
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
                "--demo" => parsed.demo = Some(Demo::Friendly),
                #[cfg(feature = "demo")]
                "--demo=hostile" => parsed.demo = Some(Demo::Hostile),
                _ => return Err(UnknownArgument(argument)),
            }
        }
        Ok(parsed)
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
                demo: None
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
    fn the_demo_exists_only_in_builds_made_for_it() {
        assert_eq!(
            parse(&["--demo"]).is_ok(),
            cfg!(feature = "demo"),
            "the shipped program has no demo switch"
        );
    }
}
