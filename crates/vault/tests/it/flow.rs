//! The vault over a keychain in memory: every start, every step a person can
//! take, and every crash in between.

use frontdesk_domain::{
    secret::{Secret, StoreKey},
    time::Timestamp,
};
use frontdesk_vault::{
    Absence, Created, Keychain, KeychainAnswer, KeychainTrouble, MemoryKeychain, Opened, Question,
    Replace, Step, Trouble, Unlock, Vault, VaultError,
};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

#[cfg(test)]
#[path = "support/profile.rs"]
mod profile;
#[cfg(test)]
mod world {
    use super::*;
    use crate::profile::Profile;

    pub(crate) const NOW: Timestamp = Timestamp(1_790_000_000_000);
    pub(crate) const PASSPHRASE: &str = "four fictional words here";

    /// One profile, one keychain, and as many starts as a test wants.
    pub(crate) struct World {
        pub(crate) profile: Profile,
        pub(crate) keychain: Arc<MemoryKeychain>,
    }

    impl World {
        pub(crate) fn new(keychain: MemoryKeychain) -> Self {
            Self {
                profile: Profile::new(),
                keychain: Arc::new(keychain),
            }
        }

        /// A world in which a first start went well.
        pub(crate) fn lived_in() -> (Self, Created) {
            let world = Self::new(MemoryKeychain::empty());
            let created = world.create();
            world.finish(&created);
            (world, created)
        }

        pub(crate) fn vault(&self) -> Vault {
            let keychain: Arc<dyn Keychain> = self.keychain.clone();
            Vault::new(self.profile.folder(), &self.profile.database(), keychain)
        }

        pub(crate) fn create(&self) -> Created {
            match self.vault().unlock(NOW) {
                Unlock::Create(created) => created,
                other @ (Unlock::Open(_) | Unlock::Ask(_)) => {
                    panic!("a key should be made, not {other:?}")
                }
            }
        }

        pub(crate) fn open(&self) -> Opened {
            match self.vault().unlock(NOW) {
                Unlock::Open(opened) => opened,
                other @ (Unlock::Create(_) | Unlock::Ask(_)) => {
                    panic!("the key should be found, not {other:?}")
                }
            }
        }

        pub(crate) fn ask(&self) -> Question {
            let before = (self.profile.hash(), self.keychain.contents());
            match self.vault().unlock(NOW) {
                Unlock::Ask(question) => {
                    let after = (self.profile.hash(), self.keychain.contents());
                    assert_eq!(after, before, "asking changes nothing: {question:?}");
                    question
                }
                other @ (Unlock::Open(_) | Unlock::Create(_)) => {
                    panic!("a person should be asked, not {other:?}")
                }
            }
        }

        pub(crate) fn finish(&self, created: &Created) {
            self.profile.put_database();
            self.vault()
                .database_created(created.key_id)
                .expect("the key file can be written");
        }
    }

    impl World {
        pub(crate) fn key_files_set_aside(&self) -> Vec<PathBuf> {
            fs::read_dir(self.profile.folder())
                .expect("the profile is readable")
                .map(|entry| entry.expect("an entry").path())
                .filter(|path| path.to_string_lossy().contains(".old-"))
                .collect()
        }
    }

    pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        PathBuf::from(name)
    }

    pub(crate) fn same(one: &StoreKey, other: &StoreKey) -> bool {
        one.expose() == other.expose()
    }

    pub(crate) fn text(value: &str) -> Secret<String> {
        Secret::new(value.to_owned())
    }
}
use world::{NOW, PASSPHRASE, World, beside, same, text};

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
fn a_lost_keychain_is_overcome_by_the_recovery_code() {
    let (world, created) = World::lived_in();
    world.keychain.clear();
    assert_eq!(world.ask().trouble, Trouble::KeyMissing, "the item is gone");
    let before = world.profile.hash();
    let typed = created.recovery_code.expose().to_lowercase();
    let opened = world
        .vault()
        .enter_recovery_code(&text(&typed.replace('-', " ")))
        .expect("the code works however it is typed");
    assert!(same(&opened.key, &created.key), "it opens the same key");
    assert_eq!(
        (world.profile.hash(), world.keychain.contents()),
        (before, None),
        "entering the code changes nothing"
    );
    world
        .vault()
        .remember_in_keychain(&opened.key, Replace::Never)
        .expect("an empty keychain can be filled");
    assert!(
        same(&world.open().key, &created.key),
        "the next start needs no code"
    );
}

#[test]
fn another_item_is_replaced_only_after_a_person_confirmed_it() {
    let (world, created) = World::lived_in();
    world.keychain.put(b"something else");
    let opened = world
        .vault()
        .enter_recovery_code(&created.recovery_code)
        .expect("the code works");
    let refused = world
        .vault()
        .remember_in_keychain(&opened.key, Replace::Never);
    assert!(
        matches!(refused, Err(VaultError::ItemInTheWay)),
        "somebody else's item is not overwritten: {refused:?}"
    );
    assert_eq!(
        world.keychain.contents().as_deref(),
        Some(b"something else".as_slice()),
        "it is still there"
    );
    world
        .vault()
        .remember_in_keychain(&opened.key, Replace::Confirmed)
        .expect("with a confirmation it is");
    assert!(same(&world.open().key, &created.key), "and the key is back");
}

#[test]
fn a_wrong_code_is_told_from_a_typing_mistake() {
    let (world, created) = World::lived_in();
    let (_, other) = World::lived_in();
    let wrong = world.vault().enter_recovery_code(&other.recovery_code);
    assert!(
        matches!(wrong, Err(VaultError::WrongCode)),
        "a code of another computer is well-formed but wrong: {wrong:?}"
    );
    let code = created.recovery_code.expose();
    let last = if code.ends_with('A') { "B" } else { "A" };
    let typo = world
        .vault()
        .enter_recovery_code(&text(&format!("{}{last}", &code[..code.len() - 1])));
    assert!(
        matches!(typo, Err(VaultError::CodeTypo(_))),
        "one wrong character is a typing mistake: {typo:?}"
    );
}

#[test]
fn a_new_recovery_code_ends_the_old_one() {
    let (world, created) = World::lived_in();
    let opened = world.open();
    let new = world
        .vault()
        .new_recovery_code(&opened.key, NOW)
        .expect("a new code can be made at any time");
    let old = world.vault().enter_recovery_code(&created.recovery_code);
    assert!(
        matches!(old, Err(VaultError::WrongCode)),
        "a code that was given away must stop working: {old:?}"
    );
    world
        .vault()
        .enter_recovery_code(&new)
        .expect("the new one works");
}

#[test]
fn without_a_keychain_a_passphrase_protects_the_key() {
    let world = World::new(MemoryKeychain::missing());
    let question = world.ask();
    assert_eq!(
        question.steps,
        [Step::Retry, Step::ChoosePassphrase],
        "nothing is made before a person chose"
    );
    let short = world.vault().choose_passphrase(&text("short"), NOW);
    assert!(
        matches!(short, Err(VaultError::PassphraseTooShort { min: 10 })),
        "a passphrase that protects nothing is refused: {short:?}"
    );
    let created = world
        .vault()
        .choose_passphrase(&text(PASSPHRASE), NOW)
        .expect("a passphrase can be chosen");
    world.finish(&created);
    assert_eq!(
        world.ask().trouble,
        Trouble::PassphraseNeeded,
        "every start asks for it"
    );
    let wrong = world
        .vault()
        .enter_passphrase(&text("four fictional words there"), NOW);
    assert!(
        matches!(wrong, Err(VaultError::WrongPassphrase)),
        "a wrong one opens nothing: {wrong:?}"
    );
    let Ok(Unlock::Open(opened)) = world.vault().enter_passphrase(&text(PASSPHRASE), NOW) else {
        panic!("the right passphrase opens");
    };
    assert!(same(&opened.key, &created.key), "the same key");
    world
        .vault()
        .enter_recovery_code(&created.recovery_code)
        .expect("a forgotten passphrase is overcome by the code");
    assert_eq!(world.keychain.writes(), 0, "no keychain was written");
}

#[test]
fn a_passphrase_chosen_before_a_crash_still_works() {
    let world = World::new(MemoryKeychain::missing());
    let first = world
        .vault()
        .choose_passphrase(&text(PASSPHRASE), NOW)
        .expect("a passphrase can be chosen");
    assert_eq!(
        world.ask().steps,
        [Step::EnterPassphrase, Step::ChoosePassphrase],
        "the person may go on or choose anew"
    );
    let Ok(Unlock::Create(second)) = world.vault().enter_passphrase(&text(PASSPHRASE), NOW) else {
        panic!("the creation goes on");
    };
    assert!(same(&first.key, &second.key), "with the same key");
    world.finish(&second);
    world
        .vault()
        .enter_recovery_code(&second.recovery_code)
        .expect("the code shown last works");
}

#[test]
fn a_passphrase_can_be_set_and_changed_after_recovery() {
    let (world, created) = World::lived_in();
    world.keychain.fail(KeychainTrouble::Unavailable {
        reason: Absence::NoService,
    });
    let opened = world
        .vault()
        .enter_recovery_code(&created.recovery_code)
        .expect("the code works without a keychain");
    for passphrase in [PASSPHRASE, "quite another sentence"] {
        world
            .vault()
            .set_passphrase(&opened.key, &text(passphrase))
            .expect("a passphrase can be set");
        assert_eq!(
            world.ask().trouble,
            Trouble::PassphraseNeeded,
            "the next start asks for it"
        );
        world
            .vault()
            .enter_passphrase(&text(passphrase), NOW)
            .expect("and takes it");
    }
    let old = world.vault().enter_passphrase(&text(PASSPHRASE), NOW);
    assert!(
        matches!(old, Err(VaultError::WrongPassphrase)),
        "a changed passphrase stops working: {old:?}"
    );
    world.keychain.recover();
    assert!(
        same(&world.open().key, &created.key),
        "a keychain that comes back is used"
    );
}

#[test]
fn a_stale_item_is_replaced_only_on_request() {
    let (former, _) = World::lived_in();
    let stale = former.keychain.contents().expect("an item");
    let world = World::new(MemoryKeychain::holding(&stale));
    assert_eq!(
        world.ask().trouble,
        Trouble::StaleItem,
        "an item of an earlier installation is not taken over"
    );
    let created = world
        .vault()
        .start_fresh(NOW)
        .expect("a person may begin anew");
    assert_ne!(
        world.keychain.contents(),
        Some(stale),
        "the stale item gave way"
    );
    world.finish(&created);
    assert!(same(&world.open().key, &created.key), "to the new key");
}

#[test]
fn a_lost_database_keeps_its_key_file_when_a_person_begins_anew() {
    let (world, lost) = World::lived_in();
    let old_key_file = fs::read(world.profile.key_file()).expect("the key file");
    fs::remove_file(world.profile.database()).expect("the database can be removed");
    assert_eq!(
        world.ask().trouble,
        Trouble::DatabaseMissing,
        "the key of a lost database is not replaced silently"
    );
    world.keychain.clear();
    assert_eq!(
        world.ask().trouble,
        Trouble::DatabaseMissing,
        "nor when the keychain forgot it"
    );
    let created = world
        .vault()
        .start_fresh(NOW)
        .expect("a person may begin anew");
    assert!(!same(&created.key, &lost.key), "with another key");
    let kept = world.key_files_set_aside();
    assert_eq!(
        kept.iter()
            .map(|path| fs::read(path).ok())
            .collect::<Vec<_>>(),
        [Some(old_key_file.clone())],
        "the old key file stays beside the new one"
    );
    // Somebody finds the backup of the old database after all.
    fs::write(world.profile.key_file(), old_key_file).expect("the key file can be put back");
    world.profile.put_database();
    let opened = world
        .vault()
        .enter_recovery_code(&lost.recovery_code)
        .expect("the old code opens the old key");
    assert!(same(&opened.key, &lost.key), "nothing was lost for good");
}

#[test]
fn a_missing_key_file_is_made_again_from_the_keychain() {
    let (world, created) = World::lived_in();
    fs::remove_file(world.profile.key_file()).expect("the key file can be removed");
    assert_eq!(
        world.ask().steps,
        [Step::OpenWithKeychain, Step::Retry],
        "the keychain still has the key"
    );
    let opened = world
        .vault()
        .open_with_keychain()
        .expect("a person may try it");
    assert!(same(&opened.key, &created.key), "it is the right one");
    let code = world
        .vault()
        .new_recovery_code(&opened.key, NOW)
        .expect("a new key file is written");
    assert!(
        same(&world.open().key, &created.key),
        "the next start is an ordinary one"
    );
    world
        .vault()
        .enter_recovery_code(&code)
        .expect("the new code works");
}

#[test]
fn a_damaged_key_file_is_set_aside_and_never_lost() {
    let (world, created) = World::lived_in();
    fs::write(world.profile.key_file(), b"{\"version\":1, torn").expect("damage");
    assert_eq!(
        world.ask().trouble,
        Trouble::UnreadableKeyFile,
        "damage is named"
    );
    let code = world.vault().enter_recovery_code(&created.recovery_code);
    assert!(
        matches!(code, Err(VaultError::NotNow)),
        "no code opens a damaged file: {code:?}"
    );
    let opened = world
        .vault()
        .open_with_keychain()
        .expect("the keychain still has the key");
    world
        .vault()
        .new_recovery_code(&opened.key, NOW)
        .expect("a new key file is written");
    let kept = world.key_files_set_aside();
    assert_eq!(kept.len(), 1, "the damaged file is kept for an expert");
    assert!(
        same(&world.open().key, &created.key),
        "the next start is an ordinary one"
    );
}

#[test]
fn a_key_file_of_a_newer_version_is_left_alone() {
    let (world, created) = World::lived_in();
    let newer = fs::read_to_string(world.profile.key_file())
        .expect("the key file")
        .replace("\"version\": 1", "\"version\": 2");
    fs::write(world.profile.key_file(), newer).expect("a newer file");
    assert_eq!(world.ask().steps, [Step::Retry], "only an update helps");
    let vault = world.vault();
    let before = world.profile.hash();
    for (name, result) in [
        (
            "new code",
            vault.new_recovery_code(&created.key, NOW).map(drop),
        ),
        (
            "code",
            vault.enter_recovery_code(&created.recovery_code).map(drop),
        ),
        (
            "passphrase",
            vault.set_passphrase(&created.key, &text(PASSPHRASE)),
        ),
        (
            "remember",
            vault.remember_in_keychain(&created.key, Replace::Confirmed),
        ),
        ("start fresh", vault.start_fresh(NOW).map(drop)),
    ] {
        assert!(
            matches!(result, Err(VaultError::NotNow)),
            "{name} must not touch a newer file: {result:?}"
        );
    }
    assert_eq!(world.profile.hash(), before, "nothing was written");
}

#[test]
fn steps_that_do_not_apply_are_refused_and_change_nothing() {
    let (world, created) = World::lived_in();
    let vault = world.vault();
    let before = (world.profile.hash(), world.keychain.contents());
    for (name, result) in [
        (
            "choose passphrase",
            vault.choose_passphrase(&text(PASSPHRASE), NOW).map(drop),
        ),
        (
            "enter passphrase",
            vault.enter_passphrase(&text(PASSPHRASE), NOW).map(drop),
        ),
        ("start fresh", vault.start_fresh(NOW).map(drop)),
        ("open with keychain", vault.open_with_keychain().map(drop)),
    ] {
        assert!(
            matches!(result, Err(VaultError::NotNow)),
            "{name} has no place in a healthy profile: {result:?}"
        );
    }
    let foreign = Secret::new([9; 32]);
    for (name, result) in [
        ("new code", vault.new_recovery_code(&foreign, NOW).map(drop)),
        (
            "remember",
            vault.remember_in_keychain(&foreign, Replace::Confirmed),
        ),
        (
            "passphrase",
            vault.set_passphrase(&foreign, &text(PASSPHRASE)),
        ),
    ] {
        assert!(
            matches!(result, Err(VaultError::OtherKey)),
            "{name} must not mix two keys: {result:?}"
        );
    }
    let after = (world.profile.hash(), world.keychain.contents());
    assert_eq!(after, before, "refused steps change nothing");
    drop(created);
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
