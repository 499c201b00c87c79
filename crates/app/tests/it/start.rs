//! From the start of the program to the open inbox, and everything that can
//! stand in between.

use frontdesk_app::{
    error::CommandError,
    view::{
        stage::{KeyStep, KeyTrouble, Stage, StoreTrouble},
        system::Protection,
    },
};
use frontdesk_domain::secret::Secret;
use frontdesk_vault::KeychainTrouble;

use crate::support::{Desk, Window, stage};

fn trouble(stage: &Stage) -> (KeyTrouble, &[KeyStep]) {
    match stage {
        Stage::KeyTrouble { trouble, steps, .. } => (*trouble, steps),
        other => panic!("expected trouble with the key, not {other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn the_first_start_welcomes_and_the_second_opens_the_inbox() {
    let desk = Desk::new();
    let app = desk.start().await;
    assert_eq!(
        stage(&app).await,
        Stage::Welcome,
        "nobody has seen the recovery code yet"
    );

    let code = app.issue_recovery_code().await.unwrap().code;
    assert!(
        code.len() >= 26,
        "128 bits in readable groups: {} characters",
        code.len()
    );
    app.confirm_recovery_code().await.unwrap();
    assert_eq!(
        stage(&app).await,
        Stage::Ready,
        "the code is in the user's hands"
    );
    app.shut_down().await;

    let app = desk.start().await;
    assert_eq!(stage(&app).await, Stage::Ready, "nothing is asked twice");
}

#[tokio::test(start_paused = true)]
async fn quitting_before_the_code_was_confirmed_shows_it_again() {
    let desk = Desk::new();
    desk.start().await.shut_down().await;
    let app = desk.start().await;
    assert_eq!(
        stage(&app).await,
        Stage::Welcome,
        "a code nobody wrote down is no code"
    );
}

#[tokio::test(start_paused = true)]
async fn a_locked_keychain_is_named_and_unlocking_it_goes_on() {
    let desk = Desk::with_world().await;
    desk.keychain.fail(KeychainTrouble::Locked);
    let app = desk.start().await;
    let shown = stage(&app).await;
    let (what, steps) = trouble(&shown);
    assert_eq!(what, KeyTrouble::Locked, "the cause is named");
    assert_eq!(
        steps.first(),
        Some(&KeyStep::Unlock),
        "and the next step offered"
    );
    assert_eq!(
        app.inbox_page(None).await,
        Err(CommandError::NotOpen),
        "no command works before the store is open"
    );

    desk.keychain.recover();
    app.retry_start().await.unwrap();
    assert_eq!(stage(&app).await, Stage::Ready, "the same start goes on");
    assert_eq!(
        app.retry_start().await,
        Err(CommandError::NotNow),
        "there is nothing to retry any more"
    );
}

#[tokio::test(start_paused = true)]
async fn the_recovery_code_opens_a_store_whose_key_the_keychain_lost() {
    let desk = Desk::new();
    let app = desk.start().await;
    let code = app.issue_recovery_code().await.unwrap().code;
    app.confirm_recovery_code().await.unwrap();
    app.shut_down().await;

    desk.keychain.clear();
    let app = desk.start().await;
    let shown = stage(&app).await;
    let (what, steps) = trouble(&shown);
    assert_eq!(what, KeyTrouble::KeyMissing, "a database without its key");
    assert!(
        !steps.contains(&KeyStep::StartFresh),
        "nothing may be begun over a database"
    );

    let mistyped = Secret::new(code.replacen(code.chars().next().unwrap(), "", 1));
    assert_eq!(
        app.enter_recovery_code(mistyped).await,
        Err(CommandError::MistypedCode),
        "a typing error is told from a wrong code"
    );
    app.enter_recovery_code(Secret::new(code.to_lowercase().replace('-', " ")))
        .await
        .unwrap();
    let open = Window::open(&app).snapshot().await;
    assert_eq!(open.stage, Stage::Ready, "the code opens the store");
    assert_eq!(
        open.key_care.map(|care| care.protection),
        Some(Protection::RecoveryCodeOnly),
        "the window says that the next start needs the code again"
    );

    app.remember_key(false).await.unwrap();
    app.shut_down().await;
    let app = desk.start().await;
    assert_eq!(
        stage(&app).await,
        Stage::Ready,
        "the keychain has the key again"
    );
}

#[tokio::test(start_paused = true)]
async fn another_stores_key_in_the_keychain_is_replaced_only_when_confirmed() {
    let desk = Desk::new();
    let other = Desk::new();
    other.start().await.shut_down().await;
    let app = desk.start().await;
    let code = app.issue_recovery_code().await.unwrap().code;
    app.confirm_recovery_code().await.unwrap();
    app.shut_down().await;

    desk.keychain.put(&other.keychain.contents().unwrap());
    let app = desk.start().await;
    assert_eq!(
        trouble(&stage(&app).await).0,
        KeyTrouble::OtherKey,
        "it is told apart"
    );
    app.enter_recovery_code(Secret::new(code)).await.unwrap();
    assert_eq!(
        app.remember_key(false).await,
        Err(CommandError::OtherKeyInKeychain),
        "the other store may still need its key"
    );
    app.remember_key(true).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn without_a_keychain_a_passphrase_is_an_explicit_choice() {
    let desk = Desk::new();
    desk.keychain.fail(KeychainTrouble::Unavailable {
        reason: frontdesk_vault::Absence::NoService,
    });
    let app = desk.start().await;
    let shown = stage(&app).await;
    let (what, steps) = trouble(&shown);
    assert_eq!(what, KeyTrouble::NoKeychain, "the cause is named");
    assert!(
        steps.contains(&KeyStep::ChoosePassphrase),
        "the choice is offered, not made"
    );
    assert!(
        !desk.place().database.exists(),
        "nothing was created meanwhile"
    );

    assert_eq!(
        app.choose_passphrase(Secret::new("short".to_owned())).await,
        Err(CommandError::WeakPassphrase),
        "a passphrase that can be guessed protects nothing"
    );
    app.choose_passphrase(Secret::new("plum cake on saturday".to_owned()))
        .await
        .unwrap();
    assert_eq!(
        stage(&app).await,
        Stage::Welcome,
        "the recovery code comes first"
    );
    app.confirm_recovery_code().await.unwrap();
    app.shut_down().await;

    let app = desk.start().await;
    assert_eq!(
        trouble(&stage(&app).await).0,
        KeyTrouble::PassphraseNeeded,
        "it asks each time"
    );
    assert_eq!(
        app.enter_passphrase(Secret::new("plum cake on sunday".to_owned()))
            .await,
        Err(CommandError::WrongSecret),
        "a wrong one is refused"
    );
    app.enter_passphrase(Secret::new("plum cake on saturday".to_owned()))
        .await
        .unwrap();
    assert_eq!(stage(&app).await, Stage::Ready, "the right one opens");
}

#[tokio::test(start_paused = true)]
async fn a_key_without_its_database_begins_anew_only_when_told_to() {
    let desk = Desk::with_world().await;
    std::fs::remove_file(desk.place().database).unwrap();
    let before = desk.keychain.contents();
    let app = desk.start().await;
    let shown = stage(&app).await;
    let (what, steps) = trouble(&shown);
    assert_eq!(
        what,
        KeyTrouble::DatabaseMissing,
        "an empty inbox would be a lie"
    );
    assert!(
        steps.contains(&KeyStep::StartFresh),
        "the user may decide to begin anew"
    );
    assert_eq!(desk.keychain.contents(), before, "asking changes nothing");

    app.start_fresh().await.unwrap();
    assert_eq!(
        stage(&app).await,
        Stage::Welcome,
        "a new store, a new recovery code"
    );
    assert_ne!(desk.keychain.contents(), before, "and a new key");
}

#[tokio::test(start_paused = true)]
async fn a_store_held_by_another_program_is_left_alone() {
    let desk = Desk::with_world().await;
    let first = desk.start().await;
    let second = desk.start().await;
    assert_eq!(
        stage(&second).await,
        Stage::StoreTrouble {
            trouble: StoreTrouble::InUse
        },
        "two writers would tear the store apart"
    );
    first.shut_down().await;
    second.retry_start().await.unwrap();
    assert_eq!(
        stage(&second).await,
        Stage::Ready,
        "once it is free, a retry opens it"
    );
}

#[tokio::test(start_paused = true)]
async fn a_readable_file_in_the_databases_place_is_refused_and_kept() {
    let desk = Desk::with_world().await;
    let mut plain = b"SQLite format 3\0".to_vec();
    plain.resize(8192, 0);
    std::fs::write(desk.place().database, &plain).unwrap();
    let app = desk.start().await;
    assert_eq!(
        stage(&app).await,
        Stage::StoreTrouble {
            trouble: StoreTrouble::NotEncrypted
        },
        "nothing is read from or written to it"
    );
    assert_eq!(
        std::fs::read(desk.place().database).unwrap(),
        plain,
        "the file is untouched"
    );
}

#[tokio::test(start_paused = true)]
async fn shutting_down_closes_the_store_and_commands_say_so() {
    let desk = Desk::with_world().await;
    let app = desk.start().await;
    app.shut_down().await;
    assert_eq!(
        app.inbox_page(None).await,
        Err(CommandError::NotOpen),
        "the program is on its way out"
    );
    app.shut_down().await;
}
