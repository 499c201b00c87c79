//! The program itself: versions, sizes, the check of the store.

use std::{ops::ControlFlow, sync::Arc};

use crate::{
    error::CommandError,
    frontdesk::Frontdesk,
    host::Host,
    view::system::{About, TaskId, TaskKind, TaskOutcome},
};

impl Frontdesk {
    /// Versions, sizes and places.
    ///
    /// # Errors
    /// `NotOpen`.
    pub async fn about(&self) -> Result<About, CommandError> {
        let store = self.store()?;
        let facts = tokio::task::spawn_blocking(move || store.facts())
            .await
            .map_err(|_| CommandError::Internal)?;
        Ok(About {
            version: self.version.to_owned(),
            sqlite: facts.sqlite,
            sqlcipher: facts.sqlcipher,
            schema: facts.schema,
            database_bytes: facts.database_bytes + facts.log_bytes,
            folder: self.profile.display().to_string(),
        })
    }

    /// Decrypts and verifies every page and file of the store.
    ///
    /// # Errors
    /// `NotOpen`.
    pub fn check_store(&self) -> Result<TaskId, CommandError> {
        let store = self.store()?;
        Ok(self
            .tasks
            .begin(TaskKind::CheckStore, self.now(), move |progress| {
                let report = store.check(&mut |at| {
                    if progress.reached(at.done, at.total) {
                        ControlFlow::Continue(())
                    } else {
                        ControlFlow::Break(())
                    }
                });
                match report {
                    Ok(report) if report.stopped => TaskOutcome::Cancelled,
                    Ok(report) if report.damage.is_empty() => TaskOutcome::Done,
                    Ok(report) => TaskOutcome::Damaged {
                        places: u32::try_from(report.damage.len()).unwrap_or(u32::MAX),
                    },
                    Err(error) => {
                        tracing::warn!(%error, "The store could not be checked");
                        TaskOutcome::Failed
                    }
                }
            }))
    }

    /// Asks the desktop on a thread that may wait.
    pub(crate) async fn on_desktop<T: Send + 'static>(
        &self,
        f: impl FnOnce(&dyn Host) -> Result<T, CommandError> + Send + 'static,
    ) -> Result<T, CommandError> {
        let host: Arc<dyn Host> = self.host.clone();
        tokio::task::spawn_blocking(move || f(&*host))
            .await
            .map_err(|_| CommandError::Internal)?
    }
}
