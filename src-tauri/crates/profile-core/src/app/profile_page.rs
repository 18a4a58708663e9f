//! The profile page: seeing the profile and changing it.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use portal_client::{
    ChangePreferencesInput, DisplayNameAnswer, DisplayNameRefusal, PortalClient, Viewer,
};

use super::ProfileApp;
use super::access::Access;
use crate::announcements::Announcement;
use crate::failure::{Failure, FailureCode};
use crate::from_portal;
use crate::offline::SeenProfile;
use crate::preferences::Theme;
use crate::profile::ProfileSnapshot;

impl ProfileApp {
    /// Asks the portal for the profile; the first time after a start this reads the keyring.
    ///
    /// Without a keyring the session can't be restored in this run, which is [`FailureCode::SessionEnded`] as
    /// well; it is not forgotten, so that a start with the keyring finds it again.
    ///
    /// # Errors
    /// [`FailureCode::SessionEnded`], [`FailureCode::KeyringUnavailable`], [`FailureCode::NotSignedIn`], or why
    /// the portal can't be asked.
    pub async fn refresh_profile(&self) -> Result<ProfileSnapshot, Failure> {
        let access = self.access(self.session()?).await?;
        self.fetch(&access).await
    }

    /// Changes the name that others see.
    ///
    /// # Errors
    /// As [`Self::refresh_profile`], and the three codes about display names.
    pub async fn change_display_name(
        &self,
        display_name: &str,
    ) -> Result<ProfileSnapshot, Failure> {
        let session = self.session()?;
        let _turn = session.change.lock().await;
        let access = self.access(Arc::clone(&session)).await?;
        let reply = access
            .portal
            .change_display_name(&access.token, display_name)
            .await;
        let viewer = match self.accept(&session, reply).await? {
            DisplayNameAnswer::Changed(viewer) => viewer,
            DisplayNameAnswer::Refused {
                reason,
                maximum_length,
            } => {
                return Err(refused(reason, maximum_length));
            }
            DisplayNameAnswer::Unknown => {
                let detail = "the portal gave an answer that is not known";
                return Err(Failure::new(FailureCode::ReplyInvalid, detail));
            }
        };
        let seen = self
            .with_picture(&access.portal, viewer, session.seen())
            .await;
        session.check()?;
        let snapshot = session.see_changed(seen);
        self.keep_profile(&session).await;
        let display_name = snapshot.profile.account.display_name.clone();
        self.announce(
            snapshot.profile.preferences,
            Announcement::DisplayNameChanged { display_name },
        );
        Ok(snapshot)
    }

    /// Turns announcements as native notifications on or off.
    ///
    /// # Errors
    /// As [`Self::refresh_profile`].
    pub async fn set_toast_notifications(&self, enabled: bool) -> Result<ProfileSnapshot, Failure> {
        let input = ChangePreferencesInput {
            toast_notifications: Some(enabled),
            theme: None,
        };
        self.change_preferences(input, Announcement::NotificationsOn)
            .await
    }

    /// Saves the look to the profile and remembers it for the next first frame.
    ///
    /// # Errors
    /// As [`Self::refresh_profile`].
    pub async fn set_theme(&self, theme: Theme) -> Result<ProfileSnapshot, Failure> {
        let chosen = from_portal::contract_theme(theme);
        let input = ChangePreferencesInput {
            toast_notifications: None,
            theme: Some(chosen),
        };
        self.change_preferences(input, Announcement::ThemeChanged { theme })
            .await
    }

    async fn change_preferences(
        &self,
        input: ChangePreferencesInput,
        announcement: Announcement,
    ) -> Result<ProfileSnapshot, Failure> {
        let session = self.session()?;
        let _turn = session.change.lock().await;
        let access = self.access(Arc::clone(&session)).await?;
        let reply = access.portal.change_preferences(&access.token, input).await;
        let preferences = from_portal::preferences(self.accept(&session, reply).await?);
        let snapshot = match session.see_change(|profile| profile.preferences = preferences) {
            Some(snapshot) => snapshot,
            None => self.fetch(&access).await?,
        };
        self.keep_profile(&session).await;
        self.announce(preferences, announcement);
        Ok(snapshot)
    }

    /// Asks for the whole profile and keeps it.
    async fn fetch(&self, access: &Access) -> Result<ProfileSnapshot, Failure> {
        let session = &access.session;
        let changes = session.changes();
        let reply = access.portal.viewer(&access.token).await;
        let viewer = self.accept(session, reply).await?;
        let seen = self
            .with_picture(&access.portal, viewer, session.seen())
            .await;
        session.check()?;
        let snapshot = session.see(changes, seen);
        self.keep_profile(session).await;
        Ok(snapshot)
    }

    /// The profile of `viewer` with its picture: the one seen before if it has not changed, else downloaded.
    /// A picture that can't be had soon is left out; the initials stand in for it.
    pub(super) async fn with_picture(
        &self,
        portal: &PortalClient,
        viewer: Viewer,
        before: Option<SeenProfile>,
    ) -> SeenProfile {
        let avatar_path = viewer.avatar_path.clone();
        let unchanged = before
            .filter(|before| before.avatar_path == avatar_path)
            .and_then(|before| before.snapshot.profile.account.avatar);
        let avatar = match (&avatar_path, unchanged) {
            (Some(_), Some(avatar)) => Some(avatar),
            (Some(path), None) => self.picture(portal, path).await,
            (None, _) => None,
        };
        let fetched_at = self.shared.ports.clock.now();
        let profile = from_portal::profile(viewer, avatar);
        SeenProfile {
            snapshot: ProfileSnapshot {
                profile,
                fetched_at,
            },
            avatar_path,
        }
    }

    /// The picture at `path` as a `data:` URL.
    async fn picture(&self, portal: &PortalClient, path: &str) -> Option<String> {
        let download = tokio::time::timeout(self.shared.patience.picture, portal.avatar(path));
        match download.await {
            Ok(Ok(avatar)) => {
                let bytes = STANDARD.encode(&avatar.bytes);
                Some(format!("data:{};base64,{bytes}", avatar.media_type))
            }
            Ok(Err(error)) => {
                tracing::warn!(%error, "the picture is left out");
                None
            }
            Err(_) => {
                tracing::warn!("the picture is left out: it did not come in time");
                None
            }
        }
    }
}

fn refused(reason: DisplayNameRefusal, maximum_length: u32) -> Failure {
    match reason {
        DisplayNameRefusal::Empty => {
            Failure::new(FailureCode::DisplayNameEmpty, "the name is empty")
        }
        DisplayNameRefusal::TooLong => Failure::new(
            FailureCode::DisplayNameTooLong,
            format!("the name has more than {maximum_length} characters"),
        ),
        DisplayNameRefusal::InvalidCharacters | DisplayNameRefusal::Unknown => Failure::new(
            FailureCode::DisplayNameInvalid,
            "the name has characters that can't be shown",
        ),
    }
}
