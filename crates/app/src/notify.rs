//! Decides what is worth a notification and what it says. Showing it is the
//! host's.

use frontdesk_domain::id::ChatId;

use crate::{
    error::CommandError, frontdesk::Frontdesk, host::Notice, inbox, view::feed::Destination,
};

impl Frontdesk {
    /// Shows a notification as an incoming message of `chat` would look, so
    /// that the user sees whether the desktop shows them.
    ///
    /// # Errors
    /// `Gone` when there is no such chat, `DesktopCannot`, or `NotOpen`.
    pub async fn test_notification(&self, chat: Option<ChatId>) -> Result<(), CommandError> {
        let (settings, row) = self
            .read(move |tx| {
                let row = match chat {
                    Some(chat) => Some(inbox::read_row(tx, chat)?),
                    None => None,
                };
                Ok((tx.settings()?, row))
            })
            .await?;
        let notice = match row {
            Some(None) => return Err(CommandError::Gone),
            Some(Some(row)) => {
                let preview = row.last.map(|last| last.preview).unwrap_or_default();
                Notice {
                    title: row.title,
                    body: if settings.notification_preview {
                        preview
                    } else {
                        String::new()
                    },
                    opens: chat.map(|chat| Destination::Chat { chat }),
                }
            }
            None => Notice {
                title: "Frontdesk".to_owned(),
                body: String::new(),
                opens: None,
            },
        };
        self.on_desktop(move |host| host.notify(notice)).await
    }
}
