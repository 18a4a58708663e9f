//! Members of organizations, as those see them who manage them.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::entities::{account, membership, membership_role, second_factor};
use super::pattern::containing;
use super::{NamePosition, StoreError};
use crate::domain::Role;

/// A member of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who it is.
    pub account: account::Model,
    /// When they became a member, in UTC.
    pub since: DateTime<Utc>,
    /// Their roles, in the contract's order.
    pub roles: Vec<Role>,
    /// Whether they have MFA.
    pub mfa_enabled: bool,
}

/// At most `limit` members of the organization after a position, by name, then id; with `search` only
/// those whose name or address contains it, whatever the case.
///
/// # Errors
///
/// When the store fails.
pub async fn page(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    search: Option<&str>,
    after: Option<&NamePosition>,
    limit: u64,
) -> Result<Vec<Member>, StoreError> {
    let mut accounts = account::Entity::find()
        .filter(account::Column::Id.in_subquery(members_of(organization_id)))
        .order_by_asc(account::Column::NameOrder)
        .order_by_asc(account::Column::Id)
        .limit(limit);
    if let Some(search) = search {
        let pattern = || containing(search);
        accounts = accounts.filter(
            Condition::any()
                .add(account::Column::NameOrder.like(pattern()))
                .add(account::Column::EmailKey.like(pattern())),
        );
    }
    if let Some(position) = after {
        accounts =
            accounts.filter(position.rows_after(account::Column::NameOrder, account::Column::Id));
    }
    let accounts = accounts.all(database).await?;
    complete(database, organization_id, accounts).await
}

/// The member of the organization with this account; `None` when there is none.
///
/// # Errors
///
/// When the store fails.
pub async fn by_account(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    account_id: Uuid,
) -> Result<Option<Member>, StoreError> {
    let found = account::Entity::find_by_id(account_id)
        .filter(account::Column::Id.in_subquery(members_of(organization_id)))
        .one(database)
        .await?;
    let found = Vec::from_iter(found);
    Ok(complete(database, organization_id, found).await?.pop())
}

/// How many members the organization has.
///
/// # Errors
///
/// When the store fails.
pub async fn count(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
) -> Result<u64, StoreError> {
    Ok(membership::Entity::find()
        .filter(membership::Column::OrganizationId.eq(organization_id))
        .count(database)
        .await?)
}

/// How many members of the organization have no MFA.
///
/// # Errors
///
/// When the store fails.
pub async fn count_without_mfa(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
) -> Result<u64, StoreError> {
    let with_mfa = Query::select()
        .column(second_factor::Column::AccountId)
        .from(second_factor::Entity)
        .to_owned();
    Ok(membership::Entity::find()
        .filter(membership::Column::OrganizationId.eq(organization_id))
        .filter(membership::Column::AccountId.not_in_subquery(with_mfa))
        .count(database)
        .await?)
}

fn members_of(organization_id: Uuid) -> SelectStatement {
    Query::select()
        .column(membership::Column::AccountId)
        .from(membership::Entity)
        .and_where(membership::Column::OrganizationId.eq(organization_id))
        .to_owned()
}

/// These accounts with what they are in the organization, in the same order.
async fn complete(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    accounts: Vec<account::Model>,
) -> Result<Vec<Member>, StoreError> {
    let ids = || accounts.iter().map(|account| account.id);
    let memberships = membership::Entity::find()
        .filter(membership::Column::OrganizationId.eq(organization_id))
        .filter(membership::Column::AccountId.is_in(ids()))
        .all(database)
        .await?;
    let mut roles = membership_role::Entity::find()
        .filter(membership_role::Column::OrganizationId.eq(organization_id))
        .filter(membership_role::Column::AccountId.is_in(ids()))
        .all(database)
        .await?;
    roles.sort_unstable_by_key(|row| row.role);
    let with_mfa: HashSet<Uuid> = second_factor::Entity::find()
        .select_only()
        .column(second_factor::Column::AccountId)
        .filter(second_factor::Column::AccountId.is_in(ids()))
        .into_tuple()
        .all(database)
        .await?
        .into_iter()
        .collect();
    let mut members = Vec::with_capacity(accounts.len());
    for account in accounts {
        // Whoever left between the statements is no member.
        let own = memberships.iter().find(|row| row.account_id == account.id);
        let Some(membership) = own else { continue };
        let own = roles.iter().filter(|row| row.account_id == account.id);
        members.push(Member {
            since: membership.since,
            roles: own.map(|row| row.role).collect(),
            mfa_enabled: with_mfa.contains(&account.id),
            account,
        });
    }
    Ok(members)
}
