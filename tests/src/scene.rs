//! A person at a desktop with a portal to sign in to.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use tokio::process::Command;
use tokio::time::timeout;
use xtask::desktop::{Builder, Desktop};

use crate::app::{App, PATIENCE};
use crate::page::hook;
use crate::portal::{Person, Portal};
use crate::programs::program;

/// The profile page once it shows what the portal says now.
pub const PROFILE: &str = "[data-test=profile-page][data-state=ready]";
/// The home page once it shows what the portal says now.
pub const HOME: &str = "[data-test=home-page][data-state=ready]";

/// A desktop, a portal with sample data, and the app's data directories.
#[derive(Debug)]
pub struct Scene {
    /// The portal; ends before the desktop does.
    pub portal: Portal,
    /// The desktop.
    pub desktop: Desktop,
}

/// Whether nothing about credits is on its way to the page, as far as it shows any.
const KNOWS_CREDITS: &str = "
    const at = (test) => document.querySelector(`[data-test=${test}]`);
    const section = at('credits');
    if (!section || ['failed', 'unavailable'].includes(section.dataset.state)) return true;
    if (section.dataset.state !== 'ready' || !at('credits-balance')) return false;
    return !at('open-add-credits') || ['ready', 'failed'].includes(at('open-payments')?.dataset.state);";

impl Scene {
    /// A scene on a desktop with all its parts.
    ///
    /// # Errors
    /// When the desktop or the portal doesn't start.
    pub async fn new() -> Result<Self> {
        Self::on(Desktop::builder()).await
    }

    /// A scene on a desktop of another kind.
    ///
    /// # Errors
    /// When the desktop or the portal doesn't start.
    pub async fn on(desktop: Builder) -> Result<Self> {
        let desktop = desktop.start()?;
        let portal = Portal::start(&desktop).await?;
        Ok(Self { portal, desktop })
    }

    /// A scene where nobody pinned a page, so that Home opens first.
    ///
    /// # Errors
    /// When the desktop or the portal doesn't start.
    pub async fn unpinned() -> Result<Self> {
        let desktop = Desktop::builder().start()?;
        let portal = Portal::start_unpinned(&desktop).await?;
        Ok(Self { portal, desktop })
    }

    /// The data directory of one of the person's machines.
    #[must_use]
    pub fn data(&self, machine: &str) -> PathBuf {
        self.desktop.directory().join(machine)
    }

    /// Starts the app on the person's first machine.
    ///
    /// # Errors
    /// When it opens no window.
    pub async fn start(&self) -> Result<App> {
        self.start_at("first").await
    }

    /// Starts the app on a machine of the person.
    ///
    /// # Errors
    /// When it opens no window.
    pub async fn start_at(&self, machine: &str) -> Result<App> {
        App::start(&self.desktop, &self.data(machine)).await
    }

    /// Starts the app for the first time on a machine, connects and signs in. The page has what it asks for about
    /// credits by itself then, so that whatever changes at the portal is met by the next step.
    ///
    /// # Errors
    /// When the profile doesn't show up.
    pub async fn sign_in_at(&self, machine: &str, person: Person) -> Result<App> {
        let app = self.start_at(machine).await?;
        app.connect(self.portal.address()).await?;
        app.sign_in(person).await?;
        app.comes_true(KNOWS_CREDITS, Value::Null).await?;
        Ok(app)
    }

    /// Starts the app once more on the first machine, where it is open: it hands over and ends.
    ///
    /// # Errors
    /// When it stays, or fails.
    pub async fn start_again(&self, arguments: &[&str]) -> Result<()> {
        let mut second = Command::from(self.desktop.command(program("portal-profile")?));
        second.arg("--data-dir").arg(self.data("first"));
        let status = timeout(PATIENCE, second.args(arguments).status())
            .await
            .context("the second instance stays")??;
        ensure!(status.success(), "{status}");
        Ok(())
    }

    /// Signs in with wrong passwords, as a script at this address, until the portal looks at none any more.
    ///
    /// # Errors
    /// When it never comes to that.
    pub async fn use_up_attempts(&self, person: Person) -> Result<()> {
        let _installed = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().no_proxy().build()?;
        let portal = format!("{}/graphql", self.portal.address());
        let attempt = json!({
            "query": "mutation($input: SignInInput!) { signIn(input: $input) { __typename } }",
            "variables": { "input": {
                "email": person.email, "password": "a guess", "client": "A script",
            } },
        });
        for _ in 0..100 {
            let answer = client.post(&portal).json(&attempt).send().await?;
            let answer: Value = answer.json().await?;
            match answer["data"]["signIn"]["__typename"].as_str() {
                Some("TooManyAttempts") => return Ok(()),
                Some("WrongCredentials") => {}
                _ => bail!("{answer}"),
            }
        }
        bail!("a hundred attempts are not too many")
    }

    /// Waits until the clipboard holds a text like this, and answers it.
    ///
    /// # Errors
    /// When it keeps holding another one, or none.
    pub async fn copied(&self, is_it: impl Fn(&str) -> bool) -> Result<String> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            let held = self.desktop.clipboard();
            match held {
                Ok(text) if is_it(&text) => return Ok(text),
                held if tokio::time::Instant::now() >= deadline => {
                    bail!("the clipboard holds {held:?}")
                }
                _ => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    }

    /// Waits until the app opens the next page in the system's browser, and answers its address.
    ///
    /// # Errors
    /// When it opens none.
    pub async fn opened_page(&self) -> Result<String> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            if let Some(page) = self.desktop.next_opened_page()? {
                return Ok(page);
            }
            ensure!(
                tokio::time::Instant::now() < deadline,
                "no page is opened in the browser"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The tokens of the app's sessions in the keyring.
    ///
    /// # Errors
    /// When the desktop has no keyring.
    pub fn tokens(&self) -> Result<Vec<String>> {
        let found = self.desktop.search_secrets("application", "rust-keyring")?;
        Ok(found
            .lines()
            .filter_map(|line| line.strip_prefix("secret = "))
            .map(str::to_owned)
            .collect())
    }

    /// Waits until the keyring holds no token of the app's sessions. Whoever meets the end of a session second hears
    /// of it before the first has emptied the keyring.
    ///
    /// # Errors
    /// When one stays, or the desktop has no keyring.
    pub async fn tokens_are_gone(&self) -> Result<()> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while !self.tokens()?.is_empty() {
            ensure!(
                tokio::time::Instant::now() < deadline,
                "a dead token is kept"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// Waits until the next start's first frame is kept, and reads it.
    ///
    /// # Errors
    /// When it isn't.
    pub async fn first_frame(&self) -> Result<String> {
        self.first_frame_after("").await
    }

    /// Waits until a first frame other than `earlier` is kept, and reads it.
    ///
    /// # Errors
    /// When it isn't.
    pub async fn first_frame_after(&self, earlier: &str) -> Result<String> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            if let Ok(file) = self.first_frame_file() {
                let frame = std::fs::read_to_string(file)?;
                if frame != earlier {
                    return Ok(frame);
                }
            }
            ensure!(
                tokio::time::Instant::now() < deadline,
                "no first frame is kept"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Where the first frame of the first machine's next start is kept.
    ///
    /// # Errors
    /// When there is none.
    pub fn first_frame_file(&self) -> Result<PathBuf> {
        let is_frame =
            |path: &PathBuf| path.extension().is_some_and(|found| found == "first-frame");
        let file = self.cached_files()?.into_iter().find(is_frame);
        file.context("no first frame is kept")
    }

    /// The profiles kept for offline viewing on the first machine.
    ///
    /// # Errors
    /// When the app was never started there.
    pub fn cached_profiles(&self) -> Result<Vec<PathBuf>> {
        let is_profile = |path: &PathBuf| path.extension().is_some_and(|found| found == "json");
        Ok(self
            .cached_files()?
            .into_iter()
            .filter(is_profile)
            .collect())
    }

    /// All files that the app keeps in the cache of the first data directory.
    ///
    /// # Errors
    /// When there is no such directory.
    pub fn cached_files(&self) -> Result<Vec<PathBuf>> {
        let entries = std::fs::read_dir(self.data("first").join("cache"))?;
        let paths = entries
            .map(|file| Ok(file?.path()))
            .collect::<Result<Vec<_>>>()?;
        Ok(paths.into_iter().filter(|path| path.is_file()).collect())
    }

    /// Signs the person out behind the app's back.
    ///
    /// # Errors
    /// When the portal doesn't know them.
    pub async fn revoke_sessions(&self, person: Person) -> Result<()> {
        self.operate(&["session", "revoke", "--email", person.email])
            .await
    }

    /// Does an operator's step at the portal while it runs.
    ///
    /// # Errors
    /// When the step is refused.
    pub async fn operate(&self, step: &[&str]) -> Result<()> {
        self.portal.operate(&self.desktop, step).await
    }

    /// Starts the portal again after it was killed.
    ///
    /// # Errors
    /// When it doesn't start.
    pub async fn restart_portal(&mut self) -> Result<()> {
        self.portal.restart(&self.desktop).await
    }
}

impl App {
    /// Connects to a portal and waits for its sign-in page.
    ///
    /// # Errors
    /// When the portal is not accepted.
    pub async fn connect(&self, address: &str) -> Result<()> {
        self.type_into("input[name=address]", address).await?;
        self.press(&hook("connect")).await?;
        self.see(&hook("sign-in-page")).await?;
        Ok(())
    }

    /// Fills in the sign-in page and sends it.
    ///
    /// # Errors
    /// When the page doesn't take it.
    pub async fn enter_credentials(&self, email: &str, password: &str) -> Result<()> {
        self.type_into("input[name=email]", email).await?;
        self.type_into("input[name=password]", password).await?;
        self.press(&hook("sign-in")).await
    }

    /// Signs in and waits for the profile.
    ///
    /// # Errors
    /// When it doesn't show up.
    pub async fn sign_in(&self, person: Person) -> Result<()> {
        self.enter_credentials(person.email, person.password)
            .await?;
        self.see(PROFILE).await?;
        Ok(())
    }
}
