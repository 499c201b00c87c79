//! The table, printed whole.

use std::fmt::Write as _;

use super::*;

const CODES: std::ops::Range<u16> = 399..600;

#[test]
fn the_table_of_closings() {
    let mut table = String::new();
    let mut row = |name: &str, close: Close| {
        let Verdict { cause, retry, wipe } = verdict(close);
        let (cause, retry) = (format!("{cause:?}"), format!("{retry:?}"));
        writeln!(table, "{name:<28}{cause:<16}{retry:<13}{wipe:?}").unwrap();
    };
    let stream = |code| Close::Stream(StreamWord::Code(code));
    let login = |code| Close::Login {
        code,
        expires_in: None,
    };
    let any_other = verdict(stream(1));
    for code in CODES.filter(|code| verdict(stream(*code)) != any_other) {
        row(&format!("stream {code}"), stream(code));
    }
    row("stream, any other code", stream(1));
    for word in [
        StreamWord::Replaced,
        StreamWord::Removed,
        StreamWord::NotWellFormed,
        StreamWord::OwedReceipt,
        StreamWord::Unknown,
    ] {
        row(&format!("stream {word:?}"), Close::Stream(word));
    }
    let any_other = verdict(login(1));
    for code in CODES.filter(|code| verdict(login(*code)) != any_other) {
        if code == 402 {
            let close = Close::Login {
                code,
                expires_in: Some(1),
            };
            row("login 402 with an end", close);
        }
        row(&format!("login {code}"), login(code));
    }
    row("login, any other code", login(1));
    for fault in [
        DialFault::NoRoute,
        DialFault::Unreachable,
        DialFault::NotTheServer,
        DialFault::BadCertificate,
        DialFault::CertificateDate,
        DialFault::NoVersion,
    ] {
        row(&format!("dial {fault:?}"), Close::Dial(fault));
    }
    for fault in [
        HandshakeFault::BadCertificate,
        HandshakeFault::NoAnswer,
        HandshakeFault::BrokenOff,
    ] {
        row(&format!("handshake {fault:?}"), Close::Handshake(fault));
    }
    for end in [SocketEnd::Clean, SocketEnd::Broken] {
        row(&format!("socket {end:?}"), Close::Socket(end));
    }
    for fault in [
        LocalFault::NoAnswer,
        LocalFault::NotLetIn,
        LocalFault::SyncStalled,
        LocalFault::Store,
        LocalFault::NoKeys,
        LocalFault::NoEngine,
    ] {
        row(&format!("here {fault:?}"), Close::Here(fault));
    }
    insta::assert_snapshot!(table, @r#"
    stream 401                  LoggedOut       Never        Credentials
    stream 409                  Replaced        Never        Nothing
    stream 429                  SlowDown        Slowly       Nothing
    stream 500                  ServerFault     Backoff      Nothing
    stream 503                  ServerBusy      Backoff      Nothing
    stream 515                  Restart         AtOnce       Nothing
    stream 516                  LoggedOut       Never        Credentials
    stream, any other code      ServerRefused   StillOpen    Nothing
    stream Replaced             Replaced        Never        Nothing
    stream Removed              LoggedOut       Never        Credentials
    stream NotWellFormed        ConnectionLost  Backoff      Nothing
    stream OwedReceipt          ServerRefused   StillOpen    Nothing
    stream Unknown              ServerRefused   StillOpen    Nothing
    login 401                   LoggedOut       Never        Credentials
    login 402 with an end       Banned          AfterExpiry  Nothing
    login 402                   Banned          Never        Nothing
    login 403                   Locked          Never        Nothing
    login 405                   Outdated        Never        Nothing
    login 406                   Banned          Never        Nothing
    login 409                   Outdated        Never        Nothing
    login 429                   SlowDown        Slowly       Nothing
    login 500                   ServerFault     Backoff      Nothing
    login 501                   ServerFault     Backoff      Nothing
    login 503                   ServerBusy      Backoff      Nothing
    login, any other code       ServerRefused   Slowly       Nothing
    dial NoRoute                NoNetwork       Backoff      Nothing
    dial Unreachable            Unreachable     Backoff      Nothing
    dial NotTheServer           CaptivePortal   Backoff      Nothing
    dial BadCertificate         BadCertificate  Backoff      Nothing
    dial CertificateDate        ClockWrong      Backoff      Nothing
    dial NoVersion              NoVersion       Backoff      Nothing
    handshake BadCertificate    BadCertificate  Backoff      Nothing
    handshake NoAnswer          ServerSilent    Backoff      Nothing
    handshake BrokenOff         ConnectionLost  Backoff      Nothing
    socket Clean                Recycled        Backoff      Nothing
    socket Broken               ConnectionLost  Backoff      Nothing
    here NoAnswer               NoAnswer        AtOnce       Nothing
    here NotLetIn               ServerSilent    Backoff      Nothing
    here SyncStalled            SyncStalled     AtOnce       Nothing
    here Store                  StoreFailed     Slowly       Nothing
    here NoKeys                 NoKeys          Never        Nothing
    here NoEngine               NoEngine        Never        Nothing
    "#);
}

#[test]
fn only_an_explicit_logout_wipes() {
    for code in 0..=u16::MAX {
        let stream = verdict(Close::Stream(StreamWord::Code(code)));
        let login = verdict(Close::Login {
            code,
            expires_in: Some(1),
        });
        assert_eq!(
            stream.wipe == Wipe::Credentials,
            [401, 516].contains(&code),
            "stream {code}"
        );
        assert_eq!(login.wipe == Wipe::Credentials, code == 401, "login {code}");
    }
}
