//! From one organization to another with the keyboard, from wherever the person is.

use anyhow::Result;
use serde_json::json;

use crate::app::App;
use crate::page::hook;

/// The organization that Enter chooses.
const ACTIVE: &str = "[data-test=organization-option][data-active] .name > span:first-child";

impl App {
    /// Opens the organizations at the top of the window.
    ///
    /// # Errors
    /// When they don't come.
    pub async fn open_organizations(&self) -> Result<()> {
        self.press_keys("\u{e009}k").await?;
        self.see(&hook("organization-palette")).await?;
        self.see("input[name=organizationSearch]:focus")
            .await
            .map(drop)
    }

    /// Types some of a name where organizations are searched for, and opens the one that is found.
    ///
    /// # Errors
    /// When another one is found, or it doesn't open.
    pub async fn switch_to(&self, name: &str) -> Result<()> {
        self.open_organizations().await?;
        self.press_keys(name).await?;
        self.organization_to_choose(name).await?;
        self.press_keys("\u{e007}").await?;
        self.see_no(&hook("organization-palette")).await
    }

    /// Waits until Enter would choose the organization with this name.
    ///
    /// # Errors
    /// When it keeps being another one.
    pub async fn organization_to_choose(&self, name: &str) -> Result<()> {
        let active = "const [selector, name] = arguments[0]; \
            return document.querySelector(selector)?.innerText === name;";
        self.comes_true(active, json!([ACTIVE, name])).await
    }
}
