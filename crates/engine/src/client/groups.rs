//! Learning what groups are called and who is in them: their messages do not
//! say it.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use frontdesk_domain::network::{GroupChange, Inbound};
use wa_rs::{Client as Engine, Jid, Server};

use super::shared::Shared;
use crate::jid;

/// The groups asked about by this client.
#[derive(Default)]
pub(crate) struct KnownGroups {
    asked: Mutex<HashSet<Jid>>,
}

impl KnownGroups {
    /// Whether nobody asked about this group yet.
    fn is_new(&self, group: &Jid) -> bool {
        self.lock().insert(group.clone())
    }

    /// What is known of this group is no longer so.
    pub(super) fn forget(&self, group: &Jid) {
        self.lock().remove(group);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashSet<Jid>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Asks about a group that something came from, once per client.
pub(super) fn notice(shared: &Arc<Shared>, chat: &Jid) {
    if chat.server == Server::Group && shared.groups.is_new(chat) {
        let group = chat.clone();
        shared.on_the_side(move |shared| ask(shared, group));
    }
}

async fn ask(shared: Arc<Shared>, group: Jid) {
    let Some(engine) = shared.engine() else {
        return;
    };
    match learn(&engine, &group).await {
        Some(news) => shared.lane.keep(news),
        None => {
            tracing::debug!("A group could not be asked about");
            shared.groups.forget(&group);
        }
    }
}

async fn learn(engine: &Engine, group: &Jid) -> Option<Vec<Inbound>> {
    let known = engine.groups().get_metadata(group).await.ok()?;
    let members = known
        .participants
        .iter()
        .filter_map(|member| {
            let other = [member.phone_number.as_ref(), member.lid.as_ref()];
            jid::address([&member.jid].into_iter().chain(other.into_iter().flatten()))
        })
        .collect();
    let group = group.to_string();
    let of = |change| Inbound::Group {
        group: group.clone(),
        change,
    };
    Some(vec![
        of(GroupChange::Subject(known.subject)),
        of(GroupChange::Members(members)),
    ])
}
