//! Choosing the organization to work in.

use uuid::Uuid;

use crate::auth::{ActiveSession, AuthError};
use crate::portal::Portal;
use crate::store::{accounts, memberships, organizations, sessions};

impl Portal {
    /// Lets the session work in another organization, and its person's next sessions, too; `None` when there
    /// is no such organization or the person is no member.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn switch_organization(
        &self,
        session: &ActiveSession,
        id: Uuid,
    ) -> Result<Option<ActiveSession>, AuthError> {
        let (account, now) = (session.account.id, self.surroundings.now());
        let transaction = self.store.begin_write().await?;
        accounts::lock(&transaction, account).await?;
        organizations::keep(&transaction, id).await?;
        let found = match memberships::exists(&transaction, id, account).await? {
            true => organizations::by_id(&transaction, id).await?,
            false => None,
        };
        let Some(organization) = found else {
            return Ok(None);
        };
        memberships::choose(&transaction, id, account, now).await?;
        sessions::work_in(&transaction, session.id, id).await?;
        let session = session.clone();
        let session = session.working_in(&transaction, organization).await?;
        transaction.commit().await?;
        Ok(Some(session))
    }
}
