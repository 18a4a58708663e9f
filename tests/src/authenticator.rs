//! An authenticator that is not ours: `oathtool`.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use tokio::process::Command;
use tokio::time::{Duration, sleep};

const STEP: u64 = 30;

/// Steps, before and after now, in which a portal looks for codes of a clock that is off, and some more.
const NEAR: u64 = 260;

/// A shared secret in the hands of a person who never shows the same code twice.
#[derive(Debug)]
pub struct Authenticator {
    secret: String,
    shown: u64,
}

impl Authenticator {
    /// The authenticator of a secret as a page shows it.
    #[must_use]
    pub fn new(secret: &str) -> Self {
        Self {
            secret: secret.replace(' ', ""),
            shown: 0,
        }
    }

    /// The secret in base32.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// A code that was not shown before: of now, or of the next half minute, which counts already. When
    /// both were shown, it waits as a person does.
    ///
    /// # Errors
    /// When `oathtool` is missing.
    pub async fn code(&mut self) -> Result<String> {
        let now = loop {
            let seconds = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
            let present = seconds / STEP;
            if self.shown <= present {
                break present;
            }
            sleep(Duration::from_secs((present + 1) * STEP - seconds)).await;
        };
        self.shown = now.max(self.shown + 1);
        self.at(self.shown * STEP).await
    }

    /// The code of a clock that is ahead by so many seconds.
    ///
    /// # Errors
    /// When `oathtool` is missing.
    pub async fn code_ahead_by(&self, seconds: u64) -> Result<String> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        self.at(now + seconds).await
    }

    /// A code of no clock, however far off.
    ///
    /// # Errors
    /// When `oathtool` is missing.
    pub async fn wrong_code(&self) -> Result<String> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        let near = self.from(now - NEAR * STEP, 2 * NEAR).await?;
        (0..1_000_000)
            .map(|code| format!("{code:06}"))
            .find(|code| near.lines().all(|shown| shown.trim() != code))
            .context("every code is near")
    }

    async fn at(&self, moment: u64) -> Result<String> {
        self.from(moment, 0).await
    }

    /// The codes of a moment and of so many steps after it, a line each.
    async fn from(&self, moment: u64, more: u64) -> Result<String> {
        let output = Command::new("oathtool")
            .args(["--totp", "--base32", &self.secret])
            .args(["--now", &format!("@{moment}")])
            .args(["--window", &more.to_string()])
            .output()
            .await
            .context("oathtool can't be started")?;
        ensure!(output.status.success(), "{output:?}");
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }
}
