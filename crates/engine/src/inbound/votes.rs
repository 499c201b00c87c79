//! Opening votes: what is chosen in a poll is closed with the poll's secret.

use wa_rs::{
    Client as Engine, Jid, features::PollVoteCiphertext, types::message::MessageInfo,
    waproto::whatsapp as wa,
};

use super::wrapping;
use crate::secrets::{self, Found, RecentSecrets};

/// The poll that a message votes in.
pub(crate) fn target(message: &wa::Message) -> Option<&str> {
    let update = &wrapping::unwrap(message).message.poll_update_message;
    update.as_option()?.poll_creation_message_key.id.as_deref()
}

/// What a vote in a message chooses: the digests of the options. `None` when
/// there is no vote, or the secret of its poll never came here.
pub(crate) async fn open(
    engine: &Engine,
    recent: &RecentSecrets,
    message: &wa::Message,
    info: &MessageInfo,
) -> Option<Vec<Vec<u8>>> {
    let update = wrapping::unwrap(message)
        .message
        .poll_update_message
        .as_option()?;
    let poll = update.poll_creation_message_key.as_option()?;
    let vote = update.vote.as_option()?;
    let id = poll.id.as_deref()?;
    let chat = &info.source.chat;
    for author in authors(engine, poll, info) {
        let Some(Found { secret, author }) = secrets::find(engine, recent, chat, &author, id).await
        else {
            continue;
        };
        let closed = PollVoteCiphertext {
            enc_payload: vote.enc_payload.as_deref()?,
            enc_iv: vote.enc_iv.as_deref()?,
        };
        let voters = [Some(&info.source.sender), info.source.sender_alt.as_ref()];
        for voter in voters.into_iter().flatten() {
            let opened = engine
                .polls()
                .decrypt_vote(closed, &secret, id, &author, voter)
                .await;
            if let Ok(choices) = opened {
                return Some(choices);
            }
        }
    }
    None
}

/// Who may have asked, seen from the side of the voter.
fn authors(engine: &Engine, poll: &wa::MessageKey, info: &MessageInfo) -> Vec<Jid> {
    let source = &info.source;
    let mut authors: Vec<Jid> = Vec::new();
    if poll.from_me == Some(true) {
        authors.push(source.sender.clone());
        authors.extend(source.sender_alt.clone());
        return authors;
    }
    authors.extend(
        poll.participant
            .as_deref()
            .and_then(|author| author.parse().ok()),
    );
    if source.is_from_me {
        authors.push(source.chat.clone());
    } else {
        authors.extend([engine.pn(), engine.lid()].into_iter().flatten());
    }
    authors
}
