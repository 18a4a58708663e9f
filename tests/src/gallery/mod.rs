//! Every designed state of the app, visited one after the other in its real window, and of the pages that it opens in
//! the browser.
//!
//! A state is added where it is reached, with `gallery.show(&scene, &app, "its-name")`.

mod accounts;
mod blocked;
mod buying;
mod checkout;
mod credits;
mod entering;
mod exports;
mod interrupted;
mod leaving;
mod locking;
mod missing_parts;
mod organizations;
mod profile;
mod security;

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use profile_core::language::Language;
use serde_json::json;
use xtask::desktop::{Builder, ColorScheme, Desktop};

use crate::app::App;
use crate::chromium::Chromium;
use crate::scene::Scene;

/// States that are reached on one way. Rooms can be visited at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// Before anybody is signed in.
    Entering,
    /// The profile page and what is done on it.
    Profile,
    /// The portal or the session goes away.
    Interrupted,
    /// Logging out.
    Leaving,
    /// Several accounts on one computer.
    Accounts,
    /// The lock.
    Locking,
    /// Parts of the desktop that are missing or locked.
    MissingParts,
    /// Protecting the account: sessions, log, password.
    Security,
    /// The second factor, and what asks for it.
    Mfa,
    /// What gets in the way of the second factor.
    MfaTrouble,
    /// The keys of a personal account.
    ApiKeys,
    /// The organization in view, its pages, and the way to another one.
    Organizations,
    /// The app can't go on.
    Blocked,
    /// Where credits went, and buying more of them.
    Buying,
    /// The portal's test checkout, in a browser.
    Checkout,
    /// Chart data on its way into a file.
    Exports,
}

impl Room {
    /// All of them.
    pub const ALL: [Self; 16] = [
        Self::Entering,
        Self::Profile,
        Self::Interrupted,
        Self::Leaving,
        Self::Accounts,
        Self::Locking,
        Self::MissingParts,
        Self::Security,
        Self::Mfa,
        Self::MfaTrouble,
        Self::ApiKeys,
        Self::Organizations,
        Self::Blocked,
        Self::Buying,
        Self::Checkout,
        Self::Exports,
    ];
}

/// What is done at each state.
#[derive(Clone, Debug)]
pub enum Visit {
    /// A picture is saved in this directory.
    Picture(PathBuf),
    /// axe-core looks for barriers, and the content security policy must have stopped nothing.
    Barriers,
}

/// How the states look that are visited.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// What the person chose for the whole desktop.
    pub color_scheme: ColorScheme,
    /// The language of the system, which the app follows.
    pub language: Language,
}

impl From<ColorScheme> for Look {
    /// In English.
    fn from(color_scheme: ColorScheme) -> Self {
        Self {
            color_scheme,
            language: Language::En,
        }
    }
}

/// One visit to the states in one look.
#[derive(Debug)]
struct Gallery {
    color_scheme: ColorScheme,
    language: Language,
    visit: Visit,
    /// What was found so far, each with its state: one visit tells all.
    barriers: Vec<String>,
}

/// Visits each state of a room.
///
/// # Errors
/// When a state is not reached or has another look, and when it can't be drawn or has barriers.
pub async fn walk(room: Room, look: impl Into<Look>, visit: Visit) -> Result<()> {
    let Look {
        color_scheme,
        language,
    } = look.into();
    let mut gallery = Gallery {
        color_scheme,
        language,
        visit,
        barriers: Vec::new(),
    };
    let walked = match room {
        Room::Entering => entering::walk(&mut gallery).await,
        Room::Profile => profile::walk(&mut gallery).await,
        Room::Interrupted => interrupted::walk(&mut gallery).await,
        Room::Leaving => leaving::walk(&mut gallery).await,
        Room::Accounts => accounts::walk(&mut gallery).await,
        Room::Locking => locking::walk(&mut gallery).await,
        Room::MissingParts => missing_parts::walk(&mut gallery).await,
        Room::Security => security::walk(&mut gallery).await,
        Room::Mfa => security::walk_mfa(&mut gallery).await,
        Room::MfaTrouble => security::walk_mfa_trouble(&mut gallery).await,
        Room::ApiKeys => security::walk_api_keys(&mut gallery).await,
        Room::Organizations => organizations::walk(&mut gallery).await,
        Room::Blocked => blocked::walk(&mut gallery).await,
        Room::Buying => buying::walk(&mut gallery).await,
        Room::Checkout => checkout::walk(&mut gallery).await,
        Room::Exports => exports::walk(&mut gallery).await,
    };
    let barriers = gallery.barriers.join("\n");
    ensure!(barriers.is_empty(), "{barriers}");
    walked
}

impl Gallery {
    /// A desktop in the look of this visit, to be changed before it starts.
    fn desktop(&self) -> Builder {
        let desktop = Desktop::builder().color_scheme(self.color_scheme);
        match self.language {
            Language::En => desktop,
            language => desktop.language(language.tag()),
        }
    }

    /// Visits the state that the app is in now.
    async fn show(&mut self, scene: &Scene, app: &App, name: &str) -> Result<()> {
        let visited = self.visit(&scene.desktop, app, name).await;
        visited.with_context(|| format!("state `{name}`"))
    }

    async fn visit(&mut self, desktop: &Desktop, app: &App, name: &str) -> Result<()> {
        app.see(match self.color_scheme {
            ColorScheme::Light => "html[data-theme=light]",
            ColorScheme::Dark => "html[data-theme=dark]",
        })
        .await?;
        app.see(&format!("html[lang={}]", self.language.tag()))
            .await?;
        app.settle().await?;
        match &self.visit {
            Visit::Picture(directory) => {
                let file = directory.join(name).with_extension("png");
                app.save_picture(desktop, &file).await
            }
            Visit::Barriers => {
                self.note(name, &app.barriers().await?);
                Ok(())
            }
        }
    }

    /// Visits what a browser shows now.
    async fn show_in(&mut self, browser: &Chromium, name: &str) -> Result<()> {
        let visited = self.visit_in(browser, name).await;
        visited.with_context(|| format!("state `{name}`"))
    }

    async fn visit_in(&mut self, browser: &Chromium, name: &str) -> Result<()> {
        let is_dark = "return matchMedia('(prefers-color-scheme: dark)').matches === arguments[0]";
        let wanted = json!(self.color_scheme == ColorScheme::Dark);
        browser.comes_true(is_dark, wanted).await?;
        match &self.visit {
            Visit::Picture(directory) => {
                let file = directory.join(name).with_extension("png");
                browser.save_picture(&file).await
            }
            Visit::Barriers => {
                self.note(name, &browser.barriers_on_page().await?);
                Ok(())
            }
        }
    }

    fn note(&mut self, name: &str, found: &[String]) {
        let named = found.iter().map(|barrier| format!("{name}: {barrier}"));
        self.barriers.extend(named);
    }

    /// Chooses the color scheme of this visit by hand, where the system's can't be read.
    async fn choose_theme(&self, app: &App) -> Result<()> {
        app.press(match self.color_scheme {
            ColorScheme::Light => "[data-test=theme-light]",
            ColorScheme::Dark => "[data-test=theme-dark]",
        })
        .await?;
        app.see_no("[data-busy]").await
    }
}
