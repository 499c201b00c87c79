//! Channels: what an account follows, and what is posted there for everybody to
//! read. Nothing in them is encrypted. They are managed by nobody here; clients
//! may look, ask for what was posted, and are refused everything else.

use super::iq::{Answer, Asked};
use crate::{
    clock::Millis,
    error::SimError,
    names::AccountId,
    wire::{
        Node, NodeBuilder, blob,
        proto::{encode, wa},
        read::Read,
    },
    world::{World, log::Note, queue::Class},
};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use wa_rs::{Jid, Server};

/// How long a client is told of reactions after it asked, in seconds.
const LIVE_SECONDS: u32 = 300;

/// A channel.
#[derive(Clone, Debug)]
pub(crate) struct Channel {
    /// The user part of its address.
    id: String,
    name: String,
    created: Millis,
    followers: BTreeSet<AccountId>,
    posts: Vec<Post>,
}

#[derive(Clone, Debug)]
struct Post {
    id: String,
    /// Counts up from 1; clients page by it.
    server_id: u64,
    at: Millis,
    message: Vec<u8>,
}

impl Channel {
    fn jid(&self) -> Jid {
        Jid::new(self.id.as_str(), Server::Newsletter)
    }

    fn described(&self) -> Value {
        let created = (self.created / 1000).to_string();
        json!({
            "id": self.jid().to_string(),
            "state": { "type": "ACTIVE" },
            "thread_metadata": {
                "name": { "text": self.name, "id": "1", "update_time": created },
                "description": { "text": "", "id": "1", "update_time": created },
                "creation_time": created,
                "subscribers_count": self.followers.len().to_string(),
                "verification": "UNVERIFIED",
                "invite": format!("sim{}", self.id),
            },
            "viewer_metadata": { "mute": "OFF", "role": "subscriber" },
        })
    }
}

impl Post {
    fn node(&self) -> NodeBuilder {
        NodeBuilder::new("message")
            .attr("id", &self.id)
            .attr("server_id", self.server_id)
            .attr("t", self.at / 1000)
            .attr("type", "text")
    }

    fn plain(&self) -> Node {
        blob("plaintext", self.message.clone())
    }
}

impl World {
    /// Makes a channel that these accounts follow; returns its address.
    pub(crate) fn found_channel(&mut self, name: &str, followers: BTreeSet<AccountId>) -> String {
        let id = format!("1204{}", self.dice.digits(14));
        let channel = Channel {
            id: id.clone(),
            name: name.to_owned(),
            created: self.now,
            followers,
            posts: Vec::new(),
        };
        let address = channel.jid().to_string();
        self.channels.insert(id, channel);
        address
    }

    /// Posts a text in a channel; returns the message's id.
    pub(crate) fn post(&mut self, channel: &str, text: &str) -> Result<String, SimError> {
        let bare = channel.split('@').next().unwrap_or(channel);
        let (id, at) = (self.dice.message_id(), self.now);
        let unknown = || SimError::UnknownChat(channel.to_owned());
        let known = self.channels.get_mut(bare).ok_or_else(unknown)?;
        let post = Post {
            id: id.clone(),
            server_id: u64::try_from(known.posts.len()).unwrap_or(0) + 1,
            at,
            message: encode(&wa::Message {
                conversation: Some(text.to_owned()),
                ..Default::default()
            }),
        };
        known.posts.push(post.clone());
        let (from, followers) = (known.jid(), known.followers.clone());
        self.note(Note::Posted {
            id: id.clone(),
            from: from.to_string(),
            to: from.to_string(),
        });
        for follower in followers {
            for device in self.companions(follower) {
                let stanza = post.node().attr("from", &from).children([post.plain()]);
                self.deliver(device, Class::Message, stanza.build());
            }
        }
        Ok(id)
    }

    /// What an account follows, as the newer query language answers it.
    pub(crate) fn followed(&self, by: AccountId) -> Value {
        self.channels
            .values()
            .filter(|channel| channel.followers.contains(&by))
            .map(Channel::described)
            .collect()
    }

    /// What is known of one channel; null if there is none.
    pub(crate) fn described_channel(&self, key: &str) -> Value {
        let bare = key.split('@').next().unwrap_or(key);
        self.channels
            .get(bare)
            .map_or(Value::Null, Channel::described)
    }

    /// A question to a channel.
    pub(crate) fn answer_channel(&self, asked: &Asked<'_>) -> Answer {
        let to = asked.stanza.address("to");
        let channel = to.and_then(|to| self.channels.get(to.user.as_str()));
        let Some(channel) = channel else {
            return Answer::Error(404);
        };
        let Some(part) = asked.part() else {
            return Answer::Error(400);
        };
        let answer = match part.tag.as_ref() {
            "messages" | "message_updates" => channel_page(channel, part, self.now),
            "live_updates" => NodeBuilder::new("live_updates")
                .attr("duration", LIVE_SECONDS)
                .build(),
            _ => return Answer::Unknown,
        };
        Answer::From(channel.jid(), vec![answer])
    }
}

/// The newest posts before the one that is named, the oldest first.
fn channel_page(channel: &Channel, asked: &Node, now: Millis) -> Node {
    let count = asked.number("count").unwrap_or(50);
    let before = asked.number("before").unwrap_or(u64::MAX);
    let mut page: Vec<Node> = channel
        .posts
        .iter()
        .rev()
        .filter(|post| post.server_id < before)
        .take(usize::try_from(count).unwrap_or(50))
        .map(|post| post.node().children([post.plain()]).build())
        .collect();
    page.reverse();
    NodeBuilder::new_dynamic(asked.tag.to_string())
        .attr("jid", channel.jid())
        .attr("t", now / 1000)
        .children(page)
        .build()
}
