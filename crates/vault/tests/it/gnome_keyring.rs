//! The vault over a real GNOME Keyring.

use crate::{
    bus::Running,
    session::{self, FirstStart, IMPATIENCE},
};
use std::{fs, process::Command};

const PASSWORD: &str = "a fictional login password";

#[test]
fn the_key_survives_the_program_and_the_session() {
    session::run(|session| {
        let keyring = session.bus.start_gnome_keyring(Some(PASSWORD));
        let FirstStart { open, .. } = session.first_start();
        let before = session.profile.hash();
        assert_eq!(
            session.probe().ask("name"),
            "Secret Service (GNOME Keyring)",
            "the holder is named"
        );
        assert_eq!(
            session.probe().ask("unlock"),
            open,
            "a new process finds it"
        );
        session.bus.end(keyring);
        let _keyring = session.bus.start_gnome_keyring(Some(PASSWORD));
        assert_eq!(
            session.probe().ask("unlock"),
            open,
            "a new session finds it"
        );
        assert_eq!(
            session.profile.hash(),
            before,
            "finding a key changes no byte"
        );
    });
}

#[test]
fn an_item_is_written_read_and_removed() {
    session::run(|session| {
        let _keyring = session.bus.start_gnome_keyring(Some(PASSWORD));
        let mut probe = session.probe();
        assert_eq!(
            probe.ask("read"),
            "NoItem",
            "an open keyring knows nothing yet"
        );
        assert_eq!(probe.ask("write one"), "done", "it takes an item");
        assert_eq!(probe.ask("write two"), "done", "and another in its place");
        assert_eq!(probe.ask("read"), "found two", "it gives back the last one");
        assert_eq!(probe.ask("delete"), "done", "it removes the item");
        assert_eq!(
            probe.ask("delete"),
            "done",
            "removing nothing is no failure"
        );
        assert_eq!(probe.ask("read"), "NoItem", "it is gone");
    });
}

#[test]
fn a_locked_keyring_is_a_question_until_it_is_unlocked() {
    session::run(|session| {
        let keyring = session.bus.start_gnome_keyring(Some(PASSWORD));
        let FirstStart { open, code } = session.first_start();
        session.bus.end(keyring);
        let keyring = session.bus.start_gnome_keyring(None);
        let before = session.profile.hash();
        let mut waiting = session.probe();
        assert_eq!(
            waiting.ask("unlock"),
            "ask locked: Unlock, RecoveryCode",
            "without a display nobody can answer the prompt"
        );
        assert_eq!(
            waiting.ask(&format!("recover {code}")),
            open,
            "the recovery code needs no keyring"
        );
        assert_eq!(session.profile.hash(), before, "nothing was changed");
        session.bus.end(keyring);
        let _keyring = session.bus.start_gnome_keyring(Some(PASSWORD));
        assert_eq!(
            waiting.ask("unlock"),
            open,
            "the same process finds the key once the keyring is open"
        );
        assert_eq!(session.profile.hash(), before, "and changes nothing either");
    });
}

#[test]
fn a_locked_keyring_at_first_start_makes_no_key() {
    session::run(|session| {
        let keyring = session.bus.start_gnome_keyring(Some(PASSWORD));
        assert_eq!(session.probe().ask("read"), "NoItem", "the keyring exists");
        session.bus.end(keyring);
        let _keyring = session.bus.start_gnome_keyring(None);
        let before = session.profile.hash();
        assert_eq!(
            session.probe().ask("unlock"),
            "ask locked: Unlock",
            "a locked keyring may hide an item"
        );
        assert_eq!(session.profile.hash(), before, "nothing was made");
    });
}

#[test]
fn a_wrong_login_password_leaves_the_key_in_peace() {
    session::run(|session| {
        let keyring = session.bus.start_gnome_keyring(Some(PASSWORD));
        let FirstStart { open, .. } = session.first_start();
        session.bus.end(keyring);
        let keyring = session.bus.start_gnome_keyring(Some("another password"));
        let before = session.profile.hash();
        assert_eq!(
            session.probe().ask("unlock"),
            "ask locked: Unlock, RecoveryCode",
            "it is still locked"
        );
        assert_eq!(session.profile.hash(), before, "nothing was changed");
        session.bus.end(keyring);
        let _keyring = session.bus.start_gnome_keyring(Some(PASSWORD));
        assert_eq!(
            session.probe().ask("unlock"),
            open,
            "the key is still there"
        );
    });
}

#[test]
fn an_item_deleted_while_running_is_missed_at_the_next_start() {
    session::run(|session| {
        let _keyring = session.bus.start_gnome_keyring(Some(PASSWORD));
        let FirstStart { open, code } = session.first_start();
        let mut running = session.probe();
        assert_eq!(running.ask("unlock"), open, "the application runs");
        let before = session.profile.hash();
        assert_eq!(
            session.probe().ask("delete"),
            "done",
            "another program removes the item"
        );
        assert_eq!(
            running.ask("unlock"),
            "ask key_missing: Retry, RecoveryCode",
            "it is not made again"
        );
        assert_eq!(running.ask("read"), "NoItem", "nor put back silently");
        assert_eq!(session.profile.hash(), before, "nothing was changed");
        let mut next = session.probe();
        assert_eq!(next.ask(&format!("recover {code}")), open, "the code opens");
        assert_eq!(
            next.ask("remember"),
            "done",
            "and the key can be put back on request"
        );
        assert_eq!(
            session.probe().ask("unlock"),
            open,
            "the next start is ordinary"
        );
    });
}

#[test]
fn a_stale_item_without_a_database_is_asked_about() {
    session::run(|session| {
        let _keyring = session.bus.start_gnome_keyring(Some(PASSWORD));
        session.first_start();
        fs::remove_file(session.profile.database()).expect("the profile is deleted");
        fs::remove_file(session.profile.key_file()).expect("all of it");
        let item = session.probe().ask("read");
        let before = session.profile.hash();
        assert_eq!(
            session.probe().ask("unlock"),
            "ask stale_item: StartFresh, Retry",
            "an old item is not taken over"
        );
        assert_eq!(session.probe().ask("read"), item, "the item is as it was");
        assert_eq!(session.profile.hash(), before, "and so is the profile");
    });
}

#[test]
fn a_missing_keyring_is_a_question_and_no_dead_end_for_this_process() {
    session::run(|session| {
        let keyring = session.bus.start_gnome_keyring(Some(PASSWORD));
        let FirstStart { open, .. } = session.first_start();
        session.bus.end(keyring);
        let before = session.profile.hash();
        let mut waiting = session.probe();
        assert_eq!(
            waiting.ask("unlock"),
            "ask no_keychain (no_service): Retry, RecoveryCode",
            "nobody offers a keychain"
        );
        assert_eq!(waiting.ask("name"), "Secret Service", "nobody can be named");
        let _keyring = session.bus.start_gnome_keyring(Some(PASSWORD));
        assert_eq!(
            waiting.ask("unlock"),
            open,
            "a keyring that starts later is found by a retry"
        );
        assert_eq!(session.profile.hash(), before, "nothing was changed");
    });
}

#[test]
fn a_keyring_stopped_in_its_tracks_is_not_waited_for_for_ever() {
    session::run(|session| {
        let keyring = session.bus.start_gnome_keyring(Some(PASSWORD));
        let FirstStart { open, .. } = session.first_start();
        let before = session.profile.hash();
        let mut waiting = session.probe_with(IMPATIENCE);
        signal("-STOP", &keyring);
        assert_eq!(
            waiting.ask("unlock"),
            "ask no_keychain (silent): Retry, RecoveryCode",
            "a program that hangs is named as such"
        );
        signal("-CONT", &keyring);
        assert_eq!(
            session.probe().ask("unlock"),
            open,
            "it goes on where it was"
        );
        assert_eq!(session.profile.hash(), before, "nothing was changed");
    });
}

#[test]
fn a_session_without_a_bus_is_a_question() {
    session::run(|mut session| {
        let keyring = session.bus.start_gnome_keyring(Some(PASSWORD));
        session.first_start();
        let before = session.profile.hash();
        drop(keyring);
        session.bus.stop();
        let mut probe = session.probe();
        assert_eq!(
            probe.ask("unlock"),
            "ask no_keychain (no_bus): Retry, RecoveryCode",
            "it is named"
        );
        assert_eq!(session.profile.hash(), before, "nothing was changed");
    });
}

fn signal(name: &str, program: &Running) {
    let sent = Command::new("kill")
        .args([name, &program.id().to_string()])
        .status()
        .expect("`kill` belongs to every system");
    assert!(sent.success(), "{name} reaches its process");
}
