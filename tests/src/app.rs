//! The app in its real window, driven through WebDriver.

use std::fs::{File, Permissions, TryLockError};
use std::io::ErrorKind;
use std::ops::Deref;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use fantoccini::ClientBuilder;
use serde_json::{Map, json};
use xtask::desktop::{Desktop, WebDriver};
use xtask::workspace;

use crate::page::Page;
use crate::patient_connector::PatientConnector;
use crate::processes::running_with;
use crate::programs::program;

/// How long a page may take to get where a test expects it. Generous: machines are shared.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// How long WebDriver may take to answer. It has a limit of its own for the scripts of a page, 30 s, after which
/// it says what went wrong; this one is for when it says nothing at all.
pub(crate) const DRIVER_PATIENCE: Duration = Duration::from_secs(60);

/// The page itself, as against the first frame that the shell drew.
const LIVE: &str = "#app:not([inert]) > *";

/// A running app.
#[derive(Debug)]
pub struct App {
    page: Page,
    data: PathBuf,
    // Ended after the session.
    _driver: WebDriver,
}

impl App {
    /// Starts the app with a data directory.
    ///
    /// # Errors
    /// When it is not built or opens no window.
    pub async fn start(desktop: &Desktop, data: &Path) -> Result<Self> {
        Self::start_with(desktop, data, &[]).await
    }

    /// Starts the app with a data directory and further arguments.
    ///
    /// # Errors
    /// When it is not built or opens no window.
    pub async fn start_with(desktop: &Desktop, data: &Path, arguments: &[&str]) -> Result<Self> {
        Self::start_program(desktop, &program("portal-profile")?, data, arguments).await
    }

    /// Starts the app with a data directory, logging all there is into a file.
    ///
    /// # Errors
    /// When it is not built or opens no window.
    pub async fn start_talkative(desktop: &Desktop, data: &Path, log: &Path) -> Result<Self> {
        let app = program("portal-profile")?;
        // The driver hands no variables on to the app it starts.
        let script = format!(
            "#!/bin/sh\nPORTAL_PROFILE_LOG=trace exec '{}' \"$@\" 2>>'{}'\n",
            app.display(),
            log.display()
        );
        let talkative = log.with_extension("sh");
        std::fs::write(&talkative, script)?;
        std::fs::set_permissions(&talkative, Permissions::from_mode(0o700))?;
        Self::start_program(desktop, &talkative, data, &[]).await
    }

    async fn start_program(
        desktop: &Desktop,
        app: &Path,
        data: &Path,
        arguments: &[&str],
    ) -> Result<Self> {
        let driver = desktop.webdriver(&workspace::tauri_driver())?;
        let data_argument = data
            .to_str()
            .context("the data directory has an odd name")?;
        let arguments = [&["--data-dir", data_argument], arguments].concat();
        let options = json!({ "application": app, "args": arguments });
        let mut capabilities = Map::new();
        // A browser's name would be turned down: the app is none.
        capabilities.insert("tauri:options".to_owned(), options);
        let client = ClientBuilder::new(PatientConnector::new(DRIVER_PATIENCE))
            .capabilities(capabilities)
            .connect(driver.url())
            .await
            .context("the app opened no window")?;
        let app = Self {
            page: Page { client },
            data: data.to_owned(),
            _driver: driver,
        };
        app.see(LIVE).await?;
        Ok(app)
    }

    /// Where it keeps its files.
    pub(crate) fn data(&self) -> &Path {
        &self.data
    }

    /// Loads the page again, and waits until it is.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn load_again(&self) -> Result<()> {
        self.client.refresh().await?;
        self.see(LIVE).await?;
        Ok(())
    }

    /// Waits until the app has ended by itself.
    ///
    /// # Errors
    /// When it goes on.
    pub async fn see_end(&self) -> Result<()> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while running_with(&self.data)?.is_some() {
            if tokio::time::Instant::now() > deadline {
                bail!("the app goes on");
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(())
    }

    /// Ends the app at once, as when the machine loses power, and waits until it is gone.
    ///
    /// # Errors
    /// When it doesn't go.
    pub async fn kill(self) -> Result<()> {
        let Self {
            page,
            data,
            _driver,
        } = self;
        page.client.close().await?;
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while running_with(&data)?.is_some() || is_locked(&data)? {
            if tokio::time::Instant::now() > deadline {
                bail!("the app did not end with its WebDriver session");
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(())
    }
}

/// The app is used by what is on its page.
impl Deref for App {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}

/// Whether some process holds the lock of this data directory. One that is ending has no arguments any more
/// while the system still closes its files and connections; whoever starts the app in this moment would take
/// it for running, and hand over to it.
fn is_locked(data: &Path) -> Result<bool> {
    match File::open(data.join("portal-profile.lock")) {
        Ok(lock) => Ok(matches!(lock.try_lock(), Err(TryLockError::WouldBlock))),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(false)
        }
        Err(error) => Err(error.into()),
    }
}
