//! Questions about accounts: settings, pictures, profiles, devices, media.

use super::iq::{Answer, Asked};
use crate::{
    names::AccountId,
    wire::{Node, NodeBuilder, blob, jid::Naming, read::Read},
    world::{World, account::Picture, agenda::Task, queue::Class},
};
use serde_json::{Value, json};
use wa_rs::wacore::iq::mex_operations::{
    fetch_all_newsletters_metadata, fetch_newsletter, fetch_reachout_timelock,
};

/// The setting that tells clients to address people by LID.
const LID_MIGRATION: u32 = 9435;

impl World {
    pub(crate) fn answer_props(&self, asked: &Asked<'_>) -> Answer {
        let by_lid = self
            .account(asked.by.account)
            .is_some_and(|account| account.naming == Naming::Lid);
        let prop = NodeBuilder::new("prop")
            .attr("config_code", LID_MIGRATION)
            .attr("config_value", if by_lid { "1" } else { "0" })
            .build();
        Answer::one(
            NodeBuilder::new("props")
                .attr("protocol", "1")
                .attr("ab_key", "sim")
                .attr("hash", "sim")
                .attr("refresh", 86_400_u32)
                .attr("refresh_id", 1_u32)
                .children([prop])
                .build(),
        )
    }

    pub(crate) fn answer_blocklist(&mut self, asked: &Asked<'_>) -> Answer {
        if asked.set {
            let item = asked.part();
            let target = item
                .and_then(|item| item.address("jid"))
                .and_then(|jid| self.resolve(&jid));
            let block = item.and_then(|item| item.text("action")).as_deref() == Some("block");
            let (Some(target), Some(account)) = (target, self.accounts.get_mut(&asked.by.account))
            else {
                return Answer::Error(404);
            };
            if block {
                account.blocked.insert(target.account);
            } else {
                account.blocked.remove(&target.account);
            }
        }
        let Some(own) = self.account(asked.by.account) else {
            return Answer::Error(404);
        };
        let items = own.blocked.iter().filter_map(|blocked| {
            let blocked = self.account(*blocked)?;
            Some(
                NodeBuilder::new("item")
                    .attr("jid", blocked.jid(own.naming))
                    .attr("t", self.now / 1000)
                    .build(),
            )
        });
        Answer::one(
            NodeBuilder::new("list")
                .attr("dhash", "sim")
                .children(items.collect::<Vec<_>>())
                .build(),
        )
    }

    pub(crate) fn answer_privacy(&mut self, asked: &Asked<'_>) -> Answer {
        let Some(account) = self.accounts.get_mut(&asked.by.account) else {
            return Answer::Error(404);
        };
        if asked.set {
            let Some(part) = asked.part() else {
                return Answer::Error(400);
            };
            if part.tag == "tokens" {
                return Answer::done();
            }
            for category in part.parts() {
                if let (Some(name), Some(value)) = (category.text("name"), category.text("value")) {
                    account.privacy.insert(name, value);
                }
            }
        }
        let categories = account.privacy.iter().map(|(name, value)| {
            NodeBuilder::new("category")
                .attr("name", name)
                .attr("value", value)
                .build()
        });
        Answer::one(
            NodeBuilder::new("privacy")
                .children(categories.collect::<Vec<_>>())
                .build(),
        )
    }

    pub(crate) fn answer_picture(&mut self, asked: &Asked<'_>) -> Answer {
        if asked.set {
            return self.set_picture(asked);
        }
        let target = asked
            .stanza
            .address("target")
            .or_else(|| asked.stanza.address("to"))
            .and_then(|jid| self.resolve(&jid));
        let picture = target.and_then(|addr| self.account(addr.account)?.picture.clone());
        let Some(picture) = picture else {
            return Answer::Error(404);
        };
        let host = self.shelf.host.clone().unwrap_or_default();
        Answer::one(
            NodeBuilder::new("picture")
                .attr("id", &picture.id)
                .attr("type", "image")
                .attr("url", format!("https://{host}{}", picture.path))
                .attr("direct_path", &picture.path)
                .build(),
        )
    }

    fn set_picture(&mut self, asked: &Asked<'_>) -> Answer {
        let bytes = asked
            .stanza
            .child("picture")
            .and_then(Read::payload)
            .map(<[u8]>::to_vec);
        let id = self.dice.digits(10);
        let picture = bytes.map(|bytes| Picture {
            id: id.clone(),
            path: self.shelf.store("picture", bytes, self.now),
        });
        let removed = picture.is_none();
        if let Some(account) = self.accounts.get_mut(&asked.by.account) {
            account.picture = picture;
        }
        if removed {
            return Answer::done();
        }
        Answer::one(NodeBuilder::new("picture").attr("id", id).build())
    }

    pub(crate) fn answer_business(&self, asked: &Asked<'_>) -> Answer {
        let wanted = asked.part().map(Read::parts).unwrap_or_default();
        let profiles = wanted.iter().filter_map(|part| {
            let jid = part.address("jid")?;
            let account = self.account(self.resolve(&jid)?.account)?;
            let business = account.business.as_ref()?;
            let text = |tag, value: &str| NodeBuilder::new(tag).string_content(value).build();
            let category = NodeBuilder::new("category")
                .attr("id", 1_u32)
                .string_content(business.category.as_str())
                .build();
            Some(
                NodeBuilder::new("profile")
                    .attr("jid", jid)
                    .children([
                        text("description", &business.description),
                        text("address", &business.address),
                        text("email", &business.email),
                        text("website", &business.website),
                        NodeBuilder::new("categories").children([category]).build(),
                    ])
                    .build(),
            )
        });
        Answer::one(
            NodeBuilder::new("business_profile")
                .children(profiles.collect::<Vec<_>>())
                .build(),
        )
    }

    pub(crate) fn answer_about(&mut self, asked: &Asked<'_>) -> Answer {
        let text = asked
            .stanza
            .child("status")
            .and_then(Read::payload)
            .map(|text| String::from_utf8_lossy(text).into_owned());
        if let (true, Some(text)) = (asked.set, text)
            && let Some(account) = self.accounts.get_mut(&asked.by.account)
        {
            account.about = text;
        }
        Answer::done()
    }

    /// The few questions of the newer query language that are known here: how
    /// long the account may not begin conversations, and what it follows.
    pub(crate) fn answer_mex(&self, asked: &Asked<'_>) -> Answer {
        let Some(query) = asked.part() else {
            return Answer::Error(400);
        };
        let by = asked.by.account;
        let data = match query.text("query_id").as_deref() {
            Some(fetch_reachout_timelock::DOC_ID) => {
                json!({ "xwa2_fetch_account_reachout_timelock": self.told_time_lock(by) })
            }
            Some(fetch_all_newsletters_metadata::DOC_ID) => {
                json!({ "xwa2_newsletter_subscribed": self.followed(by) })
            }
            Some(fetch_newsletter::DOC_ID) => {
                let text = query.payload().unwrap_or_default();
                let question: Value = serde_json::from_slice(text).unwrap_or_default();
                let key = question
                    .pointer("/variables/input/key")
                    .and_then(Value::as_str)
                    .unwrap_or_default();
                json!({ "xwa2_newsletter": self.described_channel(key) })
            }
            Some(_) | None => return Answer::Unknown,
        };
        Answer::one(blob("result", json!({ "data": data }).to_string()))
    }

    fn told_time_lock(&self, by: AccountId) -> Value {
        let until = self.faults.locked.get(&by).copied();
        match until.filter(|until| *until > self.now) {
            Some(until) => json!({
                "is_active": true,
                "enforcement_type": "DEFAULT",
                "time_enforcement_ends": (until / 1000).to_string(),
            }),
            None => json!({ "is_active": false }),
        }
    }

    /// Where files are uploaded, and with which permission.
    pub(crate) fn answer_media(&self, asked: &Asked<'_>) -> Answer {
        if asked.about() != "media_conn" {
            return Answer::Unknown;
        }
        let host = self.shelf.host.as_deref().unwrap_or("127.0.0.1:9");
        Answer::one(
            NodeBuilder::new("media_conn")
                .attr("auth", self.shelf.auth())
                .attr("ttl", 3600_u32)
                .attr("auth_ttl", 21_600_u32)
                .attr("max_buckets", 12_u32)
                .attr("is_new", 1_u32)
                .children([NodeBuilder::new("host")
                    .attr("hostname", host)
                    .attr("type", "primary")
                    .build()])
                .build(),
        )
    }

    /// A device leaves the account by itself.
    pub(crate) fn answer_devices(&mut self, asked: &Asked<'_>) -> Answer {
        if asked.about() != "remove-companion-device" {
            return Answer::Unknown;
        }
        let target = asked
            .part()
            .and_then(|part| part.address("jid"))
            .and_then(|jid| self.resolve(&jid))
            .filter(|addr| addr.account == asked.by.account);
        match target {
            Some(addr) if self.companion(addr).is_some() => {
                // After the answer, or the device would never read it.
                self.later(0, Task::Leave { device: addr });
                Answer::done()
            }
            Some(_) | None => Answer::Error(404),
        }
    }

    /// Tells everybody who has this account in an open conversation something
    /// about it.
    pub(crate) fn tell_all(
        &mut self,
        about: AccountId,
        make: impl Fn(&Self, &str, Naming) -> Option<Node>,
    ) {
        let devices: Vec<_> = self
            .accounts
            .values()
            .filter(|account| account.id != about)
            .flat_map(|account| {
                let naming = account.naming;
                account
                    .companions
                    .keys()
                    .map(move |device| (account.id.device(*device), naming))
            })
            .collect();
        for (addr, naming) in devices {
            let order = self.stanza_id();
            if let Some(stanza) = make(self, &order, naming) {
                self.deliver(addr, Class::Notification, stanza);
            }
        }
    }
}
