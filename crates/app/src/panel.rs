//! Who a conversation is with.

use frontdesk_domain::{
    id::{ChatId, ContactId},
    past::Past,
};
use frontdesk_store::{Chat, Contact, Peer, ReadTx, StoreError};

use crate::{
    error::CommandError,
    frontdesk::Frontdesk,
    inbox,
    post::Tell,
    thread,
    view::chat::{ContactPanel, Coverage, Member, PanelChat},
};

/// Longer notes are a document.
const NOTES_CHARS: usize = 20_000;

impl Frontdesk {
    /// Who a conversation is with, and how much of it is here.
    ///
    /// # Errors
    /// `Gone`, `NotOpen`, or the store's.
    pub async fn contact_panel(&self, chat: ChatId) -> Result<ContactPanel, CommandError> {
        let mut panel = self.read(move |tx| panel(tx, chat)).await?;
        let known = panel.coverage.past;
        panel.coverage.past = self.post.past(chat, known == Past::Beginning);
        Ok(panel)
    }

    /// Blocks the person of a conversation for its account, or no longer; on the
    /// account's phone too.
    ///
    /// # Errors
    /// `NotNow` for a group, `Gone`, `NotOpen`, or the store's.
    pub async fn contact_block(&self, chat: ChatId, blocked: bool) -> Result<(), CommandError> {
        let is_person = self
            .write(move |tx| {
                let row = tx.chat(chat)?.ok_or(StoreError::Gone {
                    doing: "Blocking a contact",
                })?;
                let Peer::Contact(who) = row.peer else {
                    return Ok(false);
                };
                if tx.is_blocked(row.account, who)? != blocked {
                    tx.set_blocked(row.account, who, blocked)?;
                    tx.tell(chat, &Tell::Blocked { on: blocked })?;
                }
                Ok(true)
            })
            .await?;
        self.post.wake();
        if is_person {
            Ok(())
        } else {
            Err(CommandError::NotNow)
        }
    }

    /// Keeps what the user wrote about a person. It stays on this computer.
    ///
    /// # Errors
    /// `Invalid` for more than a note can hold; else as above.
    pub async fn contact_set_notes(
        &self,
        contact: ContactId,
        notes: String,
    ) -> Result<(), CommandError> {
        if notes.chars().count() > NOTES_CHARS {
            return Err(CommandError::Invalid {
                field: "notes".to_owned(),
            });
        }
        self.write(move |tx| tx.set_contact_notes(contact, &notes))
            .await
    }
}

fn panel(tx: &ReadTx<'_>, id: ChatId) -> Result<ContactPanel, StoreError> {
    let chat = tx.chat(id)?.ok_or(StoreError::Gone {
        doing: "Looking at a contact",
    })?;
    let (title, phone) = inbox::titled(tx, &chat)?;
    let contact = match &chat.peer {
        Peer::Contact(contact) => tx.contact(*contact)?,
        Peer::Group(_) => None,
    };
    let chats = match &contact {
        Some(contact) => tx
            .chats_of_contact(contact.id)?
            .into_iter()
            .map(|id| tx.chat(id))
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .flatten()
            .filter(|chat| !chat.hidden)
            .map(|chat| panel_chat(tx, &chat))
            .collect::<Result<_, _>>()?,
        None => vec![panel_chat(tx, &chat)?],
    };
    let members = tx
        .group_members(id)?
        .into_iter()
        .map(|member| Ok(tx.contact(member)?.map(member_view)))
        .collect::<Result<Vec<_>, StoreError>>()?;
    let coverage = tx.coverage(id)?;
    Ok(ContactPanel {
        chat: id,
        kind: chat.kind(),
        own_name: contact
            .as_ref()
            .map(|contact| contact.own_name.clone())
            .filter(|name| !name.is_empty() && *name != title),
        notes: contact
            .as_ref()
            .map(|contact| contact.notes.clone())
            .unwrap_or_default(),
        first_seen: contact
            .as_ref()
            .map_or(chat.created_at, |contact| contact.created_at),
        contact: contact.map(|contact| contact.id),
        title,
        phone,
        chats,
        members: members.into_iter().flatten().collect(),
        coverage: Coverage {
            messages: coverage.messages,
            oldest: coverage.oldest,
            newest: coverage.newest,
            unreadable: coverage.unreadable,
            missing: coverage.missing,
            past: if chat.past_complete {
                Past::Beginning
            } else {
                Past::Open
            },
            wanted: chat.past_wanted,
        },
    })
}

fn panel_chat(tx: &ReadTx<'_>, chat: &Chat) -> Result<PanelChat, StoreError> {
    let account = tx.account(chat.account)?;
    Ok(PanelChat {
        chat: chat.id,
        slot: tx.slot_of(chat.account)?,
        phone: account
            .as_ref()
            .and_then(|account| account.address.phone.as_ref().map(ToString::to_string)),
        account: account
            .map(|account| account.display_name)
            .unwrap_or_default(),
        last_at: chat.last_message.map(|_| chat.last_at),
    })
}

fn member_view(contact: Contact) -> Member {
    Member {
        contact: contact.id,
        phone: contact.address.phone.as_ref().map(ToString::to_string),
        name: thread::name(contact),
    }
}
