//! What an account may be told now: its roles may have changed since something happened.

use std::collections::HashMap;

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::auth::owes_mfa;
use crate::domain::{Feature, Members, Role, StatusUpdate};
use crate::store::entities::{organization, status_update};
use crate::store::{StoreError, features, memberships, organizations};

/// Where an account stands in organizations at the moment, each looked up once.
pub(crate) struct Standings<'a, C> {
    database: &'a C,
    account: Uuid,
    known: HashMap<Uuid, Standing>,
}

/// Where an account stands in an organization.
#[derive(Default)]
struct Standing {
    /// `None` when it is gone.
    organization: Option<organization::Model>,
    /// None for who is no member.
    roles: Vec<Role>,
    owes_mfa: bool,
    has_api_keys: bool,
}

impl<'a, C: ConnectionTrait> Standings<'a, C> {
    /// Those of an account.
    pub(crate) fn of(database: &'a C, account: Uuid) -> Self {
        Self {
            database,
            account,
            known: HashMap::new(),
        }
    }

    /// Whether the account may be told an update that is in its feed. `update` is what `row` says, as far as this program
    /// knows it. Whoever left an organization is still told that they did, and nothing else of it.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub(crate) async fn admit(
        &mut self,
        row: &status_update::Model,
        update: Option<&StatusUpdate>,
    ) -> Result<bool, StoreError> {
        let Some(id) = row.organization_id else {
            return Ok(true);
        };
        let standing = self.standing(id).await?;
        let (Some(organization), false) = (&standing.organization, standing.roles.is_empty())
        else {
            let is_loss = |update: &StatusUpdate| matches!(update, StatusUpdate::RolesChanged { roles } if roles.is_empty());
            return Ok(update.is_some_and(is_loss));
        };
        let Some(update) = update else {
            return Ok(true);
        };
        let members = update.concerns();
        let applies = match update {
            StatusUpdate::CreditsLow { .. } => organization.plan.uses_credits(),
            StatusUpdate::ApiKeyExpiring { .. } => standing.has_api_keys,
            _ => true,
        };
        // What concerns everybody is about the membership itself, not about what is in the organization.
        let is_open = members == Members::Everyone || !standing.owes_mfa;
        Ok(applies && is_open && members.include(organization.kind, &standing.roles))
    }

    /// Whether the account is one of `members` in an organization.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub(crate) async fn is_among(
        &mut self,
        members: Members,
        organization: Uuid,
    ) -> Result<bool, StoreError> {
        let standing = self.standing(organization).await?;
        Ok(standing.organization.as_ref().is_some_and(|organization| {
            !standing.owes_mfa && members.include(organization.kind, &standing.roles)
        }))
    }

    async fn standing(&mut self, id: Uuid) -> Result<&Standing, StoreError> {
        if !self.known.contains_key(&id) {
            let standing = self.look_up(id).await?;
            self.known.insert(id, standing);
        }
        Ok(&self.known[&id])
    }

    async fn look_up(&self, id: Uuid) -> Result<Standing, StoreError> {
        let (database, account) = (self.database, self.account);
        let Some(organization) = organizations::by_id(database, id).await? else {
            return Ok(Standing::default());
        };
        Ok(Standing {
            roles: memberships::roles(database, id, account).await?,
            owes_mfa: owes_mfa(database, &organization, account).await?,
            has_api_keys: features::is_on(database, id, Feature::ApiKeys).await?,
            organization: Some(organization),
        })
    }
}
