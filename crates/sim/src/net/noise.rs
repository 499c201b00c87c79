//! The answering side of the Noise handshake: XX, IK, and XX after a failed IK.

use super::cert::ServerIdentity;
use crate::{
    dice::Dice,
    wire::{
        proto::{decode, encode, some, wa},
        read::key32,
    },
};
use wa::handshake_message::{ClientFinish, ClientHello, ServerHello};
use wa_rs::{
    wacore::noise::{HandshakeError, NoiseCipher, NoiseHandshake},
    wacore_binary::consts::{NOISE_PATTERN_IK, NOISE_PATTERN_XX, NOISE_PATTERN_XXFALLBACK},
};

/// Why a handshake ended early.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HandshakeFailed {
    /// The message was not a handshake message, or a part was missing.
    #[error("The client's handshake message is malformed")]
    Malformed,
    /// A cipher did not open or a key was unusable.
    #[error("The handshake's cryptography failed")]
    Crypto(#[from] HandshakeError),
}

/// Ciphers of an open connection, from the server's point of view.
pub(crate) struct Ciphers {
    pub(crate) read: NoiseCipher,
    pub(crate) write: NoiseCipher,
}

impl std::fmt::Debug for Ciphers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ciphers")
    }
}

/// What the handshake established.
#[derive(Debug)]
pub(crate) struct Established {
    pub(crate) ciphers: Ciphers,
    pub(crate) client_static: [u8; 32],
    pub(crate) payload: wa::ClientPayload,
    pub(crate) resumed: bool,
}

/// The answer to a ClientHello.
pub(crate) enum Answer {
    /// XX: send these bytes, then wait for the ClientFinish.
    Half(Vec<u8>, Box<Waiting>),
    /// IK: send these bytes, the connection is open.
    Whole(Vec<u8>, Box<Established>),
}

/// An XX handshake that waits for the client's last message.
pub(crate) struct Waiting {
    noise: NoiseHandshake,
    ephemeral: [u8; 32],
}

impl std::fmt::Debug for Waiting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Waiting")
    }
}

/// Answers the first message of a connection.
pub(crate) fn answer(
    frame: &[u8],
    prologue: &[u8],
    server: &ServerIdentity,
    dice: &mut Dice,
) -> Result<Answer, HandshakeFailed> {
    let hello = decode::<wa::HandshakeMessage>(frame)
        .ok()
        .and_then(|message| message.client_hello.into_option())
        .ok_or(HandshakeFailed::Malformed)?;
    let client_ephemeral = part(hello.ephemeral.as_deref())?;
    if hello.r#static.is_none() || hello.payload.is_none() {
        return begin_xx(NOISE_PATTERN_XX, client_ephemeral, prologue, server, dice);
    }
    match open_ik(&hello, client_ephemeral, prologue, server) {
        Ok(opened) => finish_ik(opened, client_ephemeral, server, dice),
        // The client sealed its hello for a key this server no longer has.
        Err(_) => begin_xx(
            NOISE_PATTERN_XXFALLBACK,
            client_ephemeral,
            prologue,
            server,
            dice,
        ),
    }
}

impl Waiting {
    /// Reads the ClientFinish.
    pub(crate) fn finish(mut self, frame: &[u8]) -> Result<Established, HandshakeFailed> {
        let finish: ClientFinish = decode::<wa::HandshakeMessage>(frame)
            .ok()
            .and_then(|message| message.client_finish.into_option())
            .ok_or(HandshakeFailed::Malformed)?;
        let sealed_static = finish.r#static.ok_or(HandshakeFailed::Malformed)?;
        let sealed_payload = finish.payload.ok_or(HandshakeFailed::Malformed)?;
        let client_static = part(Some(&self.noise.decrypt(&sealed_static)?))?;
        self.noise
            .mix_shared_secret(&self.ephemeral, &client_static)?;
        let payload = self.noise.decrypt(&sealed_payload)?;
        established(self.noise, client_static, &payload, false)
    }
}

fn begin_xx(
    pattern: &str,
    client_ephemeral: [u8; 32],
    prologue: &[u8],
    server: &ServerIdentity,
    dice: &mut Dice,
) -> Result<Answer, HandshakeFailed> {
    let own = dice.key_pair();
    let own_public = part(Some(own.public_key.public_key_bytes()))?;
    let mut noise = NoiseHandshake::new(pattern, prologue)?;
    noise.authenticate(&client_ephemeral);
    noise.authenticate(&own_public);
    noise.mix_shared_secret(own.private_key.serialize(), &client_ephemeral)?;
    let sealed_static = noise.encrypt(&server.static_public())?;
    noise.mix_shared_secret(server.static_private(), &client_ephemeral)?;
    let sealed_chain = noise.encrypt(server.chain())?;
    let bytes = server_hello(own_public, Some(sealed_static), sealed_chain);
    Ok(Answer::Half(
        bytes,
        Box::new(Waiting {
            noise,
            ephemeral: *own.private_key.serialize(),
        }),
    ))
}

struct OpenedIk {
    noise: NoiseHandshake,
    client_static: [u8; 32],
    payload: Vec<u8>,
}

fn open_ik(
    hello: &ClientHello,
    client_ephemeral: [u8; 32],
    prologue: &[u8],
    server: &ServerIdentity,
) -> Result<OpenedIk, HandshakeFailed> {
    let mut noise = NoiseHandshake::new(NOISE_PATTERN_IK, prologue)?;
    noise.authenticate(&server.static_public());
    noise.authenticate(&client_ephemeral);
    noise.mix_shared_secret(server.static_private(), &client_ephemeral)?;
    let sealed_static = hello.r#static.as_deref().unwrap_or_default();
    let client_static = part(Some(&noise.decrypt(sealed_static)?))?;
    noise.mix_shared_secret(server.static_private(), &client_static)?;
    let payload = noise.decrypt(hello.payload.as_deref().unwrap_or_default())?;
    Ok(OpenedIk {
        noise,
        client_static,
        payload,
    })
}

fn finish_ik(
    opened: OpenedIk,
    client_ephemeral: [u8; 32],
    server: &ServerIdentity,
    dice: &mut Dice,
) -> Result<Answer, HandshakeFailed> {
    let OpenedIk {
        mut noise,
        client_static,
        payload,
    } = opened;
    let own = dice.key_pair();
    let own_public = part(Some(own.public_key.public_key_bytes()))?;
    noise.authenticate(&own_public);
    noise.mix_shared_secret(own.private_key.serialize(), &client_ephemeral)?;
    noise.mix_shared_secret(own.private_key.serialize(), &client_static)?;
    let sealed_chain = noise.encrypt(server.chain())?;
    let bytes = server_hello(own_public, None, sealed_chain);
    let established = established(noise, client_static, &payload, true)?;
    Ok(Answer::Whole(bytes, Box::new(established)))
}

fn established(
    noise: NoiseHandshake,
    client_static: [u8; 32],
    payload: &[u8],
    resumed: bool,
) -> Result<Established, HandshakeFailed> {
    let payload = decode(payload).map_err(|_| HandshakeFailed::Malformed)?;
    let (read, write) = noise.finish()?;
    Ok(Established {
        ciphers: Ciphers { read, write },
        client_static,
        payload,
        resumed,
    })
}

fn server_hello(ephemeral: [u8; 32], sealed_static: Option<Vec<u8>>, payload: Vec<u8>) -> Vec<u8> {
    encode(&wa::HandshakeMessage {
        server_hello: some(ServerHello {
            ephemeral: Some(ephemeral.to_vec()),
            r#static: sealed_static,
            payload: Some(payload),
            ..Default::default()
        }),
        ..Default::default()
    })
}

fn part(bytes: Option<&[u8]>) -> Result<[u8; 32], HandshakeFailed> {
    bytes.and_then(key32).ok_or(HandshakeFailed::Malformed)
}
