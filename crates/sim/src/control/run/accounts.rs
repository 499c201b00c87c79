//! Commands about accounts and their settings.

use crate::{
    actors::{people::Newcomer, settings},
    control::cmd::{parts::NewAccount, reply::Reply},
    error::SimError,
    names::{AccountId, Chat},
    world::World,
};

impl World {
    pub(super) fn run_create(&mut self, new: NewAccount) -> Result<Reply, SimError> {
        let owners = self.all_named(&new.in_address_book)?;
        let name = new.name.clone();
        let history = new.history.clone();
        let id = self.create_account(Newcomer {
            number: new.number,
            name: new.name,
            lid: new.lid,
            by_lid: new.lid_migrated,
            lid_known: new.lid_known,
            about: new.about,
            picture: new.picture,
            business: new.business,
            behaviour: new.auto,
            wants_passkey: new.passkey,
        })?;
        for owner in owners {
            self.enter_in_book(owner, id, &name)?;
        }
        let Some(account) = self.accounts.get_mut(&id) else {
            return Ok(Reply::Done {});
        };
        account.history = history;
        Ok(Reply::Account {
            account: account.number.clone(),
            lid: account.lid.clone(),
        })
    }

    pub(super) fn run_chat_setting(
        &mut self,
        phone: &str,
        chat: &str,
        change: impl FnOnce(Chat) -> settings::Change,
    ) -> Result<Reply, SimError> {
        let id = self.named(phone)?;
        let chat = self.chat_named(chat)?;
        self.set(id, &change(chat))?;
        Ok(Reply::Done {})
    }

    pub(super) fn all_named(&self, numbers: &[String]) -> Result<Vec<AccountId>, SimError> {
        numbers.iter().map(|number| self.named(number)).collect()
    }
}
