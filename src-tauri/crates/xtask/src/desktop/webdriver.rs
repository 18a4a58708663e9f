//! WebDriver in a desktop: drives a Tauri app in its real window, or a browser.

use std::fs::{File, create_dir_all};
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::Desktop;
use super::process::Process;

/// Below the range from which systems choose ports for outgoing connections.
const FIRST_PORT: u16 = 20_000;
const PORTS_PER_DESKTOP: u16 = 20;
const START_BUDGET: Duration = Duration::from_secs(20);

/// A WebDriver server; it drives one app or browser at a time.
#[derive(Debug)]
pub struct WebDriver {
    // Ended when the server is dropped.
    _process: Process,
    url: String,
}

impl WebDriver {
    /// Where it listens, such as `http://127.0.0.1:20000`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Desktop {
    /// Starts a WebDriver server in this desktop.
    ///
    /// # Errors
    /// When `tauri-driver` or `WebKitWebDriver` doesn't start.
    pub fn webdriver(&self, tauri_driver: &Path) -> Result<WebDriver> {
        let (port, log) = self.next_webdriver()?;
        let process = Process::start(
            self.command(tauri_driver)
                // Where the apps that it starts leave what they are told to, such as what is printed.
                .current_dir(self.home())
                .args(["--port", &port.to_string()])
                .args(["--native-port", &(port + 1).to_string()])
                .stdout(log.try_clone()?)
                .stderr(log),
        )?;
        let driver = WebDriver {
            _process: process,
            url: format!("http://127.0.0.1:{port}"),
        };
        for port in [port, port + 1] {
            wait_for_listener(port)?;
        }
        Ok(driver)
    }

    /// Starts a WebDriver server for Chromium in this desktop.
    ///
    /// # Errors
    /// When `chromedriver` doesn't start.
    pub fn chromedriver(&self) -> Result<WebDriver> {
        let (port, log) = self.next_webdriver()?;
        let temporary = self.directory.join("temporary");
        create_dir_all(&temporary)?;
        let process = Process::start(
            self.command("chromedriver")
                .current_dir(self.home())
                .env("TMPDIR", temporary)
                .arg(format!("--port={port}"))
                .stdout(log.try_clone()?)
                .stderr(log),
        )?;
        let driver = WebDriver {
            _process: process,
            url: format!("http://127.0.0.1:{port}"),
        };
        wait_for_listener(port)?;
        Ok(driver)
    }

    /// The first of two ports for a WebDriver server, and its log.
    fn next_webdriver(&self) -> Result<(u16, File)> {
        // Displays have numbers of their own on a machine, so their ports don't collide.
        let index = self.webdrivers.fetch_add(1, Ordering::Relaxed);
        ensure!(
            index < PORTS_PER_DESKTOP / 2,
            "the desktop has started too many WebDriver servers"
        );
        let display = u16::try_from(self.display % 500)?;
        let port = FIRST_PORT + display * PORTS_PER_DESKTOP + index * 2;
        let log = File::create(self.directory.join(format!("webdriver-{index}.log")))?;
        Ok((port, log))
    }
}

fn wait_for_listener(port: u16) -> Result<()> {
    let deadline = Instant::now() + START_BUDGET;
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        ensure!(
            Instant::now() < deadline,
            "no WebDriver server listens on port {port}"
        );
        sleep(Duration::from_millis(5));
    }
    Ok(())
}
