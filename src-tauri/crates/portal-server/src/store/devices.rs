//! Devices.

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::StoreError;
use super::entities::device;

/// Where a page of devices ends: the order's two columns of its last device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DevicePosition {
    /// The name in the form in which devices are ordered.
    pub name_order: String,
    /// The id, which decides between equal names.
    pub id: Uuid,
}

impl DevicePosition {
    /// The position of this device.
    #[must_use]
    pub fn of(device: &device::Model) -> Self {
        Self {
            name_order: device.name_order.clone(),
            id: device.id,
        }
    }
}

/// At most `limit` devices of the organization after a position, by name, then id.
///
/// # Errors
///
/// When the store fails.
pub async fn page(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    after: Option<&DevicePosition>,
    limit: u64,
) -> Result<Vec<device::Model>, StoreError> {
    let mut devices = device::Entity::find()
        .filter(device::Column::OrganizationId.eq(organization_id))
        .order_by_asc(device::Column::NameOrder)
        .order_by_asc(device::Column::Id)
        .limit(limit);
    if let Some(position) = after {
        devices = devices.filter(
            Condition::any()
                .add(device::Column::NameOrder.gt(&position.name_order))
                .add(
                    Condition::all()
                        .add(device::Column::NameOrder.eq(&position.name_order))
                        .add(device::Column::Id.gt(position.id)),
                ),
        );
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

/// Adds a device.
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
    };
    device::Entity::insert(row)
        .exec_without_returning(database)
        .await?;
    Ok(())
}
