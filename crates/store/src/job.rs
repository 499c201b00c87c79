//! One write on its way through the writer.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::oneshot;

use crate::{error::StoreError, pending::Pending, tx::WriteTx};

/// When a write may call itself done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Durability {
    /// Once it is consistent; a power cut may take the last ones back, in order.
    Soon,
    /// Once it is on the disk.
    Now,
}

/// A write with its type of answer hidden.
pub(crate) trait Job: Send {
    /// Does the work inside its savepoint. An error means: take it back.
    fn run(&mut self, tx: &mut WriteTx<'_>) -> Result<(), StoreError>;

    /// Answers, after the fate of the whole group is known.
    fn settle(self: Box<Self>, group: Result<(), StoreError>);
}

struct Work<T, F> {
    work: Option<F>,
    result: Option<Result<T, StoreError>>,
    answer: oneshot::Sender<Result<T, StoreError>>,
}

pub(crate) fn job<T, F>(work: F) -> (Box<dyn Job>, Pending<T>)
where
    T: Send + 'static,
    F: FnOnce(&mut WriteTx<'_>) -> Result<T, StoreError> + Send + 'static,
{
    let (answer, receiver) = oneshot::channel();
    let job = Box::new(Work {
        work: Some(work),
        result: None,
        answer,
    });
    (job, Pending::new(receiver))
}

impl<T, F> Job for Work<T, F>
where
    T: Send,
    F: FnOnce(&mut WriteTx<'_>) -> Result<T, StoreError> + Send,
{
    fn run(&mut self, tx: &mut WriteTx<'_>) -> Result<(), StoreError> {
        let Some(work) = self.work.take() else {
            return Ok(());
        };
        // Unwind safe: the savepoint and the record are rolled back together,
        // and nothing else of the writer is reachable from the work.
        let result = catch_unwind(AssertUnwindSafe(|| work(tx)))
            .unwrap_or(Err(StoreError::Panicked { doing: "Writing" }));
        let fate = result.as_ref().map(|_| ()).map_err(Clone::clone);
        self.result = Some(result);
        fate
    }

    fn settle(self: Box<Self>, group: Result<(), StoreError>) {
        let result = match (self.result, group) {
            (Some(Ok(value)), Ok(())) => Ok(value),
            (Some(Err(own)), _) => Err(own),
            (_, Err(group)) => Err(group),
            (None, Ok(())) => Err(StoreError::Closed { doing: "Writing" }),
        };
        // Nobody has to be waiting.
        let _ = self.answer.send(result);
    }
}
