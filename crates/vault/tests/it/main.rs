//! The vault from outside: over a keychain in memory, over a real GNOME Keyring
//! and over a Secret Service of our own that misbehaves on demand.

#[cfg(test)]
#[cfg(target_os = "linux")]
mod bus;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod double;
#[cfg(test)]
mod format;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod gnome_keyring;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod probe;
#[cfg(test)]
mod profile;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod secret_service;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod session;
#[cfg(test)]
mod start;
#[cfg(test)]
mod steps;
#[cfg(test)]
mod world;
