//! What each end means: the one place where the engine's ways to end become
//! the domain's [`Close`].
//!
//! The engine reports some ends as events, some as a changed flag and some not
//! at all, so the server's own words are read where they come in, and the rest
//! is concluded from what the socket showed.

use frontdesk_domain::disconnect::{
    Close, DialFault, HandshakeFault, LocalFault, Retry, SocketEnd, StreamWord, verdict,
};
use wa_rs::wacore_binary::NodeRef;

use super::wire::Seen;
use crate::transport::Dial;

/// What is known when the engine has given up a connection without a word of
/// the server.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts {
    /// Whether the private channel came to be.
    pub(super) private: bool,
    /// Whether a phone was linked on it.
    pub(super) linked: bool,
    /// Whether it showed its last QR code.
    pub(super) out_of_codes: bool,
}

/// The server's word in a `<stream:error>`.
pub(super) fn stream_word(node: &NodeRef<'_>) -> StreamWord {
    if let Some(conflict) = node.get_optional_child("conflict") {
        let replaced = conflict
            .get_attr("type")
            .is_some_and(|kind| kind.as_str() == "replaced");
        return if replaced {
            StreamWord::Replaced
        } else {
            StreamWord::Removed
        };
    }
    let code = node
        .get_attr("code")
        .and_then(|code| code.as_str().parse().ok());
    if let Some(code) = code {
        return StreamWord::Code(code);
    }
    if node.get_optional_child("xml-not-well-formed").is_some() {
        StreamWord::NotWellFormed
    } else if node.get_optional_child("ack").is_some() {
        StreamWord::OwedReceipt
    } else {
        StreamWord::Unknown
    }
}

/// The server's refusal of a login, in a `<failure>`.
pub(super) fn refusal(node: &NodeRef<'_>) -> Close {
    let number = |name| {
        node.get_attr(name)
            .and_then(|value| value.as_str().parse::<u64>().ok())
    };
    // Without a number it is a refusal all the same; 0 has no meaning anywhere.
    let code = number("reason")
        .and_then(|code| u16::try_from(code).ok())
        .unwrap_or(0);
    Close::Login {
        code,
        expires_in: number("expire").map(|seconds| seconds.saturating_mul(1_000)),
    }
}

/// Whether the stream goes on after this word.
pub(super) fn goes_on(word: StreamWord) -> bool {
    verdict(Close::Stream(word)).retry == Retry::StillOpen
}

/// What an end without a word of the server means.
pub(super) fn conclude(seen: &Seen, facts: Facts) -> Close {
    match &seen.dial {
        None | Some(Dial::Began | Dial::GivenUp) => return Close::Dial(DialFault::Unreachable),
        Some(Dial::Failed(words)) => return Close::Dial(dial_fault(words)),
        Some(Dial::Reached) => {}
    }
    if !facts.private {
        return Close::Handshake(match (seen.hung_up, seen.heard) {
            (Some(_), _) => HandshakeFault::BrokenOff,
            (None, false) => HandshakeFault::NoAnswer,
            // It answered, and we hung up on the answer.
            (None, true) => HandshakeFault::BadCertificate,
        });
    }
    if facts.linked {
        // The engine may leave before the server says that it restarts.
        return Close::Stream(StreamWord::Code(515));
    }
    match seen.hung_up {
        Some(true) => Close::Socket(SocketEnd::Clean),
        Some(false) => Close::Socket(SocketEnd::Broken),
        None if facts.out_of_codes => Close::Socket(SocketEnd::Clean),
        // The engine's own watchdog found the connection dead.
        None => Close::Here(LocalFault::NoAnswer),
    }
}

/// Why no socket came to be, from the words of the transport: it hands on no
/// kind of error. The words come from the system, the TLS library and the
/// WebSocket library; each list was read in their sources.
fn dial_fault(words: &str) -> DialFault {
    let says = |any: &[&str]| any.iter().any(|part| words.contains(part));
    if says(&[
        "certificate expired",
        "not valid yet",
        "Expired",
        "NotValidYet",
    ]) {
        return DialFault::CertificateDate;
    }
    if says(&[
        "invalid peer certificate",
        "UnknownIssuer",
        "CertificateError",
    ]) {
        return DialFault::BadCertificate;
    }
    if says(&[
        "expected HTTP 101",
        "missing required header",
        "upgrade header value",
        "connection header value",
        "mismatching Sec-WebSocket-Accept",
        // Plain words on the port of TLS.
        "InvalidContentType",
        "corrupt message",
    ]) {
        return DialFault::NotTheServer;
    }
    if says(&[
        "DNS lookup failed",
        "failed to lookup address",
        "Temporary failure in name resolution",
        "nodename nor servname",
        "No such host is known",
        "etwork is unreachable",
        "No route to host",
        "unreachable network",
        "unreachable host",
        "Network is down",
    ]) {
        return DialFault::NoRoute;
    }
    DialFault::Unreachable
}

#[cfg(test)]
mod tests {
    use wa_rs::NodeBuilder;

    use super::*;

    #[test]
    fn the_words_of_a_failed_dial_tell_its_fault() {
        let cases = [
            (
                "WebSocket connect failed: DNS lookup failed",
                DialFault::NoRoute,
            ),
            (
                "WebSocket connect failed: failed to lookup address information: Temporary failure in name resolution",
                DialFault::NoRoute,
            ),
            (
                "WebSocket connect failed: Network is unreachable (os error 101)",
                DialFault::NoRoute,
            ),
            (
                "WebSocket connect failed: Connection refused (os error 111)",
                DialFault::Unreachable,
            ),
            ("Connection refused", DialFault::Unreachable),
            (
                "WebSocket connect failed: expected HTTP 101 Switching Protocols, got status code 302",
                DialFault::NotTheServer,
            ),
            (
                "WebSocket connect failed: received corrupt message of type InvalidContentType",
                DialFault::NotTheServer,
            ),
            (
                "WebSocket connect failed: invalid peer certificate: UnknownIssuer",
                DialFault::BadCertificate,
            ),
            (
                "WebSocket connect failed: invalid peer certificate: certificate not valid yet: verification time 1 (UNIX), but certificate is not valid before 2",
                DialFault::CertificateDate,
            ),
        ];
        for (words, fault) in cases {
            assert_eq!(dial_fault(words), fault, "{words}");
        }
    }

    #[test]
    fn an_end_without_a_word_is_concluded_from_the_socket() {
        let seen = |heard, hung_up| Seen {
            dial: Some(Dial::Reached),
            heard,
            hung_up,
        };
        let facts = |private, linked, out_of_codes| Facts {
            private,
            linked,
            out_of_codes,
        };
        let early = facts(false, false, false);
        let open = facts(true, false, false);
        let cases = [
            (Seen::default(), early, Close::Dial(DialFault::Unreachable)),
            (
                seen(false, None),
                early,
                Close::Handshake(HandshakeFault::NoAnswer),
            ),
            (
                seen(true, None),
                early,
                Close::Handshake(HandshakeFault::BadCertificate),
            ),
            (
                seen(true, Some(true)),
                early,
                Close::Handshake(HandshakeFault::BrokenOff),
            ),
            (
                seen(true, Some(true)),
                open,
                Close::Socket(SocketEnd::Clean),
            ),
            (
                seen(true, Some(false)),
                open,
                Close::Socket(SocketEnd::Broken),
            ),
            (seen(true, None), open, Close::Here(LocalFault::NoAnswer)),
            (
                seen(true, None),
                facts(true, false, true),
                Close::Socket(SocketEnd::Clean),
            ),
            (
                seen(true, Some(true)),
                facts(true, true, false),
                Close::Stream(StreamWord::Code(515)),
            ),
        ];
        for (seen, facts, close) in cases {
            assert_eq!(conclude(&seen, facts), close, "{seen:?}, {facts:?}");
        }
    }

    #[test]
    fn a_stream_error_is_read_by_its_conflict_its_code_or_its_child() {
        let with = |child: &'static str| {
            NodeBuilder::new("stream:error").children([NodeBuilder::new(child).build()])
        };
        let conflict = |kind: &'static str| {
            NodeBuilder::new("stream:error")
                .attr("code", "401")
                .children([NodeBuilder::new("conflict").attr("type", kind).build()])
        };
        let cases = [
            (conflict("replaced"), StreamWord::Replaced),
            (conflict("device_removed"), StreamWord::Removed),
            (
                NodeBuilder::new("stream:error").attr("code", "503"),
                StreamWord::Code(503),
            ),
            (with("xml-not-well-formed"), StreamWord::NotWellFormed),
            (with("ack"), StreamWord::OwedReceipt),
            (with("something"), StreamWord::Unknown),
        ];
        for (node, word) in cases {
            let node = node.build();
            assert_eq!(stream_word(&node.as_node_ref()), word);
        }
    }

    #[test]
    fn a_refused_login_names_its_code_and_its_end() {
        let node = NodeBuilder::new("failure")
            .attr("reason", "402")
            .attr("code", "101")
            .attr("expire", "3600")
            .build();
        assert_eq!(
            refusal(&node.as_node_ref()),
            Close::Login {
                code: 402,
                expires_in: Some(3_600_000)
            }
        );
        let bare = NodeBuilder::new("failure").build();
        assert_eq!(
            refusal(&bare.as_node_ref()),
            Close::Login {
                code: 0,
                expires_in: None
            },
            "a refusal without a number is one"
        );
    }
}
