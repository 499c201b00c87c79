//! What happens to groups, as entries in their conversation.

use frontdesk_domain::{
    address::Address,
    id::WireId,
    network::{Content, GroupChange, Inbound, Key, WireChat},
};
use wa_rs::{
    types::events::GroupUpdate,
    wacore::stanza::groups::{GroupNotificationAction as Action, GroupParticipantInfo},
};

use super::{
    Own, at,
    message::{self, Envelope},
    origin,
};
use crate::jid;

/// The news in what happened to a group. Its members are asked for apart.
pub(crate) fn update(me: &Own, event: &GroupUpdate) -> Vec<Inbound> {
    let group = event.group_jid.to_string();
    let mut news = Vec::new();
    if let Action::Subject { subject, .. } = &event.action {
        news.push(Inbound::Group {
            group: group.clone(),
            change: GroupChange::Subject(subject.clone()),
        });
    }
    let author = [event.participant.as_ref(), event.participant_pn.as_ref()];
    let author = jid::address(author.into_iter().flatten());
    // What the network itself does to a group has no author, and is no entry.
    let entry = author.and_then(|author| Some((content(&author, &event.action)?, author)));
    let Some((content, author)) = entry else {
        return news;
    };
    let id = event.notification_id.as_deref().unwrap_or("group");
    let envelope = Envelope {
        key: Key {
            chat: WireChat::Group(group),
            sender: me.other(author),
            // One notification can tell of several things.
            id: WireId(format!("{id}-{}", event.action_index)),
        },
        at: at(event.timestamp),
        origin: origin(event.offline.is_some()),
        sender_name: None,
        disappears_after: None,
        read: true,
        delivery: None,
    };
    news.push(message::bare(envelope, content));
    news
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the network invents settings of groups; those without a meaning here are no entry"
)]
fn content(author: &Address, action: &Action) -> Option<Content> {
    let plain = |what: &str| Some(entry(what, Vec::new(), String::new()));
    let with = |what: &str, value: &str| Some(entry(what, Vec::new(), value.to_owned()));
    let about =
        |what: &str, who: &[GroupParticipantInfo]| Some(entry(what, people(who), String::new()));
    match action {
        Action::Create { .. } => plain("create"),
        Action::Delete { .. } => plain("delete"),
        Action::Add { participants, .. } => about("add", participants),
        Action::Remove { participants, .. } => {
            let who = people(participants);
            let left = matches!(who.as_slice(), [one] if one.is_same_person(author));
            Some(entry(
                if left { "leave" } else { "remove" },
                who,
                String::new(),
            ))
        }
        Action::Promote { participants } => about("promote", participants),
        Action::Demote { participants } => about("demote", participants),
        Action::Modify { participants } => about("numberChanged", participants),
        Action::Subject { subject, .. } => with("subject", subject),
        Action::Description { description, .. } => {
            with("description", description.as_deref().unwrap_or_default())
        }
        Action::Locked { .. } => plain("locked"),
        Action::Unlocked => plain("unlocked"),
        Action::Announce => plain("announcement"),
        Action::NotAnnounce => plain("notAnnouncement"),
        Action::Ephemeral { expiration, .. } => with("ephemeral", &expiration.to_string()),
        Action::Invite { .. } => plain("joinedByLink"),
        Action::RevokeInvite => plain("linkRevoked"),
        _ => None,
    }
}

fn entry(what: &str, who: Vec<Address>, value: String) -> Content {
    Content::Event {
        what: what.to_owned(),
        who,
        value,
    }
}

fn people(participants: &[GroupParticipantInfo]) -> Vec<Address> {
    participants
        .iter()
        .filter_map(|one| {
            let known = [Some(&one.jid), one.phone_number.as_ref(), one.lid.as_ref()];
            jid::address(known.into_iter().flatten())
        })
        .collect()
}
