//! Looking at a page and using it, as a person does: by what is on it, waiting until it is there.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use fantoccini::Locator;
use fantoccini::elements::Element;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use crate::app::{App, PATIENCE};

/// The selector of a page's hook for tests, such as `[data-test=log-out]`.
#[must_use]
pub fn hook(name: &str) -> String {
    format!("[data-test={name}]")
}

impl App {
    /// Waits until an element is on the page and can be seen.
    ///
    /// # Errors
    /// When it doesn't come; says what the page shows instead.
    pub async fn see(&self, selector: &str) -> Result<Element> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            for element in self.client.find_all(Locator::Css(selector)).await? {
                // An element may go between finding and looking at it.
                if element.is_displayed().await.unwrap_or(false) {
                    return Ok(element);
                }
            }
            if Instant::now() > deadline {
                bail!(
                    "`{selector}` did not appear; the page shows:\n{}",
                    self.shown().await?
                );
            }
            sleep(POLL).await;
        }
    }

    /// Waits until no such element is on the page.
    ///
    /// # Errors
    /// When it stays.
    pub async fn see_no(&self, selector: &str) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while !self
            .client
            .find_all(Locator::Css(selector))
            .await?
            .is_empty()
        {
            if Instant::now() > deadline {
                bail!(
                    "`{selector}` did not go; the page shows:\n{}",
                    self.shown().await?
                );
            }
            sleep(POLL).await;
        }
        Ok(())
    }

    /// Waits until an element reads `text`.
    ///
    /// # Errors
    /// When it keeps reading something else.
    pub async fn read(&self, selector: &str, text: &str) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let found = self.see(selector).await?.text().await.unwrap_or_default();
            if found == text {
                return Ok(());
            }
            if Instant::now() > deadline {
                bail!("`{selector}` reads {found:?}, not {text:?}");
            }
            sleep(POLL).await;
        }
    }

    /// Presses an element once it can be used.
    ///
    /// # Errors
    /// When it doesn't come, stays disabled or is covered by another.
    pub async fn press(&self, selector: &str) -> Result<()> {
        let usable = format!("{selector}:not(:disabled, [aria-disabled=true], [data-busy])");
        let element = self.see(&usable).await?;
        element
            .click()
            .await
            .with_context(|| format!("`{selector}` can't be pressed"))
    }

    /// Types into a field in place of what it holds.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn type_into(&self, selector: &str, text: &str) -> Result<()> {
        let field = self.see(selector).await?;
        field.clear().await?;
        field
            .send_keys(text)
            .await
            .with_context(|| format!("`{selector}` takes no text"))
    }

    /// Runs a function body in the page.
    ///
    /// # Errors
    /// When it throws.
    pub async fn evaluate(&self, script: &str) -> Result<Value> {
        Ok(self.client.execute(script, Vec::new()).await?)
    }

    /// What a file of JavaScript and then a function body that returns a promise come to.
    pub(crate) async fn evaluate_with(&self, library: &str, script: &str) -> Result<Value> {
        self.client.execute(library, Vec::new()).await?;
        let settle = "const done = arguments[arguments.length - 1];";
        let script = format!(
            "{settle} (async () => {{ {script} }})().then(value => done({{ value }}), error => done({{ error: String(error) }}));"
        );
        let answer = self.client.execute_async(&script, Vec::new()).await?;
        if answer["error"] != json!(null) {
            bail!("the page's script failed: {}", answer["error"]);
        }
        Ok(answer["value"].clone())
    }

    /// The page's picture as a PNG file.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn picture(&self) -> Result<Vec<u8>> {
        Ok(self.client.screenshot().await?)
    }

    async fn shown(&self) -> Result<String> {
        let text = self.evaluate("return document.body.innerHTML").await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }
}

/// How often a page is looked at while waiting for it.
const POLL: Duration = Duration::from_millis(30);
