//! The one place that turns accounts and devices into addresses on the wire.

use wa_rs::{Jid, Server};

/// Which of an account's two names a stanza uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Naming {
    /// The phone number.
    Number,
    /// The number-hiding id.
    Lid,
}

/// The user's address without a device.
pub(crate) fn user(number: &str, lid: &str, naming: Naming) -> Jid {
    device(number, lid, 0, naming)
}

/// A device's address; device 0 is written without its number.
pub(crate) fn device(number: &str, lid: &str, device: u16, naming: Naming) -> Jid {
    match naming {
        Naming::Number => Jid::pn_device(number, device),
        Naming::Lid => Jid::lid_device(lid, device),
    }
}

/// The server's address as an address value.
pub(crate) fn server() -> Jid {
    Jid::new("", Server::Pn)
}
