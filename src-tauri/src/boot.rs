//! What the page knows before its first script: handed over in an initialization script, so that
//! the first frame has the right colours.

use profile_core::preferences::{ColorScheme, Theme};
use serde::Serialize;
use ts_rs::TS;

use crate::platform;

/// What the page knows before its first script.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Boot {
    /// The app's version.
    pub(crate) version: String,
    /// `linux`, `macos` or `windows`.
    pub(crate) platform: String,
    /// What the system draws at this moment.
    pub(crate) system_color_scheme: ColorScheme,
    /// What the person chose last on this machine.
    pub(crate) theme: Theme,
    /// The address given on the command line, to be connected to at once.
    pub(crate) portal: Option<String>,
}

impl Boot {
    pub(crate) fn new(
        theme: Theme,
        system_color_scheme: ColorScheme,
        portal: Option<String>,
    ) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            platform: platform::NAME.to_owned(),
            system_color_scheme,
            theme,
            portal,
        }
    }

    /// What is drawn first.
    pub(crate) fn color_scheme(&self) -> ColorScheme {
        self.theme.resolve(self.system_color_scheme)
    }

    /// Runs before any script of the page.
    ///
    /// # Errors
    /// None in practice: all fields are plain.
    pub(crate) fn script(&self) -> Result<String, serde_json::Error> {
        let boot = serde_json::to_string(self)?;
        let scheme = serde_json::to_string(&self.color_scheme())?;
        Ok(format!(
            "Object.defineProperty(window, '__PORTAL_PROFILE__', {{ value: Object.freeze({boot}) }});\
             document.documentElement.dataset.theme = {scheme};"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chosen_theme_stands_above_the_system() {
        let boot = |theme| Boot::new(theme, ColorScheme::Dark, None).color_scheme();
        assert_eq!(boot(Theme::System), ColorScheme::Dark);
        assert_eq!(boot(Theme::Light), ColorScheme::Light);
    }

    #[test]
    fn an_address_cannot_break_out_of_the_script() -> Result<(), serde_json::Error> {
        let boot = Boot::new(
            Theme::System,
            ColorScheme::Light,
            Some("\"});alert(1)//".to_owned()),
        );
        assert!(boot.script()?.contains(r#""portal":"\"});alert(1)//""#));
        Ok(())
    }
}
