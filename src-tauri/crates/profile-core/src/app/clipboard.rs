//! Secrets on the clipboard: there for a minute, then taken off again.

use std::sync::Arc;

use secrecy::SecretString;
use tokio::task::AbortHandle;

use super::{ProfileApp, lock};
use crate::failure::Failure;

/// A secret that was copied, and what will take it off.
pub(super) struct CopiedSecret {
    text: Arc<SecretString>,
    timer: AbortHandle,
}

impl ProfileApp {
    /// Copies a secret. After a minute it is taken off the clipboard, unless that holds something else by then.
    ///
    /// # Errors
    /// [`ClipboardUnavailable`](crate::failure::FailureCode::ClipboardUnavailable): nothing was copied.
    pub async fn copy_secret(&self, text: SecretString) -> Result<(), Failure> {
        self.shared.ports.clipboard.copy_sensitive(&text).await?;
        let text = Arc::new(text);
        let (app, own) = (self.clone(), Arc::clone(&text));
        let timer = tokio::spawn(async move {
            tokio::time::sleep(app.shared.patience.copied_secret).await;
            let copy = lock(&app.shared.copied).take_if(|copy| Arc::ptr_eq(&copy.text, &own));
            app.clear(copy).await;
        });
        let copy = CopiedSecret {
            text,
            timer: timer.abort_handle(),
        };
        // The one before is off the clipboard already, and its timer would be too early for the same text.
        if let Some(before) = lock(&self.shared.copied).replace(copy) {
            before.timer.abort();
        }
        Ok(())
    }

    /// Takes the secret copied last off the clipboard, if that still holds it. To be called when the app ends,
    /// since nobody would do so later.
    pub async fn clear_copied_secret(&self) {
        let copy = lock(&self.shared.copied).take();
        self.clear(copy).await;
    }

    async fn clear(&self, copy: Option<CopiedSecret>) {
        let Some(copy) = copy else {
            return;
        };
        let clipboard = &self.shared.ports.clipboard;
        if let Err(error) = clipboard.clear_if_unchanged(&copy.text).await {
            tracing::warn!(%error, "a copied secret may still be on the clipboard");
        }
    }
}
