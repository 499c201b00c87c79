//! What changes around the program and moves its connections: the network, and
//! the computer going to sleep.
//!
//! Told by the system's own services over D-Bus. Where a service is missing, as
//! on a computer without NetworkManager, that part is silent; the connections
//! notice by themselves then, only later. On macOS and Windows nothing is told
//! yet.

use std::sync::Arc;

use frontdesk_app::frontdesk::Frontdesk;

/// Tells `frontdesk` of every change from now on.
#[cfg(target_os = "linux")]
pub fn follow(frontdesk: &Arc<Frontdesk>) {
    tauri::async_runtime::spawn(linux::follow_sleep(frontdesk.clone()));
    tauri::async_runtime::spawn(linux::follow_network(frontdesk.clone()));
}

/// Tells `frontdesk` of every change from now on.
#[cfg(not(target_os = "linux"))]
pub fn follow(_frontdesk: &Arc<Frontdesk>) {}

#[cfg(target_os = "linux")]
mod linux {
    use std::sync::Arc;

    use frontdesk_app::frontdesk::Frontdesk;
    use frontdesk_domain::session::Environment;
    use zbus::{Connection, MatchRule, MessageStream, message::Type};

    /// `systemd-logind` says before the computer sleeps and after it woke.
    pub(super) async fn follow_sleep(frontdesk: Arc<Frontdesk>) {
        let signal = Signal {
            sender: "org.freedesktop.login1",
            path: "/org/freedesktop/login1",
            interface: "org.freedesktop.login1.Manager",
            member: "PrepareForSleep",
        };
        let told = signal
            .each(|goes_to_sleep: bool| {
                if !goes_to_sleep {
                    frontdesk.environment(Environment::Resumed);
                }
            })
            .await;
        if let Err(error) = told {
            tracing::debug!(%error, "Nobody tells when the computer slept");
        }
    }

    /// NetworkManager says when there is a way out, and when there is none.
    pub(super) async fn follow_network(frontdesk: Arc<Frontdesk>) {
        let signal = Signal {
            sender: "org.freedesktop.NetworkManager",
            path: "/org/freedesktop/NetworkManager",
            interface: "org.freedesktop.NetworkManager",
            member: "StateChanged",
        };
        let told = signal
            .each(|state: u32| {
                if let Some(change) = network_change(state) {
                    frontdesk.environment(change);
                }
            })
            .await;
        if let Err(error) = told {
            tracing::debug!(%error, "Nobody tells when the network changes");
        }
    }

    /// The states are those of `NMState`; what lies between is passed through.
    const fn network_change(state: u32) -> Option<Environment> {
        match state {
            10 | 20 => Some(Environment::NetworkDown),
            50 | 60 | 70 => Some(Environment::NetworkUp),
            _ => None,
        }
    }

    /// A signal of a service on the system's bus.
    struct Signal {
        sender: &'static str,
        path: &'static str,
        interface: &'static str,
        member: &'static str,
    }

    impl Signal {
        /// Runs until the bus goes away, which it does with the computer.
        async fn each<T>(&self, mut tell: impl FnMut(T)) -> zbus::Result<()>
        where
            T: serde::de::DeserializeOwned + zbus::zvariant::Type,
        {
            let bus = Connection::system().await?;
            let rule = MatchRule::builder()
                .msg_type(Type::Signal)
                .sender(self.sender)?
                .path(self.path)?
                .interface(self.interface)?
                .member(self.member)?
                .build();
            let mut signals = MessageStream::for_match_rule(rule, &bus, None).await?;
            while let Some(message) = next(&mut signals).await {
                tell(message?.body().deserialize::<T>()?);
            }
            Ok(())
        }
    }

    async fn next(signals: &mut MessageStream) -> Option<zbus::Result<zbus::Message>> {
        std::future::poll_fn(|context| {
            futures_core::Stream::poll_next(std::pin::Pin::new(signals), context)
        })
        .await
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_way_out_and_its_end_are_told_and_nothing_between() {
            let told: Vec<Option<Environment>> = [0, 10, 20, 30, 40, 50, 60, 70]
                .into_iter()
                .map(network_change)
                .collect();
            let (up, down) = (Some(Environment::NetworkUp), Some(Environment::NetworkDown));
            assert_eq!(
                told,
                [None, down, down, None, None, up, up, up],
                "unknown, asleep, disconnected, disconnecting, connecting, and three kinds of connected"
            );
        }
    }
}
