//! The use cases together, as the shell calls them.

use std::path::PathBuf;
use std::sync::Arc;

use secrecy::SecretString;
use tokio::sync::watch;

use crate::failure::{Failure, FailureCode};
use crate::portals::Portal;
use crate::ports::{BuiltInPortal, Clock, LocalStore, Notifier, TokenStore};
use crate::preferences::Theme;
use crate::profile::ProfileSnapshot;
use crate::services::ServiceStates;
use crate::session::{SignInOutcome, SignOutOutcome};
use crate::start::{Notice, Stage, Start};

/// The system's parts, as the use cases need them.
#[derive(Clone)]
pub struct Ports {
    /// Keeps session tokens.
    pub token_store: Arc<dyn TokenStore>,
    /// Shows announcements.
    pub notifier: Arc<dyn Notifier>,
    /// Keeps this machine's small settings.
    pub local_store: Arc<dyn LocalStore>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Starts the built-in portal.
    pub built_in_portal: Arc<dyn BuiltInPortal>,
}

/// What a person does with their account at a portal. Cheap to clone; clones share one session.
#[derive(Clone)]
pub struct ProfileApp {
    ports: Ports,
    cache_directory: PathBuf,
    services: watch::Sender<ServiceStates>,
}

impl ProfileApp {
    /// The app over `ports`; profiles for offline viewing are kept under `cache_directory`.
    #[must_use]
    pub fn new(ports: Ports, cache_directory: PathBuf) -> Self {
        let services = watch::Sender::default();
        Self {
            ports,
            cache_directory,
            services,
        }
    }

    /// What the first frame shows: from local files alone, without waiting for anything.
    #[must_use]
    pub fn start(&self, notices: Vec<Notice>) -> Start {
        Start {
            stage: Stage::Connect,
            known_portals: Vec::new(),
            notices,
        }
    }

    /// Follows how the system's parts are found; holds the current value from the first moment on.
    #[must_use]
    pub fn services(&self) -> watch::Receiver<ServiceStates> {
        self.services.subscribe()
    }

    /// Finds the portal at an address as a person types it.
    ///
    /// # Errors
    /// Every code that says what is wrong with an address or the portal behind it.
    pub async fn connect(&self, address: &str) -> Result<Portal, Failure> {
        let _ = address;
        Err(not_signed_in())
    }

    /// Starts the portal that the app brings along.
    ///
    /// # Errors
    /// [`FailureCode::BuiltInPortalFailed`].
    pub async fn open_built_in_portal(&self) -> Result<Portal, Failure> {
        Err(not_signed_in())
    }

    /// Signs in to the portal with the id `portal`.
    ///
    /// # Errors
    /// When the portal can't be asked. Refusals are outcomes.
    pub async fn sign_in(
        &self,
        portal: &str,
        email: &str,
        password: SecretString,
    ) -> Result<SignInOutcome, Failure> {
        let _ = (portal, email, password);
        Err(not_signed_in())
    }

    /// Asks the portal for the profile; the first time after a start this reads the keyring.
    ///
    /// # Errors
    /// [`FailureCode::SessionEnded`], [`FailureCode::KeyringUnavailable`], [`FailureCode::NotSignedIn`], or why the portal
    /// can't be asked.
    pub async fn refresh_profile(&self) -> Result<ProfileSnapshot, Failure> {
        Err(not_signed_in())
    }

    /// Changes the name that others see.
    ///
    /// # Errors
    /// As [`Self::refresh_profile`], and the three codes about display names.
    pub async fn change_display_name(
        &self,
        display_name: &str,
    ) -> Result<ProfileSnapshot, Failure> {
        let _ = display_name;
        Err(not_signed_in())
    }

    /// Turns announcements as native notifications on or off.
    ///
    /// # Errors
    /// As [`Self::refresh_profile`].
    pub async fn set_toast_notifications(&self, enabled: bool) -> Result<ProfileSnapshot, Failure> {
        let _ = enabled;
        Err(not_signed_in())
    }

    /// Saves the look to the profile and remembers it for the next first frame.
    ///
    /// # Errors
    /// As [`Self::refresh_profile`].
    pub async fn set_theme(&self, theme: Theme) -> Result<ProfileSnapshot, Failure> {
        let _ = theme;
        Err(not_signed_in())
    }

    /// Ends the session: at the portal if it answers soon, on this machine in any case.
    ///
    /// # Errors
    /// [`FailureCode::NotSignedIn`].
    pub async fn sign_out(&self) -> Result<SignOutOutcome, Failure> {
        let _ = (&self.ports, &self.cache_directory);
        Err(not_signed_in())
    }
}

fn not_signed_in() -> Failure {
    Failure {
        code: FailureCode::NotSignedIn,
        detail: "nobody is signed in".into(),
    }
}
