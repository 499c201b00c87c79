//! The answer to a write, once it is durable or has failed.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use tokio::sync::oneshot;

use crate::error::StoreError;

/// Resolves when the write is committed or has failed. The write takes place
/// whether or not anybody waits for it.
#[derive(Debug)]
#[must_use = "an unread answer hides a failed write"]
pub struct Pending<T> {
    answer: oneshot::Receiver<Result<T, StoreError>>,
}

const CLOSED: StoreError = StoreError::Closed { doing: "Writing" };

impl<T> Pending<T> {
    pub(crate) const fn new(answer: oneshot::Receiver<Result<T, StoreError>>) -> Self {
        Self { answer }
    }

    /// Blocks until the answer is there. Not for async code: await instead.
    pub fn wait(self) -> Result<T, StoreError> {
        self.answer.blocking_recv().unwrap_or(Err(CLOSED))
    }
}

impl<T> Future for Pending<T> {
    type Output = Result<T, StoreError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.answer)
            .poll(context)
            .map(|received| received.unwrap_or(Err(CLOSED)))
    }
}
