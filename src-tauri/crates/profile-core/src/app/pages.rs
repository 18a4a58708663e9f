//! The home page of the organization in view, and the page that opens first there.

use portal_client::{ClientError, PinPageAnswer};

use super::ProfileApp;
use super::access::OrganizationAccess;
use crate::announcements::Announcement;
use crate::failure::Failure;
use crate::from_portal;
use crate::home::Home;
use crate::pages::{Page, PinPageOutcome};
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
        self.pin(pin).await
    }

    /// Takes the last [`Self::unpin_page`] back.
    ///
    /// # Errors
    /// As [`Self::pin_page`].
    pub async fn restore_pin(&self) -> Result<PinPageOutcome, Failure> {
        let restore = |access: OrganizationAccess| async move {
            access.portal.restore_pin(access.caller()).await
        };
        self.pin(restore).await
    }

    /// Pins no page any more.
    ///
    /// # Errors
    /// As [`Self::organizations`].
    pub async fn unpin_page(&self) -> Result<ProfileSnapshot, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let _turn = moment.in_view.change.lock().await;
        let unpin = |access: OrganizationAccess| async move {
            access.portal.unpin_page(access.caller()).await
        };
        let unpinning = self.ask_about(&session, moment.organization(), unpin);
        let viewer = self.change(&session, &moment, unpinning, |_| true).await?;
        let shown = self.show_organization_changed(&session, &moment, viewer);
        let snapshot = shown.await?;
        self.announce_to(&session, Announcement::PageUnpinned);
        Ok(snapshot)
    }

    async fn pin<Reply>(
        &self,
        request: impl Fn(OrganizationAccess) -> Reply,
    ) -> Result<PinPageOutcome, Failure>
    where
        Reply: Future<Output = Result<PinPageAnswer, ClientError>>,
    {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let _turn = moment.in_view.change.lock().await;
        let pinning = self.ask_about(&session, moment.organization(), request);
        let is_pinned = |answer: &_| matches!(answer, PinPageAnswer::Pinned(_));
        let viewer = match self.change(&session, &moment, pinning, is_pinned).await? {
            PinPageAnswer::Pinned(viewer) => viewer,
            PinPageAnswer::Unavailable => return Ok(PinPageOutcome::Unavailable),
            PinPageAnswer::Unknown => return Err(Failure::answer_unknown()),
        };
        let shown = self.show_organization_changed(&session, &moment, *viewer);
        let snapshot = shown.await?;
        if let Some(pinned) = &snapshot.profile.pinned_page {
            let (page, workspace) = (pinned.page, pinned.workspace_name.clone());
            self.announce_to(&session, Announcement::PagePinned { page, workspace });
        }
        let snapshot = Box::new(snapshot);
        Ok(PinPageOutcome::Pinned { snapshot })
    }
}
