//! The home page of the organization in view, and the page that opens first there.

use std::sync::Arc;

use portal_client::{ClientError, PinPageAnswer, UnpinAnswer};

use super::ProfileApp;
use super::access::OrganizationAccess;
use super::current_session::CurrentSession;
use crate::announcements::Announcement;
use crate::failure::Failure;
use crate::from_portal;
use crate::home::Home;
use crate::pages::{Page, PinPageOutcome, UnpinOutcome};
use crate::profile::ProfileSnapshot;

impl ProfileApp {
    /// The organization at a glance.
    ///
    /// # Errors
    /// As [`Self::organizations`].
    pub async fn home(&self) -> Result<Home, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let look =
            |access: OrganizationAccess| async move { access.portal.home(access.caller()).await };
        let home = self.look(&session, &moment, look).await?;
        Ok(from_portal::home(home))
    }

    /// Makes a page the first one; `workspace` only with the charts page.
    ///
    /// # Errors
    /// As [`Self::organizations`]. Refusals are outcomes.
    pub async fn pin_page(
        &self,
        page: Page,
        workspace: Option<&str>,
    ) -> Result<PinPageOutcome, Failure> {
        let page = from_portal::contract_page(page);
        let pin = |access: OrganizationAccess| async move {
            access
                .portal
                .pin_page(access.caller(), page, workspace)
                .await
        };
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let _turn = moment.in_view.change.lock().await;
        let pinning = self.ask_about(&session, moment.organization(), pin);
        let is_pinned = |answer: &_| matches!(answer, PinPageAnswer::Pinned(_));
        let viewer = match self.change(&session, &moment, pinning, is_pinned).await? {
            PinPageAnswer::Pinned(viewer) => viewer,
            PinPageAnswer::Unavailable => return Ok(PinPageOutcome::Unavailable),
            PinPageAnswer::Unknown => return Err(Failure::answer_unknown()),
        };
        let shown = self.show_organization_changed(&session, &moment, *viewer);
        let snapshot = Box::new(shown.await?);
        self.announce_pin(&session, &snapshot);
        Ok(PinPageOutcome::Pinned { snapshot })
    }

    /// Pins no page any more, unless it is another than `pin` by now, the id of a pinned page.
    ///
    /// # Errors
    /// As [`Self::pin_page`].
    pub async fn unpin_page(&self, pin: &str) -> Result<UnpinOutcome, Failure> {
        let unpin = |access: OrganizationAccess| async move {
            access.portal.unpin_page(access.caller(), pin).await
        };
        self.change_pin(unpin).await
    }

    /// Takes [`Self::unpin_page`] back, unless another page was pinned since.
    ///
    /// # Errors
    /// As [`Self::pin_page`].
    pub async fn restore_pin(&self, pin: &str) -> Result<UnpinOutcome, Failure> {
        let restore = |access: OrganizationAccess| async move {
            access.portal.restore_pin(access.caller(), pin).await
        };
        self.change_pin(restore).await
    }

    async fn change_pin<Reply>(
        &self,
        request: impl Fn(OrganizationAccess) -> Reply,
    ) -> Result<UnpinOutcome, Failure>
    where
        Reply: Future<Output = Result<UnpinAnswer, ClientError>>,
    {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let _turn = moment.in_view.change.lock().await;
        let changing = self.ask_about(&session, moment.organization(), request);
        let is_done = |answer: &_| matches!(answer, UnpinAnswer::Done(_));
        let (viewer, done) = match self.change(&session, &moment, changing, is_done).await? {
            UnpinAnswer::Done(viewer) => (viewer, true),
            UnpinAnswer::ChangedMeanwhile(viewer) => (viewer, false),
            UnpinAnswer::Unknown => return Err(Failure::answer_unknown()),
        };
        let shown = self.show_organization_changed(&session, &moment, *viewer);
        let snapshot = Box::new(shown.await?);
        if !done {
            return Ok(UnpinOutcome::ChangedMeanwhile { snapshot });
        }
        self.announce_pin(&session, &snapshot);
        Ok(UnpinOutcome::Done { snapshot })
    }

    /// Announces what opens first from now on.
    fn announce_pin(&self, session: &Arc<CurrentSession>, snapshot: &ProfileSnapshot) {
        let announcement = match &snapshot.profile.pinned_page {
            Some(pinned) => Announcement::PagePinned {
                page: pinned.page,
                workspace: pinned.workspace_name.clone(),
            },
            None => Announcement::PageUnpinned,
        };
        self.announce_to(session, announcement);
    }
}
