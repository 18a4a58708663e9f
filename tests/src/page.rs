//! Looking at a page and using it, as a person does: by what is on it, waiting until it is there.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use fantoccini::Client;
use fantoccini::actions::{InputSource, MouseActions, PointerAction};
use fantoccini::elements::Element;
use fantoccini::error::{CmdError, ErrorStatus};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use crate::app::PATIENCE;

/// The page that a window shows: the app's, or one in a browser.
#[derive(Debug)]
pub struct Page {
    pub(crate) client: Client,
}

/// The selector of a page's hook for tests, such as `[data-test=log-out]`.
#[must_use]
pub fn hook(name: &str) -> String {
    format!("[data-test={name}]")
}

/// The selector of a banner about something, such as `offline`.
#[must_use]
pub fn banner(kind: &str) -> String {
    format!("[data-test=banner][data-kind={kind}]")
}

/// The selector of the note that says why a person is asked to sign in.
#[must_use]
pub fn sign_in_reason(kind: &str) -> String {
    format!("[data-test=sign-in-reason][data-kind={kind}]")
}

/// The selector of an error that says why something failed.
#[must_use]
pub fn error(code: &str) -> String {
    format!("[data-test=error][data-code={code}]")
}

/// The selector of the purchase that somebody waits for, once it is in a state such as `credited`.
#[must_use]
pub fn purchase(state: &str) -> String {
    format!("[data-test=purchase][data-state={state}]")
}

/// How often a page is looked at while waiting for it.
const POLL: Duration = Duration::from_millis(30);

/// Finds the first element that matches and can be seen. WebDriver's own notion of that, and of the
/// text that can be read, leaves out elements that would clip their text.
const VISIBLE: &str = "const element = [...document.querySelectorAll(arguments[0])].find(element => \
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) ?? null;";

impl Page {
    /// Waits until an element is on the page and can be seen.
    ///
    /// # Errors
    /// When it doesn't come; says what the page shows instead.
    pub async fn see(&self, selector: &str) -> Result<Element> {
        self.see_within(PATIENCE, selector).await
    }

    /// As [`Self::see`], for what the app itself waits for before it shows it.
    ///
    /// # Errors
    /// As [`Self::see`].
    pub async fn see_within(&self, patience: Duration, selector: &str) -> Result<Element> {
        let found = self
            .until_within(patience, selector, "return element", |found| {
                !found.is_null()
            })
            .await?;
        let reference = found
            .as_object()
            .and_then(|object| object.values().next()?.as_str());
        let reference = reference.context("WebDriver names no element")?.to_owned();
        Ok(Element::from_element_id(
            self.client.clone(),
            reference.into(),
        ))
    }

    /// Waits until no such element can be seen.
    ///
    /// # Errors
    /// When it stays.
    pub async fn see_no(&self, selector: &str) -> Result<()> {
        // Not the element itself: it may be on its way out while WebDriver hands it over.
        self.until(selector, "return element !== null", |found| found == false)
            .await
            .map(drop)
    }

    /// Waits until an element reads `text`.
    ///
    /// # Errors
    /// When it keeps reading something else.
    pub async fn read(&self, selector: &str, text: &str) -> Result<()> {
        self.until(selector, "return element?.innerText.trim()", |found| {
            found == text
        })
        .await
        .map(drop)
    }

    /// Waits until an element has text, and answers it.
    ///
    /// # Errors
    /// When there is none.
    pub async fn text(&self, selector: &str) -> Result<String> {
        let script = "return element?.innerText.trim()";
        let found = self.until(selector, script, |found| {
            found.as_str().is_some_and(|text| !text.is_empty())
        });
        Ok(found.await?.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until a field holds `text`.
    ///
    /// # Errors
    /// When it keeps holding something else.
    pub async fn holds(&self, selector: &str, text: &str) -> Result<()> {
        self.until(selector, "return element?.value", |found| found == text)
            .await
            .map(drop)
    }

    async fn until(
        &self,
        selector: &str,
        script: &str,
        wanted: impl Fn(&Value) -> bool,
    ) -> Result<Value> {
        self.until_within(PATIENCE, selector, script, wanted).await
    }

    /// Waits until what a script says about a visible element is as wanted.
    async fn until_within(
        &self,
        patience: Duration,
        selector: &str,
        script: &str,
        wanted: impl Fn(&Value) -> bool,
    ) -> Result<Value> {
        let deadline = Instant::now() + patience;
        let script = format!("{VISIBLE} {script}");
        loop {
            let found = match self.client.execute(&script, vec![json!(selector)]).await {
                // It went while WebDriver handed it over: another may be there in its place.
                Err(error) if error.is_stale_element_reference() => Value::Null,
                found => found?,
            };
            if wanted(&found) {
                return Ok(found);
            }
            if Instant::now() > deadline {
                let page = self.evaluate("return document.body.innerText").await?;
                let page = page.as_str().unwrap_or_default();
                bail!("waited in vain for `{selector}`, last: {found}; the page reads:\n{page}");
            }
            sleep(POLL).await;
        }
    }

    /// Waits until a script that gets `argument` answers true.
    ///
    /// # Errors
    /// When it keeps answering something else.
    pub async fn comes_true(&self, script: &str, argument: Value) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while self.client.execute(script, vec![argument.clone()]).await? != true {
            if Instant::now() > deadline {
                let page = self.evaluate("return document.body.innerText").await?;
                let page = page.as_str().unwrap_or_default();
                bail!("waited in vain with {argument} for {script}; the page reads:\n{page}");
            }
            sleep(POLL).await;
        }
        Ok(())
    }

    /// Presses an element once it can be used.
    ///
    /// # Errors
    /// When it doesn't come, stays disabled or is covered by another.
    pub async fn press(&self, selector: &str) -> Result<()> {
        let usable = format!("{selector}:not(:disabled, [aria-disabled=true], [data-busy])");
        // Brought to the middle first, as a person does: WebDriver scrolls no further than to an edge,
        // where part of an element may still be out of sight.
        let scroll = "element?.scrollIntoView({ block: 'center', behavior: 'instant' });";
        self.until(&usable, &format!("{scroll} return element"), |found| {
            !found.is_null()
        })
        .await?;
        let deadline = Instant::now() + PATIENCE;
        loop {
            let pressed = self.see(&usable).await?.click().await;
            match pressed {
                // The page moved under the mouse, as when news come: whoever looks at it presses there again.
                Err(error) if was_missed(&error) && Instant::now() < deadline => sleep(POLL).await,
                pressed => {
                    return pressed.with_context(|| format!("`{selector}` can't be pressed"));
                }
            }
        }
    }

    /// Moves the mouse to the middle of an element, once it is there.
    ///
    /// # Errors
    /// When it doesn't come.
    pub async fn point_at(&self, selector: &str) -> Result<()> {
        let element = self.see(selector).await?;
        self.bring_to_the_middle(&element).await?;
        let there = PointerAction::MoveToElement {
            element,
            duration: None,
            x: 0.0,
            y: 0.0,
        };
        let mouse = MouseActions::new("mouse".to_owned()).then(there);
        Ok(self.client.perform_actions(mouse).await?)
    }

    async fn bring_to_the_middle(&self, element: &Element) -> Result<()> {
        let scroll = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
        let argument = serde_json::to_value(element)?;
        self.client.execute(scroll, vec![argument]).await?;
        Ok(())
    }

    /// Chooses from a list that the system draws, by the value that stands for it.
    ///
    /// # Errors
    /// When there is no such list or value.
    pub async fn select(&self, selector: &str, value: &str) -> Result<()> {
        let list = self.see(selector).await?;
        self.bring_to_the_middle(&list).await?;
        list.select_by_value(value)
            .await
            .with_context(|| format!("`{selector}` has no {value}"))
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

    /// Presses keys on what has the focus.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn press_keys(&self, keys: &str) -> Result<()> {
        let focused = self.client.active_element().await?;
        focused
            .send_keys(keys)
            .await
            .with_context(|| format!("{keys:?} can't be typed"))
    }

    /// Moves the focus on with the keyboard until it is on an element.
    ///
    /// # Errors
    /// When it comes round without meeting it.
    pub async fn tab_to(&self, selector: &str) -> Result<()> {
        const TAB: &str = "\u{e004}";
        let here = "return document.activeElement?.closest(arguments[0]) !== null;";
        for _ in 0..60 {
            let found = self.client.execute(here, vec![json!(selector)]).await?;
            if found == true {
                return Ok(());
            }
            self.press_keys(TAB).await?;
        }
        bail!("the keyboard does not lead to `{selector}`")
    }

    /// Runs a function body in the page.
    ///
    /// # Errors
    /// When it throws.
    pub async fn evaluate(&self, script: &str) -> Result<Value> {
        Ok(self.client.execute(script, Vec::new()).await?)
    }

    /// Runs the body of an async function in the page.
    ///
    /// # Errors
    /// When it throws.
    pub async fn evaluate_async(&self, script: &str) -> Result<Value> {
        let script = format!(
            "const done = arguments[arguments.length - 1]; (async () => {{ {script} }})() \
             .then(value => done({{ value }}), error => done({{ error: String(error) }}));"
        );
        let answer = self.client.execute_async(&script, Vec::new()).await?;
        if answer["error"] != json!(null) {
            bail!("the page's script failed: {}", answer["error"]);
        }
        Ok(answer["value"].clone())
    }
}

/// Whether a press met nothing, since what was to be pressed was elsewhere by then.
fn was_missed(error: &CmdError) -> bool {
    let CmdError::Standard(error) = error else {
        return false;
    };
    matches!(
        error.error,
        ErrorStatus::ElementClickIntercepted
            | ErrorStatus::ElementNotInteractable
            | ErrorStatus::MoveTargetOutOfBounds
            | ErrorStatus::StaleElementReference
    )
}
