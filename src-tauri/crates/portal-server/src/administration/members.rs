//! Who belongs to an organization, with which roles.

use sea_orm::DatabaseTransaction;

use super::selection::{find_account, find_organization};
use super::{Administration, AdministrationError, OrganizationSelection};
use crate::domain::{EmailAddress, OrganizationKind, RoleRuleBroken, RoleSet, SecurityEventKind};
use crate::store::entities::{account, organization};
use crate::store::memberships;

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
        let (organization_id, account_id) = (organization.id, account.id);
        let now = self.surroundings.now();
        let is_new = memberships::ensure(&transaction, organization_id, account_id, now).await?;
        let before = memberships::roles(&transaction, organization_id, account_id).await?;
        if before.into_iter().eq(roles.iter()) {
            return Ok(());
        }
        memberships::replace_roles(&transaction, organization_id, account_id, roles.iter()).await?;
        let kind = match is_new {
            true => SecurityEventKind::MembershipAdded,
            false => SecurityEventKind::RolesChanged,
        };
        let subject = Some(organization.name.as_str());
        self.record(&transaction, account_id, kind, subject).await?;
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
        if !memberships::remove(&transaction, organization.id, account.id).await? {
            return Err(AdministrationError::NotAMember(email.clone()));
        }
        let kind = SecurityEventKind::MembershipRemoved;
        let subject = Some(organization.name.as_str());
        self.record(&transaction, account.id, kind, subject).await?;
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
    Ok((organization, account))
}
