//! Credits of the organization in view.

use super::ProfileApp;
use super::access::OrganizationAccess;
use crate::credits::Credits;
use crate::failure::Failure;
use crate::from_portal;

impl ProfileApp {
    /// Credits of the organization in view; `None` unless it is on a credit-based plan. Days are those of `time_zone`,
    /// an IANA name.
    ///
    /// # Errors
    /// As [`Self::organizations`], and [`NotAllowed`](crate::failure::FailureCode::NotAllowed).
    pub async fn credits(&self, time_zone: &str) -> Result<Option<Credits>, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let look = |access: OrganizationAccess| async move {
            access.portal.credits(access.caller(), time_zone).await
        };
        let credits = self.look(&session, &moment, look).await?;
        Ok(credits.map(from_portal::credits))
    }
}
