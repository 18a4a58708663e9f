//! Features of organizations.

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, TryInsertResult};
use uuid::Uuid;

use super::StoreError;
use super::entities::organization_feature;
use crate::domain::Feature;

/// Turns a feature on; answers whether it was off.
///
/// # Errors
///
/// When the store fails.
pub async fn turn_on(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    feature: Feature,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let row = organization_feature::ActiveModel {
        organization_id: Set(organization_id),
        feature: Set(feature),
        enabled_at: Set(now),
    };
    let inserted = organization_feature::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(database)
        .await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(1)))
}

/// Turns a feature off; answers whether it was on.
///
/// # Errors
///
/// When the store fails.
pub async fn turn_off(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    feature: Feature,
) -> Result<bool, StoreError> {
    let deleted = organization_feature::Entity::delete_many()
        .filter(organization_feature::Column::OrganizationId.eq(organization_id))
        .filter(organization_feature::Column::Feature.eq(feature))
        .exec(database)
        .await?;
    Ok(deleted.rows_affected == 1)
}

/// Whether a feature is on.
///
/// # Errors
///
/// When the store fails.
pub async fn is_on(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    feature: Feature,
) -> Result<bool, StoreError> {
    Ok(
        organization_feature::Entity::find_by_id((organization_id, feature))
            .one(database)
            .await?
            .is_some(),
    )
}
