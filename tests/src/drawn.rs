//! What the page draws, and when.

use anyhow::Result;
use serde::Deserialize;

use crate::app::App;

/// What the page draws in one frame, for all of the window.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Drawn {
    /// The theme, as the page's root names it.
    pub theme: String,
    /// The computed color of the ground.
    pub ground: String,
}

const DRAWN: &str = "const drawn = () => { const root = document.documentElement; \
    return { theme: root.dataset.theme, ground: getComputedStyle(root).backgroundColor } }; \
    const nextFrame = () => new Promise(resolve => requestAnimationFrame(() => resolve(drawn())));";

/// Before any listener of the page.
const CLICK: &str =
    "addEventListener('click', () => resolve(nextFrame()), { capture: true, once: true })";

/// Beside the answers that the page itself waits for; only this one is a word.
const SYSTEM_CHANGE: &str = "const { callbacks } = __TAURI_INTERNALS__; \
    for (const [id, answer] of callbacks) callbacks.set(id, value => { answer(value); \
    if (typeof value === 'string') resolve(nextFrame()) })";

impl App {
    /// What is drawn now.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn drawn(&self) -> Result<Drawn> {
        let drawn = self.evaluate(&format!("{DRAWN} return drawn()")).await?;
        Ok(serde_json::from_value(drawn)?)
    }

    /// Makes ready for [`Self::first_frame`] after the next click.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn await_click(&self) -> Result<()> {
        self.await_first_frame(CLICK).await
    }

    /// Makes ready for [`Self::first_frame`] after the shell told the page that the system turned
    /// light or dark.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn await_system_change(&self) -> Result<()> {
        self.await_first_frame(SYSTEM_CHANGE).await
    }

    async fn await_first_frame(&self, listen: &str) -> Result<()> {
        let script = format!(
            "{DRAWN} const {{ promise, resolve }} = Promise.withResolvers(); {listen}; \
             window.firstFrame = promise; return null;"
        );
        self.evaluate_async(&script).await.map(drop)
    }

    /// What is drawn in the first frame after what was awaited.
    ///
    /// # Errors
    /// When it didn't happen.
    pub async fn first_frame(&self) -> Result<Drawn> {
        let drawn = self
            .evaluate_async("return await window.firstFrame")
            .await?;
        Ok(serde_json::from_value(drawn)?)
    }

    /// Waits until everything that moves has come to its end, and holds what never does.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn settle(&self) -> Result<()> {
        let script = "const moving = document.getAnimations(); \
            const ends = animation => animation.effect.getComputedTiming().endTime !== Infinity; \
            for (const animation of moving.filter(animation => !ends(animation))) { \
                animation.pause(); animation.currentTime = 0; } \
            await Promise.allSettled(moving.filter(ends).map(animation => animation.finished)); \
            return null;";
        self.evaluate_async(script).await.map(drop)
    }

    /// Records each change of the theme from now on.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn record_themes(&self) -> Result<()> {
        let record = "const root = document.documentElement; \
            const seen = window.recordedThemes = [root.dataset.theme]; \
            new MutationObserver(() => seen.at(-1) === root.dataset.theme || seen.push(root.dataset.theme)) \
            .observe(root, { attributeFilter: ['data-theme'] });";
        self.evaluate(record).await.map(drop)
    }

    /// The themes since [`Self::record_themes`], each different from the one before.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn recorded_themes(&self) -> Result<Vec<String>> {
        Ok(serde_json::from_value(
            self.evaluate("return window.recordedThemes").await?,
        )?)
    }
}
