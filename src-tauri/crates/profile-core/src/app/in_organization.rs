//! Looking at the organization in view, and changing it. Nothing of an organization is shown once another is in
//! view, and nothing is done in another than the one that was in view when the person did it.

use std::sync::Arc;

use portal_client::ClientError;

use super::ProfileApp;
use super::access::OrganizationAccess;
use super::current_session::CurrentSession;
use super::seen::Moment;
use crate::announcements::Announcement;
use crate::failure::Failure;

impl ProfileApp {
    /// What is in view now. If the portal did not say yet what that is, it is asked.
    pub(super) async fn moment(&self, session: &Arc<CurrentSession>) -> Result<Moment, Failure> {
        let moment = session.now();
        if moment.organization().is_some() {
            return Ok(moment);
        }
        self.fetch(session).await?;
        Ok(session.now())
    }

    /// Asks for something about the organization that was in view at `moment`. Once another is in view, the
    /// request is dropped, and an answer that came before is not handed on.
    ///
    /// # Errors
    /// [`OrganizationChanged`](crate::failure::FailureCode::OrganizationChanged), and as [`Self::ask`].
    pub(super) async fn look<T, Reply>(
        &self,
        session: &Arc<CurrentSession>,
        moment: &Moment,
        request: impl Fn(OrganizationAccess) -> Reply,
    ) -> Result<T, Failure>
    where
        Reply: Future<Output = Result<T, ClientError>>,
    {
        self.look_at(session, moment, moment.organization(), request)
            .await
    }

    /// As [`Self::look`], with the organization to name in the request.
    pub(super) async fn look_at<T, Reply>(
        &self,
        session: &Arc<CurrentSession>,
        moment: &Moment,
        organization: Option<&str>,
        request: impl Fn(OrganizationAccess) -> Reply,
    ) -> Result<T, Failure>
    where
        Reply: Future<Output = Result<T, ClientError>>,
    {
        // Only the wait for the answer is cut short: a token that is replaced meanwhile is kept in any case.
        let request = |access: OrganizationAccess| {
            let reply = moment.in_view.until_over(request(access));
            async move { reply.await.transpose() }
        };
        let reply = self.ask_about(session, organization, request).await;
        session.check()?;
        moment.in_view.check()?;
        reply?.ok_or_else(Failure::organization_changed)
    }

    /// Sees `work`, which changes the organization that was in view at `moment`, through to its end. If another
    /// is in view then, the change counts all the same, but nothing of it is shown; the person is told if it did
    /// not come about.
    ///
    /// # Errors
    /// [`OrganizationChanged`](crate::failure::FailureCode::OrganizationChanged), and those of `work`.
    pub(super) async fn change<T>(
        &self,
        session: &Arc<CurrentSession>,
        moment: &Moment,
        work: impl Future<Output = Result<T, Failure>>,
        is_saved: impl FnOnce(&T) -> bool,
    ) -> Result<T, Failure> {
        let outcome = work.await;
        session.check()?;
        let Err(changed) = moment.in_view.check() else {
            return outcome;
        };
        if let Err(error) = &outcome {
            tracing::warn!(%error, "a change of an organization that is not in view any more failed");
        }
        let saved = outcome.is_ok_and(|answer| is_saved(&answer));
        if let (false, Some(organization)) = (saved, moment.organization_name.clone()) {
            let announcement = Announcement::ChangeNotSaved { organization };
            self.announce_to(session, announcement.about(moment.about()));
        }
        Err(changed)
    }
}
