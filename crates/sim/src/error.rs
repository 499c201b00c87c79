//! What can go wrong for somebody who drives the network.

/// Why a command or a start failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SimError {
    /// No account has that number.
    #[error("There is no account with the number {0}")]
    UnknownAccount(String),
    /// The number is taken.
    #[error("There is already an account with the number {0}")]
    NumberTaken(String),
    /// The number is not made of 7 to 15 digits.
    #[error("{0} is not a phone number: 7 to 15 digits are needed")]
    BadNumber(String),
    /// No account has that name for a chat, and no group either.
    #[error("There is no account or group called {0}")]
    UnknownChat(String),
    /// No message has that id.
    #[error("There is no message with the id {0}")]
    UnknownMessage(String),
    /// The account has no such linked device.
    #[error("The account {number} has no linked device {device}")]
    UnknownDevice {
        /// The account's number.
        number: String,
        /// The device.
        device: u16,
    },
    /// No call has that id.
    #[error("There is no call with the id {0}")]
    UnknownCall(String),
    /// The phone has no network.
    #[error("The phone {0} is offline")]
    PhoneOffline(String),
    /// The device is not connected.
    #[error("The device is not connected")]
    NotConnected,
    /// The phone would not link the device.
    #[error("The phone did not link the device: {0}")]
    LinkRefused(LinkRefusal),
    /// An argument makes no sense.
    #[error("The argument {name} is wrong: {why}")]
    BadArgument {
        /// The argument.
        name: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// The account may not do that in the group.
    #[error("The account {0} is not allowed to do that in this group")]
    NotAllowed(String),
    /// The message could not be encrypted for anybody.
    #[error("The message could not be encrypted: {0}")]
    NotEncrypted(String),
    /// What was waited for did not happen in time.
    #[error("What was waited for did not happen within {0} ms")]
    Timeout(u64),
    /// The network cannot make its keys.
    #[error("The network's keys could not be made")]
    Keys,
    /// A door could not be opened.
    #[error("The door {door} could not be opened: {why}")]
    Door {
        /// Which door.
        door: &'static str,
        /// Why not.
        why: String,
    },
    /// The command's text could not be read.
    #[error("The command could not be read: {0}")]
    BadCommand(String),
}

/// Why a phone does not link a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkRefusal {
    /// The code on the screen is not a linking code.
    #[error("this is not a linking code")]
    NotACode,
    /// No waiting device shows this code.
    #[error("no waiting device shows this code")]
    UnknownRef,
    /// The code was shown too long ago.
    #[error("the code has expired")]
    Expired,
    /// The typed code is not the one on the screen.
    #[error("the code is wrong")]
    WrongCode,
    /// The device asked for another number.
    #[error("no device asked for a code for this number")]
    NoRequest,
    /// The account has as many devices as it may have.
    #[error("the account has no room for another device")]
    Full,
    /// The device's own signature is wrong.
    #[error("the device did not sign")]
    BadSignature,
    /// The phone wants a passkey first.
    #[error("the account demands a passkey")]
    Passkey,
}

impl SimError {
    /// The error's short name in replies.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownAccount(_) => "unknown_account",
            Self::NumberTaken(_) => "number_taken",
            Self::BadNumber(_) => "bad_number",
            Self::UnknownChat(_) => "unknown_chat",
            Self::UnknownMessage(_) => "unknown_message",
            Self::UnknownDevice { .. } => "unknown_device",
            Self::UnknownCall(_) => "unknown_call",
            Self::PhoneOffline(_) => "phone_offline",
            Self::NotConnected => "not_connected",
            Self::LinkRefused(refusal) => refusal.code(),
            Self::BadArgument { .. } => "bad_argument",
            Self::NotAllowed(_) => "not_allowed",
            Self::NotEncrypted(_) => "not_encrypted",
            Self::Timeout(_) => "timeout",
            Self::Keys => "keys",
            Self::Door { .. } => "door",
            Self::BadCommand(_) => "bad_command",
        }
    }
}

impl LinkRefusal {
    /// The refusal's short name in replies.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotACode => "not_a_code",
            Self::UnknownRef => "unknown_ref",
            Self::Expired => "expired",
            Self::WrongCode => "wrong_code",
            Self::NoRequest => "no_request",
            Self::Full => "full",
            Self::BadSignature => "bad_signature",
            Self::Passkey => "passkey",
        }
    }
}
