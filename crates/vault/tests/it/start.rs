//! What a start finds and makes, and every crash on the way.

use crate::world::{NOW, PASSPHRASE, World, beside, same, text};
use frontdesk_domain::secret::Secret;
use frontdesk_vault::{
    Absence, Keychain, KeychainAnswer, KeychainTrouble, MemoryKeychain, Question, Trouble, Unlock,
    VaultError,
};
use std::fs;

#[test]
fn a_first_start_makes_a_key_and_the_next_start_finds_it() {
    let (world, created) = World::lived_in();
    let opened = world.open();
    assert!(
        same(&opened.key, &created.key),
        "the same key opens the store"
    );
    assert_eq!(opened.key_id, created.key_id, "under the same id");
    assert!(
        !opened.recovery_code_unseen,
        "the code was shown at the first start"
    );
}

#[test]
fn the_key_file_is_private_and_holds_no_secret() {
    let (world, created) = World::lived_in();
    let path = world.profile.key_file();
    let bytes = fs::read(&path).expect("the key file is there");
    let shown = String::from_utf8(bytes).expect("it is text");
    let hex: String = created
        .key
        .expose()
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect();
    assert!(
        !shown.contains(&hex),
        "the key must not stand in the key file"
    );
    assert!(
        !shown.contains(created.recovery_code.expose()),
        "nor the recovery code"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&path).expect("it has rights").permissions();
        assert_eq!(
            mode.mode() & 0o777,
            0o600,
            "only its owner may read the key file"
        );
    }
}

#[test]
fn secrets_are_never_printed() {
    let (world, created) = World::lived_in();
    let printed = format!("{created:?} {:?} {:?}", world.open(), world.vault());
    assert!(
        !printed.contains(created.recovery_code.expose()),
        "a debug print must not leak the code: {printed}"
    );
    assert!(
        printed.contains("<secret>"),
        "the secrets are there, unreadable"
    );
}

#[test]
fn an_interrupted_creation_goes_on_with_the_same_key() {
    let world = World::new(MemoryKeychain::empty());
    let first = world.create();
    // The program ends here, before there is a database.
    let second = world.create();
    assert!(
        same(&first.key, &second.key),
        "the key in the keychain is used, not replaced"
    );
    assert_eq!(world.keychain.writes(), 1, "the keychain is written once");
    world.finish(&second);
    let old = world.vault().enter_recovery_code(&first.recovery_code);
    assert!(
        matches!(old, Err(VaultError::WrongCode)),
        "the code that nobody may have seen stops working"
    );
    let opened = world
        .vault()
        .enter_recovery_code(&second.recovery_code)
        .expect("the code shown last works");
    assert!(same(&opened.key, &first.key), "and opens the same key");
}

#[test]
fn a_creation_interrupted_before_the_keychain_begins_again() {
    let world = World::new(MemoryKeychain::empty());
    world.create();
    world.keychain.clear();
    let again = world.create();
    world.finish(&again);
    assert!(
        same(&world.open().key, &again.key),
        "nothing relied on the first key"
    );
}

#[test]
fn a_crash_between_database_and_code_asks_for_a_new_code() {
    let world = World::new(MemoryKeychain::empty());
    let created = world.create();
    world.profile.put_database();
    let opened = world.open();
    assert!(
        opened.recovery_code_unseen,
        "nobody can have noted the code of an unfinished creation"
    );
    let code = world
        .vault()
        .new_recovery_code(&opened.key, NOW)
        .expect("a new code can be made");
    world
        .vault()
        .database_created(opened.key_id)
        .expect("the creation can be completed");
    assert!(!world.open().recovery_code_unseen, "it is complete now");
    let recovered = world
        .vault()
        .enter_recovery_code(&code)
        .expect("the new code works");
    assert!(same(&recovered.key, &created.key), "for the same key");
}

#[test]
fn a_keychain_that_keeps_nothing_is_not_trusted() {
    let world = World::new(MemoryKeychain::empty());
    world.keychain.forget_writes();
    let Unlock::Ask(question) = world.vault().unlock(NOW) else {
        panic!("a key that was not kept must not be handed out");
    };
    assert_eq!(
        question.trouble,
        Trouble::NotKept,
        "the lie is noticed by reading back"
    );
    world
        .vault()
        .choose_passphrase(&text(PASSPHRASE), NOW)
        .expect("a passphrase is the way out");
}

#[test]
fn every_state_of_the_keychain_over_a_database_is_a_question_that_changes_nothing() {
    let (world, _) = World::lived_in();
    let good = world.keychain.contents().expect("the item is there");
    let good = String::from_utf8(good).expect("it is text");
    let (_, other) = {
        let (other, created) = World::lived_in();
        (created, other.keychain.contents().expect("its item"))
    };
    let mut shown = Vec::new();
    let mut note = |name: &str, world: &World| {
        let Question { trouble, steps, .. } = world.ask();
        let trouble = format!("{trouble:?}");
        let trouble = trouble.split(" {").next().unwrap_or_default().to_owned();
        shown.push(format!("{name}: {trouble} {steps:?}"));
    };
    world.keychain.put(&other);
    note("key of another database", &world);
    world.keychain.put(good.replace("\"}", "ab\"}").as_bytes());
    note("wrong length", &world);
    world.keychain.put(b"a foreign password");
    note("foreign item", &world);
    world
        .keychain
        .put(good.replace("\"version\":1", "\"version\":7").as_bytes());
    note("newer item", &world);
    world.keychain.clear();
    note("item deleted", &world);
    for (name, trouble) in [
        ("locked", KeychainTrouble::Locked),
        ("refused", KeychainTrouble::Refused),
        ("several items", KeychainTrouble::Several),
        (
            "no keychain",
            KeychainTrouble::Unavailable {
                reason: Absence::NoService,
            },
        ),
        (
            "died",
            KeychainTrouble::Unavailable {
                reason: Absence::Died,
            },
        ),
    ] {
        world.keychain.put(good.as_bytes());
        world.keychain.fail(trouble);
        note(name, &world);
        world.keychain.recover();
    }
    insta::assert_snapshot!(shown.join("\n"), @r"
    key of another database: OtherKey [Retry, RecoveryCode]
    wrong length: WrongLength [Retry, RecoveryCode]
    foreign item: UnreadableItem [Retry, RecoveryCode]
    newer item: NewerFormat [Retry, RecoveryCode]
    item deleted: KeyMissing [Retry, RecoveryCode]
    locked: Locked [Unlock, RecoveryCode]
    refused: Refused [Retry, RecoveryCode]
    several items: SeveralItems [Retry, RecoveryCode]
    no keychain: NoKeychain [Retry, RecoveryCode]
    died: NoKeychain [Retry, RecoveryCode]
    ");
    world.open();
}

#[test]
fn a_question_names_what_held_the_key_and_what_answers_now() {
    let (world, _) = World::lived_in();
    world.keychain.clear();
    let question = world.ask();
    assert_eq!(
        question.kept_in.as_deref(),
        Some("Memory of this process"),
        "a changed desktop is explained by what held the key before"
    );
    assert_eq!(
        question.answered_by, "Memory of this process",
        "and by what answers now"
    );
}

#[test]
fn a_journal_without_its_database_counts_as_a_database() {
    for suffix in ["-wal", "-journal"] {
        let world = World::new(MemoryKeychain::empty());
        fs::write(beside(&world.profile.database(), suffix), b"ciphertext").expect("a journal");
        assert_eq!(
            world.ask().trouble,
            Trouble::KeyFileMissing,
            "{suffix}: no key is made while ciphertext exists"
        );
    }
}

#[test]
fn a_profile_that_cannot_be_written_is_named_and_the_keychain_left_alone() {
    let world = World::new(MemoryKeychain::empty());
    fs::create_dir(beside(&world.profile.key_file(), ".new")).expect("an obstacle");
    assert_eq!(
        world.ask().trouble,
        Trouble::ProfileFailed,
        "a key that cannot be wrapped is not made"
    );
    assert_eq!(world.keychain.writes(), 0, "the keychain was not touched");
}

#[test]
fn a_leftover_of_an_interrupted_write_does_not_disturb() {
    let world = World::new(MemoryKeychain::empty());
    fs::write(beside(&world.profile.key_file(), ".new"), b"half a key f").expect("a leftover");
    let created = world.create();
    world.finish(&created);
    assert!(same(&world.open().key, &created.key), "it is overwritten");
    assert!(
        !beside(&world.profile.key_file(), ".new").exists(),
        "and gone"
    );
}

#[test]
fn the_diagnosis_tells_everything_but_the_secret() {
    let (world, created) = World::lived_in();
    let diagnosis = world.vault().diagnose().expect("the profile is readable");
    let shown = serde_json::to_string_pretty(&diagnosis).expect("plain data");
    let shown = shown.replace(&created.key_id.to_string(), "<key id>");
    insta::assert_snapshot!(shown, @r#"
    {
      "database": true,
      "key_file": {
        "state": "readable",
        "id": "<key id>",
        "creating": false,
        "passphrase": false
      },
      "item": {
        "state": "key",
        "id": "<key id>"
      },
      "keychain": "Memory of this process",
      "kept_in": "Memory of this process"
    }
    "#);
}

#[test]
fn the_memory_keychain_answers_like_a_real_one() {
    let keychain = MemoryKeychain::empty();
    keychain.delete().expect("nothing to remove is no failure");
    keychain
        .write(&Secret::new(b"item".to_vec()))
        .expect("it is open");
    assert!(
        matches!(keychain.read(), KeychainAnswer::Found(item) if item.expose() == b"item"),
        "what was written comes back"
    );
    keychain.delete().expect("it can be removed");
    assert!(
        matches!(keychain.read(), KeychainAnswer::NoItem),
        "and is gone"
    );
}
