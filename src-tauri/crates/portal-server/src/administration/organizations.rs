//! Adding organizations, their plans and their features.

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::selection::{find_account, find_organization};
use super::{Administration, AdministrationError, OrganizationSelection};
use crate::domain::{
    EmailAddress, Feature, MAXIMUM_OWNED_ORGANIZATIONS, OrganizationKind, OrganizationName, Plan,
    Role, SecurityEventKind,
};
use crate::store::{StoreError, accounts, features, memberships, organizations};

impl Administration {
    /// Creates a shared organization; its owner is its first member.
    ///
    /// # Errors
    ///
    /// When there is no such owner, or they own as many as they may.
    pub async fn add_organization(
        &self,
        name: &OrganizationName,
        owner: &EmailAddress,
        plan: Plan,
    ) -> Result<Uuid, AdministrationError> {
        let id = self.surroundings.new_id()?;
        let transaction = self.store.begin_write().await?;
        let account = find_account(&transaction, owner).await?;
        accounts::lock(&transaction, account.id).await?;
        let owned = organizations::count_owned(&transaction, account.id).await?;
        if owned >= MAXIMUM_OWNED_ORGANIZATIONS {
            return Err(AdministrationError::OrganizationLimitReached {
                email: owner.clone(),
                owned,
                limit: MAXIMUM_OWNED_ORGANIZATIONS,
            });
        }
        let now = self.surroundings.now();
        insert_organization(&transaction, id, name, plan, account.id, now).await?;
        let (kind, subject) = (SecurityEventKind::MembershipAdded, Some(name.as_str()));
        self.record(&transaction, account.id, kind, subject).await?;
        transaction.commit().await?;
        Ok(id)
    }

    /// Puts an organization on a plan.
    ///
    /// # Errors
    ///
    /// When there is no such organization.
    pub async fn set_plan(
        &self,
        selection: &OrganizationSelection,
        plan: Plan,
    ) -> Result<(), AdministrationError> {
        let transaction = self.store.begin_write().await?;
        let organization = find_organization(&transaction, selection).await?;
        organizations::set_plan(&transaction, organization.id, plan).await?;
        Ok(transaction.commit().await?)
    }

    /// Makes MFA a duty of all members, or lifts that duty; answers whether that is a change. It
    /// counts from each member's next request on.
    ///
    /// # Errors
    ///
    /// When there is no such organization, or it is a personal account.
    pub async fn require_mfa(
        &self,
        selection: &OrganizationSelection,
        required: bool,
    ) -> Result<bool, AdministrationError> {
        let now = self.surroundings.now();
        let transaction = self.store.begin_write().await?;
        let organization = find_organization(&transaction, selection).await?;
        if organization.kind == OrganizationKind::Personal {
            return Err(AdministrationError::PersonalAccount);
        }
        let since = required.then_some(now);
        let changed = organizations::set_mfa_required(&transaction, organization.id, since).await?;
        if changed {
            let kind = match required {
                true => SecurityEventKind::MfaRequired,
                false => SecurityEventKind::MfaNotRequired,
            };
            self.record_for_members(&transaction, &organization, kind)
                .await?;
        }
        transaction.commit().await?;
        Ok(changed)
    }

    /// Turns a feature on or off. Nothing changes when it is so already.
    ///
    /// # Errors
    ///
    /// When there is no such organization.
    pub async fn set_feature(
        &self,
        selection: &OrganizationSelection,
        feature: Feature,
        on: bool,
    ) -> Result<(), AdministrationError> {
        let transaction = self.store.begin_write().await?;
        let organization = find_organization(&transaction, selection).await?;
        let changed = if on {
            let now = self.surroundings.now();
            features::turn_on(&transaction, organization.id, feature, now).await?
        } else {
            features::turn_off(&transaction, organization.id, feature).await?
        };
        if changed {
            let kind = SecurityEventKind::of_feature(feature, on);
            self.record_for_members(&transaction, &organization, kind)
                .await?;
        }
        Ok(transaction.commit().await?)
    }
}

/// Inserts a shared organization with its owner as its first member.
///
/// # Errors
///
/// When the store fails.
pub(crate) async fn insert_organization(
    database: &impl ConnectionTrait,
    id: Uuid,
    name: &OrganizationName,
    plan: Plan,
    owner_id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    organizations::insert_shared(database, id, name, plan, owner_id, now).await?;
    memberships::ensure(database, id, owner_id, now).await?;
    memberships::replace_roles(database, id, owner_id, [Role::Owner]).await
}
