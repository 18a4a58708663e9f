//! The system's dialog that asks where a file should go.

use std::path::PathBuf;

use async_trait::async_trait;
use profile_core::ports::{SaveDialog, SaveDialogError, SaveWish};
use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::DialogExt;
use tokio::sync::oneshot;

use crate::window;

/// Opens over the main window.
pub(crate) struct SystemSaveDialog {
    app: AppHandle,
}

impl SystemSaveDialog {
    pub(crate) fn new(app: AppHandle) -> Self {
        Self { app }
    }
}

#[async_trait]
impl SaveDialog for SystemSaveDialog {
    async fn ask(&self, wish: SaveWish) -> Result<Option<PathBuf>, SaveDialogError> {
        let (answer, answered) = oneshot::channel();
        let mut dialog = self.app.dialog().file().set_file_name(wish.name);
        if wish.folder.is_dir() {
            dialog = dialog.set_directory(wish.folder);
        }
        if let Some(window) = self.app.get_webview_window(window::MAIN) {
            dialog = dialog.set_parent(&window);
        }
        dialog.save_file(move |chosen| {
            // Nobody waits any more where the app ends.
            let _ = answer.send(chosen);
        });
        let failed = |error: &dyn ToString| SaveDialogError(error.to_string());
        let chosen = answered.await.map_err(|error| failed(&error))?;
        chosen
            .map(|chosen| chosen.into_path().map_err(|error| failed(&error)))
            .transpose()
    }
}
