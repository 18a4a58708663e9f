//! What is done one after the other, in the order in which it was asked for, while nobody waits for it.

use std::sync::Mutex;

use tokio::sync::oneshot;

use super::lock;

/// Hands out turns.
#[derive(Default)]
pub(super) struct Turns(Mutex<Option<oneshot::Receiver<()>>>);

/// A place in the order; over when it is dropped.
pub(super) struct Turn {
    before: Option<oneshot::Receiver<()>>,
    _over: oneshot::Sender<()>,
}

impl Turns {
    /// The turn after all that were handed out so far.
    pub(super) fn next(&self) -> Turn {
        let (over, until_over) = oneshot::channel();
        Turn {
            before: lock(&self.0).replace(until_over),
            _over: over,
        }
    }

    /// Waits until all that were handed out so far are over.
    pub(super) async fn over(&self) {
        let last = lock(&self.0).take();
        until_over(last).await;
    }
}

impl Turn {
    /// Waits until it has come.
    pub(super) async fn come(&mut self) {
        until_over(self.before.take()).await;
    }
}

async fn until_over(turn: Option<oneshot::Receiver<()>>) {
    if let Some(turn) = turn {
        // Nothing is ever sent: it is over once the sender is gone, whatever came of it.
        let _ = turn.await;
    }
}
