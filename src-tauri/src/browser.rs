//! The browser that the person uses.

use async_trait::async_trait;
use profile_core::ports::{Browser, BrowserError};
use url::Url;

/// The system's browser.
pub(crate) struct SystemBrowser;

#[async_trait]
impl Browser for SystemBrowser {
    async fn open(&self, page: &Url) -> Result<(), BrowserError> {
        let page = page.as_str().to_owned();
        // Looking for the program that opens it reads files.
        let opening = tokio::task::spawn_blocking(move || open::that_detached(page)).await;
        opening
            .map_err(|error| BrowserError(error.to_string()))?
            .map_err(|error| BrowserError(error.to_string()))
    }
}
