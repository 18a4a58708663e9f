//! Leaving an organization, and deleting it.

use std::net::IpAddr;

use sea_orm::DatabaseTransaction;

use super::{Actor, Changing, hold, hold_as};
use crate::auth::{ActiveSession, AuthError};
use crate::domain::Members;
use crate::portal::Portal;
use crate::store::{accounts, memberships, organizations, sessions};

/// What comes of leaving an organization.
#[derive(Debug)]
pub enum LeaveOrganizationOutcome {
    /// The person is no member any more. The session works in the personal account, or in what was chosen meanwhile.
    Left(Box<ActiveSession>),
    /// The owner stays, as does everybody in their personal account.
    OwnerStays,
}

/// What comes of deleting an organization.
#[derive(Debug)]
pub enum DeleteOrganizationOutcome {
    /// It is gone. The session works in the personal account, or in what was chosen meanwhile.
    Deleted(Box<ActiveSession>),
    /// That is not its name.
    NameMismatch,
}

impl Portal {
    /// Ends the membership of the session's person in the organization in view.
    ///
    /// # Errors
    ///
    /// When the person is no member any more, or the store fails.
    pub async fn leave_organization(
        &self,
        session: &ActiveSession,
        peer: IpAddr,
    ) -> Result<LeaveOrganizationOutcome, AuthError> {
        let transaction = self.store.begin_write().await?;
        let account = session.account.id;
        accounts::lock(&transaction, account).await?;
        let (organization, _) = hold(&transaction, session).await?;
        if organization.owner_id == account {
            return Ok(LeaveOrganizationOutcome::OwnerStays);
        }
        let changing = Changing {
            transaction: &transaction,
            surroundings: &self.surroundings,
            actor: Actor::Person { session, peer },
        };
        changing.end_membership(&organization, account).await?;
        let session = gone_on(&transaction, session).await?;
        transaction.commit().await?;
        Ok(LeaveOrganizationOutcome::Left(Box::new(session)))
    }

    /// Deletes the organization in view with all that is in it, if `name` is its name.
    ///
    /// # Errors
    ///
    /// When the person doesn't own it, the session ended meanwhile, or the store fails.
    pub async fn delete_organization(
        &self,
        session: &ActiveSession,
        name: &str,
        peer: IpAddr,
    ) -> Result<DeleteOrganizationOutcome, AuthError> {
        let transaction = self.begin_sensitive(session).await?;
        let organization = hold_as(Members::OwnerOnly, &transaction, session).await?;
        if organization.name != name.trim() {
            return Ok(DeleteOrganizationOutcome::NameMismatch);
        }
        let changing = Changing {
            transaction: &transaction,
            surroundings: &self.surroundings,
            actor: Actor::Person { session, peer },
        };
        changing.delete(&organization).await?;
        let session = gone_on(&transaction, session).await?;
        transaction.commit().await?;
        Ok(DeleteOrganizationOutcome::Deleted(Box::new(session)))
    }
}

/// The session where it works from now on. A request may come so late that its person chose another organization
/// meanwhile: then that one stays in view, else they are in their personal account.
async fn gone_on(
    transaction: &DatabaseTransaction,
    session: &ActiveSession,
) -> Result<ActiveSession, AuthError> {
    let account = session.account.id;
    let place = sessions::place_of(transaction, session.id).await?;
    let chosen = match place {
        Some(id) if memberships::exists(transaction, id, account).await? => {
            organizations::by_id(transaction, id).await?
        }
        _ => None,
    };
    let organization = match chosen {
        Some(organization) => organization,
        None => organizations::personal_of(transaction, account).await?,
    };
    sessions::work_in(transaction, session.id, organization.id).await?;
    let session = session.clone();
    Ok(session.working_in(transaction, organization).await?)
}
