//! API keys and their secrets.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use super::StoreError;
use super::entities::{api_key, api_key_secret};

/// Adds a key. Its first secret is to be added as well.
///
/// # Errors
///
/// When the store fails.
pub async fn insert(
    database: &impl ConnectionTrait,
    key: api_key::Model,
) -> Result<(), StoreError> {
    api_key::Entity::insert(key.into_active_model().reset_all())
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// Adds a secret.
///
/// # Errors
///
/// When the store fails.
pub async fn insert_secret(
    database: &impl ConnectionTrait,
    secret: api_key_secret::Model,
) -> Result<(), StoreError> {
    api_key_secret::Entity::insert(secret.into_active_model().reset_all())
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// The keys of an organization that were not revoked, the newest first.
///
/// # Errors
///
/// When the store fails.
pub async fn of_organization(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
) -> Result<Vec<api_key::Model>, StoreError> {
    Ok(api_key::Entity::find()
        .filter(api_key::Column::OrganizationId.eq(organization_id))
        .filter(api_key::Column::RevokedAt.is_null())
        .order_by_desc(api_key::Column::CreatedAt)
        .order_by_desc(api_key::Column::Id)
        .all(database)
        .await?)
}

/// How many keys an organization has that were not revoked.
///
/// # Errors
///
/// When the store fails.
pub async fn count(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
) -> Result<u64, StoreError> {
    Ok(api_key::Entity::find()
        .filter(api_key::Column::OrganizationId.eq(organization_id))
        .filter(api_key::Column::RevokedAt.is_null())
        .count(database)
        .await?)
}

/// The key of an organization with this id, unless it was revoked.
///
/// # Errors
///
/// When the store fails.
pub async fn by_id(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    id: Uuid,
) -> Result<Option<api_key::Model>, StoreError> {
    Ok(api_key::Entity::find_by_id(id)
        .filter(api_key::Column::OrganizationId.eq(organization_id))
        .filter(api_key::Column::RevokedAt.is_null())
        .one(database)
        .await?)
}

/// All secrets of these keys that are accepted at `now`, the newest first.
///
/// # Errors
///
/// When the store fails.
pub async fn secrets(
    database: &impl ConnectionTrait,
    keys: impl IntoIterator<Item = Uuid>,
    now: DateTime<Utc>,
) -> Result<Vec<api_key_secret::Model>, StoreError> {
    Ok(api_key_secret::Entity::find()
        .filter(api_key_secret::Column::ApiKeyId.is_in(keys))
        .filter(accepted_at(now))
        .order_by_desc(api_key_secret::Column::IssuedAt)
        .order_by_desc(api_key_secret::Column::Id)
        .all(database)
        .await?)
}

/// The secrets with this visible part, each with its key, that are accepted at `now` as far as the
/// secret itself goes. There is seldom more than one.
///
/// # Errors
///
/// When the store fails.
pub async fn by_lookup(
    database: &impl ConnectionTrait,
    lookup: &str,
    now: DateTime<Utc>,
) -> Result<Vec<(api_key_secret::Model, Option<api_key::Model>)>, StoreError> {
    let secrets = api_key_secret::Entity::find()
        .filter(api_key_secret::Column::Lookup.eq(lookup))
        .filter(accepted_at(now))
        .all(database)
        .await?;
    let mut found = Vec::with_capacity(secrets.len());
    for secret in secrets {
        let key = api_key::Entity::find_by_id(secret.api_key_id)
            .one(database)
            .await?;
        found.push((secret, key));
    }
    Ok(found)
}

fn accepted_at(now: DateTime<Utc>) -> Condition {
    Condition::any()
        .add(api_key_secret::Column::EndsAt.is_null())
        .add(api_key_secret::Column::EndsAt.gt(now))
}

/// Ends the secret in force at `ends_at`, and those before it at once.
///
/// # Errors
///
/// When the store fails.
pub async fn end_secrets(
    database: &impl ConnectionTrait,
    key: Uuid,
    ends_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let end = |filter: Condition, moment: DateTime<Utc>| {
        api_key_secret::Entity::update_many()
            .col_expr(api_key_secret::Column::EndsAt, Expr::value(moment))
            .filter(api_key_secret::Column::ApiKeyId.eq(key))
            .filter(filter)
            .exec(database)
    };
    let earlier = api_key_secret::Column::EndsAt.gt(now);
    end(Condition::all().add(earlier), now).await?;
    let in_force = api_key_secret::Column::EndsAt.is_null();
    end(Condition::all().add(in_force), ends_at).await?;
    Ok(())
}

/// Revokes a key.
///
/// # Errors
///
/// When the store fails.
pub async fn revoke(
    database: &impl ConnectionTrait,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    api_key::Entity::update_many()
        .col_expr(api_key::Column::RevokedAt, Expr::value(now))
        .filter(api_key::Column::Id.eq(id))
        .exec(database)
        .await?;
    Ok(())
}

/// Revokes the keys that an account created for an organization.
///
/// # Errors
///
/// When the store fails.
pub async fn revoke_of(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    account_id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    api_key::Entity::update_many()
        .col_expr(api_key::Column::RevokedAt, Expr::value(now))
        .filter(api_key::Column::OrganizationId.eq(organization_id))
        .filter(api_key::Column::AccountId.eq(account_id))
        .filter(api_key::Column::RevokedAt.is_null())
        .exec(database)
        .await?;
    Ok(())
}

/// How many keys of an organization are accepted at `now`, as far as the keys themselves go.
///
/// # Errors
///
/// When the store fails.
pub async fn count_usable(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let unexpired = Condition::any()
        .add(api_key::Column::ExpiresAt.is_null())
        .add(api_key::Column::ExpiresAt.gt(now));
    Ok(api_key::Entity::find()
        .filter(api_key::Column::OrganizationId.eq(organization_id))
        .filter(api_key::Column::RevokedAt.is_null())
        .filter(unexpired)
        .count(database)
        .await?)
}

/// Notes that a key was used, and by what.
///
/// # Errors
///
/// When the store fails.
pub async fn touch(
    database: &impl ConnectionTrait,
    id: Uuid,
    client: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    api_key::Entity::update_many()
        .col_expr(api_key::Column::LastUsedAt, Expr::value(now))
        .col_expr(api_key::Column::LastUsedBy, Expr::value(client))
        .filter(api_key::Column::Id.eq(id))
        .exec(database)
        .await?;
    Ok(())
}
