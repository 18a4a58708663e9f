//! What a process works on, and what it knows to wait for its turn.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::Exports;
use super::turns::Turn;

/// What this process works on, each with the fence of its turn, and how it is told to stop.
#[derive(Clone, Default)]
pub(super) struct AllRunning(Arc<Mutex<HashMap<(Uuid, i64), CancellationToken>>>);

impl AllRunning {
    /// Has this process stop working on an export that has ended.
    pub(super) fn stop(&self, id: Uuid) {
        for (_, own) in self.lock().iter().filter(|((of, _), _)| *of == id) {
            own.cancel();
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<(Uuid, i64), CancellationToken>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A turn that is worked on, until this is dropped, whatever becomes of the work.
pub(super) struct Running {
    all: AllRunning,
    turn: (Uuid, i64),
    own: CancellationToken,
}

impl Running {
    /// Begins to work on a turn.
    pub(super) fn begin(exports: &Exports, turn: &Turn) -> Self {
        let running = Self {
            all: exports.running.clone(),
            turn: (turn.export.id, turn.fence),
            own: CancellationToken::new(),
        };
        running.all.lock().insert(running.turn, running.own.clone());
        running
    }

    /// Cancelled when the work is to stop.
    pub(super) fn own(&self) -> &CancellationToken {
        &self.own
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.all.lock().remove(&self.turn);
    }
}

/// What waits for its turn, as far as this process knows: each of it wakes one worker.
#[derive(Clone)]
pub(super) struct Waiting {
    known: Arc<Semaphore>,
    workers: usize,
}

impl Waiting {
    /// Nothing as yet, for so many workers.
    pub(super) fn for_workers(workers: usize) -> Self {
        Self {
            known: Arc::new(Semaphore::new(0)),
            workers,
        }
    }

    /// So many exports more wait for their turn.
    pub(super) fn add(&self, more: usize) {
        // A worker that is awake finds all that waits; there is never more to wake than all of them.
        let asleep = self.workers.saturating_sub(self.known.available_permits());
        self.known.add_permits(more.min(asleep));
    }

    /// Returns when one more waits.
    pub(super) async fn one_waits(&self) {
        match self.known.acquire().await {
            Ok(one) => one.forget(),
            // Nobody closes it.
            Err(_) => std::future::pending().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    async fn is_woken(waiting: &Waiting) -> bool {
        let moment = Duration::from_millis(50);
        timeout(moment, waiting.one_waits()).await.is_ok()
    }

    #[tokio::test]
    async fn each_that_waits_wakes_one_worker_also_later() {
        let waiting = Waiting::for_workers(2);
        waiting.add(5);
        assert!(is_woken(&waiting).await);
        assert!(is_woken(&waiting).await);
        assert!(!is_woken(&waiting).await);
        waiting.add(1);
        waiting.add(1);
        waiting.add(1);
        let (first, second) = tokio::join!(is_woken(&waiting), is_woken(&waiting));
        assert!(first && second);
    }
}
