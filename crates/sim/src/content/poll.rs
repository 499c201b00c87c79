//! Polls: the question, and reading an encrypted vote.

use super::{Draft, Studio};
use crate::wire::proto::{decode, some, wa};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use wa_rs::wacore::{crypto::hkdf_sha256, libsignal::crypto::aes_256_gcm_decrypt};

/// A question with answers to choose from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PollSpec {
    /// The question.
    pub question: String,
    /// The answers.
    pub options: Vec<String>,
    /// How many may be chosen; 0 is any number.
    #[serde(default)]
    pub choose: u32,
}

pub(super) fn creation(
    poll: &PollSpec,
    context: Option<wa::ContextInfo>,
    studio: &mut Studio<'_>,
) -> Draft {
    let options = poll
        .options
        .iter()
        .map(|name| wa::message::poll_creation_message::Option {
            option_name: Some(name.clone()),
            ..Default::default()
        })
        .collect();
    let question = wa::message::PollCreationMessage {
        name: Some(poll.question.clone()),
        options,
        selectable_options_count: Some(poll.choose),
        context_info: context.into(),
        ..Default::default()
    };
    let message = wa::Message {
        poll_creation_message_v3: some(question),
        message_context_info: some(wa::MessageContextInfo {
            message_secret: Some(studio.dice.bytes::<32>().to_vec()),
            ..Default::default()
        }),
        ..Default::default()
    };
    Draft::of(message, "poll")
}

/// The chosen answers of a vote, if it opens under the poll's secret.
pub(crate) fn votes(
    poll: &wa::Message,
    poll_id: &str,
    creator: &str,
    voter: &str,
    vote: &wa::message::PollEncValue,
) -> Option<Vec<String>> {
    let secret = poll.message_context_info.message_secret.as_deref()?;
    let purpose = [poll_id, creator, voter, "Poll Vote"].concat();
    let key: [u8; 32] = hkdf_sha256(secret, 32, None, purpose.as_bytes())
        .ok()?
        .try_into()
        .ok()?;
    let nonce: [u8; 12] = vote.enc_iv.as_deref()?.try_into().ok()?;
    let bound = format!("{poll_id}\0{voter}");
    let mut plain = Vec::new();
    aes_256_gcm_decrypt(
        &key,
        &nonce,
        bound.as_bytes(),
        vote.enc_payload.as_deref()?,
        &mut plain,
    )
    .ok()?;
    let chosen: wa::message::PollVoteMessage = decode(&plain).ok()?;
    let question = poll
        .poll_creation_message_v3
        .as_option()
        .or(poll.poll_creation_message.as_option())?;
    let names = question.options.iter().filter_map(|option| {
        let name = option.option_name.clone()?;
        let hash = Sha256::digest(name.as_bytes()).to_vec();
        chosen.selected_options.contains(&hash).then_some(name)
    });
    Some(names.collect())
}
