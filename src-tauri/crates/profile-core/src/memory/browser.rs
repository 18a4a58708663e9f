//! A browser that opens nothing.

use std::sync::Mutex;

use async_trait::async_trait;
use url::Url;

use super::lock;
use crate::ports::{Browser, BrowserError};

/// Records the pages that were to be opened.
#[derive(Default)]
pub struct MemoryBrowser {
    opened: Mutex<Vec<Url>>,
    missing: Mutex<bool>,
}

impl MemoryBrowser {
    /// The pages opened so far, oldest first.
    #[must_use]
    pub fn opened(&self) -> Vec<Url> {
        lock(&self.opened).clone()
    }

    /// From now on there is none, or there is one again.
    pub fn set_missing(&self, missing: bool) {
        *lock(&self.missing) = missing;
    }
}

#[async_trait]
impl Browser for MemoryBrowser {
    async fn open(&self, page: &Url) -> Result<(), BrowserError> {
        if *lock(&self.missing) {
            return Err(BrowserError("switched off by a test".into()));
        }
        lock(&self.opened).push(page.clone());
        Ok(())
    }
}
