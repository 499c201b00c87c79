//! Opening the stream of facts.

use frontdesk_app::{feed::Sink, view::feed::FeedMessage};
use tauri::ipc::Channel;

use super::App;

/// Sends a snapshot of everything and then whatever changes, in order.
#[tauri::command]
#[specta::specta]
pub fn feed_open(app: App<'_>, channel: Channel<FeedMessage>) {
    app.open_feed(Box::new(WindowSink(channel)));
}

/// Tells that the window has applied everything up to `seq`.
#[tauri::command]
#[specta::specta]
pub fn feed_ack(app: App<'_>, seq: u32) {
    app.ack_feed(seq);
}

struct WindowSink(Channel<FeedMessage>);

impl Sink for WindowSink {
    fn send(&self, message: FeedMessage) -> bool {
        self.0.send(message).is_ok()
    }
}
