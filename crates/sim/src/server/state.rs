//! The synchronised settings as the server keeps them: patches in order, per
//! collection. The server cannot read them.

use super::iq::{Answer, Asked};
use crate::{
    clock::Millis,
    names::{AccountId, DeviceAddr},
    wire::{
        Node, NodeBuilder, blob, iq, notice,
        proto::{decode, encode, some, wa},
        read::Read,
    },
    world::{World, log::Note, queue::Class},
};
use std::collections::BTreeMap;

/// How many patches one answer holds.
const PATCHES_PER_ANSWER: usize = 50;

/// One collection of settings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stored {
    pub(crate) version: u64,
    pub(crate) patches: Vec<wa::SyncdPatch>,
    /// The last record per index, for snapshots.
    pub(crate) records: BTreeMap<Vec<u8>, wa::SyncdRecord>,
    /// The snapshot that a new device is given instead of all patches:
    /// its version, and the encoded reference to its file.
    pub(crate) snapshot: Option<(u64, Vec<u8>)>,
    pub(crate) changed_at: Millis,
}

/// All collections of one account.
#[derive(Clone, Debug, Default)]
pub(crate) struct StateStore(pub(crate) BTreeMap<String, Stored>);

impl Stored {
    /// Adds a patch as the next version.
    pub(crate) fn append(&mut self, mut patch: wa::SyncdPatch, now: Millis) -> u64 {
        use wa::syncd_mutation::SyncdOperation;
        self.version += 1;
        self.changed_at = now;
        patch.version = some(wa::SyncdVersion {
            version: Some(self.version),
        });
        for mutation in &patch.mutations {
            let Some(record) = mutation.record.as_option() else {
                continue;
            };
            let index = record.index.blob.clone().unwrap_or_default();
            let removed = mutation
                .operation
                .is_some_and(|operation| operation == SyncdOperation::REMOVE);
            if removed {
                self.records.remove(&index);
            } else {
                self.records.insert(index, record.clone());
            }
        }
        self.patches.push(patch);
        self.version
    }

    fn after(&self, version: u64) -> &[wa::SyncdPatch] {
        let known = usize::try_from(version).unwrap_or(usize::MAX);
        self.patches.get(known..).unwrap_or_default()
    }
}

impl World {
    pub(crate) fn answer_state(&mut self, asked: &Asked<'_>) -> Answer {
        let Some(sync) = asked.stanza.child("sync") else {
            return Answer::Error(400);
        };
        let wanted: Vec<Node> = sync.parts().to_vec();
        let answers: Vec<Node> = wanted
            .iter()
            .filter(|part| part.tag == "collection")
            .map(|part| self.answer_collection(asked.by, part))
            .collect();
        Answer::one(NodeBuilder::new("sync").children(answers).build())
    }

    /// Stores a patch that the account's own phone made, and tells the
    /// linked devices.
    pub(crate) fn store_patch(&mut self, id: AccountId, name: &str, patch: wa::SyncdPatch) -> u64 {
        let now = self.now;
        let Some(account) = self.accounts.get_mut(&id) else {
            return 0;
        };
        let stored = account.state.0.entry(name.to_owned()).or_default();
        let version = stored.append(patch, now);
        self.tell_state(id, name, version, None);
        version
    }

    fn answer_collection(&mut self, by: DeviceAddr, part: &Node) -> Node {
        let name = part.text("name").unwrap_or_default();
        let base = part.number("version").unwrap_or(0);
        let patch = part
            .child("patch")
            .and_then(Read::payload)
            .map(decode::<wa::SyncdPatch>);
        match patch {
            Some(Ok(patch)) => self.take_patch(by, &name, base, patch),
            Some(Err(_)) => refused(&name, 400, None),
            None => {
                let wants_snapshot = part.text("return_snapshot").as_deref() == Some("true");
                self.give_collection(by, &name, base, wants_snapshot)
            }
        }
    }

    fn give_collection(&self, by: DeviceAddr, name: &str, base: u64, snapshot: bool) -> Node {
        let stored = self
            .account(by.account)
            .and_then(|account| account.state.0.get(name));
        let Some(stored) = stored else {
            return NodeBuilder::new("collection")
                .attr("name", name)
                .attr("version", base)
                .build();
        };
        let mut children = Vec::new();
        let mut from = base;
        if let (true, 0, Some((version, reference))) = (snapshot, base, &stored.snapshot) {
            children.push(blob("snapshot", reference.clone()));
            from = *version;
        }
        let new = stored.after(from);
        let now_given: Vec<_> = new.iter().take(PATCHES_PER_ANSWER).collect();
        let reached = from + u64::try_from(now_given.len()).unwrap_or(0);
        children.extend(patches_node(&now_given));
        let builder = NodeBuilder::new("collection")
            .attr("name", name)
            .attr("version", reached);
        let builder = if new.len() > now_given.len() {
            builder.attr("has_more_patches", "true")
        } else {
            builder
        };
        builder.children(children).build()
    }

    fn take_patch(&mut self, by: DeviceAddr, name: &str, base: u64, patch: wa::SyncdPatch) -> Node {
        let now = self.now;
        let Some(account) = self.accounts.get_mut(&by.account) else {
            return refused(name, 404, None);
        };
        let phone = account.number.clone();
        let stored = account.state.0.entry(name.to_owned()).or_default();
        if stored.version != base {
            let missed: Vec<_> = stored.after(base).iter().collect();
            let missed = patches_node(&missed);
            self.note(Note::StateRefused {
                phone,
                collection: name.to_owned(),
                why: "conflict".to_owned(),
            });
            return refused(name, 409, missed);
        }
        // The phone shares the keys, so what it cannot verify is wrong.
        match account.notebook.take(name, base + 1, &patch) {
            Ok(indexes) => {
                let version = stored.append(patch, now);
                self.note(Note::StateChanged {
                    phone,
                    collection: name.to_owned(),
                    version,
                    indexes,
                });
                self.tell_state(by.account, name, version, Some(by.device));
                NodeBuilder::new("collection")
                    .attr("name", name)
                    .attr("version", version)
                    .build()
            }
            Err(why) => {
                self.note(Note::StateRefused {
                    phone,
                    collection: name.to_owned(),
                    why,
                });
                refused(name, 400, None)
            }
        }
    }

    fn tell_state(&mut self, id: AccountId, name: &str, version: u64, except: Option<u16>) {
        let Some(account) = self.account(id) else {
            return;
        };
        let devices: Vec<_> = account
            .companions
            .keys()
            .copied()
            .filter(|device| Some(*device) != except)
            .collect();
        for device in devices {
            let order = self.stanza_id();
            let stanza = notice::notice(
                &order,
                None,
                "server_sync",
                self.now,
                vec![notice::collection(name, version)],
            );
            self.deliver(id.device(device), Class::Notification, stanza);
        }
    }

    /// The phone blocks somebody, or no longer; its linked devices are told that
    /// the list is another one.
    pub(crate) fn block(&mut self, id: AccountId, who: AccountId, on: bool) {
        let Some(account) = self.accounts.get_mut(&id) else {
            return;
        };
        if on {
            account.blocked.insert(who);
        } else {
            account.blocked.remove(&who);
        }
        let devices: Vec<_> = account.companions.keys().copied().collect();
        for device in devices {
            let order = self.stanza_id();
            let list = NodeBuilder::new("blocklist")
                .attr("action", "modify")
                .build();
            let stanza = notice::notice(&order, None, "account_sync", self.now, vec![list]);
            self.deliver(id.device(device), Class::Notification, stanza);
        }
    }
}

fn patches_node(patches: &[&wa::SyncdPatch]) -> Option<Node> {
    if patches.is_empty() {
        return None;
    }
    let nodes = patches.iter().map(|patch| blob("patch", encode(*patch)));
    Some(NodeBuilder::new("patches").children(nodes).build())
}

fn refused(name: &str, code: u16, patches: Option<Node>) -> Node {
    let error = NodeBuilder::new("error")
        .attr("code", u32::from(code))
        .attr("text", iq::words(code))
        .build();
    NodeBuilder::new("collection")
        .attr("name", name)
        .attr("type", "error")
        .children(std::iter::once(error).chain(patches))
        .build()
}
