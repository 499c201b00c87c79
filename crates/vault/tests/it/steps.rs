//! What a person can do when a start could not go on by itself.

use crate::world::{NOW, PASSPHRASE, World, same, text};
use frontdesk_domain::secret::Secret;
use frontdesk_vault::{
    Absence, KeychainTrouble, MemoryKeychain, Replace, Step, Trouble, Unlock, VaultError,
};
use std::fs;

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
    let plain = world.vault().choose_passphrase(&text("aaaaaaaaaaaa"), NOW);
    assert!(
        matches!(plain, Err(VaultError::PassphraseTooPlain { min: 5 })),
        "long is not enough: {plain:?}"
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
