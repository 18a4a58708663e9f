//! Leaving the organization in view, and deleting it: the person works in the personal account then.

use std::sync::Arc;

use portal_client::{DeleteOrganizationAnswer, LeaveOrganizationAnswer};

use super::ProfileApp;
use super::access::OrganizationAccess;
use super::current_session::CurrentSession;
use super::moving::Choice;
use super::seen::Moment;
use crate::announcements::Announcement;
use crate::failure::Failure;
use crate::organizations::{DeleteOrganizationOutcome, LeaveOrganizationOutcome};

impl ProfileApp {
    /// Ends the person's membership in the organization in view.
    ///
    /// # Errors
    /// As [`Self::switch_organization`], and
    /// [`OrganizationUnavailable`](crate::failure::FailureCode::OrganizationUnavailable). Refusals are outcomes.
    pub async fn leave_organization(&self) -> Result<LeaveOrganizationOutcome, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let _turn = moment.in_view.change.lock().await;
        let leave = |choice| self.leave_it(&session, choice, &moment);
        self.in_turn(&session, leave).await
    }

    async fn leave_it(
        &self,
        session: &Arc<CurrentSession>,
        choice: Choice,
        moment: &Moment,
    ) -> Result<LeaveOrganizationOutcome, Failure> {
        let leave = |access: OrganizationAccess| async move {
            access.portal.leave_organization(access.caller()).await
        };
        let leaving = self.ask_about(session, moment.organization(), leave);
        let is_left = |answer: &_| matches!(answer, LeaveOrganizationAnswer::Left(_));
        let viewer = match self.change(session, moment, leaving, is_left).await? {
            LeaveOrganizationAnswer::Left(viewer) => viewer,
            LeaveOrganizationAnswer::OwnerStays => return Ok(LeaveOrganizationOutcome::OwnerStays),
            LeaveOrganizationAnswer::Unknown => return Err(Failure::answer_unknown()),
        };
        if let Some(name) = moment.organization_name.clone() {
            self.announce_to(session, Announcement::OrganizationLeft { name });
        }
        let snapshot = Box::new(self.enter(session, choice, moment, *viewer).await?);
        Ok(LeaveOrganizationOutcome::Left { snapshot })
    }

    /// Deletes the organization in view with all that is in it, if `name` is its name. Sensitive.
    ///
    /// # Errors
    /// As [`Self::leave_organization`], and
    /// [`ConfirmationRequired`](crate::failure::FailureCode::ConfirmationRequired).
    pub async fn delete_organization(
        &self,
        name: &str,
    ) -> Result<DeleteOrganizationOutcome, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let _turn = moment.in_view.change.lock().await;
        let delete = |choice| self.delete_it(&session, choice, &moment, name);
        self.in_turn(&session, delete).await
    }

    async fn delete_it(
        &self,
        session: &Arc<CurrentSession>,
        choice: Choice,
        moment: &Moment,
        name: &str,
    ) -> Result<DeleteOrganizationOutcome, Failure> {
        let delete = |access: OrganizationAccess| async move {
            let (portal, caller) = (&access.portal, access.caller());
            portal.delete_organization(caller, name).await
        };
        let deleting = self.ask_about(session, moment.organization(), delete);
        let is_deleted = |answer: &_| matches!(answer, DeleteOrganizationAnswer::Deleted(_));
        let viewer = match self.change(session, moment, deleting, is_deleted).await? {
            DeleteOrganizationAnswer::Deleted(viewer) => viewer,
            DeleteOrganizationAnswer::NameMismatch => {
                return Ok(DeleteOrganizationOutcome::NameMismatch);
            }
            DeleteOrganizationAnswer::Unknown => return Err(Failure::answer_unknown()),
        };
        if let Some(name) = moment.organization_name.clone() {
            self.announce_to(session, Announcement::OrganizationDeleted { name });
        }
        let snapshot = Box::new(self.enter(session, choice, moment, *viewer).await?);
        Ok(DeleteOrganizationOutcome::Deleted { snapshot })
    }
}
