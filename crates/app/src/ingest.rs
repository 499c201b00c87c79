//! What comes from the network becomes rows: one idempotent transaction for
//! each batch, with the same result in every order.

mod held;

use std::collections::BTreeSet;

use frontdesk_domain::{
    address::Address,
    id::{AccountId, ChatId, ContactId, MessageId, WireId},
    message::{Direction, MessageKind},
    network::{
        Arrival, Change, ChatChange, Content, GroupChange, Inbound, Key, Origin, Receipt,
        ReceiptKind, WireChat,
    },
    outbox::{self, Verdict},
    receipt::Delivery,
    time::Timestamp,
};
use frontdesk_store::{
    ChangeKind, ChatMark, MessageChange, MessageKey, NewChat, NewMessage, Outgoing, Peer,
    RecipientReceipt, Sending, StoreError, Taken, WriteTx,
};

use crate::{
    post::Tell,
    stored::{Parts, nobodys, vote},
};

pub(crate) use held::changes_anything;

/// How far a message may be ahead of this computer's clock before its time is
/// not believed any more.
const AHEAD: i64 = 24 * 3_600_000;

/// What a batch brought, for those who act on it after the commit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kept {
    /// Messages of others that are new and came as they happened.
    pub(crate) fresh: Vec<Fresh>,
    /// Conversations that were read or cleared on another device.
    pub(crate) read: Vec<ChatId>,
    /// The server asked for a pause until then.
    pub(crate) pause: Option<Timestamp>,
    /// The queue of what is to be sent looks different.
    pub(crate) outbox: bool,
    /// A stretch of the past waits to be unpacked.
    pub(crate) history: bool,
    /// Conversations about whose past the phone was asked and has answered.
    pub(crate) past: Vec<ChatId>,
    /// Something came that could not be decrypted.
    pub(crate) undecryptable: bool,
}

/// A message that somebody may want to be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fresh {
    /// Where.
    pub(crate) chat: ChatId,
    /// Which.
    pub(crate) message: MessageId,
}

/// Stores a batch of news of one account. The same news again change nothing.
/// [`StoreError::Gone`] if there is no such account.
pub(crate) fn keep(
    tx: &mut WriteTx<'_>,
    own: AccountId,
    news: &[Inbound],
    now: Timestamp,
) -> Result<Kept, StoreError> {
    let address = tx
        .account(own)?
        .ok_or(StoreError::Gone {
            doing: "Keeping news",
        })?
        .address;
    let mut keeping = Keeping {
        tx,
        own,
        address,
        now,
        kept: Kept::default(),
    };
    for one in news {
        keeping.one(one)?;
        if frontdesk_failpoint::defect!("partial-batch") {
            break;
        }
    }
    Ok(keeping.kept)
}

/// LIDs decide where both are known, for a number can pass to another.
fn is_same(own: &Address, other: &Address) -> bool {
    match (&other.lid, &own.lid) {
        (Some(theirs), Some(own)) => theirs == own,
        (None, _) | (_, None) => other.phone.is_some() && other.phone == own.phone,
    }
}

struct Keeping<'t, 'c> {
    tx: &'t mut WriteTx<'c>,
    own: AccountId,
    /// Of the account itself.
    address: Address,
    now: Timestamp,
    kept: Kept,
}

impl Keeping<'_, '_> {
    fn one(&mut self, news: &Inbound) -> Result<(), StoreError> {
        match news {
            Inbound::Arrived(arrival) => self.arrived(arrival),
            Inbound::Changed {
                target,
                by,
                at,
                change,
            } => self.changed(target, by, *at, change),
            Inbound::Nothing(key) => match held::of(self.tx, self.own, &self.address, key)? {
                Some(held) => self.tx.give_up_place(&held),
                None => Ok(()),
            },
            Inbound::Receipt(receipt) => self.receipt(receipt),
            Inbound::Acknowledged { id, refused, at } => self.acknowledged(id, *refused, *at),
            Inbound::SamePerson(address) => self.tx.meet(address, self.now).map(|_| ()),
            Inbound::NumberChanged { from, to } => {
                self.tx.change_number(from, to, self.now).map(|_| ())
            }
            Inbound::Named { who, name, saved } => {
                let contact = self.tx.meet(who, self.now)?;
                if *saved {
                    self.tx.set_saved_name(contact, name)
                } else {
                    self.tx.put_own_name(contact, name, self.now)
                }
            }
            Inbound::Group { group, change } => self.group(group, change),
            Inbound::Chat { chat, change, at } => self.chat_changed(chat, *change, *at),
            Inbound::History {
                chunk,
                order,
                kind,
                progress,
            } => {
                self.kept.history = true;
                self.tx
                    .put_history_chunk(self.own, (*kind, *order), *progress, chunk, self.now)
            }
            Inbound::HistoryAnnounced { id } => self.tx.announce_history(self.own, id),
            Inbound::Past {
                chat,
                asked,
                complete,
            } => {
                let chat = self.chat(chat)?;
                if *asked {
                    self.kept.past.push(chat);
                }
                self.tx.past_reached(chat, *complete)
            }
            Inbound::Blocked(people) => self.blocked(people),
        }
    }

    fn arrived(&mut self, arrival: &Arrival) -> Result<(), StoreError> {
        let (chat, sender) = self.place(&arrival.key)?;
        if sender.is_none() && frontdesk_failpoint::defect!("no-own-echo") {
            return Ok(());
        }
        let at = self.believed(arrival.at);
        if let (Some(sender), Some(name)) = (sender, &arrival.sender_name) {
            self.tx.put_own_name(sender, name, at)?;
        }
        if arrival.content == Content::Deleted {
            let key = MessageKey {
                chat,
                wire_id: arrival.key.id.clone(),
                sender,
            };
            self.tx
                .put_message_change(&key, &change(ChangeKind::Deleted, sender, at, "1"))?;
        }
        let parts = Parts::of(arrival);
        let kind = parts.kind.unwrap_or(MessageKind::Unsupported);
        let direction = if sender.is_some() {
            Direction::Incoming
        } else {
            Direction::Outgoing
        };
        let mut message = NewMessage::new(chat, at, arrival.key.id.clone(), direction, kind);
        message.sender = sender;
        message.body = parts.text;
        message.meta = parts.extra.to_meta();
        message.media = parts.media;
        message.payload = (!arrival.payload.is_empty()).then(|| arrival.payload.clone());
        message.quoted = arrival.quoted.as_ref().map(|quoted| quoted.id.clone());
        message.expires_at = arrival
            .disappears_after
            .filter(|seconds| *seconds > 0)
            .map(|seconds| at.plus_millis(i64::from(seconds) * 1_000));
        message.unread = sender.is_some() && !arrival.read && counts(kind);
        if sender.is_none() {
            message.delivery = Some(arrival.delivery.unwrap_or(Delivery::Sent));
            self.left(&arrival.key.id)?;
        }
        if kind == MessageKind::Unsupported && frontdesk_failpoint::defect!("drops-unknown") {
            return Ok(());
        }
        let taken = self.tx.take_in(&message, self.now)?;
        frontdesk_failpoint::failpoint!("app.ingest.taken");
        self.kept.undecryptable |=
            matches!(taken, Taken::New(_)) && arrival.content == Content::Undecryptable;
        if let Taken::New(id) | Taken::Healed(id) = taken
            && arrival.origin == Origin::Live
            && self.tx.message(id)?.is_some_and(|message| message.unread)
        {
            self.kept.fresh.push(Fresh { chat, message: id });
        }
        Ok(())
    }

    fn changed(
        &mut self,
        target: &Key,
        by: &Key,
        at: Timestamp,
        what: &Change,
    ) -> Result<(), StoreError> {
        // Meeting people may show that two of them are one, so everybody is met
        // before anybody is named.
        self.place(by)?;
        let (chat, sender) = self.place(target)?;
        let (told_in, actor) = self.place(by)?;
        self.tx.give_up_place(&MessageKey {
            chat: told_in,
            wire_id: by.id.clone(),
            sender: actor,
        })?;
        let key = MessageKey {
            chat,
            wire_id: target.id.clone(),
            sender,
        };
        let new = match what {
            Change::Edited { text, payload } => MessageChange {
                by: by.id.clone(),
                payload: (!payload.is_empty()).then(|| payload.clone()),
                ..change(ChangeKind::Edit, actor, at, text)
            },
            Change::Deleted => change(ChangeKind::Deleted, actor, at, "1"),
            Change::DeletedForMe => change(ChangeKind::Hidden, None, at, "1"),
            Change::Reacted { emoji } => change(ChangeKind::Reaction, actor, at, emoji),
            Change::Voted { choices } => change(ChangeKind::Vote, actor, at, &vote(choices)),
            Change::Starred(on) => change(ChangeKind::Star, None, at, if *on { "1" } else { "0" }),
        };
        frontdesk_failpoint::failpoint!("app.ingest.change");
        if frontdesk_failpoint::defect!("edit-needs-row")
            && self
                .tx
                .message_by_key(chat, &key.wire_id, key.sender)?
                .is_none()
        {
            return Ok(());
        }
        self.tx.put_message_change(&key, &new)
    }

    fn receipt(&mut self, receipt: &Receipt) -> Result<(), StoreError> {
        let is_own = self.is_own(&receipt.who);
        if !is_own {
            self.tx.meet(&receipt.who, self.now)?;
        }
        let chat = self.chat(&receipt.chat)?;
        if receipt.kind == ReceiptKind::ReadHere {
            for id in &receipt.ids {
                self.tx.read_elsewhere(chat, id)?;
            }
            self.tx
                .put_chat_mark(chat, ChatMark::Unread, 0, receipt.at)?;
            self.kept.read.push(chat);
            return Ok(());
        }
        if is_own {
            // The account's other devices have it, which is no news to anybody.
            return Ok(());
        }
        let contact = self.tx.meet(&receipt.who, self.now)?;
        let at = Some(receipt.at);
        let proof = RecipientReceipt {
            contact,
            delivered_at: at.filter(|_| receipt.kind == ReceiptKind::Delivered),
            read_at: at.filter(|_| receipt.kind == ReceiptKind::Read),
            played_at: at.filter(|_| receipt.kind == ReceiptKind::Played),
        };
        for id in &receipt.ids {
            self.left(id)?;
            frontdesk_failpoint::failpoint!("app.ingest.receipt");
            self.tx.put_receipt(chat, id, &proof)?;
        }
        Ok(())
    }

    /// A message of ours is known to have reached the server.
    fn left(&mut self, id: &WireId) -> Result<(), StoreError> {
        match self.tx.outgoing_by_wire_id(self.own, id)? {
            Some(outgoing) => self.arrived_there(&outgoing, self.now),
            None => Ok(()),
        }
    }

    fn acknowledged(
        &mut self,
        id: &WireId,
        refused: Option<u16>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let Some(outgoing) = self.tx.outgoing_by_wire_id(self.own, id)? else {
            return Ok(());
        };
        match refused {
            None => self.arrived_there(&outgoing, at),
            Some(code) => {
                let verdict = outbox::refused(code, outgoing.attempt);
                let pause = obey(self.tx, &outgoing, verdict, self.now)?;
                self.kept.pause = self.kept.pause.max(pause);
                self.kept.outbox = true;
                Ok(())
            }
        }
    }

    fn arrived_there(&mut self, outgoing: &Outgoing, at: Timestamp) -> Result<(), StoreError> {
        self.tx.leave_outbox(outgoing.id)?;
        self.kept.outbox = true;
        frontdesk_failpoint::failpoint!("app.ingest.left");
        match outgoing.body {
            Sending::Message | Sending::Poll { .. } => {
                self.tx
                    .raise_delivery(outgoing.chat, &outgoing.wire_id, Delivery::Sent)
            }
            Sending::Delete => match self.tx.message(outgoing.message)? {
                Some(message) => self.tx.put_message_change(
                    &message.key(),
                    &change(ChangeKind::Deleted, None, at, "1"),
                ),
                None => Ok(()),
            },
            // They were shown from the moment they were asked for.
            Sending::Edit { .. } | Sending::Reaction { .. } | Sending::Vote { .. } => Ok(()),
        }
    }

    fn group(&mut self, group: &str, what: &GroupChange) -> Result<(), StoreError> {
        let chat = self.chat(&WireChat::Group(group.to_owned()))?;
        match what {
            GroupChange::Subject(subject) => self.tx.set_chat_title(chat, subject),
            GroupChange::Members(members) => {
                for member in members {
                    self.tx.meet(member, self.now)?;
                }
                let members = members
                    .iter()
                    .map(|member| self.tx.meet(member, self.now))
                    .collect::<Result<Vec<_>, _>>()?;
                self.tx.set_group_members(chat, &members)
            }
        }
    }

    fn chat_changed(
        &mut self,
        chat: &WireChat,
        what: ChatChange,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let chat = self.chat(chat)?;
        // A phone whose clock is ahead must not swallow what is yet to come.
        let until_now = at.min(self.now);
        match what {
            ChatChange::Pinned(on) => {
                self.tx
                    .put_chat_mark(chat, ChatMark::Pinned, i64::from(on), at)
            }
            ChatChange::Muted(until) => {
                self.tx
                    .put_chat_mark(chat, ChatMark::Muted, until.map_or(0, |until| until.0), at)
            }
            ChatChange::Archived(on) => {
                self.tx
                    .put_chat_mark(chat, ChatMark::Archived, i64::from(on), at)
            }
            ChatChange::Read(false) => self.tx.put_chat_mark(chat, ChatMark::Unread, 1, at),
            ChatChange::Read(true) => {
                self.tx.put_chat_mark(chat, ChatMark::Unread, 0, at)?;
                self.kept.read.push(chat);
                self.tx.raise_read_through(chat, until_now)
            }
            ChatChange::Cleared => {
                self.kept.read.push(chat);
                self.tx.clear_through(chat, until_now, false)
            }
            ChatChange::Deleted => {
                self.kept.read.push(chat);
                self.tx.clear_through(chat, until_now, true)
            }
        }
    }

    /// The server's whole list. What the user said here meanwhile is still to be
    /// told, and counts until then.
    fn blocked(&mut self, people: &[Address]) -> Result<(), StoreError> {
        let mut blocked = BTreeSet::new();
        for who in people {
            blocked.insert(self.tx.meet(who, self.now)?);
        }
        for telling in self.tx.tellings::<Tell>(self.own)? {
            if let Tell::Blocked { on } = telling.what
                && let Some(Peer::Contact(who)) = self.tx.chat(telling.chat)?.map(|chat| chat.peer)
            {
                if on {
                    blocked.insert(who);
                } else {
                    blocked.remove(&who);
                }
            }
        }
        for who in self.tx.blocked(self.own)? {
            if !blocked.contains(&who) {
                self.tx.set_blocked(self.own, who, false)?;
            }
        }
        for who in blocked {
            self.tx.set_blocked(self.own, who, true)?;
        }
        Ok(())
    }

    /// The conversation and the writer that a key names. In a conversation with
    /// one person that person is the only other who can have written.
    fn place(&mut self, key: &Key) -> Result<(ChatId, Option<ContactId>), StoreError> {
        let sender = match &key.sender {
            Some(address) if !self.is_own(address) => Some(address),
            Some(_) | None => None,
        };
        // Whoever is met twice in a row is the same twice.
        let met = match (sender, &key.chat) {
            (Some(sender), WireChat::Person(person)) if sender == person => None,
            (Some(sender), _) => Some(self.tx.meet(sender, self.now)?),
            (None, _) => None,
        };
        let (chat, peer) = self.conversation(&key.chat)?;
        Ok((chat, sender.and(peer.or(met))))
    }

    fn chat(&mut self, chat: &WireChat) -> Result<ChatId, StoreError> {
        self.conversation(chat).map(|(chat, _)| chat)
    }

    /// A conversation, and whom it is with if that is one person.
    fn conversation(&mut self, chat: &WireChat) -> Result<(ChatId, Option<ContactId>), StoreError> {
        let (peer, person) = match chat {
            WireChat::Person(address) => {
                let person = self.tx.meet(address, self.now)?;
                (Peer::Contact(person), Some(person))
            }
            WireChat::Group(jid) => (Peer::Group(jid.clone()), None),
        };
        let chat = match self.tx.chat_with(self.own, &peer)? {
            Some(chat) => chat,
            None => self.tx.insert_hidden_chat(
                &NewChat {
                    account: self.own,
                    peer,
                    title: String::new(),
                },
                self.now,
            )?,
        };
        Ok((chat, person))
    }

    fn is_own(&self, address: &Address) -> bool {
        is_same(&self.address, address)
    }

    /// A time that no clock in order can show would put the message where nobody
    /// ever looks.
    fn believed(&self, at: Timestamp) -> Timestamp {
        let is_odd = at.0 <= 0 || at > self.now.plus_millis(AHEAD);
        if is_odd || frontdesk_failpoint::defect!("order-by-arrival") {
            self.now
        } else {
            at
        }
    }
}

/// Does what follows from a refusal. Answers until when the account must pause.
pub(crate) fn obey(
    tx: &mut WriteTx<'_>,
    outgoing: &Outgoing,
    verdict: Verdict,
    now: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    match verdict {
        Verdict::Again(after) => {
            tx.wait_again(outgoing.id, now.plus_millis(after), true)?;
            Ok(None)
        }
        Verdict::WhenConnected => {
            tx.wait_again(outgoing.id, now.plus_millis(outbox::NEXT_TRY), false)?;
            Ok(None)
        }
        Verdict::Stuck(reason, pause) => {
            match &outgoing.body {
                Sending::Message
                | Sending::Poll { .. }
                | Sending::Edit { .. }
                | Sending::Delete => tx.get_stuck(outgoing.id, reason, now)?,
                // Nobody would wait for it or look for it: it is taken back.
                Sending::Reaction { .. } => take_back(tx, outgoing, ChangeKind::Reaction)?,
                Sending::Vote { .. } => take_back(tx, outgoing, ChangeKind::Vote)?,
            }
            Ok((pause > 0).then(|| now.plus_millis(pause)))
        }
    }
}

/// A change that never left is not shown any more.
pub(crate) fn take_back(
    tx: &mut WriteTx<'_>,
    outgoing: &Outgoing,
    kind: ChangeKind,
) -> Result<(), StoreError> {
    let by = match kind {
        ChangeKind::Edit => outgoing.wire_id.clone(),
        ChangeKind::Original
        | ChangeKind::Deleted
        | ChangeKind::Hidden
        | ChangeKind::Reaction
        | ChangeKind::Vote
        | ChangeKind::Star => nobodys(),
    };
    if let Some(message) = tx.message(outgoing.message)? {
        tx.take_back_message_change(&message.key(), kind, &by)?;
    }
    tx.leave_outbox(outgoing.id)
}

/// A change whose newest word counts.
pub(crate) fn change(
    kind: ChangeKind,
    actor: Option<ContactId>,
    at: Timestamp,
    value: &str,
) -> MessageChange {
    MessageChange {
        kind,
        actor,
        by: nobodys(),
        at,
        value: value.to_owned(),
        payload: None,
    }
}

/// Whether somebody has to look at it.
const fn counts(kind: MessageKind) -> bool {
    !matches!(kind, MessageKind::GroupEvent | MessageKind::Deleted)
}

#[cfg(test)]
mod tests;
