//! What a person would see, as text.

use std::fmt::Write as _;

use frontdesk_app::view::{
    chat::ChatRow,
    message::{MessageRow, ThreadPage},
};
use frontdesk_domain::{
    message::{Direction, MessageKind},
    receipt::Delivery,
    time::Timestamp,
};

use super::NOW;

/// The inbox, a line a row.
pub(crate) fn inbox_picture(rows: &[ChatRow]) -> String {
    let mut picture = String::new();
    for row in rows {
        let slot = row.slot.map_or(0, |slot| slot.get());
        write!(picture, "[{slot}] {}", row.title).unwrap();
        if let Some(last) = &row.last {
            let who = match (&last.sender, row.kind) {
                (Some(sender), frontdesk_domain::chat::ChatKind::Group) => format!("{sender}: "),
                _ => String::new(),
            };
            let ticks = last.delivery.map_or("", ticks);
            let text = content(last.kind, &last.preview);
            write!(picture, " | {ticks}{who}{text} | {}", ago(last.at)).unwrap();
        }
        for (mark, shown) in [
            (format!(" ({})", row.unread), row.unread > 0),
            (" pinned".to_owned(), row.pinned),
            (" muted".to_owned(), row.muted_until.is_some()),
            (" archived".to_owned(), row.archived),
        ] {
            if shown {
                picture.push_str(&mark);
            }
        }
        picture.push('\n');
    }
    picture
}

/// A thread, a line a message.
pub(crate) fn thread_picture(page: &ThreadPage) -> String {
    let mut picture = String::new();
    if page.more_before {
        picture.push_str("…\n");
    }
    for row in &page.rows {
        if page.first_unread == Some(row.id) {
            picture.push_str("--- unread ---\n");
        }
        picture.push_str(&message(row));
        picture.push('\n');
    }
    if page.more_after {
        picture.push_str("…\n");
    }
    picture
}

fn message(row: &MessageRow) -> String {
    let who = match (&row.sender, row.direction) {
        (Some(sender), _) => sender.name.clone(),
        (None, Direction::Incoming) => "?".to_owned(),
        (None, Direction::Outgoing) => "Me".to_owned(),
    };
    let quote = row.quote.as_ref().map_or_else(String::new, |quote| {
        format!(
            "[{}: {}] ",
            quote.sender.as_deref().unwrap_or("Me"),
            content(quote.kind, &quote.preview)
        )
    });
    let edited = if row.edited_at.is_some() {
        " (edited)"
    } else {
        ""
    };
    let ticks = row.delivery.map_or("", ticks);
    format!(
        "{who}: {quote}{}{edited} {ticks}",
        content(row.kind, &row.text)
    )
    .trim_end()
    .to_owned()
}

fn content(kind: MessageKind, text: &str) -> String {
    match kind {
        MessageKind::Text => text.to_owned(),
        other if text.is_empty() => format!("<{other:?}>"),
        other => format!("<{other:?}> {text}"),
    }
}

const fn ticks(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Queued | Delivery::InFlight => "◷ ",
        Delivery::Sent => "✓ ",
        Delivery::Delivered => "✓✓ ",
        Delivery::Read | Delivery::Played => "✓✓! ",
    }
}

fn ago(at: Timestamp) -> String {
    let minutes = (NOW.0 - at.0) / 60_000;
    match minutes {
        0..60 => format!("{minutes} min"),
        60..1440 => format!("{} h", minutes / 60),
        _ => format!("{} d", minutes / 1440),
    }
}
