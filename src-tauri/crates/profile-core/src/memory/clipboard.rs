//! A clipboard and a downloads folder for tests.

use std::sync::Mutex;

use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::watch;

use super::{Fault, lock};
use crate::ports::{Clipboard, ClipboardError};

/// A clipboard in memory.
#[derive(Default)]
pub struct MemoryClipboard {
    held: Mutex<Option<String>>,
    looks: watch::Sender<usize>,
    fault: Mutex<Fault>,
}

impl MemoryClipboard {
    /// Behaves as `fault` says from now on.
    pub fn set_fault(&self, fault: Fault) {
        *lock(&self.fault) = fault;
    }

    /// What it holds.
    #[must_use]
    pub fn held(&self) -> Option<String> {
        lock(&self.held).clone()
    }

    /// Puts `text` there, as another program would.
    pub fn put(&self, text: &str) {
        *lock(&self.held) = Some(text.to_owned());
    }

    /// Follows how often the app looked whether it still holds what was copied.
    #[must_use]
    pub fn looks(&self) -> watch::Receiver<usize> {
        self.looks.subscribe()
    }

    fn check(&self) -> Result<(), ClipboardError> {
        match *lock(&self.fault) {
            Fault::None => Ok(()),
            fault => Err(ClipboardError(format!("{fault:?}, switched on by a test"))),
        }
    }
}

#[async_trait]
impl Clipboard for MemoryClipboard {
    async fn copy_sensitive(&self, text: &SecretString) -> Result<(), ClipboardError> {
        self.check()?;
        self.put(text.expose_secret());
        Ok(())
    }

    async fn clear_if_unchanged(&self, text: &SecretString) -> Result<(), ClipboardError> {
        let outcome = self.check();
        let mut held = lock(&self.held);
        if outcome.is_ok() && held.as_deref() == Some(text.expose_secret()) {
            *held = None;
        }
        drop(held);
        self.looks.send_modify(|looks| *looks += 1);
        outcome
    }
}
