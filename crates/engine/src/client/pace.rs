//! The runtime that the engine waits by. In front of a simulated network its
//! waits can be shortened, so that a series of codes runs out in seconds.

use std::{future::Future, pin::Pin, time::Duration};

use wa_rs::{Runtime, TokioRuntime, wacore::runtime::AbortHandle};

type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Tokio, with every wait so many times shorter. One is as it is.
pub(super) struct Paced(pub(super) u32);

impl Runtime for Paced {
    fn spawn(&self, work: Work) -> AbortHandle {
        TokioRuntime.spawn(work)
    }

    fn spawn_detached(&self, work: Work) {
        TokioRuntime.spawn_detached(work);
    }

    fn sleep(&self, duration: Duration) -> Work {
        TokioRuntime.sleep(duration / self.0.max(1))
    }

    fn spawn_blocking(&self, work: Box<dyn FnOnce() + Send + 'static>) -> Work {
        TokioRuntime.spawn_blocking(work)
    }

    fn yield_now(&self) -> Option<Work> {
        TokioRuntime.yield_now()
    }
}
