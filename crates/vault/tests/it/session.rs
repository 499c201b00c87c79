//! What every test on a private bus needs: the bus, a profile, and a child
//! process that looks for the profile's key there.

use crate::{
    bus::{Bus, Probe},
    probe,
    profile::Profile,
};
use std::{any, time::Duration};

/// Generous: the machine may be busy, and nothing waits it out.
const PATIENCE: Duration = Duration::from_secs(20);
/// For the states in which waiting is the point.
pub(crate) const IMPATIENCE: Duration = Duration::from_millis(300);

/// One test's bus and profile.
pub(crate) struct Session {
    pub(crate) bus: Bus,
    pub(crate) profile: Profile,
    test: &'static str,
}

/// What a first start led to.
pub(crate) struct FirstStart {
    /// How the next start has to answer.
    pub(crate) open: String,
    pub(crate) code: String,
}

/// Runs a test over a bus that is still empty.
pub(crate) fn run<Body: FnOnce(Session)>(body: Body) {
    if let Some(session) = Session::of::<Body>() {
        body(session);
    }
}

impl Session {
    /// The session of the test that is written as the closure `Body`. None in
    /// the child process that the test itself starts; there the probe is played
    /// instead.
    pub(crate) fn of<Body>() -> Option<Self> {
        if probe::played() {
            return None;
        }
        Some(Self {
            bus: Bus::new(),
            profile: Profile::new(),
            test: name_of::<Body>(),
        })
    }

    /// A fresh process.
    pub(crate) fn probe(&self) -> Probe {
        self.probe_with(PATIENCE)
    }

    pub(crate) fn probe_with(&self, patience: Duration) -> Probe {
        Probe::start(&self.bus, self.test, self.profile.folder(), patience)
    }

    /// A first start up to its end.
    pub(crate) fn first_start(&self) -> FirstStart {
        let mut probe = self.probe();
        let answer = probe.ask("unlock");
        let mut words = answer.split(' ');
        assert_eq!(words.next(), Some("create"), "a key is made: {answer}");
        let id = words.next().expect("its id");
        let code = words.next().expect("its recovery code").to_owned();
        self.profile.put_database();
        assert_eq!(probe.ask("created"), "done", "the creation is completed");
        FirstStart {
            open: format!("open {id}"),
            code,
        }
    }
}

/// The test runner's name of the test whose closure this is. Should the
/// compiler ever name closures otherwise, no child finds its test and every
/// test here fails.
fn name_of<Body>() -> &'static str {
    let path = any::type_name::<Body>();
    let path = path.split_once("::").map_or(path, |(_, inside)| inside);
    path.split_once("::{{").map_or(path, |(test, _)| test)
}
