//! Where the person is signed in, and ending it.

use std::sync::Arc;

use portal_client::RevokeSessionAnswer;

use super::ProfileApp;
use super::access::Access;
use super::current_session::CurrentSession;
use crate::announcements::Announcement;
use crate::failure::Failure;
use crate::from_portal;
use crate::sessions::{OpenSession, RevokedOthers};

impl ProfileApp {
    /// The person's open sessions, this one first.
    ///
    /// # Errors
    /// As [`Self::refresh_profile`].
    pub async fn sessions(&self) -> Result<Vec<OpenSession>, Failure> {
        self.list_sessions(&self.session()?).await
    }

    /// Ends one session and answers those left. One that has ended already is as good as ended. Sensitive.
    ///
    /// # Errors
    /// As [`Self::refresh_profile`], and
    /// [`ConfirmationRequired`](crate::failure::FailureCode::ConfirmationRequired).
    pub async fn revoke_session(&self, id: &str) -> Result<Vec<OpenSession>, Failure> {
        let session = self.session()?;
        let revoke = |access: Access| async move {
            let (portal, token) = (&access.portal, &access.token);
            portal.revoke_session(token, id).await
        };
        match self.ask(&session, revoke).await? {
            RevokeSessionAnswer::Revoked => {
                self.announce_to(&session, Announcement::SessionRevoked);
            }
            RevokeSessionAnswer::NotFound => {}
            RevokeSessionAnswer::Unknown => return Err(Failure::answer_unknown()),
        }
        self.list_sessions(&session).await
    }

    /// Ends all sessions but this one. Sensitive.
    ///
    /// # Errors
    /// As [`Self::refresh_profile`], and
    /// [`ConfirmationRequired`](crate::failure::FailureCode::ConfirmationRequired).
    pub async fn revoke_other_sessions(&self) -> Result<RevokedOthers, Failure> {
        let session = self.session()?;
        let revoke = |access: Access| async move {
            access.portal.revoke_other_sessions(&access.token).await
        };
        let count = self.ask(&session, revoke).await?;
        self.announce_to(&session, Announcement::OtherSessionsRevoked { count });
        let sessions = self.list_sessions(&session).await?;
        Ok(RevokedOthers { count, sessions })
    }

    async fn list_sessions(
        &self,
        session: &Arc<CurrentSession>,
    ) -> Result<Vec<OpenSession>, Failure> {
        let list = |access: Access| async move { access.portal.sessions(&access.token).await };
        Ok(from_portal::open_sessions(self.ask(session, list).await?))
    }
}
