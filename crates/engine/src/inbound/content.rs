//! What a message says.

use frontdesk_domain::network::Content;
use wa_rs::waproto::whatsapp as wa;

use super::{media, things};

/// Whether a message says anything.
pub(super) enum Meaning {
    /// This.
    Content(Content),
    /// Nothing that anybody sees: keys and other business of the engine.
    Nothing,
}

/// What a message out of its wrappers says.
pub(super) fn of(message: &wa::Message) -> Meaning {
    let known = text(message)
        .map(Content::Text)
        .or_else(|| media::of(message))
        .or_else(|| things::of(message))
        .or_else(|| business(message).map(Content::Text));
    if let Some(content) = known {
        return Meaning::Content(content);
    }
    if is_engine_business(message) {
        return Meaning::Nothing;
    }
    Meaning::Content(Content::Unsupported {
        what: name(message).to_owned(),
    })
}

/// The words of a message, for quoting it.
pub(super) fn words(message: &wa::Message) -> String {
    match of(message) {
        Meaning::Content(Content::Text(text)) => text,
        Meaning::Content(Content::Media { caption, facts, .. }) => {
            if caption.is_empty() {
                facts.file_name
            } else {
                caption
            }
        }
        Meaning::Content(Content::Location { name, address, .. }) => {
            if name.is_empty() {
                address
            } else {
                name
            }
        }
        Meaning::Content(Content::Cards(cards)) => cards
            .first()
            .map(|card| card.name.clone())
            .unwrap_or_default(),
        Meaning::Content(Content::Poll { question, .. }) => question,
        Meaning::Content(
            Content::Call { .. }
            | Content::Event { .. }
            | Content::Undecryptable
            | Content::Deleted
            | Content::Unsupported { .. },
        )
        | Meaning::Nothing => String::new(),
    }
}

/// The text of a message that is one.
pub(super) fn text(message: &wa::Message) -> Option<String> {
    let extended = message.extended_text_message.as_option();
    message
        .conversation
        .clone()
        .or_else(|| extended.map(|extended| extended.text.clone().unwrap_or_default()))
}

/// What businesses send with buttons, and answers to it: the words of it.
fn business(message: &wa::Message) -> Option<String> {
    let template = &message.template_message;
    let interactive = &message.interactive_message;
    let answer = &message.interactive_response_message;
    let found = [
        message.buttons_message.content_text.as_ref(),
        message.list_message.description.as_ref(),
        message.list_message.title.as_ref(),
        template.hydrated_template.hydrated_content_text.as_ref(),
        interactive.body.text.as_ref(),
        message.list_response_message.title.as_ref(),
        message
            .template_button_reply_message
            .selected_display_text
            .as_ref(),
        answer.body.text.as_ref(),
    ];
    found
        .into_iter()
        .flatten()
        .find(|text| !text.is_empty())
        .cloned()
}

/// Whether a message carries only what the engine itself needs.
fn is_engine_business(message: &wa::Message) -> bool {
    let ours = message.sender_key_distribution_message.is_set()
        || message
            .fast_ratchet_key_sender_key_distribution_message
            .is_set()
        || message.protocol_message.is_set()
        || message.keep_in_chat_message.is_set()
        || message.sticker_sync_rmr_message.is_set()
        || message.group_root_key_share.is_set()
        || message.root_secret_distribute_message.is_set()
        || message.poll_update_message.is_set()
        || message.enc_reaction_message.is_set()
        || message.secret_encrypted_message.is_set()
        || message.enc_event_response_message.is_set();
    ours && name(message) == NAMELESS
}

/// What is said of a message of which nothing is known.
const NAMELESS: &str = "unknown";

/// What the network calls a message that cannot be read.
fn name(message: &wa::Message) -> &'static str {
    let known = [
        (message.album_message.is_set(), "album"),
        (message.sticker_pack_message.is_set(), "stickerPack"),
        (message.product_message.is_set(), "product"),
        (message.order_message.is_set(), "order"),
        (message.invoice_message.is_set(), "invoice"),
        (message.send_payment_message.is_set(), "payment"),
        (message.request_payment_message.is_set(), "paymentRequest"),
        (message.payment_invite_message.is_set(), "paymentInvite"),
        (message.template_message.is_set(), "template"),
        (message.buttons_message.is_set(), "buttons"),
        (message.list_message.is_set(), "list"),
        (message.interactive_message.is_set(), "interactive"),
        (message.highly_structured_message.is_set(), "structured"),
        (message.buttons_response_message.is_set(), "buttonsAnswer"),
        (
            message.interactive_response_message.is_set(),
            "interactiveAnswer",
        ),
        (message.event_message.is_set(), "event"),
        (message.event_invite_message.is_set(), "eventInvite"),
        (
            message.scheduled_call_creation_message.is_set(),
            "scheduledCall",
        ),
        (message.call.is_set(), "callLink"),
        (
            message.request_phone_number_message.is_set(),
            "phoneNumberRequest",
        ),
        (
            message.newsletter_admin_invite_message.is_set(),
            "channelInvite",
        ),
        (message.placeholder_message.is_set(), "onPhoneOnly"),
        (
            message.poll_result_snapshot_message.is_set()
                || message.poll_result_snapshot_message_v3.is_set(),
            "pollResult",
        ),
        (message.rich_response_message.is_set(), "assistantAnswer"),
        (message.message_history_bundle.is_set(), "sharedHistory"),
    ];
    known
        .into_iter()
        .find_map(|(is_set, name)| is_set.then_some(name))
        .unwrap_or(NAMELESS)
}
