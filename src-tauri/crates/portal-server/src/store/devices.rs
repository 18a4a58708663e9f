//! Devices.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::entities::{device, device_tag};
use super::{NamePosition, StoreError};

/// At most `limit` devices of the organization after a position, by name, then id.
///
/// # Errors
///
/// When the store fails.
pub async fn page(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    after: Option<&NamePosition>,
    limit: u64,
) -> Result<Vec<device::Model>, StoreError> {
    let mut devices = device::Entity::find()
        .filter(device::Column::OrganizationId.eq(organization_id))
        .order_by_asc(device::Column::NameOrder)
        .order_by_asc(device::Column::Id)
        .limit(limit);
    if let Some(position) = after {
        devices =
            devices.filter(position.rows_after(device::Column::NameOrder, device::Column::Id));
    }
    Ok(devices.all(database).await?)
}

/// How many devices the organization has.
///
/// # Errors
///
/// When the store fails.
pub async fn count(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
) -> Result<u64, StoreError> {
    Ok(device::Entity::find()
        .filter(device::Column::OrganizationId.eq(organization_id))
        .count(database)
        .await?)
}

/// Those of the organization's devices that are named, by name, then id.
///
/// # Errors
///
/// When the store fails.
pub async fn by_ids(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<device::Model>, StoreError> {
    Ok(device::Entity::find()
        .filter(device::Column::OrganizationId.eq(organization_id))
        .filter(device::Column::Id.is_in(ids))
        .order_by_asc(device::Column::NameOrder)
        .order_by_asc(device::Column::Id)
        .all(database)
        .await?)
}

/// All devices of the organization, by id.
///
/// # Errors
///
/// When the store fails.
pub async fn all_of(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
) -> Result<Vec<device::Model>, StoreError> {
    Ok(device::Entity::find()
        .filter(device::Column::OrganizationId.eq(organization_id))
        .order_by_asc(device::Column::Id)
        .all(database)
        .await?)
}

/// The organization's devices with this name, the oldest first.
///
/// # Errors
///
/// When the store fails.
pub async fn by_name(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    name: &str,
) -> Result<Vec<device::Model>, StoreError> {
    Ok(device::Entity::find()
        .filter(device::Column::OrganizationId.eq(organization_id))
        .filter(device::Column::NameOrder.eq(name.to_lowercase()))
        .filter(device::Column::Name.eq(name))
        .order_by_asc(device::Column::CreatedAt)
        .order_by_asc(device::Column::Id)
        .all(database)
        .await?)
}

/// The tags of these devices, each with its device, in order.
///
/// # Errors
///
/// When the store fails.
pub async fn tags_of(
    database: &impl ConnectionTrait,
    devices: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Vec<String>>, StoreError> {
    let rows = device_tag::Entity::find()
        .filter(device_tag::Column::DeviceId.is_in(devices))
        .order_by_asc(device_tag::Column::DeviceId)
        .order_by_asc(device_tag::Column::Tag)
        .all(database)
        .await?;
    let mut tags: HashMap<Uuid, Vec<String>> = HashMap::new();
    for row in rows {
        tags.entry(row.device_id).or_default().push(row.tag);
    }
    Ok(tags)
}

/// The tags of all devices of the organization, each with its device, in no order.
///
/// # Errors
///
/// When the store fails.
pub async fn all_tags_of(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
) -> Result<Vec<device_tag::Model>, StoreError> {
    let devices = Query::select()
        .column(device::Column::Id)
        .from(device::Entity)
        .and_where(device::Column::OrganizationId.eq(organization_id))
        .to_owned();
    Ok(device_tag::Entity::find()
        .filter(device_tag::Column::DeviceId.in_subquery(devices))
        .all(database)
        .await?)
}

/// Says where a device stands.
///
/// # Errors
///
/// When the store fails.
pub async fn place(
    database: &impl ConnectionTrait,
    id: Uuid,
    location: Option<&str>,
    zone: Tz,
) -> Result<(), StoreError> {
    device::Entity::update_many()
        .col_expr(device::Column::Location, Expr::value(location))
        .col_expr(device::Column::TimeZone, Expr::value(zone.name()))
        .filter(device::Column::Id.eq(id))
        .exec(database)
        .await?;
    Ok(())
}

/// Files a device under more tags.
///
/// # Errors
///
/// When the store fails, or the device has one of them.
pub async fn tag(
    database: &impl ConnectionTrait,
    id: Uuid,
    tags: &[&str],
) -> Result<(), StoreError> {
    let rows = tags.iter().map(|&tag| device_tag::ActiveModel {
        device_id: Set(id),
        tag: Set(tag.to_owned()),
    });
    device_tag::Entity::insert_many(rows)
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// Adds a device, of which it is not known where it stands.
///
/// # Errors
///
/// When the store fails.
pub async fn insert(
    database: &impl ConnectionTrait,
    id: Uuid,
    organization_id: Uuid,
    name: &str,
    created_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let row = device::ActiveModel {
        id: Set(id),
        organization_id: Set(organization_id),
        name: Set(name.to_owned()),
        name_order: Set(name.to_lowercase()),
        created_at: Set(created_at),
        location: Set(None),
        time_zone: Set(Tz::UTC.name().to_owned()),
    };
    device::Entity::insert(row)
        .exec_without_returning(database)
        .await?;
    Ok(())
}
