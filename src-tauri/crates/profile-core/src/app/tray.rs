//! What the icon in the tray tells: whether announcements are shown, and how far the person's exports have come.

use std::sync::Arc;

use tokio::sync::watch;
use tokio::time::sleep;

use super::ProfileApp;
use super::access::Access;
use super::current_session::CurrentSession;
use crate::from_portal;
use crate::tray::{RunningExport, TrayState};

/// So many of the latest exports are looked through for those that run.
const LATEST: u8 = 20;

/// Whose exports were looked at last, and when.
#[derive(Clone, PartialEq)]
struct Looked {
    portal: String,
    account: String,
    organization: String,
    /// See [`PortalNews::exports`](crate::status_updates::PortalNews::exports).
    news: Option<u32>,
}

impl ProfileApp {
    /// Follows what the tray tells as long as the app is there, and tells it whenever it is another. To be spawned once.
    ///
    /// The portal is asked for exports when it says that they are others, and when another organization comes into
    /// view; never the keyring.
    pub async fn follow_for_tray(self, state: watch::Sender<TrayState>) {
        let app = Arc::downgrade(&self.shared);
        let (gone, pause) = (self.shared.gone.clone(), self.shared.patience.tray);
        let due = Arc::clone(&self.shared.tray_due);
        let mut news = self.portal_news().subscribe();
        drop(self);
        let mut looked = None;
        while let Some(shared) = app.upgrade() {
            news.mark_unchanged();
            let app = ProfileApp { shared };
            let now = app.tray(&mut looked, &state).await;
            drop(app);
            state.send_if_modified(|before| std::mem::replace(before, now.clone()) != now);
            tokio::select! {
                () = gone.cancelled() => return,
                () = due.notified() => {}
                changed = news.changed() => if changed.is_err() { return },
            }
            // What changes all the time is told from time to time.
            tokio::select! {
                () = gone.cancelled() => return,
                () = sleep(pause) => {}
            }
        }
    }

    async fn tray(
        &self,
        looked: &mut Option<Looked>,
        before: &watch::Sender<TrayState>,
    ) -> TrayState {
        let session = self.session().ok();
        let Some((session, seen)) = session.and_then(|it| it.seen().map(|seen| (it, seen))) else {
            *looked = None;
            return TrayState::default();
        };
        let profile = &seen.snapshot.profile;
        let organization = &profile.organization.id;
        let look = Looked {
            portal: session.key.portal.clone(),
            account: session.key.account.clone(),
            organization: organization.clone(),
            news: self
                .portal_news()
                .borrow()
                .exports
                .get(organization)
                .copied(),
        };
        let exports = if !profile.organization.exports_charts || session.token.held().is_none() {
            *looked = None;
            Vec::new()
        } else if looked.as_ref() == Some(&look) {
            before.borrow().exports.clone()
        } else {
            let running = self.running_exports(&session, organization).await;
            // Without an answer nothing is told, and the next change makes for another look.
            *looked = running.as_ref().map(|_| look);
            running.unwrap_or_default()
        };
        TrayState {
            notifications: Some(profile.preferences.toast_notifications),
            exports,
        }
    }

    async fn running_exports(
        &self,
        session: &Arc<CurrentSession>,
        organization: &str,
    ) -> Option<Vec<RunningExport>> {
        let look = |access: Access| async move {
            let access = access.about(Some(organization));
            access.portal.exports(access.caller(), LATEST, None).await
        };
        match self.ask_aside(session, look).await {
            Ok(answer) => {
                let exports = answer.map(|(offer, page)| from_portal::exports_page(offer, page));
                let exports = exports.map(|page| page.exports).unwrap_or_default();
                Some(exports.iter().filter_map(RunningExport::of).collect())
            }
            Err(error) => {
                tracing::debug!(%error, "which exports run is not known");
                None
            }
        }
    }
}
