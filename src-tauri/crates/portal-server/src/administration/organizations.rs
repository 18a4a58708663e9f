//! Adding organizations, their plans and their features.

use chrono_tz::Tz;
use uuid::Uuid;

use super::selection::{find_account, find_organization};
use super::{Administration, AdministrationError, OrganizationSelection};
use crate::domain::{
    EmailAddress, Feature, MAXIMUM_OWNED_ORGANIZATIONS, OrganizationKind, OrganizationName, Plan,
    SecurityEventKind,
};
use crate::store::{accounts, features, organizations};

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
        let changing = self.changing(&transaction);
        changing.create(id, name, None, plan, account.id).await?;
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

    /// Says in whose calendar an organization's people choose days of its data.
    ///
    /// # Errors
    ///
    /// When there is no such organization.
    pub async fn set_time_zone(
        &self,
        selection: &OrganizationSelection,
        zone: Tz,
    ) -> Result<(), AdministrationError> {
        let transaction = self.store.begin_write().await?;
        let organization = find_organization(&transaction, selection).await?;
        organizations::set_time_zone(&transaction, organization.id, zone).await?;
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
        let transaction = self.store.begin_write().await?;
        let organization = find_organization(&transaction, selection).await?;
        if organization.kind == OrganizationKind::Personal {
            return Err(AdministrationError::PersonalAccount);
        }
        organizations::lock(&transaction, organization.id).await?;
        let changing = self.changing(&transaction);
        let changed = changing.require_mfa(&organization, required).await?;
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
            self.changing(&transaction)
                .tell_members(&organization, kind)
                .await?;
        }
        Ok(transaction.commit().await?)
    }
}
