//! What a phone changes in its account's synchronised settings.

use super::notebook::Setting;
use crate::{
    error::SimError,
    media::cipher::{Kind, lock},
    names::{AccountId, Chat},
    wire::{
        jid::Naming,
        proto::{encode, some, wa},
    },
    world::World,
};
use wa::sync_action_value::{
    ArchiveChatAction, ContactAction, DeleteMessageForMeAction, LabelAssociationAction,
    LabelEditAction, MarkChatAsReadAction, MuteAction, PinAction, PushNameSetting, StarAction,
};

/// A change of a setting, as somebody makes it on the phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// The account's own name.
    Name(String),
    /// A person's name in the address book.
    Contact(AccountId, String),
    Archive(Chat, bool),
    Pin(Chat, bool),
    /// Muted until that time; 0 is for ever, absent is not muted.
    Mute(Chat, Option<i64>),
    /// Marked as read, or as unread.
    Read(Chat, bool),
    Star {
        message: String,
        on: bool,
    },
    DeleteForMe {
        message: String,
    },
    Label {
        id: String,
        name: String,
        color: i32,
    },
    Labelled {
        label: String,
        chat: Chat,
        on: bool,
    },
}

impl World {
    /// Changes a setting on the phone; its linked devices are told.
    pub(crate) fn set(&mut self, phone: AccountId, change: &Change) -> Result<(), SimError> {
        let setting = self.setting(phone, change)?;
        let Some(account) = self.accounts.get_mut(&phone) else {
            return Err(SimError::UnknownAccount(String::new()));
        };
        let patch = account.notebook.write(&setting, &mut self.dice);
        self.store_patch(phone, setting.collection, patch);
        Ok(())
    }

    /// Puts a snapshot of a collection on the media host, which new devices
    /// get instead of all its patches.
    pub(crate) fn take_snapshot(&mut self, phone: AccountId, name: &str) -> Result<u64, SimError> {
        let unknown = || SimError::BadArgument {
            name: "collection",
            why: "there is nothing in it".to_owned(),
        };
        let account = self.accounts.get_mut(&phone).ok_or_else(unknown)?;
        let stored = account.state.0.get_mut(name).ok_or_else(unknown)?;
        let version = stored.version;
        let snapshot = encode(&wa::SyncdSnapshot {
            version: some(wa::SyncdVersion {
                version: Some(version),
            }),
            records: stored.records.values().cloned().collect(),
            mac: account.notebook.snapshot_mac(name),
            key_id: some(wa::KeyId {
                id: Some(account.notebook.key_id().to_vec()),
            }),
        });
        let key = self.dice.bytes::<32>();
        let locked = lock(&snapshot, Kind::AppState, &key);
        let reference = wa::ExternalBlobReference {
            media_key: Some(key.to_vec()),
            file_size_bytes: u64::try_from(snapshot.len()).ok(),
            file_sha256: Some(locked.sha256),
            file_enc_sha256: Some(locked.enc_sha256),
            direct_path: Some(
                self.shelf
                    .store(Kind::AppState.folder(), locked.bytes, self.now),
            ),
            ..Default::default()
        };
        stored.snapshot = Some((version, encode(&reference)));
        Ok(version)
    }

    fn setting(&self, phone: AccountId, change: &Change) -> Result<Setting, SimError> {
        let chat_index = |chat: &Chat| {
            self.chat_jid(chat, self.own_naming(phone))
                .map(|jid| jid.to_string())
                .ok_or_else(|| SimError::UnknownChat(self.chat_name(chat)))
        };
        let mut value = wa::SyncActionValue {
            timestamp: i64::try_from(self.now).ok(),
            ..Default::default()
        };
        let (collection, version, index) = match change {
            Change::Name(name) => {
                value.push_name_setting = some(PushNameSetting {
                    name: Some(name.clone()),
                });
                ("critical_block", 1, vec!["setting_pushName".to_owned()])
            }
            Change::Contact(person, name) => {
                let Some(person) = self.account(*person) else {
                    return Err(SimError::UnknownAccount(name.clone()));
                };
                let number = person.jid(Naming::Number).to_string();
                value.contact_action = some(ContactAction {
                    full_name: Some(name.clone()),
                    first_name: name.split_whitespace().next().map(str::to_owned),
                    lid_jid: person
                        .lid_known
                        .then(|| person.jid(Naming::Lid).to_string()),
                    save_on_primary_addressbook: Some(true),
                    pn_jid: Some(number.clone()),
                    ..Default::default()
                });
                (
                    "critical_unblock_low",
                    2,
                    vec!["contact".to_owned(), number],
                )
            }
            Change::Archive(chat, archived) => {
                value.archive_chat_action = some(ArchiveChatAction {
                    archived: Some(*archived),
                    ..Default::default()
                });
                (
                    "regular_low",
                    3,
                    vec!["archive".to_owned(), chat_index(chat)?],
                )
            }
            Change::Pin(chat, pinned) => {
                value.pin_action = some(PinAction {
                    pinned: Some(*pinned),
                });
                (
                    "regular_low",
                    5,
                    vec!["pin_v1".to_owned(), chat_index(chat)?],
                )
            }
            Change::Mute(chat, until) => {
                value.mute_action = some(MuteAction {
                    muted: Some(until.is_some()),
                    mute_end_timestamp: until.map(|until| if until == 0 { -1 } else { until }),
                    ..Default::default()
                });
                (
                    "regular_high",
                    2,
                    vec!["mute".to_owned(), chat_index(chat)?],
                )
            }
            Change::Read(chat, read) => {
                value.mark_chat_as_read_action = some(MarkChatAsReadAction {
                    read: Some(*read),
                    ..Default::default()
                });
                (
                    "regular_low",
                    3,
                    vec!["markChatAsRead".to_owned(), chat_index(chat)?],
                )
            }
            Change::Star { message, on } => {
                let key = self.key_of(phone, message)?;
                value.star_action = some(StarAction { starred: Some(*on) });
                ("regular_high", 2, about("star", key, message))
            }
            Change::DeleteForMe { message } => {
                let key = self.key_of(phone, message)?;
                value.delete_message_for_me_action = some(DeleteMessageForMeAction {
                    delete_media: Some(true),
                    message_timestamp: None,
                });
                ("regular_high", 3, about("deleteMessageForMe", key, message))
            }
            Change::Label { id, name, color } => {
                value.label_edit_action = some(LabelEditAction {
                    name: Some(name.clone()),
                    color: Some(*color),
                    deleted: Some(false),
                    ..Default::default()
                });
                ("regular", 3, vec!["label_edit".to_owned(), id.clone()])
            }
            Change::Labelled { label, chat, on } => {
                value.label_association_action = some(LabelAssociationAction {
                    labeled: Some(*on),
                    ..Default::default()
                });
                (
                    "regular",
                    3,
                    vec!["label_jid".to_owned(), label.clone(), chat_index(chat)?],
                )
            }
        };
        Ok(Setting {
            collection,
            version,
            index,
            value,
        })
    }

    /// How an account's own devices name people.
    pub(crate) fn own_naming(&self, id: AccountId) -> Naming {
        self.account(id)
            .map_or(Naming::Number, |account| account.naming)
    }
}

/// The index of a setting that is about one message.
fn about(what: &str, key: wa::MessageKey, message: &str) -> Vec<String> {
    let from_me = if key.from_me == Some(true) { "1" } else { "0" };
    vec![
        what.to_owned(),
        key.remote_jid.unwrap_or_default(),
        message.to_owned(),
        from_me.to_owned(),
        key.participant.unwrap_or_else(|| "0".to_owned()),
    ]
}
