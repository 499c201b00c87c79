//! Desktop notifications.

use std::borrow::Cow;

use frontdesk_app::host::Notice;

/// What names a notification on this desktop, where it names them.
pub type Raised = Option<u32>;

/// Raises a notification and calls `clicked` when the user clicks it.
///
/// Blocks until the desktop has taken the notification; waiting for the click
/// happens on a thread of its own, which ends with the notification.
pub fn show(
    notice: &Notice,
    clicked: impl FnOnce() + Send + 'static,
) -> Result<Raised, notify_rust::error::Error> {
    let mut notification = notify_rust::Notification::new();
    notification
        .appname("Frontdesk")
        .icon("frontdesk")
        .summary(&notice.title)
        .body(&body_for_this_desktop(&notice.body));
    #[cfg(all(unix, not(target_os = "macos")))]
    notification.action("default", "Open");

    let handle = notification.show()?;
    #[cfg(all(unix, not(target_os = "macos")))]
    let raised = Some(handle.id());
    #[cfg(not(all(unix, not(target_os = "macos"))))]
    let raised = None;
    #[cfg(all(unix, not(target_os = "macos")))]
    std::thread::Builder::new()
        .name("notification".to_owned())
        .spawn(move || {
            handle.wait_for_action(|action| {
                if action == "default" {
                    clicked();
                }
            });
        })
        .map_err(|error| notify_rust::error::Error::from(error.to_string().as_str()))?;
    #[cfg(not(all(unix, not(target_os = "macos"))))]
    drop((handle, clicked));
    Ok(raised)
}

/// Takes a notification back. One that is gone already stays gone.
#[cfg(target_os = "linux")]
pub async fn withdraw(raised: Raised) {
    let Some(id) = raised else {
        return;
    };
    let asked = async {
        let bus = zbus::Connection::session().await?;
        bus.call_method(
            Some("org.freedesktop.Notifications"),
            "/org/freedesktop/Notifications",
            Some("org.freedesktop.Notifications"),
            "CloseNotification",
            &id,
        )
        .await
    };
    if let Err(error) = asked.await {
        tracing::debug!(%error, "A notification was not taken back");
    }
}

/// Other desktops offer no way to take one back.
#[cfg(not(target_os = "linux"))]
pub async fn withdraw(_raised: Raised) {}

/// Freedesktop notifications read their body as markup; a message must not be
/// able to write any.
fn body_for_this_desktop(text: &str) -> Cow<'_, str> {
    if cfg!(all(unix, not(target_os = "macos"))) {
        escape_markup(text)
    } else {
        Cow::Borrowed(text)
    }
}

fn escape_markup(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            other => escaped.push(other),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_cannot_write_markup_into_a_notification() {
        assert_eq!(
            escape_markup("<b>50 % off</b> & <a href=\"x\">more</a>"),
            "&lt;b&gt;50 % off&lt;/b&gt; &amp; &lt;a href=\"x\"&gt;more&lt;/a&gt;",
            "the body is shown as it was written"
        );
    }
}
