//! How large the page is drawn, as this machine remembers it between runs.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::local_values::{read, write};
use crate::ports::LocalStore;

/// Key of how large the page is drawn: a whole number of percent.
pub const ZOOM: &str = "zoom";

/// The sizes that there are, in percent of the usual one. Text of twice the size is what WCAG 2.2 asks for (1.4.4).
const STEPS: [u16; 8] = [75, 90, 100, 110, 125, 150, 175, 200];

const USUAL: u16 = 100;

/// How large the page is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Zoom {
    /// In percent of the usual size.
    pub percent: u16,
    /// Whether it can't be drawn smaller.
    pub is_least: bool,
    /// Whether it can't be drawn larger.
    pub is_most: bool,
}

/// A change of how large the page is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ZoomStep {
    /// To the next larger size.
    In,
    /// To the next smaller size.
    Out,
    /// To the usual size.
    Reset,
}

impl Default for Zoom {
    fn default() -> Self {
        Self::of(USUAL)
    }
}

impl Zoom {
    /// A size in percent; what is none of those that there are counts as the usual one.
    fn of(percent: u16) -> Self {
        let percent = if STEPS.contains(&percent) {
            percent
        } else {
            USUAL
        };
        Self {
            percent,
            is_least: percent == STEPS[0],
            is_most: percent == STEPS[STEPS.len() - 1],
        }
    }

    /// The size that is a step away; at either end it stays.
    #[must_use]
    pub fn after(self, step: ZoomStep) -> Self {
        let next = match step {
            ZoomStep::In => STEPS.into_iter().find(|it| *it > self.percent),
            ZoomStep::Out => STEPS.into_iter().rfind(|it| *it < self.percent),
            ZoomStep::Reset => Some(USUAL),
        };
        next.map_or(self, Self::of)
    }

    /// What lengths are multiplied by.
    #[must_use]
    pub fn factor(self) -> f64 {
        f64::from(self.percent) / f64::from(USUAL)
    }
}

/// How large the page was drawn last.
#[must_use]
pub fn remembered(store: &dyn LocalStore) -> Zoom {
    read(store, ZOOM).map(Zoom::of).unwrap_or_default()
}

/// Remembers how large the page is drawn.
pub fn remember(store: &dyn LocalStore, zoom: Zoom) {
    write(store, ZOOM, &zoom.percent);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::memory::MemoryLocalStore;

    #[test]
    fn it_goes_step_by_step_to_either_end_and_back() {
        let mut zoom = Zoom::default();
        assert_eq!((zoom.percent, zoom.factor()), (100, 1.0));
        let mut seen = Vec::new();
        for _ in 0..6 {
            zoom = zoom.after(ZoomStep::In);
            seen.push(zoom.percent);
        }
        assert_eq!(seen, [110, 125, 150, 175, 200, 200]);
        assert!(zoom.is_most && !zoom.is_least);
        for _ in 0..8 {
            zoom = zoom.after(ZoomStep::Out);
        }
        assert_eq!(zoom.percent, 75);
        assert!(zoom.is_least && !zoom.is_most);
        assert_eq!(zoom.after(ZoomStep::Reset), Zoom::default());
    }

    #[test]
    fn it_is_remembered_and_nonsense_is_the_usual_size() {
        let store = MemoryLocalStore::default();
        assert_eq!(remembered(&store), Zoom::default());
        let larger = Zoom::default().after(ZoomStep::In);
        remember(&store, larger);
        assert_eq!(remembered(&store), larger);
        for nonsense in [json!(7), json!(-100), json!(1e9), json!("150"), json!({})] {
            store.set(ZOOM, nonsense).expect("a store in memory");
            assert_eq!(remembered(&store), Zoom::default());
        }
    }
}
