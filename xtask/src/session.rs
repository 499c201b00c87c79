//! A private desktop: display, session bus, keychain, window manager, notifications.
//!
//! It has a throwaway HOME, so that nothing of the person's own desktop is seen or
//! touched, and it ends with everything that was started in it. Each part is waited
//! for by a sign of its own (a line, a name on the bus), never by time.

#[cfg(target_os = "linux")]
mod desktop;
#[cfg(target_os = "linux")]
pub(crate) mod processes;

#[cfg(target_os = "linux")]
pub(crate) use desktop::Session;
#[cfg(not(target_os = "linux"))]
pub(crate) use elsewhere::Session;

#[cfg(not(target_os = "linux"))]
mod elsewhere {
    use std::ffi::OsStr;
    use std::process::Command;

    use crate::failure::{Failure, Result};
    use crate::place::Place;
    use crate::process;

    /// Stands for the private desktop on systems that have none.
    #[derive(Debug)]
    pub(crate) struct Session;

    impl Session {
        /// Always fails with the reason.
        pub(crate) fn start(_place: &Place) -> Result<Self> {
            Err(Failure::Wrong(
                "A private desktop session exists on Linux only".to_owned(),
            ))
        }

        /// A program on the person's own desktop.
        pub(crate) fn command(&self, place: &Place, program: impl AsRef<OsStr>) -> Command {
            process::command(&place.root, program)
        }
    }
}
