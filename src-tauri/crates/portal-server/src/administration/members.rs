//! Who belongs to an organization, with which roles.

use sea_orm::DatabaseTransaction;

use super::selection::{find_account, find_organization};
use super::{Administration, AdministrationError, OrganizationSelection};
use crate::domain::{EmailAddress, OrganizationKind, RoleRuleBroken, RoleSet};
use crate::store::entities::{account, organization};
use crate::store::organizations;

impl Administration {
    /// Gives an account these roles in place of all others, and makes it a member if it is none.
    ///
    /// # Errors
    ///
    /// When there is no such account or organization, or the account owns the organization.
    pub async fn set_roles(
        &self,
        selection: &OrganizationSelection,
        email: &EmailAddress,
        roles: &RoleSet,
    ) -> Result<(), AdministrationError> {
        let transaction = self.store.begin_write().await?;
        let (organization, account) = changeable(&transaction, selection, email).await?;
        let changing = self.changing(&transaction);
        changing
            .give_roles(&organization, account.id, roles)
            .await?;
        Ok(transaction.commit().await?)
    }

    /// Ends a membership, effective on the member's next request.
    ///
    /// # Errors
    ///
    /// When there is none, or the account owns the organization.
    pub async fn remove_member(
        &self,
        selection: &OrganizationSelection,
        email: &EmailAddress,
    ) -> Result<(), AdministrationError> {
        let transaction = self.store.begin_write().await?;
        let (organization, account) = changeable(&transaction, selection, email).await?;
        let changing = self.changing(&transaction);
        if !changing.end_membership(&organization, account.id).await? {
            return Err(AdministrationError::NotAMember(email.clone()));
        }
        Ok(transaction.commit().await?)
    }
}

/// The organization and the account, if the one's membership in the other may change.
async fn changeable(
    transaction: &DatabaseTransaction,
    selection: &OrganizationSelection,
    email: &EmailAddress,
) -> Result<(organization::Model, account::Model), AdministrationError> {
    let organization = find_organization(transaction, selection).await?;
    let account = find_account(transaction, email).await?;
    if organization.kind == OrganizationKind::Personal {
        return Err(AdministrationError::PersonalAccount);
    }
    if organization.owner_id == account.id {
        return Err(RoleRuleBroken::OwnerChanged.into());
    }
    organizations::lock(transaction, organization.id).await?;
    Ok((organization, account))
}
