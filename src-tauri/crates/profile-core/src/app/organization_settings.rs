//! What can be changed about the organization in view.

use std::sync::Arc;

use portal_client::{self as contract, UpdateOrganizationAnswer};

use super::ProfileApp;
use super::access::OrganizationAccess;
use super::current_session::CurrentSession;
use super::seen::Moment;
use crate::announcements::Announcement;
use crate::failure::Failure;
use crate::from_portal;
use crate::organizations::{
    OrganizationSettings, PictureChange, PictureRefusal, UpdateOrganizationOutcome,
};
use crate::prepared_picture;

impl ProfileApp {
    /// What can be changed; `None` for who may not change anything.
    ///
    /// # Errors
    /// As [`Self::organizations`].
    pub async fn organization_settings(&self) -> Result<Option<OrganizationSettings>, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let look = |access: OrganizationAccess| async move {
            access.portal.organization_settings(access.caller()).await
        };
        let Some(settings) = self.look(&session, &moment, look).await? else {
            return Ok(None);
        };
        self.settings(&session, &moment, settings).await.map(Some)
    }

    /// Changes name and picture; `version` as in the settings that the person saw.
    ///
    /// # Errors
    /// As [`Self::organizations`], and [`NotAllowed`](crate::failure::FailureCode::NotAllowed). Refusals are
    /// outcomes.
    pub async fn update_organization(
        &self,
        version: &str,
        name: &str,
        picture: &PictureChange,
    ) -> Result<UpdateOrganizationOutcome, Failure> {
        let Some(picture) = contract_picture(picture) else {
            let reason = PictureRefusal::NotAPicture;
            return Ok(UpdateOrganizationOutcome::PictureRefused { reason });
        };
        let update = |access: OrganizationAccess| async move {
            let (portal, caller) = (&access.portal, access.caller());
            portal
                .update_organization(caller, version, name, picture)
                .await
        };
        let saved = |name| Announcement::OrganizationSaved { name };
        self.update(update, saved).await
    }

    /// Makes MFA a duty of all members, or lifts it; `version` as in the settings that the person saw. Sensitive.
    ///
    /// # Errors
    /// As [`Self::update_organization`], and
    /// [`ConfirmationRequired`](crate::failure::FailureCode::ConfirmationRequired).
    pub async fn set_mfa_requirement(
        &self,
        version: &str,
        required: bool,
    ) -> Result<UpdateOrganizationOutcome, Failure> {
        let set = |access: OrganizationAccess| async move {
            let (portal, caller) = (&access.portal, access.caller());
            portal.set_mfa_requirement(caller, version, required).await
        };
        let saved = |organization| match required {
            true => Announcement::MfaRequired { organization },
            false => Announcement::MfaNotRequired { organization },
        };
        self.update(set, saved).await
    }

    async fn update<Reply>(
        &self,
        request: impl Fn(OrganizationAccess) -> Reply,
        saved: impl FnOnce(String) -> Announcement,
    ) -> Result<UpdateOrganizationOutcome, Failure>
    where
        Reply: Future<Output = Result<UpdateOrganizationAnswer, contract::ClientError>>,
    {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let _turn = moment.in_view.change.lock().await;
        let update = self.ask_about(&session, moment.organization(), request);
        let is_saved = |answer: &_| matches!(answer, UpdateOrganizationAnswer::Updated { .. });
        let (viewer, settings) = match self.change(&session, &moment, update, is_saved).await? {
            UpdateOrganizationAnswer::Updated { viewer, settings } => (viewer, settings),
            UpdateOrganizationAnswer::ChangedMeanwhile(settings) => {
                let settings = self.settings(&session, &moment, *settings).await?;
                return Ok(UpdateOrganizationOutcome::ChangedMeanwhile { settings });
            }
            refused => return Ok(refused_update(refused)),
        };
        let shown = self.show_organization_changed(&session, &moment, *viewer);
        let snapshot = Box::new(shown.await?);
        let settings = self.settings(&session, &moment, *settings).await?;
        self.announce_to(&session, saved(settings.name.clone()).about(moment.about()));
        Ok(UpdateOrganizationOutcome::Updated { settings, snapshot })
    }

    /// The settings of the organization that was in view at `moment`, with its picture.
    async fn settings(
        &self,
        session: &Arc<CurrentSession>,
        moment: &Moment,
        settings: contract::OrganizationSettings,
    ) -> Result<OrganizationSettings, Failure> {
        let image = match &settings.image_path {
            Some(path) => {
                let portal = self.portal(&session.key.portal).await?;
                self.picture_at(&portal, path).await
            }
            None => None,
        };
        session.check()?;
        moment.in_view.check()?;
        let id = moment.organization().unwrap_or_default();
        Ok(from_portal::organization_settings(settings, id, image))
    }
}

/// `None`: what was prepared is no picture.
fn contract_picture(picture: &PictureChange) -> Option<contract::PictureChange<'_>> {
    let (png, remove) = match picture {
        PictureChange::Keep => (None, false),
        PictureChange::Remove => (None, true),
        PictureChange::Replace { picture } => (Some(prepared_picture::base64_of(picture)?), false),
    };
    Some(contract::PictureChange { png, remove })
}

fn refused_update(answer: UpdateOrganizationAnswer) -> UpdateOrganizationOutcome {
    match answer {
        UpdateOrganizationAnswer::NameRefused {
            reason,
            maximum_length,
        } => UpdateOrganizationOutcome::NameRefused {
            reason: from_portal::name_refusal(reason),
            maximum_length,
        },
        UpdateOrganizationAnswer::PictureRefused(reason) => {
            UpdateOrganizationOutcome::PictureRefused {
                reason: from_portal::picture_refusal(reason),
            }
        }
        UpdateOrganizationAnswer::Updated { .. }
        | UpdateOrganizationAnswer::ChangedMeanwhile(_)
        | UpdateOrganizationAnswer::Unknown => UpdateOrganizationOutcome::Unsupported,
    }
}
