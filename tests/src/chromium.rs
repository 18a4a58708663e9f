//! Chromium in its real window on a test's desktop, driven through WebDriver.

use std::ops::Deref;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use fantoccini::ClientBuilder;
use fantoccini::wd::WebDriverCompatibleCommand;
use reqwest::{Method, Url};
use serde_json::{Map, Value, json};
use xtask::desktop::{Desktop, WebDriver};

use crate::app::{DRIVER_PATIENCE, PATIENCE};
use crate::page::Page;
use crate::patient_connector::PatientConnector;

/// A browser with a profile of its own; ends when it is dropped.
#[derive(Debug)]
pub struct Chromium {
    page: Page,
    // Ended before anybody waits for the browser.
    driver: Option<WebDriver>,
    profile: PathBuf,
}

impl Chromium {
    /// Starts a browser that nobody used before, and that follows the desktop's color scheme.
    ///
    /// # Errors
    /// When it or its driver is not installed, or opens no window.
    pub async fn start(desktop: &Desktop) -> Result<Self> {
        let driver = desktop.chromedriver()?;
        let parent = desktop.directory().join("chromium");
        std::fs::create_dir_all(&parent)?;
        let profile = tempfile::Builder::new().tempdir_in(parent)?.keep();
        let mut arguments = vec![
            format!("--user-data-dir={}", profile.display()),
            // The driver's end, however it comes about, is then the browser's.
            "--remote-debugging-pipe".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--no-first-run".to_owned(),
            "--no-default-browser-check".to_owned(),
            "--window-position=0,0".to_owned(),
            "--window-size=1280,960".to_owned(),
        ];
        if is_root()? {
            // It starts for the superuser in no other way.
            arguments.push("--no-sandbox".to_owned());
        }
        let mut capabilities = Map::new();
        capabilities.insert(
            "goog:chromeOptions".to_owned(),
            json!({ "args": arguments }),
        );
        let client = ClientBuilder::new(PatientConnector::new(DRIVER_PATIENCE))
            .capabilities(capabilities)
            .connect(driver.url())
            .await
            .context("Chromium opened no window")?;
        Ok(Self {
            page: Page { client },
            driver: Some(driver),
            profile,
        })
    }

    /// Opens a page and waits until it is loaded.
    ///
    /// # Errors
    /// When the browser is gone, or nobody answers at this address.
    pub async fn open(&self, address: &str) -> Result<()> {
        let opened = self.client.goto(address).await;
        opened.with_context(|| format!("{address} can't be opened"))
    }

    /// Where the page is that it shows.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn address(&self) -> Result<String> {
        Ok(self.client.current_url().await?.to_string())
    }

    /// Shows pages as in a window of this size, in CSS pixels; one of its own can't be that narrow.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        let command = DevTools {
            command: "Emulation.setDeviceMetricsOverride",
            parameters: json!({
                "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
            }),
        };
        self.client.issue_cmd(command).await?;
        let there = "return innerWidth === arguments[0][0] && innerHeight === arguments[0][1]";
        self.comes_true(there, json!([width, height])).await
    }

    /// Saves what the page looks like as PNG.
    ///
    /// # Errors
    /// When the browser is gone, or the file can't be written.
    pub async fn save_picture(&self, file: &Path) -> Result<()> {
        let picture = self.client.screenshot().await?;
        std::fs::write(file, picture)
            .with_context(|| format!("{} can't be written", file.display()))
    }

    /// Ends the browser, and waits until it is gone.
    fn end(&mut self) -> Result<()> {
        drop(self.driver.take());
        let deadline = Instant::now() + PATIENCE;
        while is_running_with(&self.profile)? {
            if Instant::now() > deadline {
                bail!("Chromium did not end with its driver");
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }
}

/// A browser is used by what is on its page.
impl Deref for Chromium {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        if let Err(error) = self.end() {
            eprintln!("the end of Chromium was not awaited: {error}");
        }
    }
}

/// A command of Chromium's own.
#[derive(Debug)]
struct DevTools {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, <Url as FromStr>::Err> {
        base.join(&format!(
            "session/{}/goog/cdp/execute",
            session.unwrap_or_default()
        ))
    }

    fn method_and_body(&self, _url: &Url) -> (Method, Option<String>) {
        let body = json!({ "cmd": self.command, "params": self.parameters });
        (Method::POST, Some(body.to_string()))
    }
}

fn is_root() -> Result<bool> {
    Ok(std::fs::metadata("/proc/self")?.uid() == 0)
}

/// Whether some process was started with this profile.
fn is_running_with(profile: &Path) -> Result<bool> {
    let profile = profile.as_os_str().as_encoded_bytes();
    for process in std::fs::read_dir("/proc")? {
        // Processes may end while they are looked at.
        let arguments = std::fs::read(process?.path().join("cmdline")).unwrap_or_default();
        if arguments.windows(profile.len()).any(|part| part == profile) {
            return Ok(true);
        }
    }
    Ok(false)
}
