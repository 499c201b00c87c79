//! What things are called inside the network. Addresses on the wire are made
//! from these by `wire::jid` and nowhere else.

use std::fmt;

/// An account, whatever it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct AccountId(pub(crate) u32);

/// One device of an account; device 0 is the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct DeviceAddr {
    pub(crate) account: AccountId,
    pub(crate) device: u16,
}

impl AccountId {
    /// The account's phone.
    pub(crate) const fn phone(self) -> DeviceAddr {
        self.device(0)
    }

    pub(crate) const fn device(self, device: u16) -> DeviceAddr {
        DeviceAddr {
            account: self,
            device,
        }
    }
}

impl DeviceAddr {
    pub(crate) const fn is_phone(self) -> bool {
        self.device == 0
    }
}

impl fmt::Display for DeviceAddr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.account.0, self.device)
    }
}

/// Where a message belongs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Chat {
    /// Between two accounts; the one named is the other side.
    Direct(AccountId),
    /// A group, by the user part of its address.
    Group(String),
}
