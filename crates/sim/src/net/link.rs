//! One connection below the stanzas: greeting, handshake, frames, cipher.
//!
//! Bytes in, stanzas out, and back. It reads nothing and sends nothing by
//! itself, so the same code serves sockets, in-process pipes and fuzzing.

use super::{
    cert::ServerIdentity,
    frame::{FrameBuffer, LONGEST, frame},
    noise::{Answer, Ciphers, Established, HandshakeFailed, Waiting, answer},
};
use crate::{dice::Dice, wire::Node};
use wa_rs::{
    wacore::noise::NoiseCipher,
    wacore_binary::{marshal, marshal::unmarshal_ref, util::unpack},
};

/// The longest frame a client may send before it has shown a key.
const LONGEST_HELLO: usize = 64 * 1024;

/// What a client said.
#[derive(Debug)]
pub(crate) enum Heard {
    /// The handshake is complete: who is there, and what it wants.
    Hello(Box<Caller>),
    /// A stanza.
    Stanza(Node),
}

/// The far end of an open connection.
#[derive(Debug)]
pub(crate) struct Caller {
    pub(crate) noise_key: [u8; 32],
    pub(crate) payload: crate::wire::proto::wa::ClientPayload,
    /// Whether the client resumed with the server's known key.
    pub(crate) resumed: bool,
}

/// Why a connection cannot go on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Broken {
    /// The greeting is not WhatsApp's.
    #[error("The connection does not begin with WhatsApp's greeting")]
    Greeting,
    /// A frame is longer than allowed at this point.
    #[error("A frame of {0} bytes was announced")]
    TooLong(usize),
    /// The handshake failed.
    #[error("The handshake failed")]
    Handshake(#[from] HandshakeFailed),
    /// A frame does not open under the session's cipher.
    #[error("A frame could not be decrypted")]
    Cipher,
    /// A frame does not hold a stanza.
    #[error("A frame does not hold a stanza")]
    Stanza,
    /// The counter of a direction is used up.
    #[error("The connection's frame counter is exhausted")]
    Exhausted,
}

#[derive(Debug)]
enum Phase {
    Greeting,
    Hello {
        prologue: [u8; 4],
    },
    Finish {
        waiting: Box<Waiting>,
    },
    Open {
        ciphers: Ciphers,
        read: u32,
        written: u32,
    },
    Broken,
}

/// The state of one connection.
#[derive(Debug)]
pub(crate) struct Link {
    phase: Phase,
    buffer: FrameBuffer,
}

impl Link {
    pub(crate) fn new() -> Self {
        Self {
            phase: Phase::Greeting,
            buffer: FrameBuffer::default(),
        }
    }

    /// Takes bytes from the client. Appends what was understood to `heard` and
    /// handshake answers to `reply`; after an error the link stays broken.
    pub(crate) fn feed(
        &mut self,
        bytes: &[u8],
        server: &ServerIdentity,
        dice: &mut Dice,
        heard: &mut Vec<Heard>,
        reply: &mut Vec<u8>,
    ) -> Result<(), Broken> {
        self.buffer.feed(bytes);
        let outcome = self.advance(server, dice, heard, reply);
        if outcome.is_err() {
            self.phase = Phase::Broken;
        }
        outcome
    }

    /// The bytes that carry a stanza; `None` while the handshake is not done.
    pub(crate) fn seal(&mut self, stanza: &Node) -> Result<Option<Vec<u8>>, Broken> {
        let Phase::Open {
            ciphers, written, ..
        } = &mut self.phase
        else {
            return Ok(None);
        };
        let plain = marshal(stanza).map_err(|_| Broken::Stanza)?;
        let sealed = ciphers
            .write
            .encrypt_with_counter(*written, &plain)
            .map_err(|_| Broken::Cipher)?;
        *written = written.checked_add(1).ok_or(Broken::Exhausted)?;
        frame(&sealed)
            .map(Some)
            .ok_or(Broken::TooLong(sealed.len()))
    }

    fn advance(
        &mut self,
        server: &ServerIdentity,
        dice: &mut Dice,
        heard: &mut Vec<Heard>,
        reply: &mut Vec<u8>,
    ) -> Result<(), Broken> {
        loop {
            match std::mem::replace(&mut self.phase, Phase::Broken) {
                Phase::Broken => return Ok(()),
                Phase::Greeting => match self.greeting()? {
                    Some(prologue) => self.phase = Phase::Hello { prologue },
                    None => {
                        self.phase = Phase::Greeting;
                        return Ok(());
                    }
                },
                Phase::Hello { prologue } => match self.frame(LONGEST_HELLO)? {
                    Some(hello) => match answer(&hello, &prologue, server, dice)? {
                        Answer::Half(bytes, waiting) => {
                            put_frame(reply, &bytes)?;
                            self.phase = Phase::Finish { waiting };
                        }
                        Answer::Whole(bytes, established) => {
                            put_frame(reply, &bytes)?;
                            self.open(*established, heard);
                        }
                    },
                    None => {
                        self.phase = Phase::Hello { prologue };
                        return Ok(());
                    }
                },
                Phase::Finish { waiting } => match self.frame(LONGEST_HELLO)? {
                    Some(finish) => {
                        let established = waiting.finish(&finish)?;
                        self.open(established, heard);
                    }
                    None => {
                        self.phase = Phase::Finish { waiting };
                        return Ok(());
                    }
                },
                Phase::Open {
                    ciphers,
                    mut read,
                    written,
                } => {
                    let sealed = self.frame(LONGEST)?;
                    let more = sealed.is_some();
                    if let Some(sealed) = sealed {
                        heard.push(Heard::Stanza(unseal(&ciphers.read, read, sealed)?));
                        read = read.checked_add(1).ok_or(Broken::Exhausted)?;
                    }
                    self.phase = Phase::Open {
                        ciphers,
                        read,
                        written,
                    };
                    if !more {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// `WA`, protocol 6, dictionary 3; an edge-routing note may stand before it.
    fn greeting(&mut self) -> Result<Option<[u8; 4]>, Broken> {
        const EDGE_HEAD: usize = 4;
        const LENGTH: usize = 3;
        let waiting = self.buffer.waiting();
        if waiting.first() == Some(&b'E') {
            let Some(&[_, d, zero, one, a, b, c]) = waiting.first_chunk::<{ EDGE_HEAD + LENGTH }>()
            else {
                return Ok(None);
            };
            if [d, zero, one] != [b'D', 0, 1] {
                return Err(Broken::Greeting);
            }
            let length = usize::from(a) << 16 | usize::from(b) << 8 | usize::from(c);
            if length > LONGEST_HELLO {
                return Err(Broken::TooLong(length));
            }
            let whole = EDGE_HEAD + LENGTH + length;
            if waiting.len() < whole + 4 {
                return Ok(None);
            }
            self.buffer.take(whole);
        }
        let Some(&head) = self.buffer.waiting().first_chunk::<4>() else {
            return Ok(None);
        };
        if head != [b'W', b'A', 6, 3] {
            return Err(Broken::Greeting);
        }
        self.buffer.take(4);
        Ok(Some(head))
    }

    fn frame(&mut self, limit: usize) -> Result<Option<Vec<u8>>, Broken> {
        self.buffer.next(limit).map_err(Broken::TooLong)
    }

    fn open(&mut self, established: Established, heard: &mut Vec<Heard>) {
        heard.push(Heard::Hello(Box::new(Caller {
            noise_key: established.client_static,
            payload: established.payload,
            resumed: established.resumed,
        })));
        self.phase = Phase::Open {
            ciphers: established.ciphers,
            read: 0,
            written: 0,
        };
    }
}

fn unseal(cipher: &NoiseCipher, counter: u32, mut sealed: Vec<u8>) -> Result<Node, Broken> {
    cipher
        .decrypt_in_place_with_counter(counter, &mut sealed)
        .map_err(|_| Broken::Cipher)?;
    let plain = unpack(&sealed).map_err(|_| Broken::Stanza)?;
    let node = unmarshal_ref(&plain).map_err(|_| Broken::Stanza)?;
    Ok(node.to_owned())
}

fn put_frame(reply: &mut Vec<u8>, payload: &[u8]) -> Result<(), Broken> {
    reply.extend(frame(payload).ok_or(Broken::TooLong(payload.len()))?);
    Ok(())
}
