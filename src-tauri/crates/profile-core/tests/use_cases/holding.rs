//! Holding a request back until the test lets it go on.

use tokio::sync::oneshot;

/// Where a request is held back.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Hold {
    /// Before the portal looks at it.
    Request,
    /// After the portal did its work, before the answer leaves.
    Reply,
}

/// The portal's end of a request that is to be held back.
pub(crate) struct Held {
    operation: &'static str,
    at: Hold,
    arrived: oneshot::Sender<()>,
    go_on: oneshot::Receiver<Word>,
}

/// The test's end of a request that is held back.
pub(crate) struct Holding {
    arrived: oneshot::Receiver<()>,
    go_on: oneshot::Sender<Word>,
}

/// What becomes of a request that was held back.
#[derive(Debug, PartialEq)]
pub(crate) enum Word {
    GoOn,
    /// The answer gets lost on the way.
    Lose,
}

impl Holding {
    /// Waits until the request is there.
    pub(crate) async fn arrived(&mut self) {
        (&mut self.arrived).await.unwrap();
    }

    /// Waits for it no more: it may be gone.
    pub(crate) fn forget(self) {
        let _ = self.go_on.send(Word::GoOn);
    }

    /// Lets it go on to the portal's work, and loses the answer.
    pub(crate) fn lose(self) {
        self.go_on.send(Word::Lose).unwrap();
    }

    /// Lets it go on.
    pub(crate) fn go_on(self) {
        self.go_on.send(Word::GoOn).unwrap();
    }
}

/// The portal's end of a request for `operation` that nobody hears the answer of.
pub(crate) fn lost(operation: &'static str) -> Held {
    let (held, holding) = hold(operation, Hold::Reply);
    holding.go_on.send(Word::Lose).unwrap();
    held
}

/// Both ends of a request for `operation` that is to be held back.
pub(crate) fn hold(operation: &'static str, at: Hold) -> (Held, Holding) {
    let (arrived, has_arrived) = oneshot::channel();
    let (may_go_on, go_on) = oneshot::channel();
    (
        Held {
            operation,
            at,
            arrived,
            go_on,
        },
        Holding {
            arrived: has_arrived,
            go_on: may_go_on,
        },
    )
}

impl Held {
    pub(crate) fn is_at(&self, operation: &str, at: Hold) -> bool {
        self.operation == operation && self.at == at
    }

    /// Tells the test that the request is here, and waits for its word.
    pub(crate) async fn wait(self) -> Word {
        // A test need not wait for it.
        let _ = self.arrived.send(());
        self.go_on.await.unwrap()
    }
}
