//! Files: encryption, the shelf they lie on, and the host that serves them.

pub(crate) mod cipher;
pub(crate) mod host;
pub(crate) mod rewrite;
pub(crate) mod shelf;
pub(crate) mod tls;
