//! Commands about groups.

use crate::{
    control::cmd::reply::Reply,
    error::SimError,
    names::Chat,
    server::groups,
    world::{World, group::Rank},
};

impl World {
    pub(super) fn run_create_group(
        &mut self,
        subject: &str,
        creator: &str,
        members: &[String],
        admins: &[String],
    ) -> Result<Reply, SimError> {
        let creator = self.named(creator)?;
        let mut all = self.all_named(members)?;
        let admins = self.all_named(admins)?;
        all.extend(&admins);
        let id = self.found_group(creator, subject, &all);
        if let Some(group) = self.groups.get_mut(&id) {
            for admin in admins.into_iter().filter(|admin| *admin != creator) {
                group.members.insert(admin, Rank::Admin);
            }
        }
        Ok(Reply::Group {
            group: format!("{id}@g.us"),
        })
    }

    pub(super) fn run_group(
        &mut self,
        group: &str,
        by: &str,
        change: groups::Change,
    ) -> Result<Reply, SimError> {
        let actor = self.named(by)?;
        let Chat::Group(id) = self.chat_named(group)? else {
            return Err(SimError::UnknownChat(group.to_owned()));
        };
        self.change_group(&id, actor, change)
            .map_err(|_| SimError::NotAllowed(by.to_owned()))?;
        Ok(Reply::Done {})
    }
}
