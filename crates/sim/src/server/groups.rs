//! Groups: questions about them, changes to them, and telling the members.

use super::iq::{Answer, Asked};
use crate::{
    names::AccountId,
    wire::{Node, NodeBuilder, empty, jid::Naming, notice, read::Read},
    world::{
        World,
        group::{Group, Rank},
        log::Note,
        queue::Class,
    },
};
use std::collections::BTreeMap;
use wa_rs::{Jid, Server};

/// A change to a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Add(Vec<AccountId>),
    Remove(Vec<AccountId>),
    Promote(Vec<AccountId>),
    Demote(Vec<AccountId>),
    Subject(String),
    Description(Option<String>),
    Announcement(bool),
    Locked(bool),
    Ephemeral(u32),
    Leave,
}

impl World {
    pub(crate) fn answer_group(&mut self, asked: &Asked<'_>) -> Answer {
        let to = asked.stanza.address("to");
        let about = asked.about().to_owned();
        let Some(jid) = to.filter(|to| to.server == Server::Group && !to.user.is_empty()) else {
            return match (asked.set, about.as_str()) {
                (false, "participating") => self.groups_of(asked.by.account),
                (true, "create") => self.create_by_client(asked),
                (true, "leave") => self.leave_by_client(asked),
                (_, _) => Answer::Unknown,
            };
        };
        let id = jid.user.to_string();
        let member = self
            .groups
            .get(&id)
            .map(|group| group.members.contains_key(&asked.by.account));
        match member {
            None => return Answer::Error(404),
            Some(false) => return Answer::Error(403),
            Some(true) => {}
        }
        if !asked.set {
            return match about.as_str() {
                "query" => match self.group_node(&id) {
                    Some(node) => Answer::From(jid, vec![node]),
                    None => Answer::Error(404),
                },
                "invite" => {
                    let code = format!("SIM{id}");
                    let invite = NodeBuilder::new("invite").attr("code", code).build();
                    Answer::From(jid, vec![invite])
                }
                _ => Answer::Unknown,
            };
        }
        self.change_by_client(asked, &id, jid)
    }

    /// Founds a group and tells its members.
    pub(crate) fn found_group(
        &mut self,
        creator: AccountId,
        subject: &str,
        members: &[AccountId],
    ) -> String {
        let id = format!("1203{}", self.dice.digits(14));
        let mut ranks: BTreeMap<_, _> = members
            .iter()
            .map(|member| (*member, Rank::Member))
            .collect();
        ranks.insert(creator, Rank::Founder);
        // A group is addressed by LID as soon as one member's account is.
        let by_lid = ranks.keys().any(|member| {
            self.account(*member)
                .is_some_and(|account| account.naming == Naming::Lid)
        });
        self.groups.insert(
            id.clone(),
            Group {
                id: id.clone(),
                subject: subject.to_owned(),
                subject_by: creator,
                subject_at: self.now,
                description: None,
                creator,
                created: self.now,
                members: ranks,
                by_lid,
                announcement: false,
                locked: false,
                ephemeral: 0,
            },
        );
        if let Some(node) = self.group_node(&id) {
            let create = NodeBuilder::new("create")
                .attr("type", "new")
                .children([node])
                .build();
            let everybody = self.member_ids(&id);
            self.tell_group(&id, creator, create, &everybody);
        }
        id
    }

    /// Changes a group if the actor may, and tells everybody concerned.
    /// `Err` holds the code of the refusal.
    pub(crate) fn change_group(
        &mut self,
        id: &str,
        actor: AccountId,
        change: Change,
    ) -> Result<(), u16> {
        let now = self.now;
        let group = self.groups.get_mut(id).ok_or(404_u16)?;
        let rank = *group.members.get(&actor).ok_or(403_u16)?;
        let open = !group.locked
            && matches!(
                change,
                Change::Subject(_) | Change::Description(_) | Change::Ephemeral(_)
            );
        if rank == Rank::Member && !open && change != Change::Leave {
            return Err(403);
        }
        let mut audience: Vec<AccountId> = group.members.keys().copied().collect();
        match &change {
            Change::Add(who) => {
                for account in who {
                    group.members.entry(*account).or_insert(Rank::Member);
                }
                audience = group.members.keys().copied().collect();
            }
            Change::Remove(who) => group.members.retain(|member, _| !who.contains(member)),
            Change::Leave => {
                group.members.remove(&actor);
            }
            Change::Promote(who) => set_rank(group, who, Rank::Admin),
            Change::Demote(who) => set_rank(group, who, Rank::Member),
            Change::Subject(subject) => {
                group.subject.clone_from(subject);
                group.subject_by = actor;
                group.subject_at = now;
            }
            Change::Description(_)
            | Change::Announcement(_)
            | Change::Locked(_)
            | Change::Ephemeral(_) => {}
        }
        let token = self.dice.hex::<8>();
        if let Some(group) = self.groups.get_mut(id) {
            match &change {
                Change::Description(text) => {
                    group.description = text.clone().map(|text| (token.clone(), text));
                }
                Change::Announcement(on) => group.announcement = *on,
                Change::Locked(on) => group.locked = *on,
                Change::Ephemeral(seconds) => group.ephemeral = *seconds,
                Change::Add(_)
                | Change::Remove(_)
                | Change::Leave
                | Change::Promote(_)
                | Change::Demote(_)
                | Change::Subject(_) => {}
            }
        }
        if matches!(change, Change::Remove(_) | Change::Leave) {
            self.rotate_group_keys(id);
        }
        if let Some(node) = self.change_node(id, actor, &change, &token) {
            self.tell_group(id, actor, node, &audience);
        }
        Ok(())
    }

    /// The group's description as clients read it.
    pub(crate) fn group_node(&self, id: &str) -> Option<Node> {
        let group = self.groups.get(id)?;
        let naming = group_naming(group);
        let founder = self.account(group.creator)?.jid(naming);
        let mut children: Vec<Node> = group
            .members
            .iter()
            .filter_map(|(member, rank)| self.member_node(*member, naming, *rank))
            .collect();
        if let Some((token, text)) = &group.description {
            let body = NodeBuilder::new("body")
                .string_content(text.as_str())
                .build();
            children.push(
                NodeBuilder::new("description")
                    .attr("id", token)
                    .attr("t", group.subject_at / 1000)
                    .children([body])
                    .build(),
            );
        }
        if group.announcement {
            children.push(empty("announcement"));
        }
        if group.locked {
            children.push(empty("locked"));
        }
        if group.ephemeral > 0 {
            let ephemeral = NodeBuilder::new("ephemeral").attr("expiration", group.ephemeral);
            children.push(ephemeral.build());
        }
        Some(
            NodeBuilder::new("group")
                .attr("id", &group.id)
                .attr("subject", &group.subject)
                .attr("addressing_mode", if group.by_lid { "lid" } else { "pn" })
                .attr("creation", group.created / 1000)
                .attr("creator", founder)
                .attr("s_t", group.subject_at / 1000)
                .attr("s_o", self.account(group.subject_by)?.jid(naming))
                .attr("size", group.members.len())
                .attr("p_v_id", group.subject_at)
                .children(children)
                .build(),
        )
    }

    fn member_node(&self, member: AccountId, naming: Naming, rank: Rank) -> Option<Node> {
        let account = self.account(member)?;
        let mut builder = NodeBuilder::new("participant").attr("jid", account.jid(naming));
        if account.lid_known {
            builder = match naming {
                Naming::Number => builder.attr("lid", account.jid(Naming::Lid)),
                Naming::Lid => builder.attr("phone_number", account.jid(Naming::Number)),
            };
        }
        if let Some(rank) = rank.wire() {
            builder = builder.attr("type", rank);
        }
        Some(builder.build())
    }

    fn groups_of(&self, member: AccountId) -> Answer {
        let nodes = self
            .groups
            .values()
            .filter(|group| group.members.contains_key(&member))
            .filter_map(|group| self.group_node(&group.id));
        Answer::From(
            Jid::new("", Server::Group),
            vec![
                NodeBuilder::new("groups")
                    .children(nodes.collect::<Vec<_>>())
                    .build(),
            ],
        )
    }

    fn create_by_client(&mut self, asked: &Asked<'_>) -> Answer {
        let Some(part) = asked.part() else {
            return Answer::Error(400);
        };
        let subject = part.text("subject").unwrap_or_default();
        let members = self.accounts_in(part);
        let id = self.found_group(asked.by.account, &subject, &members);
        match self.group_node(&id) {
            Some(node) => Answer::From(Jid::new("", Server::Group), vec![node]),
            None => Answer::Error(500),
        }
    }

    fn leave_by_client(&mut self, asked: &Asked<'_>) -> Answer {
        let groups: Vec<String> = asked
            .part()
            .map(Read::parts)
            .unwrap_or_default()
            .iter()
            .filter_map(|part| Some(part.address("id")?.user.to_string()))
            .collect();
        let mut left = Vec::new();
        for id in groups {
            if self
                .change_group(&id, asked.by.account, Change::Leave)
                .is_ok()
            {
                left.push(NodeBuilder::new("group").attr("id", Jid::group(id)).build());
            }
        }
        Answer::one(NodeBuilder::new("leave").children(left).build())
    }

    fn change_by_client(&mut self, asked: &Asked<'_>, id: &str, jid: Jid) -> Answer {
        let Some(part) = asked.part() else {
            return Answer::Error(400);
        };
        let who = self.accounts_in(part);
        let text = |node: &Node| {
            node.payload()
                .map(|text| String::from_utf8_lossy(text).into_owned())
        };
        let change = match part.tag.as_ref() {
            "add" => Change::Add(who.clone()),
            "remove" => Change::Remove(who.clone()),
            "promote" => Change::Promote(who.clone()),
            "demote" => Change::Demote(who.clone()),
            "subject" => Change::Subject(text(part).unwrap_or_default()),
            "description" => Change::Description(part.child("body").and_then(text)),
            "announcement" => Change::Announcement(true),
            "not_announcement" => Change::Announcement(false),
            "locked" => Change::Locked(true),
            "unlocked" => Change::Locked(false),
            "ephemeral" => Change::Ephemeral(
                u32::try_from(part.number("expiration").unwrap_or(0)).unwrap_or(0),
            ),
            "not_ephemeral" => Change::Ephemeral(0),
            _ => return Answer::Unknown,
        };
        let named = matches!(
            change,
            Change::Add(_) | Change::Remove(_) | Change::Promote(_) | Change::Demote(_)
        );
        match self.change_group(id, asked.by.account, change) {
            Err(code) => Answer::Error(code),
            Ok(()) if named => {
                let naming = self.groups.get(id).map_or(Naming::Number, group_naming);
                let done = who
                    .iter()
                    .filter_map(|member| self.member_node(*member, naming, Rank::Member));
                let node = NodeBuilder::new_dynamic(part.tag.to_string())
                    .children(done.collect::<Vec<_>>())
                    .build();
                Answer::From(jid, vec![node])
            }
            Ok(()) => Answer::From(jid, Vec::new()),
        }
    }

    fn change_node(
        &self,
        id: &str,
        actor: AccountId,
        change: &Change,
        token: &str,
    ) -> Option<Node> {
        let group = self.groups.get(id)?;
        let naming = group_naming(group);
        let list = |tag, who: &[AccountId]| {
            let nodes = who
                .iter()
                .filter_map(|member| self.member_node(*member, naming, Rank::Member));
            NodeBuilder::new(tag)
                .children(nodes.collect::<Vec<_>>())
                .build()
        };
        Some(match change {
            Change::Add(who) => list("add", who),
            Change::Remove(who) => list("remove", who),
            Change::Leave => list("remove", &[actor]),
            Change::Promote(who) => list("promote", who),
            Change::Demote(who) => list("demote", who),
            Change::Subject(subject) => NodeBuilder::new("subject")
                .attr("subject", subject)
                .attr("s_o", self.account(actor)?.jid(naming))
                .attr("s_t", self.now / 1000)
                .build(),
            Change::Description(Some(text)) => NodeBuilder::new("description")
                .attr("id", token)
                .children([NodeBuilder::new("body")
                    .string_content(text.as_str())
                    .build()])
                .build(),
            Change::Description(None) => NodeBuilder::new("description")
                .attr("id", token)
                .children([empty("delete")])
                .build(),
            Change::Announcement(true) => empty("announcement"),
            Change::Announcement(false) => empty("not_announcement"),
            Change::Locked(true) => empty("locked"),
            Change::Locked(false) => empty("unlocked"),
            Change::Ephemeral(0) => empty("not_ephemeral"),
            Change::Ephemeral(seconds) => NodeBuilder::new("ephemeral")
                .attr("expiration", *seconds)
                .build(),
        })
    }

    fn tell_group(&mut self, id: &str, actor: AccountId, content: Node, audience: &[AccountId]) {
        let Some(naming) = self.groups.get(id).map(group_naming) else {
            return;
        };
        let Some(author) = self.account(actor).map(|account| account.jid(naming)) else {
            return;
        };
        let notify = self
            .account(actor)
            .map(|account| account.name.clone())
            .unwrap_or_default();
        for member in audience {
            for addr in self.devices_of(*member) {
                if addr.is_phone() {
                    continue;
                }
                let order = self.stanza_id();
                let mut stanza = notice::notice(
                    &order,
                    Some(Jid::group(id)),
                    "w:gp2",
                    self.now,
                    vec![content.clone()],
                );
                stanza.attrs.insert("participant", &author);
                stanza.attrs.insert("notify", &notify);
                if naming == Naming::Lid {
                    stanza.attrs.insert("addressing_mode", "lid");
                }
                self.deliver(addr, Class::Notification, stanza);
            }
        }
        self.note(Note::GroupChanged {
            group: format!("{id}@g.us"),
            what: content.tag.to_string(),
        });
    }

    /// After somebody left, everybody who stays writes with a new key.
    fn rotate_group_keys(&mut self, id: &str) {
        for member in self.member_ids(id) {
            if let Some(account) = self.accounts.get_mut(&member) {
                account.peer.rotate_group_key(id, member.phone());
                account.told_groups.retain(|(group, _)| group != id);
            }
        }
    }

    fn member_ids(&self, id: &str) -> Vec<AccountId> {
        self.groups
            .get(id)
            .map(|group| group.members.keys().copied().collect())
            .unwrap_or_default()
    }

    fn accounts_in(&self, part: &Node) -> Vec<AccountId> {
        part.parts()
            .iter()
            .filter(|part| part.tag == "participant")
            .filter_map(|part| Some(self.resolve(&part.address("jid")?)?.account))
            .collect()
    }
}

fn group_naming(group: &Group) -> Naming {
    if group.by_lid {
        Naming::Lid
    } else {
        Naming::Number
    }
}

fn set_rank(group: &mut Group, who: &[AccountId], rank: Rank) {
    for account in who {
        if let Some(current) = group.members.get_mut(account)
            && *current != Rank::Founder
        {
            *current = rank;
        }
    }
}
