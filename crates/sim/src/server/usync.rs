//! User lookup: who exists, which devices they have, what they are called.

use super::iq::{Answer, Asked};
use crate::{
    names::AccountId,
    wire::{Node, NodeBuilder, jid::Naming, read::Read},
    world::World,
};
use wa_rs::Server;

impl World {
    pub(crate) fn answer_usync(&mut self, asked: &Asked<'_>) -> Answer {
        let Some(usync) = asked.stanza.child("usync") else {
            return Answer::Error(400);
        };
        let protocols: Vec<String> = usync
            .child("query")
            .map(Read::parts)
            .unwrap_or_default()
            .iter()
            .map(|part| part.tag.to_string())
            .collect();
        let users = usync.child("list").map(Read::parts).unwrap_or_default();
        let found: Vec<Node> = users
            .iter()
            .filter_map(|user| self.looked_up(user, &protocols))
            .collect();
        let mut builder = NodeBuilder::new("usync");
        for key in ["sid", "index", "last", "mode", "context"] {
            if let Some(value) = usync.text(key) {
                builder = builder.attr(key, value);
            }
        }
        let result = NodeBuilder::new("result").children(
            protocols
                .iter()
                .map(|name| NodeBuilder::new_dynamic(name.clone()).build()),
        );
        Answer::one(
            builder
                .children([
                    result.build(),
                    NodeBuilder::new("list").children(found).build(),
                ])
                .build(),
        )
    }

    fn looked_up(&mut self, user: &Node, protocols: &[String]) -> Option<Node> {
        let phone = user
            .child("contact")
            .and_then(Read::payload)
            .map(|text| String::from_utf8_lossy(text).into_owned());
        let asked = user.address("jid");
        let account = match (&asked, &phone) {
            (Some(jid), _) => self.resolve(jid).map(|addr| addr.account),
            (None, Some(phone)) => self.by_number(phone.trim_start_matches('+')),
            (None, None) => return None,
        };
        let Some(account) = account else {
            return Some(unknown_user(asked, phone.as_deref()));
        };
        // A contact's LID is not told while the mapping is kept back.
        let naming = match &asked {
            Some(jid) if jid.server == Server::Lid => Naming::Lid,
            Some(_) | None => Naming::Number,
        };
        let parts: Vec<Node> = protocols
            .iter()
            .filter_map(|protocol| self.protocol(account, protocol, phone.as_deref()))
            .collect();
        let found = self.account(account)?;
        let mut builder = NodeBuilder::new("user").attr("jid", found.jid(naming));
        if naming == Naming::Lid && found.lid_known {
            builder = builder.attr("pn_jid", found.jid(Naming::Number));
        }
        Some(builder.children(parts).build())
    }

    fn protocol(&mut self, id: AccountId, protocol: &str, phone: Option<&str>) -> Option<Node> {
        if protocol == "devices" {
            return self.device_list(id);
        }
        let account = self.account(id)?;
        match protocol {
            "contact" => {
                let builder = NodeBuilder::new("contact").attr("type", "in");
                Some(match phone {
                    Some(phone) => builder.string_content(phone).build(),
                    None => builder.build(),
                })
            }
            "lid" => account.lid_known.then(|| {
                NodeBuilder::new("lid")
                    .attr("val", account.jid(Naming::Lid))
                    .build()
            }),
            "status" => Some(
                NodeBuilder::new("status")
                    .attr("t", account.key_list_at / 1000)
                    .string_content(account.about.as_str())
                    .build(),
            ),
            "picture" => account
                .picture
                .as_ref()
                .map(|picture| NodeBuilder::new("picture").attr("id", &picture.id).build()),
            "business" => account.business.as_ref().map(|_| {
                NodeBuilder::new("business")
                    .children([NodeBuilder::new("verified_name").attr("v", 1_u32).build()])
                    .build()
            }),
            "disappearing_mode" => Some(
                NodeBuilder::new("disappearing_mode")
                    .attr("duration", 0_u32)
                    .attr("t", account.key_list_at / 1000)
                    .build(),
            ),
            _ => None,
        }
    }

    /// An account's devices, with the signed list wherever one is not a phone.
    fn device_list(&mut self, id: AccountId) -> Option<Node> {
        let account = self.account(id)?;
        let mut devices = vec![NodeBuilder::new("device").attr("id", 0_u32).build()];
        for (device, companion) in &account.companions {
            devices.push(
                NodeBuilder::new("device")
                    .attr("id", u32::from(*device))
                    .attr("key-index", companion.key_index)
                    .build(),
            );
        }
        let mut children = vec![NodeBuilder::new("device-list").children(devices).build()];
        children.extend(self.key_index_list(id));
        Some(NodeBuilder::new("devices").children(children).build())
    }
}

fn unknown_user(jid: Option<wa_rs::Jid>, phone: Option<&str>) -> Node {
    let mut builder = NodeBuilder::new("user");
    if let Some(jid) = jid {
        builder = builder.attr("jid", jid);
    } else if let Some(phone) = phone {
        builder = builder.attr("jid", wa_rs::Jid::pn(phone.trim_start_matches('+')));
    }
    let contact = NodeBuilder::new("contact").attr("type", "out");
    let contact = match phone {
        Some(phone) => contact.string_content(phone).build(),
        None => contact.build(),
    };
    builder.children([contact]).build()
}
