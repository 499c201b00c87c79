//! What stands around a message's content: wrappers, and the context with its
//! quote, its mentions and its time to live.

use frontdesk_domain::{address::Address, id::WireId, network::Quoted};
use wa_rs::{
    buffa::MessageField,
    waproto::whatsapp::{self as wa, message::FutureProofMessage},
};

use super::{Own, content};
use crate::jid;

/// So many characters of a quoted message are kept.
const PREVIEW: usize = 300;

/// Deeper than anybody wraps.
const DEEPEST: usize = 8;

/// A message out of its wrappers.
#[derive(Clone, Copy)]
pub(super) struct Unwrapped<'m> {
    pub(super) message: &'m wa::Message,
    pub(super) view_once: bool,
}

/// Takes a message out of its wrappers.
pub(super) fn unwrap(message: &wa::Message) -> Unwrapped<'_> {
    let mut unwrapped = Unwrapped {
        message,
        view_once: false,
    };
    for _ in 0..DEEPEST {
        let Some((inner, view_once)) = inner(unwrapped.message) else {
            break;
        };
        unwrapped.message = inner;
        unwrapped.view_once |= view_once;
    }
    unwrapped.view_once |= says_view_once(unwrapped.message);
    unwrapped
}

fn inner(message: &wa::Message) -> Option<(&wa::Message, bool)> {
    let once: [&MessageField<FutureProofMessage>; 3] = [
        &message.view_once_message,
        &message.view_once_message_v2,
        &message.view_once_message_v2_extension,
    ];
    let plain: [&MessageField<FutureProofMessage>; 17] = [
        &message.ephemeral_message,
        &message.document_with_caption_message,
        &message.edited_message,
        &message.group_mentioned_message,
        &message.bot_invoke_message,
        &message.lottie_sticker_message,
        &message.event_cover_image,
        &message.poll_creation_option_image_message,
        &message.associated_child_message,
        &message.poll_creation_message_v4,
        &message.limit_sharing_message,
        &message.bot_task_message,
        &message.question_message,
        &message.bot_forwarded_message,
        &message.question_reply_message,
        &message.spoiler_message,
        &message.group_status_mention_message,
    ];
    let found = |field: &'_ MessageField<FutureProofMessage>| field.is_set();
    if let Some(field) = once.into_iter().find(|field| found(field)) {
        return Some((field.as_option()?.message.as_option()?, true));
    }
    if let Some(field) = plain.into_iter().find(|field| found(field)) {
        return Some((field.as_option()?.message.as_option()?, false));
    }
    let sent = message.device_sent_message.as_option();
    let comment = message.comment_message.as_option();
    sent.and_then(|sent| sent.message.as_option())
        .or_else(|| comment.and_then(|comment| comment.message.as_option()))
        .map(|inner| (inner, false))
}

/// Newer clients mark the file itself instead of wrapping it.
fn says_view_once(message: &wa::Message) -> bool {
    [
        message.image_message.view_once,
        message.video_message.view_once,
        message.audio_message.view_once,
        message.extended_text_message.view_once,
    ]
    .contains(&Some(true))
}

/// The context of a message out of its wrappers.
pub(super) fn context(message: &wa::Message) -> Option<&wa::ContextInfo> {
    let contexts = [
        &message.extended_text_message.context_info,
        &message.image_message.context_info,
        &message.video_message.context_info,
        &message.ptv_message.context_info,
        &message.audio_message.context_info,
        &message.document_message.context_info,
        &message.sticker_message.context_info,
        &message.sticker_pack_message.context_info,
        &message.location_message.context_info,
        &message.live_location_message.context_info,
        &message.contact_message.context_info,
        &message.contacts_array_message.context_info,
        &message.poll_creation_message.context_info,
        &message.poll_creation_message_v2.context_info,
        &message.poll_creation_message_v3.context_info,
        &message.group_invite_message.context_info,
        &message.event_message.context_info,
        &message.buttons_response_message.context_info,
        &message.list_response_message.context_info,
        &message.template_button_reply_message.context_info,
        &message.interactive_response_message.context_info,
        &message.product_message.context_info,
        &message.order_message.context_info,
        &message.album_message.context_info,
    ];
    contexts.into_iter().find_map(MessageField::as_option)
}

/// The message that another one answers.
pub(super) fn quoted(me: &Own, context: &wa::ContextInfo) -> Option<Quoted> {
    let id = context.stanza_id.as_ref().filter(|id| !id.is_empty())?;
    let author = context.participant.as_deref().and_then(jid::parse);
    Some(Quoted {
        id: WireId(id.clone()),
        // Without a writer it can only be the account's own: clients leave out
        // nobody else.
        sender: author.and_then(|author| me.other(author)),
        preview: preview(context),
    })
}

fn preview(context: &wa::ContextInfo) -> String {
    let words = context
        .quoted_message
        .as_option()
        .map(|quoted| content::words(unwrap(quoted).message))
        .unwrap_or_default();
    words.chars().take(PREVIEW).collect()
}

/// Who is mentioned.
pub(super) fn mentions(context: &wa::ContextInfo) -> Vec<Address> {
    let known = context.mentioned_jid.iter();
    known
        .filter_map(|mentioned| jid::parse(mentioned))
        .collect()
}

/// Whether it was passed on.
pub(super) fn forwarded(context: &wa::ContextInfo) -> bool {
    context.is_forwarded == Some(true) || context.forwarding_score.is_some_and(|score| score > 0)
}
