//! Conversations that never were, from a seed.

use super::phrases::TONGUES;
use crate::{
    clock::Millis,
    content::{Content, Studio, files::FileSpec},
    dice::Dice,
    wire::proto::{some, wa},
};

/// One conversation to invent.
#[derive(Clone, Debug)]
pub(crate) struct Thread {
    /// The address under which it is filed.
    pub(crate) jid: String,
    pub(crate) tongue: usize,
    pub(crate) messages: usize,
    /// How many messages in a thousand carry a file.
    pub(crate) media_per_mille: u64,
    /// Everything is older than this.
    pub(crate) before: Millis,
}

/// The messages of a thread, newest first, as history files hold them.
pub(crate) fn messages(thread: &Thread, studio: &mut Studio<'_>) -> Vec<wa::HistorySyncMsg> {
    let mut at = thread.before;
    (0..thread.messages)
        .map(|place| {
            at = at.saturating_sub(studio.dice.between(20_000, 5_400_000));
            let from_me = studio.dice.chance(450);
            let content = content(thread, from_me, studio.dice);
            let message = content.draft(None, studio).message;
            let status = if from_me {
                wa::web_message_info::Status::READ
            } else {
                wa::web_message_info::Status::DELIVERY_ACK
            };
            let info = wa::WebMessageInfo {
                key: some(wa::MessageKey {
                    remote_jid: Some(thread.jid.clone()),
                    from_me: Some(from_me),
                    id: Some(studio.dice.message_id()),
                    ..Default::default()
                }),
                message: some(message),
                message_timestamp: Some(at / 1000),
                status: Some(status),
                ..Default::default()
            };
            wa::HistorySyncMsg {
                message: some(info),
                msg_order_id: u64::try_from(thread.messages - place).ok(),
            }
        })
        .collect()
}

fn content(thread: &Thread, from_me: bool, dice: &mut Dice) -> Content {
    if dice.chance(thread.media_per_mille) {
        let spec = FileSpec {
            size: Some(usize::try_from(dice.between(300, 3_000)).unwrap_or(300)),
            seconds: Some(2),
            ..FileSpec::default()
        };
        return match dice.between(0, 3) {
            0 => Content::Voice(spec),
            1 => Content::Document(spec),
            _ => Content::Image(spec),
        };
    }
    let tongue = TONGUES.get(thread.tongue).or(TONGUES.first());
    let phrases = tongue.map_or(
        &[][..],
        |tongue| {
            if from_me { tongue.answers } else { tongue.asks }
        },
    );
    Content::Text(dice.pick(phrases).copied().unwrap_or("👍").to_owned())
}
