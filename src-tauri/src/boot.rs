//! What the page knows when it is loaded, written into its document: the first frame needs no answer
//! of the shell, and a page that is loaded again starts where the person is by then.

use profile_core::language::LanguageSetting;
use profile_core::links::Link;
use profile_core::outside_requests::{AskedPortal, PressedNotification, Wish};
use profile_core::preferences::{ColorScheme, Theme};
use profile_core::start::Start;
use profile_core::zoom::Zoom;
use serde::Serialize;
use ts_rs::TS;

use crate::platform;

/// What the page knows when it is loaded.
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
    /// The portal given on the command line, to be connected to at once; told once.
    pub(crate) portal: Option<AskedPortal>,
    /// The place that was asked for, to go to once the person is signed in; told once.
    pub(crate) link: Option<Link>,
    /// The notification on the desktop that was pressed, to go where it leads; told once.
    pub(crate) notification: Option<PressedNotification>,
    /// How large the page is drawn.
    pub(crate) zoom: Zoom,
    /// Whether closing the window leaves the app in the tray.
    pub(crate) closes_to_tray: bool,
    /// After how many minutes without the person the app locks; `null`: never.
    pub(crate) locks_after: Option<u32>,
    /// The language that the page speaks.
    pub(crate) language: LanguageSetting,
    /// How often something was asked for from outside the window since the app started; later ones have higher
    /// numbers.
    pub(crate) requests: u32,
    /// Where the person left off, from local files alone.
    pub(crate) start: Start,
}

impl Boot {
    pub(crate) fn new(
        theme: Theme,
        system_color_scheme: ColorScheme,
        asked: Wish,
        start: Start,
    ) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            platform: platform::NAME.to_owned(),
            system_color_scheme,
            theme,
            portal: asked.portal.map(AskedPortal::at),
            link: asked.link.as_deref().map(Link::read),
            notification: asked.notification,
            zoom: Zoom::default(),
            closes_to_tray: false,
            locks_after: None,
            language: LanguageSetting::default(),
            requests: 0,
            start,
        }
    }

    /// `document` with this in it: the theme and the language as attributes, so that the first frame has the right
    /// colours and runs the right way, the rest as data for the page's script, and the `first_frame` that is to be
    /// seen until that script runs.
    ///
    /// # Errors
    /// None in practice: all fields are plain.
    pub(crate) fn write_into(
        &self,
        document: &str,
        first_frame: Option<&str>,
    ) -> Result<String, serde_json::Error> {
        let scheme = serde_json::to_string(&self.theme.resolve(self.system_color_scheme))?;
        // Within a script element nothing but `<` can end the data or turn it into markup.
        let boot = serde_json::to_string(self)?.replace('<', "\\u003c");
        let language = self.language.in_force();
        let (tag, direction) = (language.tag(), language.direction().name());
        let root = format!("<html data-theme={scheme} lang=\"{tag}\" dir=\"{direction}\"");
        let data = format!("<script type=\"application/json\" id=\"boot\">{boot}</script></head>");
        let document = document
            .replacen("<html lang=\"en\"", &root, 1)
            .replacen("</head>", &data, 1);
        Ok(match first_frame {
            // Only to be looked at: nothing in it works yet.
            Some(markup) => {
                let drawn = format!("<div id=\"app\" inert>{markup}");
                document.replacen("<div id=\"app\">", &drawn, 1)
            }
            None => document,
        })
    }
}

#[cfg(test)]
mod tests {
    use profile_core::language::Language;
    use profile_core::start::Stage;
    use serde_json::Value;

    use super::*;

    /// The page's own document, as it is before the build puts its script into it.
    const DOCUMENT: &str = include_str!("../../ui/index.html");

    fn boot(theme: Theme, asked: Wish) -> Boot {
        let start = Start {
            stage: Stage::Connect,
            known_portals: Vec::new(),
            notices: Vec::new(),
        };
        Boot::new(theme, ColorScheme::Dark, asked, start)
    }

    /// The data that a browser finds in a document: all up to the first end of a script.
    fn data(document: &str) -> Option<&str> {
        let (_, data) = document.split_once("id=\"boot\">")?;
        data.split_once("</script").map(|(data, _)| data)
    }

    #[test]
    fn a_chosen_theme_stands_above_the_system() -> Result<(), serde_json::Error> {
        let document = |theme| boot(theme, Wish::default()).write_into(DOCUMENT, None);
        assert!(document(Theme::System)?.contains("<html data-theme=\"dark\" lang"));
        assert!(document(Theme::Light)?.contains("<html data-theme=\"light\" lang"));
        Ok(())
    }

    #[test]
    fn the_document_names_the_language_in_force() -> Result<(), serde_json::Error> {
        for (chosen, system, expected) in [
            (None, Language::De, "lang=\"de\" dir=\"ltr\">"),
            (Some(Language::Ar), Language::De, "lang=\"ar\" dir=\"rtl\">"),
        ] {
            let boot = Boot {
                language: LanguageSetting { chosen, system },
                ..boot(Theme::System, Wish::default())
            };
            let document = boot.write_into(DOCUMENT, None)?;
            assert!(document.contains(expected), "{document}");
            assert_eq!(document.matches("lang=").count(), 1);
        }
        Ok(())
    }

    #[test]
    fn a_first_frame_fills_the_page_and_does_nothing() -> Result<(), serde_json::Error> {
        let drawn =
            boot(Theme::System, Wish::default()).write_into(DOCUMENT, Some("<h1>Ada</h1>"))?;
        assert!(
            drawn.contains("<div id=\"app\" inert><h1>Ada</h1></div>"),
            "{drawn}"
        );
        Ok(())
    }

    #[test]
    fn nothing_breaks_out_of_the_data() -> Result<(), Box<dyn std::error::Error>> {
        for text in [
            "</script><script>alert(1)</script>",
            "<!--<script>",
            "\"}\\",
            "</head>",
            "\u{2028}\u{2029}",
        ] {
            let asked = Wish {
                portal: Some(text.to_owned()),
                link: Some(text.to_owned()),
                notification: None,
            };
            let document = boot(Theme::System, asked).write_into(DOCUMENT, None)?;
            let data = data(&document).ok_or("the document holds no data")?;
            assert!(!data.contains('<'), "{data}");
            let read: Value = serde_json::from_str(data)?;
            assert_eq!(read["portal"]["address"], text);
            assert_eq!(read["link"]["text"], text.trim());
        }
        Ok(())
    }
}
