//! The connections that only read: a few, opened when first needed.

use std::{
    path::PathBuf,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
};

use frontdesk_domain::secret::StoreKey;
use rusqlite::Connection;

use crate::{
    cipher::{self, Role},
    error::{Doing as _, StoreError},
    tx::ReadTx,
};

const DOING: &str = "Reading";

/// More would only compete for the two or three cores that a reader can use.
const MOST: usize = 3;

/// The pool of readers.
#[derive(Debug)]
pub(crate) struct Readers {
    database: PathBuf,
    key: Arc<StoreKey>,
    state: Mutex<State>,
    returned: Condvar,
}

#[derive(Debug, Default)]
struct State {
    idle: Vec<Connection>,
    open: usize,
    closed: bool,
}

/// A borrowed connection; it goes back when dropped, also by a panic.
struct Borrowed<'p> {
    pool: &'p Readers,
    conn: Option<Connection>,
}

impl Readers {
    pub(crate) fn new(database: PathBuf, key: Arc<StoreKey>) -> Self {
        Self {
            database,
            key,
            state: Mutex::default(),
            returned: Condvar::new(),
        }
    }

    /// Runs `f` on one unchanging view of the database.
    pub(crate) fn read<T>(
        &self,
        f: impl FnOnce(&ReadTx<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut borrowed = self.borrow()?;
        let conn = borrowed
            .conn
            .as_mut()
            .ok_or(StoreError::Closed { doing: DOING })?;
        let result = conn.unchecked_transaction().doing(DOING).and_then(|tx| {
            let value = f(&ReadTx::new(&tx))?;
            tx.rollback().doing(DOING)?;
            Ok(value)
        });
        // SQLCipher keeps refusing on a connection that once met a damaged page;
        // the other pages are still good.
        if matches!(
            result,
            Err(StoreError::Corrupt { .. } | StoreError::Io { .. } | StoreError::Defect { .. })
        ) {
            borrowed.conn = None;
        }
        result
    }

    /// Refuses further reads and waits for those under way.
    pub(crate) fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        state.open -= state.idle.len();
        state.idle.clear();
        while state.open > 0 {
            state = self
                .returned
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn borrow(&self) -> Result<Borrowed<'_>, StoreError> {
        let mut state = self.lock();
        loop {
            if state.closed {
                return Err(StoreError::Closed { doing: DOING });
            }
            if let Some(conn) = state.idle.pop() {
                return Ok(Borrowed {
                    pool: self,
                    conn: Some(conn),
                });
            }
            if state.open < MOST {
                state.open += 1;
                break;
            }
            state = self
                .returned
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        drop(state);
        // From here on the seat is taken; dropping `borrowed` gives it back.
        let mut borrowed = Borrowed {
            pool: self,
            conn: None,
        };
        borrowed.conn = Some(cipher::connect(&self.database, &self.key, Role::Reader)?);
        Ok(borrowed)
    }

    // The state is only ever changed as a whole, so a panic of a reader cannot
    // leave it half done.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Borrowed<'_> {
    fn drop(&mut self) {
        let mut state = self.pool.lock();
        match self.conn.take() {
            Some(conn) if !state.closed => state.idle.push(conn),
            _ => state.open -= 1,
        }
        drop(state);
        self.pool.returned.notify_all();
    }
}
