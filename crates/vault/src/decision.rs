//! What to do at start, as a pure function of what was found: is there a
//! database, what does the key file say, what did the keychain answer.
//!
//! No file is touched and no keychain asked here. The test prints the whole
//! table; read that to review the rules.

use crate::{
    key_id::KeyId,
    keychain::Absence,
    question::{Format, Step, Trouble},
};
use serde::{Deserialize, Serialize};

/// What was found where the key file should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum KeyFileState {
    /// Nothing.
    Absent,
    /// A file that makes no sense.
    Unreadable,
    /// A file of a newer version of Frontdesk.
    Newer,
    /// A key file.
    Readable {
        /// The key it describes.
        id: KeyId,
        /// The database was not reported as created yet.
        creating: bool,
        /// The key is also wrapped by a passphrase.
        passphrase: bool,
    },
}

/// What the keychain holds, without the secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ItemState {
    /// A sound item.
    Key {
        /// The key in it.
        id: KeyId,
    },
    /// The keychain is open and knows no item of ours.
    NoItem,
    /// The key in the item is not 32 bytes long.
    WrongLength,
    /// The item is damaged or not ours.
    Unreadable,
    /// The item is of a newer version of Frontdesk.
    Newer,
    /// More than one item answers to our name.
    Several,
    /// The keychain is locked.
    Locked,
    /// The keychain denies us access.
    Refused,
    /// There is no keychain to talk to.
    Unavailable {
        /// What is missing.
        reason: Absence,
    },
}

/// What follows from what was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Open the database with the key in the keychain.
    Open,
    /// Make a key.
    Create,
    /// A creation was interrupted after the key had reached the keychain: go on
    /// with that key.
    Continue,
    Ask(Trouble, Vec<Step>),
}

/// The rules.
pub(crate) fn decide(database: bool, file: KeyFileState, item: ItemState) -> Verdict {
    if database {
        decide_with_database(file, item)
    } else {
        decide_without_database(file, item)
    }
}

/// Whether a recovery code could lead to the key of an existing database.
pub(crate) const fn takes_recovery_code(database: bool, file: KeyFileState) -> bool {
    database && matches!(file, KeyFileState::Readable { .. })
}

fn decide_with_database(file: KeyFileState, item: ItemState) -> Verdict {
    match file {
        KeyFileState::Newer => newer(Format::KeyFile),
        KeyFileState::Absent => without_key_file(Trouble::KeyFileMissing, item),
        KeyFileState::Unreadable => without_key_file(Trouble::UnreadableKeyFile, item),
        KeyFileState::Readable { id, passphrase, .. } => match item {
            ItemState::Key { id: found } if found == id => Verdict::Open,
            // Whatever the keychain says, the passphrase is the way that the
            // person chose.
            _ if passphrase => Verdict::Ask(
                Trouble::PassphraseNeeded,
                vec![Step::EnterPassphrase, Step::RecoveryCode, Step::Retry],
            ),
            ItemState::Locked => {
                Verdict::Ask(Trouble::Locked, vec![Step::Unlock, Step::RecoveryCode])
            }
            ItemState::Key { .. }
            | ItemState::NoItem
            | ItemState::WrongLength
            | ItemState::Unreadable
            | ItemState::Newer
            | ItemState::Several
            | ItemState::Refused
            | ItemState::Unavailable { .. } => Verdict::Ask(
                trouble_with(item, Some(id)),
                vec![Step::Retry, Step::RecoveryCode],
            ),
        },
    }
}

/// A database whose key file cannot help: only the keychain can.
fn without_key_file(trouble: Trouble, item: ItemState) -> Verdict {
    match item {
        ItemState::Key { .. } => Verdict::Ask(trouble, vec![Step::OpenWithKeychain, Step::Retry]),
        ItemState::Locked => Verdict::Ask(Trouble::Locked, vec![Step::Unlock]),
        ItemState::Refused | ItemState::Unavailable { .. } => {
            Verdict::Ask(trouble_with(item, None), vec![Step::Retry])
        }
        ItemState::NoItem
        | ItemState::WrongLength
        | ItemState::Unreadable
        | ItemState::Newer
        | ItemState::Several => Verdict::Ask(trouble, vec![Step::Retry]),
    }
}

fn decide_without_database(file: KeyFileState, item: ItemState) -> Verdict {
    match file {
        KeyFileState::Newer => newer(Format::KeyFile),
        KeyFileState::Absent => first_start(item),
        KeyFileState::Unreadable => nothing_to_open(Trouble::UnreadableKeyFile, item),
        KeyFileState::Readable {
            creating: false, ..
        } => nothing_to_open(Trouble::DatabaseMissing, item),
        KeyFileState::Readable {
            id,
            creating: true,
            passphrase,
        } => {
            if (item == ItemState::Key { id }) {
                Verdict::Continue
            } else if passphrase {
                // The keychain did not hold the key when the passphrase was
                // chosen and need not now; forgetting it costs nothing yet.
                let anew = way_to_begin_anew(item).unwrap_or(Step::Retry);
                Verdict::Ask(Trouble::PassphraseNeeded, vec![Step::EnterPassphrase, anew])
            } else {
                first_start(item)
            }
        }
    }
}

/// Neither a database nor a key file that ever belonged to one.
fn first_start(item: ItemState) -> Verdict {
    match item {
        ItemState::NoItem => Verdict::Create,
        ItemState::Key { .. } | ItemState::WrongLength | ItemState::Unreadable => {
            Verdict::Ask(Trouble::StaleItem, vec![Step::StartFresh, Step::Retry])
        }
        ItemState::Newer => newer(Format::Item),
        ItemState::Locked => Verdict::Ask(Trouble::Locked, vec![Step::Unlock]),
        ItemState::Several => Verdict::Ask(Trouble::SeveralItems, vec![Step::Retry]),
        ItemState::Refused | ItemState::Unavailable { .. } => Verdict::Ask(
            trouble_with(item, None),
            vec![Step::Retry, Step::ChoosePassphrase],
        ),
    }
}

/// The database is gone and what is left of its key must not be lost with it:
/// beginning anew is a person's choice.
fn nothing_to_open(trouble: Trouble, item: ItemState) -> Verdict {
    let mut steps = vec![Step::Retry];
    steps.extend(way_to_begin_anew(item));
    Verdict::Ask(trouble, steps)
}

/// What leads to a new key in the end. An item of a newer version, or one of
/// several, is not ours to replace.
const fn way_to_begin_anew(item: ItemState) -> Option<Step> {
    match item {
        ItemState::NoItem
        | ItemState::Key { .. }
        | ItemState::WrongLength
        | ItemState::Unreadable => Some(Step::StartFresh),
        ItemState::Refused | ItemState::Unavailable { .. } => Some(Step::ChoosePassphrase),
        ItemState::Locked => Some(Step::Unlock),
        ItemState::Newer | ItemState::Several => None,
    }
}

fn newer(what: Format) -> Verdict {
    Verdict::Ask(Trouble::NewerFormat { what }, vec![Step::Retry])
}

const fn trouble_with(item: ItemState, expected: Option<KeyId>) -> Trouble {
    match (item, expected) {
        (ItemState::Key { id: found }, Some(expected)) => Trouble::OtherKey { expected, found },
        (ItemState::Key { .. }, None) => Trouble::StaleItem,
        (ItemState::NoItem, _) => Trouble::KeyMissing,
        (ItemState::WrongLength, _) => Trouble::WrongLength,
        (ItemState::Unreadable, _) => Trouble::UnreadableItem,
        (ItemState::Newer, _) => Trouble::NewerFormat { what: Format::Item },
        (ItemState::Several, _) => Trouble::SeveralItems,
        (ItemState::Locked, _) => Trouble::Locked,
        (ItemState::Refused, _) => Trouble::Refused,
        (ItemState::Unavailable { reason }, _) => Trouble::NoKeychain { reason },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use frontdesk_domain::secret::Secret;

    fn id(byte: u8) -> KeyId {
        KeyId::of(&Secret::new([byte; 32]))
    }

    fn files() -> Vec<(&'static str, KeyFileState)> {
        let readable = |creating, passphrase| KeyFileState::Readable {
            id: id(1),
            creating,
            passphrase,
        };
        vec![
            ("absent", KeyFileState::Absent),
            ("creating", readable(true, false)),
            ("creating+pass", readable(true, true)),
            ("complete", readable(false, false)),
            ("complete+pass", readable(false, true)),
            ("unreadable", KeyFileState::Unreadable),
            ("newer", KeyFileState::Newer),
        ]
    }

    fn items() -> Vec<(&'static str, ItemState)> {
        vec![
            ("this key", ItemState::Key { id: id(1) }),
            ("other key", ItemState::Key { id: id(2) }),
            ("no item", ItemState::NoItem),
            ("wrong length", ItemState::WrongLength),
            ("unreadable", ItemState::Unreadable),
            ("newer", ItemState::Newer),
            ("several", ItemState::Several),
            ("locked", ItemState::Locked),
            ("refused", ItemState::Refused),
            (
                "unavailable",
                ItemState::Unavailable {
                    reason: Absence::Died,
                },
            ),
        ]
    }

    fn words(verdict: &Verdict) -> String {
        let name = |value: &dyn std::fmt::Debug| {
            let text = format!("{value:?}");
            text.split(' ').next().unwrap_or_default().to_owned()
        };
        match verdict {
            Verdict::Open => "open".to_owned(),
            Verdict::Create => "CREATE".to_owned(),
            Verdict::Continue => "continue the creation".to_owned(),
            Verdict::Ask(trouble, steps) => {
                let steps: Vec<_> = steps.iter().map(|step| name(step)).collect();
                format!("ask {}: {}", name(trouble), steps.join(", "))
            }
        }
    }

    fn table(database: bool) -> String {
        let mut lines = Vec::new();
        for (file_name, file) in files() {
            for (item_name, item) in items() {
                let verdict = words(&decide(database, file, item));
                lines.push(format!("{file_name:<14} | {item_name:<12} | {verdict}"));
            }
        }
        lines.join("\n")
    }

    #[test]
    fn the_whole_table_without_a_database() {
        insta::assert_snapshot!(table(false), @r"
        absent         | this key     | ask StaleItem: StartFresh, Retry
        absent         | other key    | ask StaleItem: StartFresh, Retry
        absent         | no item      | CREATE
        absent         | wrong length | ask StaleItem: StartFresh, Retry
        absent         | unreadable   | ask StaleItem: StartFresh, Retry
        absent         | newer        | ask NewerFormat: Retry
        absent         | several      | ask SeveralItems: Retry
        absent         | locked       | ask Locked: Unlock
        absent         | refused      | ask Refused: Retry, ChoosePassphrase
        absent         | unavailable  | ask NoKeychain: Retry, ChoosePassphrase
        creating       | this key     | continue the creation
        creating       | other key    | ask StaleItem: StartFresh, Retry
        creating       | no item      | CREATE
        creating       | wrong length | ask StaleItem: StartFresh, Retry
        creating       | unreadable   | ask StaleItem: StartFresh, Retry
        creating       | newer        | ask NewerFormat: Retry
        creating       | several      | ask SeveralItems: Retry
        creating       | locked       | ask Locked: Unlock
        creating       | refused      | ask Refused: Retry, ChoosePassphrase
        creating       | unavailable  | ask NoKeychain: Retry, ChoosePassphrase
        creating+pass  | this key     | continue the creation
        creating+pass  | other key    | ask PassphraseNeeded: EnterPassphrase, StartFresh
        creating+pass  | no item      | ask PassphraseNeeded: EnterPassphrase, StartFresh
        creating+pass  | wrong length | ask PassphraseNeeded: EnterPassphrase, StartFresh
        creating+pass  | unreadable   | ask PassphraseNeeded: EnterPassphrase, StartFresh
        creating+pass  | newer        | ask PassphraseNeeded: EnterPassphrase, Retry
        creating+pass  | several      | ask PassphraseNeeded: EnterPassphrase, Retry
        creating+pass  | locked       | ask PassphraseNeeded: EnterPassphrase, Unlock
        creating+pass  | refused      | ask PassphraseNeeded: EnterPassphrase, ChoosePassphrase
        creating+pass  | unavailable  | ask PassphraseNeeded: EnterPassphrase, ChoosePassphrase
        complete       | this key     | ask DatabaseMissing: Retry, StartFresh
        complete       | other key    | ask DatabaseMissing: Retry, StartFresh
        complete       | no item      | ask DatabaseMissing: Retry, StartFresh
        complete       | wrong length | ask DatabaseMissing: Retry, StartFresh
        complete       | unreadable   | ask DatabaseMissing: Retry, StartFresh
        complete       | newer        | ask DatabaseMissing: Retry
        complete       | several      | ask DatabaseMissing: Retry
        complete       | locked       | ask DatabaseMissing: Retry, Unlock
        complete       | refused      | ask DatabaseMissing: Retry, ChoosePassphrase
        complete       | unavailable  | ask DatabaseMissing: Retry, ChoosePassphrase
        complete+pass  | this key     | ask DatabaseMissing: Retry, StartFresh
        complete+pass  | other key    | ask DatabaseMissing: Retry, StartFresh
        complete+pass  | no item      | ask DatabaseMissing: Retry, StartFresh
        complete+pass  | wrong length | ask DatabaseMissing: Retry, StartFresh
        complete+pass  | unreadable   | ask DatabaseMissing: Retry, StartFresh
        complete+pass  | newer        | ask DatabaseMissing: Retry
        complete+pass  | several      | ask DatabaseMissing: Retry
        complete+pass  | locked       | ask DatabaseMissing: Retry, Unlock
        complete+pass  | refused      | ask DatabaseMissing: Retry, ChoosePassphrase
        complete+pass  | unavailable  | ask DatabaseMissing: Retry, ChoosePassphrase
        unreadable     | this key     | ask UnreadableKeyFile: Retry, StartFresh
        unreadable     | other key    | ask UnreadableKeyFile: Retry, StartFresh
        unreadable     | no item      | ask UnreadableKeyFile: Retry, StartFresh
        unreadable     | wrong length | ask UnreadableKeyFile: Retry, StartFresh
        unreadable     | unreadable   | ask UnreadableKeyFile: Retry, StartFresh
        unreadable     | newer        | ask UnreadableKeyFile: Retry
        unreadable     | several      | ask UnreadableKeyFile: Retry
        unreadable     | locked       | ask UnreadableKeyFile: Retry, Unlock
        unreadable     | refused      | ask UnreadableKeyFile: Retry, ChoosePassphrase
        unreadable     | unavailable  | ask UnreadableKeyFile: Retry, ChoosePassphrase
        newer          | this key     | ask NewerFormat: Retry
        newer          | other key    | ask NewerFormat: Retry
        newer          | no item      | ask NewerFormat: Retry
        newer          | wrong length | ask NewerFormat: Retry
        newer          | unreadable   | ask NewerFormat: Retry
        newer          | newer        | ask NewerFormat: Retry
        newer          | several      | ask NewerFormat: Retry
        newer          | locked       | ask NewerFormat: Retry
        newer          | refused      | ask NewerFormat: Retry
        newer          | unavailable  | ask NewerFormat: Retry
        ");
    }

    #[test]
    fn the_whole_table_with_a_database() {
        insta::assert_snapshot!(table(true), @r"
        absent         | this key     | ask KeyFileMissing: OpenWithKeychain, Retry
        absent         | other key    | ask KeyFileMissing: OpenWithKeychain, Retry
        absent         | no item      | ask KeyFileMissing: Retry
        absent         | wrong length | ask KeyFileMissing: Retry
        absent         | unreadable   | ask KeyFileMissing: Retry
        absent         | newer        | ask KeyFileMissing: Retry
        absent         | several      | ask KeyFileMissing: Retry
        absent         | locked       | ask Locked: Unlock
        absent         | refused      | ask Refused: Retry
        absent         | unavailable  | ask NoKeychain: Retry
        creating       | this key     | open
        creating       | other key    | ask OtherKey: Retry, RecoveryCode
        creating       | no item      | ask KeyMissing: Retry, RecoveryCode
        creating       | wrong length | ask WrongLength: Retry, RecoveryCode
        creating       | unreadable   | ask UnreadableItem: Retry, RecoveryCode
        creating       | newer        | ask NewerFormat: Retry, RecoveryCode
        creating       | several      | ask SeveralItems: Retry, RecoveryCode
        creating       | locked       | ask Locked: Unlock, RecoveryCode
        creating       | refused      | ask Refused: Retry, RecoveryCode
        creating       | unavailable  | ask NoKeychain: Retry, RecoveryCode
        creating+pass  | this key     | open
        creating+pass  | other key    | ask PassphraseNeeded: EnterPassphrase, RecoveryCode, Retry
        creating+pass  | no item      | ask PassphraseNeeded: EnterPassphrase, RecoveryCode, Retry
        creating+pass  | wrong length | ask PassphraseNeeded: EnterPassphrase, RecoveryCode, Retry
        creating+pass  | unreadable   | ask PassphraseNeeded: EnterPassphrase, RecoveryCode, Retry
        creating+pass  | newer        | ask PassphraseNeeded: EnterPassphrase, RecoveryCode, Retry
        creating+pass  | several      | ask PassphraseNeeded: EnterPassphrase, RecoveryCode, Retry
        creating+pass  | locked       | ask PassphraseNeeded: EnterPassphrase, RecoveryCode, Retry
        creating+pass  | refused      | ask PassphraseNeeded: EnterPassphrase, RecoveryCode, Retry
        creating+pass  | unavailable  | ask PassphraseNeeded: EnterPassphrase, RecoveryCode, Retry
        complete       | this key     | open
        complete       | other key    | ask OtherKey: Retry, RecoveryCode
        complete       | no item      | ask KeyMissing: Retry, RecoveryCode
        complete       | wrong length | ask WrongLength: Retry, RecoveryCode
        complete       | unreadable   | ask UnreadableItem: Retry, RecoveryCode
        complete       | newer        | ask NewerFormat: Retry, RecoveryCode
        complete       | several      | ask SeveralItems: Retry, RecoveryCode
        complete       | locked       | ask Locked: Unlock, RecoveryCode
        complete       | refused      | ask Refused: Retry, RecoveryCode
        complete       | unavailable  | ask NoKeychain: Retry, RecoveryCode
        complete+pass  | this key     | open
        complete+pass  | other key    | ask PassphraseNeeded: EnterPassphrase, RecoveryCode, Retry
        complete+pass  | no item      | ask PassphraseNeeded: EnterPassphrase, RecoveryCode, Retry
        complete+pass  | wrong length | ask PassphraseNeeded: EnterPassphrase, RecoveryCode, Retry
        complete+pass  | unreadable   | ask PassphraseNeeded: EnterPassphrase, RecoveryCode, Retry
        complete+pass  | newer        | ask PassphraseNeeded: EnterPassphrase, RecoveryCode, Retry
        complete+pass  | several      | ask PassphraseNeeded: EnterPassphrase, RecoveryCode, Retry
        complete+pass  | locked       | ask PassphraseNeeded: EnterPassphrase, RecoveryCode, Retry
        complete+pass  | refused      | ask PassphraseNeeded: EnterPassphrase, RecoveryCode, Retry
        complete+pass  | unavailable  | ask PassphraseNeeded: EnterPassphrase, RecoveryCode, Retry
        unreadable     | this key     | ask UnreadableKeyFile: OpenWithKeychain, Retry
        unreadable     | other key    | ask UnreadableKeyFile: OpenWithKeychain, Retry
        unreadable     | no item      | ask UnreadableKeyFile: Retry
        unreadable     | wrong length | ask UnreadableKeyFile: Retry
        unreadable     | unreadable   | ask UnreadableKeyFile: Retry
        unreadable     | newer        | ask UnreadableKeyFile: Retry
        unreadable     | several      | ask UnreadableKeyFile: Retry
        unreadable     | locked       | ask Locked: Unlock
        unreadable     | refused      | ask Refused: Retry
        unreadable     | unavailable  | ask NoKeychain: Retry
        newer          | this key     | ask NewerFormat: Retry
        newer          | other key    | ask NewerFormat: Retry
        newer          | no item      | ask NewerFormat: Retry
        newer          | wrong length | ask NewerFormat: Retry
        newer          | unreadable   | ask NewerFormat: Retry
        newer          | newer        | ask NewerFormat: Retry
        newer          | several      | ask NewerFormat: Retry
        newer          | locked       | ask NewerFormat: Retry
        newer          | refused      | ask NewerFormat: Retry
        newer          | unavailable  | ask NewerFormat: Retry
        ");
    }

    #[test]
    fn a_key_is_made_only_without_a_database_and_on_the_answer_no_such_item() {
        for database in [false, true] {
            for (file_name, file) in files() {
                for (item_name, item) in items() {
                    let verdict = decide(database, file, item);
                    if verdict == Verdict::Create {
                        assert!(
                            !database && item == ItemState::NoItem,
                            "{file_name}, {item_name}: a key would be made over something"
                        );
                    }
                    if let Verdict::Ask(_, steps) = verdict {
                        assert!(
                            !steps.is_empty(),
                            "{file_name}, {item_name}: a question needs a next step"
                        );
                        assert!(
                            !database || !steps.contains(&Step::StartFresh),
                            "{file_name}, {item_name}: a database must not be given up"
                        );
                        assert_eq!(
                            steps.contains(&Step::RecoveryCode),
                            takes_recovery_code(database, file),
                            "{file_name}, {item_name}: the code is offered where it works"
                        );
                    }
                }
            }
        }
    }
}
