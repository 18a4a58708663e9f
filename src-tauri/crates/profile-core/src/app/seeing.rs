//! What was seen of the profile: fetched whole, or taken over from the answer to a change.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use portal_client::{PortalClient, Viewer};

use super::ProfileApp;
use super::access::Access;
use super::current_session::CurrentSession;
use crate::failure::Failure;
use crate::from_portal;
use crate::offline::SeenProfile;
use crate::profile::{Profile, ProfileSnapshot};

impl ProfileApp {
    /// Asks for the whole profile and keeps it.
    pub(super) async fn fetch(
        &self,
        session: &Arc<CurrentSession>,
    ) -> Result<ProfileSnapshot, Failure> {
        let changes = session.changes();
        let look = |access: Access| async move { access.portal.viewer(&access.token).await };
        let viewer = self.ask(session, look).await?;
        let seen = self.seen(session, viewer).await?;
        let snapshot = session.see(changes, seen);
        self.keep_profile(session).await;
        Ok(snapshot)
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
            (Err(error), Some(seen)) if session.check().is_ok() => {
                tracing::warn!(%error, "the profile is not fetched after a change");
                Ok(seen.snapshot)
            }
            (outcome, _) => outcome,
        }
    }

    /// Takes over what the portal said of the person after a change.
    pub(super) async fn show_changed(
        &self,
        session: &Arc<CurrentSession>,
        viewer: Viewer,
    ) -> Result<ProfileSnapshot, Failure> {
        let seen = self.seen(session, viewer).await?;
        let snapshot = session.see_changed(seen);
        self.keep_profile(session).await;
        Ok(snapshot)
    }

    /// Takes over a change of a profile that was seen as `before`.
    pub(super) async fn show_change(
        &self,
        session: &Arc<CurrentSession>,
        before: ProfileSnapshot,
        change: impl FnOnce(&mut Profile),
    ) -> ProfileSnapshot {
        let snapshot = session.see_change(change).unwrap_or(before);
        self.keep_profile(session).await;
        snapshot
    }

    async fn seen(
        &self,
        session: &Arc<CurrentSession>,
        viewer: Viewer,
    ) -> Result<SeenProfile, Failure> {
        let portal = self.portal(&session.key.portal).await?;
        let seen = self.with_picture(&portal, viewer, session.seen()).await;
        session.check()?;
        Ok(seen)
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
