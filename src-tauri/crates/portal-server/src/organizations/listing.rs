//! The organizations that a person may work in.

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::auth::ActiveSession;
use crate::domain::{OrganizationKind, Role};
use crate::portal::Portal;
use crate::store::entities::organization;
use crate::store::{StoreError, memberships, organizations};

/// An organization that a person may work in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedOrganization {
    /// The organization.
    pub organization: organization::Model,
    /// The person's roles in it, in the contract's order.
    pub roles: Vec<Role>,
    /// When the person chose it last, in UTC.
    pub last_chosen_at: Option<DateTime<Utc>>,
}

/// Where an organization stands in the list: the personal account first, then the one chosen last, then by
/// name, then by id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListPosition {
    /// Whether it is shared.
    pub is_shared: bool,
    /// When it was chosen last, in UTC; never comes last.
    pub last_chosen_at: Reverse<Option<DateTime<Utc>>>,
    /// The name in the form in which organizations are ordered.
    pub name_order: String,
    /// The id, which decides between equal names.
    pub id: Uuid,
}

impl ListedOrganization {
    /// Where it stands.
    #[must_use]
    pub fn position(&self) -> ListPosition {
        ListPosition {
            is_shared: self.organization.kind == OrganizationKind::Shared,
            last_chosen_at: Reverse(self.last_chosen_at),
            name_order: self.organization.name.to_lowercase(),
            id: self.organization.id,
        }
    }
}

impl Portal {
    /// All organizations of the session's person, in order.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn organizations(
        &self,
        session: &ActiveSession,
    ) -> Result<Vec<ListedOrganization>, StoreError> {
        let (database, account) = (self.store.read(), session.account.id);
        let chosen: HashMap<Uuid, Option<DateTime<Utc>>> =
            memberships::of_account(database, account)
                .await?
                .into_iter()
                .map(|row| (row.organization_id, row.last_chosen_at))
                .collect();
        let mut roles: HashMap<Uuid, Vec<Role>> = HashMap::new();
        for (organization, role) in memberships::roles_everywhere(database, account).await? {
            roles.entry(organization).or_default().push(role);
        }
        let mut listed: Vec<ListedOrganization> = organizations::of_account(database, account)
            .await?
            .into_iter()
            .map(|organization| {
                let mut roles = roles.remove(&organization.id).unwrap_or_default();
                roles.sort_unstable();
                ListedOrganization {
                    last_chosen_at: chosen.get(&organization.id).copied().flatten(),
                    roles,
                    organization,
                }
            })
            .collect();
        listed.sort_by_cached_key(ListedOrganization::position);
        Ok(listed)
    }
}
