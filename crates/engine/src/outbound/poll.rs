//! Polls and votes.

use frontdesk_domain::{
    network::{Key, PollOption, SendError},
    time::Timestamp,
};
use wa_rs::{
    Client as Engine, Jid, buffa::MessageField, wacore::poll::encrypt_poll_vote_with_secret,
    waproto::whatsapp as wa,
};

use super::key;
use crate::secrets::{self, Found, RecentSecrets};

/// A poll takes at least two options and at most twelve.
const OPTIONS: std::ops::RangeInclusive<usize> = 2..=12;

/// A question. The form depends on whether one thing or several may be chosen.
pub(super) fn creation(
    question: &str,
    options: &[String],
    choices: u32,
    secret: &[u8; 32],
) -> Result<wa::Message, SendError> {
    let too_many = usize::try_from(choices).is_ok_and(|choices| choices > options.len());
    if question.is_empty() || !OPTIONS.contains(&options.len()) || too_many {
        return Err(SendError::Unsendable);
    }
    let poll = MessageField::some(wa::message::PollCreationMessage {
        name: Some(question.to_owned()),
        options: options
            .iter()
            .map(|option| wa::message::poll_creation_message::Option {
                option_name: Some(option.clone()),
                ..Default::default()
            })
            .collect(),
        selectable_options_count: Some(choices),
        ..Default::default()
    });
    let mut message = wa::Message {
        message_context_info: MessageField::some(wa::MessageContextInfo {
            message_secret: Some(secret.to_vec()),
            ..Default::default()
        }),
        ..wa::Message::default()
    };
    if choices == 1 {
        message.poll_creation_message_v3 = poll;
    } else {
        message.poll_creation_message = poll;
    }
    Ok(message)
}

/// A vote, encrypted for whoever knows the poll. Both sides' addresses are part
/// of the encryption, so they must be of one kind.
pub(super) async fn vote(
    engine: &Engine,
    recent: &RecentSecrets,
    chat: &Jid,
    target: &Key,
    choices: &[PollOption],
    now: Timestamp,
) -> Result<wa::Message, SendError> {
    let author = key::author(engine, chat, target).await?;
    // A poll whose secret never came here cannot be voted in from here.
    let Found { secret, author } = secrets::find(engine, recent, chat, &author, &target.id.0)
        .await
        .ok_or(SendError::Unsendable)?;
    let voter = if author.is_lid() { engine.lid() } else { None };
    let voter = voter
        .or_else(|| engine.pn())
        .ok_or(SendError::NotConnected)?;
    let chosen: Vec<Vec<u8>> = choices.iter().map(|choice| choice.digest.clone()).collect();
    let (payload, iv) = encrypt_poll_vote_with_secret(
        &chosen,
        &secret,
        &target.id.0,
        &author.to_string(),
        &voter.to_non_ad().to_string(),
    )
    .map_err(|_| SendError::Unsendable)?;
    Ok(wa::Message {
        poll_update_message: MessageField::some(wa::message::PollUpdateMessage {
            poll_creation_message_key: MessageField::some(
                key::of_message(engine, chat, target).await?,
            ),
            vote: MessageField::some(wa::message::PollEncValue {
                enc_payload: Some(payload),
                enc_iv: Some(iv.to_vec()),
            }),
            sender_timestamp_ms: Some(now.0),
            ..Default::default()
        }),
        ..wa::Message::default()
    })
}
