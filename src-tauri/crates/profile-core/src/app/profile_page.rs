//! The profile page: seeing the profile and changing it.

use portal_client::{ChangePreferencesInput, DisplayNameAnswer, DisplayNameRefusal};

use super::ProfileApp;
use super::access::{Access, OrganizationAccess};
use crate::announcements::Announcement;
use crate::failure::{Failure, FailureCode};
use crate::from_portal;
use crate::preferences::Theme;
use crate::profile::ProfileSnapshot;

impl ProfileApp {
    /// Asks the portal for the profile in the organization in view; the first time after a start this reads the
    /// keyring. If that organization is not there any more, the person is where the portal puts them then.
    ///
    /// Without a keyring the session can't be restored in this run, which is [`FailureCode::SessionEnded`] as
    /// well; it is not forgotten, so that a start with the keyring finds it again.
    ///
    /// # Errors
    /// [`FailureCode::SessionEnded`], [`FailureCode::KeyringUnavailable`], [`FailureCode::NotSignedIn`],
    /// [`FailureCode::OrganizationChanged`] if another organization came into view meanwhile, or why the portal
    /// can't be asked.
    pub async fn refresh_profile(&self) -> Result<ProfileSnapshot, Failure> {
        let session = self.session()?;
        let snapshot = self.fetch(&session).await?;
        self.look_for_purchases_soon();
        self.follow_now();
        self.take_up_downloads(&session);
        Ok(snapshot)
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
        let moment = self.moment(&session).await?;
        let change = |access: OrganizationAccess| async move {
            let (portal, caller) = (&access.portal, access.caller());
            portal.change_display_name(caller, display_name).await
        };
        let answer = self.ask_about(&session, moment.organization(), change);
        let viewer = match answer.await? {
            DisplayNameAnswer::Changed(viewer) => viewer,
            DisplayNameAnswer::Refused {
                reason,
                maximum_length,
            } => {
                return Err(refused(reason, maximum_length));
            }
            DisplayNameAnswer::Unknown => return Err(Failure::answer_unknown()),
        };
        let snapshot = self
            .show_account_changed(&session, &moment, *viewer)
            .await?;
        let display_name = snapshot.profile.account.display_name.clone();
        self.announce(
            &session,
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
        let announcement = enabled.then_some(Announcement::NotificationsOn);
        self.change_preferences(input, announcement).await
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
        self.change_preferences(input, Some(Announcement::ThemeChanged { theme }))
            .await
    }

    async fn change_preferences(
        &self,
        input: ChangePreferencesInput,
        announcement: Option<Announcement>,
    ) -> Result<ProfileSnapshot, Failure> {
        let session = self.session()?;
        let _turn = session.change.lock().await;
        let change = |access: Access| async move {
            let (portal, token) = (&access.portal, &access.token);
            portal.change_preferences(token, input).await
        };
        let preferences = from_portal::preferences(self.ask(&session, change).await?);
        let snapshot = match session.see_account_change(|profile| profile.preferences = preferences)
        {
            Some(snapshot) => snapshot,
            None => self.fetch_account(&session).await?,
        };
        self.keep_profile(&session).await;
        if let Some(announcement) = announcement {
            self.announce(&session, preferences, announcement);
        }
        Ok(snapshot)
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
