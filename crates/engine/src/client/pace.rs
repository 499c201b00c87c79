//! The runtime that the engine waits by, and that ends with its client. In front
//! of a simulated network its waits can be shortened, so that a series of codes
//! runs out in seconds.

use std::{future::Future, pin::Pin, time::Duration};

use tokio::sync::watch;
use wa_rs::{Runtime, TokioRuntime, wacore::runtime::AbortHandle};

type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Holds everything that the engine does for one client. It ends when this is
/// dropped.
///
/// The engine leaves watchmen behind that sleep for minutes and keep its whole
/// client in memory meanwhile; with a client for each connection attempt they
/// would gather on a bad network.
pub(super) struct Leash(watch::Sender<()>);

impl Leash {
    pub(super) fn new() -> Self {
        Self(watch::Sender::new(()))
    }

    /// A runtime on this leash, with every wait `pace` times shorter. One is as
    /// it is.
    pub(super) fn paced(&self, pace: u32) -> Paced {
        Paced {
            pace: pace.max(1),
            held: self.0.subscribe(),
        }
    }
}

/// Tokio on a leash.
pub(super) struct Paced {
    pace: u32,
    held: watch::Receiver<()>,
}

impl Paced {
    fn held(&self, work: Work) -> Work {
        let mut held = self.held.clone();
        Box::pin(async move {
            tokio::select! {
                biased;
                // Nothing is ever sent: this answers when the leash is gone.
                _ = held.changed() => {}
                () = work => {}
            }
        })
    }
}

impl Runtime for Paced {
    fn spawn(&self, work: Work) -> AbortHandle {
        TokioRuntime.spawn(self.held(work))
    }

    fn spawn_detached(&self, work: Work) {
        TokioRuntime.spawn_detached(self.held(work));
    }

    fn sleep(&self, duration: Duration) -> Work {
        TokioRuntime.sleep(duration / self.pace)
    }

    fn spawn_blocking(&self, work: Box<dyn FnOnce() + Send + 'static>) -> Work {
        TokioRuntime.spawn_blocking(work)
    }

    fn yield_now(&self) -> Option<Work> {
        TokioRuntime.yield_now()
    }
}

#[cfg(test)]
mod tests {
    use std::{future::pending, sync::Arc};

    use super::*;

    #[tokio::test]
    async fn what_still_waits_ends_with_the_leash() {
        let (leash, client) = (Leash::new(), Arc::new(()));
        let runtime = leash.paced(1);
        for detached in [false, true] {
            let held = Arc::clone(&client);
            let watchman: Work = Box::pin(async move {
                let () = pending().await;
                drop(held);
            });
            if detached {
                runtime.spawn_detached(watchman);
            } else {
                runtime.spawn(watchman).detach();
            }
        }
        tokio::task::yield_now().await;
        assert_eq!(Arc::strong_count(&client), 3, "both hold the client");
        drop(leash);
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        assert_eq!(Arc::strong_count(&client), 1, "and let go of it at once");
    }

    #[tokio::test]
    async fn what_is_begun_after_the_end_never_runs() {
        let leash = Leash::new();
        let runtime = leash.paced(1);
        drop(leash);
        let (ran, mut runs) = tokio::sync::mpsc::channel::<()>(1);
        runtime.spawn_detached(Box::pin(async move {
            let _ = ran.send(()).await;
        }));
        assert_eq!(runs.recv().await, None, "dropped without a word");
    }
}
