//! What was seen of the profile: fetched whole, or taken over from the answer to a change.

use std::sync::Arc;

use portal_client::{Caller, PortalClient, ProfilePage, Viewer};

use super::ProfileApp;
use super::access::OrganizationAccess;
use super::current_session::CurrentSession;
use super::seen::Moment;
use crate::failure::{Failure, FailureCode};
use crate::from_portal;
use crate::offline::SeenProfile;
use crate::profile::{Profile, ProfileSnapshot};

impl ProfileApp {
    /// Asks for the whole profile in the organization in view, and keeps it. If that organization is not there
    /// any more, the person is where the portal puts them then.
    pub(super) async fn fetch(
        &self,
        session: &Arc<CurrentSession>,
    ) -> Result<ProfileSnapshot, Failure> {
        let moment = session.now();
        let named = moment.organization_to_see();
        let page = match self.look_at_page(session, &moment, named).await {
            Err(error) if named.is_some() && error.code == FailureCode::OrganizationUnavailable => {
                self.look_at_page(session, &moment, None).await?
            }
            outcome => outcome?,
        };
        let portal = self.portal(&session.key.portal).await?;
        let seeing = self.with_pictures(&portal, page, session.seen());
        let seen = moment.in_view.until_over(seeing).await;
        let seen = seen.ok_or_else(Failure::organization_changed)?;
        session.check()?;
        let snapshot = session.see(&moment, seen)?;
        self.keep_profile(session).await;
        Ok(snapshot)
    }

    async fn look_at_page(
        &self,
        session: &Arc<CurrentSession>,
        moment: &Moment,
        organization: Option<&str>,
    ) -> Result<ProfilePage, Failure> {
        let look = |access: OrganizationAccess| async move {
            access.portal.profile_page(access.caller()).await
        };
        let page = self.look_at(session, moment, organization, look).await?;
        check_organization(organization, &page.viewer)?;
        Ok(page)
    }

    /// The profile as seen last; fetched if none was. To be asked for before a change whose answer can't be had
    /// twice, so that nothing can fail after it.
    pub(super) async fn seen_or_fetched(
        &self,
        session: &Arc<CurrentSession>,
    ) -> Result<ProfileSnapshot, Failure> {
        match session.seen() {
            Some(seen) => Ok(seen.snapshot),
            None => self.fetch(session).await,
        }
    }

    /// The profile after a change that is done: fetched, or without the portal as it was seen last.
    pub(super) async fn fetched_or_seen(
        &self,
        session: &Arc<CurrentSession>,
    ) -> Result<ProfileSnapshot, Failure> {
        match (self.fetch(session).await, session.seen()) {
            (Err(error), Some(seen))
                if session.check().is_ok() && error.code != FailureCode::OrganizationChanged =>
            {
                tracing::warn!(%error, "the profile is not fetched after a change");
                Ok(seen.snapshot)
            }
            (outcome, _) => outcome,
        }
    }

    /// The profile with the person's own part as the portal has it: fetched, or seen a moment ago when another
    /// organization came into view.
    pub(super) async fn fetch_account(
        &self,
        session: &Arc<CurrentSession>,
    ) -> Result<ProfileSnapshot, Failure> {
        match (self.fetch(session).await, session.seen()) {
            (Err(error), Some(seen)) if error.code == FailureCode::OrganizationChanged => {
                Ok(seen.snapshot)
            }
            (outcome, _) => outcome,
        }
    }

    /// Takes over what the portal said of the person after a change of their own part, made at `moment`.
    pub(super) async fn show_account_changed(
        &self,
        session: &Arc<CurrentSession>,
        moment: &Moment,
        viewer: Viewer,
    ) -> Result<ProfileSnapshot, Failure> {
        let seen = self.seen(session, viewer).await?;
        let snapshot = session.see_account_changed(moment, seen);
        self.keep_profile(session).await;
        Ok(snapshot)
    }

    /// Takes over a change of the person's own part of a profile that was seen as `before`.
    pub(super) async fn show_account_change(
        &self,
        session: &Arc<CurrentSession>,
        before: ProfileSnapshot,
        change: impl FnOnce(&mut Profile),
    ) -> ProfileSnapshot {
        let snapshot = session.see_account_change(change).unwrap_or(before);
        self.keep_profile(session).await;
        snapshot
    }

    /// Takes over what the portal said after a change of the organization that was in view at `moment`.
    ///
    /// # Errors
    /// [`FailureCode::OrganizationChanged`].
    pub(super) async fn show_organization_changed(
        &self,
        session: &Arc<CurrentSession>,
        moment: &Moment,
        viewer: Viewer,
    ) -> Result<ProfileSnapshot, Failure> {
        check_organization(moment.organization(), &viewer)?;
        let seen = self.seen(session, viewer).await?;
        let snapshot = session.see_organization_changed(moment, seen)?;
        self.keep_profile(session).await;
        Ok(snapshot)
    }

    pub(super) async fn seen(
        &self,
        session: &Arc<CurrentSession>,
        viewer: Viewer,
    ) -> Result<SeenProfile, Failure> {
        let access = self.access(session).await?;
        let before = session.seen();
        let id = viewer.organization.id.inner();
        let known = before
            .as_ref()
            .map(|seen| &seen.snapshot.profile.organization);
        let exports_charts = match known.filter(|known| known.id == id) {
            Some(known) => known.exports_charts,
            None => {
                let access = access.clone().about(Some(id));
                exports_charts(&access.portal, access.caller()).await
            }
        };
        let page = ProfilePage {
            viewer,
            exports_charts,
        };
        let seen = self.with_pictures(&access.portal, page, before).await;
        session.check()?;
        Ok(seen)
    }

    /// The profile of `page` with its pictures: those seen before if they have not changed, else downloaded.
    pub(super) async fn with_pictures(
        &self,
        portal: &PortalClient,
        page: ProfilePage,
        before: Option<SeenProfile>,
    ) -> SeenProfile {
        let ProfilePage {
            viewer,
            exports_charts,
        } = page;
        let avatar_path = viewer.avatar_path.clone();
        let image_path = viewer.organization.image_path.clone();
        let (avatar, image) = match before {
            None => (None, None),
            Some(SeenProfile {
                snapshot,
                avatar_path: avatar_before,
                image_path: image_before,
            }) => (
                Some(snapshot.profile.account.avatar).filter(|_| avatar_before == avatar_path),
                Some(snapshot.profile.organization.image).filter(|_| image_before == image_path),
            ),
        };
        let (avatar, image) = tokio::join!(
            self.picture_or(avatar.flatten(), portal, avatar_path.as_deref()),
            self.picture_or(image.flatten(), portal, image_path.as_deref()),
        );
        let fetched_at = self.shared.ports.clock.now();
        let profile = from_portal::profile(viewer, exports_charts, avatar, image);
        SeenProfile {
            snapshot: ProfileSnapshot {
                profile,
                fetched_at,
            },
            avatar_path,
            image_path,
        }
    }

    async fn picture_or(
        &self,
        unchanged: Option<String>,
        portal: &PortalClient,
        path: Option<&str>,
    ) -> Option<String> {
        match (path, unchanged) {
            (Some(_), Some(picture)) => Some(picture),
            (Some(path), None) => self.picture_at(portal, path).await,
            (None, _) => None,
        }
    }
}

/// Whether the person may export chart data. Without an answer they are offered to at the next look.
pub(super) async fn exports_charts(portal: &PortalClient, caller: Caller<'_>) -> bool {
    let offered = portal.exports_charts(caller).await;
    offered.unwrap_or_else(|error| {
        tracing::warn!(%error, "whether chart data may be exported is not known");
        false
    })
}

/// Fails when the portal answered about another organization than the one that was named.
fn check_organization(named: Option<&str>, viewer: &Viewer) -> Result<(), Failure> {
    if named.is_some_and(|named| named != viewer.organization.id.inner()) {
        let detail = "the portal answered about another organization than the one that was named";
        return Err(Failure::new(FailureCode::ReplyInvalid, detail));
    }
    Ok(())
}
