//! The IPC border: every command of the window, once.
//!
//! The same list makes the handler and the TypeScript bindings. A command also
//! needs its `allow-…` line in `capabilities/main.json`; a test compares.

use tauri_specta::{Builder, collect_commands};

use crate::commands::{feed, inbox, keys, messages, settings, slots, system, thread};

/// The border, ready to serve or to be written out as TypeScript.
pub fn border() -> Builder<tauri::Wry> {
    // One phase: what Rust serialises is what it accepts, so each type has one
    // shape in TypeScript.
    Builder::new()
        .disable_serde_phases()
        .commands(collect_commands![
            feed::feed_open,
            feed::feed_ack,
            inbox::inbox_page,
            inbox::chat_set_pinned,
            inbox::chat_set_muted,
            inbox::chat_set_archived,
            inbox::chat_mark_read,
            inbox::chat_seen,
            inbox::chat_set_notify,
            inbox::contact_block,
            thread::thread_page,
            thread::past_ask,
            messages::message_send_text,
            messages::message_send_poll,
            messages::message_edit,
            messages::message_delete,
            messages::message_react,
            messages::poll_vote,
            messages::message_forward,
            messages::message_star,
            messages::message_retry,
            messages::message_cancel,
            messages::message_versions,
            messages::message_receipts,
            messages::typing_set,
            inbox::draft_set,
            inbox::chat_mark_unread,
            inbox::chat_with,
            inbox::chat_answer_from,
            inbox::contact_panel,
            inbox::contact_set_notes,
            keys::start_retry,
            keys::key_enter_recovery_code,
            keys::key_enter_passphrase,
            keys::key_choose_passphrase,
            keys::key_open_with_keychain,
            keys::key_start_fresh,
            keys::key_remember,
            keys::recovery_code_issue,
            keys::recovery_code_confirm,
            slots::slot_set_label,
            slots::slot_set_colour,
            slots::slot_set_notify,
            slots::slot_set_read_later,
            slots::account_picture,
            slots::slot_connect,
            slots::slot_cancel,
            slots::slot_retry,
            slots::slot_new_code,
            slots::slot_pairing_code,
            slots::slot_cancel_pairing_code,
            slots::slot_use_here,
            slots::slot_unlink,
            slots::slot_pairing_dismiss,
            slots::slot_timeline,
            settings::settings_set,
            system::window_painted,
            system::about,
            system::store_check,
            system::task_cancel,
            system::task_dismiss,
            system::notification_test,
        ])
}
