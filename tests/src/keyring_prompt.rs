//! The window in which the keyring asks a person for a password.

use anyhow::Result;
use xtask::desktop::Desktop;

use crate::windows::Windows;
use crate::windows::keys::{ENTER, ESCAPE, TAB};

/// Where GNOME's keyring asks.
pub struct KeyringPrompt {
    windows: Windows,
}

impl KeyringPrompt {
    /// Looks for it on a desktop.
    ///
    /// # Errors
    /// When its display can't be reached.
    pub fn on(desktop: &Desktop) -> Result<Self> {
        let windows = Windows::on(desktop)?;
        Ok(Self { windows })
    }

    /// Waits for it.
    ///
    /// # Errors
    /// When it doesn't come.
    pub async fn seen(&self) -> Result<()> {
        self.windows.see_of(PROMPTER).await.map(drop)
    }

    /// Waits for it, and chooses a new password.
    ///
    /// # Errors
    /// When it doesn't come, or stays.
    pub async fn choose(&self, password: &str) -> Result<()> {
        let keys = [&*typed(password), &[TAB], &*typed(password), &[ENTER]].concat();
        self.press(&keys).await
    }

    /// Waits for it, and gives a password.
    ///
    /// # Errors
    /// When it doesn't come, or stays.
    pub async fn answer(&self, password: &str) -> Result<()> {
        let keys = [&*typed(password), &[ENTER]].concat();
        self.press(&keys).await
    }

    /// Waits for it, and turns it down.
    ///
    /// # Errors
    /// When it doesn't come, or stays.
    pub async fn turn_down(&self) -> Result<()> {
        self.press(&[ESCAPE]).await
    }

    async fn press(&self, keys: &[u32]) -> Result<()> {
        let window = self.windows.see_of(PROMPTER).await?;
        self.windows.press(window, keys)?;
        self.windows.see_go(window).await
    }
}

/// The program that asks, for all keyrings of GNOME's kind.
const PROMPTER: &str = "gcr-prompter";

/// The keys of a text in small letters, as X names them.
fn typed(text: &str) -> Vec<u32> {
    text.bytes().map(u32::from).collect()
}
