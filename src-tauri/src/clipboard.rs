//! Secrets on the system's clipboard.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use arboard::Clipboard as System;
use async_trait::async_trait;
use profile_core::ports::{Clipboard, ClipboardError};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::oneshot;

use crate::platform;

/// How long the app waits for the clipboard, which on Linux another program may have to answer for.
const BUDGET: Duration = Duration::from_secs(2);

type Job = Box<dyn FnOnce(&mut Holder) + Send>;
/// The clipboard once it was needed. On Linux a program answers for what it copied, so it is kept.
type Holder = Option<System>;

/// The system's clipboard. All calls run on one thread in the order they were made, as Windows and macOS want it.
pub(crate) struct SystemClipboard {
    jobs: mpsc::Sender<Job>,
}

impl SystemClipboard {
    /// Nothing is opened before the first secret is copied.
    pub(crate) fn new() -> Self {
        let (jobs, queue) = mpsc::channel::<Job>();
        std::thread::spawn(move || {
            let mut holder = None;
            queue.into_iter().for_each(|job| job(&mut holder));
        });
        Self { jobs }
    }

    async fn run(
        &self,
        work: impl FnOnce(&mut System) -> Result<(), arboard::Error> + Send + 'static,
    ) -> Result<(), ClipboardError> {
        let (answer, answered) = oneshot::channel();
        let job = Box::new(move |holder: &mut Holder| {
            // Nobody waits any more when the budget is spent.
            let _ = answer.send(opened(holder).and_then(work));
        });
        self.jobs.send(job).map_err(|_| stopped())?;
        match tokio::time::timeout(BUDGET, answered).await {
            Ok(Ok(outcome)) => outcome.map_err(|error| ClipboardError(error.to_string())),
            Ok(Err(_)) => Err(stopped()),
            Err(_) => Err(ClipboardError(format!(
                "no answer within {} s",
                BUDGET.as_secs()
            ))),
        }
    }
}

/// The clipboard, opened if it is not; one that could not be opened is tried again the next time.
fn opened(holder: &mut Holder) -> Result<&mut System, arboard::Error> {
    match holder {
        Some(clipboard) => Ok(clipboard),
        None => Ok(holder.insert(System::new()?)),
    }
}

fn stopped() -> ClipboardError {
    ClipboardError("the thread that talks to the clipboard ended".to_owned())
}

#[async_trait]
impl Clipboard for SystemClipboard {
    async fn copy_sensitive(&self, text: &SecretString) -> Result<(), ClipboardError> {
        let text = text.clone();
        let given_up = Arc::new(AtomicBool::new(false));
        let too_late = Arc::clone(&given_up);
        let copied = self.run(move |clipboard| {
            platform::mark_sensitive(clipboard.set()).text(text.expose_secret())?;
            // The person was told that nothing is copied, and nobody would clear it.
            if too_late.load(Ordering::SeqCst) {
                clipboard.clear()?;
            }
            Ok(())
        });
        let copied = copied.await;
        given_up.store(copied.is_err(), Ordering::SeqCst);
        copied
    }

    async fn clear_if_unchanged(&self, text: &SecretString) -> Result<(), ClipboardError> {
        let text = text.clone();
        self.run(move |clipboard| match clipboard.get_text() {
            Ok(held) if held == text.expose_secret() => clipboard.clear(),
            Ok(_) | Err(arboard::Error::ContentNotAvailable) => Ok(()),
            Err(error) => Err(error),
        })
        .await
    }
}
