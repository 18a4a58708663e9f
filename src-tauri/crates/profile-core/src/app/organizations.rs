//! The organizations of a person, and choosing the one to work in.

use std::sync::Arc;

use portal_client::SwitchOrganizationAnswer;

use super::ProfileApp;
use super::access::{Access, OrganizationAccess};
use super::current_session::CurrentSession;
use super::moving::Choice;
use crate::failure::Failure;
use crate::from_portal;
use crate::organizations::{Organizations, SwitchOrganizationOutcome};

/// Organizations of a page: many, and yet a reply far below the largest that is read.
const PAGE: u16 = 500;

impl ProfileApp {
    /// All organizations of the person.
    ///
    /// # Errors
    /// As [`Self::refresh_profile`], and
    /// [`OrganizationUnavailable`](crate::failure::FailureCode::OrganizationUnavailable).
    pub async fn organizations(&self) -> Result<Organizations, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let mut organizations = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let after = cursor.as_deref();
            let list = |access: OrganizationAccess| async move {
                let (portal, caller) = (&access.portal, access.caller());
                portal.organizations(caller, PAGE, after).await
            };
            let page = self.look(&session, &moment, list).await?;
            organizations.extend(page.data.into_iter().map(from_portal::organization_summary));
            // A portal that answers with the cursor it was asked with would never come to an end.
            if page.cursor.is_none() || page.cursor == cursor {
                return Ok(Organizations {
                    organizations,
                    owned: from_portal::count(page.owned),
                    owned_limit: from_portal::count(page.owned_limit),
                });
            }
            cursor = page.cursor;
        }
    }

    /// Works in another organization from now on, also after the next sign-in. What was asked about the one in
    /// view is dropped; what was changed about it takes its course. If the answer is lost, the one in view stays.
    ///
    /// # Errors
    /// As [`Self::refresh_profile`], also when another organization was chosen before this one was in view.
    pub async fn switch_organization(
        &self,
        organization: &str,
    ) -> Result<SwitchOrganizationOutcome, Failure> {
        let session = self.session()?;
        let switch = |choice| self.switch(&session, choice, organization);
        self.in_turn(&session, switch).await
    }

    async fn switch(
        &self,
        session: &Arc<CurrentSession>,
        choice: Choice,
        organization: &str,
    ) -> Result<SwitchOrganizationOutcome, Failure> {
        // The next one waits already.
        session.moves.check(choice)?;
        let moment = session.now();
        let switch = |access: Access| async move {
            let (portal, token) = (&access.portal, &access.token);
            portal.switch_organization(token, organization).await
        };
        match self.ask(session, switch).await? {
            SwitchOrganizationAnswer::Switched(viewer) => {
                let snapshot = self.enter(session, choice, &moment, *viewer).await?;
                let snapshot = Box::new(snapshot);
                Ok(SwitchOrganizationOutcome::Switched { snapshot })
            }
            SwitchOrganizationAnswer::NotFound => Ok(SwitchOrganizationOutcome::NotFound),
            SwitchOrganizationAnswer::Unknown => Err(Failure::answer_unknown()),
        }
    }
}
