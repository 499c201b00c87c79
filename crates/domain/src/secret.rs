//! Values that must never be printed, serialised or left behind in memory.

use zeroize::{Zeroize, ZeroizeOnDrop};

/// A value that wipes itself on drop and prints as `<secret>`.
///
/// It has no `Serialize`, `Display`, `PartialEq` or `Clone`: reading it takes
/// [`Secret::expose`], which is easy to search for.
pub struct Secret<T: Zeroize>(T);

impl<T: Zeroize> Secret<T> {
    /// Takes ownership of the value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself. Do not copy it anywhere that outlives the call.
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

impl<T: Zeroize> std::fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("<secret>")
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize> ZeroizeOnDrop for Secret<T> {}

/// The key of the whole store: 256 random bits, used as they are.
pub type StoreKey = Secret<[u8; 32]>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_never_prints_its_value() {
        let secret = Secret::new(*b"correct horse battery staple");
        assert_eq!(
            format!("{secret:?}"),
            "<secret>",
            "Debug must not leak the value"
        );
    }
}
