//! What commands are made of.

use crate::{
    actors::behaviour::Behaviour,
    history::give::HistoryPlan,
    world::{account::Business, conn::Line},
};
use serde::{Deserialize, Serialize};

/// A new phone or contact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    /// The phone number: digits only.
    pub number: String,
    /// What the account is called.
    pub name: String,
    /// The number-hiding id; made up if absent.
    #[serde(default)]
    pub lid: Option<String>,
    /// Whether its own devices name everybody by LID.
    #[serde(default)]
    pub lid_migrated: bool,
    /// Whether others learn that number and LID belong together.
    #[serde(default = "yes")]
    pub lid_known: bool,
    /// What it says about itself.
    #[serde(default)]
    pub about: String,
    /// Whether it has a picture.
    #[serde(default)]
    pub picture: bool,
    /// Its business profile, if it is one.
    #[serde(default)]
    pub business: Option<Business>,
    /// Whether it demands a passkey before it links a device.
    #[serde(default)]
    pub passkey: bool,
    /// The phones in whose address book it stands.
    #[serde(default)]
    pub in_address_book: Vec<String>,
    /// What it does by itself.
    #[serde(default)]
    pub auto: Behaviour,
    /// The past each newly linked device is given.
    #[serde(default)]
    pub history: Option<HistoryPlan>,
}

impl NewAccount {
    /// An account with that number and name and nothing special about it.
    #[must_use]
    pub fn new(number: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            number: number.into(),
            name: name.into(),
            lid: None,
            lid_migrated: false,
            lid_known: true,
            about: String::new(),
            picture: false,
            business: None,
            passkey: false,
            in_address_book: Vec::new(),
            auto: Behaviour::default(),
            history: None,
        }
    }
}

/// The public keys of a device that is linked without pairing, in hexadecimal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceKeys {
    /// The Noise key.
    pub noise: String,
    /// The identity key.
    pub identity: String,
    /// The registration id.
    pub registration: u32,
    /// The signed key's id.
    pub signed_id: u32,
    /// The signed key.
    pub signed_key: String,
    /// The signature on it.
    pub signed_signature: String,
    /// The secret that a code on the screen would have shown.
    pub adv_secret: String,
}

/// What a device must store to be linked without pairing, in hexadecimal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seeded {
    /// The device's address by number.
    pub jid: String,
    /// The device's address by LID.
    pub lid: String,
    /// The device's number.
    pub device: u16,
    /// The account's word, as a pairing would have brought it.
    pub identity: String,
    /// The server's static key.
    pub server_key: String,
    /// The key in the middle of the server's chain.
    pub intermediate_key: String,
}

/// What happens to a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum NetAct {
    /// The connection ends in order.
    Drop,
    /// The connection is torn down.
    Reset,
    /// Nothing passes any more, and nobody is told.
    Stall,
    /// What stood still moves on.
    Resume,
    /// The line gets these properties.
    Line(Line),
    /// Nothing is delivered although the device is connected.
    Hold,
    /// What was held is delivered.
    Release,
    /// New connections are refused.
    RefuseConnect,
    /// New connections are let in again.
    AcceptConnect,
}

/// How a stream ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StreamFault {
    /// Start again at once: 515.
    Restart,
    /// The server is busy: 503.
    Unavailable,
    /// Too much: 429.
    RateLimited,
    /// Another place took over.
    Replaced,
    /// The device was unlinked, says the server.
    DeviceRemoved,
    /// Logged out: 516.
    LoggedOut,
    /// The clean end of a stream.
    End,
    /// Any other code.
    Code(u16),
}

const fn yes() -> bool {
    true
}
