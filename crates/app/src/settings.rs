//! The user's choices: kept, told, and acted on.

use frontdesk_domain::settings::Settings;
use frontdesk_store::{ReadTx, StoreError, WriteTx};

use crate::{error::CommandError, frontdesk::Frontdesk};

/// Narrower or wider, the inbox could not be used.
const INBOX_WIDTH: std::ops::RangeInclusive<u16> = 240..=720;

const RECOVERY_CONFIRMED: &str = "recovery_confirmed";

/// What the start needs to know.
pub(crate) struct Known {
    pub(crate) settings: Settings,
    pub(crate) recovery_confirmed: bool,
}

pub(crate) fn read_all(tx: &ReadTx<'_>) -> Result<Known, StoreError> {
    Ok(Known {
        settings: tx.settings()?,
        recovery_confirmed: tx.setting(RECOVERY_CONFIRMED)?.unwrap_or(false),
    })
}

pub(crate) fn confirm_recovery_code(tx: &mut WriteTx<'_>) -> Result<(), StoreError> {
    tx.put_setting(RECOVERY_CONFIRMED, &true)
}

impl Frontdesk {
    /// Replaces all choices. What the desktop must do about them is done first:
    /// a choice it refuses is not kept.
    ///
    /// # Errors
    /// `DesktopCannot`, `NotOpen`, or the store's.
    pub async fn set_settings(&self, settings: Settings) -> Result<(), CommandError> {
        let settings = Settings {
            inbox_width: settings
                .inbox_width
                .clamp(*INBOX_WIDTH.start(), *INBOX_WIDTH.end()),
            ..settings
        };
        let before = self.read(|tx| tx.settings()).await?;
        if settings.autostart != before.autostart {
            self.on_desktop(move |host| host.set_autostart(settings.autostart))
                .await?;
        }
        let chosen = settings.clone();
        self.write(move |tx| tx.put_settings(&settings)).await?;
        self.host.follow(&chosen);
        Ok(())
    }
}
