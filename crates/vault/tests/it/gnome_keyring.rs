//! The vault over a real GNOME Keyring, each test on a private bus with a
//! throwaway home.
#![cfg(target_os = "linux")]

#[cfg(test)]
#[path = "support/bus.rs"]
mod bus;
#[cfg(test)]
#[path = "support/probe.rs"]
mod probe;
#[cfg(test)]
#[path = "support/profile.rs"]
mod profile;

use bus::{Bus, Probe};
use profile::Profile;
use std::time::Duration;

const PASSWORD: &str = "a fictional login password";
/// Generous: the machine may be busy, and nothing here waits it out.
const PATIENCE: Duration = Duration::from_secs(20);

/// Declares tests whose body runs in the parent and whose probe runs in a child
/// process that is this same test.
macro_rules! over_a_private_bus {
    ($($(#[$attribute:meta])* fn $name:ident($bus:ident, $profile:ident, $probe:ident) $body:block)*) => {$(
        $(#[$attribute])*
        #[test]
        fn $name() {
            if probe::played() {
                return;
            }
            let $bus = Bus::new();
            let $profile = Profile::new();
            let $probe = || Probe::start(&$bus, stringify!($name), $profile.folder(), PATIENCE);
            $body
        }
    )*};
}

/// A first start up to its end; returns the key id and the recovery code.
#[cfg(test)]
fn first_start(probe: &mut Probe, profile: &Profile) -> (String, String) {
    let answer = probe.ask("unlock");
    let mut words = answer.split(' ');
    assert_eq!(words.next(), Some("create"), "a key is made: {answer}");
    let id = words.next().unwrap_or_default().to_owned();
    let code = words.next().unwrap_or_default().to_owned();
    profile.put_database();
    assert_eq!(probe.ask("created"), "done", "the creation is completed");
    (id, code)
}

over_a_private_bus! {
    fn the_key_survives_the_program_and_the_session(bus, profile, probe) {
        let keyring = bus.start_gnome_keyring(Some(PASSWORD));
        let mut first = probe();
        let (id, _) = first_start(&mut first, &profile);
        let before = profile.hash();
        assert_eq!(
            first.ask("name"), "Secret Service (GNOME Keyring)", "the holder is named"
        );
        drop(first);
        assert_eq!(probe().ask("unlock"), format!("open {id}"), "a new process finds it");
        bus.end(keyring);
        let _keyring = bus.start_gnome_keyring(Some(PASSWORD));
        assert_eq!(probe().ask("unlock"), format!("open {id}"), "a new session finds it");
        assert_eq!(profile.hash(), before, "finding a key changes no byte");
    }

    fn an_item_is_written_read_and_removed(bus, profile, probe) {
        let _keyring = bus.start_gnome_keyring(Some(PASSWORD));
        let mut probe = probe();
        assert_eq!(probe.ask("read"), "NoItem", "an open keyring knows nothing yet");
        assert_eq!(probe.ask("write one"), "done", "it takes an item");
        assert_eq!(probe.ask("write two"), "done", "and another in its place");
        assert_eq!(probe.ask("read"), "found two", "it gives back the last one");
        assert_eq!(probe.ask("delete"), "done", "it removes the item");
        assert_eq!(probe.ask("delete"), "done", "removing nothing is no failure");
        assert_eq!(probe.ask("read"), "NoItem", "it is gone");
        drop(profile);
    }

    fn a_locked_keyring_is_a_question_until_it_is_unlocked(bus, profile, probe) {
        let keyring = bus.start_gnome_keyring(Some(PASSWORD));
        let (id, code) = first_start(&mut probe(), &profile);
        bus.end(keyring);
        let keyring = bus.start_gnome_keyring(None);
        let before = profile.hash();
        let mut waiting = probe();
        assert_eq!(
            waiting.ask("unlock"), "ask locked: Unlock, RecoveryCode",
            "without a display nobody can answer the prompt"
        );
        assert_eq!(
            waiting.ask(&format!("recover {code}")), format!("open {id}"),
            "the recovery code needs no keyring"
        );
        assert_eq!(profile.hash(), before, "nothing was changed");
        bus.end(keyring);
        let _keyring = bus.start_gnome_keyring(Some(PASSWORD));
        assert_eq!(
            waiting.ask("unlock"), format!("open {id}"),
            "the same process finds the key once the keyring is open"
        );
        assert_eq!(profile.hash(), before, "and changes nothing either");
    }

    fn a_locked_keyring_at_first_start_makes_no_key(bus, profile, probe) {
        let keyring = bus.start_gnome_keyring(Some(PASSWORD));
        assert_eq!(probe().ask("read"), "NoItem", "the keyring exists");
        bus.end(keyring);
        let _keyring = bus.start_gnome_keyring(None);
        let before = profile.hash();
        assert_eq!(
            probe().ask("unlock"), "ask locked: Unlock",
            "a locked keyring may hide an item"
        );
        assert_eq!(profile.hash(), before, "nothing was made");
    }

    fn a_wrong_login_password_leaves_the_key_in_peace(bus, profile, probe) {
        let keyring = bus.start_gnome_keyring(Some(PASSWORD));
        let (id, _) = first_start(&mut probe(), &profile);
        bus.end(keyring);
        let keyring = bus.start_gnome_keyring(Some("another password"));
        let before = profile.hash();
        assert_eq!(
            probe().ask("unlock"), "ask locked: Unlock, RecoveryCode", "it is still locked"
        );
        assert_eq!(profile.hash(), before, "nothing was changed");
        bus.end(keyring);
        let _keyring = bus.start_gnome_keyring(Some(PASSWORD));
        assert_eq!(probe().ask("unlock"), format!("open {id}"), "the key is still there");
    }

    fn an_item_deleted_while_running_is_missed_at_the_next_start(bus, profile, probe) {
        let _keyring = bus.start_gnome_keyring(Some(PASSWORD));
        let mut running = probe();
        let (id, code) = first_start(&mut running, &profile);
        let before = profile.hash();
        assert_eq!(probe().ask("delete"), "done", "another program removes the item");
        assert_eq!(
            running.ask("unlock"), "ask key_missing: Retry, RecoveryCode", "it is not made again"
        );
        assert_eq!(running.ask("read"), "NoItem", "nor put back silently");
        assert_eq!(profile.hash(), before, "nothing was changed");
        let mut next = probe();
        assert_eq!(
            next.ask(&format!("recover {code}")), format!("open {id}"), "the code opens"
        );
        assert_eq!(next.ask("remember"), "done", "and the key can be put back on request");
        assert_eq!(probe().ask("unlock"), format!("open {id}"), "the next start is ordinary");
    }

    fn a_stale_item_without_a_database_is_asked_about(bus, profile, probe) {
        let _keyring = bus.start_gnome_keyring(Some(PASSWORD));
        first_start(&mut probe(), &profile);
        std::fs::remove_file(profile.database()).expect("the profile is deleted");
        std::fs::remove_file(profile.key_file()).expect("all of it");
        let item = probe().ask("read");
        let before = profile.hash();
        assert_eq!(
            probe().ask("unlock"), "ask stale_item: StartFresh, Retry",
            "an old item is not taken over"
        );
        assert_eq!(probe().ask("read"), item, "the item is as it was");
        assert_eq!(profile.hash(), before, "and so is the profile");
    }

    fn a_missing_keyring_is_a_question_and_no_dead_end_for_this_process(bus, profile, probe) {
        let keyring = bus.start_gnome_keyring(Some(PASSWORD));
        let (id, _) = first_start(&mut probe(), &profile);
        bus.end(keyring);
        let before = profile.hash();
        let mut waiting = probe();
        assert_eq!(
            waiting.ask("unlock"), "ask no_keychain (no_service): Retry, RecoveryCode",
            "nobody offers a keychain"
        );
        assert_eq!(waiting.ask("name"), "Secret Service", "nobody can be named");
        let _keyring = bus.start_gnome_keyring(Some(PASSWORD));
        assert_eq!(
            waiting.ask("unlock"), format!("open {id}"),
            "a keyring that starts later is found by a retry"
        );
        assert_eq!(profile.hash(), before, "nothing was changed");
    }

    fn a_keyring_stopped_in_its_tracks_is_not_waited_for_for_ever(bus, profile, probe) {
        let keyring = bus.start_gnome_keyring(Some(PASSWORD));
        let (id, _) = first_start(&mut probe(), &profile);
        let before = profile.hash();
        let mut waiting = Probe::start(
            &bus, "a_keyring_stopped_in_its_tracks_is_not_waited_for_for_ever",
            profile.folder(), Duration::from_millis(300),
        );
        signal("-STOP", &keyring);
        assert_eq!(
            waiting.ask("unlock"), "ask no_keychain (silent): Retry, RecoveryCode",
            "a program that hangs is named as such"
        );
        signal("-CONT", &keyring);
        assert_eq!(probe().ask("unlock"), format!("open {id}"), "it goes on where it was");
        assert_eq!(profile.hash(), before, "nothing was changed");
    }

    fn a_session_without_a_bus_is_a_question(bus, profile, probe) {
        let keyring = bus.start_gnome_keyring(Some(PASSWORD));
        first_start(&mut probe(), &profile);
        let before = profile.hash();
        let mut bus = bus;
        drop(keyring);
        bus.stop();
        let mut probe = Probe::start(
            &bus, "a_session_without_a_bus_is_a_question", profile.folder(), PATIENCE,
        );
        assert_eq!(
            probe.ask("unlock"), "ask no_keychain (no_bus): Retry, RecoveryCode", "it is named"
        );
        assert_eq!(profile.hash(), before, "nothing was changed");
    }
}

#[cfg(test)]
fn signal(name: &str, program: &bus::Running) {
    let sent = std::process::Command::new("kill")
        .args([name, &program.id().to_string()])
        .status()
        .expect("`kill` belongs to every system");
    assert!(sent.success(), "{name} reaches its process");
}
