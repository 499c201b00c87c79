//! Keeping the key of an open store: recovery code and keychain.

use frontdesk_vault::Replace;

use crate::{
    error::CommandError,
    frontdesk::Frontdesk,
    settings,
    view::{feed::Fact, stage::Stage, system::RecoveryCode},
};

impl Frontdesk {
    /// Makes a new recovery code to be shown once; the one before stops working.
    ///
    /// # Errors
    /// `NotOpen`, or `StoreUnusable` when the key file cannot be written.
    pub async fn issue_recovery_code(&self) -> Result<RecoveryCode, CommandError> {
        let key = self.live.open().ok_or(CommandError::NotOpen)?.key;
        let now = self.now();
        let code = self
            .vault_call(move |vault| vault.new_recovery_code(&key, now))
            .await?;
        Ok(RecoveryCode {
            code: code.expose().clone(),
        })
    }

    /// The user has the recovery code: the inbox may open.
    ///
    /// # Errors
    /// `NotOpen`, or the store's.
    pub async fn confirm_recovery_code(&self) -> Result<(), CommandError> {
        self.write(settings::confirm_recovery_code).await?;
        if self.live.stage() == Stage::Welcome {
            self.enter(Stage::Ready);
        }
        Ok(())
    }

    /// Puts the key of the open store into the keychain.
    ///
    /// # Errors
    /// `OtherKeyInKeychain` when another item stands there and `replace_other`
    /// is false; `KeychainRefused`.
    pub async fn remember_key(&self, replace_other: bool) -> Result<(), CommandError> {
        let key = self.live.open().ok_or(CommandError::NotOpen)?.key;
        let replace = if replace_other {
            Replace::Confirmed
        } else {
            Replace::Never
        };
        self.vault_call(move |vault| vault.remember_in_keychain(&key, replace))
            .await?;
        let care = self.key_care(true).await;
        self.live.set_key_care(care.clone());
        self.feed.notice(Fact::KeyCare { key_care: care });
        Ok(())
    }
}
