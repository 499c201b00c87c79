//! One message as the window shows it.

use std::collections::BTreeMap;

use frontdesk_domain::{
    id::{ContactId, MessageId},
    message::{Direction, MessageKind},
    outbox::{QueueState, Stuck},
    receipt::Delivery,
};
use frontdesk_store::{
    ChangeKind, Contact, Media, Message, MessageChange, Outgoing, ReadTx, Sending, StoreError,
};

use crate::{
    encode::base64,
    inbox,
    stored::{Body, Extra, StoredOption, Who, voted},
    view::message::{
        CardView, Content, Mention, MessageRow, PendingChange, PollOptionView, Quote, Reaction,
        Sender, StuckView,
    },
};

/// The names of people, looked up once for a stretch of rows.
pub(crate) struct Names<'t, 'c> {
    tx: &'t ReadTx<'c>,
    known: BTreeMap<ContactId, String>,
}

impl<'t, 'c> Names<'t, 'c> {
    pub(crate) const fn new(tx: &'t ReadTx<'c>) -> Self {
        Self {
            tx,
            known: BTreeMap::new(),
        }
    }

    /// What they are read from.
    pub(crate) const fn tx(&self) -> &'t ReadTx<'c> {
        self.tx
    }

    pub(crate) fn of(&mut self, contact: ContactId) -> Result<String, StoreError> {
        if let Some(name) = self.known.get(&contact) {
            return Ok(name.clone());
        }
        let name = self.tx.contact(contact)?.map(name).unwrap_or_default();
        self.known.insert(contact, name.clone());
        Ok(name)
    }

    /// The name of whoever has an address, or the address itself.
    fn of_address(&mut self, who: &Who) -> Result<String, StoreError> {
        let name = match who.contact(self.tx)? {
            Some(contact) => self.of(contact)?,
            None => String::new(),
        };
        if !name.is_empty() {
            return Ok(name);
        }
        let address = who.address();
        Ok(match (address.phone, address.lid) {
            (Some(phone), _) => phone.to_string(),
            (None, Some(lid)) => lid.0,
            (None, None) => String::new(),
        })
    }
}

/// One row, if the message still exists.
pub(crate) fn read_row(tx: &ReadTx<'_>, id: MessageId) -> Result<Option<MessageRow>, StoreError> {
    tx.message(id)?
        .map(|message| row(&mut Names::new(tx), message))
        .transpose()
}

/// A message as a row.
pub(crate) fn row(names: &mut Names<'_, '_>, message: Message) -> Result<MessageRow, StoreError> {
    let tx = names.tx;
    let extra = Extra::of(&message);
    let changes = tx.message_changes(&message.key())?;
    let outgoing = match message.direction {
        Direction::Incoming if changes.is_empty() => Vec::new(),
        Direction::Incoming | Direction::Outgoing => tx.outgoing_of(message.id)?,
    };
    let itself = outgoing.iter().find(|one| one.body.is_message());
    let sender = match message.sender {
        Some(id) if message.direction == Direction::Incoming => Some(Sender {
            id,
            name: names.of(id)?,
        }),
        Some(_) | None => None,
    };
    Ok(MessageRow {
        id: message.id,
        chat: message.chat,
        at: message.at,
        direction: message.direction,
        sender,
        kind: message.kind,
        content: content(names, &message, &extra, &changes)?,
        quote: quote(names, &message, &extra)?,
        mentions: mentions(names, &message, &extra)?,
        reactions: reactions(names, &changes)?,
        edited_at: message.edited_at,
        earlier_versions: count(
            changes
                .iter()
                .filter(|c| matches!(c.kind, ChangeKind::Original | ChangeKind::Edit))
                .count()
                .saturating_sub(1),
        ),
        delivery: message.delivery,
        stuck: itself.and_then(|one| one.reason).map(stuck_view),
        held_back: match itself {
            Some(one) if matches!(one.state, QueueState::Ready { .. }) => {
                tx.is_held_back(one.chat, one.id)?
            }
            Some(_) | None => false,
        },
        pending: pending(&outgoing),
        starred: message.starred,
        forwarded: extra.forwarded,
        disappears_at: message.expires_at,
        view_once: extra.view_once,
        text: if message.kind == MessageKind::Deleted {
            String::new()
        } else {
            message.body
        },
    })
}

/// What can be done about something stuck.
fn stuck_view(reason: Stuck) -> StuckView {
    StuckView {
        reason: reason.into(),
        step: reason.step(),
    }
}

/// The name to show for a person.
pub(crate) fn name(contact: Contact) -> String {
    let Contact { name, address, .. } = contact;
    let known = address.phone.map(|phone| phone.to_string());
    // A number that nobody told leaves only what the network calls them.
    let known = known.or_else(|| address.lid.map(|lid| format!("~{}", lid.0)));
    inbox::named(name, known.as_deref())
}

fn pending(outgoing: &[Outgoing]) -> Option<PendingChange> {
    let mut changes = outgoing
        .iter()
        .filter(|one| matches!(one.body, Sending::Edit { .. } | Sending::Delete))
        .peekable();
    changes.peek()?;
    Some(PendingChange {
        stuck: changes.find_map(|one| one.reason).map(stuck_view),
    })
}

fn content(
    names: &mut Names<'_, '_>,
    message: &Message,
    extra: &Extra,
    changes: &[MessageChange],
) -> Result<Content, StoreError> {
    Ok(match (message.kind, &extra.body) {
        (MessageKind::Deleted, _) => deleted(names, message, changes)?,
        (
            MessageKind::Image
            | MessageKind::Video
            | MessageKind::Audio
            | MessageKind::Document
            | MessageKind::Sticker,
            _,
        ) => media(names.tx.media(message.id)?.unwrap_or_default()),
        (
            _,
            Some(Body::Location {
                latitude,
                longitude,
                address,
                live,
            }),
        ) => Content::Location {
            latitude: *latitude,
            longitude: *longitude,
            name: message.body.clone(),
            address: address.clone(),
            live: *live,
        },
        (_, Some(Body::Cards(cards))) => Content::Cards {
            cards: cards
                .iter()
                .map(|card| CardView {
                    name: card.name.clone(),
                    phones: card.phones.clone(),
                })
                .collect(),
        },
        (_, Some(Body::Poll { options, choices })) => {
            poll(names, message, options, *choices, changes)?
        }
        (
            _,
            Some(Body::Call {
                video,
                missed,
                seconds,
            }),
        ) => Content::Call {
            video: *video,
            missed: *missed,
            seconds: *seconds,
        },
        (_, Some(Body::Event { what, who, value })) => Content::Event {
            what: what.clone(),
            who: who
                .iter()
                .map(|who| names.of_address(who))
                .collect::<Result<_, _>>()?,
            value: value.clone(),
        },
        (_, Some(Body::Undecryptable(_))) => Content::Undecryptable,
        (_, Some(Body::Unsupported { what })) => Content::Unsupported { what: what.clone() },
        (MessageKind::Unsupported, None) => Content::Unsupported {
            what: String::new(),
        },
        (
            MessageKind::Text
            | MessageKind::Location
            | MessageKind::Contact
            | MessageKind::Poll
            | MessageKind::Call
            | MessageKind::GroupEvent,
            None,
        ) => Content::Text,
    })
}

fn deleted(
    names: &mut Names<'_, '_>,
    message: &Message,
    changes: &[MessageChange],
) -> Result<Content, StoreError> {
    let deletion = changes.iter().find(|c| c.kind == ChangeKind::Deleted);
    let by = match deletion.map(|deletion| deletion.actor) {
        Some(Some(actor)) if Some(actor) != message.sender => Some(names.of(actor)?),
        Some(_) | None => None,
    };
    Ok(Content::Deleted {
        at: deletion.map(|deletion| deletion.at),
        by,
    })
}

fn media(media: Media) -> Content {
    Content::Media {
        voice: media.voice,
        mime: media.mime,
        size: media.size,
        file_name: media.file_name,
        width: media.width,
        height: media.height,
        seconds: media.seconds,
        waveform: media.waveform,
        thumbnail: (!media.thumbnail.is_empty()).then(|| base64(&media.thumbnail)),
    }
}

fn poll(
    names: &mut Names<'_, '_>,
    message: &Message,
    options: &[StoredOption],
    choices: u32,
    changes: &[MessageChange],
) -> Result<Content, StoreError> {
    let votes: Vec<&MessageChange> = changes
        .iter()
        .filter(|c| c.kind == ChangeKind::Vote && !c.value.is_empty())
        .collect();
    let mut views = Vec::with_capacity(options.len());
    for option in options {
        let mut view = PollOptionView {
            name: option.name.clone(),
            votes: 0,
            mine: false,
            who: Vec::new(),
        };
        for vote in &votes {
            if !voted(&vote.value).any(|digest| digest == option.digest) {
                continue;
            }
            view.votes += 1;
            match vote.actor {
                Some(voter) => view.who.push(names.of(voter)?),
                None => view.mine = true,
            }
        }
        views.push(view);
    }
    Ok(Content::Poll {
        question: message.body.clone(),
        options: views,
        choices,
        voters: count(votes.len()),
    })
}

fn quote(
    names: &mut Names<'_, '_>,
    message: &Message,
    extra: &Extra,
) -> Result<Option<Quote>, StoreError> {
    let Some(wire_id) = &message.quoted else {
        return Ok(None);
    };
    if let Some(quoted) = names.tx.message_by_wire_id(message.chat, wire_id)? {
        let sender = match quoted.sender {
            Some(id) if quoted.direction == Direction::Incoming => Some(names.of(id)?),
            Some(_) | None => None,
        };
        return Ok(Some(Quote {
            id: Some(quoted.id),
            sender,
            kind: quoted.kind,
            preview: inbox::preview(quoted.kind, &words(names, &quoted)?),
        }));
    }
    // It is not here, but the answer carries some of it.
    let told = extra.quote.as_ref();
    let sender = match told.and_then(|told| told.sender.as_ref()) {
        Some(who) => Some(names.of_address(who)?),
        None => None,
    };
    let preview = told.map_or("", |told| told.preview.as_str());
    let kind = if preview.is_empty() {
        MessageKind::Unsupported
    } else {
        MessageKind::Text
    };
    Ok(Some(Quote {
        id: None,
        sender,
        kind,
        preview: inbox::preview(kind, preview),
    }))
}

/// The words of a message with the names of people in the place of their numbers.
pub(crate) fn words(names: &mut Names<'_, '_>, message: &Message) -> Result<String, StoreError> {
    let mut people = mentions(names, message, &Extra::of(message))?;
    // A longer number first: a shorter one may be its beginning.
    people.sort_by_key(|person| std::cmp::Reverse(person.token.len()));
    let body = message.body.clone();
    Ok(people
        .iter()
        .fold(body, |words, person| named(&words, person)))
}

/// A text with a name in every place where its number stands whole.
fn named(words: &str, person: &Mention) -> String {
    let mut parts = words.split(person.token.as_str());
    let mut named = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        if part.starts_with(|next: char| next.is_ascii_digit()) {
            named.push_str(&person.token);
        } else {
            named.push('@');
            named.push_str(&person.name);
        }
        named.push_str(part);
    }
    named
}

fn mentions(
    names: &mut Names<'_, '_>,
    message: &Message,
    extra: &Extra,
) -> Result<Vec<Mention>, StoreError> {
    if extra.mentions.is_empty() {
        return Ok(Vec::new());
    }
    let own = match names.tx.chat(message.chat)? {
        Some(chat) => names.tx.account(chat.account)?,
        None => None,
    };
    let mut mentions = Vec::with_capacity(extra.mentions.len());
    for who in &extra.mentions {
        let me = own
            .as_ref()
            .is_some_and(|own| own.address.is_same_person(&who.address()));
        for token in who.tokens() {
            if message.body.contains(&token) {
                mentions.push(Mention {
                    token,
                    name: match (&own, me) {
                        (Some(own), true) if !own.display_name.is_empty() => {
                            own.display_name.clone()
                        }
                        _ => names.of_address(who)?,
                    },
                    me,
                });
            }
        }
    }
    Ok(mentions)
}

fn reactions(
    names: &mut Names<'_, '_>,
    changes: &[MessageChange],
) -> Result<Vec<Reaction>, StoreError> {
    let mut reactions: Vec<Reaction> = Vec::new();
    for change in changes {
        if change.kind != ChangeKind::Reaction || change.value.is_empty() {
            continue;
        }
        let place = match reactions.iter().position(|r| r.emoji == change.value) {
            Some(place) => place,
            None => {
                reactions.push(Reaction {
                    emoji: change.value.clone(),
                    count: 0,
                    mine: false,
                    who: Vec::new(),
                });
                reactions.len() - 1
            }
        };
        if let Some(reaction) = reactions.get_mut(place) {
            reaction.count += 1;
            match change.actor {
                Some(actor) => reaction.who.push(names.of(actor)?),
                None => reaction.mine = true,
            }
        }
    }
    // Stable: of two as frequent, the one given first stands first.
    reactions.sort_by_key(|reaction| std::cmp::Reverse(reaction.count));
    Ok(reactions)
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// How far a message is, as a row of the inbox shows it.
pub(crate) fn is_stuck(tx: &ReadTx<'_>, message: &Message) -> Result<bool, StoreError> {
    if message.delivery.is_none_or(|step| step >= Delivery::Sent) {
        return Ok(false);
    }
    Ok(tx
        .outgoing_of(message.id)?
        .iter()
        .any(|one| one.reason.is_some()))
}
