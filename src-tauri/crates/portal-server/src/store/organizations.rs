//! Organizations.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use sea_orm::sea_query::{Expr, LockType, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::StoreError;
use super::entities::{membership, organization};
use crate::domain::{OrganizationKind, OrganizationName, PERSONAL_ACCOUNT, Plan};

/// In whose calendar an organization chooses days until its operator says otherwise.
const UTC: &str = "UTC";

/// Creates the personal account of a new account. Its owner must be made a member.
///
/// # Errors
///
/// When the store fails.
pub async fn insert_personal(
    database: &impl ConnectionTrait,
    id: Uuid,
    owner_id: Uuid,
    created_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    insert(
        database,
        organization::Model {
            id,
            name: PERSONAL_ACCOUNT.to_owned(),
            kind: OrganizationKind::Personal,
            plan: Plan::Free,
            owner_id,
            created_at,
            mfa_required_since: None,
            picture: None,
            revision: 0,
            time_zone: UTC.to_owned(),
        },
    )
    .await
}

/// Creates a shared organization. Its owner must be made a member.
///
/// # Errors
///
/// When the store fails.
pub async fn insert_shared(
    database: &impl ConnectionTrait,
    id: Uuid,
    name: &OrganizationName,
    picture: Option<String>,
    plan: Plan,
    owner_id: Uuid,
    created_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    insert(
        database,
        organization::Model {
            id,
            name: name.as_str().to_owned(),
            kind: OrganizationKind::Shared,
            plan,
            owner_id,
            created_at,
            mfa_required_since: None,
            picture,
            revision: 0,
            time_zone: UTC.to_owned(),
        },
    )
    .await
}

async fn insert(
    database: &impl ConnectionTrait,
    row: organization::Model,
) -> Result<(), StoreError> {
    organization::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// The organization with this id.
///
/// # Errors
///
/// When the store fails.
pub async fn by_id(
    database: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<organization::Model>, StoreError> {
    Ok(organization::Entity::find_by_id(id).one(database).await?)
}

/// Holds the organization with this id until the transaction ends, so that nobody else changes it,
/// its members' roles or what is counted for it, and answers it as it is; `None` when it is gone.
///
/// Whoever holds an account as well has that first.
///
/// # Errors
///
/// When the store fails.
pub async fn lock(
    database: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<organization::Model>, StoreError> {
    Ok(organization::Entity::find_by_id(id)
        .lock_exclusive()
        .one(database)
        .await?)
}

/// Keeps the organization with this id from being deleted until the transaction ends.
///
/// # Errors
///
/// When the store fails.
pub async fn keep(database: &impl ConnectionTrait, id: Uuid) -> Result<(), StoreError> {
    organization::Entity::find_by_id(id)
        .lock_shared()
        .one(database)
        .await?;
    Ok(())
}

/// All organizations that the account is a member of.
///
/// # Errors
///
/// When the store fails.
pub async fn of_account(
    database: &impl ConnectionTrait,
    account_id: Uuid,
) -> Result<Vec<organization::Model>, StoreError> {
    Ok(organization::Entity::find()
        .filter(organization::Column::Id.in_subquery(memberships_of(account_id)))
        .all(database)
        .await?)
}

fn memberships_of(account_id: Uuid) -> SelectStatement {
    Query::select()
        .column(membership::Column::OrganizationId)
        .from(membership::Entity)
        .and_where(membership::Column::AccountId.eq(account_id))
        .to_owned()
}

/// Holds the organization until the transaction ends, so that it is neither deleted nor held by anyone else; answers
/// whether it is there.
///
/// # Errors
///
/// When the store fails.
pub async fn hold(database: &impl ConnectionTrait, id: Uuid) -> Result<bool, StoreError> {
    let held = organization::Entity::find_by_id(id)
        .lock(LockType::NoKeyUpdate)
        .one(database)
        .await?;
    Ok(held.is_some())
}

/// All shared organizations with this name, the oldest first.
///
/// # Errors
///
/// When the store fails.
pub async fn shared_by_name(
    database: &impl ConnectionTrait,
    name: &str,
) -> Result<Vec<organization::Model>, StoreError> {
    Ok(organization::Entity::find()
        .filter(organization::Column::Name.eq(name))
        .filter(organization::Column::Kind.eq(OrganizationKind::Shared))
        .order_by_asc(organization::Column::CreatedAt)
        .order_by_asc(organization::Column::Id)
        .all(database)
        .await?)
}

/// The personal account of this account.
///
/// # Errors
///
/// When the store fails, or the account has none.
pub async fn personal_of(
    database: &impl ConnectionTrait,
    account_id: Uuid,
) -> Result<organization::Model, StoreError> {
    organization::Entity::find()
        .filter(organization::Column::OwnerId.eq(account_id))
        .filter(organization::Column::Kind.eq(OrganizationKind::Personal))
        .one(database)
        .await?
        .ok_or(StoreError::Inconsistent(
            "an account has no personal account",
        ))
}

/// How many shared organizations this account owns.
///
/// # Errors
///
/// When the store fails.
pub async fn count_owned(
    database: &impl ConnectionTrait,
    account_id: Uuid,
) -> Result<u64, StoreError> {
    Ok(organization::Entity::find()
        .filter(organization::Column::OwnerId.eq(account_id))
        .filter(organization::Column::Kind.eq(OrganizationKind::Shared))
        .count(database)
        .await?)
}

/// Puts the organization on another plan.
///
/// # Errors
///
/// When the store fails.
pub async fn set_plan(
    database: &impl ConnectionTrait,
    id: Uuid,
    plan: Plan,
) -> Result<(), StoreError> {
    organization::Entity::update_many()
        .col_expr(organization::Column::Plan, Expr::value(plan))
        .filter(organization::Column::Id.eq(id))
        .exec(database)
        .await?;
    Ok(())
}

/// Says in whose calendar the organization's people choose days of its data.
///
/// # Errors
///
/// When the store fails.
pub async fn set_time_zone(
    database: &impl ConnectionTrait,
    id: Uuid,
    zone: Tz,
) -> Result<(), StoreError> {
    organization::Entity::update_many()
        .col_expr(organization::Column::TimeZone, Expr::value(zone.name()))
        .filter(organization::Column::Id.eq(id))
        .exec(database)
        .await?;
    Ok(())
}

/// Those of these names of pictures that an organization has.
///
/// # Errors
///
/// When the store fails.
pub async fn pictures_among(
    database: &impl ConnectionTrait,
    names: impl IntoIterator<Item = &str>,
) -> Result<HashSet<String>, StoreError> {
    use organization::Column;

    let pictures: Vec<Option<String>> = organization::Entity::find()
        .select_only()
        .column(Column::Picture)
        .filter(Column::Picture.is_in(names))
        .into_tuple()
        .all(database)
        .await?;
    Ok(pictures.into_iter().flatten().collect())
}

/// Gives the organization another name, and another picture or none.
///
/// # Errors
///
/// When the store fails.
pub async fn set_appearance(
    database: &impl ConnectionTrait,
    id: Uuid,
    name: &OrganizationName,
    picture: Option<&str>,
) -> Result<(), StoreError> {
    organization::Entity::update_many()
        .col_expr(organization::Column::Name, Expr::value(name.as_str()))
        .col_expr(organization::Column::Picture, Expr::value(picture))
        .col_expr(organization::Column::Revision, one_more())
        .filter(organization::Column::Id.eq(id))
        .exec(database)
        .await?;
    Ok(())
}

fn one_more() -> SimpleExpr {
    Expr::col(organization::Column::Revision).add(1)
}

/// Deletes the organization with all that is in it.
///
/// # Errors
///
/// When the store fails.
pub async fn delete(database: &impl ConnectionTrait, id: Uuid) -> Result<(), StoreError> {
    organization::Entity::delete_by_id(id)
        .exec(database)
        .await?;
    Ok(())
}

/// Makes MFA a duty of all members from `since` on, or lifts that duty; answers whether that is a change.
///
/// # Errors
///
/// When the store fails.
pub async fn set_mfa_required(
    database: &impl ConnectionTrait,
    id: Uuid,
    since: Option<DateTime<Utc>>,
) -> Result<bool, StoreError> {
    let required = organization::Column::MfaRequiredSince;
    let unlike_now = match since {
        Some(_) => required.is_null(),
        None => required.is_not_null(),
    };
    let updated = organization::Entity::update_many()
        .col_expr(required, Expr::value(since))
        .col_expr(organization::Column::Revision, one_more())
        .filter(organization::Column::Id.eq(id))
        .filter(unlike_now)
        .exec(database)
        .await?;
    Ok(updated.rows_affected == 1)
}

/// The organizations of this account whose members all need MFA, by name.
///
/// # Errors
///
/// When the store fails.
pub async fn requiring_mfa_of(
    database: &impl ConnectionTrait,
    account_id: Uuid,
) -> Result<Vec<organization::Model>, StoreError> {
    Ok(organization::Entity::find()
        .filter(organization::Column::MfaRequiredSince.is_not_null())
        .filter(organization::Column::Id.in_subquery(memberships_of(account_id)))
        .order_by_asc(organization::Column::Name)
        .order_by_asc(organization::Column::Id)
        .all(database)
        .await?)
}
