//! Following what happens on the portal: each update is announced once on this machine, and what it touches is fetched
//! anew.
//!
//! The position in what the person is told is kept before an update is announced. An app that is killed between the two
//! has one announcement less; the other way round it would make it again at the next start, and again each time that it
//! is killed there. What is asked for always begins at the position that was kept, so whatever way brings an update,
//! none is left out and none comes from both.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use portal_client::{ExportState, StatusEntry, StatusTick, StatusUpdate};
use tokio::sync::{Notify, watch};

use super::current_session::CurrentSession;
use super::{ProfileApp, lock};
use crate::announcements::{Announcement, ExportEnd, StatusAnnouncement};
use crate::from_portal;
use crate::ports::TokenKey;
use crate::remembered::{self, StatusPosition};
use crate::status_updates::PortalNews;

/// What was told, and what makes for another look.
#[derive(Default)]
pub(super) struct StatusUpdates {
    /// The person is there, or has a session: what waits goes on at once.
    pub(super) due: Notify,
    /// How far each person was told in this run, also where the local store can't be written.
    pub(super) positions: Mutex<HashMap<TokenKey, String>>,
    news: watch::Sender<PortalNews>,
}

impl ProfileApp {
    /// Tells each time that something changed on the portal that the page shows.
    #[must_use]
    pub fn portal_news(&self) -> &watch::Sender<PortalNews> {
        &self.shared.status_updates.news
    }

    /// Goes on at once where following what happens waits to try again: the person is there.
    pub fn follow_now(&self) {
        self.shared.status_updates.due.notify_one();
    }

    /// How far the person of `session` was told; `None` when this machine never told them anything.
    pub(super) fn told_until(&self, session: &CurrentSession) -> Option<String> {
        let known = lock(&self.shared.status_updates.positions)
            .get(&session.key)
            .cloned();
        known.or_else(|| remembered::status_position(&*self.shared.ports.local_store, &session.key))
    }

    /// Begins anew from now: the portal doesn't know the position.
    pub(super) fn forget_told(&self, session: &CurrentSession) {
        let store = &*self.shared.ports.local_store;
        lock(&self.shared.status_updates.positions).remove(&session.key);
        remembered::forget_status_position(store, &session.key);
    }

    /// Takes what the stream brought.
    pub(super) async fn take_tick(&self, session: &Arc<CurrentSession>, tick: StatusTick) {
        // What comes after the session is told in the next one.
        if session.check().is_err() {
            return;
        }
        self.keep_told(session, tick.cursor).await;
        if let Some(entry) = tick.entry {
            self.tell_entry(session, entry);
        }
        if let Some(organization) = tick.exports_changed {
            self.note_exports(organization.inner());
        }
    }

    /// Takes an entry that was asked for.
    pub(super) async fn take_entry(&self, session: &Arc<CurrentSession>, entry: StatusEntry) {
        self.keep_told(session, entry.cursor.clone()).await;
        self.tell_entry(session, entry);
    }

    /// Keeps how far the person was told. What can't be written to the local store holds for this run.
    pub(super) async fn keep_told(&self, session: &Arc<CurrentSession>, cursor: String) {
        if session.check().is_err() {
            return;
        }
        let positions = &self.shared.status_updates.positions;
        let before = lock(positions).insert(session.key.clone(), cursor.clone());
        if before.as_ref() == Some(&cursor) {
            return;
        }
        let position = StatusPosition {
            portal: session.key.portal.clone(),
            account: session.key.account.clone(),
            cursor,
        };
        let session = Arc::clone(session);
        self.with_files(move |shared| {
            // What comes after its end is written no more: it may have been removed.
            if session.check().is_ok() {
                remembered::remember_status_position(&*shared.ports.local_store, position);
            }
        })
        .await;
    }

    fn tell_entry(&self, session: &Arc<CurrentSession>, entry: StatusEntry) {
        let Some(update) = entry.update else { return };
        self.note_update(session, &update);
        let about = organization(&update);
        if let Some(announcement) = announcement(session, update) {
            self.announce_to(session, announcement.about(about).at(entry.at));
        }
    }

    fn note_update(&self, session: &CurrentSession, update: &StatusUpdate) {
        match update {
            StatusUpdate::RolesChanged(_)
            | StatusUpdate::MfaRequirementBegan(_)
            | StatusUpdate::ApiKeyExpiring(_) => {
                let news = &self.shared.status_updates.news;
                news.send_modify(|news| news.profile += 1);
            }
            StatusUpdate::CreditsLow(low) => {
                self.note_news(session, low.organization_id.inner(), |news| {
                    news.credits += 1;
                });
            }
            StatusUpdate::WorkflowDeployed(deployed) => {
                self.note_news(session, deployed.organization_id.inner(), |news| {
                    news.deployments += 1;
                });
            }
            StatusUpdate::ExportEnded(ended) => {
                let organization = ended.organization_id.inner();
                self.note_exports(organization);
                self.note_news(session, organization, |news| news.ended_exports += 1);
            }
            StatusUpdate::WorkflowDeploymentFailed(_) | StatusUpdate::Unknown => {}
        }
    }

    /// Notes that exports of an organization are others by now. Of each organization that is kept for itself: what is told
    /// of one never takes the place of what was told of another.
    fn note_exports(&self, organization: &str) {
        self.shared.status_updates.news.send_modify(|news| {
            *news.exports.entry(organization.to_owned()).or_default() += 1;
        });
    }

    /// Notes that the exports in view may have changed while nobody followed: that is told as it happens alone.
    pub(super) fn note_what_is_not_kept(&self, session: &CurrentSession) {
        if let Some(seen) = session.seen() {
            self.note_exports(&seen.snapshot.profile.organization.id);
        }
    }

    /// Notes a change in an organization, if it is the one in view.
    fn note_news(
        &self,
        session: &CurrentSession,
        organization: &str,
        change: impl FnOnce(&mut PortalNews),
    ) {
        let seen = session.seen();
        if seen.is_some_and(|seen| seen.snapshot.profile.organization.id == organization) {
            self.shared.status_updates.news.send_modify(change);
        }
    }
}

/// The id of the organization that an update is about.
fn organization(update: &StatusUpdate) -> Option<String> {
    let id = match update {
        StatusUpdate::ExportEnded(it) => &it.organization_id,
        StatusUpdate::WorkflowDeployed(it) => &it.organization_id,
        StatusUpdate::WorkflowDeploymentFailed(it) => &it.organization_id,
        StatusUpdate::MfaRequirementBegan(it) => &it.organization_id,
        StatusUpdate::RolesChanged(it) => &it.organization_id,
        StatusUpdate::CreditsLow(it) => &it.organization_id,
        StatusUpdate::ApiKeyExpiring(it) => &it.organization_id,
        StatusUpdate::Unknown => return None,
    };
    Some(id.inner().to_owned())
}

/// What an update says to the person; `None` for what is not worth a word.
fn announcement(session: &CurrentSession, update: StatusUpdate) -> Option<Announcement> {
    let status = match update {
        StatusUpdate::ExportEnded(ended) => StatusAnnouncement::ExportEnded {
            organization: ended.organization_name,
            first_day: ended.first_day,
            last_day: ended.last_day,
            end: match ended.state {
                ExportState::Ready => ExportEnd::Ready,
                ExportState::TimedOut => ExportEnd::TimedOut,
                ExportState::Failed => ExportEnd::Failed,
                // Told of only where somebody else did that.
                ExportState::Cancelled => ExportEnd::Cancelled,
                // The person had the time to take the file.
                ExportState::Expired | ExportState::InProgress | ExportState::Unknown => {
                    return None;
                }
            },
        },
        StatusUpdate::WorkflowDeployed(deployed) => StatusAnnouncement::WorkflowDeployed {
            organization: deployed.organization_name,
            workflow: deployed.workflow,
            version: from_portal::count(deployed.version),
            device: deployed.device,
            devices: from_portal::count(deployed.devices),
        },
        StatusUpdate::WorkflowDeploymentFailed(failed) => {
            StatusAnnouncement::WorkflowDeploymentFailed {
                organization: failed.organization_name,
                workflow: failed.workflow,
                version: from_portal::count(failed.version),
                device: failed.device,
                devices: from_portal::count(failed.devices),
                reason: failed.reason,
            }
        }
        StatusUpdate::MfaRequirementBegan(began) => StatusAnnouncement::MfaNowRequired {
            organization: began.organization_name,
            is_on: session.seen().is_some_and(|seen| {
                let security = seen.snapshot.profile.security;
                security.mfa.enabled_at.is_some()
            }),
        },
        StatusUpdate::RolesChanged(changed) if changed.roles.is_empty() => {
            StatusAnnouncement::MembershipEnded {
                organization: changed.organization_name,
            }
        }
        StatusUpdate::RolesChanged(changed) => StatusAnnouncement::RolesChanged {
            organization: changed.organization_name,
            roles: from_portal::roles(changed.roles),
        },
        StatusUpdate::CreditsLow(low) => {
            return Some(Announcement::CreditsLow {
                organization: low.organization_name,
                threshold: low.threshold,
                balance: low.balance,
            });
        }
        StatusUpdate::ApiKeyExpiring(key) => StatusAnnouncement::ApiKeyExpiring {
            organization: key.organization_name,
            name: key.name,
            expires_at: key.expires_at,
        },
        StatusUpdate::Unknown => return None,
    };
    Some(Announcement::Status(status))
}
