//! What organizations used, by quarter hours.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder,
};
use uuid::Uuid;

use super::StoreError;
use super::entities::credit_usage_quarter;
use crate::domain::Credits;

/// Seconds of a quarter hour.
const QUARTER: i64 = 15 * 60;

/// When the quarter hour of a moment begins, in seconds since 1970 in UTC.
#[must_use]
pub fn quarter_of(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(QUARTER) * QUARTER
}

/// Adds to what was used in the quarter hour of a moment.
///
/// # Errors
///
/// When the store fails.
pub async fn add(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    at: DateTime<Utc>,
    used: Credits,
) -> Result<(), StoreError> {
    use credit_usage_quarter::{Column, Entity, Model};

    let row = Model {
        organization_id,
        begins_at: quarter_of(at),
        amount: used,
    };
    let more = Expr::col((Entity, Column::Amount)).add(used.0);
    let on_top = OnConflict::columns([Column::OrganizationId, Column::BeginsAt])
        .value(Column::Amount, more)
        .to_owned();
    Entity::insert(row.into_active_model().reset_all())
        .on_conflict(on_top)
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// What was used in the quarter hours from that of `since` on, the oldest first.
///
/// # Errors
///
/// When the store fails.
pub async fn from(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    since: DateTime<Utc>,
) -> Result<Vec<credit_usage_quarter::Model>, StoreError> {
    use credit_usage_quarter::{Column, Entity};

    Ok(Entity::find()
        .filter(Column::OrganizationId.eq(organization_id))
        .filter(Column::BeginsAt.gte(quarter_of(since)))
        .order_by_asc(Column::BeginsAt)
        .all(database)
        .await?)
}
