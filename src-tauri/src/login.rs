//! Starting with the person's session.

use std::path::PathBuf;

use tauri::{AppHandle, Manager};

use crate::instance::Instance;
use crate::options::Options;
use crate::platform::{self, LoginItem};

/// Has the person's session start the app, or not.
pub(crate) struct Login {
    /// `None` where the system doesn't say where such things are kept.
    item: Option<LoginItem>,
}

impl Login {
    /// Of this instance, which is started as it was now.
    pub(crate) fn of(app: &AppHandle, instance: &Instance, options: &Options) -> Self {
        let program = tauri::process::current_binary(&app.env());
        let configuration = app.path().config_dir();
        let mut arguments = vec!["--at-login".to_owned()];
        if let Some(directory) = options.data_dir.as_deref().map(absolute) {
            arguments.extend(["--data-dir".to_owned(), directory]);
        }
        let item = program
            .ok()
            .zip(configuration.ok())
            .filter(|_| platform::can_start_at_login());
        Self {
            item: item.map(|(program, configuration)| LoginItem {
                name: instance.keyring_service(),
                program,
                arguments,
                configuration,
            }),
        }
    }

    /// Whether it does; `None` where that can't be known.
    pub(crate) fn is_on(&self) -> Option<bool> {
        let starts = platform::starts_at_login(self.item.as_ref()?);
        starts
            .inspect_err(
                |error| tracing::warn!(%error, "whether the session starts the app is not known"),
            )
            .ok()
    }

    /// Has it do so from now on, or no more.
    ///
    /// # Errors
    /// What the system said.
    pub(crate) fn turn(&self, on: bool) -> std::io::Result<()> {
        let item = self.item.as_ref().ok_or(std::io::ErrorKind::Unsupported)?;
        platform::start_at_login(item, on)
    }
}

fn absolute(directory: &std::path::Path) -> String {
    let directory = std::path::absolute(directory).unwrap_or_else(|_| PathBuf::from(directory));
    directory.to_string_lossy().into_owned()
}
