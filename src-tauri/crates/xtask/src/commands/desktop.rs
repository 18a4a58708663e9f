//! `cargo xtask desktop`

use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Desktop {
    /// Start with the dark color scheme
    #[arg(long)]
    dark: bool,
    /// Start without a keyring
    #[arg(long)]
    no_keyring: bool,
    /// The program and its arguments. It finds the WebDriver server's address in WEBDRIVER_URL
    #[arg(last = true, required = true)]
    command: Vec<String>,
}

#[cfg(target_os = "linux")]
impl Desktop {
    pub(crate) fn run(self) -> Result<()> {
        use std::process::Stdio;

        use anyhow::{Context, ensure};
        use xtask::desktop::{ColorScheme, Desktop, Keyring, Notifications};

        crate::setup::prepare(crate::setup::Purpose::Tests)?;
        let mut builder = Desktop::builder().notifications(Notifications::Dunst);
        if self.dark {
            builder = builder.color_scheme(ColorScheme::Dark);
        }
        if self.no_keyring {
            builder = builder.keyring(Keyring::None);
        }
        let desktop = builder.start()?;
        let webdriver = desktop.webdriver(&xtask::workspace::tauri_driver())?;
        let (program, arguments) = self.command.split_first().context("no program is named")?;
        let mut command = desktop.command(program);
        command
            .args(arguments)
            .env("WEBDRIVER_URL", webdriver.url())
            .stdin(Stdio::inherit());
        let status = command
            .status()
            .with_context(|| format!("{program} can't be started"))?;
        ensure!(status.success(), "{program} ended with {status}");
        Ok(())
    }
}

#[cfg(not(target_os = "linux"))]
impl Desktop {
    pub(crate) fn run(self) -> Result<()> {
        anyhow::bail!("a headless desktop needs Linux")
    }
}
