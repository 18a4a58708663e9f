//! Who belongs to which organization, with which roles.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    TryInsertResult,
};
use uuid::Uuid;

use super::StoreError;
use super::entities::{account, membership, membership_role};
use crate::domain::{Members, OrganizationKind, Role};

/// Makes the account a member unless it is one, and holds the membership until the transaction
/// ends, so that its roles change by one caller at a time; answers whether it became one.
///
/// # Errors
///
/// When the store fails.
pub async fn ensure(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    account_id: Uuid,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let row = membership::ActiveModel {
        organization_id: Set(organization_id),
        account_id: Set(account_id),
        since: Set(now),
        last_chosen_at: Set(None),
    };
    let inserted = membership::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(database)
        .await?;
    membership::Entity::find_by_id((organization_id, account_id))
        .lock_exclusive()
        .one(database)
        .await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(1)))
}

/// Whether the account is a member.
///
/// # Errors
///
/// When the store fails.
pub async fn exists(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    account_id: Uuid,
) -> Result<bool, StoreError> {
    Ok(
        membership::Entity::find_by_id((organization_id, account_id))
            .one(database)
            .await?
            .is_some(),
    )
}

/// Ends a membership; answers whether there was one.
///
/// # Errors
///
/// When the store fails.
pub async fn remove(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    account_id: Uuid,
) -> Result<bool, StoreError> {
    let deleted = membership::Entity::delete_by_id((organization_id, account_id))
        .exec(database)
        .await?;
    Ok(deleted.rows_affected == 1)
}

/// The member's roles in the contract's order; none for one who is no member.
///
/// # Errors
///
/// When the store fails.
pub async fn roles(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    account_id: Uuid,
) -> Result<Vec<Role>, StoreError> {
    let rows = membership_role::Entity::find()
        .filter(membership_role::Column::OrganizationId.eq(organization_id))
        .filter(membership_role::Column::AccountId.eq(account_id))
        .all(database)
        .await?;
    let mut roles: Vec<Role> = rows.into_iter().map(|row| row.role).collect();
    roles.sort_unstable();
    Ok(roles)
}

/// Gives the member these roles in place of all others.
///
/// # Errors
///
/// When the store fails.
pub async fn replace_roles(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    account_id: Uuid,
    roles: impl IntoIterator<Item = Role>,
) -> Result<(), StoreError> {
    membership_role::Entity::delete_many()
        .filter(membership_role::Column::OrganizationId.eq(organization_id))
        .filter(membership_role::Column::AccountId.eq(account_id))
        .exec(database)
        .await?;
    let rows = roles.into_iter().map(|role| membership_role::ActiveModel {
        organization_id: Set(organization_id),
        account_id: Set(account_id),
        role: Set(role),
    });
    membership_role::Entity::insert_many(rows)
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// The organizations that the account is a member of, each with when the account chose it last.
///
/// # Errors
///
/// When the store fails.
pub async fn of_account(
    database: &impl ConnectionTrait,
    account_id: Uuid,
) -> Result<Vec<membership::Model>, StoreError> {
    Ok(membership::Entity::find()
        .filter(membership::Column::AccountId.eq(account_id))
        .all(database)
        .await?)
}

/// The organizations that each of these accounts is a member of; those of no organization are left out.
///
/// # Errors
///
/// When the store fails.
pub async fn of_accounts(
    database: &impl ConnectionTrait,
    accounts: &[Uuid],
) -> Result<HashMap<Uuid, HashSet<Uuid>>, StoreError> {
    let rows = membership::Entity::find()
        .filter(membership::Column::AccountId.is_in(accounts.iter().copied()))
        .all(database)
        .await?;
    let mut organizations: HashMap<Uuid, HashSet<Uuid>> = HashMap::new();
    for row in rows {
        let of_account = organizations.entry(row.account_id).or_default();
        of_account.insert(row.organization_id);
    }
    Ok(organizations)
}

/// The account's roles in all organizations, each with its organization.
///
/// # Errors
///
/// When the store fails.
pub async fn roles_everywhere(
    database: &impl ConnectionTrait,
    account_id: Uuid,
) -> Result<Vec<(Uuid, Role)>, StoreError> {
    let rows = membership_role::Entity::find()
        .filter(membership_role::Column::AccountId.eq(account_id))
        .all(database)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.organization_id, row.role))
        .collect())
}

/// Notes that the member chose to work in this organization.
///
/// # Errors
///
/// When the store fails.
pub async fn choose(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    account_id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    // Later than every choice before, also when the clock was set back since.
    let before = membership::Entity::find()
        .filter(membership::Column::AccountId.eq(account_id))
        .filter(membership::Column::LastChosenAt.gte(now))
        .order_by_desc(membership::Column::LastChosenAt)
        .one(database)
        .await?
        .and_then(|latest| latest.last_chosen_at);
    let at = before.map_or(now, |before| before + TimeDelta::microseconds(1));
    membership::Entity::update_many()
        .col_expr(membership::Column::LastChosenAt, Expr::value(at))
        .filter(membership::Column::OrganizationId.eq(organization_id))
        .filter(membership::Column::AccountId.eq(account_id))
        .exec(database)
        .await?;
    Ok(())
}

/// The organization the account chose last of those it is still a member of.
///
/// # Errors
///
/// When the store fails.
pub async fn last_chosen(
    database: &impl ConnectionTrait,
    account_id: Uuid,
) -> Result<Option<Uuid>, StoreError> {
    let last = membership::Entity::find()
        .filter(membership::Column::AccountId.eq(account_id))
        .filter(membership::Column::LastChosenAt.is_not_null())
        .order_by_desc(membership::Column::LastChosenAt)
        .one(database)
        .await?;
    Ok(last.map(|membership| membership.organization_id))
}

/// Members of a shared organization whose affair something is: its owner, then the others by name.
///
/// # Errors
///
/// When the store fails.
pub async fn those_who(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    are: Members,
) -> Result<Vec<account::Model>, StoreError> {
    let roles = are.roles(OrganizationKind::Shared);
    let managing = membership_role::Entity::find()
        .filter(membership_role::Column::OrganizationId.eq(organization_id))
        .filter(membership_role::Column::Role.is_in(roles))
        .all(database)
        .await?;
    let ids = managing.iter().map(|row| row.account_id);
    let accounts = account::Entity::find()
        .filter(account::Column::Id.is_in(ids))
        .order_by_asc(account::Column::DisplayName)
        .all(database)
        .await?;
    let is_owner = |account: &account::Model| {
        managing
            .iter()
            .any(|row| row.account_id == account.id && row.role == Role::Owner)
    };
    let (owners, others): (Vec<_>, Vec<_>) = accounts.into_iter().partition(is_owner);
    Ok(owners.into_iter().chain(others).collect())
}

/// The members of an organization.
///
/// # Errors
///
/// When the store fails.
pub async fn members(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
) -> Result<Vec<Uuid>, StoreError> {
    let rows = membership::Entity::find()
        .filter(membership::Column::OrganizationId.eq(organization_id))
        .all(database)
        .await?;
    Ok(rows.into_iter().map(|row| row.account_id).collect())
}
