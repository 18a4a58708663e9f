//! A machine of an organization.

use sea_orm::entity::prelude::*;

/// A device.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "devices")]
pub struct Model {
    /// Opaque id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The organization it belongs to.
    pub organization_id: Uuid,
    /// Name as members see it.
    pub name: String,
    /// The name in lower case: what devices are listed by, in the same order on every database.
    pub name_order: String,
    /// When it was added, in UTC.
    pub created_at: DateTimeUtc,
    /// Where it stands, for people.
    pub location: Option<String>,
    /// IANA time zone of that place.
    pub time_zone: String,
}

impl ActiveModelBehavior for ActiveModel {}
